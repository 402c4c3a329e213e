"""Pages of supervision on very many enterprises: ``python -m bench.reports FIRMS NAME`` prints JSON.

选取偏差, 频次台账 and 检查合并 as the head of the bureau, through the whole stack, each beside hand-written SQL that counts the same in the
tables of the reference and puts it into a bare template.
"""
from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.template import Context, Engine  # noqa: E402
from django.test import Client  # noqa: E402

from bench.pages import page_of, queries_of  # noqa: E402
from bench.register_reference import NOW, ready  # noqa: E402
from bench.timing import by_turns, row  # noqa: E402
from zhiheng.records.models import (  # noqa: E402
    Agency,
    Assignment,
    Draw,
    DrawPick,
    Enterprise,
    File,
    Mandate,
    Person,
    Plan,
    PlanItem,
)

RUNS, BATCH = 5, 5_000
OFFICERS, OFTEN, DRAWN, PLACES = 24, 50, 2_000, 2_000
"""Officers of the bureau; one enterprise of so many is visited four times in the year by the same two; places of the draw, of the plan."""
SECONDS = 2
"""A report of the year over the whole register is opened now and then; it may take so long."""
BARE = Engine().from_string("<table>{% for r in rows %}<tr>{% for c in r %}<td>{{ c }}</td>{% endfor %}</tr>{% endfor %}</table>")
SINCE = "2023-11-23"
SEEN = f"f.procedure = 'inspection' AND f.opened_at > '{SINCE}' AND f.last_act <> 'call_off'"
HELD = "e.closed_on IS NULL AND e.merged_into_id IS NULL AND e.running NOT IN ('注销', '迁出')"
NEVER = (f"{HELD} AND NOT EXISTS (SELECT 1 FROM records_file f WHERE f.enterprise_id = e.id AND {SEEN}) AND NOT EXISTS (SELECT 1 FROM "
         f"records_drawpick p JOIN records_draw d ON d.id = p.draw_id WHERE p.enterprise_id = e.id AND d.revealed_at > '{SINCE}')")
BY = "FROM records_assignment a JOIN records_file f ON f.id = a.file_id"
BIAS = (
    *(f"SELECT e.{what}, COUNT(*) FROM records_enterprise e WHERE {rule} GROUP BY e.{what}" for what in ("grade", "area") for rule in (HELD, NEVER)),
    f"SELECT f.enterprise_id, a.person_id, b.person_id, COUNT(*) {BY} JOIN records_assignment b ON b.file_id = f.id AND b.person_id > a.person_id "
    f"WHERE {SEEN} GROUP BY f.enterprise_id, a.person_id, b.person_id HAVING COUNT(*) >= 3",
    f"SELECT f.enterprise_id, a.person_id, COUNT(*) {BY} WHERE {SEEN} GROUP BY f.enterprise_id, a.person_id HAVING COUNT(*) >= 3",
    f"SELECT e.grade, COUNT(*), SUM(e.scale IN ('小型', '微型')) FROM records_enterprise e WHERE {HELD} GROUP BY e.grade",
    f"SELECT e.grade, COUNT(*) FROM records_file f JOIN records_enterprise e ON e.id = f.enterprise_id WHERE {SEEN} GROUP BY e.grade",
    f"SELECT a.person_id, COUNT(*), COUNT(DISTINCT f.enterprise_id) {BY} WHERE {SEEN} GROUP BY a.person_id",
    f"SELECT a.person_id, f.enterprise_id, COUNT(*) {BY} WHERE {SEEN} GROUP BY a.person_id, f.enterprise_id HAVING COUNT(*) > 1")
FREQUENCY = (
    "SELECT e.name, e.code, e.grade, e.extra, COUNT(*), COUNT(DISTINCT f.agency_id) FROM records_file f JOIN records_enterprise e ON "
    "e.id = f.enterprise_id WHERE f.procedure = 'inspection' AND f.year = 2026 AND f.kind <> 'joined' AND f.last_act <> 'call_off' GROUP BY e.id, "
    "e.name, e.code, e.grade, e.extra HAVING COUNT(*) >= 3 ORDER BY COUNT(*) DESC LIMIT 500",)
PLACE = "records_planitem {0} JOIN records_plan {0}p ON {0}p.id = {0}.plan_id AND {0}p.state = 'approved'"
OVERLAPS = (
    f"SELECT e.name, e.code, a.on_, b.on_ FROM (SELECT a.enterprise_id, a.\"on\" AS on_, a.unit, ap.agency_id FROM {PLACE.format('a')} "
    "WHERE a.state = 'planned' AND a.\"on\" BETWEEN '2026-10-24' AND '2026-12-23') a JOIN "
    f"(SELECT b.enterprise_id, b.\"on\" AS on_, b.unit, bp.agency_id FROM {PLACE.format('b')} WHERE b.state = 'planned' AND b.\"on\" BETWEEN "
    "'2026-10-24' AND '2026-12-23') b ON b.enterprise_id = a.enterprise_id AND b.agency_id > a.agency_id JOIN records_enterprise e ON "
    "e.id = a.enterprise_id ORDER BY a.on_ LIMIT 60",)
