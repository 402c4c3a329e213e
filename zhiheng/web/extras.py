"""What some forms have besides their fields: the search for a violation, the discretion panel."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from zhiheng.web.build import violations
from zhiheng.web.build.acts import Answer
from zhiheng.web.parts_form import FieldGroup
from zhiheng.web.tasks import Task


@dataclass(frozen=True)
class Helped:
    """The values after a helper button, and what is shown above the fields."""

    raw: Mapping[str, Any]
    groups: tuple[FieldGroup, ...] = ()
    panel: Any = None


def helped(task: Task, wish: str, raw: Mapping[str, Any], data: QueryDict) -> Helped | None:
    """The answer to a helper button; None when the button was another one."""
    if wish == "find":
        return Helped(raw, violations.groups(task, raw, data.get("find-q", "")))
    if wish.startswith("add:"):
        return Helped(violations.added(task, raw, wish.removeprefix("add:")), violations.groups(task, raw, ""))
    return None


def offered(task: Task, raw: Mapping[str, Any], answer: Answer) -> Answer:
    """The helpers as they stand before any was used."""
    return replace(answer, groups=violations.groups(task, raw, ""))
