"""What a procedure is: acts with gates and clocks, each naming an article. Declarations only; engine.py decides."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from zhiheng.kernel.article import Article
from zhiheng.kernel.facts import Facts, FieldSpec, schema
from zhiheng.kernel.powers import Extent

if TYPE_CHECKING:
    from zhiheng.kernel.situation import Rules, Situation
    from zhiheng.kernel.view import FileView


class Severity(StrEnum):
    """``void`` cannot be passed; ``defect`` only when the named superior releases it; ``warning`` is recorded."""

    VOID = "void"
    DEFECT = "defect"
    WARNING = "warning"


class Per(StrEnum):
    """For what an act is done."""

    FILE = "file"
    PARTY = "party"
    FINDING = "finding"
    MEASURE = "measure"
    EVIDENCE = "evidence"


@dataclass(frozen=True)
class Unmet:
    """A gate's answer when it is not met: the sentence with its particulars and what would cure it."""

    says: str
    cure: str = ""
    cure_act: str | None = None
    earliest: date | None = None
    who: str = ""


Check = Callable[["Situation"], "Unmet | str | None"]  # None = met; a plain sentence = unmet without particulars


@dataclass(frozen=True)
class Gate:
    """A condition of an act. ``rule`` is the general sentence ("听证申请期届满前不得作出决定") used in prose and helps.

    ``needs_facts`` gates look at the proposed facts and are skipped until some are given.
    ``release_by`` names the role that may release a defect. ``since``/``until`` bound the days the rule is in force
    (both inclusive); ``verified`` False marks a rule whose text was not read: it never stands as void.
    """

    id: str
    rule: str
    articles: tuple[Article, ...]
    check: Check
    severity: Severity = Severity.VOID
    cure: str = ""
    cure_act: str | None = None
    release_by: str | None = None
    needs_facts: bool = False
    since: date | None = None
    until: date | None = None
    verified: bool = True

    def __post_init__(self) -> None:
        if not self.articles:
            raise ValueError(f"gate {self.id} names no article")
        if self.severity is Severity.DEFECT and not self.release_by:
            object.__setattr__(self, "release_by", "bureau_head")

    def in_force(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Sign:
    """One step of a route. ``handler`` and ``second`` are the two officers of the file; other roles by mandate."""

    role: str
    zh: str
    certified: bool = False
    opinion: bool = False  # the step writes an opinion (审核意见, 审批意见)


@dataclass(frozen=True)
class PaperRule:
    """A paper the act makes. ``when`` looks at (facts, subject attrs); ``each`` = one paper per subject."""

    code: str
    when: Callable[[Facts, Mapping[str, Any]], bool] | None = None
    each: bool = False


@dataclass(frozen=True)
class When:
    """A moment that starts, stops or interrupts a clock: an effective act, perhaps of one kind, at one of its facts.

    ``at`` names the fact holding the date; without it the act's ``occurred_at`` counts. ``own`` keeps only the very
    act that introduced the subject, told by its attribute ``since_seq`` (each batch of evidence has its own days).
    ``or_acts`` are further acts that serve as well (a hearing ends by its report, or by being given up).
    """

    act: str
    where: Callable[[Facts], bool] | None = None
    at: str | None = None
    zh: str = ""
    own: bool = False
    or_acts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clock:
    """A term that runs. ``term`` is an id of the dated terms; ``per`` as of its starting act.

    ``suspends``: (from, to) pairs during which the time stands still; ``excludes``: pairs whose days do not count
    (testing, hearing, appraisal, public notice). ``extends``: acts whose fact ``days`` adds time or whose fact
    ``at`` (else ``until``) names a later last day.
    ``due_fact`` names the fact of the starting act that is itself the last day (a rectification order's date);
    such a clock may have no ``term`` and then names its ``articles`` itself. Without both, ``todo`` is a duty that the
    law gives no number of days (及时): it stands on the desk of whose turn it is until it is done.
    ``whose`` is "agency" or "party": a party's right that runs out is not an officer's overdue work.
    """

    id: str
    zh: str
    term: str
    starts: tuple[When, ...]
    stops: tuple[When, ...] = ()
    per: Per = Per.FILE
    whose: str = "agency"
    suspends: tuple[tuple[When, When], ...] = ()
    excludes: tuple[tuple[When, When], ...] = ()
    extends: tuple[When, ...] = ()
    due_fact: str | None = None
    articles: tuple[Article, ...] = ()
    todo: str = ""  # the act the to-do list offers
    management: bool = False  # 管理时限: the bureau's own or an unverified rule's term


@dataclass(frozen=True)
class Prefilled:
    """A value brought along and where it comes from ("现场检查记录 11-09").

    ``computed``: a figure of the system, which no kept draft holds back: it is always the present one.
    """

    value: Any
    source: str
    computed: bool = False


@dataclass(frozen=True)
class Act:
    """One lawful step.

    ``by``: roles that may begin it ("handler" = an officer of this file). ``route``: who must sign before it takes
    effect; empty = at once by whoever begins. ``together``: one act may serve several subjects (an order for three
    findings). ``introduces`` names new subjects from its facts. ``once``: not again for the same subject.
    ``moves_to``: the stage reached. ``occurs``: the fact that says when it happened; else the last signature counts.
    ``spawns``: (procedure, first act) of the file it opens. ``by_party``: done by the party, entered by an officer.
    ``records``: kinds of full-process record required (音像). ``ends``: the file is finished after it.
    """

    id: str
    zh: str
    facts: type
    articles: tuple[Article, ...]
    gates: tuple[Gate, ...] = ()
    per: Per = Per.FILE
    together: bool = False
    by: tuple[str, ...] = ("handler",)
    route: tuple[Sign, ...] = ()
    papers: tuple[PaperRule, ...] = ()
    introduces: Callable[[Facts, int], tuple[Any, ...]] | None = None
    prefill: Callable[[Situation], Mapping[str, Prefilled]] | None = None
    once: bool = False
    stage: str = ""
    moves_to: str | None = None
    occurs: str | None = None
    spawns: tuple[str, str] | None = None
    by_party: bool = False
    records: tuple[str, ...] = ()
    ends: bool = False
    side: bool = False  # a side path (延期, 中止, 移送, 撤销), shown apart
    help: str = ""

    @property
    def fields(self) -> tuple[FieldSpec, ...]:
        return schema(self.facts)


@dataclass(frozen=True)
class Stage:
    """A node of the bar: id, Chinese name, and the acts shown below it as its milestones."""

    id: str
    zh: str
    milestones: tuple[str, ...] = ()


@dataclass(frozen=True)
class Procedure:
    """A declaration of acts, stages and clocks; ``entry`` acts may open a file.

    ``extent`` tells what an act with these facts reaches (items, area, amount), for the limits of people's posts.
    """

    id: str
    zh: str
    articles: tuple[Article, ...]
    stages: tuple[Stage, ...]
    acts: tuple[Act, ...]
    clocks: tuple[Clock, ...] = ()
    entry: tuple[str, ...] = ()
    since: date | None = None
    extent: Callable[[Rules, FileView, Facts], Extent] | None = field(default=None, compare=False)
    _by_id: dict[str, Act] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_id.update({a.id: a for a in self.acts})
        if len(self._by_id) != len(self.acts):
            raise ValueError(f"{self.id}: two acts share an id")

    def act(self, act_id: str) -> Act:
        """The act of this name; KeyError in words when there is none."""
        if act_id not in self._by_id:
            raise KeyError(f"{self.zh}没有「{act_id}」这一行为")
        return self._by_id[act_id]

    def clock(self, clock_id: str) -> Clock:
        """The clock of this name; KeyError in words when there is none."""
        found = next((c for c in self.clocks if c.id == clock_id), None)
        if found is None:
            raise KeyError(f"{self.zh}没有「{clock_id}」这一时限")
        return found

    def names(self) -> frozenset[str]:
        return frozenset(self._by_id)


@dataclass(frozen=True)
class Released:
    """A release of a defect gate by a superior: who, when, why. Kept for ever."""

    gate: str
    by: str
    at: datetime
    reason: str