PAGES = (("bias report", "/bias/", BIAS, 40), ("enterprises never visited, first rows", "/bias/rows/?what=never", BIAS[1:2], 20),
         ("list of frequency", "/frequency/", FREQUENCY, 20), ("visits to merge", "/overlaps/", OVERLAPS, 25))
"""(label, address, statements of the baseline, most queries)."""


def main(firms: int, name: str) -> list[dict[str, str]]:
    ready(firms)
    if not Assignment.objects.exists():
        with transaction.atomic():
            _fill(Agency.objects.get(code="YL"), Agency.objects.get(code="YLCG"))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    head = Client(HTTP_HOST="127.0.0.1")
    head.force_login(Person.objects.get(pk="chen"))
    made = []
    for label, path, statements, most in PAGES:
        if connection.vendor != "sqlite":
            statements = tuple(s.replace("SUM(e.scale IN ('小型', '微型'))", "COUNT(*) FILTER (WHERE e.scale IN ('小型', '微型'))").replace(
                "e.extra,", "e.extra::text,") for s in statements)
        page = page_of(head, path)
        queries = queries_of(page)
        figure, baseline = by_turns(page, partial(_bare, statements), RUNS, 1)
        kept = queries <= most and figure <= SECONDS * 1000
        made.append(row(f"{label}, {firms:,} enterprises: {queries} queries", name, f"{figure:.0f} ms", f"{baseline:.0f} ms",
                        f"{figure / baseline:.1f}", f"<= {most} queries, {SECONDS} s", kept))
    return made


def _bare(statements: tuple[str, ...]) -> str:
    out = ""
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)
            out += BARE.render(Context({"rows": cursor.fetchall()[:100]}))
    return out


def _fill(bureau: Agency, town: Agency) -> None:
    """Officers for every visit, visits by the same two, a draw, and two plans that meet at some enterprises."""
    people = [Person.objects.create(username=f"o{n:02d}", name=f"人员{n}", password="!") for n in range(OFFICERS)]
    Mandate.objects.bulk_create(Mandate(person=p, agency=bureau, role="officer", since=date(2020, 1, 1)) for p in people)
    ids = list(Enterprise.objects.order_by("pk").values_list("pk", flat=True))
    start = File.objects.count()
    often = [(pk, time) for pk in ids[::OFTEN] for time in range(4)]
    _bulk(File, (File(no=f"YL-2026-{start + n:06d}", agency=bureau, procedure="inspection", title="检查", enterprise_id=pk, year=2026,
                      opened_at=NOW - timedelta(days=60 * time + n % 50), seq=start + n, stage="complete", ended_at=NOW)
                 for n, (pk, time) in enumerate(often)))
    _bulk(Assignment, (Assignment(file_id=pk, person=p) for pk, firm in File.objects.values_list("pk", "enterprise")
                       for p in _two(people, firm if pk % 3 else pk)))
    drawn = Draw.objects.create(number="YL-2026-D01", agency=bureau, year=2026, seq=1, title="第一批", state="published",
                                committed_at=NOW - timedelta(days=100), revealed_at=NOW - timedelta(days=90))
    _bulk(DrawPick, (DrawPick(draw=drawn, rank=n + 1, enterprise_id=pk, name="企业") for n, pk in enumerate(ids[3::len(ids) // DRAWN or 1][:DRAWN])))
    for agency, step in ((bureau, 37), (town, 185)):  # every fifth of the bureau's places is also the township's
        plan = Plan.objects.create(agency=agency, year=2026, state="approved", body={}, changed_at=NOW)
        _bulk(PlanItem, (PlanItem(plan=plan, enterprise_id=pk, kind="general", unit="一中队", on=NOW.date() + timedelta(days=n % 50 - 25))
                         for n, pk in enumerate(ids[::step][:PLACES * 37 // step])))


def _two(people: list[Person], key: int) -> tuple[Person, Person]:
    first = key * 7 % OFFICERS
    return people[first], people[(first + 1 + key % (OFFICERS - 1)) % OFFICERS]


def _bulk(model: type, rows: Iterator[object]) -> None:
    model.objects.bulk_create(rows, batch_size=BATCH)  # type: ignore[attr-defined]


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), sys.argv[2])))
