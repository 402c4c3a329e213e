"""Weigh a whole matter given as a document, and give the whole explanation back as plain JSON values.

Input: ``{"place", "date", "parties": [{"name", "kind": "unit"|"person", "violations": [{"code", "date",
"stage",
"facts": {…}, "circumstances": [id | {"id", "choice", "evidence": []}], "act", "evidence": {fact: []},
"new_law": {"code", "stage", "facts"}}]}], "departures": false, "complex": false}``. ``date`` is the day of
decision, a
violation's ``date`` the day of the act; ``act`` marks charges for one and the same act; ``new_law`` the
provision of
the day of decision to compare with. Amounts in and out are yuan; ``facts`` ending in ``_yuan`` are money.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.kernel.discretion import (
    Found,
    MissingFacts,
    PartyWeighing,
    Range,
    Step,
    Thresholds,
    Trigger,
    Weighing,
    choose_law,
    combine,
    party_reasoning,
    triggers,
    weigh,
)
from zhiheng.law import benchmarks, violations
from zhiheng.law.charges import ChargeFault, charge

Json = Any
KINDS = {
    **dict.fromkeys(("unit", "单位", "企业", "法人", "institution", "enterprise"), True),
    **dict.fromkeys(("person", "个人", "自然人", "公民", "individual", "principal"), False),
}


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
class Matter:
    """Everything weighed: parties, what it brings with it, and notes that belong to single charges (by
    charge id).
    """

    parties: tuple[PartyWeighing, ...]
    triggers: tuple[Trigger, ...]
    notes: Mapping[str, tuple[Step, ...]]
    codes: Mapping[str, tuple[str, str]]
    thresholds: Thresholds

    @property
    def total_fen(self) -> int:
        return sum(p.total_fen for p in self.parties)


def weigh_document(document: Mapping[str, Any]) -> dict[str, Json]:
    """Weigh and explain. Faulty lists everything that is missing or wrong, with its place in the document."""
    return explain(document, weigh_matter(document))


def weigh_matter(document: Mapping[str, Any]) -> Matter:
    """The same as values, for pages that show them."""
    return _Reader(document).matter()


class _Reader:
    """Reads one document, gathering all faults before giving up."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.faults: list[Fault] = []
        self.notes: dict[str, tuple[Step, ...]] = {}
        self.codes: dict[str, tuple[str, str]] = {}
        self.place = ""
        self.on = date.min

    def matter(self) -> Matter:
        if not isinstance(self.document, Mapping):
            raise Faulty([Fault("", "输入须为一个 JSON 对象。")])
        self.place = str(self.document.get("place") or "")
        decided = self._date(self.document.get("date"), "date")
        rows = self._rows(self.document.get("parties"), "parties")
        if decided is None:
            raise Faulty(self.faults)
        self.on = decided
        parties = [self._party(row, f"parties.{i}") for i, row in enumerate(rows)]
        limits = self._thresholds()
        if self.faults or limits is None:
            raise Faulty(self.faults)
        every = tuple(p for p in parties if p is not None)
        return Matter(
            every,
            triggers(
                every,
                limits,
                departures=bool(self.document.get("departures")),
                complex_case=bool(self.document.get("complex")),
            ),
            self.notes,
            self.codes,
            limits,
        )

    def _thresholds(self) -> Thresholds | None:
        try:
            return benchmarks.thresholds(self.place, self.on)
        except LookupError as fault:
            self.faults.append(Fault("date", str(fault)))
            return None

    def _party(self, row: Mapping[str, Any], path: str) -> PartyWeighing | None:
        name = str(row.get("name") or "").strip()
        if not name:
            self.faults.append(Fault(f"{path}.name", "缺少当事人名称。"))
        is_unit = KINDS.get(str(row.get("kind") or ""))
        if is_unit is None:
            self.faults.append(
                Fault(f"{path}.kind", "缺少或者看不懂当事人种类，请写 unit（单位）或 person（个人）。")
            )
        given = self._rows(row.get("violations"), f"{path}.violations")
        made = [self._violation(v, f"{path}.violations.{i}", bool(is_unit)) for i, v in enumerate(given)]
        found = tuple(w for w in made if w is not None)
        return combine(name, bool(is_unit), found) if len(found) == len(made) else None

    def _violation(self, row: Mapping[str, Any], path: str, is_unit: bool) -> Weighing | None:
        acted = self._date(row.get("date"), f"{path}.date")
        if not row.get("code"):
            self.faults.append(Fault(f"{path}.code", "缺少违法行为代码。"))
        if acted is None or not row.get("code"):
            return None
        if acted > self.on:
            self.faults.append(Fault(f"{path}.date", f"违法行为日期 {acted} 晚于决定日期 {self.on}。"))
            return None
        try:
            return self._weigh(row, path, acted, is_unit)
        except MissingFacts as gap:
            names = "、".join(f"{zh}（{key.replace('_fen', '_yuan')}）" for key, zh in gap.missing)
            self.faults.append(Fault(path, f"{row['code']} 缺少事实：{names}。"))
            return None
        except (ValueError, KeyError, TypeError) as fault:
            self.faults.append(Fault(path, str(fault.args[0]) if fault.args else str(fault)))
            return None

    def _weigh(self, row: Mapping[str, Any], path: str, acted: date, is_unit: bool) -> Weighing:
        facts = row.get("facts") or {}
        if not isinstance(facts, Mapping):
            raise ChargeFault("facts 须为「事实：值」的对象。")
        found = tuple(_found(c) for c in row.get("circumstances") or ())
        proofs = {k: tuple(v) for k, v in (row.get("evidence") or {}).items()}
        stage = str(row.get("stage") or "first")
        made = charge(
            str(row["code"]),
            acted,
            stage=stage,
            facts=facts,
            place=self.place,
            decided_on=self.on,
            circumstances=found,
            act=str(row.get("act") or ""),
            evidence=proofs,
            key=path,
        )
        self.codes[path] = (str(row["code"]), violations.get(str(row["code"])).stage(stage).id)
        self.notes[path] = self._notes(str(row["code"]), acted, is_unit, bool(row.get("new_law")))
        newer = row.get("new_law")
        if not newer:
            return weigh(made)
        other = charge(
            str(newer["code"]),
            self.on,
            stage=str(newer.get("stage") or stage),
            facts=newer.get("facts") or facts,
            place=self.place,
            decided_on=self.on,
            circumstances=found,
            act=str(row.get("act") or ""),
            evidence=proofs,
            key=path,
        )
        choice = choose_law(made, other)
        if choice.chosen is choice.new:
            self.codes[path] = (str(newer["code"]), str(newer.get("stage") or stage))
        self.notes[path] = (*choice.steps, *self.notes[path])
        return choice.chosen

    def _notes(self, code: str, acted: date, is_unit: bool, compared: bool) -> tuple[Step, ...]:
        act = violations.get(code)
        notes = []
        if act.is_unit != is_unit:
            notes.append(Step(f"本项的处罚对象是{act.subject_zh}，与当事人种类不符，请核对。", act.penalties))
        if not compared and not act.covers(self.on):
            notes.append(
                Step(
                    f"决定时《{act.law.title}》{act.law.ended or '已失效'}，须比较新旧规定，从旧兼从轻。",
                    (Article("行政处罚法", "37"),),
                )
            )
        return tuple(notes)

    def _date(self, value: Any, path: str) -> date | None:
        if value in (None, ""):
            self.faults.append(Fault(path, "缺少日期。"))
            return None
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.faults.append(Fault(path, f"看不懂日期「{value}」，请写成 2026-11-22。"))
            return None

    def _rows(self, value: Any, path: str) -> list[Mapping[str, Any]]:
        if not isinstance(value, list) or not value or not all(isinstance(v, Mapping) for v in value):
            self.faults.append(Fault(path, "须为至少一项的列表。"))
            return []
        return value


