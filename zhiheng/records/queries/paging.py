"""Pages by key, both ways, under any order: never an OFFSET, so that a deep page costs what the first does."""
from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, Field, Model, Q, QuerySet

CAP = 1000
"""Counting stops here; whoever needs the exact number asks for it."""
PAGE = 50
R = TypeVar("R")
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Page(Generic[R]):
    """Rows with their neighbours. ``next`` and ``previous`` are cursors or ""; ``more_than``: the count stopped at CAP."""

    rows: tuple[R, ...]
    next: str
    previous: str
    count: int
    more_than: bool


@dataclass(frozen=True)
class Order:
    """An order of rows: model paths, «-» for descending. Empty values stand last either way; the key breaks ties."""

    id: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class _Key:
    """One column of an order. ``empty``: it may be null."""

    path: str
    down: bool
    empty: bool
    field: Field[Any, Any]


def counted(found: QuerySet[M], exact: bool) -> tuple[int, bool]:
    """The number of rows, stopping at CAP unless asked exactly, and whether it stopped. One query."""
    if exact:
        return found.order_by().count(), False
    total = found.order_by()[:CAP + 1].values("pk").count()
    return min(total, CAP), total > CAP


def paged(found: QuerySet[M], order: Order, cursor: str = "", size: int = PAGE) -> tuple[list[M], str, str]:
    """The rows after (or before) a cursor and the cursors of both neighbours. One query.

    A broken cursor, or one of another order, starts anew.
    """
    keys = _keys(found.model, order)
    way, at = _read(cursor, order, keys)
    back = way == "b"
    if at:
        found = found.filter(_beyond(keys, at, back))
    got = list(found.order_by(*(_ordered(k, back) for k in keys))[:size + 1])
    further = len(got) > size
    got = got[:size]
    if back:
        got.reverse()
    after = _cursor("f", order, keys, got[-1]) if got and (further or back) else ""
    before = _cursor("b", order, keys, got[0]) if got and (further if back else bool(at)) else ""
    return got, after, before


def _keys(model: type[Model], order: Order) -> tuple[_Key, ...]:
    keys = [_key(model, path) for path in order.columns]
    down = keys[0].down if keys else False
    return (*keys, _Key("pk", down, False, model._meta.pk))


def _key(model: type[Model], path: str) -> _Key:
    down, empty, at = path.startswith("-"), False, model
    parts = path.lstrip("-").split("__")
    field: Any = None
    for part in parts:
        field = at._meta.get_field(part)
        empty = empty or field.null
        at = field.related_model or at
    return _Key("__".join(parts), down, empty, field)


def _ordered(key: _Key, back: bool) -> Any:
    """The column as an order; plainly where no value is missing, so that an index can give it."""
    down = key.down != back
    if not key.empty:
        return f"-{key.path}" if down else key.path
    column = F(key.path)
    first, last = (True, None) if back else (None, True)
    return column.desc(nulls_first=first, nulls_last=last) if down else column.asc(nulls_first=first, nulls_last=last)


def _beyond(keys: Sequence[_Key], at: Sequence[Any], back: bool) -> Q:
    """Rows on the far side of ``at``: equal up to a column and beyond it in that one."""
    out = Q(pk__in=())
    equal = Q()
    for key, value in zip(keys, at, strict=True):
        side = _side(key, value, back)
        if side is not None:
            out |= equal & side
        equal &= Q(**{f"{key.path}__isnull": True}) if value is None else Q(**{key.path: value})
    head, first = keys[0], at[0]
    if not head.empty:  # says the same once more, so that the database reads only one end of its index
        out &= Q(**{f"{head.path}__{'lte' if head.down != back else 'gte'}": first})
    return out


def _side(key: _Key, value: Any, back: bool) -> Q | None:
    """Beyond a value within one column; missing values stand at the end."""
    none, some = Q(**{f"{key.path}__isnull": True}), Q(**{f"{key.path}__isnull": False})
    if value is None:
        return some if back else None
    step = Q(**{f"{key.path}__{'lt' if key.down != back else 'gt'}": value})
    return step | none if key.empty and not back else step


def _cursor(way: str, order: Order, keys: Sequence[_Key], row: Model) -> str:
    said = [way, order.id, *(_plain(_value(row, k.path)) for k in keys)]
    return base64.urlsafe_b64encode(json.dumps(said, ensure_ascii=False).encode()).decode().rstrip("=")


def _value(row: Any, path: str) -> Any:
    for part in path.split("__"):
        row = None if row is None else getattr(row, part)
    return row


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _read(text: str, order: Order, keys: Sequence[_Key]) -> tuple[str, tuple[Any, ...]]:
    try:
        way, name, *values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if way not in ("f", "b") or name != order.id:
            return "f", ()
        read = tuple(_typed(k, v) for k, v in zip(keys, values, strict=True))
        return way, read
    except (ValueError, TypeError, ValidationError):
        return "f", ()


def _typed(key: _Key, value: Any) -> Any:
    """A value of the cursor as its column holds it; anything else is a fault."""
    if value is None and not key.empty:
        raise ValueError(f"no value for {key.path}")
    if isinstance(value, str) and "\0" in value:
        raise ValueError("not a value")
    if isinstance(value, list | dict):
        raise TypeError("not a value")
    return key.field.to_python(value)
