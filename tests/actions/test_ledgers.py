"""Lines of a ledger: nothing twice, nothing lost, nothing overwritten, every change kept."""
from __future__ import annotations

from datetime import date

import pytest

from zhiheng.actions import ledgers, views
from zhiheng.actions.errors import Invalid, NotAllowed
from zhiheng.records.models import Agency, Line, Mandate, Person
from zhiheng.records.queries.ledgers import Asked, history, line_list
from zhiheng.records.queries.scope import visible_to
from zhiheng.registers.catalogue import ledger

pytestmark = pytest.mark.django_db
BOOK = ledger("equipment")
ONE = {"asset_no": "YL-001", "kind": "gas_detector", "model": "四合一 MX4", "state": "in_store", "price": 350000,
       "calibrated_on": "2026-01-10", "calibrated_until": "2027-01-09"}


@pytest.fixture
def bureau():
    agency = Agency.objects.create(code="YL", region_short="云", name="云岭区应急管理局", place_id="yl")
    keeper = Person.objects.create_user("keeper", name="管理员甲")
    Mandate.objects.create(person=keeper, agency=agency, role="administrator", since=date(2020, 1, 1))
    return agency, keeper


def test_the_same_thing_is_not_entered_twice(bureau):
    agency, keeper = bureau
    ledgers.enter(BOOK, agency, ONE, by=keeper)
    with pytest.raises(Invalid, match="资产编号相同"):
        ledgers.enter(BOOK, agency, {**ONE, "model": "别的"}, by=keeper)
    assert Line.objects.count() == 1


def test_every_fault_of_a_line_is_named_and_nothing_written(bureau):
    agency, keeper = bureau
    with pytest.raises(Invalid) as refused:
        ledgers.enter(BOOK, agency, {"kind": "tank", "price": "很贵"}, by=keeper)
    assert {e.path for e in refused.value.errors} == {"asset_no", "kind", "model", "price", "state"}
    with pytest.raises(Invalid, match="没有登记「ghost」"):
        ledgers.enter(BOOK, agency, {**ONE, "state": "issued", "holder": "ghost"}, by=keeper)
    assert not Line.objects.exists()


def test_what_two_people_change_at_once_is_not_overwritten(bureau):
    agency, keeper = bureau
    line = ledgers.enter(BOOK, agency, ONE, by=keeper)
    moved = ledgers.change(BOOK, line, {**ONE, "state": "repair"}, version=1, by=keeper, reason="送修")
    assert moved == {"state": ["in_store", "repair"]}
    with pytest.raises(ledgers.Stale, match="别人修改了"):
        ledgers.change(BOOK, line, {**ONE, "model": "新型号"}, version=1, by=keeper)
    line.refresh_from_db()
    assert line.values["model"] == "四合一 MX4" and line.version == 2


def test_the_history_says_who_changed_which_field_from_what_to_what(bureau):
    agency, keeper = bureau
    line = ledgers.enter(BOOK, agency, ONE, by=keeper)
    ledgers.change(BOOK, line, {**ONE, "state": "issued", "holder": "keeper"}, version=1, by=keeper, reason="领用")
    newest, first = history(BOOK.id, line.pk)
    assert (newest.what, newest.by, newest.reason) == ("changed", keeper, "领用")
    assert newest.fields == {"state": ["in_store", "issued"], "holder": [None, "keeper"]}
    assert first.what == "created"


def test_saving_without_a_change_leaves_no_trace(bureau):
    agency, keeper = bureau
    line = ledgers.enter(BOOK, agency, ONE, by=keeper)
    assert ledgers.change(BOOK, line, ONE, version=1, by=keeper) == {}
    assert len(history(BOOK.id, line.pk)) == 1


def test_an_archived_line_stays_readable_and_its_number_may_be_used_again(bureau):
    agency, keeper = bureau
    line = ledgers.enter(BOOK, agency, ONE, by=keeper)
    with pytest.raises(NotAllowed, match="理由"):
        ledgers.archive(BOOK, line, "坏", by=keeper)
    ledgers.archive(BOOK, line, "已经报废处置", by=keeper)
    scope = visible_to(keeper)
    assert line_list(scope, BOOK.id, Asked()).rows == ()
    assert line_list(scope, BOOK.id, Asked(state="archived")).rows == (line,)
    ledgers.enter(BOOK, agency, {**ONE, "model": "新购"}, by=keeper)
    with pytest.raises(NotAllowed, match="又登记了同一对象"):
        ledgers.restore(BOOK, line, by=keeper)


