"""Checks of coercive measures: seizure, the cut of power and explosives, their end."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from zhiheng.kernel.facts import Facts, as_date
from zhiheng.kernel.procedure import Gate
from zhiheng.kernel.situation import Situation
from zhiheng.kernel.terms import Interval
from zhiheng.law.checks.model import Check, by_id, check, gates
from zhiheng.law.checks.points import (
    ahead,
    all_of,
    asked,
    day,
    due_of,
    in_time,
    least,
    moment,
    need,
    no,
    one_of,
    yes,
)

_LAPSED = {"innocent": "当事人没有违法行为", "unrelated": "场所、设施或者财物与违法行为无关", "decided": "已经作出处理决定，不再需要",
           "expired": "期限已经届满", "other": "其他不再需要的情形", "none": "都没有"}


def testing(f: Facts) -> Sequence[Interval]:
    """The testing period, when it was named in writing to the party; its days do not count (行政强制法 25-3)."""
    first, last = as_date(f, "test_from"), as_date(f, "test_until")
    if first is None or last is None or not f.get("test_told"):
        return ()
    return (Interval(first, last + timedelta(days=1), "检测、检验、技术鉴定", "exclusion"),)


def _within(f: Facts, s: Situation) -> bool:
    limit = due_of(s, f, "seizure_period", "seized", intervals=testing(f), extra=[30] if f.get("extended") else ())
    released = as_date(f, "released") or s.on
    return limit is None or released <= limit.on


def _expired(f: Facts, s: Situation) -> str:
    limit = due_of(s, f, "seizure_period", "seized", intervals=testing(f), extra=[30] if f.get("extended") else ())
    return f"查封、扣押期限 {limit.on if limit else ''} 已届满，没有解除"


CHECKS: Mapping[str, Check] = by_id(
    check("coe_power",
          yes("authorised", "法律、法规规定由本机关实施该强制措施", "本机关没有实施该强制措施的职权", "行政强制法:17:1", cure="移送有权的机关"),
          no("delegated", "由受委托的机关或者组织实施", "行政强制措施权不得委托", "行政强制法:17:1", cure="由本机关自己的执法人员实施"),
          one_of("object", "对象", {"facility": "不符合标准的设施、设备、器材", "goods": "违法生产、储存、使用、经营、运输的危险物品",
                                  "premises": "违法生产、储存、使用、经营危险物品的作业场所", "other": "其他"},
                 ("facility", "goods", "premises"), "不属于安全生产法规定可以查封、扣押的设施、危险物品和场所", "安全生产法:65:1:4",
                 when=lambda f: not f.get("other_law")),
          asked("other_law", "另有法律、法规规定可以采取")),
    check("coe_officers",
          least("officers", "到场实施的执法人员人数", 2, "执法人员不足两名", "行政强制法:18", cure="改派"),
          yes("certified", "均为具备资格的行政执法人员", "有不具备资格的人员实施", "行政强制法:17:3", cure="改派")),
    check("coe_prior_approval",
          asked("urgent", "情况紧急，当场实施"),
          asked("hazchem", "查封、扣押危险化学品的场所、物品"),
          yes("principal", "经本部门主要负责人批准", "查封、扣押危险化学品的场所、物品须经本部门主要负责人批准", "危险化学品安全法:8:1:5",
              when="hazchem", cure="报主要负责人批准"),
          yes("approved", "实施前经行政机关负责人批准", "实施前没有经负责人批准", "行政强制法:18", when=lambda f: not f.get("urgent"),
              cure="先报负责人批准"),
          moment("taken_at", "实施的时间", when="urgent"),
          moment("reported_at", "报告并补办批准的时间（尚未补办的不填）", when="urgent", required=False),
          in_time("taken_at", "emergency_coercion_report", "没有在二十四小时内报告并补办批准手续", "行政强制法:19", done="reported_at",
                  when="urgent", cure="立即补办；负责人不同意的立即解除"),
          no("disagreed", "负责人认为不应当采取而没有解除", "负责人认为不应当采取的应当立即解除", "行政强制法:19", when="urgent", cure="立即解除")),
    check("coe_presence",
          yes("summoned", "已通知当事人到场", "没有通知当事人到场", "行政强制法:18:1:4"),
          yes("card", "已出示执法身份证件", "没有出示执法身份证件", "行政强制法:18:1:3"),
          asked("present", "当事人到场"),
          yes("told", "当场告知理由、依据、权利和救济途径", "没有当场告知", "行政强制法:18:1:5", when="present"),
          yes("heard", "听取了陈述和申辩", "没有听取陈述和申辩", "行政强制法:18:1:6", when="present"),
          yes("record", "制作了现场笔录", "没有现场笔录", "行政强制法:18:1:7"),
          one_of("signed", "笔录", {"signed": "当事人和执法人员签名", "refused": "当事人拒绝，已注明", "missing": "没有签名也没有注明"},
                 ("signed", "refused"), "现场笔录没有签名，也没有注明拒签", "行政强制法:18:1:8", when="present"),
          yes("witness", "邀请见证人到场签名", "当事人不到场，没有见证人签名", "行政强制法:18:1:9", when=lambda f: not f.get("present"))),
    check("coe_scope",
          no("unrelated", "含与违法行为无关的场所、设施或者财物", "查封、扣押了与违法行为无关的场所、设施或者财物",
             "行政强制法:23:1", cure="立即解除该部分"),
          no("necessities", "含公民个人及其所扶养家属的生活必需品", "查封、扣押了生活必需品", "行政强制法:23:1", cure="立即退还"),
          no("sealed_already", "已被其他国家机关依法查封", "不得重复查封", "行政强制法:23:2")),
    check("coe_documents",
          all_of("content", "决定书载明的内容", {
              "party": "当事人的姓名或者名称、地址", "reason": "理由、依据和期限", "object": "名称、数量等", "remedy": "复议、诉讼的途径和期限",
              "agency": "机关名称、印章和日期"}, "查封、扣押决定书载明的事项不全", "行政强制法:24:2"),
          yes("handed", "决定书和清单当场交付", "决定书和清单没有当场交付", "行政强制法:24:1"),
          least("copies", "清单份数", 2, "清单应当一式二份", "行政强制法:24:3")),
    check("coe_proportion", need("违法情节显著轻微或者没有明显社会危害的，可以不采取强制措施",
                                 lambda f, s: not (f.get("minor") and f.get("measure")), "行政强制法:16:2", cure="改为责令改正"),
          asked("minor", "违法情节显著轻微或者没有明显社会危害"), asked("measure", "拟采取强制措施")),
    check("coe_storage_cost",
          yes("kept", "妥善保管，没有使用或者损毁", "没有妥善保管，或者使用、损毁", "行政强制法:26:1", cure="恢复并赔偿"),
          no("storage_charged", "向当事人收取保管费用", "保管费用由行政机关承担", "行政强制法:26:3", cure="退还"),
          no("test_charged", "向当事人收取检测、鉴定费用", "检测、检验、检疫、技术鉴定的费用由行政机关承担", "行政强制法:25:3", cure="退还")),
    check("coe_test_period_notice",
          asked("excluded", "要从查封、扣押期限中扣除检测、鉴定期间"),
          day("test_from", "检测、鉴定期间起", when="excluded"), day("test_until", "检测、鉴定期间止", when="excluded"),
          yes("test_told", "已书面告知当事人", "没有书面告知当事人，期间不得扣除", "行政强制法:25:3", when="excluded", cure="书面告知"),
          no("charged", "费用由当事人承担", "检测、鉴定费用由行政机关承担", "行政强制法:25:3", when="excluded")),
    check("coe_release_grounds",
          day("seized", "采取查封、扣押措施之日"),
          asked("extended", "经负责人批准延长三十日并书面告知"),
          day("test_from", "检测、鉴定期间起", required=False), day("test_until", "检测、鉴定期间止", required=False),
          asked("test_told", "检测、鉴定期间已书面告知当事人", when=lambda f: bool(f.get("test_from"))),
          day("released", "解除之日（尚未解除的不填）", required=False),
          one_of("ground", "是否出现解除的情形", _LAPSED, tuple(_LAPSED), ""),
          need("应当解除的情形已经出现，没有解除", lambda f, s: f.get("ground") == "none" or bool(f.get("released")), "行政强制法:28:1",
               cure="立即作出解除决定，退还财物"),
          need(_expired, _within, "行政强制法:28:1:4", cure="立即作出解除决定，退还财物")),
    check("coe_power_cut",
          yes("hazard", "存在重大事故隐患", "没有重大事故隐患", "安全生产法:70:1"),
          yes("ordered", "已依法作出停产停业、停止施工或者停止使用的决定", "没有先作出停产停业等决定", "安全生产法:70:1", cure="先作出决定并送达"),
          yes("defied", "拒不执行，有发生事故的现实危险", "没有拒不执行或者没有现实危险", "安全生产法:70:1"),
          yes("safe", "能够保证安全", "不能保证安全", "安全生产法:70:1"),
          yes("approved", "经本部门主要负责人批准", "没有经本部门主要负责人批准", "安全生产法:70:1", cure="报主要负责人批准"),
          yes("written", "以书面形式通知供应单位", "没有书面通知供应单位", "安全生产法:70:1"),
          asked("power", "停止供电"),
          asked("urgent", "有危及生产安全的紧急情形", when="power"),
          moment("cut_at", "停电的时间", when=lambda f: bool(f.get("power")) and not f.get("urgent")),
          moment("told_at", "通知生产经营单位的时间", when=lambda f: bool(f.get("power")) and not f.get("urgent")),
          ahead("cut_at", "told_at", "power_cut_notice", "停止供电没有提前二十四小时通知生产经营单位", "安全生产法:70:2",
                when=lambda f: bool(f.get("power")) and not f.get("urgent"), cure="另定停电时间")),
    check("coe_transfer_together",
          asked("goods", "有查封、扣押、冻结的财物"),
          yes("together", "财物一并移送司法机关", "查封、扣押、冻结的财物没有一并移送", "行政强制法:21", when="goods"),
          yes("told", "已书面告知当事人", "移送财物没有书面告知当事人", "行政强制法:21", when="goods", cure="书面告知")),
)


def measure_gates() -> tuple[Gate, ...]:
    """For taking a seizure: power, officers, approval, presence, scope, papers, proportion."""
    return gates(CHECKS, "coe_power", "coe_officers", "coe_prior_approval", "coe_presence", "coe_scope", "coe_documents",
                 "coe_proportion", "coe_storage_cost")


def release_gates() -> tuple[Gate, ...]:
    """For extending or ending it."""
    return gates(CHECKS, "coe_test_period_notice", "coe_release_grounds")
