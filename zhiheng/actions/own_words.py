"""The bureau's own everyday words (常用说法): each change is the next dated version of its sheet, checked before it is kept."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zhiheng.actions import local_sheets
from zhiheng.actions.errors import NotAllowed
from zhiheng.law import find_words, local
from zhiheng.records.models import LocalSheet, Person

KIND = "synonyms"
TITLE = "本局常用说法"


def _check(place: str, body: Mapping[str, Any], since: date) -> list[str]:
    return find_words.faults(body)


local.register(local_sheets.kept)
local_sheets.validate_with(KIND, _check)


def rows(place: str, on: date) -> list[dict[str, Any]]:
    """The bureau's rows of a day, as copies: ``{"say": […], "mean": "…", "codes": […]}``."""
    sheet = local.sheet(KIND, place, on)
    return [dict(row) for row in sheet.body.get("rows", ())] if sheet else []


def add(place: str, row: Mapping[str, Any], *, since: date, note: str = "", by: Person) -> LocalSheet:
    """One more row from ``since``; Invalid with every fault (unknown codes, empty, one-character or repeated words)."""
    said = "、".join(str(w) for w in row.get("say", ()))
    return publish(place, [*rows(place, since), dict(row)], since=since, note=note or f"增加「{said}」", by=by)


def remove(place: str, number: int, said: str, *, since: date, by: Person) -> LocalSheet:
    """Leave out the row at ``number`` (from 0). ``said`` is its first word: NotAllowed when it is not there any more."""
    held = rows(place, since)
    if not 0 <= number < len(held) or str(held[number]["say"][0]) != said:
        raise NotAllowed("这一行已经变动，请刷新后再删")
    rest = [row for n, row in enumerate(held) if n != number]
    return publish(place, rest, since=since, note=f"删去「{said}」", by=by)


def publish(place: str, body_rows: Sequence[Mapping[str, Any]], *, since: date, note: str = "", by: Person | None) -> LocalSheet:
    """A whole table takes the place of the version before."""
    body = {"rows": [dict(row) for row in body_rows]}
    return local_sheets.publish(place, KIND, body, title=TITLE, since=since, note=note, by=by)
