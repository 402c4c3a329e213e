"""Checks of the ordinary penalty until the investigation is concluded."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from zhiheng.kernel.facts import Facts, as_date, as_datetime
from zhiheng.kernel.procedure import Gate
from zhiheng.kernel.situation import Situation
from zhiheng.law.checks.model import Check, by_id, check, gates
from zhiheng.law.checks.points import asked, day, due_of, in_time, least, moment, need, no, one_of, yes


def _found_in_time(f: Facts, s: Situation) -> bool:
    long = bool(f.get("life_health")) and bool(f.get("harm"))
    limit = due_of(s, f, "limitation_period_extended" if long else "limitation_period", "ended_on")
    found = as_date(f, "found_on")
    return limit is None or found is None or found <= limit.on


def _too_late(f: Facts, s: Situation) -> str:
    years = "五年" if f.get("life_health") and f.get("harm") else "二年"
    return f"违法行为 {f['ended_on']} 终了，{f['found_on']} 才被发现，已超过{years}"


def _in_force(f: Facts, s: Situation) -> bool:
    acted, since, until = as_date(f, "acted_on"), as_date(f, "rule_since"), as_date(f, "rule_until")
    return acted is not None and (since or date.min) <= acted <= (until or date.max)


def _reported_in_a_day(f: Facts, s: Situation) -> bool:
    taken, reported = as_datetime(f, "taken_at"), as_datetime(f, "reported_at")
    return taken is None or (reported or s.at) - taken <= timedelta(hours=24)


CHECKS: Mapping[str, Check] = by_id(
    check("ord_legal_basis",
          one_of("rule", "处罚依据", {"law": "法律", "regulation": "法规", "rule": "规章", "document": "其他规范性文件", "none": "没有依据"},
                 ("law", "regulation", "rule"), "处罚没有法律、法规、规章的依据", "行政处罚法:16", cure="不得处罚，或者改引有效的依据"),
          day("acted_on", "违法行为发生（终了）之日"),
          day("rule_since", "所引规定施行之日"),
          day("rule_until", "所引规定最后有效之日", required=False),
          asked("changed", "行为之后、决定之前规定已修改或者废止"),
          asked("lighter", "新的规定处罚较轻或者不认为是违法", when="changed"),
          need("所引规定在行为时没有施行或者已经失效", _in_force, "行政处罚法:37", cure="改引行为时有效的规定",
               when=lambda f: not (f.get("changed") and f.get("lighter"))),
          yes("new_applied", "已适用新的规定", "新规定较轻的应当适用新的规定", "行政处罚法:37",
              when=lambda f: bool(f.get("changed")) and bool(f.get("lighter")))),
    check("ord_void_check",
          yes("has_basis", "处罚有依据", "处罚没有依据，无效", "行政处罚法:38:1", cure="不得签发"),
          yes("has_capacity", "实施主体具有行政主体资格", "实施主体不具有行政主体资格，无效", "行政处罚法:38:1", cure="不得签发"),
          no("grave", "违反法定程序，构成重大且明显违法", "违反法定程序构成重大且明显违法，无效", "行政处罚法:38:2", cure="重新履行程序")),
    check("ord_jurisdiction",
          yes("place", "违法行为发生在本辖区，或者另有规定由本机关管辖", "违法行为不发生在本辖区", "行政处罚法:22", cure="移送有管辖权的机关"),
          yes("power", "本机关是县级以上具有处罚权的机关", "本机关没有该项处罚权", "行政处罚法:23", cure="移送有管辖权的机关"),
          one_of("kind", "拟给予的处罚", {"ordinary": "由本机关决定的处罚", "closure": "责令关闭", "detention": "行政拘留"},
                 ("ordinary",), "责令关闭由人民政府决定，拘留由公安机关决定", "安全生产法:115:1", cure="提请政府决定或者移送公安机关")),
    check("ord_jurisdiction_dispute",
          asked("others", "另有机关也有管辖权"),
          one_of("first", "最先立案的", {"we": "本机关", "they": "另一机关"}, ("we",), "由最先立案的机关管辖", "行政处罚法:25:1",
                 when="others", cure="移送最先立案的机关"),
          asked("dispute", "对管辖发生争议"),
          one_of("settled", "争议的处理", {"agreed": "协商解决由本机关管辖", "assigned": "共同上一级指定本机关", "open": "尚未解决"},
                 ("agreed", "assigned"), "管辖争议没有解决", "行政处罚法:25:2", when="dispute", cure="协商；协商不成报共同的上一级指定")),
    check("ord_limitation",
          day("ended_on", "违法行为发生之日；连续、继续的为终了之日"),
          day("found_on", "被发现之日"),
          asked("life_health", "涉及公民生命健康安全、金融安全"),
          asked("harm", "有危害后果"),
          need(_too_late, _found_in_time, "行政处罚法:36", cure="不再给予行政处罚；法律另有规定的除外")),
    check("ord_age_capacity",
          least("age", "行为时的年龄（单位填 18）", 0, ""),
          one_of("mind", "精神、智力状态", {"full": "完全", "partial": "尚未完全丧失辨认或者控制能力", "none": "不能辨认或者不能控制"},
                 ("full", "partial"), "不能辨认或者不能控制自己行为的，不予处罚，责令监护人看管和治疗", "行政处罚法:31", cure="作不予处罚决定"),
          need("不满十四周岁的不予处罚，责令监护人管教", lambda f, s: int(f["age"]) >= 14, "行政处罚法:30", cure="作不予处罚决定"),
          yes("mitigated", "已从轻或者减轻", "已满十四周岁不满十八周岁的，应当从轻或者减轻", "行政处罚法:30",
              when=lambda f: 14 <= int(f.get("age") or 0) < 18)),
    check("ord_recusal",
          no("interest", "承办人或者主持人与案件有利害关系而未回避", "与案件有直接利害关系等可能影响公正的，应当回避", "行政处罚法:43:1",
             cure="决定回避并改派"),
          asked("applied", "当事人申请回避"),
          one_of("decided_by", "回避申请由谁决定", {"head": "行政机关负责人", "other": "其他人", "open": "尚未决定"}, ("head",),
                 "回避申请应当审查并由行政机关负责人决定", "行政处罚法:43:3", when="applied"),
          no("stopped", "决定前停止了调查", "回避决定作出之前不停止调查", "行政处罚法:43:3", when="applied", cure="继续调查"),
          no("host_investigated", "听证由本案调查人员主持", "听证应当由非本案调查人员主持", "行政处罚法:64:1:4", cure="另行指定主持人")),
    check("ord_two_officers",
          least("officers", "具有行政执法资格的人员人数", 2, "执法人员不足两名", "行政处罚法:42:1", cure="改派持证人员"),
          yes("valid", "证件在有效期内且权限覆盖本事项", "执法证件失效或者权限不覆盖本事项", "行政处罚法:42:1"),
          yes("shown", "已主动出示执法证件", "没有出示执法证件", "行政处罚法:55:1"),
          yes("signed", "笔录由两名以上人员签名", "笔录没有两名以上执法人员签名", "行政处罚法:42:1")),
    check("ord_evidence_verified",
          least("unproved", "没有证据的认定事实项数", 0, ""),
          need("有认定的事实没有证据，事实不清、证据不足的不得处罚", lambda f, s: int(f["unproved"]) == 0, "行政处罚法:40",
               cure="补充证据或者不予认定"),
          yes("verified", "证据均经查证属实", "证据没有查证属实", "行政处罚法:46:2", cure="逐项核对"),
          no("illegal", "有以非法手段取得的证据", "非法手段取得的证据不得作为认定事实的根据", "行政处罚法:46:3", cure="排除后重新认定"),
          asked("monitor", "使用了电子技术监控记录"),
          yes("monitor_reviewed", "设备经法制和技术审核、地点已公布", "电子监控设备未经审核或者未公布地点", "行政处罚法:41:1", when="monitor")),
    check("ord_emonitor_notice",
          yes("reviewed", "记录内容已审核，真实、清晰、完整、准确", "电子监控记录未经审核或者不符合要求，不得作为证据", "行政处罚法:41:2"),
          yes("told", "已及时告知当事人违法事实", "没有及时告知当事人", "行政处罚法:41:3", cure="告知并听取意见"),
          yes("access", "已为查询、陈述、申辩提供便利", "没有为查询、陈述和申辩提供便利，或者加以限制", "行政处罚法:41:3")),
    check("ord_preservation",
          yes("ground", "证据可能灭失或者以后难以取得", "不属于可以先行登记保存的情形", "行政处罚法:56"),
          asked("urgent", "情况紧急，当场登记保存"),
          yes("approved", "经行政机关负责人批准", "没有经负责人批准", "行政处罚法:56", when=lambda f: not f.get("urgent"), cure="报批"),
          moment("taken_at", "登记保存的时间", when="urgent"),
          moment("reported_at", "报告并补办批准的时间（尚未补办的不填）", when="urgent", required=False),
          need("没有在二十四小时内报告并补办批准", _reported_in_a_day, "安全生产违法行为行政处罚办法:42:2", when="urgent",
               cure="立即补办；负责人不同意的立即解除"),
          yes("list", "列有清单", "没有物品清单", "行政处罚法:56"),
          day("started", "登记保存之日"),
          day("disposed", "作出处理决定之日（尚未作出的不填）", required=False),
          in_time("started", "evidence_preservation_decision", "没有在七日（工作日）内作出处理决定", "行政处罚法:56", done="disposed",
                  cure="立即解除或者作出处理决定")),
    check("ord_sampling",
          yes("record", "有抽样取证记录", "没有抽样记录", "行政处罚法:56"),
          one_of("signed", "被抽样人", {"signed": "已签字", "refused": "拒签，已注明", "missing": "没有签字也没有注明"},
                 ("signed", "refused"), "被抽样人没有签字，也没有注明拒签"),
          yes("sealed", "样品已封样并说明留样", "没有封样、留样说明")),
    check("off_qualification",
          yes("certified", "取得行政执法证件", "没有取得行政执法证件", "行政处罚法:76:1:5", cure="改派"),
          day("valid_until", "证件有效期止"),
          need(lambda f, s: f"证件 {f['valid_until']} 到期", lambda f, s: (as_date(f, "valid_until") or date.min) >= s.on,
               "行政处罚法:42:1", cure="续证，或者改派"),
          yes("in_post", "在职在岗", "不在执法岗位", "行政处罚法:42:1", cure="改派")),
)


def investigation_gates() -> tuple[Gate, ...]:
    """For every act that takes evidence."""
    return gates(CHECKS, "ord_two_officers", "off_qualification", "ord_recusal")