def test_a_restored_line_is_in_the_list_again(bureau):
    agency, keeper = bureau
    line = ledgers.enter(BOOK, agency, ONE, by=keeper)
    ledgers.archive(BOOK, line, "登记错了单位", by=keeper)
    ledgers.restore(BOOK, line, by=keeper)
    assert line_list(visible_to(keeper), BOOK.id, Asked()).rows == (line,)
    assert [c.what for c in history(BOOK.id, line.pk)] == ["restored", "archived", "created"]


def test_a_line_is_found_by_two_characters_initials_and_number(bureau):
    agency, keeper = bureau
    line = ledgers.enter(BOOK, agency, ONE, by=keeper)
    scope = visible_to(keeper)
    for words in ("气体", "qt", "MX4", "yl-001", "四合一"):
        assert line_list(scope, BOOK.id, Asked(q=words)).rows == (line,), words
    assert line_list(scope, BOOK.id, Asked(q="车辆")).rows == ()


def test_choices_and_dates_narrow_the_list(bureau, django_assert_num_queries):
    agency, keeper = bureau
    ledgers.enter(BOOK, agency, ONE, by=keeper)
    ledgers.enter(BOOK, agency, {**ONE, "asset_no": "2", "kind": "uav", "calibrated_until": "2026-02-01"}, by=keeper)
    scope = visible_to(keeper, date(2026, 11, 23))
    assert [x.key for x in line_list(scope, BOOK.id, Asked(choices={"kind": "uav"})).rows] == ["2"]
    assert [x.key for x in line_list(scope, BOOK.id, Asked(state="out")).rows] == ["2"]
    assert [x.key for x in line_list(scope, BOOK.id, Asked(sort="until")).rows] == ["2", "YL-001"]
    with django_assert_num_queries(2):
        line_list(scope, BOOK.id, Asked())


def test_pages_follow_one_another_without_a_gap_or_a_repeat(bureau):
    agency, keeper = bureau
    for n in range(7):
        ledgers.enter(BOOK, agency, {**ONE, "asset_no": f"N{n}"}, by=keeper)
    scope, seen, cursor = visible_to(keeper), [], ""
    while True:
        page = line_list(scope, BOOK.id, Asked(), cursor=cursor, size=3)
        seen += [x.key for x in page.rows]
        if not page.next:
            break
        cursor = page.next
    assert seen == [f"N{n}" for n in range(7)]
    back = line_list(scope, BOOK.id, Asked(), cursor=page.previous, size=3)
    assert [x.key for x in back.rows] == ["N3", "N4", "N5"]


def test_another_bureau_sees_nothing_of_it(bureau):
    agency, keeper = bureau
    ledgers.enter(BOOK, agency, ONE, by=keeper)
    other = Agency.objects.create(code="QS", region_short="青", name="青山区应急管理局")
    stranger = Person.objects.create_user("stranger", name="外人")
    Mandate.objects.create(person=stranger, agency=other, role="administrator", since=date(2020, 1, 1))
    assert line_list(visible_to(stranger), BOOK.id, Asked(state="all")).rows == ()


def test_a_person_keeps_views_of_his_own(bureau):
    keeper = bureau[1]
    views.keep(keeper, "equipment", "要检定的", "?state=soon")
    views.keep(keeper, "equipment", "要检定的", "?state=out")
    keeper.refresh_from_db()
    assert keeper.settings["views"]["equipment"] == [{"name": "要检定的", "query": "?state=out"}]
    with pytest.raises(NotAllowed):
        views.keep(keeper, "equipment", "坏的", "https://elsewhere.example/")
    views.drop(keeper, "equipment", "要检定的")
    keeper.refresh_from_db()
    assert keeper.settings["views"]["equipment"] == []
