"""Pages of the register on very many enterprises: ``python -m bench.registers FIRMS NAME`` prints JSON.

Each as an officer of the bureau, through the whole stack, beside hand-written SQL that finds the same rows with the same
columns and puts them into a bare template.
"""
from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from functools import partial

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.settings")

import django

django.setup()

from django.db import connection  # noqa: E402
from django.template import Context, Engine  # noqa: E402
from django.test import Client  # noqa: E402

from bench.pages import page_of, queries_of  # noqa: E402
from bench.register_reference import AREAS, RARE, ready  # noqa: E402
from bench.timing import by_turns, row  # noqa: E402
from zhiheng.records.models import Enterprise, Person  # noqa: E402
from zhiheng.records.queries.paging import paged  # noqa: E402
from zhiheng.records.queries.register import ORDERS  # noqa: E402
from zhiheng.records.queries.scope import visible_to  # noqa: E402

RUNS = 11
QUERIES = 14
"""A list asks at most so many questions; three of them are the choices of its filters."""
BARE = Engine().from_string(
    "<table>{% for r in rows %}<tr>{% for c in r %}<td>{{ c }}</td>{% endfor %}</tr>{% endfor %}</table>")
COLUMNS = """e.name, e.code, e.grade, e.key_unit, e.area, e.industry, e.fields, e.hazards, e.principal, e.phone, e.extra,
    (SELECT COUNT(*) FROM records_file f WHERE f.enterprise_id = e.id AND f.procedure = 'inspection' AND f.year = 2026),
    (SELECT MAX(f.opened_at) FROM records_file f WHERE f.enterprise_id = e.id AND f.procedure = 'inspection'),
    (SELECT COUNT(*) FROM records_finding g JOIN records_file f ON f.id = g.file_id
     WHERE f.enterprise_id = e.id AND g.state IN ('', 'record', 'open_order'))"""
NAMED = "e.id IN (SELECT g.enterprise_id FROM records_enterprisegram g WHERE g.gram = %s)"
MARKED = {"sqlite": "e.hazards LIKE %s", "postgresql": "e.hazards::text LIKE %s"}
Bare = tuple[str, Sequence[object]]


def main(firms: int, name: str) -> list[dict[str, str]]:
    ready(firms)
    officer = _client("li")
    hazard = json.dumps("粉尘涉爆")
    word = f"%{hazard if connection.vendor == 'sqlite' else hazard.encode().decode('unicode_escape')}%"
    deep, at = _deep("name")
    cases: list[tuple[str, str, Bare]] = [
        ("first page", "/enterprises/?all=1", ("1 = 1", ())),
        ("grade and area", f"/enterprises/?grade=D&area={AREAS[3]}", ("e.grade = 'D' AND e.area = %s", (AREAS[3],))),
        ("hazard", "/enterprises/?hazard=粉尘涉爆", (MARKED[connection.vendor], (word,))),
        ("two characters, common", "/enterprises/?q=机械", (NAMED, ("机械",))),
        ("two characters, rare", f"/enterprises/?q={RARE}", (NAMED, (RARE,))),
        ("two initials", "/enterprises/?q=jx", (NAMED, ("jx",))),
        ("deep page, nine tenths down", f"/enterprises/?at={deep}", ("(e.name, e.id) > (%s, %s)", at)),
        ("no visit shown, four columns", "/enterprises/?cols=grade,area,industry", ("1 = 1", ())),
    ]
    rows = [made for label, path, bare in cases for made in _list(officer, name, label, path, bare)]
    rows += _list(_client("zhao"), name, "first page, officer of one area", "/enterprises/?all=1", ("e.area = %s", (AREAS[0],)))
    rows += _page(officer, name, "order by grade, deep page", f"/enterprises/?sort=grade&at={_deep('grade')[0]}")
    rows += _page(officer, name, "register counted to the end", "/enterprises/?exact=1")
    rows += _page(officer, name, "ledger of half as many lines", "/ledgers/permits/")
    rows += _page(officer, name, "ledger: words and out of date", "/ledgers/permits/?q=木业&within=out&sort=until")
    rows += _enterprise(officer, name)
    return [*rows, *_map(officer, name)]


def _client(username: str) -> Client:
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(Person.objects.get(pk=username))
    return client


