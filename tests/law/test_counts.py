"""The manual says what is verified and what is not; its figures are those of the data."""
from __future__ import annotations

from collections import Counter
from datetime import date

from scripts.law_counts import MANUAL, TODAY, fresh, written
from tests.law.texts_at_hand import TEXTS, needs_texts
from zhiheng.law import checklists, counts, violations
from zhiheng.law.terms import terms

RENEW = "docs/law-and-sources.md is out of date: python -m scripts.law_counts"


@needs_texts
def test_the_tables_of_the_manual_follow_from_the_data_and_the_texts() -> None:
    assert written() == fresh(TEXTS), RENEW


def test_every_kind_counts_what_it_has_and_what_is_open() -> None:
    found = {c.id: c for c in counts.by_kind(TODAY)}
    assert found["acts"].total == len(violations.every()) and found["terms"].total == len(terms())
    assert found["items"].open == sum(not i.verified for i in checklists.items())
    assert all(0 <= c.verified <= c.total for c in found.values())


def test_the_list_of_what_is_open_is_complete_and_says_why() -> None:
    entries = list(counts.open_entries())
    by_kind = Counter(e.kind for e in entries)
    assert by_kind["违法行为"] == sum(v.source != "law_text" for v in violations.every())
    assert by_kind["期限"] == sum(not t.verified for t in terms().values())
    assert all(e.why and e.title for e in entries)
    assert len({(e.kind, e.id, e.title) for e in entries}) == len(entries)


def test_the_acts_by_law_add_up_and_a_repealed_law_has_none_usable_today() -> None:
    rows = counts.by_law(TODAY)
    assert sum(r.total for r in rows) == len(violations.every())
    assert next(r for r in rows if r.title == "危险化学品安全管理条例").usable == 0
    assert next(r for r in counts.by_law(date(2026, 4, 30)) if r.title == "危险化学品安全管理条例").usable > 0


def test_the_catalogue_has_the_size_the_district_needs() -> None:
    usable = sum(violations.usable(v, TODAY) is None for v in violations.every())
    assert usable >= 320


def test_the_manual_says_how_to_check_it() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    for word in ("zhiheng law import", "zhiheng law check", "python -m scripts.law_counts", "依据待核", "数据与来源"):
        assert word in text
