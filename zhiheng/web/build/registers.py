"""Forms and histories of registers that are declared as facts: agencies, mandates."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from zhiheng.kernel import money
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.facts import FactError
from zhiheng.kernel.facts import FieldSpec as Fact
from zhiheng.records.models import Change
from zhiheng.web.build.fields import Choices, Shown, fields
from zhiheng.web.parts import Link, Timeline, TimelineEntry
from zhiheng.web.parts_form import ActForm, FieldGroup, FieldSpec

WHAT: Mapping[str, str] = {"created": "登记", "changed": "变更", "ended": "终止", "closed": "撤销"}
REASON = Fact("reason", "变更理由", "text", help="写明依据的文件或者原因，随记录保存。", max_length=200)


def form(key: str, title: str, action: str, specs: Sequence[Fact], raw: Mapping[str, Any], choices: Choices, *,
         errors: Iterable[FactError] = (), hidden: Sequence[tuple[str, str]] = (), locked: frozenset[str] = frozenset(), about: str = "",
         submit: str = "保存") -> ActForm:
    """The form of a row. ``locked`` fields are shown and not asked."""
    told = list(errors)
    made = tuple(_still(f) if f.name in locked else f for f in fields(specs, Shown(raw, {}, {e.path: e.says for e in told}), choices))
    return ActForm(key, title, action, (FieldGroup("", made),), draft="带 * 的必填", submit=submit, save="", after=about,
                   errors=tuple(Link(e.says, f"#f-{e.path.split('.')[0]}") for e in told), hidden=tuple(hidden))


def _still(f: FieldSpec) -> FieldSpec:
    chosen = next((o.label for o in f.options if o.value == f.value), "")
    return replace(f, kind="static", value=chosen or f.value or "、".join(f.values) or "—", help=None, required=False)


def said(fact: Fact, value: Any) -> str:
    """A value as the history says it."""
    if value in (None, "", []):
        return "空"
    if fact.type == "money":
        return money.figures(int(value))
    if fact.type == "bool":
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(str(v) for v in value)
    return dict(fact.choices).get(str(value), str(value))


def timeline(rows: Iterable[Change], specs: Iterable[Fact], more: Mapping[str, str] | None = None) -> Timeline:
    """Who changed which field from what to what, and why; newest first."""
    known = {s.name: s for s in specs}
    names = {n: s.zh for n, s in known.items()} | dict(more or {})
    out = []
    for row in rows:
        moved = [f"{names[n]}：{said(known.get(n, REASON), old)} → {said(known.get(n, REASON), new)}"
                 for n, (old, new) in row.fields.items() if n in names] if row.what != "created" else []
        moment = row.at.astimezone(TZ)
        detail = "；".join([*moved, *([f"理由：{row.reason}"] if row.reason else [])])
        out.append(TimelineEntry(f"{moment:%Y-%m-%d}", row.by.name if row.by else "系统", f"{WHAT.get(row.what, row.what)}（{moment:%H:%M}）",
                                 row.what, detail=detail))
    return Timeline(tuple(out))
