"""双随机抽查: the lines of a result as the announcement prints them."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhiheng.kernel.facts import Facts
from zhiheng.kernel.view import FileView, Subject


def _result(view: FileView, facts: Facts, subjects: tuple[Subject, ...]) -> dict[str, Any]:
    """From the register's own record of the draw, never from what somebody typed."""
    return {"lines": [_line(row) for row in (view.attrs.get("draw") or {}).get("lines", ())]}


def _line(row: Mapping[str, Any]) -> str:
    who = f"执法人员 {row['officers']}" if row.get("officers") else row.get("says") or "待派执法人员"
    return f"{row['name']}（{row['stratum']}），{who}"


def _promise(view: FileView, facts: Facts, subjects: tuple[Subject, ...]) -> dict[str, Any]:
    """The figures of the directories as they were frozen, and the departments of a joint draw with their items."""
    frozen, settled = view.last("freeze"), view.last("set_up")
    names = ("candidates", "excluded", "officer_count", "places", "pool_hash")
    joint = [f"{d['name']}（{d['items']}）；" for d in settled.facts.get("departments") or ()] if settled else []
    partners = {"partners": [*joint[:-1], joint[-1].removesuffix("；") + "。"]} if joint else {}
    return {n: frozen.facts[n] for n in names if n in frozen.facts} | partners if frozen else {}


PRINTED = {"random_draw_result": _result, "random_draw_commitment": _promise}
