"""选取偏差: who is never chosen, who always by the same hands, whether easy ones are chosen more; each figure with its rows."""
from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.actions.district import NOW
from tests.web import house as houses
from zhiheng.records.models import Assignment, Draw, DrawPick, Enterprise, File
from zhiheng.records.queries import bias as ask
from zhiheng.records.queries.scope import visible_to

PERIOD = ask.Period(3, NOW.date())


def visited(office, firm, who, days_ago=30, **more) -> File:
    at = NOW - timedelta(days=days_ago)
    n = File.objects.count() + 1
    row = File.objects.create(no=f"YL-2026-{n:05d}", agency=office.agency, procedure="inspection", enterprise=firm, opened_at=at, year=at.year,
                              seq=n, officers=list(who), **more)
    Assignment.objects.bulk_create([Assignment(file=row, person=office.people[w]) for w in who])
    return row


@pytest.fixture
def register(office):
    """Ten A firms, five visited once each and often by other hands; one D firm thrice by the same two; one C never."""
    made = [Enterprise.objects.create(agency=office.agency, name=f"甲{n}厂", grade="A", scale="小型", area="城关镇") for n in range(10)]
    for n, firm in enumerate(made[:5]):
        visited(office, firm, ("li", "sun") if n % 2 else ("wang", "sun"), kind="annual_plan")
    office.grim = Enterprise.objects.create(agency=office.agency, name="云岭铸造厂", grade="D", area="平山镇")
    for days in (10, 100, 300):
        visited(office, office.grim, ("li", "wang"), days)
    return office


def test_an_enterprise_that_was_visited_long_ago_or_only_called_off_counts_as_never(register):
    scope, firm = visible_to(register.people["song"]), register.firm
    visited(register, firm, ("li", "wang"), 365 * 3 + 5)
    visited(register, firm, ("li", "wang"), 5, last_act="call_off")
    rows = ask.never_rows(scope, PERIOD, {}, 50)
    assert (firm, (NOW - timedelta(days=5)).date()) in rows or firm in [e for e, _ in rows]
    assert len(rows) == 6 and register.grim not in [e for e, _ in rows]
    assert {p.name: (p.n, p.d) for p in ask.never_by(scope, PERIOD, "grade")} == {"A": (5, 10), "C": (1, 1), "D": (0, 1)}
    assert [e.name for e, _ in ask.never_rows(scope, PERIOD, {"grade": "C"}, 50)] == [firm.name]
    assert len(ask.never_rows(scope, ask.Period(4, NOW.date()), {}, 50)) == 5, "four years back it was visited"


def test_a_drawn_enterprise_was_chosen_even_before_anybody_came_and_a_closed_one_is_not_asked_about(register):
    scope = visible_to(register.people["song"])
    draw = Draw.objects.create(number="YL-2026-D01", agency=register.agency, year=2026, seq=1, title="抽查", revealed_at=NOW - timedelta(days=3))
    DrawPick.objects.create(draw=draw, rank=1, enterprise=register.firm, name=register.firm.name)
    Enterprise.objects.filter(name="甲9厂").update(closed_on=date(2026, 1, 1))
    names = [e.name for e, _ in ask.never_rows(scope, PERIOD, {}, 50)]
    assert register.firm.name not in names and "甲9厂" not in names and len(names) == 4
    Draw.objects.update(voided_at=NOW)
    assert register.firm.name in [e.name for e, _ in ask.never_rows(scope, PERIOD, {}, 50)], "a void draw chose nobody"


def test_only_who_made_most_visits_of_an_enterprise_is_named_as_always_the_same(register):
    scope = visible_to(register.people["song"])
    pair, = ask.same_pairs(scope, PERIOD)
    assert (pair.firm, pair.n, pair.d, pair.share, set(pair.officers)) == ("云岭铸造厂", 3, 3, 100, {"李强", "王敏"})
    assert {h.officers for h in ask.same_officers(scope, PERIOD)} == {("李强",), ("王敏",)}
    visited(register, register.grim, ("sun", "li"), 20)
    assert ask.same_pairs(scope, PERIOD) == [], "three of four are 75 percent, below the threshold"
    assert {h.officers for h in ask.same_officers(scope, PERIOD)} == {("李强",)}


def test_easy_ones_are_compared_with_their_share_of_the_directory(register):
    both, small, *grades = ask.easy(visible_to(register.people["song"]), PERIOD)
    assert (both.visited, both.visits, both.held, both.directory) == (5, 8, 10, 12) and round(both.gap or 0, 1) == -20.8
    assert (small.visited, small.held) == (5, 10) and [g.name for g in grades] == ["A 级", "C 级", "D 级"]
    people = {o.name: o for o in ask.officers(visible_to(register.people["song"]), PERIOD)}
    assert (people["李强"].visits, people["李强"].firms, people["李强"].most, people["李强"].easy) == (5, 3, 3, 2)


def test_the_report_and_its_rows_open_for_those_who_lead_or_supervise(register, at_desk):
    song = at_desk(register.people["song"])
    page = song.get("/bias/").content.decode()
    assert "云岭铸造厂" in page and "偏少" in page and "83.33%" in page
    assert "甲9厂" in song.get("/bias/rows/?what=never&grade=A").content.decode()
    sheet = load_workbook(BytesIO(song.get("/bias/rows/?what=pairs&export=1").content)).worksheets[0]
    assert "云岭铸造厂" in str(sheet["A2"].value)
    for what in ("persons", "easy", "officers"):
        assert song.get(f"/bias/rows/?what={what}").status_code == 200
    assert song.get("/bias/rows/?what=x").status_code == 404 and song.get("/bias/?years=99999").status_code == 200
    assert at_desk(register.people["li"]).get("/bias/").status_code == 403


def test_another_bureau_reads_none_of_ours(register):
    scope = visible_to(register.people["stranger"])
    assert ask.same_pairs(scope, PERIOD) == [] and ask.officers(scope, PERIOD) == [] and ask.never_rows(scope, PERIOD, {}, 9) == []


def test_the_number_of_queries_does_not_grow_with_the_register(register, at_desk):
    song = at_desk(register.people["song"])
    song.get("/bias/")
    counts = []
    for more in (0, 40):
        for n in range(more):
            firm = Enterprise.objects.create(agency=register.agency, name=f"乙{n}厂", grade="B", area=f"镇{n}")
            visited(register, firm, ("li", "wang"), 40)
        with CaptureQueriesContext(connection, ) as asked:
            assert song.get("/bias/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1], houses.FIRM
