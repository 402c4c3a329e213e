"""The workbench: each post sees its own duties, nobody else's, and every figure opens its cases."""
from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.actions.district import NOW
from tests.web import house as houses
from zhiheng.records.clock import frozen
from zhiheng.records.queries.measures import MEASURES, ratio
from zhiheng.records.queries.scope import visible_to
from zhiheng.records.queries.tally import tally
from zhiheng.records.queries.todo import counts, todo
from zhiheng.web.build.home import merged


def page(client: Client, href: str = "/") -> str:
    answer = client.get(href)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_head_finds_the_plan_that_waits_for_his_approval_and_one_button_opens_it(house, at_desk):
    said = page(at_desk(house.people["zhang"]))
    waiting = house.files["waiting"]

    assert "待我审批" in said and waiting.no in said
    assert f'href="/files/{waiting.no}/drafts/{house.draft_seq}/"' in said
    assert said.count('class="btn small primary"') == 1


def test_the_officer_who_has_signed_is_not_asked_again(house, at_desk):
    assert "/drafts/" not in page(at_desk(house.people["wang"]))


def test_a_reinspection_past_its_day_stands_first_and_red(house, at_desk):
    with frozen(NOW + timedelta(days=60)):
        said = page(at_desk(house.people["li"]))

    first = said[said.index('class="todo"'):].split("</li>")[0]
    assert 'class="late"' in first and "已超期" in first


def test_tabs_narrow_the_list_by_the_address_alone(house, at_desk):
    client = at_desk(house.people["li"])
    said = page(client)
    assert house.files["rectification"].no in said and "等 2 项" in said
    assert "这一筛选下没有待办" in page(client, "/?due=late")


@pytest.mark.parametrize("who", ["li", "wang", "sun", "zhang", "zhou", "chen", "he"])
def test_the_figure_at_the_head_of_the_page_is_the_length_of_the_list(house, who):
    scope = visible_to(house.people[who])
    for moment in (NOW, NOW + timedelta(days=30)):
        rows = merged(todo(house.people[who], now=moment, scope=scope))
        found = tally(scope, moment)
        assert (found.todo, found.red) == (len(rows), counts(rows)["red"])
        assert found.waiting == sum(1 for r in rows if r.draft_seq is not None)


def test_whoever_only_watches_has_no_button_to_act(house, at_desk):
    said = page(at_desk(house.people["song"]))
    assert "监督（只读）" in said and "超期案卷" in said
    assert "/acts/" not in said and "/drafts/" not in said


def test_the_administrator_sees_no_case(house, at_desk):
    said = page(at_desk(house.people["admin"]))
    assert "鑫达木业" not in said and house.files["inspection"].no not in said
    assert 'href="/status/"' in said and 'href="/inspections/"' not in said


def test_a_ratio_is_the_number_of_its_rows_and_its_gap_opens_the_missing_ones(house, at_desk):
    scope = visible_to(house.people["chen"])
    client = at_desk(house.people["chen"])
    first, last = NOW.date().replace(month=1, day=1), NOW.date()
    for measure in MEASURES.values():
        rows = measure.rows(scope, first, last)
        counted = ratio(rows)
        assert measure.count(scope, first, last) == counted, "counting without the cases gives the same figure"
        said = page(client, f"/measures/{measure.id}/rows/?period=2026")
        assert said.count("<tr data-row") + said.count('class="late" data-row') == counted.d
        missing = page(client, f"/measures/{measure.id}/rows/?period=2026&only=missing")
        assert missing.count("data-row=") == counted.d - counted.n

    handled = ratio(MEASURES["NK-02"].rows(scope, first, last))
    assert (handled.n, handled.d) == (2, 2)


def test_without_a_case_the_ratio_says_nothing_was_due_instead_of_a_hundred_percent(office, at_desk):
    said = page(at_desk(office.people["chen"]), "/measures/")
    assert "无应办" in said and "100.00%" not in said


def test_the_workbench_asks_the_same_number_of_questions_however_much_there_is(house, at_desk):
    client = at_desk(house.people["li"])
    client.get("/")
    with CaptureQueriesContext(connection, ) as few:
        client.get("/")
    for n in range(3):  # each to a firm of its own: one alone may not be visited so often
        houses.open_plan(house, houses.another_firm(house, n))
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(many) == len(few) <= 30
