"""Figures by place and day: the nation's, a province's, a bureau's file, a bureau's published sheet, each over the other."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pytest

from zhiheng.kernel.clock import TZ
from zhiheng.kernel.place import Parameter
from zhiheng.law import local
from zhiheng.law.checks import answer
from zhiheng.law.checks.inspection import visit_cap
from zhiheng.law.local import Sheet
from zhiheng.law.places import PlaceError, figures, figures_faults, national, place, places, terms_of
from zhiheng.law.rules import rules
from zhiheng.law.terms import term

NOW = date(2026, 11, 23)


@contextmanager
def sheet(body: dict[str, Any], place_id: str = "henan", since: date = date(2026, 6, 1)) -> Iterator[None]:
    """A bureau's published figures, for this block."""
    kept = Sheet(place_id, "figures", 1, "本局参数", since, None, "本局文件", body)

    def source(kind: str, of: str) -> tuple[Sheet, ...]:
        return (kept,) if (kind, of) == ("figures", place_id) else ()
    local.register(source)
    try:
        yield
    finally:
        local.unregister(source)


@pytest.mark.parametrize(("where", "on", "unit", "person", "verified"), [
    # order 18 of the ministry: where the province has set nothing
    ("national", date(2026, 2, 1), 100000, 20000, True),
    ("national", date(2026, 1, 31), 50000, 20000, False),
    ("henan", NOW, 50000, 5000, True),
    ("henan", date(2021, 11, 30), 50000, 20000, False),
    ("jiangxi", NOW, 20000, 3000, True),
    ("guangdong", NOW, 100000, 5000, False),
    ("shanxi", NOW, 100000, 20000, True),
])
def test_the_amount_from_which_a_hearing_is_offered(where: str, on: date, unit: int, person: int, verified: bool) -> None:
    mine = place(where)
    found = [mine.param(f"hearing_fine_{who}", on) for who in ("unit", "person")]
    assert [p.value // 100 for p in found] == [unit, person]
    assert all(p.verified is verified and p.source and p.article.law for p in found)


@pytest.mark.parametrize(("where", "sector", "grade", "cap"), [
    ("shanxi", "hazchem", "1", 2), ("shanxi", "hazchem", "none", 12), ("shanxi", "metallurgy", "3", 8),
    ("shanxi", "other", "2", 2), ("shanxi", "noncoal", "B", 1), ("shanxi", "coal", "C", 6), ("henan", "coal", "D", 4)])
def test_the_published_cap_on_visits(where: str, sector: str, grade: str, cap: int) -> None:
    found = place(where).param(visit_cap(sector, grade), NOW)
    assert found.value == cap and "频次" in found.source


def test_a_cap_is_known_only_where_and_when_it_was_published() -> None:
    with pytest.raises(KeyError):
        place("national").param(visit_cap("hazchem", "1"), NOW)
    with pytest.raises(KeyError):
        place("shanxi").param(visit_cap("hazchem", "1"), date(2025, 4, 22))


def test_every_place_loads_and_says_where_its_figures_come_from() -> None:
    assert {"henan", "jiangxi", "guangdong", "shanxi", "yl"} <= set(places())
    for known in places():
        own = [p for p in place(known).parameters if p not in national()]
        assert own and all(p.source for p in own), known


def test_a_bureau_under_a_province_may_only_tighten_the_provinces_figure() -> None:
    above = place("jiangxi").parameters
    stricter = figures.laid_over(above, [{"name": "hearing_fine_unit", "yuan": 10000}], "某局", {}, frozenset())
    assert min(p.value for p in stricter if p.name == "hearing_fine_unit" and p.covers(NOW)) == 1000000
    with pytest.raises(ValueError, match="只能收紧"):
        figures.laid_over(above, [{"name": "hearing_fine_unit", "yuan": 30000, "since": date(2026, 1, 1)}], "某局", {}, frozenset())


def test_what_the_law_fixes_nobody_changes() -> None:
    for value in (20, 40):
        with pytest.raises(ValueError, match="只能收紧"):
            figures.laid_over(national(), [{"name": "added_fine_permille", "value": value}], "某局", {}, frozenset())
    with pytest.raises(PlaceError, match="没有全国参数"):
        figures.laid_over(national(), [{"name": "whatever", "value": 1}], "某局", {}, frozenset())


def test_a_published_sheet_counts_from_its_day_and_names_itself() -> None:
    with sheet({"parameters": [{"name": "hearing_fine_unit", "yuan": 30000}, {"name": "visit_cap.hazchem.1", "value": 1}]}):
        mine = place("henan")
        assert mine.param("hearing_fine_unit", date(2026, 5, 31)).value == 5000000
        found = mine.param("hearing_fine_unit", NOW)
        assert found.value == 3000000 and found.source == "本局参数（本局文件）"
        assert mine.param("visit_cap.hazchem.1", NOW).value == 1
        facts = {"party": "unit", "kinds": ["fine"], "amount": 3000000, "told": False}
        assert not answer("ord_hearing_offered", facts, at=datetime(2026, 11, 23, tzinfo=TZ), place="henan").met
    assert place("henan").param("hearing_fine_unit", NOW).value == 5000000


def test_a_sheet_that_would_loosen_is_not_followed() -> None:
    with sheet({"parameters": [{"name": "hearing_fine_unit", "yuan": 80000}]}):
        assert place("henan").param("hearing_fine_unit", NOW).value == 5000000


def test_a_sheet_sets_the_length_of_a_term_the_law_leaves_open_and_of_no_other() -> None:
    rows = [{"id": "archive_major_case_filing", "length": 20, "unit": "day"}, {"id": "hearing_request", "length": 9,
                                                                             "unit": "working_day"}]
    with sheet({"terms": rows}):
        known = terms_of("henan", term)
        assert known("archive_major_case_filing", NOW).length == 20
        assert known("hearing_request", NOW).length == 5
        assert rules("henan").term("archive_major_case_filing", NOW).length == 20


@pytest.mark.parametrize(("body", "says"), [
    ({"parameters": [{"name": "hearing_fine_unit", "yuan": 60000}]}, "参数第 1 行：「单位较大数额罚款听证标准（元）」只能收紧"),
    ({"parameters": [{"name": "nothing", "value": 1}]}, "没有全国参数「nothing」"),
    ({"parameters": [{"name": "hearing_fine_unit"}]}, "须写明 name 和 value"),
    ({"parameters": [{"name": "hearing_fine_unit", "value": "多"}]}, "类型不对"),
    ({"parameters": [{"name": "collective_quorum", "value": True}]}, "类型不对"),
    ({"parameters": [{"name": "visit_cap.hazchem.1", "value": -1}]}, "不能为负"),
    ({"terms": [{"id": "nothing", "length": 1, "unit": "day"}]}, "没有期限「nothing」"),
    ({"terms": [{"id": "hearing_request", "length": 9, "unit": "working_day"}]}, "法律定有"),
    ({"terms": [{"id": "archive_major_case_filing", "length": 0, "unit": "day"}]}, "正整数"),
    ({"terms": [{"id": "archive_major_case_filing"}]}, "须写明 id、length 和 unit"),
    ({"others": []}, "没有「others」这一部分"),
])
def test_a_faulty_sheet_is_refused_with_its_row(body: dict[str, Any], says: str) -> None:
    assert any(says in fault for fault in figures_faults("henan", body, NOW))


def test_a_good_sheet_has_no_faults_and_an_unknown_place_is_named() -> None:
    good = {"parameters": [{"name": "hearing_fine_unit", "yuan": 30000}, {"name": "visit_cap.other.1", "value": 1}],
            "terms": [{"id": "archive_major_case_filing", "length": 20, "unit": "day"}]}
    assert figures_faults("henan", good, NOW) == []
    assert "没有地方规则" in figures_faults("nowhere", good, NOW)[0]


def test_a_parameter_says_what_is_stricter() -> None:
    base = next(p for p in national() if p.name == "collective_quorum")
    assert isinstance(base, Parameter) and base.not_looser(3) and not base.not_looser(1)
