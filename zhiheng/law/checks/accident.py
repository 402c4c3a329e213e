"""Checks of accidents: reporting upwards, the team, the report, what follows from it."""
from __future__ import annotations

from collections.abc import Mapping

from zhiheng.kernel.procedure import Gate
from zhiheng.law.checks.model import Check, by_id, check, gates
from zhiheng.law.checks.points import all_of, asked, day, in_time, need, no, one_of, yes

LEVELS = {"extra": "特别重大事故", "major": "重大事故", "larger": "较大事故", "ordinary": "一般事故"}
_TO = {"extra": "state", "major": "province", "larger": "city", "ordinary": "county"}
_RANK = {"city": 1, "province": 2, "state": 3}
_UP = {"extra": 3, "major": 3, "larger": 2, "ordinary": 1}
_MEMBERS = {"government": "有关人民政府", "emergency": "应急管理部门", "supervisor": "负有监管职责的部门", "inspection": "监察机关",
            "police": "公安机关", "union": "工会", "procurator": "已邀请人民检察院"}

_BODY_RANK = {"county": 0, **_RANK}


def _rank(body: object) -> int:
    """How high a body stands; a higher one may always investigate (条例 20)."""
    return _BODY_RANK.get(str(body), -1)


CHECKS: Mapping[str, Check] = by_id(
    check("acc_level",
          one_of("level", "事故等级", LEVELS, tuple(LEVELS), ""),
          one_of("by", "负责调查的", {"state": "国务院或者其授权部门", "province": "省级人民政府", "city": "设区的市级人民政府",
                                  "county": "县级人民政府", "unit": "县级人民政府委托事故发生单位"},
                 ("state", "province", "city", "county", "unit"), ""),
          need("调查主体与事故等级不符", lambda f, s: f.get("by") in (_TO[str(f["level"])], "unit") or
               _rank(f.get("by")) > _rank(_TO[str(f["level"])]), "生产安全事故报告和调查处理条例:19", cure="由有权的人民政府组织调查"),
          asked("casualties", "造成人员伤亡", when=("by", "unit")),
          need("只有未造成人员伤亡的一般事故才可以委托事故发生单位调查",
               lambda f, s: f.get("level") == "ordinary" and not f.get("casualties"), "生产安全事故报告和调查处理条例:19", when=("by", "unit"))),
    check("acc_report_levels",
          one_of("level", "事故等级", LEVELS, tuple(LEVELS), ""),
          one_of("reached", "已上报至", {"none": "没有上报", "city": "设区的市级部门", "province": "省级部门", "state": "国务院部门"},
                 ("none", "city", "province", "state"), ""),
          need("没有上报到规定的层级", lambda f, s: _RANK.get(str(f.get("reached")), 0) >= _UP[str(f["level"])],
               "生产安全事故报告和调查处理条例:10", cure="逐级上报，必要时可以越级"),
          yes("government", "同时报告本级人民政府", "没有同时报告本级人民政府", "生产安全事故报告和调查处理条例:10:2"),
          all_of("told", "已通知", {"police": "公安机关", "labour": "劳动保障行政部门", "union": "工会", "procurator": "人民检察院"},
                 "没有通知有关机关", "生产安全事故报告和调查处理条例:10")),
    check("acc_report_content", all_of("content", "报告的内容", {
        "unit": "事故发生单位概况", "scene": "时间、地点和现场情况", "course": "简要经过", "loss": "伤亡（含下落不明）和初步估计的损失",
        "measures": "已经采取的措施", "other": "其他应当报告的情况（没有的视为已报）"}, "事故报告内容不全",
        "生产安全事故报告和调查处理条例:12", cure="补报")),
    check("acc_scene_protect",
          no("destroyed", "现场被破坏或者证据被毁灭", "没有妥善保护事故现场和证据", "生产安全事故报告和调查处理条例:16:1"),
          asked("moved", "因抢救等需要移动了现场物件"),
          all_of("did", "移动时", {"marked": "做出标志", "sketched": "绘制简图", "recorded": "做出书面记录", "kept": "保存重要痕迹、物证"},
                 "移动现场物件的手续不全", "生产安全事故报告和调查处理条例:16:2", when="moved")),
    check("acc_team",
          all_of("members", "已派人参加的", _MEMBERS, "事故调查组的组成不全", "生产安全事故报告和调查处理条例:22", cure="商请派人；检察院应当邀请"),
          no("interest", "有成员与事故有直接利害关系", "调查组成员不得与事故有直接利害关系", "生产安全事故报告和调查处理条例:23", cure="更换成员"),
          yes("expert", "成员具有调查所需的知识和专长", "成员不具备调查所需的知识和专长", "生产安全事故报告和调查处理条例:23")),
    check("acc_info_discipline",
          yes("permitted", "经调查组组长允许", "未经组长允许不得发布事故信息", "生产安全事故报告和调查处理条例:28:2", cure="报组长同意"),
          no("secret", "含事故调查的秘密", "泄露了事故调查的秘密", "生产安全事故报告和调查处理条例:28:1")),
    check("acc_penalty_after_approval",
          yes("approved", "事故调查报告已经人民政府批复", "没有人民政府的批复", "生产安全事故报告和调查处理条例:32:2", cure="待批复后处罚"),
          yes("as_approved", "按照批复处罚", "处罚与批复不符", "生产安全事故报告和调查处理条例:32:2"),
          yes("procedure", "已履行立案、告知、听证等处罚程序", "批复不能代替处罚程序", "行政处罚法:62", cure="立案并告知"),
          asked("special", "依安全生产法第95、110、114条罚款"),
          one_of("by", "决定机关", {"emergency": "应急管理部门", "transport": "民航、铁路、电力主管部门", "other": "其他部门"},
                 ("emergency", "transport"), "这类罚款由应急管理部门决定，民航、铁路、电力行业可由主管部门决定", "安全生产法:115",
                 when="special")),
    check("acc_report_signed",
          yes("signed", "调查组成员已在报告上签名", "调查组成员没有签名", "生产安全事故报告和调查处理条例:30"),
          yes("evidence", "报告附具有关证据材料", "报告没有附具证据材料", "生产安全事故报告和调查处理条例:30"),
          yes("archived", "调查资料已归档", "调查资料没有归档", "生产安全事故报告和调查处理条例:31"),
          yes("published", "处理情况已向社会公布，或者依法应当保密", "处理情况没有向社会公布", "生产安全事故报告和调查处理条例:34")),
    check("acc_rectification_supervise",
          yes("supervised", "已监督检查防范和整改措施的落实", "没有监督检查防范和整改措施的落实", "生产安全事故报告和调查处理条例:33:2"),
          day("approved_on", "事故调查报告批复之日"), day("evaluated_on", "评估之日（尚未评估的不填）", required=False),
          in_time("approved_on", "accident_rectification_evaluation", "批复后一年内没有评估整改落实情况", "安全生产法:86:3",
                  done="evaluated_on", cure="立即组织评估"),
          yes("evaluation_published", "评估结果已公开", "评估结果没有公开", "安全生产法:86:3", when="evaluated_on")),
    check("acc_duty_phone",
          yes("duty", "建立了值班制度", "没有建立值班制度", "生产安全事故报告和调查处理条例:18"),
          yes("phone", "向社会公布了值班电话", "没有公布值班电话", "生产安全事故报告和调查处理条例:18")),
)


def report_gates() -> tuple[Gate, ...]:
    """For reporting an accident upwards."""
    return gates(CHECKS, "acc_report_levels", "acc_report_content", "acc_scene_protect")


def team_gates() -> tuple[Gate, ...]:
    """For forming the investigation team."""
    return gates(CHECKS, "acc_level", "acc_team")
