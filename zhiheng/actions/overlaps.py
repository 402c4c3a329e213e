"""Putting a proposal to merge two visits aside, with the reason; merging itself is the act 并入检查 or the plan's schedule."""
from __future__ import annotations

from zhiheng.actions import changes
from zhiheng.actions.errors import NotAllowed
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Person
from zhiheng.records.queries.overlaps import REFUSED, proposals
from zhiheng.records.queries.scope import Scope

LEAST = 10
ROLES = frozenset({"officer", "section_head"})


def refuse(scope: Scope, key: str, reason: str, by: Person) -> None:
    """Keep why the two visits are made apart. NotAllowed without a whole reason, for a pair of others, or one that is settled."""
    if not scope.roles & ROLES:
        raise NotAllowed("由执法人员或者科室（大队）负责人决定是否合并")
    found = next((p for p in proposals(scope) if p.key == key), None)
    if found is None:
        raise NotAllowed("这两次检查已经改期、进场或者取消，请刷新")
    if found.state != "open":
        raise NotAllowed("这项建议已经处理，请刷新")
    if len(reason.strip()) < LEAST:
        raise NotAllowed(f"不合并的理由不少于 {LEAST} 个字，由上级查看")
    changes.note(REFUSED, key, "refused", {}, by=by, at=clock_now(), reason=reason.strip())
