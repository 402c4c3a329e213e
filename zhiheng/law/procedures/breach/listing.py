"""列入: proposal, notice, statement, decision, entry, publication. 谁处罚、谁决定、谁负责 (order 11, 4-2)."""
from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

from zhiheng.kernel.facts import Facts, as_date
from zhiheng.kernel.gates import elapsed, facts_say, never_after, says, within
from zhiheng.kernel.procedure import Act, PaperRule, Per, Severity, Unmet
from zhiheng.kernel.situation import Situation
from zhiheng.kernel.view import Subject
from zhiheng.law.basis import penalty_law
from zhiheng.law.gates_common import no_secret, two_certified_officers
from zhiheng.law.procedures.breach import facts as f
from zhiheng.law.procedures.breach import prefill as pre
from zhiheng.law.procedures.breach import state
from zhiheng.law.procedures.breach import words as w
from zhiheng.law.routes import APPROVAL, HANDLER, HEAD, LEGAL, SECOND, SECTION, SECTION_APPROVAL, TWO_OFFICERS
from zhiheng.law.service import service_gates

LISTING = (HANDLER, SECOND, SECTION, LEGAL, HEAD)
"""Up to the head of the bureau; the legal reviewer signs because listing weighs on rights (own design)."""



def introduce(facts: Facts, seq: int) -> tuple[Subject, ...]:
    """The unit and its people, in the order of the form."""
    return tuple(Subject("party", f"party-{n}", row["name"], {
        **{k: v for k, v in row.items() if k != "name"}, "kind": "unit" if row.get("role") == w.UNIT else "person"})
        for n, row in enumerate(facts.get("parties") or (), 1))


def _ground(s: Situation) -> w.Ground | None:
    return w.GROUNDS.get(str(s.given("ground") or ""))


def _complete(s: Situation) -> Unmet | None:
    ground = _ground(s)
    names = {x.name: x.zh for x in s.act.fields}
    missing = [names[n] for n in ground.needs if s.given(n) in (None, "", [], ())] if ground else []
    return Unmet(f"「{ground.short}」情形没有写明{'、'.join(missing)}", cure="补充该情形的事实") if ground and missing else None


def _level(s: Situation) -> Unmet | None:
    if s.given("ground") != "grave" or s.given("accident_level") in (None, "grave", "major"):
        return None
    return Unmet("较大、一般事故不属于第一种情形", cure="核对事故等级；12个月内累计两起以上较大事故的，选第二种情形")


def _twelve_months(s: Situation) -> Unmet | None:
    if s.given("ground") != "repeated" or not s.given("accidents"):
        return None
    larger = sorted(d for row in s.given("accidents") if row.get("level") in ("larger", "major", "grave") and (d := as_date(row, "on")))
    near = any(b <= _year_later(a) for a, b in pairwise(larger))
    return None if near else Unmet(f"12个月内没有累计2起以上较大事故（所列较大以上事故 {len(larger)} 起）", cure="核对事故日期和等级")


def _year_later(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, 28)) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)


def _multiple(s: Situation) -> Unmet | None:
    times = s.given("fine_multiple")
    if s.given("ground") != "multiple" or times is None or 2 <= int(times) <= 5:
        return None
    return Unmet(f"罚款倍数 {times} 不在二倍以上五倍以下", cure="核对处罚决定；没有加倍罚款的，不属于这一情形")


def _not_late(s: Situation) -> Unmet | None:
    if s.given("ground") != "concealed" or s.given("concealment") != "late":
        return None
    return Unmet("迟报事故不属于应当列入的情形", cure="查明为瞒报、谎报的，改填；只是迟报的，不列入")


def _not_untrue(s: Situation) -> Unmet | None:
    if s.given("ground") != "institution" or s.given("institution_conduct") != "untrue":
        return None
    return Unmet("失实报告不属于租借资质、挂靠、出具虚假报告或者证书", cure="查明为虚假报告的，改填；只是失实的，不列入")


