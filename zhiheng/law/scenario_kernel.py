"""The executor in memory: stories on the kernel alone, fast enough for thousands."""
from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from zhiheng.kernel import walk
from zhiheng.kernel.engine import judge
from zhiheng.kernel.facts import FactError
from zhiheng.kernel.procedure import Severity
from zhiheng.kernel.situation import Rules
from zhiheng.kernel.view import FileView, Link, Person
from zhiheng.law.scenario import Did, FileSpec, ScenarioError, Story

DOMAIN = "安全生产"
LEAST_REASON = 10


class KernelExecutor:
    """Keeps the files of one story in a dictionary."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.views: dict[str, FileView] = {}
        self.people: Mapping[str, Person] = {}
        self.story: Story | None = None

    def begin(self, story: Story) -> None:
        self.story, self.views = story, {}
        self.people = {p.id: p for p in story.people}

    def view(self, file: FileSpec, at: datetime) -> FileView | None:
        view = self.views.get(file.alias)
        return None if view is None else dataclasses.replace(view, now=at, links=self._links(file, at))

    def _links(self, file: FileSpec, at: datetime) -> tuple[Link, ...]:
        assert self.story is not None
        found = []
        if file.origin:
            other = self.views.get(file.origin)
            if other is None:
                raise ScenarioError(f"案卷「{file.alias}」来自「{file.origin}」，后者还没有建立")
            found.append(Link("origin", other.no, other.procedure, dataclasses.replace(other, now=at), file.subjects, file.kind))
        for spec in self.story.files.values():
            child = self.views.get(spec.alias)
            if spec.origin == file.alias and child is not None:
                found.append(Link("outcome", child.no, child.procedure, dataclasses.replace(child, now=at),
                                  {v: k for k, v in spec.subjects.items()}, spec.kind))
        return tuple(found)

    def perform(self, file: FileSpec, act: str, facts: Mapping[str, Any], by: str, keys: Sequence[str], at: datetime,
                happened: datetime | None) -> Did:
        view = self.view(file, at) or self._opened(file, at)
        hop = walk.perform(self.rules, view, act, facts, self.people[by], subjects=keys, at=at, occurred_at=happened)
        return self._keep(file, hop)

    def _opened(self, file: FileSpec, at: datetime) -> FileView:
        assert self.story is not None
        view = walk.opened(f"剧本-{file.alias}", file.procedure, self.people, at, domain=self.story.domain or DOMAIN,
                           violation_on=self.story.violation_on, attrs=self.story.register)
        return dataclasses.replace(view, links=self._links(file, at))

    def _keep(self, file: FileSpec, hop: walk.Hop) -> Did:
        if hop.done:
            self.views[file.alias] = hop.view
        return Did(hop.effective, hop.draft, hop.refused, hop.errors, hop.warnings)

    def sign(self, file: FileSpec, draft: int, by: str, at: datetime) -> Did:
        view = self._there(file, at)
        return self._keep(file, walk.sign(self.rules, view, draft, self.people[by], at=at))

    def send_back(self, file: FileSpec, draft: int, by: str, reason: str, at: datetime) -> Did:
        view = self._there(file, at)
        self.views[file.alias] = walk.send_back(view, draft, self.people[by], reason, at=at)
        return Did()

    def release(self, file: FileSpec, act: str, gate: str, by: str, reason: str, key: str | None, at: datetime) -> Did:
        view = self._there(file, at)
        declared = self.rules.procedure(view).act(act)
        known = next((g for g in (*declared.gates, *self.rules.place.extra(view.procedure, act)) if g.id == gate), None)
        if known is None or (known.severity is Severity.VOID and known.verified) or known.severity is Severity.WARNING:
            return _not_released(gate, "这一项不得放行")
        if (known.release_by or "bureau_head") not in self.people[by].roles or len(reason) < LEAST_REASON:
            return _not_released(gate, f"放行须由有权的负责人作出，理由不少于 {LEAST_REASON} 个字")
        judge(self.rules, view, act, subject=key, at=at)
        self.views[file.alias] = walk.release(view, act, gate, self.people[by], reason, at=at, subject=key)
        return Did()

    def _there(self, file: FileSpec, at: datetime) -> FileView:
        view = self.view(file, at)
        if view is None:
            raise KeyError(f"案卷「{file.alias}」还没有建立")
        return view

    @contextmanager
    def trial(self) -> Iterator[None]:
        kept = dict(self.views)
        try:
            yield
        finally:
            self.views = kept


def _not_released(gate: str, says: str) -> Did:
    return Did(errors=(FactError(gate, says),))
