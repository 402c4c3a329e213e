"""Citations as people type them into the search box."""

from __future__ import annotations

from datetime import date

import pytest

from zhiheng.law.find import find
from zhiheng.law.find_citing import read

TODAY = date(2026, 11, 23)
SEVENTH = [
    "安全生产法97条7项",
    "安法第九十七条第（七）项",
    "安法第九十七条第(七)项",
    "安全生产法第97条第1款第7项",
    "安全生产法第九十七条第一款第七项",
    "97-1-7",
    "97--7",
    "安全生产法 97-1-7",
    "安全生产法97—1—7",
    "97条7项",
    "97条第一款第（七）项",
    "９７条第７项",
    "第97条第7项",
    "《中华人民共和国安全生产法》第九十七条第七项",
    "中华人民共和国安全生产法97条(7)项",
    "《安全生产法》第 97 条 第 7 项",
    "安法97(7)",
    "安法97（7）",
    "安法97条（七）",
    "安法九十七条㈦项",
    "依据安全生产法第97条第7项的规定处罚",
    "违反安全生产法，适用第九十七条第七项",
    "新安法97条7项",
    "安全法97条第七项",
]


@pytest.mark.parametrize("typed", SEVENTH)
def test_every_way_of_writing_finds_the_entry_it_punishes_first(typed: str) -> None:
    assert find(typed, TODAY)[0].violation.code == "AQSCF-097-1-7"
    assert find(typed, TODAY)[1].violation.code == "AQSCF-097-1-7-P"


@pytest.mark.parametrize(
    ("typed", "law", "article", "day"),
    [
        ("危化条例77条", "危险化学品安全管理条例", "77", date(2025, 6, 1)),
        ("危化品条例八十条一款四项", "危险化学品安全管理条例", "80", date(2025, 6, 1)),
        ("危险化学品管理条例78条", "危险化学品安全管理条例", "78", date(2025, 6, 1)),
        ("危化法101条17项", "危险化学品安全法", "101", TODAY),
        ("有限空间规定21条2项", "工贸企业有限空间作业安全规定", "21", TODAY),
        ("粉尘防爆安全规定第27条", "工贸企业粉尘防爆安全规定", "27", TODAY),
        ("烟花条例36条", "烟花爆竹安全管理条例", "36", TODAY),
        ("应急条例32条", "生产安全事故应急条例", "32", TODAY),
        ("事故条例36条", "生产安全事故报告和调查处理条例", "36", TODAY),
        ("预案管理办法45条", "生产安全事故应急预案管理办法", "45", TODAY),
        ("许可证条例19条", "安全生产许可证条例", "19", TODAY),
        ("消防法60条", "消防法", "60", TODAY),
        ("三同时办法30条", "建设项目安全设施“三同时”监督管理办法", "30", TODAY),
        ("处罚办法73条", "安全生产违法行为行政处罚办法", "73", TODAY),
        ("煤矿条例64条", "煤矿安全生产条例", "64", TODAY),
    ],
)
def test_laws_by_the_names_people_use(typed: str, law: str, article: str, day: date) -> None:
    first = find(typed, day)[0].violation
    assert (first.penalty.law, first.penalty.article) == (law, article)


@pytest.mark.parametrize("typed", ["安法28条", "违反安全生产法第二十八条", "安全生产法28", "28条"])
def test_a_duty_finds_the_acts_that_punish_its_breach(typed: str) -> None:
    hits = find(typed, TODAY)[:6]
    assert any(hit.violation.code == "AQSCF-097-1-3" for hit in hits)


def test_the_safety_law_comes_first_when_no_law_is_named() -> None:
    hits = find("第109条第一项", TODAY)
    assert hits[0].violation.code == "AQSCF-109-1"
    assert find("36条", TODAY)[0].violation.law.title == "安全生产法"
    assert any(hit.violation.law.title != "安全生产法" for hit in find("36条", TODAY, limit=60))


def test_an_item_that_does_not_exist_shows_the_article_and_says_so() -> None:
    hits = find("安全生产法97条19项", TODAY)
    assert hits[0].violation.penalty.article == "97"
    assert "没有所写的款、项" in hits[0].why


def test_words_beside_a_citation_choose_among_its_items() -> None:
    assert find("安全生产法97条 应急演练", TODAY)[0].violation.code == "AQSCF-097-1-6"
    assert find("安全生产法99条 警示标志", TODAY)[0].violation.code == "AQSCF-099-1-1"


def test_a_law_without_acts_of_its_own_finds_nothing_instead_of_something_else() -> None:
    assert find("行政处罚法33条", TODAY) == []


@pytest.mark.parametrize("plain", ["员工没培训就上岗", "3人没有培训", "有限空间没审批", "2台设备没检测", "一般事故罚多少"])
def test_words_with_figures_are_not_taken_for_citations(plain: str) -> None:
    assert read(plain) is None
    assert find(plain, TODAY)
