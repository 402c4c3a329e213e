"""Weigh a whole matter given as a document, and give the whole explanation back as plain JSON values.

Input: ``{"place", "date", "parties": [{"name", "kind", "violations": [{"code", "date", "stage", "facts": {…},
"circumstances": [id | {"id", "choice", "evidence": []}], "act", "evidence": {fact: []}, "new_law": {"code", "stage",
"facts"}}]}], "departures": false, "complex": false}``. ``date`` is the day of decision, a violation's ``date`` the day
of the act; ``act`` marks charges for one and the same act; ``new_law`` the provision of the day of decision to compare
with. Amounts in and out are yuan; ``facts`` ending in ``_yuan`` are money.

What the statutory range hangs on must be given. What only a bureau's own benchmark asks may be missing: then the general
rule is used, no band is named, and a warning says which facts would decide it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.kernel.discretion import (
    Charge,
    Found,
    MissingFacts,
    NoFine,
    PartyWeighing,
    Step,
    Thresholds,
    Trigger,
    WarningOnly,
    Weighing,
    choose_law,
    combine,
    needs,
    triggers,
    weigh,
)
from zhiheng.law import benchmarks, violations
from zhiheng.law import weighing_words as words
from zhiheng.law.charges import ChargeFault, charge
from zhiheng.law.weighing_json import explain

Json = Any
MOST_PARTIES, MOST_VIOLATIONS = 500, 500
TWO_YEARS = timedelta(days=730)
LATER_LAW = Article("行政处罚法", "37")
TIME_BAR = Article("行政处罚法", "36", 1)


@dataclass(frozen=True)
class Fault:
    """One fault of the input: where, and a sentence."""

    path: str
    says: str


class Faulty(ValueError):
    """All faults of a document at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("；".join(f"{f.path}：{f.says}" if f.path else f.says for f in faults))


@dataclass(frozen=True)
class Weighed:
    """What belongs to one charge beside its weighing. ``sparse``: weighed without the facts of the bureau's own table.
    ``compared``: the rule that was weighed against it and not chosen (行政处罚法 37), as JSON values.
    """

    code: str
    stage: str
    acted: date
    notes: tuple[Step, ...] = ()
    warnings: tuple[str, ...] = ()
    sparse: bool = False
    compared: Json = None


@dataclass(frozen=True)
class Matter:
    """Everything weighed: parties, what it brings with it, and what belongs to single charges (by charge id)."""

    place: str
    on: date
    parties: tuple[PartyWeighing, ...]
    triggers: tuple[Trigger, ...]
    charges: Mapping[str, Weighed]
    thresholds: Thresholds
    warnings: tuple[str, ...] = ()
    departures: bool = False
    complex_case: bool = False

    @property
    def total_fen(self) -> int:
        return sum(p.total_fen for p in self.parties)

    def own_triggers(self, party: PartyWeighing) -> tuple[Trigger, ...]:
        """What one party's penalty alone would bring."""
        return triggers((party,), self.thresholds, departures=self.departures, complex_case=self.complex_case)


def weigh_document(document: Any) -> dict[str, Json]:
    """Weigh and explain. Faulty lists everything that is missing or wrong, with its place in the document."""
    return explain(weigh_matter(document))


def weigh_matter(document: Any) -> Matter:
    """The same as values, for pages that show them."""
    return _Reader(document).matter()


