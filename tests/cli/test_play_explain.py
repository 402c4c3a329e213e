"""zhiheng play and zhiheng explain as a lawyer uses them."""
from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from zhiheng.cli import main

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = ROOT / "tests" / "law" / "scenarios"


def test_a_story_that_fits_is_played_with_a_tick_for_every_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["play", "--rules-only", str(SCENARIOS / "main_line.yaml")]) == 0
    out = capsys.readouterr().out
    assert "✓ 2026-12-10 归档" in out
    assert "听证申请期未满（2026-11-16 起，至 2026-11-23 24:00）" in out
    assert "全部相符" in out and "✗" not in out


def test_a_story_that_does_not_fit_names_the_line_and_exits_with_one(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "story.yaml"
    file.write_text("story: 期限写错\nprocedure: penalty_ordinary\nsteps:\n"
                    "  - {do: lead, on: 2026-10-10}\n  - {due: filing, expect: 2026-10-11}\n", encoding="utf-8")
    assert main(["play", "--rules-only", str(file)]) == 1
    assert "第 5 行" in (out := capsys.readouterr().out) and "应为 2026-10-11，算得 2026-10-16" in out


def test_a_file_that_cannot_be_read_is_refused_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "story.yaml"
    file.write_text("story: 坏\nsteps:\n  - {do: lead}\n", encoding="utf-8")
    assert main(["play", "--rules-only", str(file)]) == 2
    assert "story.yaml 第 1 行：须写明 procedure" in capsys.readouterr().err
    assert main(["play", "--rules-only", str(tmp_path / "none.yaml")]) == 2
    assert "读不到" in capsys.readouterr().err


@pytest.mark.slow
def test_a_story_is_played_on_the_product_in_a_database_that_is_thrown_away(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "zhiheng", "play", "--json", str(SCENARIOS / "main_line.yaml")], cwd=ROOT,
        env={**os.environ, "ZHIHENG_DATA": str(tmp_path), "TMPDIR": str(tmp_path)}, capture_output=True, text=True,
        timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    told = json.loads(done.stdout)
    assert told[0]["ok"] and all(s["ok"] for s in told[0]["steps"])
    assert list(tmp_path.iterdir()) == []


def test_a_procedure_is_told_as_prose_with_articles(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "penalty_ordinary"]) == 0
    out = capsys.readouterr().out
    assert "未告知的，不得作出行政处罚决定。〔行政处罚法第44条、行政处罚法第62条；不得放行〕" in out
    assert "· 听证申请：5 个工作日" in out
    assert "须先：" in out and "集体讨论" in out


def test_a_procedure_is_told_as_json_with_every_act_gate_and_clock(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "penalty_ordinary", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    decide = next(a for a in told["acts"] if a["id"] == "decide")
    assert decide["per"] == "party" and "handling_approval" in decide["after"]
    gate = next(g for g in decide["gates"] if g["id"] == "legal_review")
    assert gate["severity"] == "void" and gate["articles"] == ["行政处罚法第58条第1款"]
    assert next(c for c in told["clocks"] if c["id"] == "fine_payment")["length"] == "15 日"


@pytest.mark.parametrize("procedure", ["penalty_ordinary", "inspection", "rectification"])
def test_the_flow_chart_is_a_picture_in_which_every_act_stands_once(
        procedure: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", procedure, "--json"]) == 0
    names = [a["id"] for a in json.loads(capsys.readouterr().out)["acts"]]
    assert main(["explain", procedure, "--chart"]) == 0
    picture = ElementTree.fromstring(capsys.readouterr().out)
    drawn = [g.get("data-act") for g in picture.iter("{http://www.w3.org/2000/svg}g")]
    assert sorted(drawn) == sorted(names)


def test_an_unknown_procedure_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "penalty"]) == 2
    assert "没有程序「penalty」" in (err := capsys.readouterr().err) and "penalty_ordinary" in err
