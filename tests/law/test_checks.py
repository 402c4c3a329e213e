"""Every gate and every deadline of the procedure data, one by one: facts → what the law answers, with its article."""
from __future__ import annotations

import os
from collections import Counter
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.law.test_scenarios import FILES, played
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.engine import judge
from zhiheng.kernel.errors import ZhihengError
from zhiheng.kernel.facts import schema
from zhiheng.kernel.procedure import Act, Per, Procedure, Severity, Stage
from zhiheng.kernel.situation import Rules
from zhiheng.kernel.soundness import faults
from zhiheng.kernel.terms import Undated, Unit
from zhiheng.kernel.walk import opened
from zhiheng.law.checks import ALONE, Answer, alone, answer, checks, gate, get, procedure_zh, step_zh
from zhiheng.law.checks.coercion import measure_gates
from zhiheng.law.rules import procedures, rules
from zhiheng.law.scenario import fen
from zhiheng.law.terms import due_of, term, terms

HERE = Path(__file__).parent / "scenarios" / "checks"
ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("ZHIHENG_SHARED", ROOT.parent / "shared"))
TABLES = sorted(p for p in HERE.glob("*.yaml") if p.stem not in ("terms", "counting"))
ON = date(2026, 11, 23)


@cache
def rows() -> dict[str, dict[str, Any]]:
    found: list[dict[str, Any]] = [r for p in TABLES for r in yaml.safe_load(p.read_text(encoding="utf-8"))]
    assert len({r["check"] for r in found}) == len(found), "a check is told twice"
    return {r["check"]: r for r in found}


def ask(id_: str, facts: dict[str, Any], case: dict[str, Any]) -> Answer:
    """Judge by the engine; money is written as people write it, null leaves a fact out."""
    money = {f.name for f in get(id_).fields if f.type == "money"}
    given = {k: fen(v) if k in money else v for k, v in facts.items() if v is not None}
    at = datetime.combine(case.get("day", ON), time(9), TZ)
    return answer(id_, given, at=at, place=case.get("place", "national"))


@pytest.mark.parametrize("id_", list(checks()))
def test_lawful_facts_pass(id_: str) -> None:
    row = rows()[id_]
    for case in ({}, *(row.get("also") or ())):
        found = ask(id_, {**row["lawful"], **case.get("change", {})}, case)
        assert not found.faults, (case, found.faults)
        assert found.met and found.lawful, (case, found.found)


@pytest.mark.parametrize("id_", list(checks()))
def test_unlawful_facts_are_refused_with_the_sentence_and_the_article(id_: str) -> None:
    row = rows()[id_]
    assert row["refused"], "no case that is refused"
    for case in row["refused"]:
        found = ask(id_, {**row["lawful"], **case["change"]}, case)
        assert not found.faults, (case, found.faults)
        assert found.found is not None, case
        assert case["says"] in found.found.says, (case, found.found.says)
        assert found.found.articles == get(id_).articles
        assert found.lawful is (get(id_).severity is Severity.WARNING)
        assert found.found.says.strip("。") == found.found.says


@pytest.mark.parametrize("id_", list(checks()))
def test_every_requirement_of_a_check_refuses_in_some_case(id_: str) -> None:
    row, said = rows()[id_], []
    for case in row["refused"]:
        found = ask(id_, {**row["lawful"], **case["change"]}, case).found
        said.append(found.says if found else "")
    wanted = {p.at for p in get(id_).points if p.at}
    shown = "；".join(said)
    absent = [at for at in wanted if f"（{next(a for a in get(id_).places() if _same(a, at)).short()}）" not in shown]
    assert not absent


def _same(article: Any, at: str) -> bool:
    return bool(article == type(article).parse(at))


def test_a_missing_fact_is_named_and_nothing_is_judged() -> None:
    found = answer("insp_two_officers", {"officers": 2}, at=datetime(2026, 11, 23, tzinfo=TZ))
    assert [f.path for f in found.faults] == ["auxiliary_alone"] and "单独检查" in found.faults[0].says
    assert not found.met and not found.lawful
    # what only other facts call for is asked for too: a refusal to sign calls for the report of it
    facts = {**rows()["insp_record_sign"]["lawful"], "unit_sign": "refused"}
    assert [f.path for f in ask("insp_record_sign", facts, {}).faults] == ["refusal_reported"]


