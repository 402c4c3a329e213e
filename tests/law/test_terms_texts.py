"""The data against the words of the law. Runs where the statute texts are; skips loudly elsewhere."""
from __future__ import annotations

import argparse
import json
import os
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from zhiheng.cli import due as due_command
from zhiheng.cli import law as law_command
from zhiheng.kernel.errors import ZhihengError
from zhiheng.law.checking import Citation, check, citations
from zhiheng.law.cite import cite, laws
from zhiheng.law.citing import length_words
from zhiheng.law.reading import article_text, parse_statute, statute, statutes
from zhiheng.law.terms import term, terms
from zhiheng.law.texts import import_texts

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("ZHIHENG_SHARED", ROOT.parent / "shared"))
TEXTS = SHARED / "law" / "statutes"

SMALL = """# 某法

2026年1月1日 通过

<!-- INFO END -->

## 第一章 总则

第一条 第一款。

第二款有下列情形之一的：

（一）甲；

（二）乙：

1.丙；

2.丁。

第三款。

第二条之一 五日内办理。
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not TEXTS.is_dir():
        pytest.skip(f"NOT CHECKED: no statute texts at {TEXTS}; set ZHIHENG_SHARED to compare citations")
    target = tmp_path_factory.mktemp("data")
    import_texts(TEXTS, target)
    return target


def test_a_text_is_read_into_articles_paragraphs_and_items() -> None:
    text = parse_statute("某法(2026-01-01)", SMALL)
    assert list(text.articles) == ["1", "2-1"] and text.since == date(2026, 1, 1)
    assert text.text(cite("某法1-2-2")) == "第二款有下列情形之一的：\n（二）乙：\n1.丙；\n2.丁。"
    assert text.text(cite("某法第一条第（一）项")) == "第二款有下列情形之一的：\n（一）甲；"
    assert text.text(cite("某法第二条之一")) == "五日内办理。"


@pytest.mark.parametrize(("typed", "why"), [
    ("某法第九条", "没有第9条"), ("某法1-4", "只有 3 款"), ("某法1-2-3", "只有 2 项"),
    ("某法1-1-1", "只有 0 项")])
def test_a_place_that_does_not_exist_is_named(typed: str, why: str) -> None:
    assert why in (parse_statute("某法(2026-01-01)", SMALL).missing(cite(typed)) or "")


def test_a_file_that_is_no_statute_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="文件名"):
        parse_statute("某法", SMALL.replace("# 某法", ""))
    with pytest.raises(ValueError, match="没有读到条文"):
        parse_statute("某法(2026-01-01)", "空")
    with pytest.raises(ValueError, match="没有法律文本"):
        import_texts(tmp_path, tmp_path)


def test_the_newer_text_serves_only_from_its_day_on(tmp_path: Path) -> None:
    (tmp_path / "某法(2020-01-01).md").write_text(SMALL.replace("五日", "三日"), encoding="utf-8")
    (tmp_path / "某法(2026-01-01).md").write_text(SMALL, encoding="utf-8")
    import_texts(tmp_path, tmp_path)
    place = cite("某法第二条之一")
    assert article_text(place, date(2025, 12, 31), tmp_path) == "三日内办理。"
    assert article_text(place, date(2026, 1, 1), tmp_path) == "五日内办理。"
    assert article_text(place, date(2019, 1, 1), tmp_path) is None


def test_a_wrong_place_and_a_wrong_number_are_both_reported(tmp_path: Path) -> None:
    (tmp_path / "某法(2026-01-01).md").write_text(SMALL, encoding="utf-8")
    import_texts(tmp_path, tmp_path)
    wrong = [Citation("甲", cite("某法第九条")), Citation("乙", cite("某法第二条之一"), ("七日",)),
             Citation("丙", cite("某法第二条之一"), ("五日",)), Citation("丁", cite("他法第一条"))]
    report = check(tmp_path, wrong)
    assert [line.split("：")[0] for line in report.errors] == ["甲", "乙"]
    assert report.no_text == {"他法"} and report.checked == 3


def test_a_length_may_be_written_in_figures_or_in_words() -> None:
    assert {"七日", "7日"} <= set(length_words(term("evidence_preservation_decision")))
    assert length_words(term("seizure_release")) == ()


def test_every_citation_of_terms_rules_and_violations_stands_in_the_statutes(data_dir: Path) -> None:
    report = check(data_dir, citations("terms", "rules", "violations"))
    assert report.errors == [] and report.numbers == 88 and report.checked > 600


def test_every_citation_of_the_procedures_stands_in_the_statutes(data_dir: Path) -> None:
    report = check(data_dir, citations("procedures"))
    assert report.errors == [] and report.checked > 50


def test_every_law_marked_as_read_in_full_has_its_text_and_version(data_dir: Path) -> None:
    texts = statutes(data_dir)
    full = {law.title: law for law in laws().values() if law.text == "full"}
    assert set(texts) <= set(full), "a text at hand is read, and its law says so"
    assert all(versions[-1].since == full[title].since for title, versions in texts.items())


def test_the_words_of_the_hearing_term_can_be_read_beside_it(data_dir: Path) -> None:
    text = article_text(cite("处罚法64-1-1"), date(2026, 11, 16), data_dir)
    assert text and "告知后五日内提出" in text
    assert statute("行政处罚法", date(2021, 7, 14), data_dir) is None


def test_zhiheng_law_imports_checks_and_shows(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ZHIHENG_DATA", str(data_dir))
    assert _law("import", str(TEXTS)) == 0 and _law("check") == 0
    assert _law("show", "安法97-1-3", "--on", "2026-11-16") == 0
    printed = capsys.readouterr().out
    assert "共导入 22 部" in printed and "不符 0 处" in printed and "教育和培训" in printed
    with pytest.raises(ZhihengError, match="只有 7 项"):
        _law("show", "安法97-1-8")


def test_zhiheng_law_says_what_to_do_when_nothing_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHIHENG_DATA", str(tmp_path))
    with pytest.raises(ZhihengError, match="law import"):
        _law("check")
    with pytest.raises(ZhihengError, match="没有文件夹"):
        _law("import", str(tmp_path / "none"))


def test_zhiheng_due_answers_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert _due("hearing_request", "--from", "2026-11-16", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["due"] == "2026-11-23" and answer["provisional"] is False
    assert answer["basis_verified"] is True
    assert answer["term"] == "hearing_request" and answer["zh"] and answer["explanation"]
    assert answer["articles"][0] == "行政处罚法第六十四条第一款第（一）项"
    _due("decision_from_filing", "--from", "2026-10-12", "--json")
    assert json.loads(capsys.readouterr().out)["provisional"] is True


def test_zhiheng_due_gives_a_moment_for_hours_and_null_without_a_number(
    capsys: pytest.CaptureFixture[str]
) -> None:
    _due("accident_report_unit", "--from", "2026-11-23 09:30", "--json")
    assert json.loads(capsys.readouterr().out)["due"] == "2026-11-23T10:30:00+08:00"
    _due("accident_report_unit", "--from", "2026-11-23", "--json")
    midnight = json.loads(capsys.readouterr().out)
    assert midnight["due"] == "2026-11-23T01:00:00+08:00" and "没有写明时刻" in midnight["explanation"][0]
    _due("decision_legacy_30d", "--from", "2026-11-23", "--json")
    repealed = json.loads(capsys.readouterr().out)
    assert repealed["due"] is None and "适用至 2026-01-31" in repealed["explanation"][0]
    _due("seizure_release", "--from", "2026-11-23", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert answer["due"] is None and "及时" in answer["explanation"][0]


def test_zhiheng_due_answers_every_term_of_the_data_for_any_day(capsys: pytest.CaptureFixture[str]) -> None:
    for id_ in terms():
        assert _due(id_, "--from", "2026-09-28", "--json") == 0
        answer = json.loads(capsys.readouterr().out)
        assert answer["term"] == id_ and answer["explanation"] and isinstance(answer["provisional"], bool)


def test_zhiheng_due_lists_every_term_and_prints_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    _due("--list", "--json")
    assert len(json.loads(capsys.readouterr().out)) == len(terms())
    _due("--list")
    assert "hearing_request" in capsys.readouterr().out
    _due("post_filing_after_urgent_investigation", "--from", "2026-11-09")
    assert "依据待核" in capsys.readouterr().out.splitlines()[0]


@pytest.mark.parametrize("words", [
    ["hearing", "--from", "2026-11-16"], ["hearing_request", "--from", "2026-02-30"], ["hearing_request"],
    ["decision_legacy_30d", "--from", "2026-11-01"],
    ["hearing_request", "--from", "1999-01-01"], ["hearing_request", "--from", "tomorrow"]])
def test_zhiheng_due_refuses_in_words(words: list[str]) -> None:
    with pytest.raises(ZhihengError, match=r"[一-鿿]"):
        _due(*words)


def _due(*words: str) -> int:
    return _run(due_command, words)


def _law(*words: str) -> int:
    return _run(law_command, words)


def _run(command: ModuleType, words: tuple[str, ...]) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return int(command.run(parser.parse_args(words)))
