"""zhiheng weigh: a file or standard input in, explanation or named faults out."""

from __future__ import annotations

import argparse
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zhiheng.actions import local_sheets
from zhiheng.cli import weigh
from zhiheng.law import local

CASE: dict[str, Any] = {
    "place": "yl",
    "date": "2026-11-23",
    "parties": [
        {
            "name": "鑫达木业有限公司",
            "kind": "unit",
            "violations": [
                {"code": "AQSCF-097-1-4", "date": "2026-09-28", "facts": {"misrecorded_times": 3}}
            ],
        }
    ],
}


@pytest.fixture(autouse=True)
def no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without records: the law alone must do."""
    monkeypatch.setenv("ZHIHENG_DATA", str(tmp_path / "nothing"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(local, "_sources", [])
    monkeypatch.setattr(local_sheets, "_kept", {})


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    weigh.add_arguments(parser)
    return weigh.run(parser.parse_args(arguments))


def test_a_file_is_weighed_and_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE), encoding="utf-8")
    assert run(str(path), "--json") == 0
    assert json.loads(capsys.readouterr().out)["total"] == 17_000
    assert run(str(path)) == 0
    assert "合计 17,000 元" in capsys.readouterr().out


def test_standard_input_is_read_for_a_dash(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(CASE)))
    assert run("-", "--json") == 0
    assert json.loads(capsys.readouterr().out)["unit"] == "yuan"


@pytest.mark.parametrize(("text", "word"), [("{", "JSON"), ("[]", "对象"), ("{}", "日期")])
def test_faults_are_said_and_the_exit_is_not_zero(
    text: str, word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.json"
    path.write_text(text, encoding="utf-8")
    assert run(str(path), "--json") == 2
    shown = capsys.readouterr()
    assert any(word in e["says"] for e in json.loads(shown.out)["errors"]) and word in shown.err


def test_a_file_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("/nowhere/case.json") == 2
    assert "读不了" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["[" * 100_000, '{"date": ' + "9" * 6_000 + "}", "\ud800"])
def test_a_monstrous_document_is_refused_in_words(
    text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert run("-", "--json") == 2
    assert "JSON" in json.loads(capsys.readouterr().out)["errors"][0]["says"]


def test_weighing_makes_no_data_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE), encoding="utf-8")
    assert run(str(path)) == 0 and not (tmp_path / "nothing").exists()
    assert "同时：责令限期改正" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_published_sheet_of_the_bureau_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    band = {"name": "唯一", "words": "一律", "yuan": [0, 100_000]}
    body = {"title": "本局基准", "factors": {}, "benchmarks": [
        {"code": "AQSCF-097-1-4", "default": "唯一", "bands": [band]}]}  # fmt: skip
    local_sheets.publish("yl", "benchmark", body, title="本局基准", since=date(2026, 11, 1), by=None)
    monkeypatch.setattr(local, "_sources", [local_sheets.kept])
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE), encoding="utf-8")
    assert run(str(path), "--json") == 0
    shown = json.loads(capsys.readouterr().out)["parties"][0]["violations"][0]
    assert shown["benchmark"] == "本局基准" and shown["band"] == "唯一" and shown["proposed"] == 50_000
