"""Paging by key: every row once, there and back, under every order, with values missing and values alike."""
from __future__ import annotations

import random

import pytest

from zhiheng.records.models import Agency, Enterprise
from zhiheng.records.queries.paging import Order, counted, paged

ORDERS = (Order("name", ("name",)), Order("grade", ("-grade", "name")), Order("size", ("-employees", "name")),
          Order("small", ("employees",)), Order("newest", ("-id",)), Order("above", ("parent__name", "name")),
          Order("closed", ("-closed_on",)))


@pytest.fixture
def firms(db):
    agency = Agency.objects.create(code="YL", region_short="云", name="云岭区应急管理局")
    luck = random.Random(7)
    heads = [Enterprise.objects.create(agency=agency, name=f"总部{n}") for n in range(3)]
    Enterprise.objects.bulk_create(
        Enterprise(agency=agency, name=f"厂{luck.randrange(12)}", grade=luck.choice(["A", "B", ""]),
                   employees=luck.choice([None, 5, 5, 80]), parent=luck.choice([None, *heads]),
                   closed_on=luck.choice([None, "2026-01-01", "2026-02-02"])) for _ in range(57))
    return Enterprise.objects.select_related("parent")


@pytest.mark.parametrize("order", ORDERS, ids=lambda o: o.id)
def test_every_row_is_shown_once_there_and_back(firms, order):
    pages, cursor, back = [], "", ""
    while True:
        rows, cursor, back = paged(firms, order, cursor, 7)
        pages.append([e.pk for e in rows])
        if not cursor:
            break
    there = [pk for page in pages for pk in page]
    assert len(there) == len(set(there)) == firms.count() and len(pages) == 9
    returned = [pages[-1]]
    while back:
        rows, _, back = paged(firms, order, back, 7)
        returned.insert(0, [e.pk for e in rows])
    assert returned == pages


@pytest.mark.parametrize("order", [ORDERS[2], ORDERS[3], ORDERS[6]], ids=lambda o: o.id)
def test_missing_values_stand_last_whichever_way_the_order_goes(firms, order):
    rows, _, _ = paged(firms, order, "", 100)
    name = order.columns[0].lstrip("-")
    values = [getattr(e, name) is None for e in rows]
    assert values == sorted(values) and any(values) and not all(values)


def test_a_broken_or_foreign_cursor_starts_anew(firms):
    _, cursor, _ = paged(firms, ORDERS[0], "", 7)
    first = [e.pk for e in paged(firms, ORDERS[1], "", 7)[0]]
    for bad in (cursor, "broken!", "eyJ9", cursor[:-4], "WyJmIiwiZ3JhZGUiLG51bGwsbnVsbCxudWxsXQ", "x" * 600):
        rows, _, back = paged(firms, ORDERS[1], bad, 7)
        assert [e.pk for e in rows] == first and back == "", bad


def test_a_row_that_comes_in_before_the_page_shifts_nothing(firms):
    agency = Agency.objects.get()
    rows, cursor, _ = paged(firms, ORDERS[0], "", 7)
    Enterprise.objects.create(agency=agency, name="AAA 新厂")
    following, _, _ = paged(firms, ORDERS[0], cursor, 7)
    assert not {e.pk for e in rows} & {e.pk for e in following} and "AAA 新厂" not in {e.name for e in following}


def test_the_count_stops_at_a_thousand_and_is_exact_on_demand(firms):
    agency = Agency.objects.get()
    Enterprise.objects.bulk_create(Enterprise(agency=agency, name=f"第{n}家") for n in range(1000))
    assert counted(Enterprise.objects.all(), False) == (1000, True)
    assert counted(Enterprise.objects.all(), True) == (1060, False)
    assert counted(Enterprise.objects.filter(name="厂1"), False)[1] is False
