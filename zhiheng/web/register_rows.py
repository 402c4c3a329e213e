"""What the pages of agencies and mandates share: a row's page with its form, its end, its history."""
from __future__ import annotations

from collections.abc import Callable, Sized
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from zhiheng.actions.errors import Invalid, NotAllowed, Refusal
from zhiheng.kernel.facts import FactError
from zhiheng.kernel.facts import FieldSpec as Fact
from zhiheng.web import reading
from zhiheng.web.parts_page import Table


@dataclass(frozen=True)
class Panel:
    """A table under its own heading."""

    title: str
    table: Table


@dataclass(frozen=True)
class Ending:
    """The form by which a row ends with a day and a reason."""

    act: str
    title: str
    action: str
    day_label: str
    about: str
    day: str
    fault: str = ""
    reason: str = ""


def posted(request: HttpRequest, specs: tuple[Fact, ...]) -> tuple[dict[str, Any], list[FactError]]:
    """What was typed, by the facts' own fields."""
    return reading.read(specs, request.POST)


def saved(request: HttpRequest, write: Callable[[], Sized]) -> list[FactError]:
    """Do a change and say how many fields it moved; what refuses it comes back beside the fields."""
    try:
        moved = write()
    except Invalid as fault:
        return list(fault.errors)
    except Refusal as fault:
        return [FactError("reason", str(fault))]
    messages.success(request, f"已保存，改动 {len(moved)} 项。" if moved else "没有改动。")
    return []


def day_of(request: HttpRequest, name: str = "day") -> date:
    """A day of a form. NotAllowed when it is none."""
    try:
        return date.fromisoformat(request.POST.get(name, ""))
    except ValueError:
        raise NotAllowed("日期没有填写，或者写法不对，应如 2026-11-23") from None


def day_asked(request: HttpRequest, today: date) -> date:
    """The day of ``?on=``; today when it names none."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return today
