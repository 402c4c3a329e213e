"""The declarations are sound: nothing dangles, every stage can be reached, every clock stopped, every walk can end."""
from __future__ import annotations

import dataclasses
import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.law.test_scenarios import SCENARIOS
from zhiheng.kernel import walk
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.engine import ended
from zhiheng.kernel.place import Parameter, overlay
from zhiheng.kernel.procedure import Clock, Per, Procedure, Stage, When
from zhiheng.kernel.situation import Rules
from zhiheng.kernel.soundness import faults, probe
from zhiheng.kernel.view import FileView
from zhiheng.law import places
from zhiheng.law.places import PlaceError, national, place, terms_of
from zhiheng.law.procedures.penalty.words import MADE_BY
from zhiheng.law.rules import procedures, rules
from zhiheng.law.scenario import load
from zhiheng.law.scenario_facts import complete
from zhiheng.law.terms import term

START = datetime(2026, 10, 12, 9, tzinfo=TZ)
STORY = load(SCENARIOS / "bases" / "facts.yaml")
PEOPLE = {p.id: p for p in STORY.people}


@pytest.mark.parametrize("procedure", list(procedures().values()), ids=lambda p: p.id)
def test_no_declaration_has_a_dangling_name_a_dead_stage_or_an_endless_clock(procedure: Procedure) -> None:
    assert faults(procedure) == ()


@pytest.mark.parametrize("procedure", list(procedures().values()), ids=lambda p: p.id)
def test_on_an_empty_file_only_entry_acts_may_be_begun_and_every_cure_names_an_act(procedure: Procedure) -> None:
    before = probe(rules("yl"), procedure, START)
    assert set(before) == procedure.names()


def test_a_clock_that_nobody_stops_and_a_stage_that_nobody_reaches_are_reported() -> None:
    sound = procedures()["penalty_ordinary"]
    endless = Clock("endless", "没有尽头", "fine_payment", (When("decide"), When("nothing")))
    broken = dataclasses.replace(sound, stages=(*sound.stages, Stage("limbo", "悬空")), clocks=(*sound.clocks, endless))
    said = "\n".join(faults(broken))
    assert "时限「没有尽头」没有行为可以停止" in said
    assert "提到不存在的行为「nothing」" in said
    assert "阶段「悬空」没有行为可以到达" in said


def test_a_place_may_only_tighten() -> None:
    base = next(p for p in national() if p.name == "hearing_fine_unit")
    with pytest.raises(ValueError, match="只能收紧"):
        overlay(national(), "loose", "宽松局", (dataclasses.replace(base, value=base.value + 1),))
    with pytest.raises(ValueError, match="没有全国参数"):
        overlay(national(), "odd", "某局", (Parameter("unknown", "不存在", 1, "lower", base.article),))
    tight = overlay(national(), "tight", "从严局", (dataclasses.replace(base, value=1),))
    assert tight.param("hearing_fine_unit", START.date()).value == 1
    assert place("national").param("legal_review_all", START.date()).value is False


def test_a_place_cannot_lengthen_a_statutory_term_nor_be_unknown() -> None:
    assert terms_of("yl", term)("statement_defence_period", START.date()).length == 5
    with pytest.raises(PlaceError, match="没有地方规则"):
        place("nowhere")