def _parties_fit(s: Situation) -> Unmet | None:
    ground = _ground(s)
    roles = dict(w.ROLES)
    wrong = [f"{r.get('name')}（{roles.get(str(r.get('role')), '')}）" for r in s.given("parties") or ()
             if ground and r.get("role") not in ground.parties]
    allowed = "、".join(zh for key, zh in w.ROLES if ground and key in ground.parties)
    return Unmet(f"{'、'.join(wrong)}不是这一情形的列入对象（限{allowed}）", cure="删去或者更换列入对象") if wrong and ground else None


def _known(s: Situation) -> Any:
    """What the bureau's own cases say of the penalty named; ``credit_penalties``: rows {no, party, decided_on, served_on,
    fine_fen, paid_fen}."""
    return [row for row in s.view.attrs.get("credit_penalties") or () if row.get("no") and row["no"] == s.given("penalty_no")]


def _punished(s: Situation) -> Unmet | None:
    on, served = as_date(s.facts or {}, "penalty_on"), as_date(s.facts or {}, "penalty_served_on")
    if (on and on > s.on) or (served and served > s.on):
        return Unmet("行政处罚还没有作出或者还没有送达，不能以此列入", cure="处罚决定送达后再提出")
    if on and served and served < on:
        return Unmet(f"处罚决定送达日期 {served} 早于决定日期 {on}", cure="核对日期")
    rows = _known(s)
    unserved = [r for r in rows if not r.get("served_on")]
    if rows and len(unserved) == len(rows):
        return Unmet(f"本局案卷记载 {s.given('penalty_no')} 还没有送达当事人", cure="先送达处罚决定书")
    return None


def _in_record(s: Situation) -> Unmet | None:
    if not s.given("own_penalty") or _known(s):
        return None
    return Unmet(f"本局案卷中查不到该企业的处罚决定 {s.given('penalty_no')}", cure="核对文号；从处罚案卷发起，或者先补录案卷")


def _dates_agree(s: Situation) -> Unmet | None:
    rows, on = _known(s), s.given("penalty_on")
    if not rows or any(r.get("decided_on") == on for r in rows):
        return None
    return Unmet(f"处罚决定日期 {on} 与案卷记载的 {rows[0].get('decided_on')} 不一致", cure="按案卷填写")


def _own(s: Situation) -> Unmet | None:
    return None if s.given("own_penalty") else Unmet("处罚决定不是本机关作出的，由作出处罚决定的应急管理部门决定列入",
                                                     cure="移送作出处罚决定的应急管理部门")


def _grave(s: Situation) -> Unmet | None:
    if s.given("gravity") or (_ground(s) or w.GROUNDS["other"]).accident:
        return None
    return Unmet("没有写明违法行为性质恶劣、情节严重的理由", cure="填写「性质恶劣、情节严重的理由」")


def _text_read(s: Situation) -> Unmet | None:
    ground = _ground(s)
    return None if ground is None or ground.read else Unmet(f"「{ground.short}」的条文原文未核对", cure="由法制人员核对公布的办法")


def _already(s: Situation) -> Unmet | None:
    """``credit_listings``: rows {name, until, no} now on the list beside this enterprise."""
    names = {r.get("name") for r in s.given("parties") or ()}
    same = [r for r in s.view.attrs.get("credit_listings") or () if r.get("name") in names]
    return Unmet(f"{same[0]['name']}已在名单内（{same[0].get('no')}，至 {same[0].get('until')}）",
                 cure="新的失信行为另行决定的，在理由中说明与前次列入的关系") if same else None


def _registered(s: Situation) -> Unmet | None:
    return None if s.view.attrs.get("enterprise") else Unmet("没有对应的企业档案，列入的效果不能落到企业", cure="先在一企一档登记，从企业档案发起")


