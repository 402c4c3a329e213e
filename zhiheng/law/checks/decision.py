"""Checks of the ordinary penalty from the notice to the decision."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from zhiheng.kernel.facts import Facts, Fen, as_date
from zhiheng.kernel.money import plain
from zhiheng.kernel.procedure import Gate
from zhiheng.kernel.situation import Situation
from zhiheng.law.checks.model import Check, by_id, check, gates
from zhiheng.law.checks.points import (
    ahead,
    all_of,
    asked,
    day,
    due_of,
    least,
    need,
    no,
    one_of,
    some,
    waited,
    yes,
)
from zhiheng.law.checks.summary import PARTY

ORDER_18 = date(2026, 2, 1)
_HEAVY = {"fine": "罚款", "gain": "没收违法所得、非法财物", "licence": "降低资质等级、吊销许可证件",
          "stop": "责令停产停业、责令关闭、限制从业", "other": "其他较重的处罚", "light": "警告等其他处罚"}


def _threshold(f: Facts, s: Situation) -> int:
    return int(s.param("hearing_fine_person" if f.get("party") == "person" else "hearing_fine_unit"))


def hearing_due(f: Facts, s: Situation) -> bool:
    """Whether a hearing must be offered for the penalty in mind (行政处罚法 63); the amount is the place's figure."""
    kinds = set(f.get("kinds") or ())
    large = int(f.get("amount") or 0) >= _threshold(f, s)
    return bool(kinds & {"licence", "stop", "other"}) or (bool(kinds & {"fine", "gain"}) and large)


def _not_told(f: Facts, s: Situation) -> str:
    large = f"（本地较大数额标准 {plain(_threshold(f, s))} 元）"
    return f"拟作的处罚属于应当告知听证权利的情形{large}，没有告知"


def _no_penalty(f: Facts) -> str | None:
    """Why no penalty may or must be given; None when none of the grounds is there."""
    if f.get("minor") and f.get("corrected") and not f.get("harm"):
        return "must"
    return "must" if f.get("no_fault") and not f.get("fault_irrelevant") else None


def _reviewable(f: Facts, s: Situation) -> bool:
    local = bool(s.param("legal_review_all"))
    return local or any(f.get(k) for k in ("public_interest", "after_hearing", "complex", "required"))


def _collective(f: Facts, s: Situation) -> bool:
    large = int(f.get("total") or 0) >= int(s.param("collective_fine_threshold"))
    by_order = bool(f.get("hearing")) and s.on >= ORDER_18  # 符合听证条件的属于情节复杂或者重大，令第18号第50条第3款第3项
    return large or by_order or any(f.get(k) for k in ("complex", "grave", "departs"))


def _daily_start(f: Facts, s: Situation) -> bool:
    limit, first = due_of(s, f, "daily_penalty_start", "order_made"), as_date(f, "first_day")
    return limit is None or first is None or first >= limit.on


