"""What some forms have besides their fields: the search for a violation, the discretion panel."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from zhiheng.records.queries.like import past_fines, two_years_before
from zhiheng.web.build import checks, violations
from zhiheng.web.build.acts import Answer
from zhiheng.web.build.discretion import panel
from zhiheng.web.build.gates import law_day
from zhiheng.web.parts_discretion import DiscretionPanel
from zhiheng.web.parts_form import FieldGroup
from zhiheng.web.tasks import Task
from zhiheng.web.weighing import Inputs, Weighed, adopted, weigh_file

WEIGHS = frozenset({"conclude_investigation", "handling_approval"})
"""Acts whose rows are proposals; notice and decision only show what was approved."""
SHOWS = frozenset({"penalty_notice", "decide"})


@dataclass(frozen=True)
class Helped:
    """The values after a helper button, and what is shown above the fields."""

    raw: Mapping[str, Any]
    groups: tuple[FieldGroup, ...] = ()
    panel: DiscretionPanel | None = None
    words: str = ""


def helped(task: Task, wish: str, raw: Mapping[str, Any], data: QueryDict, inputs: Inputs) -> Helped | None:
    """The answer to a helper button; None when the button was another one."""
    if wish == "find":
        return Helped(raw, violations.groups(task, raw, data.get("find-q", ""), data.get("find-item", "")[:20]))
    if wish.startswith("item:") and task.act.id == checks.ACT:
        _, item, code = (*wish.split(":"), "", "")[:3]
        made = checks.accepted(task, raw, item, code)
        return Helped(made, violations.groups(task, made, ""), words="已记入「发现的问题」，请核对事实、部位和照片。")
    if wish.startswith("seek:") and task.act.id == checks.ACT:
        item = wish.removeprefix("seek:")
        return Helped(raw, violations.groups(task, raw, checks.sought(task, raw, item), item))
    if wish.startswith("add:") and "@" in wish:
        code, _, item = wish.removeprefix("add:").partition("@")
        made = checks.accepted(task, raw, item, code)
        return Helped(made, violations.groups(task, made, ""), words="已记入「发现的问题」，请核对事实、部位和照片。")
    if wish.startswith("add:"):
        made = violations.added(task, raw, wish.removeprefix("add:"))
        return Helped(made, violations.groups(task, made, ""), words="已加入一项违法行为，请核对当事人。")
    if wish in ("weigh", "adopt") and task.act.id in WEIGHS:
        held = _weigh(task, inputs, raw)
        if wish == "weigh":
            return Helped(raw, panel=_draw(task, held), words="已按所填因素计算，尚未写入表单。")
        if not held.complete:
            return Helped(raw, panel=_draw(task, held), words="还有金额不成立或者因素没有填写，没有写入表单。")
        made = adopted(raw, held)
        return Helped(made, panel=_draw(task, _weigh(task, inputs, made)), words="已采用，金额、档次和说理已写入表单，请核对。")
    return None


def offered(task: Task, raw: Mapping[str, Any], answer: Answer, inputs: Inputs) -> Answer:
    """The helpers as they stand before any was used."""
    shown = None
    if task.act.id in WEIGHS | SHOWS:
        shown = _draw(task, _weigh(task, inputs, raw))
    return replace(answer, groups=violations.groups(task, raw, ""), panel=shown)


def _weigh(task: Task, inputs: Inputs, raw: Mapping[str, Any]) -> Weighed:
    rows = raw.get("proposals") or ()
    if task.act.id in SHOWS:
        latest = task.view.last("handling_approval") or task.view.last("conclude_investigation")
        rows = latest.facts.get("proposals") or () if latest else ()
    return weigh_file(task.view, task.agency.place_id, inputs, [r for r in rows if isinstance(r, Mapping)])


def _draw(task: Task, held: Weighed) -> DiscretionPanel | None:
    past = past_fines(task.agency, two_years_before(task.mine.now), without=task.file.no if task.file else "")
    mine = task.view.of_kind("party")
    if task.act.id in SHOWS:
        mine = tuple(p for p in mine if not task.keys or p.key in task.keys)
        held = replace(held, items=tuple(i for i in held.items if i.party in mine))
    return panel(held, mine, past, law_day(task.view), adopt=task.act.id in WEIGHS)
