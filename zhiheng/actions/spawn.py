"""Files that an act opens by itself: a rectification from an order, a case from a proposal. Bound by subject maps."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from zhiheng.actions.errors import Invalid, Refused
from zhiheng.actions.rulebook import rules_for
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.view import FileView
from zhiheng.records.models import Agency, Draw, Event, Message, Person

if TYPE_CHECKING:
    from zhiheng.actions.effect import Pending

Opener = Callable[..., Any]
_opener: list[Opener] = []
"""Set by :mod:`zhiheng.actions.perform`, which itself needs this module."""


_door: list[Opener] = []
_held: ContextVar[bool] = ContextVar("zhiheng_spawn_held", default=False)


@contextmanager
def held() -> Iterator[None]:
    """Within this block acts open no files by themselves: a story opens each of its files in its own words."""
    token = _held.set(True)
    try:
        yield
    finally:
        _held.reset(token)


def use_opener(opener: Opener) -> None:
    """Tell this module how files are opened."""
    _opener[:] = [opener]


def use_door(door: Opener) -> None:
    """Tell this module how an act is performed on another file (see :func:`act_elsewhere`)."""
    _door[:] = [door]


def act_elsewhere(no: str, act: str, facts: Mapping[str, Any], *, actor: Person, guest: Agency, at: datetime, key: str) -> bool:
    """Enter on another file what an act of this one means for it: its transfer was received, its visit joined.

    Once for every ``key``; Refused and Invalid go through, so that neither file changes without the other. Answers
    whether anything was entered now. Stories open and enter everything in their own words.
    """
    if _held.get() or Event.objects.filter(key=key).exists():
        return False
    done = _door[0](no, act, facts, actor, guest=guest, at=at, key=key)
    Message.objects.bulk_create([
        Message(person_id=name, file=done.file, kind="competence", at=at,
                text=f"{guest.short_name or guest.name}：{_zh(done, act)}（{done.file.title}）"[:300]) for name in done.file.officers])
    return True


def _zh(done: Any, act: str) -> str:
    return f"「{rules_for(done.file.agency).procedures[done.file.procedure].act(act).zh}」"


def opened_by(p: Pending, row: Event, view: FileView) -> tuple[str, ...]:
    """Open the file that the act spawns, when its first act can be filled from what is known.

    When it cannot, the act stands and the officers are told to open the file themselves.
    """
    build = _FACTS.get(p.act.spawns or ("", ""))
    if p.act.spawns is None or build is None or _held.get():
        return ()
    procedure, first = p.act.spawns
    if procedure not in p.rules.procedures:
        return ()
    try:
        with transaction.atomic():
            made = _opener[0](
                procedure, first, build(p, row, view), p.actor, agency=p.file.agency, enterprise=p.file.enterprise,
                origin=(p.file.no, {k: k for k in p.targets}), at=row.recorded_at, domain=p.file.domain,
                violation_on=p.file.violation_on, title=_title(p, procedure))
    except (Invalid, Refused) as fault:
        Message.objects.create(person=p.actor, file=p.file, kind="spawn", at=row.recorded_at,
                               text=f"「{p.act.zh}」后续案卷没有自动建立，请手工建立：{fault}"[:300])
        return ()
    return (made.file.no,)


def _title(p: Pending, procedure: str) -> str:
    name = p.file.enterprise.name if p.file.enterprise else p.file.title
    return f"{name} {p.rules.procedures[procedure].zh}"


def _order(p: Pending, row: Event, view: FileView) -> Mapping[str, Any]:
    """整改立项 from the order: its number, its date, its findings under the same keys."""
    day = row.occurred_at.astimezone(TZ).date().isoformat()
    number = next((x["no"] for x in row.papers if x["code"] == "rectification_order"), "")
    findings = [{"key": k, "text": s.name} | {n: s.attrs[n] for n in ("level", "violation", "basis") if s.attrs.get(n)}
                for k in p.targets if (s := view.subject(k))]
    return {"order_no": number, "issue_date": row.facts.get("issue_date") or day, "deadline": row.facts.get("deadline"),
            "addressee": _unit(p, view), "officers": list(view.officers()), "findings": findings}


def _lead(p: Pending, row: Event, view: FileView) -> Mapping[str, Any]:
    """线索登记 from a proposal: the findings, the reason given, and the officers who found it and now have it on their desks."""
    day = row.occurred_at.astimezone(TZ).date().isoformat()
    names = "；".join(s.name for k in p.targets if (s := view.subject(k)))
    return {"case_source": "inspection", "source_time": row.facts.get("lead_on") or day, "suspect": _unit(p, view),
            "case_facts": f"{names}。{row.facts.get('reason') or ''}".strip("。") + "。",
            "source_document": _record_no(p, view) or p.file.no, "officers": list(view.officers())}


def _unit(p: Pending, view: FileView) -> str:
    if p.file.enterprise is not None:
        return p.file.enterprise.name
    for name in ("checked_unit", "addressee"):
        for event in reversed(view.events):
            if event.facts.get(name):
                return str(event.facts[name])
    return p.file.title


def _record_no(p: Pending, view: FileView) -> str:
    paper = p.file.papers.filter(code__in=("site_inspection_record", "reinspection_opinion")).order_by("id").last()
    return paper.no if paper else ""


def _draw_anew(p: Pending, row: Event, view: FileView) -> Mapping[str, Any]:
    """设定抽查 for one place: as the first batch was set up, for the stratum of the place, with its reason."""
    first = view.last("set_up")
    said = dict(first.facts) if first else {}
    number = Draw.objects.filter(file=p.file).values_list("number", flat=True).first()
    place = f"{number}/{row.facts['rank']}"
    return said | {"title": f"补抽 {place}", "replaces": place, "reason": row.facts["reason"]}


_FACTS: dict[tuple[str, str], Callable[[Any, Event, FileView], Mapping[str, Any]]] = {
    ("rectification", "open_order"): _order, ("penalty_ordinary", "lead"): _lead,
    ("random_draw", "set_up"): _draw_anew,
}