def test_an_unknown_check_and_a_slip_in_a_fact_are_answered_with_the_nearest() -> None:
    with pytest.raises(ZhihengError, match="enf_urging"):
        get("enf_urgin")
    found = answer("sum_limit", {"clera": True}, at=datetime(2026, 11, 23, tzinfo=TZ))
    assert any("clear" in f.says for f in found.faults)


def test_waiting_periods_name_the_first_lawful_day() -> None:
    row = rows()["enf_urging"]
    found = ask("enf_urging", {**row["lawful"], "served": "2026-11-16"}, {}).found
    assert found is not None and found.earliest == date(2026, 12, 1) and found.severity is Severity.VOID


def test_a_rule_nobody_read_never_stands_as_void() -> None:
    unread = {i for i, c in checks().items() if not c.verified}
    assert "dis_conditions" in unread and checks()["dis_conditions"].severity is Severity.VOID
    for id_ in unread:
        case = rows()[id_]["refused"][0]
        found = ask(id_, {**rows()[id_]["lawful"], **case["change"]}, case).found
        assert found is not None and found.severity is not Severity.VOID


def test_the_figure_of_the_province_decides_and_the_nation_fills_the_gap() -> None:
    facts = {"party": "unit", "kinds": ["fine"], "amount": "20000元", "told": False}
    assert ask("ord_hearing_offered", facts, {"place": "national"}).met
    assert not ask("ord_hearing_offered", facts, {"place": "jiangxi"}).met
    # before the provincial rule of 2021 the national figure stood in
    assert ask("ord_hearing_offered", facts, {"place": "jiangxi", "day": date(2021, 6, 8)}).met


# --- the whole of the procedure data ------------------------------------------------------------------------------

@cache
def source() -> dict[str, Any]:
    path = SHARED / "law" / "procedure.yaml"
    if not path.is_file():
        pytest.skip(f"NOT CHECKED: no procedure data at {path}; set ZHIHENG_SHARED")
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def test_there_are_121_checks_each_with_a_passing_and_a_refusing_case() -> None:
    assert len(checks()) == 121 and set(rows()) == set(checks())
    assert all(r["lawful"] and r["refused"] for r in rows().values())
    assert Counter(c.severity.value for c in checks().values()) == {"void": 39, "defect": 68, "warning": 14}


def test_no_gate_of_the_procedure_data_is_left_out_and_none_weighs_otherwise() -> None:
    given = {g["id"]: g for g in source()["gates"]}
    assert set(given) == set(checks())
    assert {i for i, g in given.items() if checks()[i].severity.value != g["severity"]} == set()
    assert {i for i, g in given.items() if checks()[i].procedure != g["procedure"]} == set()


def test_every_deadline_of_the_procedure_data_has_its_term_and_its_date() -> None:
    assert set(terms()) == set(dated())
    assert {d["id"] for d in source()["deadlines"]} <= set(terms()), "114 of the data taken over; texts found since add more"


def test_every_counting_rule_of_the_procedure_data_has_its_dates() -> None:
    assert {r["id"] for r in source()["day_counting"]} == {r["rule"] for r in counting()}


def test_each_check_has_words_for_its_procedure_step_and_facts() -> None:
    for found in checks().values():
        assert procedure_zh(found) != found.procedure and step_zh(found) != found.step
        assert found.articles and found.rule and not found.rule.endswith("。")
        for spec in schema(found.facts):
            assert spec.zh and (spec.type not in ("choice", "choices") or spec.choices), (found.id, spec.name)


# --- what is enforced in a built procedure ------------------------------------------------------------------------

ENFORCED = [(i, e) for i, c in checks().items() for e in c.enforced]


@pytest.mark.parametrize(("id_", "where"), ENFORCED, ids=lambda x: x if isinstance(x, str) else "/".join(x))
def test_the_gate_that_enforces_a_check_exists_and_rests_on_the_same_article(id_: str, where: tuple[str, str, str]) -> None:
    procedure, act, gate_id = where
    found = next(g for g in procedures()[procedure].act(act).gates if g.id == gate_id)
    cited = get(id_).articles
    assert any(a.covers(b) or b.covers(a) for a in cited for b in found.articles), [a.short() for a in found.articles]


@cache
def exercised() -> dict[tuple[str, str], set[str]]:
    """(procedure, gate) → the stories in which it refused or warned."""
    found: dict[tuple[str, str], set[str]] = {}
    for path in FILES:
        story, findings = played(path)
        for f in findings:
            alias = str(f.step.raw.get("file", "main" if "main" in story.files else next(iter(story.files))))
            for o in f.obstacles:
                found.setdefault((story.files[alias].procedure, o.gate), set()).add(path.name)
    return found


