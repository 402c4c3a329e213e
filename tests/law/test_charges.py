"""Notices and decisions are printed violation by violation; each party reads only what concerns it."""
from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from zhiheng.kernel.view import FileView
from zhiheng.law.printing.charges import charges, proposal
from zhiheng.law.procedures.penalty import narrate, state
from zhiheng.law.rules import rules
from zhiheng.law.scenario import load
from zhiheng.law.scenario_kernel import KernelExecutor
from zhiheng.law.scenario_play import play

MAIN_LINE = Path(__file__).parent / "scenarios" / "main_line.yaml"


@pytest.fixture(scope="module")
def view() -> FileView:
    executor, bound = KernelExecutor(rules()), rules()
    play(load(MAIN_LINE), bound, executor)
    return next(v for v in executor.views.values() if v.procedure == "penalty_ordinary" and v.done("decide"))


def _of(view: FileView, n: int) -> list[dict[str, object]]:
    party = state.parties(view)[n]
    told = view.last("decide", party.key)
    assert told is not None
    return charges("penalty_decision_org", view, told.facts, party)


def test_each_violation_of_the_unit_has_its_own_article_and_amount(view: FileView) -> None:
    rows = _of(view, 0)
    assert len(rows) == 2 and sum(int(r["fine_fen"]) for r in rows) == state.fine_of(  # type: ignore[call-overload]
        state.rows_of(state.proposal_rows(view), state.parties(view)[0]))
    clauses = [tuple(r["punished"]) for r in rows]  # type: ignore[arg-type]
    assert len(set(clauses)) == 2 and all("第九十七条" in c for one in clauses for c in one)


def test_the_person_is_charged_apart_from_the_unit(view: FileView) -> None:
    (row,) = _of(view, 1)
    assert "第九十四条第一款" in str(row["punished"]) and row["fact"]


def test_a_sum_that_is_not_the_sum_of_the_parts_is_not_split(view: FileView) -> None:
    party = state.parties(view)[0]
    told = view.last("decide", party.key)
    assert told is not None
    assert charges("penalty_decision_org", view, {**told.facts, "fine_amount": 1}, party) == []


def test_one_line_of_the_officer_for_each_violation_is_printed_with_it(view: FileView) -> None:
    party = state.parties(view)[0]
    told = view.last("decide", party.key)
    assert told is not None
    rows = charges("penalty_decision_org", view, {**told.facts, "illegal_facts": "（一）甲事实\n（二）乙事实。"}, party)
    assert [r["fact"] for r in rows] == ["甲事实。", "乙事实。"]
    whole = charges("penalty_decision_org", view, {**told.facts, "illegal_facts": "合写的事实"}, party)
    assert [r["fact"] for r in whole] == ["", ""] and all(r["title"] for r in whole)


def test_the_leader_reads_every_amount_and_the_sum(view: FileView) -> None:
    text = proposal(view, state.proposal_rows(view))
    assert len(text.splitlines()) == 2 and "合计罚款人民币" in text.splitlines()[0]


def test_evidence_of_the_report_is_named_once_for_a_violation(view: FileView) -> None:
    report = view.last("conclude_investigation")
    assert report is not None
    code = state.rows_of(state.proposal_rows(view), state.parties(view)[0])[0]["violation"]
    twice = dataclasses.replace(report, facts={**report.facts, "evidence": [
        {"name": "勘验笔录", "violation": code}, {"name": "勘验笔录", "violation": code}]})
    changed = dataclasses.replace(view, events=tuple(twice if e is report else e for e in view.events))
    rows = charges("penalty_decision_org", changed, view.last("decide", "party-1").facts, state.parties(view)[0])  # type: ignore[union-attr]
    assert rows[0]["evidence"] == ["勘验笔录"]


def test_sentences_put_together_are_closed_once_and_said_once() -> None:
    assert narrate.joined(["属一般。", "属一般", "减轻；", ""]) == "属一般。减轻。"
    assert narrate.suspected("涉嫌未按规定培训等 3 项案") == "未按规定培训等 3 项违法行为"
