"""线索、立案、回避: the acts that open a file."""
from __future__ import annotations

from typing import Any

from zhiheng.kernel.facts import Facts, as_date
from zhiheng.kernel.gates import after, facts_say, never_after, says, within
from zhiheng.kernel.procedure import Act, PaperRule, Severity, Unmet
from zhiheng.kernel.situation import Situation
from zhiheng.kernel.terms import due
from zhiheng.kernel.view import Subject
from zhiheng.law import violations as catalogue
from zhiheng.law.basis import penalty_law, penalty_rules_2026
from zhiheng.law.gates_common import officers_not_recused, officers_without_interest, two_certified_officers
from zhiheng.law.gates_competence import CASE_GATES, LEAD_GATES
from zhiheng.law.procedures.penalty import facts_filing as f
from zhiheng.law.procedures.penalty import prefill as pre
from zhiheng.law.procedures.reassigning import reassign
from zhiheng.law.routes import APPROVAL, BY_HEAD


def introduce(facts: Facts, seq: int) -> tuple[Subject, ...]:
    """Parties ("party-1" …) and the violations charged to them ("violation-1" …), in the order of the form."""
    found = [Subject("party", f"party-{n}", row["name"], {k: v for k, v in row.items() if k != "name"})
             for n, row in enumerate(facts.get("parties") or (), 1)]
    keys = {x.name: x.key for x in found}
    for n, row in enumerate(facts.get("violations") or (), 1):
        attrs: dict[str, Any] = {"code": row["code"], "party": keys.get(row["party"])}
        found.append(Subject("finding", f"violation-{n}", row.get("title") or _title(row["code"]), attrs))
    return tuple(found)


def _title(code: str) -> str:
    try:
        return catalogue.get(code).title
    except KeyError:
        return code


def _evidence(s: Situation) -> Unmet | None:
    held = s.given("initial_evidence") or ()
    if held or s.given("finding_refs"):
        return None
    return Unmet("没有列明初步证据，不能判断有依法应当给予处罚的行为", cure="列明已取得的检查记录、照片、询问等材料")


def _jurisdiction(s: Situation) -> Unmet | None:
    if s.given("in_jurisdiction"):
        return None
    return Unmet(f"违法行为发生地（{s.given('place_of_violation', '未填')}）或者事项不属于本机关管辖",
                 cure="移送有管辖权的机关；有争议的，协商或者报请共同的上一级机关指定")


def _earliest_filer(s: Situation) -> Unmet | None:
    other = s.given("filed_elsewhere")
    return Unmet(f"其他机关已先行立案：{other}", cure="由最先立案的机关管辖；有争议的协商或者报请指定管辖") if other else None


def _limitation(s: Situation) -> Unmet | None:
    facts = s.facts or {}
    ended = as_date(facts, "violation_ended_on") or as_date(facts, "violation_on")
    found = as_date(facts, "source_time") or s.on
    if ended is None:
        return None
    long = bool(facts.get("health_harm"))
    term = s.rules.term("limitation_period_extended" if long else "limitation_period", ended)
    limit = due(term, ended, s.rules.calendar)
    if limit.on is None or found <= limit.on:
        return None
    return Unmet(f"违法行为 {ended} 终了，{term.length_zh()}内未被发现（{found} 发现，时效至 {limit.on}），不再给予行政处罚",
                 cure="涉及公民生命健康安全且有危害后果的为五年，核对后勾选；否则不予立案")


def _law_of_the_day(s: Situation) -> Unmet | None:
    on = as_date(s.facts or {}, "violation_on")
    if on is None:
        return None
    if on > s.on:
        return Unmet(f"违法行为发生之日 {on} 晚于今天 {s.on}", cure="改正违法行为发生之日")
    for row in s.given("violations") or ():
        try:
            entry = catalogue.get(str(row.get("code")))
        except KeyError as unknown:
            return Unmet(str(unknown.args[0]).rstrip("。"), cure="从违法行为目录中选择")
        refusal = catalogue.usable(entry, on)
        if refusal:
            return Unmet(refusal.says.rstrip("。"), cure="改用行为时有效的规定；目录没有的，由法制人员补充目录")
    return None