def _found(raw: Any) -> Found:
    if isinstance(raw, str):
        return benchmarks.found(raw)
    return benchmarks.found(str(raw["id"]), str(raw.get("choice") or ""), tuple(raw.get("evidence") or ()))


def explain(document: Mapping[str, Any], matter: Matter) -> dict[str, Json]:
    """The whole explanation as JSON values; amounts in yuan."""
    return {
        "place": str(document.get("place") or ""),
        "date": str(document["date"]),
        "unit": "yuan",
        "parties": [_party_json(p, matter) for p in matter.parties],
        "total": _yuan(matter.total_fen),
        "requires": {
            kind: _requirement(kind, matter) for kind in ("hearing", "legal_review", "collective_discussion")
        },
        "thresholds": {
            "person": _yuan(matter.thresholds.person_fen),
            "unit": _yuan(matter.thresholds.unit_fen),
            "verified": matter.thresholds.verified,
            "source": matter.thresholds.source,
        },
    }


def _yuan(fen: int) -> int | float:
    """Whole yuan as an integer; fen only where there are any."""
    return fen // 100 if fen % 100 == 0 else fen / 100


def article_json(article: Article) -> dict[str, Json]:
    """law, article, paragraph, item, and the words."""
    return {
        "law": article.law,
        "article": article.article,
        "paragraph": article.paragraph,
        "item": article.item,
        "text": article.short(),
    }


