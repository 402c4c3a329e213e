"""What a statutory term is: its length, unit, direction, basis and standing. Values only; terms.py counts."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from zhiheng.kernel.article import Article
from zhiheng.kernel.clock import utc
from zhiheng.kernel.errors import ZhihengError


class TermError(ZhihengError, ValueError):
    """A term that cannot be computed as asked; the message is Chinese."""


class Undated(TermError):
    """A term that has no date: the law gives no number (及时), or time stands still (``still``).

    ``explanation`` holds the Chinese lines that say why; ``basis_unverified`` as in :class:`Due`.
    """

    def __init__(self, explanation: tuple[str, ...], basis_unverified: bool, still: bool = False) -> None:
        super().__init__("；".join(explanation))
        self.explanation = explanation
        self.basis_unverified = basis_unverified
        self.still = still


class Unit(StrEnum):
    WORKING_DAY = "working_day"
    DAY = "day"
    HOUR = "hour"
    MONTH = "month"
    YEAR = "year"
    IMMEDIATE = "immediate"
    PROMPTLY = "promptly"
    AS_NOTIFIED = "as_notified"
    AS_CONFIGURED = "as_configured"
    BY_DATE = "by_date"


UNIT_ZH = {
    Unit.WORKING_DAY: "个工作日", Unit.DAY: "日", Unit.HOUR: "小时", Unit.MONTH: "个月", Unit.YEAR: "年",
    Unit.IMMEDIATE: "当场（立即）", Unit.PROMPTLY: "及时", Unit.AS_NOTIFIED: "以告知书载明为准",
    Unit.AS_CONFIGURED: "以本机关规定为准", Unit.BY_DATE: "固定日期",
}
COUNTED = (Unit.WORKING_DAY, Unit.DAY, Unit.HOUR, Unit.MONTH, Unit.YEAR)


class Direction(StrEnum):
    """``within``: at the latest then. ``after``: lawful only from then. ``at_least_before``: ahead."""

    WITHIN = "within"
    AFTER = "after"
    AT_LEAST_BEFORE = "at_least_before"


class Status(StrEnum):
    """``legacy``: from a rule replaced by one not read yet. ``repealed``: for no day after ``until``."""

    IN_FORCE = "in_force"
    LEGACY = "legacy"
    REPEALED = "repealed"


class Source(StrEnum):
    """``text``: compared with the statute text; ``read``: read elsewhere; ``memory``: to be checked."""

    TEXT = "text"
    READ = "read"
    MEMORY = "memory"


@dataclass(frozen=True)
class Rule:
    """How days are counted or rolled, in one sentence, and where the law says so."""

    zh: str
    articles: tuple[Article, ...] = ()

    def says(self) -> str:
        """The sentence with its citations: …（行政处罚法第85条）."""
        cited = "、".join(a.short() for a in self.articles)
        return f"{self.zh}（{cited}）" if cited else self.zh


@dataclass(frozen=True)
class Term:
    """One statutory term. ``length`` is in ``unit``; None for terms without a number.

    ``articles`` is where the law sets it. ``counting`` says how its days are counted, ``roll`` that a last
    day off moves to the next working day (None: it does not). ``since``/``until`` (inclusive) bound the
    days on which the cited text is in force.
    ``by_day`` (month, day) serves terms that end on a fixed day of the year.
    """

    id: str
    zh: str
    length: int | None
    unit: Unit
    direction: Direction
    articles: tuple[Article, ...]
    starts_from: str = ""
    starts_zh: str = "起算"
    counting: Rule | None = None
    roll: Rule | None = None
    status: Status = Status.IN_FORCE
    source: Source = Source.TEXT
    since: date | None = None
    until: date | None = None
    by_day: tuple[int, int] | None = None
    procedure: str = ""
    actor: str = ""
    extendable: str = ""
    excluded: str = ""
    on_breach: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.unit in COUNTED and self.length is None:
            raise TermError(f"期限 {self.id} 没有写长度")
        if self.unit is Unit.BY_DATE and self.by_day is None:
            raise TermError(f"期限 {self.id} 没有写固定日期")
        if not self.articles:
            raise TermError(f"期限 {self.id} 没有依据")

    @property
    def verified(self) -> bool:
        """False when the basis must still be checked: from memory, or a replaced or repealed rule."""
        return self.source is not Source.MEMORY and self.status is Status.IN_FORCE

    def length_zh(self) -> str:
        """5 个工作日, 90 日, 及时 …"""
        unit = UNIT_ZH[self.unit]
        return f"{self.length} {unit}" if self.unit in COUNTED else unit


@dataclass(frozen=True)
class Extension:
    """An approved extension: ``length`` in the term's unit or in ``unit``; ``why`` names the approval."""

    length: int
    why: str = "批准延长"
    unit: Unit | None = None

    def __post_init__(self) -> None:
        if self.length < 0:
            raise TermError("延长的时间不能为负")


@dataclass(frozen=True)
class Due:
    """When a term ends. ``at`` is the last lawful moment (23:59:59 of ``on``), aware, Asia/Shanghai.

    For ``after`` terms ``at`` is the first lawful moment; for ``at_least_before`` the last lawful moment to
    act ahead of the event. ``provisional``: rests on a year whose holiday notice is not known, or on a
    stretch still open. ``explanation``: Chinese lines, one step each. ``basis_unverified``: 依据待核.
    """

    at: datetime
    on: date
    provisional: bool
    explanation: tuple[str, ...]
    basis_unverified: bool = False
    direction: Direction = Direction.WITHIN

    def passed(self, now: datetime) -> bool:
        """True when ``now`` is later than the last lawful moment (for ``after``: from the first on)."""
        return utc(now) >= utc(self.at) if self.direction is Direction.AFTER else utc(now) > utc(self.at)