@pytest.mark.parametrize(("term_id", "length"), [("decision_from_filing", 91), ("hearing_request", 4)])
def test_a_bureau_may_shorten_its_own_terms_but_never_a_partys(
        term_id: str, length: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = term(term_id).unit.value
    (tmp_path / f"{term_id}_place.yaml").write_text(
        f"zh: 某局\nterms:\n  - {{id: {term_id}, length: {length}, unit: {unit}}}\n", encoding="utf-8")
    monkeypatch.setattr(places, "HERE", tmp_path)
    with pytest.raises(PlaceError, match="本地规定不能放宽"):
        terms_of(f"{term_id}_place", term)(term_id, START.date())


def test_nationally_small_ordinary_cases_need_no_legal_review_but_the_local_rule_may_ask_for_it() -> None:
    local, general = rules("yl"), rules("national")
    on = START.date()
    assert local.place.param("legal_review_all", on).value and not general.place.param("legal_review_all", on).value


# --- random lawful walks -----------------------------------------------------------------------------------------

def _choices(found: Rules, view: FileView) -> list[tuple[str, str | None]]:
    out: list[tuple[str, str | None]] = []
    for act in found.procedure(view).acts:
        keys: list[str | None] = [None] if act.per is Per.FILE else [s.key for s in view.of_kind(act.per.value)]
        out += [(act.id, k) for k in keys]
    return out


def _actor(found: Rules, view: FileView, act_id: str) -> Any:
    act = found.procedure(view).act(act_id)
    if {"handler", "officer"} & set(act.by):
        return PEOPLE[view.officers()[0]] if view.officers() else PEOPLE["li"]
    return next(p for p in STORY.people if set(act.by) & p.roles)


def _special(act: str, at: datetime, dice: random.Random) -> dict[str, Any]:
    """Facts whose sample would be a dead end, so that walks get far."""
    stamp = {"start_time": (at - timedelta(hours=2)).isoformat(), "end_time": (at - timedelta(hours=1)).isoformat()}
    match act:
        case "inquiry" | "scene_record" | "sampling" | "hold_hearing":
            return {**stamp, "came_by": "present", "party_present": "刘某", "evidence_examined": True, "chair": "zhou"}
        case "decide_recusal":
            return {"officers": ["wang", "sun"]}  # a recusal without successors leaves too few officers
        case "payment":
            return {"settled": True}
        case "hearing_notice":
            return {"hearing_time": (at + timedelta(days=21)).isoformat(), "chair": "zhou"}
        case "decide":
            return {"hearing_considered": "已考虑听证意见。"}
        case "decide_no_penalty":
            return {"correction_proof": ["照片"], "education": "已教育", "first_violation": True,
                    "reason_type": dice.choice(["minor", "not_established"])}
        case "transfer_criminal":
            return {"no_goods": True, "team": ["li", "wang"]}
        case "extend_case":
            return {"basis": "规章", "new_deadline": (at.date() + timedelta(days=120)).isoformat()}
        case "suspend":
            return {"basis": "规章"}
        case "serve":
            return {"receiver_identity": "legal_rep" if dice.random() < 0.9 else "agency", "received_at": at.isoformat()}
        case _:
            return {}


SIDE = {"extend_case", "suspend", "withdraw_case", "transfer_criminal", "transfer_other", "request_recusal",
        "decide_recusal", "lead", "inquiry_notice", "defer_payment", "decide_no_penalty"}


def _do(found: Rules, view: FileView, act_id: str, key: str | None, at: datetime, dice: random.Random) -> FileView | None:
    act = found.procedure(view).act(act_id)
    actor = _actor(found, view, act_id)
    given = {**STORY.defaults.get(act_id, {}), **_special(act_id, at, dice)}
    names = {f.name for f in act.fields}
    given = {k: v for k, v in given.items() if k in names}
    facts = complete(found, dataclasses.replace(view, now=at), act, given, key=key, actor=actor, at=at)
    hop = walk.perform(found, view, act_id, facts, actor, subjects=(key,) if key else (), at=at)
    while hop.done and not hop.effective and hop.draft is not None:
        draft = next(d for d in hop.view.drafts() if d.seq == hop.draft)
        people = walk.signers(found.procedure(view), hop.view, draft, STORY.people)
        if not people:
            return None
        hop = walk.sign(found, hop.view, hop.draft, people[0], at=at)
    return hop.view if hop.done and hop.effective else None


def _walk(found: Rules, seed: int, steps: int) -> FileView:
    dice, at = random.Random(seed), START
    view = walk.opened("随机", "penalty_ordinary", PEOPLE, at, domain="安全生产", attrs=STORY.register)
    for _ in range(steps):
        at += timedelta(hours=dice.choice([1, 3, 30, 60]))
        options = [c for c in _choices(found, view) if c[0] not in SIDE or dice.random() < 0.05]
        dice.shuffle(options)
        for act_id, key in options[:25]:
            after = _do(found, view, act_id, key, at, dice)
            if after is not None:
                view = after
                break
        if ended(found.procedure(view), view):
            break
    return view


def _required_before(view: FileView, seq: int, party: str) -> list[str]:
    """What the law requires before the decision on a party and the walk did not do."""
    def happened(act: str, document: str | None = None) -> bool:
        return any(e.seq < seq and (document is None or document in (e.facts.get("documents") or ()))
                   for e in view.done(act, party))
    missing = [a for a in ("file_case", "conclude_investigation", "legal_review", "penalty_notice", "handling_approval")
               if not happened(a)]
    if not happened("serve", "penalty_notice"):
        missing.append("送达告知书")
    told = next(e for e in reversed(view.done("penalty_notice", party)) if e.seq < seq)
    served = [e for e in view.done("serve", party) if told.seq < e.seq < seq]
    decided = next(e for e in view.events if e.seq == seq)
    waived = happened("waive_defence") and happened("waive_hearing")
    asked = happened("request_hearing")
    if served and not waived and not asked and (decided.occurred_at - served[0].occurred_at).days < 5:
        missing.append("陈述申辩期、听证申请期")
    if int(decided.facts.get("fine_amount") or 0) > int(told.facts.get("proposed_fine") or 0):
        missing.append("不得加重")
    if len({p for _, p in decided.signers}) < 3:
        missing.append("会签")
    return missing


@settings(max_examples=12, deadline=None, derandomize=True,
          suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate))
