"""What an action answers."""
from __future__ import annotations

from dataclasses import dataclass

from zhiheng.kernel.engine import Obstacle
from zhiheng.records.models import Event, File, Paper


@dataclass(frozen=True)
class Outcome:
    """``event`` is the effective act, or None while signatures are missing; then ``draft_seq`` names the draft.

    ``warnings`` stand in the record too. ``spawned`` are numbers of files that this act opened. ``replayed`` is True
    when the same request (same key) had been done before: nothing was written now.
    """

    file: File
    event: Event | None
    draft_seq: int | None = None
    papers: tuple[Paper, ...] = ()
    warnings: tuple[Obstacle, ...] = ()
    spawned: tuple[str, ...] = ()
    replayed: bool = False

    @property
    def effective(self) -> bool:
        return self.event is not None
