"""Checks of the inspection: who, what, with whose approval, how often, how it ends; and the licence it may reveal."""
from __future__ import annotations

from collections.abc import Mapping

from zhiheng.kernel.facts import Facts, as_datetime
from zhiheng.kernel.procedure import Gate
from zhiheng.kernel.situation import Situation
from zhiheng.law.checks.model import Check, by_id, check, gates
from zhiheng.law.checks.points import all_of, asked, least, moment, need, no, one_of, yes
from zhiheng.law.places.names import GRADES, SECTORS

ORDER_5 = "安全生产违法行为行政处罚办法:5:2"
_BODY = {"authority": "有行政执法权的机关", "authorised": "法律、法规授权的组织", "delegated": "依法受委托的组织",
         "coordinating": "议事协调机构", "testing": "检测检验、评价等机构", "institute": "科研院所、学会协会",
         "auxiliary": "辅助人员、网格员、临时工作人员"}
_SOURCE = {"plan": "年度监督检查计划", "report": "举报、投诉", "handed": "上级交办、其他机关转办", "monitor": "监测预警发现",
           "request": "企业申请", "campaign": "专项检查部署", "none": "没有来源"}
_EXEMPT = {"none": "没有", "report": "举报、投诉核查", "hazard": "重大隐患复查", "campaign": "上级统一部署的专项检查"}


def visit_cap(sector: str, grade: str) -> str:
    """The name of the figure that caps the visits a year: visit_cap.hazchem.1."""
    return f"visit_cap.{sector}.{grade}"


def _cap(f: Facts, s: Situation) -> int | None:
    """The published cap: the figure of the place, else the one the officer knows; None when there is neither."""
    try:
        return int(s.param(visit_cap(str(f.get("sector")), str(f.get("grade")))))
    except KeyError:
        own = f.get("published_cap")
        return None if own is None else int(own)


def _within_cap(f: Facts, s: Situation) -> bool:
    cap = _cap(f, s)
    return cap is None or f.get("exempt") not in (None, "none") or int(f["visits"]) < cap


def _cap_says(f: Facts, s: Situation) -> str:
    return f"本年度已检查 {f['visits']} 次，达到公布的上限 {_cap(f, s)} 次，又没有写明不计频次的事由"


def _approved_first(f: Facts, s: Situation) -> bool:
    approved, started = as_datetime(f, "approved_at"), as_datetime(f, "started_at")
    return bool(f.get("urgent")) or (approved is not None and started is not None and approved <= started)


def _back_approved(f: Facts, s: Situation) -> bool:
    return not f.get("urgent") or f.get("approved_at") is not None


