"""The items of an inspection in its record form, and what becomes of an answer 不符合."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from zhiheng.kernel.article import Article
from zhiheng.law import checklists, violations
from zhiheng.law.checklists import Item
from zhiheng.law.procedures.inspection_facts import MEASURES, RESULTS
from zhiheng.law.violations import Violation
from zhiheng.records.models import Evidence
from zhiheng.web.build.fields import Shown
from zhiheng.web.build.fines import stage_words
from zhiheng.web.build.law_words import law_links
from zhiheng.web.links import file_href
from zhiheng.web.parts import Link
from zhiheng.web.parts_checks import CheckGroup, CheckRow, ChecksField, Proposal
from zhiheng.web.parts_form import FieldSpec
from zhiheng.web.parts_page import Option
from zhiheng.web.tasks import Task

ACT, FIELD = "record", "answers"
OTHERS = "本次另加的事项"
ADVICE = "-"
"""In a button: no act, only advice."""


def replaced(task: Task, shown: Shown, made: Sequence[FieldSpec]) -> tuple[Any, ...]:
    """The fields of the form, the answers drawn as a checklist; other acts unchanged."""
    if task.act.id != ACT or task.procedure.id != "inspection":
        return tuple(made)
    return tuple(_field(task, shown, f) if f.name == FIELD else f for f in made)


def known(task: Task) -> Mapping[str, Item]:
    """The items in force at the bureau on the day of the inspection."""
    return {i.id: i for i in checklists.items(task.agency.place_id, _day(task))}


def _day(task: Task) -> date:
    entered = task.view.last("enter_site") or task.view.last("emergency_entry")
    return entered.occurred_at.date() if entered else task.view.today


def _field(task: Task, shown: Shown, spec: FieldSpec) -> ChecksField:
    given = [r for r in shown.raw.get(FIELD) or () if isinstance(r, Mapping)]
    held = known(task)
    photos = _photos(task)
    rows = [_row(task, n, r, held.get(str(r.get("code") or "")), shown, photos) for n, r in enumerate(given)]
    groups: dict[str, list[CheckRow]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    last = len(_found(shown.raw))
    return ChecksField(
        tuple(CheckGroup(title, tuple(held)) for title, held in groups.items()), _blank(), spec.label, spec.source, spec.error,
        f"{task.href()}#f-findings-{last}-text", f"{task.href()}#f-find-q")


def _blank() -> CheckRow:
    return CheckRow("__row__", "", "", "", "", "", _choices(""))


def _choices(result: str) -> tuple[Option, ...]:
    return tuple(Option(zh, value, value == result) for value, zh in RESULTS)


def _row(task: Task, n: int, raw: Mapping[str, Any], item: Item | None, shown: Shown,
         photos: Mapping[str, list[Link]]) -> CheckRow:
    code, result = str(raw.get("code") or ""), str(raw.get("result") or "")
    errors = tuple(says for name in ("question", "result", "note") if (says := shown.errors.get(f"{FIELD}.{n + 1}.{name}")))
    recorded = tuple(Link(f"问题 {i + 1}：{f.get('text') or '待填写'}", f"#f-findings-{i}-text")
                     for i, f in enumerate(_found(shown.raw)) if code and f.get("item") == code)
    base = CheckRow(str(n), str(n + 1), code, str(raw.get("question") or ""), result, str(raw.get("note") or ""), _choices(result),
                    OTHERS, errors=errors, recorded=recorded)
    return base if item is None else _detailed(task, base, item, photos.get(code, []))


def _detailed(task: Task, base: CheckRow, item: Item, photos: list[Link]) -> CheckRow:
    day = _day(task)
    query = urlencode({"title": f"{item.id} {base.question}"[:150], "kind": "photo"})
    return CheckRow(
        base.index, base.number, base.code, base.question, base.result, base.note, base.choices, item.group, item.method,
        item.evidence, item.photo, f"{item.fix}（{item.term}）", item.origin, law_links(item.basis_on(day), day), item.major_hazard,
        warning(item), tuple(proposal(a, item.id, day) for a in checklists.reveals(item, day)), base.recorded, tuple(photos),
        f"{file_href(task.file.no)}evidence/?{query}" if task.file else "", f"/handbook/{item.id}/", base.errors)


def warning(item: Item) -> str:
    """What a major hazard calls for on the spot; empty for others."""
    if not item.major_hazard:
        return ""
    words = dict(MEASURES)[item.stop or "stop_equipment"]
    return f"属于重大事故隐患判定情形：须当场采取措施（建议{words}），并提请挂牌督办。是否构成由检查人员依判定标准认定。"


def proposal(act: Violation, item: str, day: date) -> Proposal:
    """An act that can be charged that day: its articles, its first stage, what must be checked first."""
    first = act.stages[0]
    return Proposal(act.title, act.code, act.subject_zh, first.zh, stage_words(first), law_links((*act.duty, act.penalty), day),
                    f"item:{item}:{act.code}", violations.cautions(act))


def _photos(task: Task) -> dict[str, list[Link]]:
    """Evidence of the file by the item its title begins with."""
    found: dict[str, list[Link]] = {}
    for e in Evidence.objects.filter(file=task.file).order_by("pk") if task.file else ():
        found.setdefault(e.title.split(" ")[0], []).append(Link(e.key, f"{file_href(task.file.no)}evidence/{e.key}/"))  # type: ignore[union-attr]
    return found


def _found(raw: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [f for f in raw.get("findings") or () if isinstance(f, Mapping)]


# --- the buttons -------------------------------------------------------------------------------------------------------

def accepted(task: Task, raw: Mapping[str, Any], key: str, code: str) -> dict[str, Any]:
    """The raw facts with one more problem found at an item, as the officer chose; unknown items or acts change nothing."""
    item = known(task).get(key)
    if item is None:
        return dict(raw)
    answer = next((a for a in raw.get(FIELD) or () if isinstance(a, Mapping) and a.get("code") == key), {})
    rests = item.cites(_day(task))
    row: dict[str, Any] = {"item": key, "level": "major" if item.major_hazard else "general", "basis": rests}
    if code == ADVICE:
        row |= {"handling": "advice", "text": answer.get("note") or f"{item.question}：经查不符合"}
    else:
        try:
            act = violations.get(code)
        except KeyError:
            return dict(raw)
        duty = "、".join(a.zh() for a in _duties(act, item))
        row |= {"handling": "violation", "violation": code, "text": answer.get("note") or act.title,
                "basis": duty if duty and not item.major_hazard else "；".join(w for w in (duty, rests) if w)}
    if raw.get("place"):
        row["place"] = raw["place"]
    taken = [link.label for link in _photos(task).get(key, ())]
    if taken:
        row["evidence"] = taken
    answers = [{**a, "result": "fail"} if isinstance(a, Mapping) and a.get("code") == key else a for a in raw.get(FIELD) or ()]
    return {**raw, FIELD: answers, "findings": [*_found(raw), row]}


def _duties(act: Violation, item: Item) -> tuple[Article, ...]:
    """The duties of the act that the item asks about; all of them when the item rests on other rules."""
    shared = tuple(a for a in act.duty if any(a.covers(b) or b.covers(a) for b in item.basis))
    return shared or act.duty


def sought(task: Task, raw: Mapping[str, Any], key: str) -> str:
    """What to look for in the catalogue for an item: the officer's own words, else those of its question."""
    item = known(task).get(key)
    answer = next((a for a in raw.get(FIELD) or () if isinstance(a, Mapping) and a.get("code") == key), {})
    if answer.get("note"):
        return str(answer["note"])[:40]
    return item.question.replace("是否", "")[:30] if item else ""