@dataclass
class _Reader:
    """Reads one document, gathering all faults before giving up."""

    document: Any
    faults: list[Fault] = field(default_factory=list)
    charges: dict[str, Weighed] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    place: str = ""
    on: date = date.min

    def matter(self) -> Matter:
        given = self.document
        if not isinstance(given, Mapping):
            raise Faulty([Fault("", "输入须为一个 JSON 对象。")])
        found = words.where(given.get("place"))
        self.place = found.id
        self.warnings += [found.caution] if found.caution else []
        decided = self._date(given.get("date"), "date")
        rows = self._rows(given.get("parties"), "parties", MOST_PARTIES)
        if decided is None:
            raise Faulty(self.faults)
        self.on = decided
        parties = [self._party(row, f"parties.{i}") for i, row in enumerate(rows)]
        limits = self._thresholds()
        if self.faults or limits is None:
            raise Faulty(self.faults)
        every = tuple(p for p in parties if p is not None)
        departs, hard = bool(given.get("departures")), bool(given.get("complex"))
        brought = triggers(every, limits, departures=departs, complex_case=hard)
        return Matter(self.place, self.on, every, brought, self.charges, limits, tuple(self.warnings), departs, hard)

    def _thresholds(self) -> Thresholds | None:
        if self.on < benchmarks.PENALTY_LAW_SINCE:
            self.warnings.append(
                f"决定日期早于现行行政处罚法施行日 {benchmarks.PENALTY_LAW_SINCE}：罚款幅度按违法行为发生时的法律测算；听证、法制审核、"
                "集体讨论和裁量情节按现行条文提示，当时的条文（2017年修正）条号和数额依据待核。")
        try:
            return benchmarks.thresholds(self.place, self.on)
        except LookupError as fault:
            self.faults.append(Fault("date", str(fault)))
            return None

    def _party(self, row: Mapping[str, Any], path: str) -> PartyWeighing | None:
        name = str(row.get("name") or "").strip()
        if not name:
            self.faults.append(Fault(f"{path}.name", "缺少当事人名称。"))
        given = self._rows(row.get("violations"), f"{path}.violations", MOST_VIOLATIONS)
        unit = self._kind(row.get("kind"), given, path, name)
        made = [self._violation(v, f"{path}.violations.{i}", unit) for i, v in enumerate(given)]
        found = tuple(w for w in made if w is not None)
        return combine(name, bool(unit), found) if len(found) == len(made) else None

    def _kind(self, typed: Any, rows: Sequence[Mapping[str, Any]], path: str, name: str) -> bool | None:
        """As written, else as the acts charged say when they all punish the same kind."""
        known = words.is_unit(typed)
        if known is None and typed in (None, ""):
            kinds = {v.is_unit for v in violations.every() for r in rows if r.get("code") == v.code}
            if len(kinds) == 1:
                known = kinds.pop()
                self.warnings.append(f"「{name}」没有写明种类，按所列违法行为的处罚对象当作{'单位' if known else '个人'}。")
        if known is None:
            self.faults.append(Fault(f"{path}.kind", "缺少或者看不懂当事人种类，请写 unit（单位）或 person（个人）。"))
        return known

    def _violation(self, row: Mapping[str, Any], path: str, is_unit: bool | None) -> Weighing | None:
        acted = self._date(row.get("date"), f"{path}.date")
        code = row.get("code")
        if not isinstance(code, str) or not code.strip():
            self.faults.append(Fault(f"{path}.code", "缺少违法行为代码。"))
            return None
        if acted is None:
            return None
        if acted > self.on:
            self.faults.append(Fault(f"{path}.date", f"违法行为日期 {acted} 晚于决定日期 {self.on}。"))
            return None
        try:
            return self._weigh(row, path, acted, is_unit)
        except MissingFacts as gap:
            self.faults.append(Fault(path, f"{code} 缺少事实：{words.asked(gap.missing)}。"))
        except (ChargeFault, ValueError, KeyError) as fault:
            self.faults.append(Fault(path, str(fault.args[0]) if fault.args else str(fault)))
        return None

    def _weigh(self, row: Mapping[str, Any], path: str, acted: date, is_unit: bool | None) -> Weighing:
        act = words.act(row["code"])
        ended = words.unusable(act, acted)
        if ended:
            raise ChargeFault(ended)
        warnings = self._fits(act, is_unit)
        stage, said = words.stage(act, row.get("stage"))
        made, gaps = self._charge(row, path, act.code, stage.id, acted)
        warnings += [w for w in (said, gaps) if w]
        known = Weighed(act.code, stage.id, acted, self._late(act, acted, row), tuple(warnings), bool(gaps))
        self.charges[path] = known
        return self._against_new(row, path, made, known)

    def _fits(self, act: violations.Violation, is_unit: bool | None) -> list[str]:
        said, forbids = words.mismatch(act, act.is_unit if is_unit is None else is_unit)
        if forbids:
            raise ChargeFault(said)
        return [said] if said else []

    def _charge(self, row: Mapping[str, Any], path: str, code: str, stage: str, acted: date,
                facts: Any = None) -> tuple[Charge, str]:  # fmt: skip
        """The charge under the place's own table; under the general rule when facts of that table are missing, with the
        caution that names them.
        """
        proofs = {str(k): words.texts(v, "evidence") for k, v in words.mapping(row.get("evidence"), "evidence").items()}
        found, given = _circumstances(row.get("circumstances")), words.mapping(facts or row.get("facts"), "facts")

        def under(place: str) -> Charge:
            return charge(code, acted, stage=stage, facts=given, place=place, decided_on=self.on, circumstances=found,
                          act=str(row.get("act") or ""), evidence=proofs, key=path)  # fmt: skip

        made = under(self.place)
        table = made.benchmark
        gaps = [f"{f.zh}（{f.id}）" for f in table.factors if f.required and f.id not in made.facts] if table else []
        if not gaps or table is None or isinstance(made.fine, NoFine | WarningOnly):
            return made, ""
        return under(""), (f"缺少《{table.title}》定档所需的事实：{'、'.join(gaps)}；未定档，建议数暂按一般裁量规则测算。")

    def _against_new(self, row: Mapping[str, Any], path: str, made: Charge, known: Weighed) -> Weighing:
        """The rule of the day of decision beside it, when one is given or the catalogue names it."""
        newer = words.mapping(row.get("new_law"), "new_law")
        later = words.act(newer.get("code") or "") if newer else None
        if later is None and not violations.get(known.code).covers(self.on):
            later = words.successor(violations.get(known.code), self.on)
        if later is None:
            return weigh(made)
        step, _ = words.stage(later, newer.get("stage") or (known.stage if _has(later, known.stage) else ""))
        other, gaps = self._charge(row, path, later.code, step.id, self.on, newer.get("facts"))
        try:
            choice = choose_law(made, other)
        except MissingFacts as gap:
            if newer or any(key in _missing(made) for key, _ in gap.missing):
                raise
            said = f"决定时的规定 {later.code}（{later.title}）尚未比较，缺少事实：{words.asked(gap.missing)}。"
            self.charges[path] = replace(known, notes=(*known.notes, Step(said, (LATER_LAW,))))
            return weigh(made)
        taken_new = choice.chosen is choice.new
        spare, code = (choice.old, known.code) if taken_new else (choice.new, later.code)
        notes = (*choice.steps, *(n for n in known.notes if LATER_LAW not in n.articles))
        self.charges[path] = replace(
            known, code=later.code if taken_new else known.code, stage=step.id if taken_new else known.stage, notes=notes,
            sparse=bool(gaps) if taken_new else known.sparse, compared=_spare(code, spare))  # fmt: skip
        return choice.chosen

    def _late(self, act: violations.Violation, acted: date, row: Mapping[str, Any]) -> tuple[Step, ...]:
        notes = []
        if not row.get("new_law") and not act.covers(self.on):
            said = f"决定时《{act.law.title}》{act.law.ended or '已失效'}，须比较新旧规定，从旧兼从轻。"
            near = [f"{v.code}（{v.title}）" for v in words.in_force(act, self.on)]
            notes.append(Step(said + (f"决定时有效、相近的条目：{'、'.join(near)}。" if near else ""), (LATER_LAW,)))
        if self.on - acted > TWO_YEARS:
            notes.append(Step(f"违法行为（{acted}）距决定已逾二年，须查明是否在追责期限内被发现；行为连续或者继续的，"
                              "从终了之日起算。", (TIME_BAR,)))  # fmt: skip
        return tuple(notes)

    def _date(self, value: Any, path: str) -> date | None:
        found = words.day(value)
        if found is None:
            missing = value in (None, "")
            self.faults.append(Fault(path, "缺少日期。" if missing else f"看不懂日期「{str(value)[:40]}」，请写成 2026-11-22。"))
        return found

    def _rows(self, value: Any, path: str, most: int) -> list[Mapping[str, Any]]:
        if not isinstance(value, list) or not value or not all(isinstance(v, Mapping) for v in value):
            self.faults.append(Fault(path, "须为至少一项的列表。"))
            return []
        if len(value) > most:
            self.faults.append(Fault(path, f"最多 {most} 项。"))
            return []
        return value


