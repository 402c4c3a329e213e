"""The register of effects by (procedure, act); "*" stands for every procedure."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from zhiheng.kernel.situation import Rules
from zhiheng.kernel.view import Event, FileView, Subject
from zhiheng.records.models import File


@dataclass(frozen=True)
class EffectContext:
    """What an effect may look at: the file's row, the event, the view after it, its subjects, the papers' numbers."""

    file: File
    event: Event
    view: FileView
    rules: Rules
    papers: tuple[Mapping[str, Any], ...]  # as in Event.papers

    @property
    def facts(self) -> Mapping[str, Any]:
        return self.event.facts

    def subjects(self, kind: str) -> tuple[Subject, ...]:
        """The subjects of this kind that the act was done for; all of the kind when it was done for the whole file."""
        found = self.view.of_kind(kind)
        return tuple(s for s in found if not self.event.subjects or s.key in self.event.subjects)


Effect = Callable[[EffectContext], None]
_REGISTER: dict[tuple[str, str], list[Effect]] = {}


def effect(procedure: str, *acts: str) -> Callable[[Effect], Effect]:
    """Register a function as effect of these acts."""
    def keep(function: Effect) -> Effect:
        for act in acts:
            _REGISTER.setdefault((procedure, act), []).append(function)
        return function
    return keep


def apply(ctx: EffectContext) -> None:
    """Run every effect of the event's act, the general ones first."""
    for slot in (("*", "*"), ("*", ctx.event.act), (ctx.view.procedure, ctx.event.act)):
        for function in _REGISTER.get(slot, ()):
            function(ctx)