def _steps(steps: Sequence[Step]) -> list[Json]:
    return [{"text": s.text, "articles": [article_json(a) for a in s.articles]} for s in steps]


def _range(found: Range | None) -> Json:
    return None if found is None else {"min": _yuan(found.min_fen), "max": _yuan(found.max_fen)}


def _party_json(party: PartyWeighing, matter: Matter) -> Json:
    rows = [(w, "") for w in party.items] + [(a.weighing, a.by.charge.id) for a in party.absorbed]
    rows.sort(key=lambda row: int(row[0].charge.id.rpartition(".")[2]))
    return {
        "name": party.name,
        "kind": "unit" if party.is_unit else "person",
        "violations": [_weighing_json(w, by, matter) for w, by in rows],
        "total": _yuan(party.total_fen),
        "other_penalties": list(party.other_penalties),
        "steps": _steps(party.steps),
        "explanation": party_reasoning(party),
    }


def _weighing_json(weighing: Weighing, by: str, matter: Matter) -> Json:
    charged, notes = weighing.charge, matter.notes.get(weighing.charge.id, ())
    code, stage = matter.codes[charged.id]
    return {
        "code": code,
        "stage": stage,
        "title": charged.title,
        "range": _range(weighing.range),
        "band": weighing.band.name if weighing.band else None,
        "band_range": _range(weighing.band_range),
        "benchmark": charged.benchmark.title if charged.benchmark and weighing.band else None,
        "proposed": 0 if by else _yuan(weighing.proposed_fen),
        "absorbed_by": by or None,
        "no_penalty": weighing.no_penalty or None,
        "duty": [article_json(a) for a in charged.duty],
        "penalty": [article_json(a) for a in charged.penalty],
        "articles": [article_json(a) for a in weighing.articles],
        "other_penalties": list(weighing.other_penalties),
        "steps": _steps((*weighing.steps, *notes)),
        "what_changes": list(weighing.what_changes),
        "warnings": [*weighing.warnings, *(n.text for n in notes)],
    }


def _requirement(kind: str, matter: Matter) -> Json:
    mine = [t for t in matter.triggers if t.kind == kind]
    said = [
        {
            "party": t.party or None,
            "says": t.says,
            "articles": [article_json(a) for a in t.articles],
            "verified": t.verified,
            "certain": t.certain,
        }
        for t in mine
    ]
    return {"required": any(t.certain for t in mine), "rules": said}
