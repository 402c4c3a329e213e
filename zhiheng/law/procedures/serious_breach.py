"""严重失信主体名单: proposal → notice → statement → decision → publication → three years → removal, early or at the end.

Order 11 of the ministry (in force 2023-10-01) for who is listed; 安全生产法 78-1 for what follows; since 2026-04-01 信用修复管理办法
for repair. The parts stand in ``breach/``. One file serves a unit and its people, each decided apart.
"""
from __future__ import annotations

from datetime import date

from zhiheng.kernel.facts import Facts
from zhiheng.kernel.procedure import Clock, Per, Procedure, Stage, When
from zhiheng.law.procedures.breach import leaving, listing
from zhiheng.law.procedures.breach import words as w
from zhiheng.law.procedures.reassigning import reassign


def _notice(facts: Facts) -> bool:
    return "dishonesty_listing_notice" in (facts.get("documents") or ())


def _granted(facts: Facts) -> bool:
    return facts.get("decision") == "granted"


def _accepted(facts: Facts) -> bool:
    return facts.get("outcome") == "accepted"


DECIDED = (When("list_party"), When("not_list"))
GONE = (When("decide_removal", where=_granted, at="decided_on"), When("expire", at="decided_on"), When("revoke_listing"))

CLOCKS = (
    Clock("statement_period", "陈述申辩期", "listing_statement", (When("serve", where=_notice, at="received_at"),),
          (When("waive_statement", at="waived_at"), *DECIDED), per=Per.PARTY, whose="party"),
    Clock("entry", "录入信用系统", "listing_entry", (When("list_party"),), (When("enter", at="entered_on"),), per=Per.PARTY, todo="enter",
          management=True),
    Clock("publicity", "公示严重失信主体", "listing_publicity", (When("list_party"),), (When("publish", at="published_at"),), per=Per.PARTY,
          todo="publish", management=True),
    Clock("listing_period", "三年管理期限", "dishonesty_period", (When("list_party"), When("restore")), GONE, per=Per.PARTY, whose="party"),
    Clock("acceptance", "决定是否受理提前移出", "repair_acceptance", (When("apply_removal", at="applied_on"),),
          (When("accept_removal", at="decided_on"), *GONE), per=Per.PARTY, todo="accept_removal"),
    Clock("examination", "办理提前移出", "repair_decision", (When("accept_removal", where=_accepted, at="decided_on"),),
          (When("decide_removal", at="decided_on"), *GONE[1:]), per=Per.PARTY, extends=(When("extend_removal"),), todo="decide_removal"),
    Clock("stopping", "停止公示、解除措施", "", GONE, (When("stop_publicity", at="stopped_on"),), per=Per.PARTY, todo="stop_publicity",
          articles=(w.ORDER,), management=True),
)

SERIOUS_BREACH = Procedure(
    "serious_breach", "严重失信主体名单", (w.PUNISHED, w.ANNOUNCE),
    stages=(Stage("proposed", "列入建议", ("propose",)), Stage("told", "告知", ("notice", "statement")),
            Stage("listed", "列入", ("list_party", "publish")), Stage("leaving", "移出", ("decide_removal", "expire", "stop_publicity"))),
    acts=(*listing.ACTS, reassign(), *leaving.ACTS), clocks=CLOCKS, entry=("propose",), since=date(2023, 10, 1))
