"""Pages and acts on the reference, one database a process: ``python -m bench.database FILES NAME`` prints JSON."""
from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from statistics import median
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.template import Context, Engine  # noqa: E402
from django.test import Client  # noqa: E402

from bench.pages import page_of, queries_of  # noqa: E402
from bench.reference import NOW, ready  # noqa: E402
from bench.timing import by_turns, once, row  # noqa: E402
from zhiheng.actions.perform import open_file, perform  # noqa: E402
from zhiheng.records.models import Agency, Enterprise, Event, File, Paper, Person  # noqa: E402
from zhiheng.web import list_views  # noqa: E402

LINES = 100
BARE = Engine().from_string(
    "<table>{% for r in rows %}<tr><td>{{ r.0 }}</td><td>{{ r.1 }}</td><td>{{ r.2 }}</td><td>{{ r.3 }}</td>"
    "<td>{{ r.4 }}</td><td>{{ r.5 }}</td><td>{{ r.6 }}</td><td>{{ r.7 }}</td></tr>{% endfor %}</table>")
LIST_SQL = """
    SELECT f.next_due, c.zh, f.title, f.no, f.stage,
      COALESCE((SELECT {names}(p.name, '、') FROM records_party p WHERE p.file_id = f.id), e.name),
      (SELECT {names}(o.name, ' ') FROM records_assignment a JOIN records_person o ON o.username = a.person_id
       WHERE a.file_id = f.id),
      (SELECT SUM(n.fine_fen) FROM records_penalty n WHERE n.file_id = f.id)
    FROM records_file f JOIN records_enterprise e ON e.id = f.enterprise_id
    LEFT JOIN records_clockrow c ON c.file_id = f.id AND c.clock = f.next_clock
    WHERE f.agency_id = %s AND f.procedure = 'penalty_ordinary' AND f.ended_at IS NULL
    ORDER BY f.due_sort, f.id LIMIT 100""".format(names="group_concat" if connection.vendor == "sqlite" else "string_agg")
"""Exactly what a line of the list says, in one statement."""
PAGES = (
    ("workbench of an officer", "/"),
    ("search for two characters", "/search/?q=鑫达"),
    ("one enterprise with its history", "/enterprises/000000000000000005/"),
    ("overdue files", "/penalties/?state=overdue"),
    ("my open files", "/penalties/?state=open&mine=1"),
    ("files of a stage", "/penalties/?state=all&stage=investigation"),
    ("files ended, newest first", "/penalties/?state=ended"),
    ("all files", "/penalties/?state=all"),
    ("open files by two characters", "/penalties/?q=鑫达"),
)
ORDERED = {"order_no": "（云）应急责改〔2026〕1号", "issue_date": "2026-11-20", "deadline": "2026-11-30", "addressee": "云岭第1机械厂",
           "officers": ["li", "wang"], "findings": [{"text": f"问题{n}"} for n in range(1, 4)]}
REPLY = {"replied_on": "2026-11-23", "replied_by": "张三", "text": "已经整改。"}


def main(files: int, name: str) -> list[dict[str, str]]:
    ready(files)
    agency = Agency.objects.get(code="YL")
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(Person.objects.get(pk="li"))
    return [*_list(client, agency, name), *_file_page(client, agency, name), _perform(agency, name),
            *(_informative(client, name, *page) for page in PAGES)]


def _informative(client: Client, name: str, label: str, path: str) -> dict[str, str]:
    """A page without a budget: that its queries stay few and its time stays small at this size."""
    page = page_of(client, path)
    queries, took = queries_of(page), median(once(page) for _ in range(5))
    return row(f"{label}: {queries} queries", name, f"{took:.0f} ms", "-", "-", "-", True)


def _list(client: Client, agency: Agency, name: str) -> list[dict[str, str]]:
    read = list_views._read
    list_views._read = partial(read, size=LINES)  # type: ignore[assignment]
    try:
        page = page_of(client, "/penalties/?state=open")
        queries = queries_of(page)
        figure, baseline = by_turns(page, partial(_bare_list, agency.pk), 15)
    finally:
        list_views._read = read
    return [row("list of 100 open files: queries", name, str(queries), "-", "-", "<= 10", queries <= 10),
            _times("list of 100 open files", name, figure, baseline, 5)]


def _bare_list(agency: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(LIST_SQL, [agency])
        return BARE.render(Context({"rows": cursor.fetchall()}))


def _file_page(client: Client, agency: Agency, name: str) -> list[dict[str, str]]:
    file = _rectification(agency)
    _reply(file, Person.objects.get(pk="li"))
    event = Event.objects.filter(file=file).order_by("-seq")[0]
    grown = [_clone(event, seq=event.seq + n, key=None) for n in range(1, 301 - event.seq)]
    Event.objects.bulk_create(grown)
    paper = dict(file=file, code="rectification_order", zh="责令限期整改指令书", event_seq=1, sha256="0" * 64, pages=1, made_at=NOW)
    start = Paper.objects.count()
    Paper.objects.bulk_create([Paper(verify_code=f"B{start + n:09d}", no=f"（云）应急责改〔2026〕{n}号", **paper) for n in range(200)])
    page = page_of(client, f"/files/{file.no}/")
    queries, took = queries_of(page), min(once(page) for _ in range(5))
    return [row("file page, 300 events, 200 papers: queries", name, str(queries), "-", "-", "<= 25", queries <= 25),
            row("file page, 300 events, 200 papers", name, f"{took:.0f} ms", "-", "-", "-", True)]


def _perform(agency: Agency, name: str) -> dict[str, str]:
    """The writes of one performance, recorded and replayed bare on a twin of the file, in turns with real ones."""
    runs, warm = 15, 3
    actor = Person.objects.get(pk="li")  # known to the request before the act
    real = [_rectification(agency) for _ in range(runs + warm + 1)]
    twins = [_rectification(agency) for _ in range(runs + warm)]
    first = real.pop()
    with _writes() as writes:
        _reply(first, actor)
    todo, copies = iter(real), iter(twins)
    figure, baseline = by_turns(lambda: _reply(next(todo), actor), lambda: _replay(writes, first, next(copies)), runs, warm)
    return _times(f"perform one act ({len(writes)} writes)", name, figure, baseline, 8)


def _rectification(agency: Agency) -> File:
    firm = Enterprise.objects.order_by("pk")[0]
    return open_file("rectification", "open_order", ORDERED, Person.objects.get(pk="li"), agency=agency, enterprise=firm,
                     domain="工贸", at=NOW - timedelta(days=2)).file


def _reply(file: File, actor: Person) -> None:
    perform(file.no, "reply", REPLY, actor, at=NOW)


@contextmanager
def _writes() -> Any:
    seen: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().split(" ", 1)[0] in ("INSERT", "UPDATE", "DELETE"):
            seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


def _replay(writes: list[tuple[str, Any]], source: File, target: File) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for sql, params in writes:
            cursor.execute(sql, [target.pk if p == source.pk and not isinstance(p, bool) else p for p in params or ()])


def _clone(event: Event, **changes: Any) -> Event:
    values = {f.attname: getattr(event, f.attname) for f in Event._meta.concrete_fields if not f.primary_key}
    return Event(**(values | changes))


def _times(measure: str, name: str, figure: float, baseline: float, budget: float) -> dict[str, str]:
    ratio = figure / baseline
    return row(measure, name, f"{figure:.1f} ms", f"{baseline:.1f} ms", f"{ratio:.1f}", f"<= {budget:.0f}x", ratio <= budget)


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), sys.argv[2])))