def _missing(made: Charge) -> tuple[str, ...]:
    """Facts that the older charge itself lacks."""
    return tuple(key for key in needs(made.fine, made.facts) if key not in made.facts)


def _has(act: violations.Violation, stage: str) -> bool:
    return any(s.id == stage for s in act.stages)


def _spare(code: str, weighing: Weighing | None) -> Json:
    """The rule that was compared and not taken."""
    if weighing is None:
        return None
    found = weighing.range
    ends = None if found is None else {"min": found.min_fen / 100, "max": found.max_fen / 100}
    return {"code": code, "title": weighing.charge.title, "range": ends, "proposed": weighing.proposed_fen / 100,
            "penalty": [a.short() for a in weighing.charge.penalty]}  # fmt: skip


def _circumstances(raw: Any) -> tuple[Found, ...]:
    rows = [raw] if isinstance(raw, str | Mapping) and raw else raw or []
    if not isinstance(rows, list):
        raise ChargeFault("circumstances 须为情形代码的列表。")
    return tuple(_found(row) for row in rows)


def _found(raw: Any) -> Found:
    if isinstance(raw, str):
        return benchmarks.found(raw)
    if not isinstance(raw, Mapping) or not isinstance(raw.get("id"), str):
        raise ChargeFault("circumstances 的每一项须为情形代码，或者含 id 的对象。")
    return benchmarks.found(raw["id"], str(raw.get("choice") or ""), words.texts(raw.get("evidence"), "evidence"))
