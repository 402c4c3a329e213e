"""The charges of a file weighed with what stands in the panel; amounts checked against statute and band."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.http import QueryDict

from zhiheng.kernel import money
from zhiheng.kernel.discretion import (
    Departure,
    Factor,
    Found,
    MissingFacts,
    Ok,
    PartyWeighing,
    Refused,
    Trigger,
    Weighing,
    check_amount,
    combine,
    party_reasoning,
    reasoning,
    triggers,
    weigh,
)
from zhiheng.kernel.view import FileView, Subject
from zhiheng.law import benchmarks, violations
from zhiheng.law.charges import ChargeFault, charge, questions
from zhiheng.records.queries.like import former_penalties

Inputs = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Item:
    """One violation of one party in the panel. ``weighing`` is None while facts are missing (``fault`` says which)."""

    index: int
    party: Subject
    code: str
    title: str
    stage: str
    stages: tuple[tuple[str, str], ...]
    asked: tuple[Factor, ...]
    given: Mapping[str, str]
    circumstances: tuple[str, ...]
    weighing: Weighing | None
    fault: str
    amount: int | None
    typed: str
    reason: str
    evidence: str
    told: Mapping[str, str] = field(default_factory=dict)  # factor → what the bureau's own record says of it
    row: Mapping[str, Any] = field(default_factory=dict)  # the proposal as it stands in the form or was approved

    @property
    def name(self) -> str:
        return f"w-{self.index}"

    @property
    def check(self) -> Ok | Departure | Refused | None:
        """The judgement of the amount; None while there is nothing to judge."""
        if self.weighing is None or self.amount is None:
            return None
        return check_amount(self.weighing, self.amount, self.reason, (self.evidence,) if self.evidence.strip() else ())


@dataclass(frozen=True)
class Weighed:
    """The whole panel: items, sums by party, what they bring with them."""

    items: tuple[Item, ...]
    parties: tuple[PartyWeighing, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    faults: tuple[str, ...] = ()
    on: date = field(default=date.min)
    no: str = ""

    @property
    def complete(self) -> bool:
        return bool(self.items) and all(i.check is not None and not isinstance(i.check, Refused) for i in self.items)


def panel_inputs(data: QueryDict) -> dict[str, list[str]]:
    """What was typed into the panel, kept beside the facts of the form."""
    return {k: data.getlist(k) for k in data if k.startswith("w-")}


def weigh_file(view: FileView, place: str, inputs: Inputs, proposals: Sequence[Mapping[str, Any]]) -> Weighed:
    """Weigh every charge of the file. ``proposals`` (rows of the form) stand in where nothing was typed yet."""
    on = view.today
    charged = [(p, v) for p in view.of_kind("party") for v in view.of_kind("finding") if v.attrs.get("party") == p.key]
    items = tuple(_item(n, p, v, view, place, inputs, proposals) for n, (p, v) in enumerate(charged, 1))
    sums = []
    for party in view.of_kind("party"):
        own = tuple(i.weighing for i in items if i.party == party and i.weighing is not None)
        if own:
            sums.append(combine(party.name, party.attrs.get("kind") != "person", own))
    try:
        brought = triggers([_as_written(p, items) for p in sums], benchmarks.thresholds(place, on),
                           departures=any(isinstance(i.check, Departure) for i in items))
    except LookupError:
        brought = ()
    return Weighed(items, tuple(sums), tuple(brought), on=on, no=view.no)


def _as_written(party: PartyWeighing, items: Sequence[Item]) -> PartyWeighing:
    """The sum of a party by the amounts that stand in the panel: those are noticed, heard and discussed."""
    written = {i.weighing.charge.id: i.amount for i in items
               if i.weighing is not None and i.amount is not None and i.party.name == party.name}
    return replace(party, total_fen=sum(written.get(w.charge.id, w.proposed_fen) for w in party.items))


def _item(index: int, party: Subject, violation: Subject, view: FileView, place: str, inputs: Inputs,
          proposals: Sequence[Mapping[str, Any]]) -> Item:
    code, name = str(violation.attrs.get("code")), f"w-{index}"
    row = next((r for r in proposals if r.get("party") == party.name and r.get("violation") == code), {})
    acted = view.violation_on or view.today
    found = violations.get(code)
    stage = _first(inputs, f"{name}-stage") or str(row.get("stage") or found.stages[0].id)
    asked = _questions(code, stage, place, view.today)
    given = {f.id: _first(inputs, f"{name}-f-{f.id}") for f in asked}
    told = _from_record(asked, given, view, party, code, acted)
    chosen = tuple(inputs.get(f"{name}-c", ()))
    weighing, fault = None, ""
    try:
        made = charge(code, acted, stage=stage, facts=given, place=place, decided_on=view.today, key=f"{party.key}/{index}",
                      circumstances=tuple(_circumstance(c) for c in chosen))
        weighing = weigh(made)
    except MissingFacts as gap:
        fault = f"请填写：{'、'.join(zh for _, zh in gap.missing)}"
    except (ChargeFault, ValueError, KeyError) as wrong:
        fault = str(wrong.args[0]) if wrong.args else str(wrong)
    typed = _first(inputs, f"{name}-amount")
    amount, typed, said = _amount(typed, row, weighing)
    return Item(index, party, code, found.title, stage, tuple((s.id, s.zh) for s in found.stages), asked, given, chosen,
                weighing, fault or said, amount, typed, _first(inputs, f"{name}-reason") or str(
                    row.get("departure_reason") or ""), _first(inputs, f"{name}-evidence"), told, row)


def _from_record(asked: Sequence[Factor], given: dict[str, str], view: FileView, party: Subject, code: str,
                 acted: date) -> dict[str, str]:
    """Repetition is counted in the bureau's own files; what the officer typed stands over it."""
    told = {}
    for f in (f for f in asked if f.months):
        earlier = former_penalties(view.no, party.name, code, acted, f.months)
        if not given[f.id]:
            given[f.id] = ("true" if earlier else "") if f.kind == "bool" else str(len(earlier))
        told[f.id] = f"本局案卷：此前 {f.months} 个月内同类行为受处罚 {len(earlier)} 件" + (f"（{'、'.join(earlier[:3])}）" if earlier else "")
    return told


