"""From inputs to a grade: the factors, the vetoes, the key class, and all of it as kept and shown. Pure."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.law.grading import Level, Scheme
from zhiheng.law.grading_factors import FACTORS, Line, years_before
from zhiheng.law.grading_inputs import Inputs, Ref

OUT = {"held": "暂扣", "revoked": "吊销", "cancelled": "注销"}
STOPPED = ("停产停业", "注销", "迁出")


@dataclass(frozen=True)
class Points:
    """What a factor gave: tenths of a point of its weight, with its lines."""

    id: str
    zh: str
    weight: int
    tenths: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Reason:
    """A veto or a ground of the key class, with the records that show it."""

    id: str
    says: str
    refs: tuple[Ref, ...]


@dataclass(frozen=True)
class Grade:
    """The computed grade. ``tenths`` is the sum of the factors; a veto makes it D whatever the sum."""

    rule: str
    on: date
    factors: tuple[Points, ...]
    vetoes: tuple[Reason, ...]
    key: tuple[Reason, ...]
    level: Level
    by_points: Level
    notes: tuple[str, ...] = ()

    @property
    def tenths(self) -> int:
        return sum(f.tenths for f in self.factors)

    def detail(self) -> dict[str, Any]:
        """As JSON: everything a page shows of it years later, without computing again."""
        return {"rule": self.rule, "on": self.on.isoformat(), "tenths": self.tenths, "grade": self.level.id,
                "by_points": self.by_points.id, "state": self.level.state, "colour": self.level.colour,
                "factors": [[f.id, f.zh, f.weight, f.tenths, [[says, [list(r) for r in refs]] for says, refs in f.lines]]
                            for f in self.factors],
                "vetoes": [[v.id, v.says, [list(r) for r in v.refs]] for v in self.vetoes], "notes": list(self.notes)}

    def key_detail(self) -> dict[str, Any]:
        return {"rule": self.rule, "on": self.on.isoformat(), "source": "",
                "reasons": [[k.id, k.says, [list(r) for r in k.refs]] for k in self.key]}


def grade(x: Inputs, scheme: Scheme, on: date) -> Grade:
    """The grade of an enterprise on a day. Deterministic; the same inputs give the same grade for ever."""
    factors = []
    for one in scheme.factors:
        points, lines = FACTORS[one.id](x, scheme.tables, on)
        tenths = (points * 10 * one.weight + one.base // 2) // one.base if one.weight != one.base else points * 10
        factors.append(Points(one.id, one.zh, one.weight, tenths, tuple(lines)))
    found = vetoes(x, scheme, on)
    by_points = scheme.level_of(sum(f.tenths for f in factors))
    return Grade(scheme.rule, on, tuple(factors), found, key_reasons(x, scheme, on),
                 scheme.levels[-1] if found else by_points, by_points, _notes(x))


def vetoes(x: Inputs, scheme: Scheme, on: date) -> tuple[Reason, ...]:
    """What makes the grade D by itself, each with its record."""
    first = years_before(on, scheme.tables["veto_years"])
    words = {row["id"]: row["zh"] for row in scheme.tables["vetoes"]}
    held = [a for a in x.accidents if first < a.on <= on]
    major = [h for h in x.problems if h.major and h.open and h.found_on <= on]
    refused = [ref for day, ref in x.refusals if first < day <= on]
    found = {
        "death": [(f"{a.on} 事故死亡 {a.deaths} 人", a.ref) for a in held if a.deaths],
        "serious_injuries": [(f"{a.on} 事故重伤 {a.serious} 人", a.ref) for a in held if a.serious >= 3],
        "major_hazard": [(f"“{h.text}”{f'，期限 {h.due}' if h.due else ''}", h.ref) for h in major],
        "serious_list": [(x.credit_says or "名单在有效期内", ("信用", "firm:credit"))] if x.credit == "serious" else [],
        "permit": _permits(x, on),
        "refusal": [("检查记录载明拒绝、阻碍检查", ref) for ref in refused],
    }
    return tuple(Reason(id_, f"{words[id_]}：{'；'.join(says for says, _ in rows[:3])}{f'等 {len(rows)} 项' if len(rows) > 3 else ''}",
                        tuple(ref for _, ref in rows[:3])) for id_, rows in found.items() if rows)


def _permits(x: Inputs, on: date) -> list[tuple[str, Ref]]:
    """Kinds of permits of which none is valid any more, while the enterprise has not stopped."""
    if x.running in STOPPED:
        return []
    found = []
    for kind in dict.fromkeys(p.kind for p in x.permits):
        mine = [p for p in x.permits if p.kind == kind and p.state != "renewed"]
        if not mine or any(p.state == "valid" and (p.until is None or p.until >= on) for p in mine):
            continue
        last = max(mine, key=lambda p: p.until or date.min)
        says = f"已{OUT[last.state]}" if last.state in OUT else f"已于 {last.until} 到期"
        found.append((f"{last.zh}{says}", last.ref))
    return found


def key_reasons(x: Inputs, scheme: Scheme, on: date) -> tuple[Reason, ...]:
    """Why it is a key enterprise; () when it is not one. The grade plays no part."""
    first = years_before(on, scheme.tables["window_years"])
    found: dict[str, list[Ref]] = {
        "accident": [a.ref for a in x.accidents if first < a.on <= on],
        "hazard_source": [s.ref for s in x.sources] or ([("登记信息", "firm:register")] if "重大危险源" in x.hazards else []),
        "red_risk": [r.ref for r in x.risks if r.level == "red"],
        "major_hazard": [h.ref for h in x.problems if h.major and h.open],
        "registered": [("登记信息", "firm:register")] if x.registered_key else [],
    }
    words: Mapping[str, str] = {row["id"]: row["zh"] for row in scheme.tables["key"]["reasons"]}
    return tuple(Reason(id_, words[id_], tuple(dict.fromkeys(refs))[:3]) for id_, refs in found.items() if refs)


NEEDS = (("烟花爆竹", ("fireworks_production", "fireworks_wholesale", "fireworks_retail")),
         ("危险化学品", ("safety_production", "hazchem_trade", "hazchem_use")), ("矿山", ("safety_production", "mining")))
"""Fields in which nobody works without a permit, and the kinds of the ledger of which one is to be expected."""


def _notes(x: Inputs) -> tuple[str, ...]:
    """What ought to be looked into: a permit that is to be expected and is not in the ledger proves nothing."""
    held = {p.kind for p in x.permits}
    return tuple(f"{field}企业没有登记许可证，是否持证有待核实（未作为否决事项）" for field, kinds in NEEDS
                 if any(field in f for f in x.fields) and not held & set(kinds) and x.running not in STOPPED)
