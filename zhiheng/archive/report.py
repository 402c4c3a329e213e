"""The answer of a verification, in words that the browser page uses too."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Finding:
    """One thing wrong. ``code``: changed missing added event-* unattested unlisted order proof signature key
    seal tag."""

    code: str
    item: str
    says: str


@dataclass(frozen=True)
class Report:
    """``broken`` empty = whole. ``notes`` limit what was proved; ``withheld`` lists what was left out on
    purpose."""

    broken: tuple[Finding, ...]
    notes: tuple[str, ...]
    withheld: tuple[str, ...]
    counts: dict[str, int]
    keys: tuple[str, ...]
    title: str = ""

    @property
    def ok(self) -> bool:
        return not self.broken

    @property
    def verdict(self) -> str:
        if self.broken:
            more = f"（另有 {len(self.broken) - 1} 处）" if len(self.broken) > 1 else ""
            return f"不完整：{self.broken[0].says}{more}"
        c = self.counts
        held = f"正卷 {c['main']} 件、副卷 {c['sub']} 件、证据 {c['evidence']} 件、办案记录 {c['events']} 项"
        return f"完整：{held}，未发现改动、增加、缺少或调换"

    def as_json(self) -> dict[str, Any]:
        return {
            "ok": self.ok,
            "verdict": self.verdict,
            "title": self.title,
            "broken": [asdict(f) for f in self.broken],
            "notes": list(self.notes),
            "withheld": list(self.withheld),
            "counts": self.counts,
            "keys": list(self.keys),
        }