CHECKS: Mapping[str, Check] = by_id(
    check("ord_correction_order",
          yes("ordered", "已责令改正或者限期改正", "实施处罚时没有责令改正", "行政处罚法:28:1", cure="一并责令改正或者限期改正"),
          asked("overdue_rule", "罚则以“逾期未改正”为要件"),
          yes("order_served", "改正指令已送达", "没有已送达的改正指令，不得适用逾期未改正的罚则", "行政处罚法:28:1", when="overdue_rule"),
          yes("failed", "期满复查不合格并有记录", "没有复查不合格的记录", "行政处罚法:28:1", when="overdue_rule", cure="先复查")),
    check("ord_confiscate_gain",
          yes("stated", "决定书写明有无违法所得和计算依据", "决定书没有写明有无违法所得", "行政处罚法:28:2", cure="补充认定"),
          least("gain", "违法所得", 0, "", kind=Fen),
          asked("refund", "依法应当全部退赔", when=lambda f: bool(f.get("gain"))),
          yes("confiscated", "已决定没收", "有违法所得的，除应当退赔的外应当没收", "行政处罚法:28:2",
              when=lambda f: bool(f.get("gain")) and not f.get("refund"))),
    check("ord_notice",
          all_of("told", "已书面告知的内容", {"penalty": "拟处罚内容", "facts": "事实", "reasons": "理由", "basis": "依据",
                                      "rights": "陈述、申辩、听证等权利"}, "处罚前的告知不全", "行政处罚法:44", cure="重新告知"),
          yes("served", "告知书已送达并有凭证", "告知书没有送达凭证，不得作出处罚决定", "行政处罚法:62", cure="送达后再决定")),
    check("ord_defence_reviewed",
          one_of("defence", "当事人", {"made": "提出了陈述申辩", "waived": "明确放弃", "silent": "期满没有提出", "waiting": "期限未满"},
                 ("made", "waived", "silent"), "陈述申辩期限未满", "行政处罚法:45", cure="期满后办理"),
          yes("recorded", "意见已记录", "陈述申辩没有记录", "行政处罚法:45", when=("defence", "made")),
          yes("reviewed", "事实、理由和证据已逐项复核，写明采纳与否", "陈述申辩没有复核", "行政处罚法:45", when=("defence", "made"),
              cure="制作复核意见"),
          yes("proof", "放弃或者期满未提有记录", "放弃或者期满未提没有记录", "行政处罚法:62", when=("defence", ("waived", "silent"))),
          no("heavier", "因陈述申辩加重了处罚", "不得因陈述、申辩而给予更重的处罚", "行政处罚法:45", cure="维持或者减轻原拟处罚")),
    check("ord_hearing_offered",
          one_of("party", "当事人", PARTY, tuple(PARTY), ""),
          some("kinds", "拟作的处罚", _HEAVY),
          least("amount", "罚款、没收的数额", 0, "", kind=Fen),
          asked("told", "已告知要求听证的权利"),
          need(_not_told, lambda f, s: not hearing_due(f, s) or f.get("told") is True, "行政处罚法:63", cure="送达听证告知书"),
          day("served", "听证告知送达之日", when="told"),
          one_of("outcome", "当事人", {"silent": "没有要求", "waived": "明确放弃听证", "requested": "要求听证", "held": "已举行听证"},
                 ("silent", "waived", "held"), "当事人要求听证的应当组织听证", "行政处罚法:63", when="told", cure="组织听证"),
          waited("served", "hearing_request", "要求听证的五日（工作日）未满，又没有放弃", "行政处罚法:64",
                 when=lambda f: f.get("told") is True and f.get("outcome") == "silent")),
    check("hear_host",
          no("investigator", "主持人是本案调查人员", "应当由非本案调查人员主持", "行政处罚法:64:1:4", cure="另行指定"),
          asked("public", "公开举行"),
          asked("secret", "涉及国家秘密、商业秘密或者个人隐私"),
          need("除涉密外听证应当公开举行", lambda f, s: bool(f.get("public")) or bool(f.get("secret")), "行政处罚法:64:1:3"),
          least("agents", "当事人委托的代理人人数", 0, ""),
          need("代理人为一至二人", lambda f, s: int(f["agents"]) <= 2, "行政处罚法:64:1:5"),
          no("fee", "向当事人收取了听证费用", "当事人不承担组织听证的费用", "行政处罚法:63:2", cure="退还"),
          day("held", "举行听证之日"), day("notified", "听证通知送达之日"),
          ahead("held", "notified", "hearing_notice", "应当在举行听证的七日（工作日）前通知", "行政处罚法:64:1:2", cure="改期")),
    check("hear_conduct",
          one_of("attended", "当事人", {"came": "到场", "excused": "有正当理由未到", "absent": "无正当理由拒不出席", "left": "未经许可中途退出"},
                 ("came", "excused", "absent", "left"), ""),
          yes("presented", "调查人员提出事实、证据和处罚建议", "调查人员没有举证并提出建议", "行政处罚法:64:1:7", when=("attended", "came")),
          yes("examined", "当事人进行了申辩和质证", "没有让当事人申辩和质证", "行政处罚法:64:1:7", when=("attended", "came")),
          need("有正当理由未到的，不能终止听证", lambda f, s: f.get("ended") is not True, "行政处罚法:64:1:6",
               when=("attended", "excused"), cure="改期举行"),
          yes("ended", "已终止听证并记明", "放弃听证的没有终止听证并记明", "行政处罚法:64:1:6", when=("attended", ("absent", "left")))),
    check("hear_record",
          yes("minutes", "制作了听证笔录", "没有听证笔录", "行政处罚法:64:1:8"),
          one_of("signed", "笔录", {"signed": "当事人或者代理人核对签章", "noted": "拒签，主持人已注明", "missing": "没有签章也没有注明"},
                 ("signed", "noted"), "笔录没有签章，也没有注明拒签", "行政处罚法:64:1:8"),
          yes("followed", "决定根据听证笔录作出", "决定没有根据听证笔录作出", "行政处罚法:65")),
    check("ord_legal_review",
          asked("public_interest", "涉及重大公共利益"),
          asked("after_hearing", "直接关系重大权益且经过听证"),
          asked("complex", "疑难复杂、涉及多个法律关系"),
          asked("required", "法律、法规或者本局规定应当审核"),
          one_of("review", "法制审核", {"passed": "通过", "failed": "未通过", "none": "没有审核"}, ("passed", "failed", "none"), ""),
          need("属于应当法制审核的案件，未经审核或者审核未通过，不得作出决定",
               lambda f, s: f.get("review") == "passed" or not _reviewable(f, s), "行政处罚法:58:1", cure="送法制审核")),
    check("legal_reviewer_qualification",
          asked("first", "初次从事处罚决定法制审核"),
          yes("qualified", "通过国家统一法律职业资格考试取得资格", "初次从事法制审核的没有取得法律职业资格", "行政处罚法:58:2", when="first",
              cure="改派有资格的人员"),
          no("handler", "是本案承办人", "法制审核人员不得是本案承办人", cure="改派")),
    check("ord_collective",
          asked("complex", "情节复杂"),
          asked("grave", "重大违法行为"),
          asked("departs", "裁量偏离基准（调整适用）"),
          asked("hearing", "符合听证条件（较大数额罚款、停产停业、限制从业、吊销等）"),
          least("total", "罚款合计", 0, "", kind=Fen),
          one_of("discussed", "负责人集体讨论", {"minutes": "已讨论并有记录", "unrecorded": "讨论了没有记录", "none": "没有讨论"},
                 ("minutes", "unrecorded", "none"), ""),
          need("情节复杂或者重大违法行为，负责人应当集体讨论决定并形成记录", lambda f, s: not _collective(f, s) or f.get("discussed") == "minutes",
               "行政处罚法:57:2", cure="提请集体讨论")),
    check("ord_discretion",
          yes("published", "所用基准已公布", "裁量基准没有公布", "行政处罚法:34"),
          asked("inside", "数额在基准对应阶次之内"),
          yes("reasons", "写明了偏离的理由并经批准", "偏离裁量基准没有说明理由并报批", "行政处罚法:5:2", when=lambda f: not f.get("inside"),
              cure="说明理由，报负责人集体讨论"),
          asked("mitigating", "认定了从轻、减轻、不罚的情节"),
          yes("proved", "情节有证据", "认定的情节没有证据", "行政处罚法:32", when="mitigating")),
    check("ord_no_penalty_cases",
          asked("penalty", "拟给予处罚"),
          asked("minor", "违法行为轻微"), asked("first", "初次违法"), asked("corrected", "及时改正"), asked("harm", "造成危害后果"),
          asked("no_fault", "当事人有证据足以证明没有主观过错"),
          asked("fault_irrelevant", "法律、行政法规对主观过错另有规定"),
          asked("established", "违法事实成立"),
          need("违法事实不能成立的，不予处罚", lambda f, s: bool(f.get("established")), "行政处罚法:57:1:3", when="penalty"),
          need("轻微并及时改正没有危害后果，或者足以证明没有主观过错的，不予处罚", lambda f, s: _no_penalty(f) != "must", "行政处罚法:33",
               when="penalty", cure="作不予处罚决定"),
          yes("educated", "已进行教育", "不予处罚的应当对当事人进行教育", "行政处罚法:33", when=lambda f: not f.get("penalty")),
          need("不予处罚没有法定情形",
               lambda f, s: not f.get("established") or bool(_no_penalty(f)) or (bool(f.get("first")) and bool(f.get("corrected"))),
               "行政处罚法:57:1:2", when=lambda f: not f.get("penalty"))),
    check("ord_closing_outcome",
          yes("reviewed", "负责人已对调查结果审查", "负责人没有审查调查结果", "行政处罚法:57:1"),
          one_of("outcome", "结论", {"penalty": "给予处罚", "minor": "轻微不予处罚", "unproved": "事实不能成立不予处罚",
                                   "crime": "移送司法机关", "other": "其他结论"}, ("penalty", "minor", "unproved", "crime"),
                 "调查终结只能作出处罚、轻微不罚、事实不成立不罚、移送司法机关四种结论", "行政处罚法:57:1"),
          yes("grounds", "结论有依据", "结论没有留下依据", "行政处罚法:57:1")),
    check("ord_no_double_fine",
          asked("fined", "同一违法行为已被罚款（含其他部门）"),
          asked("fine", "这次拟处罚款"),
          need("同一个违法行为不得给予两次以上罚款", lambda f, s: not (f.get("fined") and f.get("fine")), "行政处罚法:29",
               cure="给予罚款以外的处罚，或者不再处罚"),
          asked("several", "违反多个法律规范都应当罚款"),
          yes("highest", "按罚款数额高的规定", "违反多个规范的应当按罚款数额高的规定处罚", "行政处罚法:29", when="several")),
    check("ord_decision_content",
          all_of("content", "决定书载明的内容", {
              "party": "当事人的姓名或者名称、地址", "facts": "违法的事实和证据", "kind": "处罚的种类和依据",
              "performance": "履行方式和期限", "remedy": "复议、诉讼的途径和期限", "agency": "机关名称和日期"},
              "决定书载明的事项不全", "行政处罚法:59"),
          yes("sealed", "盖有作出决定机关的印章", "决定书没有机关印章", "行政处罚法:59"),
          asked("fine", "有罚款"),
          all_of("payment", "罚款决定书载明的", {"collector": "代收机构名称、地址", "amount": "数额", "term": "期限", "added": "是否加处罚款"},
                 "罚款决定书缺少缴款事项", "罚款决定与罚款收缴分离实施办法:7", when="fine")),
    check("ord_emergency_severity",
          asked("emergency", "发生重大传染病疫情等突发事件"),
          asked("breaks_measures", "违反突发事件应对措施", when="emergency"),
          yes("swift", "依法快速、从重处罚", "违反应对措施的应当依法快速、从重处罚", "行政处罚法:49",
              when=lambda f: bool(f.get("emergency")) and bool(f.get("breaks_measures")))),
    check("daily_penalty_gate",
          yes("safety_law", "违反安全生产法的规定", "按日连续处罚只适用于违反安全生产法的行为", "安全生产法:112"),
          yes("ordered", "已被责令改正", "没有责令改正", "安全生产法:112"),
          yes("fined", "已受罚款处罚", "没有受到罚款处罚", "安全生产法:112"),
          yes("refused", "复查发现拒不改正", "没有拒不改正", "安全生产法:112", cure="先复查"),
          least("daily", "每日数额", 0, "", kind=Fen), least("original", "原处罚数额", 0, "", kind=Fen),
          need("按日连续处罚按照原处罚数额", lambda f, s: int(f["daily"]) == int(f["original"]), "安全生产法:112"),
          day("order_made", "作出责令改正之日"), day("first_day", "按日处罚起算之日"),
          need("按日连续处罚自作出责令改正之日的次日起", _daily_start, "安全生产法:112")),
    check("closure_gate",
          one_of("ground", "情形", {"repeated": "存在重大隐患，180日内三次或者一年内四次受处罚", "unfit": "经停产停业整顿仍不具备条件",
                                  "accident": "不具备条件导致重大、特别重大事故", "defied": "拒不执行停产停业整顿决定", "none": "都不是"},
                 ("repeated", "unfit", "accident", "defied"), "不属于应当提请关闭的四种情形", "安全生产法:113"),
          least("in_180_days", "180日内受处罚次数", 0, "", when=("ground", "repeated")),
          least("in_a_year", "一年内受处罚次数", 0, "", when=("ground", "repeated")),
          need("受处罚次数没有达到180日内三次或者一年内四次",
               lambda f, s: int(f.get("in_180_days") or 0) >= 3 or int(f.get("in_a_year") or 0) >= 4, "安全生产法:113",
               when=("ground", "repeated")),
          one_of("decided_by", "关闭由谁决定", {"government": "县级以上人民政府", "agency": "本机关"}, ("government",),
                 "予以关闭由本部门报请县级以上人民政府决定", "安全生产法:115", cure="提请人民政府决定")),
)


def decision_gates() -> tuple[Gate, ...]:
    """For deciding in the ordinary procedure."""
    return gates(CHECKS, "ord_notice", "ord_defence_reviewed", "ord_hearing_offered", "ord_legal_review", "ord_collective",
                 "ord_no_double_fine", "ord_correction_order")
