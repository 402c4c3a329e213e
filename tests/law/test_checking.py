"""What `zhiheng law check` compares: every citation, every figure, each with the text of its own day."""
from __future__ import annotations

import argparse
import json
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from tests.law.test_reading import LATER, PLAIN, folder_of
from tests.law.texts_at_hand import imported, needs_texts
from zhiheng.cli import law as command
from zhiheng.kernel.discretion import Amount, GainMultiple, IncomePercent, NoFine, Range, TimesOf
from zhiheng.law import amounts, checking, citing, violations
from zhiheng.law.checking import Citation, Claim, check
from zhiheng.law.cite import cite
from zhiheng.law.texts import import_texts

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(("words", "low", "high"), [
    ("处二万元以上十万元以下的罚款", 20_000, 100_000), ("处5万元以上20万元以下罚款", 50_000, 200_000),
    ("可以处五千元以下的罚款", 0, 5_000), ("处一亿元以上二亿元以下的罚款", 100_000_000, 200_000_000),
    ("对个人处l万元以上5万元以下的罚款", 10_000, 50_000), ("处１．５万元以上３万元以下罚款", 15_000, 30_000),
    ("处三千元罚款", 3_000, 3_000)])
def test_ranges_are_read_as_statutes_write_them(words: str, low: int, high: int) -> None:
    assert Range(low * 100, high * 100) in amounts.ranges(words)


def test_a_figure_that_is_not_in_the_words_is_named() -> None:
    words = "处违法所得二倍以上五倍以下的罚款；违法所得不足十万元的，处十万元以上二十万元以下的罚款"
    right = GainMultiple(2, 5, 10_000_000, Range(10_000_000, 20_000_000))
    assert amounts.faults(right, words) == () and amounts.parts(right) == 3
    assert "3–5 倍" in amounts.faults(GainMultiple(3, 5, 10_000_000, Range(10_000_000, 20_000_000)), words)[0]
    assert "90,000 元" in amounts.faults(GainMultiple(2, 5, 9_000_000, Range(10_000_000, 20_000_000)), words)[0]
    assert amounts.faults(Amount(Range(0, 1)), words) and amounts.faults(NoFine(), words) == ()


def test_shares_of_income_and_multiples_of_a_fine_are_read() -> None:
    assert amounts.faults(IncomePercent(40, 80), "处上一年年收入百分之四十至百分之八十的罚款") == ()
    assert amounts.faults(IncomePercent(40, 80), "处百分之四十至百分之八十") != ()
    assert amounts.faults(TimesOf("x", 2, 5), "罚款数额的二倍以上五倍以下") == ()


def test_a_citation_is_compared_with_the_text_of_its_own_day(tmp_path: Path) -> None:
    import_texts(folder_of(tmp_path / "in", **{
        "某法(2025-03-01)__md": PLAIN, "某法(2026-12-01)__md": LATER.replace("2026年5月1日", "2027年1月1日")}), tmp_path)
    place = cite("某法1")
    right = [Citation("旧", place, ("甲",), date(2026, 12, 31)), Citation("新", place, ("罚款",), date(2027, 1, 1))]
    assert check(tmp_path, right).errors == []
    assert check(tmp_path, [Citation("今", place, ("甲",))], today=date(2026, 12, 31)).errors == []
    assert "没有「甲」" in check(tmp_path, [Citation("今", place, ("甲",))], today=date(2027, 1, 1)).errors[0]


def test_a_claim_without_its_own_text_counts_as_not_compared(tmp_path: Path) -> None:
    import_texts(folder_of(tmp_path / "in", **{"某法(2025-03-01)__md": LATER}), tmp_path)
    fine = partial(amounts.faults, Amount(Range(2_000_000, 10_000_000)))
    report = check(tmp_path, [Claim("有", (cite("某法1"),), fine), Claim("无", (cite("他法1"), cite("某法1")), fine)])
    assert (report.numbers, report.unchecked, report.errors) == (1, 1, [])


def test_every_kind_of_data_that_cites_is_compared() -> None:
    citing.register_all()
    assert {"terms", "rules", "violations", "fines", "orders", "procedures", "papers", "checklists", "circumstances",
            "benchmarks", "places"} <= set(checking.groups())


@needs_texts
def test_everything_the_house_cites_agrees_with_the_texts() -> None:
    citing.register_all()
    report = check(imported(), today=TODAY)
    assert report.errors == []
    assert report.checked > 1200 and report.numbers > 550


@needs_texts
def test_a_wrong_amount_in_the_catalogue_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    act = violations.get("AQSCF-097-1-3")
    words = dict(vars(act))
    stage = act.stages[0]
    wrong = violations.Stage(stage.id, Amount(Range(100, 200)), stage.order, stage.trigger, stage.others)
    changed = violations.Violation(**{**words, "stages": (wrong, *act.stages[1:])})
    monkeypatch.setattr(violations, "every", lambda: (changed,))
    report = check(imported(), citing.of_fines(), today=TODAY)
    assert len(report.errors) == 1 and "AQSCF-097-1-3" in report.errors[0] and "1 元–2 元" in report.errors[0]


def test_the_gates_and_acts_that_rest_on_an_article_are_named() -> None:
    rows = citing.gates_citing()[("行政处罚法", "63")]
    assert any("普通程序" in where for where, _, _ in rows)
    found = {(v.code, word) for v, word, _ in citing.acts_citing("安全生产法", "97")}
    assert ("AQSCF-097-1-3", "罚则") in found
    assert any(word == "义务" for _, word, _ in citing.acts_citing("安全生产法", "28"))


@needs_texts
def test_the_command_answers_by_group_with_counts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ZHIHENG_DATA", str(imported()))
    assert _law("check", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    fines = next(g for g in answer["groups"] if g["id"] == "fines")
    assert fines["compared"] == fines["agreed"] > 200 and fines["disagreed"] == 0
    assert answer["errors"] == [] and answer["checked"] == sum(g["places"] for g in answer["groups"])


@needs_texts
def test_a_disagreement_makes_the_command_fail_and_says_where(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ZHIHENG_DATA", str(imported()))
    checking.register("trial", lambda: [Citation("试验", cite("安法200"))])
    try:
        assert _law("check") == 1
    finally:
        checking.unregister("trial")
    assert "不符 试验：安全生产法第200条：没有第200条" in capsys.readouterr().out


def _law(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(words))
