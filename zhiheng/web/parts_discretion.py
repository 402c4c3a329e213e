"""View models of the discretion panel. Amounts that place bars are integer fen; words come finished."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zhiheng.web.parts import Badge, Button, Link
from zhiheng.web.parts_form import FieldSpec


@dataclass(frozen=True, slots=True)
class RangeBar:
    """Statutory range with the band of the benchmark and the proposed amount, all in fen."""

    statute_min: int
    statute_max: int
    band_min: int
    band_max: int
    proposed: int
    suggested: int = 0
    template: ClassVar[str] = "zh/parts/range_bar.html"

    def _percent(self, fen: int) -> float:
        """Place of an amount on the bar, 0–100; the bar starts at the statutory minimum."""
        span = max(self.statute_max - self.statute_min, 1)
        return round(min(max((fen - self.statute_min) / span, 0.0), 1.0) * 100, 2)

    @property
    def band_x(self) -> float:
        return self._percent(self.band_min)

    @property
    def band_width(self) -> float:
        return round(self._percent(self.band_max) - self.band_x, 2)

    @property
    def proposed_x(self) -> float:
        return self._percent(self.proposed)

    @property
    def outside(self) -> bool:
        return not self.band_min <= self.proposed <= self.band_max

    @property
    def anchor(self) -> str:
        """Text anchor of the marker's label, so that it stays inside the frame at both ends."""
        return "start" if self.proposed_x < 12 else "end" if self.proposed_x > 88 else "middle"


@dataclass(frozen=True, slots=True)
class Histogram:
    """Like cases: number per class. ``here`` is the index of the class this case falls in (-1: none)."""

    counts: tuple[int, ...]
    here: int = -1
    words: str = ""
    href: str = ""
    href_label: str = ""
    low: str = ""
    high: str = ""
    template: ClassVar[str] = "zh/parts/histogram.html"

    @property
    def bars(self) -> list[tuple[float, float, float, float, int, bool]]:
        """Per class: x and width in percent, y and height in a frame 40 high, count, whether this case
        is in it."""
        most, step = max(self.counts, default=0) or 1, 100 / max(len(self.counts), 1)
        heights = [round(36 * n / most, 1) for n in self.counts]
        return [
            (round(i * step, 2), round(step * 0.84, 2), 40 - heights[i], heights[i], n, i == self.here)
            for i, n in enumerate(self.counts)
        ]


@dataclass(frozen=True, slots=True)
class Factor:
    label: str
    value: str
    effect: str = ""
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class DepartureForm:
    """What leaving the band asks for: direction, reason, evidence; fields are ordinary form fields."""

    notice: str
    fields: tuple[FieldSpec, ...]


@dataclass(frozen=True, slots=True)
class DiscretionItem:
    """One violation of one party: facts to band to amount. ``refused`` is the sentence when above the
    statute."""

    no: str
    matter: str
    basis: tuple[Link, ...]
    statute: str
    grade: str
    band: str
    suggested: str
    bar: RangeBar | None = None
    factors: tuple[Factor, ...] = ()
    proposed: FieldSpec | None = None
    state: Badge | None = None
    cases: Histogram | None = None
    departure: DepartureForm | None = None
    first_time: str = ""
    stage: str = ""
    refused: str = ""
    inputs: tuple[FieldSpec, ...] = ()
    circumstances: FieldSpec | None = None
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class DiscretionParty:
    mark: str
    name: str
    items: tuple[DiscretionItem, ...]
    subtotal: str = ""


@dataclass(frozen=True, slots=True)
class DiscretionPanel:
    benchmark: str
    parties: tuple[DiscretionParty, ...]
    total: str
    capital: str
    benchmark_link: Link | None = None
    principles: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    reasoning: FieldSpec | None = None
    adopt: Button | None = None
    badge: Badge | None = None
    weigh: bool = False
    adoptable: bool = False
    template: ClassVar[str] = "zh/parts/discretion_panel.html"