@given(st.integers(0, 10_000))
def test_no_lawful_walk_reaches_a_decision_without_what_the_law_requires(seed: int) -> None:
    view = _walk(rules("yl"), seed, 60)
    for event in view.done("decide"):
        assert _required_before(view, event.seq, event.subjects[0]) == []


FINISH = ("decide_recusal", "resume", "file_case", "add_evidence", "appraisal_result", "dispose_evidence", "conclude_investigation",
          "legal_review", "penalty_notice", "review_defence", "hearing_notice", "serve", "hold_hearing", "hearing_report",
          "collective_discussion", "handling_approval", "decide", "publish", "payment_notice", "payment", "close", "archive")


def _finish(found: Rules, view: FileView) -> FileView:
    """From wherever a walk stopped, the ordinary road to the end: try each act in order until nothing is left."""
    dice, at = random.Random(1), view.now + timedelta(days=1)
    for _ in range(120):
        if view.done("archive"):
            return view
        at += timedelta(days=3)
        for act_id in FINISH:
            act = found.procedure(view).act(act_id)
            if act_id in ("add_evidence", "conclude_investigation", "legal_review", "penalty_notice", "hearing_notice",
                          "collective_discussion", "handling_approval") and not _useful(view, act_id):
                continue
            keys = [None] if act.per is Per.FILE else [s.key for s in view.of_kind(act.per.value)]
            after = next((v for k in keys if _open(view, act_id, k) and (v := _do(found, view, act_id, k, at, dice))), None)
            if after is not None:
                view = after
                break
    return view


def _useful(view: FileView, act_id: str) -> bool:
    """Whether doing it again would bring the file forward."""
    done = view.last(act_id)
    after = {"add_evidence": (), "conclude_investigation": (), "legal_review": ("conclude_investigation", "hearing_report"),
             "penalty_notice": (), "hearing_notice": ("request_hearing",),
             "collective_discussion": ("conclude_investigation",),
             "handling_approval": ("conclude_investigation", "review_defence", "hearing_report")}[act_id]
    if act_id == "penalty_notice":
        return True
    return done is None or any((e := view.last(a)) and e.seq > done.seq for a in after)


def _waiting(view: FileView, key: str | None) -> bool:
    """Whether a paper for the party was made and not served yet."""
    made = [(e.seq, d) for d, a in MADE_BY.items() for e in view.done(a, key) if d not in (
        "fine_payment_reminder", "fine_deferral_permit", "evidence_registration_notice", "evidence_disposal_decision")]
    return any(not any(e.seq > seq and d in (e.facts.get("documents") or ()) for e in view.done("serve", key))
               for seq, d in made if d != "hearing_right_notice")


def _open(view: FileView, act_id: str, key: str | None) -> bool:
    if act_id == "penalty_notice":
        return view.last("penalty_notice", key) is None
    if act_id == "serve":
        return bool(_waiting(view, key))
    if act_id == "payment_notice" and view.last(act_id, key):
        return False
    if act_id in ("payment", "payment_notice"):
        return not any(e.facts.get("settled") for e in view.done("payment", key))
    if act_id == "review_defence":
        mine, asked = view.last("review_defence", key), view.last("defence", key)
        return asked is not None and (mine is None or mine.seq < asked.seq)
    return True


@settings(max_examples=8, deadline=None, derandomize=True,
          suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate))
@given(st.integers(0, 10_000), st.integers(1, 25))
def test_from_wherever_a_walk_stopped_the_archive_can_be_reached(seed: int, steps: int) -> None:
    found = rules("yl")
    view = _finish(found, _walk(found, seed, steps))
    assert view.done("archive"), [f"{e.act}{list(e.subjects)}" for e in view.events if e.kind == "act"]
