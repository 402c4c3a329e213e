"""Every scenario file plays as the law expects; together they refuse at every gate and exercise every citation."""
from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from zhiheng.kernel.walk import Hop
from zhiheng.law.rules import rules
from zhiheng.law.scenario import MAIN, Finding, ScenarioError, Story, fen, load
from zhiheng.law.scenario_kernel import KernelExecutor
from zhiheng.law.scenario_play import play

SCENARIOS = Path(__file__).parent / "scenarios"
FILES = sorted(SCENARIOS.glob("*.yaml"))
PROCEDURES = sorted(rules("yl").procedures)


@cache
def played(path: Path) -> tuple[Story, tuple[Finding, ...]]:
    story = load(path)
    found = rules(story.place)
    return story, tuple(play(story, found, KernelExecutor(found)))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_the_story_goes_as_the_law_expects(path: Path) -> None:
    story, findings = played(path)
    faults = [f"{path.name} 第 {f.step.line} 行：{f.says} {f.fault}" for f in findings if not f.ok]
    assert findings, f"{story.title}没有步骤"
    assert not faults, "\n".join(faults)


def _of(procedure: str) -> list[tuple[Story, Finding]]:
    """Every step of any scenario that was played on a file of this procedure."""
    return [(story, f) for story, found in map(played, FILES) for f in found if _procedure(story, f) == procedure]


def _procedure(story: Story, finding: Finding) -> str:
    alias = finding.step.raw.get("file", MAIN if MAIN in story.files else next(iter(story.files)))
    return story.files[str(alias)].procedure


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_gate_refuses_or_warns_in_some_scenario(procedure: str) -> None:
    met = {o.gate for _, f in _of(procedure) for o in f.obstacles}
    declared = {g.id for a in rules("yl").procedures[procedure].acts for g in a.gates}
    declared |= {g.id for (p, _), gates in rules("yl").place.gates.items() if p == procedure for g in gates}
    assert not declared - met


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_article_cited_by_a_gate_is_exercised_by_a_refusal(procedure: str) -> None:
    met = {a for _, f in _of(procedure) for o in f.obstacles for a in o.articles}
    cited = {a for act in rules("yl").procedures[procedure].acts for g in act.gates for a in g.articles}
    assert sorted(a.short() for a in cited - met) == []


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_act_takes_effect_in_some_scenario(procedure: str) -> None:
    done = {f.act for _, f in _of(procedure) if f.ok and f.step.kind in ("do", "sign")}
    assert not rules("yl").procedures[procedure].names() - done


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_clock_is_asked_for_its_date(procedure: str) -> None:
    asked = {f.step.target for _, f in _of(procedure) if f.step.kind == "due"}
    assert not {c.id for c in rules("yl").procedures[procedure].clocks} - asked


def test_every_refusal_says_what_is_missing_and_names_its_article() -> None:
    for path in FILES:
        for finding in played(path)[1]:
            for obstacle in finding.obstacles:
                assert obstacle.says, obstacle.gate
                assert obstacle.articles, obstacle.gate
                assert obstacle.says.strip("。") == obstacle.says, f"{obstacle.gate}：句子不带句号，由页面拼接"


def test_a_wrong_line_of_a_scenario_is_named_with_its_number(tmp_path: Path) -> None:
    file = tmp_path / "错.yaml"
    file.write_text("story: 错\nprocedure: penalty_ordinary\nsteps:\n  - {do: lead}\n  - {did: lead}\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"错\.yaml 第 5 行：步骤里没有「did」"):
        load(file)
    file.write_text("story: [错\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="第 2 行第 1 列：不是合法的 YAML"):
        load(file)
    file.write_text("story: 错\nprocedure: penalty_ordinary\nsteps:\n  - {try: lead}\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="try 须写明"):
        load(file)


def test_a_scenario_that_expects_wrongly_fails_and_the_rest_is_not_played(tmp_path: Path) -> None:
    file = tmp_path / "假.yaml"
    base = SCENARIOS / "bases" / "facts.yaml"
    (tmp_path / "facts.yaml").write_text(base.read_text(encoding="utf-8"), encoding="utf-8")
    file.write_text("story: 假\nbase: facts.yaml\nsteps:\n  - {try: lead, on: 2026-10-10, refused: [two_officers]}\n"
                    "  - {do: close, on: 2026-10-11}\n  - {do: archive}\n", encoding="utf-8")
    story = load(file)
    found = rules(story.place)
    findings = play(story, found, KernelExecutor(found))
    assert findings[0].fault == "没有被拒绝"
    assert "has_parties" in findings[1].fault
    assert findings[2].fault == "前面的步骤没有办成" and len(findings) == 3


@pytest.mark.parametrize(("text", "amount"), [("38000元", 3800000), ("7.7万元", 7700000), ("0.05元", 5), (12, 12)])
def test_money_in_scenarios_is_written_as_people_write_it(text: object, amount: int) -> None:
    assert fen(text) == amount


def test_a_refused_hop_leaves_the_file_as_it_was() -> None:
    path = SCENARIOS / "filing.yaml"
    story = load(path)
    found = rules(story.place)
    executor = KernelExecutor(found)
    play(story, found, executor)
    view = executor.views["main"]
    assert [e.act for e in view.events if e.kind == "act"] == ["lead", "file_case"]
    assert Hop(view).done