def _subject_fits(s: Situation) -> Unmet | None:
    kinds = {row.get("name"): row.get("kind") for row in s.given("parties") or ()}
    for row in s.given("violations") or ():
        who = row.get("party")
        if who not in kinds:
            return Unmet(f"违法行为 {row.get('code')} 的当事人「{who}」不在当事人名单中", cure="核对当事人名称")
        try:
            unit = catalogue.get(str(row.get("code"))).is_unit
        except KeyError:
            continue
        if unit != (kinds[who] == "unit"):
            return Unmet(f"{row.get('code')} 只能对{'单位' if unit else '个人'}适用，「{who}」是"
                         f"{'单位' if kinds[who] == 'unit' else '个人'}", cure="更换违法行为代码或者当事人")
    return None


def _each_party_charged(s: Situation) -> Unmet | None:
    charged = {row.get("party") for row in s.given("violations") or ()}
    idle = [row["name"] for row in s.given("parties") or () if row.get("name") not in charged]
    return Unmet(f"{'、'.join(idle)}没有对应的违法行为", cure="补充违法行为，或者删去该当事人") if idle else None


def _caution(s: Situation) -> Unmet | None:
    for row in s.given("violations") or ():
        try:
            notes = catalogue.cautions(catalogue.get(str(row.get("code"))))
        except KeyError:
            continue
        if notes:
            return Unmet(f"{row.get('code')}：{notes[0].rstrip('。')}", cure="由法制人员核对原文")
    return None


def _already_filed(s: Situation) -> Unmet | None:
    """``view.attrs['open_cases']``: rows {no, party, code} of other files of the bureau on the same conduct."""
    names = {(row.get("party"), row.get("code")) for row in s.given("violations") or ()}
    same = [c for c in s.view.attrs.get("open_cases") or () if (c.get("party"), c.get("code")) in names]
    return Unmet(f"同一当事人的同类违法行为已在 {same[0]['no']} 立案", cure="核对是否为同一违法行为，必要时并案") if same else None


def _five_more(s: Situation) -> Unmet | None:
    clock, new = s.clock("filing"), as_date(s.facts or {}, "new_deadline")
    if clock is None or clock.due is None or new is None:
        return None
    last = due(s.rules.term("case_filing", s.on), clock.due.on, s.rules.calendar).on
    if last is not None and new > last:
        return Unmet(f"延长至 {new}，超过原期限 {clock.due.on} 之后五个工作日", cure=f"最长延长至 {last}")
    return Unmet(f"延长至 {new}，没有晚于原期限 {clock.due.on}", cure="核对日期") if new <= clock.due.on else None


FILING_GATES = (
    facts_say(penalty_law(54, 1), "filing_evidence", "立案须有依法应当给予处罚的行为的初步证据", _evidence),
    facts_say((penalty_law(22), penalty_law(23)), "jurisdiction", "由违法行为发生地、具有处罚权的机关管辖", _jurisdiction),
    facts_say(penalty_law(25, 1), "earliest_filer", "两个以上机关都有管辖权的，由最先立案的机关管辖", _earliest_filer,
              severity=Severity.DEFECT),
    *CASE_GATES,
    facts_say(penalty_law(36), "limitation", "违法行为在二年（五年）内未被发现的，不再给予行政处罚", _limitation),
    facts_say((penalty_law(37), penalty_law(38, 1)), "law_of_the_day", "适用违法行为发生时有效的规定", _law_of_the_day),
    facts_say(penalty_law(38, 1), "subject_fits", "违法行为与当事人的主体类别相符", _subject_fits),
    facts_say(penalty_law(4), "each_party_charged", "每一当事人至少有一项违法行为", _each_party_charged),
    facts_say(penalty_law(5, 3), "basis_verified", "处罚依据应当是已经公布并核对原文的规定", _caution,
              severity=Severity.WARNING),
    facts_say(penalty_law(29), "already_filed", "同一违法行为不得重复立案处罚", _already_filed, severity=Severity.WARNING),
    within((penalty_law(54, 2), penalty_rules_2026(34, 1)), "filing", "发现线索之日起五个工作日内决定是否立案"),
    within(penalty_law(54, 2), "back_filing", "紧急调查后应当及时补办立案（管理时限，依据待核）"),
    two_certified_officers("officers"),
    officers_not_recused(),
    officers_without_interest(),
)