def _questions(code: str, stage: str, place: str, on: date) -> tuple[Factor, ...]:
    try:
        return questions(code, stage, place, on)
    except KeyError:
        return ()


def _circumstance(key: str) -> Found:
    return benchmarks.found(key)


def _first(inputs: Inputs, name: str) -> str:
    values = inputs.get(name) or ("",)
    return str(values[0]).strip()


def _amount(typed: str, row: Mapping[str, Any], weighing: Weighing | None) -> tuple[int | None, str, str]:
    """What the officer wrote, else what the form has, else what the benchmark proposes."""
    if typed:
        try:
            fen = money.parse(typed)
            return fen, money.plain(fen), ""
        except ValueError as fault:
            return None, typed, f"{fault}。"
    if isinstance(row.get("fine"), int):
        return row["fine"], money.plain(row["fine"]), ""
    if weighing is not None:
        return weighing.proposed_fen, money.plain(weighing.proposed_fen), ""
    return None, "", ""


def adopted(raw: Mapping[str, Any], held: Weighed) -> dict[str, Any]:
    """The form with the rows, sums and reasons of the panel; every sentence stays editable."""
    rows = [_row(i) for i in held.items if i.weighing is not None and i.amount is not None]
    words = "\n".join([*(party_reasoning(p) for p in held.parties), *filter(None, map(_settled_at, held.items))])
    out = {**raw, "proposals": rows}
    if "discretion" in raw or not raw.get("discretion"):
        out["discretion"] = words
    out["proposal"] = _proposal(held)
    return out


def _row(i: Item) -> dict[str, Any]:
    """One proposal as the act asks it; amounts in fen."""
    w = i.weighing
    assert w is not None and i.amount is not None
    band = w.band_range or w.range
    row: dict[str, Any] = {
        "party": i.party.name, "violation": i.code, "stage": i.stage, "kinds": ["fine"] if i.amount else ["warning"],
        "fine": i.amount, "band": w.band.name if w.band else "法定幅度",
        "reasons": reasoning(w) + _settled_at(i)}
    if band is not None:
        row |= {"band_min": band.min_fen, "band_max": band.max_fen}
    if isinstance(i.check, Departure):
        row |= {"departs": True, "departure_reason": "；".join(x for x in (i.reason, i.evidence and f"证据：{i.evidence}") if x)}
    return row


def _settled_at(i: Item) -> str:
    """The sentence that carries the reasons from the amount proposed to the one the officer wrote; empty when equal."""
    if i.weighing is None or i.amount is None or i.amount == i.weighing.proposed_fen:
        return ""
    why = f"，理由：{i.reason.strip('。')}" if i.reason.strip() else ""
    where = "偏离该档次" if isinstance(i.check, Departure) else "在该档次幅度内"
    return f"「{i.title}」建议金额为{money.figures(i.weighing.proposed_fen)}，承办人综合全案情节拟定罚款{money.figures(i.amount)}，{where}{why}。"


def _proposal(held: Weighed) -> str:
    """处理建议 in one sentence a party."""
    out = []
    for party in dict.fromkeys(i.party.name for i in held.items):
        total = sum(i.amount or 0 for i in held.items if i.party.name == party)
        out.append(f"建议对{party}处以罚款{money.capital(total)}（{money.figures(total)}）" if total
                   else f"建议对{party}不予罚款")
    return "；".join(out) + "。"
