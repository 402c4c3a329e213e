"""zhiheng check: the answer of a gate to facts, as an outside lawyer asks it."""
from __future__ import annotations

import argparse
import io
import json
from pathlib import Path
from typing import Any

import pytest

from zhiheng.cli import check as command
from zhiheng.kernel.errors import ZhihengError

URGED = {"content": ["term", "way", "amount", "rights"], "served": "2026-11-16", "objected": False, "performed": False}


def ask(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return int(command.run(parser.parse_args(words)))


def facts(tmp_path: Path, found: Any) -> str:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return str(path)


def test_an_unmet_gate_answers_with_rule_article_cure_and_first_lawful_day(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("run", "enf_urging", "--facts", facts(tmp_path, URGED), "--on", "2026-11-23", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["lawful"] is False and told["earliest"] == "2026-12-01" and told["cure"] and told["rule"]
    assert "行政强制法第五十四条" in told["articles"] and "行政强制法第54条" in told["unmet"] and told["missing"] == []


def test_a_met_gate_exits_zero_and_reads_standard_input(
        monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(URGED)))
    assert ask("run", "enf_urging", "--facts", "-", "--on", "2026-12-01") == 0
    assert "符合" in capsys.readouterr().out


def test_missing_facts_are_named_and_exit_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("run", "enf_urging", "--facts", facts(tmp_path, {"served": "2026-11-16"}), "--json") == 2
    told = json.loads(capsys.readouterr().out)
    assert {m["fact"] for m in told["missing"]} == {"objected", "performed"} and told["lawful"] is False


def test_money_is_written_as_people_write_it_and_the_place_decides(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = {"party": "unit", "kinds": ["fine"], "amount": "2万元", "told": False}
    where = facts(tmp_path, asked)
    assert ask("run", "ord_hearing_offered", "--facts", where, "--on", "2026-11-23") == 0
    assert ask("run", "ord_hearing_offered", "--facts", where, "--on", "2026-11-23", "--place", "jiangxi") == 1
    assert "20000 元" in capsys.readouterr().out


def test_the_list_names_every_check_with_its_facts_and_where_it_is_enforced(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("list", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == 121 and all(r["articles"] and r["facts"] and r["rule"] for r in rows)
    assert next(r for r in rows if r["check"] == "ord_notice")["enforced"] == ["penalty_ordinary/decide/noticed"]
    assert ask("list", "--procedure", "coercive_measure") == 0
    assert "coe_power" in capsys.readouterr().out
    assert ask("show", "sum_limit") == 0
    assert "当场处罚额度" in capsys.readouterr().out


@pytest.mark.parametrize(("words", "says"), [
    (("list", "--procedure", "nothing"), "没有程序"),
    (("show", "enf_urgin"), "enf_urging"),
    (("run", "enf_urging", "--facts", "/nowhere.json"), "读不到"),
])
def test_wrong_use_is_refused_in_words(words: tuple[str, ...], says: str) -> None:
    with pytest.raises(ZhihengError) as fault:
        ask(*words)
    assert says in fault.value.line()


def test_a_wrong_place_day_or_file_is_refused_in_words(tmp_path: Path) -> None:
    where = facts(tmp_path, URGED)
    broken = tmp_path / "broken.json"
    broken.write_text("[1]", encoding="utf-8")
    for words in (("--facts", where, "--place", "nowhere"), ("--facts", where, "--on", "明天"), ("--facts", str(broken))):
        with pytest.raises(ZhihengError, match=r"[一-鿿]"):
            ask("run", "enf_urging", *words)
