"""Facts of a step: what the step says, over the story's defaults, over what is brought along, over samples."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhiheng.kernel.facts import FieldSpec
from zhiheng.kernel.procedure import Act, Procedure
from zhiheng.kernel.situation import Rules, Situation
from zhiheng.kernel.view import FileView, Person
from zhiheng.law.scenario import fen


def complete(rules: Rules, view: FileView, act: Act, given: Mapping[str, Any], *, key: str | None, actor: Person | None,
             at: datetime, fill: bool = True) -> dict[str, Any]:
    """Everything the act asks. ``given`` wins; a given null leaves the fact out. With ``fill`` False nothing is added."""
    specs = {f.name: f for f in act.fields}
    facts = {k: _money(specs[k], v) if k in specs else v for k, v in given.items()}
    if fill:
        procedure = rules.procedure(view)
        for name, value in brought(rules, procedure, view, act, key, actor, at).items():
            if name in specs and name not in facts:
                facts[name] = value
        for name, spec in specs.items():
            if name in facts and facts[name] is not None and spec.rows and isinstance(facts[name], list):
                facts[name] = [_row(spec, r, view, at) for r in facts[name]]
            elif name not in facts and spec.required:
                facts[name] = sample(spec, view, at, actor)
    return {k: v for k, v in facts.items() if v is not None}


def brought(rules: Rules, procedure: Procedure, view: FileView, act: Act, key: str | None, actor: Person | None,
            at: datetime) -> dict[str, Any]:
    """The prefilled values of an act."""
    if act.prefill is None:
        return {}
    target = view.subject(key) if key else None
    situation = Situation(view, procedure, act, target, None, actor, at, rules)
    return {k: v.value for k, v in act.prefill(situation).items()}


def _row(spec: FieldSpec, row: Any, view: FileView, at: datetime) -> Any:
    if not isinstance(row, Mapping):
        return row
    inner = {f.name: f for f in spec.rows}
    known = {k: _money(inner[k], v) if k in inner else v for k, v in row.items()}
    missing = {f.name: sample(f, view, at, None) for f in spec.rows if f.required and f.name not in known}
    return {k: v for k, v in {**known, **missing}.items() if v is not None}


def _money(spec: FieldSpec, value: Any) -> Any:
    if spec.type == "money":
        return fen(value)
    if spec.rows and isinstance(value, list):
        inner = {f.name: f for f in spec.rows}
        return [{k: _money(inner[k], v) if k in inner else v for k, v in r.items()} if isinstance(r, Mapping) else r
                for r in value]
    return value


def sample(spec: FieldSpec, view: FileView, at: datetime, actor: Person | None) -> Any:
    """A lawful-looking value for a required fact nobody wrote down: the good example, the first choice, yes, today."""
    match spec.type:
        case "choice":
            return spec.choices[0][0]
        case "choices":
            return [spec.choices[0][0]]
        case "bool":
            return True
        case "int":
            return max(spec.min or 1, 1)
        case "money":
            return 0
        case "date":
            return at.date().isoformat()
        case "datetime":
            return at.isoformat()
        case "people":
            return list(view.officers()) or sorted(p.id for p in view.people.values() if "officer" in p.roles)[:2]
        case "person":
            return actor.id if actor else next(iter(view.people), "")
        case "rows":
            return [{f.name: sample(f, view, at, actor) for f in spec.rows if f.required}]
        case "list" | "evidence" | "articles" | "subjects":
            return [spec.good or f"{spec.zh}一项"]
        case _:
            return spec.good or f"{spec.zh}如卷。"