def _deep(order: str) -> tuple[str, tuple[object, ...]]:
    """A cursor nine tenths down the register as the officer sees it, and the row it stands on."""
    chosen = ORDERS[order]
    found = visible_to(Person.objects.get(pk="li")).enterprises
    near = list(found.order_by(*chosen.columns, "pk").values_list("pk", flat=True)[found.count() * 9 // 10:][:2])
    rows, after, _ = paged(found.filter(pk__in=near), chosen, size=1)
    return after, (rows[0].name, rows[0].pk)


def _list(client: Client, name: str, label: str, path: str, bare: Bare) -> list[dict[str, str]]:
    page = page_of(client, path)
    queries = queries_of(page)
    figure, baseline = by_turns(page, partial(_bare, *bare), RUNS)
    return [row(f"register of enterprises, {label}: {queries} queries", name, f"{figure:.1f} ms", f"{baseline:.1f} ms",
                f"{figure / baseline:.1f}", f"<= {QUERIES} queries", queries <= QUERIES)]


def _bare(condition: str, values: Sequence[object]) -> str:
    """The fifty rows of a page and the count that stops at a thousand."""
    where = f"FROM records_enterprise e WHERE e.merged_into_id IS NULL AND {condition}"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM (SELECT 1 {where} LIMIT 1001) c", values)
        cursor.fetchone()
        cursor.execute(f"SELECT {COLUMNS} {where} ORDER BY e.name, e.id LIMIT 50", values)
        return BARE.render(Context({"rows": cursor.fetchall()}))


def _page(client: Client, name: str, label: str, path: str) -> list[dict[str, str]]:
    """A page without a baseline: its queries and its time at this size."""
    page = page_of(client, path)
    queries = queries_of(page)
    figure, _ = by_turns(page, lambda: None, 5)
    return [row(f"{label}: {queries} queries", name, f"{figure:.1f} ms", "-", "-", f"<= {QUERIES} queries", queries <= QUERIES)]


def _enterprise(client: Client, name: str) -> list[dict[str, str]]:
    firm = Enterprise.objects.order_by("pk")[5]
    page = page_of(client, f"/enterprises/{firm.code}/")
    queries = queries_of(page)
    figure, baseline = by_turns(page, partial(_bare_enterprise, firm.code), RUNS)
    return [row(f"one enterprise: {queries} queries", name, f"{figure:.1f} ms", f"{baseline:.1f} ms",
                f"{figure / baseline:.1f}", "<= 25 queries", queries <= 25)]


def _bare_enterprise(code: str | None) -> str:
    out = ""
    with connection.cursor() as cursor:
        for sql in ("SELECT * FROM records_enterprise WHERE code = %s",
                    "SELECT f.*, (SELECT COUNT(*) FROM records_finding g WHERE g.file_id = f.id) FROM records_file f "
                    "JOIN records_enterprise e ON e.id = f.enterprise_id WHERE e.code = %s ORDER BY f.opened_at DESC",
                    "SELECT ledger, COUNT(*) FROM records_line x JOIN records_enterprise e ON e.id = x.enterprise_id "
                    "WHERE e.code = %s GROUP BY ledger"):
            cursor.execute(sql, [code])
            out += BARE.render(Context({"rows": cursor.fetchall()}))
    return out


def _map(client: Client, name: str) -> list[dict[str, str]]:
    """The points of one area, and of the whole register, as the map asks for them."""
    made = []
    for label, query, condition, values in (("one area", f"?area={AREAS[3]}", "e.area = %s", (AREAS[3],)),
                                            ("everything", "", "1 = 1", ())):
        page = page_of(client, f"/enterprises/map/points/{query}")
        queries = queries_of(page)
        figure, baseline = by_turns(page, partial(_bare_points, condition, values), 5, 1)
        made.append(row(f"points of the map, {label}: {queries} queries", name, f"{figure:.1f} ms", f"{baseline:.1f} ms",
                        f"{figure / baseline:.1f}", f"<= {QUERIES} queries", queries <= QUERIES))
    return made


def _bare_points(condition: str, values: Sequence[object]) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT e.id, e.name, e.code, e.grade, e.latitude, e.longitude FROM records_enterprise e WHERE "
                       f"e.merged_into_id IS NULL AND e.latitude IS NOT NULL AND {condition}", values)
        return json.dumps(cursor.fetchall(), ensure_ascii=False)


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), sys.argv[2])))
