"""The bureau's own data: versions that follow one another and are never rewritten."""
from __future__ import annotations

from datetime import date

import pytest

from zhiheng.actions import local_sheets, rulebook
from zhiheng.actions.errors import Invalid, NotAllowed
from zhiheng.law.local import sheet, sheets
from zhiheng.records.models import LocalSheet

pytestmark = pytest.mark.django_db
assert rulebook  # it hands the sheets to the law floor


@pytest.fixture(autouse=True)
def no_checks(monkeypatch):
    """What a kind must look like is tested with the kind; here it is about versions."""
    monkeypatch.setattr(local_sheets, "_checks", {})


def publish(words: str, since: date, place: str = "yl") -> LocalSheet:
    return local_sheets.publish(place, "synonyms", {"rows": [words]}, title="常用说法", since=since, by=None)


def test_each_day_reads_the_version_of_that_day():
    publish("旧", date(2026, 1, 1))
    publish("新", date(2026, 5, 1))
    assert sheet("synonyms", "yl", date(2025, 12, 31)) is None
    assert sheet("synonyms", "yl", date(2026, 4, 30)).body == {"rows": ["旧"]}
    assert sheet("synonyms", "yl", date(2026, 5, 1)).body == {"rows": ["新"]}
    assert [(s.number, s.until) for s in sheets("synonyms", "yl")] == [(2, None), (1, date(2026, 4, 30))]


def test_another_place_has_its_own_versions():
    publish("甲", date(2026, 1, 1))
    publish("乙", date(2026, 1, 1), place="national")
    assert sheet("synonyms", "national", date(2026, 2, 1)).body == {"rows": ["乙"]}
    assert sheet("synonyms", "national", date(2026, 2, 1)).number == 1


def test_a_version_cannot_begin_before_one_already_in_force():
    publish("新", date(2026, 5, 1))
    with pytest.raises(NotAllowed, match="不能早于现行第1版"):
        publish("更早", date(2026, 4, 1))
    assert LocalSheet.objects.count() == 1


def test_a_version_of_the_same_first_day_takes_the_place_of_the_other():
    publish("错", date(2026, 5, 1))
    publish("对", date(2026, 5, 1))
    assert [s.body for s in sheets("synonyms", "yl")] == [{"rows": ["对"]}]


def test_after_a_withdrawal_the_version_before_is_in_force_again():
    publish("旧", date(2026, 1, 1))
    wrong = publish("错", date(2026, 5, 1))
    with pytest.raises(NotAllowed, match="理由"):
        local_sheets.withdraw(wrong, "错", by=None)
    local_sheets.withdraw(wrong, "录入有误，另行发布", by=None)
    assert sheet("synonyms", "yl", date(2026, 6, 1)).body == {"rows": ["旧"]}
    assert publish("再", date(2026, 5, 1)).number == 3, "a number is never used twice"


def test_what_a_check_refuses_is_not_kept(monkeypatch):
    monkeypatch.setitem(local_sheets._checks, "synonyms", lambda place, body, since: ["第1行：没有写常用说法"])
    with pytest.raises(Invalid, match="第1行"):
        publish("", date(2026, 1, 1))
    assert not LocalSheet.objects.exists()


def test_an_unknown_kind_is_refused():
    with pytest.raises(NotAllowed, match="没有「moods」"):
        local_sheets.publish("yl", "moods", {}, title="心情", since=date(2026, 1, 1), by=None)
