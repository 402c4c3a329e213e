"""Views of a list that a person keeps for himself: a name and the query of the address."""
from __future__ import annotations

from django.db import transaction

from zhiheng.actions.errors import NotAllowed
from zhiheng.records.models import Person

MOST = 12


def keep(person: Person, register: str, name: str, query: str, *, drop: bool = False) -> None:
    """Keep ``query`` (starting with "?" or empty) under a name, in place of one of the same name; or drop that one."""
    name = name.strip()[:20]
    if not name or (query and not query.startswith("?")) or len(query) > 600:
        raise NotAllowed("请给要保存的筛选起个名字")
    with transaction.atomic():
        held = Person.objects.select_for_update().get(pk=person.pk)
        views = dict(held.settings.get("views", {}))
        mine = [v for v in views.get(register, []) if v["name"] != name]
        if not drop:
            mine.append({"name": name, "query": query})
        if len(mine) > MOST:
            raise NotAllowed(f"最多保存 {MOST} 个筛选，请先删除不用的")
        held.settings = {**held.settings, "views": {**views, register: mine}}
        held.save(update_fields=["settings"])