def _remedy(s: Situation) -> Unmet | None:
    if not s.given("under_remedy"):
        return None
    return Unmet("处罚决定正在复议或者诉讼；没有停止执行的，不影响列入，结果变化时须重新审核", cure="列入后跟踪结果，处罚被撤销的及时撤销列入")


PROPOSE_GATES = (
    facts_say(w.ORDER, "ground_complete", "每一情形须有该情形的事实", _complete),
    facts_say(w.ORDER, "accident_level", "第一种情形限于重大以上事故", _level),
    facts_say(w.ORDER, "twelve_months", "两起以上较大事故须在12个月内", _twelve_months),
    facts_say((w.ORDER, penalty_law(5, 2)), "fine_multiple", "须为二倍以上五倍以下罚款", _multiple),
    facts_say(w.ORDER, "not_late", "迟报不在列入情形之内", _not_late),
    facts_say(w.ORDER, "not_untrue", "失实报告不在列入情形之内", _not_untrue),
    facts_say(w.ORDER, "parties_fit", "列入对象限于该情形规定的单位和人员", _parties_fit),
    facts_say(w.PUNISHED, "punished", "列入以已经作出并送达的行政处罚为前提", _punished),
    facts_say(w.PUNISHED, "in_record", "处罚决定应当在本局案卷中有记录", _in_record, severity=Severity.DEFECT),
    facts_say(w.PUNISHED, "dates_agree", "处罚决定的日期与案卷一致", _dates_agree, severity=Severity.DEFECT),
    facts_say(w.BY_THE_PUNISHER, "own_penalty", "谁处罚、谁决定、谁负责", _own),
    facts_say(w.PUNISHED, "grave_enough", "非事故类情形须性质恶劣、情节严重", _grave),
    facts_say(w.ORDER, "text_read", "条文原文未核对的情形，由负责人认可", _text_read, verified=False),
    facts_say(w.ORDER, "not_listed_yet", "已在名单内的不重复列入", _already, severity=Severity.WARNING),
    facts_say(w.NOT_STOPPED, "remedy_pending", "处罚决定在复议、诉讼中的，跟踪结果", _remedy, severity=Severity.WARNING),
    facts_say(w.ANNOUNCE, "registered_firm", "列入对象应当有企业档案", _registered, severity=Severity.DEFECT),
    two_certified_officers("officers"),
)


def _defence_days(s: Situation) -> Unmet | None:
    rule = s.rules.term("listing_statement", s.on).length
    return None if int(s.given("defense_days") or 0) == rule else Unmet(f"陈述申辩期限应当为 {rule} 个工作日", cure=f"填写 {rule}")


def _as_proposed(s: Situation) -> Unmet | None:
    proposed = s.view.last("propose")
    ground = w.GROUNDS.get(str(proposed.facts.get("ground"))) if proposed else None
    return None if ground is None or s.given("situation") == ground.zh else Unmet("告知的列入情形与列入建议不一致", cure="按列入建议的情形告知")


def _made(s: Situation) -> Unmet | None:
    for code in s.given("documents") or ():
        made = [e for a in w.MADE_BY[code] for e in s.view.done(a, s.key)]
        if not made:
            return Unmet(f"案卷中没有可以送达的{dict(w.DOCUMENTS)[code]}", cure="先制作文书", cure_act=w.MADE_BY[code][0])
        last = max(made, key=lambda e: e.seq)
        on = as_date(s.facts or {}, "received_at")
        if on and on < last.occurred_at.date():
            return Unmet(f"送达日期 {on} 早于文书日期 {last.occurred_at.date()}", cure="核对送达日期")
    return None


def _told(s: Situation) -> Unmet | None:
    told = s.last("notice")
    if told is None:
        return Unmet("还没有告知", cure="先办理「列入告知」", cure_act="notice")
    if state.service(s.view, s.key, "dishonesty_listing_notice", told) is None:
        return Unmet("列入告知书还没有送达", cure="先送达告知书", cure_act="serve")
    return None