CHECKS: Mapping[str, Check] = by_id(
    check("insp_qualified_subject", one_of(
        "body", "实施检查的主体", _BODY, ("authority", "authorised", "delegated"), "该主体不具有行政检查主体资格，不得单独检查",
        cure="由有执法权的机关实施，其他人员只能辅助")),
    check("insp_item_published", yes("published", "检查事项在本级公布的清单内", "检查事项没有公布，不得实施",
                                     cure="先按程序纳入并公布检查事项清单")),
    check("insp_approval",
          asked("urgent", "属于紧急情况，先行检查"),
          moment("approved_at", "负责人批准的时间", required=False),
          moment("started_at", "检查开始的时间"),
          yes("plan_made", "制作了检查方案", "没有制作检查方案", ORDER_5, cure="制作检查方案，报负责人批准"),
          need("检查前没有经负责人批准", _approved_first, ORDER_5, cure="先报主体负责人批准"),
          need("紧急先查的没有补办审批", _back_approved, ORDER_5, cure="补办审批"),
          yes("urgent_reason", "记录了紧急的理由", "没有记录紧急的理由", when="urgent")),
    check("insp_plan",
          one_of("source", "检查的来源", _SOURCE, tuple(k for k in _SOURCE if k != "none"),
                 "检查不在年度监督检查计划内，也没有个案或者专项的来源", "安全生产法:62:2", cure="登记来源，或者列入计划后再查"),
          yes("registered", "计划外来源已登记", "计划外检查没有登记来源依据", when=lambda f: f.get("source") not in ("plan", "none"),
              cure="登记举报、转办、监测、申请或者专项部署的依据")),
    check("insp_frequency_cap",
          one_of("sector", "行业", SECTORS, tuple(SECTORS), ""),
          one_of("grade", "标准化等级或者风险类别", GRADES, tuple(GRADES), ""),
          least("visits", "本年度已现场检查次数（不含不计频次的）", 0, ""),
          one_of("exempt", "不计频次的事由", _EXEMPT, tuple(_EXEMPT), ""),
          least("published_cap", "本级公布的年度上限（地方参数里没有时填写）", 0, "", required=False),
          need("没有公布的年度频次上限，无从核对", lambda f, s: _cap(f, s) is not None, cure="查明并填写本级公布的上限",
               when=lambda f: f.get("exempt") in (None, "none")),
          need(_cap_says, _within_cap, cure="改为非现场检查，或者写明举报、重大隐患复查等事由")),
    check("insp_scan_code",
          yes("scanned", "进入企业前已扫码登记", "没有扫码登记检查人、事由和事项", cure="断网的事后补登", when=lambda f: not f.get("excused")),
          asked("excused", "紧急处置或者断网"),
          yes("made_up", "事后已补登", "紧急处置、断网的没有补登", when=lambda f: bool(f.get("excused")) and not f.get("scanned"))),
    check("insp_two_officers",
          least("officers", "到场的持证执法人员人数", 2, "持有效执法证件的执法人员不足两名", "行政处罚法:42:1", cure="改派持证人员"),
          no("auxiliary_alone", "由辅助人员、专家单独检查", "辅助人员、专家不得单独检查")),
    check("insp_show_id",
          yes("shown", "检查开始时主动出示执法证件", "没有出示有效的执法证件，被检查人有权拒绝", "安全生产法:67:2", cure="出示证件后重新开始"),
          yes("noted", "出示证件有文字或者影像记录", "出示证件没有留下记录", "行政处罚法:55:1")),
    check("insp_record_sign",
          all_of("content", "记录载明的内容", {"time": "时间", "place": "地点", "content": "内容", "problems": "发现的问题",
                                         "handling": "处理情况"}, "书面记录不全", "安全生产法:68"),
          yes("officers_signed", "检查人员已签字", "检查人员没有签字", "安全生产法:68"),
          one_of("unit_sign", "单位负责人", {"signed": "已签字", "refused": "拒绝签字", "missing": "没有签字也没有记明"},
                 ("signed", "refused"), "单位负责人没有签字，也没有记明拒签", "安全生产法:68", cure="请其签字，或者记明拒签原因"),
          yes("refusal_reported", "拒签情况已记录并向本部门报告", "拒绝签字的没有记录在案并向部门报告", "安全生产法:68",
              when=("unit_sign", "refused"))),
    check("insp_no_disruption", no("disrupts", "检查安排影响正常生产经营", "检查安排影响了被检查单位的正常生产经营", "安全生产法:65:2",
                                   cure="另行商定时间，或者分步检查")),
    check("insp_no_fee",
          no("fee", "收取了费用", "审查、验收收取了费用", "安全生产法:64", cure="退还"),
          no("purchase", "要求购买指定品牌或者指定单位的产品", "要求购买指定的产品", "安全生产法:64", cure="立即纠正")),
    check("insp_transfer_other_dept",
          asked("others", "发现应当由其他部门处理的问题"),
          yes("transferred", "已及时移送", "应当由其他部门处理的没有移送", "安全生产法:69", when="others", cure="办理移送"),
          yes("recorded", "移送有记录", "移送没有形成记录", "安全生产法:69", when="others")),
    check("insp_major_hazard_measures",
          one_of("hazard", "发现的隐患", {"none": "没有", "general": "一般隐患", "major": "重大隐患"}, ("none", "general", "major"), ""),
          yes("ordered", "已责令立即排除", "事故隐患没有责令立即排除", "安全生产法:65:1:3", when=("hazard", ("general", "major"))),
          asked("safe", "排除前和排除过程中能够保证安全", when=("hazard", "major")),
          yes("evacuated", "已责令撤人、暂时停产停业或者停止使用", "重大隐患排除前无法保证安全，没有责令撤出人员、暂时停产停业或者停止使用",
              "安全生产法:65:1:3", when=lambda f: f.get("hazard") == "major" and not f.get("safe")),
          asked("resumed", "已经恢复生产经营或者使用", when=("hazard", "major")),
          yes("resumption_agreed", "恢复前经审查同意", "重大隐患排除后未经审查同意即恢复生产经营", "安全生产法:65:1:3",
              when=lambda f: f.get("hazard") == "major" and bool(f.get("resumed")))),
    check("insp_major_hazard_supervise",
          yes("registered", "已纳入重大事故隐患信息系统", "重大事故隐患没有纳入信息系统", "安全生产法:41:3", cure="录入并挂牌督办"),
          yes("supervised", "已督办", "没有督办", "安全生产法:41:3"),
          asked("closed", "已销号"),
          yes("reinspected", "销号前已复查合格并有记录", "销号没有复查记录", "安全生产法:41:3", when="closed")),
    check("lic_withdraw",
          one_of("case", "情形", {"unlicensed": "未依法取得批准或者验收合格擅自活动", "unfit": "已经批准但不再具备安全生产条件",
                                "none": "都不是"}, ("unlicensed", "unfit", "none"), ""),
          yes("banned", "已立即取缔并依法处理", "擅自从事活动的没有立即取缔", "安全生产法:63", when=("case", "unlicensed")),
          yes("withdrawn", "已撤销原批准", "不再具备安全生产条件的没有撤销原批准", "安全生产法:63", when=("case", "unfit"))),
    check("insp_confidential",
          no("technical", "公开的内容含技术秘密、业务秘密", "含被检查单位的技术秘密、业务秘密", "安全生产法:67:2", cure="隐去后公开"),
          no("secret", "公开的内容含国家秘密、商业秘密或者个人隐私", "含国家秘密、商业秘密或者个人隐私", "行政处罚法:50", cure="隐去后公开")),
)


def opening_gates() -> tuple[Gate, ...]:
    """Before an inspection starts."""
    return gates(CHECKS, "insp_qualified_subject", "insp_item_published", "insp_approval", "insp_plan", "insp_frequency_cap",
                 "insp_no_disruption")
