"""Search of the catalogue of violations in everyday words, inside the forms that charge one."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhiheng.law import violations as catalogue
from zhiheng.law.find import find
from zhiheng.web.parts_form import FieldGroup, FieldSpec
from zhiheng.web.parts_page import Option
from zhiheng.web.tasks import Task

ROWS = {"file_case": "violations", "record": "findings"}
"""Acts whose rows name violations of the catalogue."""


def groups(task: Task, raw: Mapping[str, Any], query: str, item: str = "") -> tuple[FieldGroup, ...]:
    """The search box with its hits; nothing for acts that name no violation. ``item`` is the check item they are for."""
    if task.act.id not in ROWS:
        return ()
    on, tail = _day(task, raw), f"@{item}" if item else ""
    hits = find(query, on, 8, str(task.agency.place_id)) if query.strip() else []
    options = tuple(Option(h.violation.title, f"{h.violation.code}{tail}", count=_line(h.violation)) for h in hits)
    hint = "输入违法行为、条文或代码，如：未培训上岗、安全生产法97。" if not query else "" if hits else "没有找到，请换个说法，或输入条文。"
    field = FieldSpec("find-q", "查找违法行为", "find", query, options=options, hint=hint)
    bound = (FieldSpec("find-item", "", "hidden", item),) if item else ()
    about = f"（检查项 {item}）" if item else ""
    return (FieldGroup(f"违法行为目录{about}", (field, *bound), f"按 {on} 有效的规定"),)


def _line(v: catalogue.Violation) -> str:
    return f"{v.code} · {v.penalty.short()} · {v.subject_zh}"


def _day(task: Task, raw: Mapping[str, Any]) -> date:
    text = str(raw.get("violation_on") or "")[:10]
    try:
        return date.fromisoformat(text)
    except ValueError:
        return task.view.violation_on or task.view.today


def added(task: Task, raw: Mapping[str, Any], code: str) -> dict[str, Any]:
    """The raw facts with one more row for this violation; unknown codes change nothing."""
    try:
        found = catalogue.get(code)
    except KeyError:
        return dict(raw)
    name = ROWS.get(task.act.id, "")
    rows = [r for r in raw.get(name) or () if isinstance(r, Mapping)]
    if name == "violations":
        rows.append({"code": code, "title": found.title} | _party(raw, found))
    elif name == "findings":
        rows.append({"text": found.title, "basis": "、".join(a.zh() for a in found.duty), "violation": code})
    return {**raw, name: rows}


def _party(raw: Mapping[str, Any], found: catalogue.Violation) -> dict[str, str]:
    """The only party of the right kind, when there is just one."""
    kind = "unit" if found.is_unit else "person"
    fit = [str(p.get("name")) for p in raw.get("parties") or () if isinstance(p, Mapping) and p.get("kind") == kind]
    return {"party": fit[0]} if len(fit) == 1 else {}
