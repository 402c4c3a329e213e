"""What a person keeps of a list for himself: views with names, the one it opens with, and the columns chosen last."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from zhiheng.actions.errors import NotAllowed
from zhiheng.records.models import Person

MOST = 12
LONGEST = 900
"""Characters of a kept address; Chinese words are nine each there."""


def keep(person: Person, register: str, name: str, query: str) -> None:
    """Keep ``query`` (starting with "?" or empty) under a name, in place of one of the same name."""
    name = name.strip()[:20]
    if not name or (query and not query.startswith("?")) or len(query) > LONGEST:
        raise NotAllowed("请给要保存的筛选起个名字")
    with transaction.atomic():
        held, views = _views(person, register)
        at = next((i for i, v in enumerate(views) if v["name"] == name), len(views))
        views[at:at + 1] = [{**(views[at] if at < len(views) else {}), "name": name, "query": query}]
        if len(views) > MOST:
            raise NotAllowed(f"最多保存 {MOST} 个筛选，请先删除不用的")
        _save(held, register, views)


def drop(person: Person, register: str, name: str) -> None:
    """Forget a kept view; one that is not there is forgotten already."""
    with transaction.atomic():
        held, views = _views(person, register)
        _save(held, register, [v for v in views if v["name"] != name])


def open_with(person: Person, register: str, name: str) -> None:
    """Let the list open with a kept view; an empty name: with no view."""
    with transaction.atomic():
        held, views = _views(person, register)
        if name and all(v["name"] != name for v in views):
            raise NotAllowed("没有这个筛选")
        plain = [{k: v for k, v in view.items() if k != "first"} for view in views]
        _save(held, register, [{**v, "first": True} if v["name"] == name else v for v in plain])


def choose_columns(person: Person, register: str, columns: Sequence[str]) -> None:
    """Remember the columns of a list; none: those the list has by itself."""
    with transaction.atomic():
        held = Person.objects.select_for_update().get(pk=person.pk)
        kept = {k: v for k, v in held.settings.get("columns", {}).items() if k != register}
        if columns:
            kept[register] = list(columns)[:60]
        held.settings = {**held.settings, "columns": kept}
        held.save(update_fields=["settings"])


def _views(person: Person, register: str) -> tuple[Person, list[dict[str, Any]]]:
    held = Person.objects.select_for_update().get(pk=person.pk)
    return held, list(held.settings.get("views", {}).get(register, []))


def _save(held: Person, register: str, views: list[dict[str, Any]]) -> None:
    held.settings = {**held.settings, "views": {**held.settings.get("views", {}), register: views}}
    held.save(update_fields=["settings"])