def _something(s: Situation) -> Unmet | None:
    return None if s.last("statement") else Unmet("当事人没有提出陈述申辩，无需复核", cure="收到后再复核", cure_act="statement")


def _every_claim(s: Situation) -> Unmet | None:
    claims = sum(len(e.facts.get("claims") or ()) for e in _unanswered(s))
    given = len(s.given("review") or ())
    return None if given >= claims else Unmet(f"当事人提出 {claims} 点意见，只复核了 {given} 点", cure="逐点写明是否采纳和理由")


def _unanswered(s: Situation) -> list[Any]:
    review = s.last("review_statement")
    return [e for e in s.view.done("statement", s.key) if review is None or e.seq > review.seq]


def _reviewed(s: Situation) -> Unmet | None:
    return Unmet("当事人的陈述申辩还没有复核", cure="先办理「复核陈述申辩」", cure_act="review_statement") if _unanswered(s) else None


def _as_told(s: Situation) -> Unmet | None:
    told = s.last("notice")
    return None if told is None or told.facts.get("situation") == s.given("situation") else Unmet(
        "决定的列入情形与告知的不一致", cure="情形有变的，重新告知", cure_act="notice")


def _no_more_measures(s: Situation) -> Unmet | None:
    told = s.last("notice")
    names = dict(w.MEASURES)
    more = sorted(set(s.given("measures") or ()) - set((told.facts.get("measures") if told else None) or ()))
    if not more:
        return None
    return Unmet(f"没有告知过的管理措施：{'、'.join(names[m] for m in more)}", cure="按告知的措施决定，或者重新告知", cure_act="notice")


def _three_years(s: Situation) -> Unmet | None:
    end, given = state.until(s, s.on), as_date(s.facts or {}, "until")
    return None if given is None or given == end else Unmet(f"管理期限为三年，自 {s.on} 起至 {end}，所填为 {given}", cure=f"填写 {end}")


def _listed(s: Situation) -> Unmet | None:
    decided = s.last("list_party")
    return None if decided else Unmet("还没有作出列入决定", cure="先作出列入决定", cure_act="list_party")


def _decision_served(s: Situation) -> Unmet | None:
    decided = s.last("list_party")
    if decided is None:
        return _listed(s)
    return None if state.service(s.view, s.key, "dishonesty_listing_decision", decided) else Unmet(
        "列入决定书还没有送达", cure="先送达决定书", cure_act="serve")


LISTED = says(w.ORDER, "listed", "作出列入决定之后办理", _listed)
NOT_DECIDED = (never_after(w.ORDER, "list_party", "已经作出列入决定", id="not_listed"),
               never_after(w.ORDER, "not_list", "已经决定不予列入", id="not_dropped"))
TOLD = says((w.ORDER, penalty_law(44)), "notice_served", "告知书送达后才有陈述申辩和决定", _told, verified=False)

