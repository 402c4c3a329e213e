"""Instruments, recorders and vehicles: issued, given back, sent away for repair or calibration, lost, disposed of.

Every step changes the line of the thing and writes a line of 装备领用归还, both with their history; nothing else is stored.
"""
from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from zhiheng.actions import ledgers
from zhiheng.actions.errors import NotAllowed
from zhiheng.law.gates_things import fault
from zhiheng.records.clock import today
from zhiheng.records.models import Line, Mandate, Person
from zhiheng.records.queries.people import in_force
from zhiheng.records.queries.things import open_move
from zhiheng.registers.catalogue import ledger

EQUIPMENT, MOVES = "equipment", "equipment_moves"
USUAL_DAYS = 3
"""Days for which a thing is lent when nobody says otherwise: own design."""
STATES = {"in_store": "在库", "issued": "已领用", "repair": "维修中", "scrapped": "已报废", "lost": "遗失"}


def issue(thing: Line, to: Person, *, purpose: str, due_back: date | None = None, file_no: str = "", by: Person) -> Line:
    """Hand a thing over; returns the line of the issue. NotAllowed when it is not in store, when whoever receives it has no
    post at the agency that holds it or above, when the day of return has passed."""
    on = today()
    with transaction.atomic():
        held = _locked(thing, "in_store")
        _of_the_house(held, to, on)
        back = due_back or on + timedelta(days=USUAL_DAYS)
        if back < on:
            raise NotAllowed(f"应归还日期 {back} 早于今天")
        if not purpose.strip():
            raise NotAllowed("请写明用途")
        _put(held, {"state": "issued", "holder": to.pk, "issued_on": on.isoformat()}, by, f"领用：{purpose.strip()}")
        return _move(held, "issue", on, to, purpose, "out", by, due_back=back.isoformat(), file_no=file_no.strip())


def give_back(thing: Line, *, condition: str = "", damaged: bool = False, by: Person) -> Line:
    """Take a thing back; a damaged one goes to repair and says how it was damaged. NotAllowed when it is not issued."""
    on = today()
    with transaction.atomic():
        held = _locked(thing, "issued")
        if damaged and not condition.strip():
            raise NotAllowed("归还时有损坏的，请写明损坏情况和经过")
        row = open_move(held.agency, str(held.values["asset_no"]))
        holder = Person.objects.get(pk=held.values["holder"])
        _put(held, {"state": "repair" if damaged else "in_store", "holder": None, "issued_on": None}, by,
             f"归还：{condition.strip() or '完好'}")
        told = {"state": "back", "returned_on": on.isoformat(), "condition": (condition.strip() or "完好")[:200]}
        if row is None:
            row = _move(held, "issue", on, holder, "归还时补登", "back", by, **told)
        else:
            ledgers.change(ledger(MOVES), row, {**row.values, **told}, version=row.version, by=by, reason="归还")
        if damaged:
            _move(held, "repair", on, by, f"归还时损坏：{condition.strip()}"[:200], "out", by,
                  due_back=(on + timedelta(days=30)).isoformat())
        return row


def send_away(thing: Line, kind: str, *, purpose: str, due_back: date, by: Person) -> Line:
    """Send a thing in store to repair, upkeep or calibration; meanwhile it is not at hand."""
    if kind not in ("repair", "upkeep", "calibration"):
        raise NotAllowed("只能送修、保养或者送检")
    with transaction.atomic():
        held = _locked(thing, "in_store")
        if not purpose.strip():
            raise NotAllowed("请写明原因")
        _put(held, {"state": "repair"}, by, purpose.strip())
        return _move(held, kind, today(), by, purpose, "out", by, due_back=due_back.isoformat())


def come_back(thing: Line, *, condition: str = "", calibrated_on: date | None = None, calibrated_until: date | None = None,
              certificate_no: str = "", by: Person) -> Line:
    """Back in store. A calibration brings its date, its last day and its certificate; without all three it is none."""
    with transaction.atomic():
        held = _locked(thing, "repair")
        row = open_move(held.agency, str(held.values["asset_no"]))
        told: dict[str, Any] = {"state": "in_store"}
        if calibrated_on or calibrated_until or certificate_no.strip():
            if not (calibrated_on and calibrated_until and certificate_no.strip()):
                raise NotAllowed("登记检定（校准）须同时填写检定日期、有效期至和证书编号")
            if calibrated_on > today():
                raise NotAllowed("检定（校准）日期不能晚于今天")
            told |= {"calibrated_on": calibrated_on.isoformat(), "calibrated_until": calibrated_until.isoformat(),
                     "certificate_no": certificate_no.strip()}
        elif row is not None and row.values.get("kind") == "calibration":
            raise NotAllowed("送检回来的，请登记检定日期、有效期至和证书编号；没有检定合格的，办理送修或者报废")
        _put(held, told, by, condition.strip() or "收回")
        if row is not None:
            ledgers.change(ledger(MOVES), row, {**row.values, "state": "done", "returned_on": today().isoformat(),
                                                "condition": condition.strip()[:200]}, version=row.version, by=by, reason="收回")
        return held