def _named_officer(s: Situation) -> Unmet | None:
    person = s.given("person")
    known = set(s.view.officers()) | {s.view.last(a).facts.get("chair") for a in ("hearing_notice",)  # type: ignore[union-attr]
                                      if s.view.last(a)}
    return None if person in known else Unmet("被申请人不是本案承办人，也不是听证主持人", cure="核对被申请回避的人员")


def _request_open(s: Situation) -> Unmet | None:
    asked, decided = s.view.last("request_recusal"), s.view.last("decide_recusal")
    if asked and not (decided and decided.seq > asked.seq):
        return None
    return Unmet("没有待决定的回避申请", cure="先登记回避申请", cure_act="request_recusal")


def _enough_left(s: Situation) -> Unmet | None:
    if not s.given("granted"):
        return None
    left = [p for p in (s.given("officers") or s.view.officers()) if p != s.given("person")]
    return None if len(left) >= 2 else Unmet("准予回避后承办人不足两名", cure="填写「调整后的承办人」")


ACTS = (
    Act("lead", "登记线索", f.LeadFacts, (penalty_law(54, 1),), prefill=pre.lead, once=True, stage="lead", moves_to="lead",
        gates=(never_after(penalty_law(54, 2), "file_case", "已经立案，不再登记线索"), *LEAD_GATES),
        help="登记违法线索的来源和内容；符合立案标准的应当及时立案。"),
    Act("extend_filing", "延长立案期限", f.ExtendFilingFacts, (penalty_rules_2026(34, 1),), route=BY_HEAD, once=True, side=True,
        stage="lead", gates=(
            after(penalty_rules_2026(34, 1), "lead", "登记了线索的，才延长立案期限", id="lead_known"),
            never_after(penalty_law(54, 2), "file_case", "已经立案", id="not_filed"),
            facts_say(penalty_rules_2026(34, 1), "five_more_days", "经负责人批准，可以延长五个工作日", _five_more)),
        help="情况复杂、五个工作日内不能决定是否立案的，经负责人批准可以延长五个工作日。"),
    Act("file_case", "立案", f.FilingFacts, (penalty_law(54, 2),), gates=FILING_GATES, route=APPROVAL, once=True,
        papers=(PaperRule("case_filing_approval"),), introduces=introduce, prefill=pre.file_case, stage="lead",
        moves_to="investigation", help="确定当事人、违法行为和两名承办人；审批人签署之日为立案之日。"),
    Act("request_recusal", "申请回避", f.RecusalRequestFacts, (penalty_law(43, 2),), by_party=True, side=True,
        gates=(facts_say(penalty_law(43, 2), "recusal_of_officer", "只能申请承办人或者听证主持人回避", _named_officer),),
        help="当事人申请，或者执法人员自行申请；决定作出之前不停止调查。"),
    Act("decide_recusal", "决定回避", f.RecusalDecisionFacts, (penalty_law(43, 3),), route=BY_HEAD, side=True,
        by=("section_head", "bureau_head", "handler"), prefill=pre.recusal,
        gates=(says(penalty_law(43, 3), "recusal_requested", "先有回避申请", _request_open),
               facts_say(penalty_law(42, 1), "officers_left", "回避之后承办人不得少于两名", _enough_left),
               officers_not_recused(), officers_without_interest()),
        papers=(PaperRule("recusal_decision"),), help="由行政机关负责人决定。"),
    reassign(officers_not_recused()),
)