@pytest.mark.parametrize(("id_", "where"), ENFORCED, ids=lambda x: x if isinstance(x, str) else "/".join(x))
def test_the_gate_that_enforces_a_check_refuses_in_a_named_story(id_: str, where: tuple[str, str, str]) -> None:
    assert exercised().get((where[0], where[2])), f"no story in which {where[2]} refuses"


def test_what_is_enforced_is_counted() -> None:
    assert sum(bool(c.enforced) for c in checks().values()) == 53


# --- in the acts of a procedure -----------------------------------------------------------------------------------

def test_a_check_serves_as_a_gate_of_an_act_under_the_names_of_its_facts() -> None:
    found = _seizure((gate("coe_officers"),))
    refused = judge(found, opened("案", "seizure", {}, _at()), "seize", facts={"officers": 1, "certified": True})
    assert [o.gate for o in refused.obstacles] == ["coe_officers"] and not refused.lawful
    assert judge(found, opened("案", "seizure", {}, _at()), "seize", facts={"officers": 2, "certified": True}).lawful
    assert judge(found, opened("案", "seizure", {}, _at()), "seize").lawful  # nothing is judged before facts are given


def test_a_procedure_may_derive_the_facts_of_a_check_from_its_file() -> None:
    read = gate("coe_officers", lambda s: {"officers": len(s.view.people), "certified": True})
    found = judge(_seizure((read,)), opened("案", "seizure", {}, _at()), "seize")
    assert "执法人员不足两名" in found.obstacles[0].says


def test_the_gates_of_a_measure_come_together_for_its_act() -> None:
    assert {g.id for g in measure_gates()} >= {"coe_power", "coe_officers", "coe_prior_approval", "coe_presence"}


def _at() -> datetime:
    return datetime(2026, 11, 23, 9, tzinfo=TZ)


def _seizure(gates: tuple[Any, ...]) -> Rules:
    act = Act("seize", "查封扣押", get("coe_officers").facts, get("coe_officers").articles, gates, Per.FILE, by=("officer",))
    made = Procedure("seizure", "行政强制措施", act.articles, (Stage("one", "实施"),), (act,))
    base = rules("national")
    return Rules({"seizure": made}, base.term, base.calendar, base.place)


def test_the_procedure_of_single_checks_is_sound_and_no_desk_offers_it() -> None:
    assert faults(alone()) == ("独立核对没有办结的行为",)  # it is no file: nothing ends
    assert ALONE not in procedures()


# --- deadlines ----------------------------------------------------------------------------------------------------

@cache
def dated() -> dict[str, dict[str, Any]]:
    loaded = yaml.safe_load((HERE / "terms.yaml").read_text(encoding="utf-8"))["terms"]
    return {r["term"]: r for r in loaded}


@cache
def counting() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((HERE / "counting.yaml").read_text(encoding="utf-8"))["rules"]
    return loaded


def _start(text: str) -> date | datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TZ) if " " in text else date.fromisoformat(text)


def _ends(row: dict[str, Any]) -> tuple[str, Any]:
    try:
        found = due_of(row["term"], _start(row["from"]))
    except Undated as none:
        return "none", none
    hours = term(row["term"]).unit is Unit.HOUR
    return (found.at.strftime("%Y-%m-%d %H:%M") if hours else found.on.isoformat()), found


@pytest.mark.parametrize("id_", list(terms()))
def test_the_term_ends_on_the_day_a_lawyer_counts(id_: str) -> None:
    on, found = _ends(dated()[id_])
    assert on == dated()[id_]["due"] and found.explanation


def test_every_term_in_working_days_crosses_a_holiday_or_a_make_up_day() -> None:
    for id_, found in terms().items():
        if found.unit is Unit.WORKING_DAY:
            days = [date.fromisoformat(dated()[id_][k]) for k in ("from", "due")]
            assert any(min(days) <= date(y, 10, 7) <= max(days) for y in (2025, 2026)), id_


@pytest.mark.parametrize("rule", [r["rule"] for r in counting()])
def test_each_law_counts_its_days_its_own_way(rule: str) -> None:
    for case in next(r for r in counting() if r["rule"] == rule)["cases"]:
        on, found = _ends(case)
        assert on == case["due"], case
        assert any(case["says"] in line for line in found.explanation), (case, found.explanation)
        assert getattr(found, "provisional", False) is case.get("provisional", False)