ACTS = (
    Act("propose", "列入建议", f.ProposeFacts, (w.PUNISHED, w.BY_THE_PUNISHER), gates=PROPOSE_GATES, route=SECTION_APPROVAL,
        by=("officer", "handler"), introduces=introduce, prefill=pre.propose, once=True, stage="proposed", moves_to="proposed",
        help="从处罚案卷或者企业档案发起；写明列入情形和所依据的处罚决定。"),
    Act("notice", "列入告知", f.NoticeFacts, (w.ORDER, w.ANNOUNCE), per=Per.PARTY, route=APPROVAL, prefill=pre.notice,
        papers=(PaperRule("dishonesty_listing_notice"),), stage="told", moves_to="told", gates=(
            facts_say(w.ORDER, "as_proposed", "告知的情形与列入建议一致", _as_proposed),
            facts_say(w.ORDER, "defence_days", "陈述申辩期限符合规定", _defence_days, verified=False),
            *NOT_DECIDED, two_certified_officers()),
        help="对单位和每一名人员分别告知列入的事由、依据、管理措施和陈述申辩的权利。"),
    Act("serve", "送达", f.ServeFacts, (penalty_law(61, 1),), per=Per.PARTY, route=TWO_OFFICERS, occurs="received_at",
        prefill=pre.serve, stage="told", records=("photo",), papers=(
            PaperRule("service_receipt", when=lambda facts, _: facts.get("method") != "public_notice"),
            PaperRule("service_announcement", when=lambda facts, _: facts.get("method") == "public_notice")),
        gates=(facts_say(penalty_law(61, 1), "paper_exists", "送达的文书应当已经制作", _made), *service_gates(),
               two_certified_officers())),
    Act("statement", "登记陈述申辩", f.StatementFacts, (penalty_law(45, 1),), per=Per.PARTY, by_party=True, stage="told",
        occurs="received_at", gates=(TOLD, *NOT_DECIDED)),
    Act("waive_statement", "放弃陈述申辩", f.WaiveFacts, (penalty_law(62),), per=Per.PARTY, by_party=True, stage="told",
        occurs="waived_at", gates=(TOLD, *NOT_DECIDED)),
    Act("review_statement", "复核陈述申辩", f.ReviewFacts, (penalty_law(45, 1),), per=Per.PARTY, route=TWO_OFFICERS, prefill=pre.review,
        stage="told", gates=(
            says(penalty_law(45, 1), "statement_given", "收到陈述申辩后才需复核", _something),
            facts_say(penalty_law(45, 1), "every_claim", "对当事人的意见逐点复核", _every_claim, severity=Severity.DEFECT),
            *NOT_DECIDED, two_certified_officers())),
    Act("list_party", "列入决定", f.ListFacts, (w.ORDER, w.ANNOUNCE), per=Per.PARTY, once=True, route=LISTING, prefill=pre.list_party,
        papers=(PaperRule("dishonesty_listing_decision"),), stage="listed", moves_to="listed", gates=(
            TOLD,
            elapsed(w.ORDER, "statement_period", "陈述申辩期未满", unless="waive_statement", id="statement_period", verified=False),
            says(penalty_law(45, 1), "statement_reviewed", "陈述申辩应当复核", _reviewed),
            facts_say(w.ORDER, "as_told", "决定的情形与告知一致", _as_told),
            facts_say((w.ORDER, penalty_law(44)), "measures_told", "管理措施不超出告知的范围", _no_more_measures),
            facts_say(w.ORDER, "three_years", "管理期限三年，自列入之日起", _three_years),
            *NOT_DECIDED[1:], two_certified_officers()),
        help="每一列入对象一份决定书，法制审核人员会签，局领导签发之日为列入之日。"),
    Act("not_list", "不予列入", f.NotListFacts, (w.ORDER,), per=Per.PARTY, once=True, route=APPROVAL, side=True, stage="listed",
        moves_to="listed", gates=NOT_DECIDED[:1],
        help="复核意见成立、处罚被撤销等，不再列入的，写明理由。"),
    Act("enter", "录入、通报", f.EntryFacts, (w.ANNOUNCE,), per=Per.PARTY, occurs="entered_on", prefill=pre.enter, stage="listed", gates=(
        LISTED, within(w.ORDER, "entry", "自列入决定之日起三个工作日内录入（依据待核）"))),
    Act("publish", "公示", f.PublishFacts, (w.ANNOUNCE,), per=Per.PARTY, route=SECTION_APPROVAL, occurs="published_at",
        prefill=pre.publish, stage="listed", once=True, gates=(
            says((w.ANNOUNCE, penalty_law(61, 1)), "decision_served", "列入决定书送达之后公示", _decision_served), no_secret(),
            within(w.ORDER, "publicity", "自列入决定之日起二十个工作日内公示（依据待核）")),
        help="公示的自然人姓名隐去名字；证件号码、住址不公示。"),
)


