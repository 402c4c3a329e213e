"""The figures at the head of every page, in one query: my duties and my unread messages.

The statement is written by hand: every page of everybody asks it, and composing it anew out of query sets took longer
than the database takes to answer it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import connection

from zhiheng.kernel.clock import TZ
from zhiheng.records.models.files import FAR
from zhiheng.records.queries.scope import Scope

_MINE = "(SELECT a.file_id FROM records_assignment a WHERE a.person_id = %s)"
_UNREAD = "SELECT COUNT(*) FROM records_message m WHERE m.person_id = %s AND m.read_at IS NULL"
_STILL = """SELECT COUNT(*) FROM records_agency g
    JOIN records_file f ON f.agency_id = g.id AND f.ended_at IS NULL AND f.due_sort = %s AND f.next_due IS NULL
    WHERE EXISTS (SELECT 1 FROM records_assignment a WHERE a.file_id = f.id AND a.person_id = %s)"""
"""Asked by agency, because the index of open files in the order of their dates begins with it."""
_DUTIES = """WITH d AS (
    SELECT DISTINCT c.file_id, c.zh, c.todo, c.due_at FROM records_clockrow c
    WHERE {reach} AND c.state = 'running' AND (c.due_at IS NOT NULL OR c.todo <> '')
      AND (c.whose = 'agency' OR c.due_at >= %s)) """
"""The same duty of one file towards several subjects counts once, as it is one line of the list."""
_WAITING = """SELECT COUNT(*) FROM records_signing c
    WHERE c.state = 'returned' AND c.submitter_id = %s
       OR c.state = 'travelling' AND {reach} AND NOT CAST(c.signed AS text) LIKE %s"""


@dataclass(frozen=True)
class Tally:
    """``red`` counts overdue and due today, nothing else; ``waiting`` drafts for my signature or returned to me."""

    todo: int = 0
    red: int = 0
    waiting: int = 0
    unread: int = 0


Part = tuple[str, list[Any]]
"""A piece of the statement and its parameters."""


def tally(scope: Scope, moment: datetime) -> Tally:
    """The same duties as the to-do list, counted by the database."""
    if scope.person is None:
        return Tally()
    me = scope.person.pk
    busy = bool(scope.roles) and not scope.read_only
    nothing: Part = ("SELECT 0", [])
    duties = _duties(scope, moment) if busy else nothing
    clocks: Part = ("SELECT COUNT(*) FROM d", []) if busy else nothing
    red: Part = ("SELECT COUNT(*) FROM d WHERE d.due_at < %s", [_tonight(moment)]) if busy else nothing
    still: Part = (_STILL, [_moment(FAR), me]) if "officer" in scope.roles else nothing
    waiting = _waiting(scope) if busy else nothing
    parts: list[Part] = [(_UNREAD, [me]), clocks, red, still, waiting]
    with connection.cursor() as cursor:
        figures = ", ".join(f"({sql})" for sql, _ in parts)
        cursor.execute(f"{duties[0] if busy else ''}SELECT {figures}", [p for _, own in (duties, *parts) for p in own])
        unread, due, urgent, open_, signing = cursor.fetchone()
    return Tally(due + open_ + signing, urgent, signing, unread)


def _duties(scope: Scope, moment: datetime) -> Part:
    """My running clocks, as the table ``d``."""
    reach, own = _reach(scope, ("handler", ""))
    return _DUTIES.format(reach=reach), [*own, _moment(moment)]


def _tonight(moment: datetime) -> Any:
    return _moment(datetime.combine(moment.astimezone(TZ).date() + timedelta(days=1), time(), TZ))


def _moment(moment: datetime) -> Any:
    """A moment as the database compares it."""
    return connection.ops.adapt_datetimefield_value(moment)


def _waiting(scope: Scope) -> Part:
    """Drafts that wait for my signature, and my own that came back.

    The signers are a short JSON list of account names; as text it can be asked on both databases.
    """
    assert scope.person is not None
    reach, own = _reach(scope, ("handler", "second"))
    escaped = scope.person.pk.replace("_", "__").replace("%", "_%")
    return _WAITING.format(reach=reach) + " ESCAPE '_'", [scope.person.pk, *own, f'%"{escaped}"%']


def _reach(scope: Scope, handling: Sequence[str]) -> Part:
    """Whose rows ``c`` are mine: as officer those of my files, in another post those that name it."""
    assert scope.person is not None
    said: list[str] = []
    own: list[Any] = []
    if "officer" in scope.roles:
        said.append(f"c.role IN ({_marks(handling)}) AND c.file_id IN {_MINE}")
        own += [*handling, scope.person.pk]
    others = sorted(scope.roles - {"officer"})
    if others and scope.agencies:
        said.append(f"c.role IN ({_marks(others)}) AND EXISTS (SELECT 1 FROM records_file f "
                    f"WHERE f.id = c.file_id AND f.agency_id IN ({_marks(scope.agencies)}))")
        own += [*others, *scope.agencies]
    return f"({' OR '.join(said) or '1 = 0'})", own


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("%s" for _ in values)
