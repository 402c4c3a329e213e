"""Checks of reports and complaints, and of the list of serious dishonesty."""
from __future__ import annotations

from collections.abc import Mapping

from zhiheng.kernel.facts import Facts, Fen
from zhiheng.kernel.money import plain
from zhiheng.kernel.procedure import Gate
from zhiheng.kernel.situation import Situation
from zhiheng.law.checks.accident import LEVELS
from zhiheng.law.checks.model import Check, by_id, check, gates
from zhiheng.law.checks.points import asked, least, need, no, one_of, yes

_GROUND = {
    "grave": "发生重大以上事故", "repeated": "十二个月内两起以上较大事故", "multiple": "依第114条第2款处二至五倍罚款",
    "concealed": "瞒报、谎报事故", "fled": "主要负责人不立即组织抢救、擅离职守或者逃匿", "unlicensed": "无许可或者许可被暂扣、吊销期间从事活动",
    "institution": "机构租借资质、挂靠、出具虚假报告", "defied": "拒不执行处罚决定等", "late": "迟报事故", "none": "都不是"}
_READ = frozenset({"grave", "repeated", "multiple", "concealed", "fled", "unlicensed"})
_MEMORY = frozenset({"institution", "defied"})


def reward(f: Facts, s: Situation) -> int:
    """The reward in fen. A hidden accident is paid by the dead found out, else a share of the fine within its bounds."""
    top = int(s.param("reward_most"))
    if f.get("kind") == "hidden_accident":
        return min(int(s.param(f"reward_death_{f.get('level')}")) * int(f.get("dead") or 0), top)
    share = int(f.get("fine") or 0) * int(s.param("reward_percent")) // 100
    return min(max(share, int(s.param("reward_least"))), top)


CHECKS: Mapping[str, Check] = by_id(
    check("cmp_register",
          yes("registered", "已登记", "举报没有登记"),
          asked("ours", "属于本部门职责"),
          yes("handed", "已转交有权处理的部门", "不属于本部门职责的没有转交", "安全生产法:73", when=lambda f: not f.get("ours"), cure="转交"),
          asked("verified", "已调查核实", when="ours"),
          yes("written", "核实后形成书面材料", "核实后没有形成书面材料", "安全生产法:73",
              when=lambda f: bool(f.get("ours")) and bool(f.get("verified"))),
          asked("rectify", "需要落实整改措施", when="ours"),
          yes("signed", "报经有关负责人签字并督促落实", "需要整改的没有报负责人签字督促", "安全生产法:73",
              when=lambda f: bool(f.get("ours")) and bool(f.get("rectify")), cure="报负责人签字")),
    check("cmp_death",
          asked("death", "涉及人员死亡"),
          one_of("by", "由谁组织核查", {"government": "县级以上人民政府", "agency": "本部门"}, ("government",),
                 "涉及人员死亡的举报应当由县级以上人民政府组织核查", "安全生产法:73:2", when="death", cure="报县级以上人民政府")),
    check("cmp_reward",
          one_of("kind", "举报的事项", {"hazard": "重大事故隐患、违法行为", "hidden_accident": "瞒报、谎报事故"}, ("hazard", "hidden_accident"), ""),
          least("fine", "对被举报人的罚款", 0, "", kind=Fen, when=("kind", "hazard")),
          one_of("level", "查实的事故等级", LEVELS, tuple(LEVELS), "没有写明事故等级", when=("kind", "hidden_accident")),
          least("dead", "查实的瞒报、谎报死亡人数", 0, "", when=("kind", "hidden_accident")),
          least("paid", "拟发奖金", 0, "", kind=Fen),
          need(lambda f, s: f"拟发奖金与应发的 {plain(reward(f, s))} 元不符", lambda f, s: int(f["paid"]) == reward(f, s),
               cure="按规定数额发给",
               when=lambda f: f.get("kind") == "hazard" or f.get("level") in LEVELS)),
    check("cmp_confidential",
          yes("least", "只有必要的人员知悉举报人信息", "举报人信息的知悉范围过大"),
          yes("masked", "公开和流转时隐去举报人信息", "没有隐去举报人信息", cure="隐去"),
          yes("logged", "查阅留有记录", "查阅没有留痕"),
          no("retaliation", "发生打击报复", "不得打击报复举报人", cure="制止并依法处理")),
    check("dis_conditions",
          one_of("ground", "情形", _GROUND, tuple(_READ | _MEMORY), "不属于应当列入严重失信名单的情形（迟报不在其内）", cure="不列入"),
          asked("recent", "两起较大事故均在十二个月内", when=("ground", "repeated")),
          need("两起以上较大事故不在十二个月内", lambda f, s: bool(f.get("recent")), when=("ground", "repeated"))),
    check("dis_procedure",
          yes("same_agency", "由作出处罚决定的机关决定列入", "列入应当由作出处罚决定的机关决定"),
          yes("told", "列入前告知事由、依据、惩戒措施和陈述申辩权", "列入前没有告知", cure="先告知"),
          yes("heard", "已听取并复核，或者期满没有提出", "没有听取陈述申辩"),
          yes("written", "出具书面决定并送达", "没有书面决定或者没有送达", cure="制作决定书并送达")),
)


def handling_gates() -> tuple[Gate, ...]:
    """For taking up and closing a report."""
    return gates(CHECKS, "cmp_register", "cmp_death", "cmp_confidential")


def listing_gates() -> tuple[Gate, ...]:
    """For putting somebody on the list of serious dishonesty."""
    return gates(CHECKS, "dis_conditions", "dis_procedure")