def lose(thing: Line, *, says: str, by: Person) -> Line:
    """Report a thing lost, with what happened; whoever had it stays named in its history."""
    with transaction.atomic():
        held = Line.objects.select_for_update().get(pk=thing.pk)
        if held.values.get("state") in ("scrapped", "lost"):
            raise NotAllowed(f"这件装备{STATES[str(held.values['state'])]}，不能再登记遗失")
        if len(says.strip()) < 10:
            raise NotAllowed("请写明遗失的时间、地点和经过（至少 10 个字）")
        row = open_move(held.agency, str(held.values["asset_no"]))
        _put(held, {"state": "lost", "holder": None, "issued_on": None,
                    "remark": _added(held, f"{today()} 遗失：{says.strip()}")}, by, f"遗失：{says.strip()}")
        if row is not None:
            ledgers.change(ledger(MOVES), row, {**row.values, "state": "done", "returned_on": today().isoformat(), "condition": "遗失"},
                           version=row.version, by=by, reason="遗失")
        return held


def dispose(thing: Line, *, reason: str, approved_by: Person, approval_no: str, by: Person) -> Line:
    """Scrap a thing with the approval of a head other than whoever keeps the ledger. NotAllowed while it is issued."""
    on = today()
    with transaction.atomic():
        held = Line.objects.select_for_update().get(pk=thing.pk)
        if held.values.get("state") not in ("in_store", "repair"):
            raise NotAllowed("已领用的先归还；已报废、已遗失的不再处置")
        if not reason.strip() or not approval_no.strip():
            raise NotAllowed("报废须写明理由和批准文号")
        if approved_by.pk == by.pk:
            raise NotAllowed("经办人不能自己批准报废")
        heads = Mandate.objects.filter(in_force(on), person=approved_by, role="bureau_head",
                                       agency__in=held.agency.ancestors_and_self())
        if not heads.exists():
            raise NotAllowed(f"{approved_by.name}不是本机关（或上级机关）的负责人，不能批准报废")
        row = open_move(held.agency, str(held.values["asset_no"]))
        if row is not None:
            ledgers.change(ledger(MOVES), row, {**row.values, "state": "done", "returned_on": on.isoformat()}, version=row.version, by=by,
                           reason="报废")
        says = f"{on} 报废：{reason.strip()}（{approval_no.strip()}，{approved_by.name}批准）"
        _put(held, {"state": "scrapped", "holder": None, "issued_on": None, "remark": _added(held, says)}, by, says)
        return _move(held, "disposal", on, by, f"{reason.strip()}（{approval_no.strip()}）"[:200], "done", by, returned_on=on.isoformat())


def said_of(thing: Line) -> str:
    """What stands against using it today; "" when nothing does."""
    return fault(thing.values, today())


def _locked(thing: Line, state: str) -> Line:
    held = Line.objects.select_for_update(of=("self",)).select_related("agency").get(pk=thing.pk)
    if held.ledger != EQUIPMENT:
        raise NotAllowed("只有装备台账里的装备可以这样办理")
    if held.archived_at is not None:
        raise NotAllowed("这一件已经归档")
    if held.values.get("state") != state:
        raise NotAllowed(f"这件装备现在是「{STATES.get(str(held.values.get('state')), '不明')}」，不是「{STATES[state]}」，请刷新后再办")
    return held


def _of_the_house(held: Line, to: Person, on: date) -> None:
    """Whoever receives it holds a post at the agency that has it, or at one above."""
    if not Mandate.objects.filter(in_force(on), person=to, agency__in=held.agency.ancestors_and_self()).exists():
        raise NotAllowed(f"{to.name}在{held.agency.name}没有有效的任职，不能领用")


def _put(held: Line, new: dict[str, Any], by: Person, reason: str) -> None:
    values = {k: v for k, v in {**held.values, **new}.items() if v is not None}
    ledgers.change(ledger(EQUIPMENT), held, values, version=held.version, by=by, reason=reason[:300])
    held.refresh_from_db()


def _move(held: Line, kind: str, on: date, person: Person, purpose: str, state: str, by: Person, **more: Any) -> Line:
    """A line of the moves; a second one of the same thing, kind, day and person takes the earlier one's place in its history."""
    values = {"asset_no": held.values["asset_no"], "kind": kind, "started_on": on.isoformat(), "person": person.pk,
              "purpose": purpose.strip()[:200], **{k: v for k, v in more.items() if v not in (None, "")}, "state": state}
    known = Line.objects.filter(ledger=MOVES, agency=held.agency, key=ledger(MOVES).key_of(values)).first()
    if known is None:
        return ledgers.enter(ledger(MOVES), held.agency, values, by=by)
    ledgers.change(ledger(MOVES), known, values, version=known.version, by=by, reason="同日再次办理")
    known.refresh_from_db()
    return known


def _added(held: Line, says: str) -> str:
    return f"{held.values.get('remark') or ''}\n{says}".strip()[-500:]
