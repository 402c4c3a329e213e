"""The appraisal sheet: drawn from the record, confirmed or objected to by the person, confirmed by a head. Never a fine."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q

from zhiheng.actions import ledgers
from zhiheng.actions.errors import NotAllowed
from zhiheng.kernel.facts import as_date
from zhiheng.kernel.view import ACT, RETURN, SIGN
from zhiheng.records.clock import today
from zhiheng.records.models import Agency, Line, Person
from zhiheng.records.queries.workload import Deed, deeds
from zhiheng.registers.appraisal import LATE_ENTRY, Mark, SheetLine, tally
from zhiheng.registers.catalogue import ledger

LEDGER = "appraisals"
_ACTS = {"enter_site": "visits", "emergency_entry": "visits", "reinspect": "visits", "record": "inspections",
         "file_case": "cases", "decide": "decisions", "decide_no_penalty": "decisions", "close": "closed", "conclude": "closed"}
_HEADS = frozenset({"section_head", "bureau_head"})
_CONDUCT = {"reward": "rewards", "error": "errors", "exemption": "exempted", "accountability": "accountable"}
_ENOUGH = 4


def sheet(person: Person, year: int) -> tuple[SheetLine, ...]:
    """A person's year as the record holds it now. Four queries."""
    marks = [m for d in deeds(person.pk, year) for m in _of_deed(d)]
    lines = Line.objects.filter(archived_at=None, ledger__in=("training_records", "conduct"), person=person) | Line.objects.filter(
        archived_at=None, ledger="activities", since__year=year)
    for book, values in lines.values_list("ledger", "values"):
        marks += _of_line(book, values, person.pk, year)
    return tally(marks)


def _of_deed(d: Deed) -> Iterator[Mark]:
    if d.kind == RETURN:
        yield Mark("returned", 1, d.file)
        return
    if d.kind == SIGN:
        if d.acting and d.role in _HEADS:
            yield Mark("signed", 1, d.file)
        return
    if d.kind != ACT:
        return
    kind = _ACTS.get(d.act)
    if kind is not None and d.his:
        yield Mark(kind, d.count if kind == "decisions" else 1, d.file)
        if kind == "inspections" and d.findings:
            yield Mark("findings", d.findings, d.file)
    if d.act == "legal_review" and d.acting:
        yield Mark("reviews", 1, d.file)
    if d.acting and d.late:
        yield Mark("late", 1, d.file)
    if d.acting and d.gap > LATE_ENTRY:
        yield Mark("made_up", 1, d.file)


def _of_line(book: str, values: dict[str, Any], who: str, year: int) -> Iterator[Mark]:
    if book == "activities":
        kind = {"demonstration": "shown", "review": "appraised"}.get(str(values.get("kind")))
        if kind is not None and who in (values.get("participants") or ()):
            yield Mark(kind, 1, what=str(values.get("title", "")))
        return
    started = as_date(values, "started_on" if book == "training_records" else "happened_on")
    if started is None or started.year != year:
        return
    if book == "conduct":
        yield Mark(_CONDUCT[str(values["kind"])], 1)
    elif values.get("kind") != "onboarding" and values.get("result") not in ("failed", "exempt"):
        yield Mark("trained", int(values.get("days") or 0), what=str(values.get("course", "")))


def line_of(person: Person, year: int) -> Line | None:
    """The sheet of a year as it was drawn, if it was."""
    return Line.objects.filter(ledger=LEDGER, person=person, archived_at=None, values__year=year).first()


def draw(person: Person, agency: Agency, year: int, *, by: Person) -> Line:
    """Draw the sheet of a year, or draw it anew while nobody has confirmed it. NotAllowed for oneself and once confirmed."""
    if by.pk == person.pk:
        raise NotAllowed("不能生成自己的考核表，请负责人办理")
    if year > today().year:
        raise NotAllowed(f"{year} 年还没有开始")
    work = [{"item": x.kind.zh, "number": x.number, "unit": x.kind.unit} for x in sheet(person, year)]
    book, known = ledger(LEDGER), line_of(person, year)
    if known is None:
        return ledgers.enter(book, agency, {"person": person.pk, "year": year, "drawn_on": today().isoformat(), "work": work}, by=by)
    if known.values.get("own_on") or known.values.get("head_on"):
        raise NotAllowed("考核表已经确认，不能重新生成；有错的由本人提出异议")
    fresh = {k: v for k, v in known.values.items() if k not in ("objection", "objected_on", "answer")} if known.values.get(
        "answer") else dict(known.values)
    ledgers.change(book, known, {**fresh, "drawn_on": today().isoformat(), "work": work}, version=known.version, by=by, reason="重新生成")
    known.refresh_from_db()
    return known


def confirm_own(line: Line, *, by: Person) -> None:
    """The person says that the sheet is right."""
    if line.person_id != by.pk:
        raise NotAllowed("考核表由本人确认")
    if line.values.get("own_on"):
        raise NotAllowed("已经确认")
    _change(line, {"own_on": today().isoformat()}, by, "本人确认")


def object_to(line: Line, words: str, *, by: Person) -> None:
    """The person says what is wrong; the head must answer before he confirms."""
    if line.person_id != by.pk:
        raise NotAllowed("异议由本人提出")
    if line.values.get("head_on"):
        raise NotAllowed("负责人已经确认，请向负责人书面提出")
    if len(words.strip()) < _ENOUGH:
        raise NotAllowed("请写明哪一项不对、应当是多少")
    _change(line, {"objection": words.strip(), "objected_on": today().isoformat(), "answer": None, "own_on": None}, by, "本人提出异议")


def answer(line: Line, words: str, *, by: Person) -> None:
    """A head answers the objection; the person then confirms or objects again."""
    _head(line, by)
    if not line.values.get("objection"):
        raise NotAllowed("没有异议需要处理")
    if len(words.strip()) < _ENOUGH:
        raise NotAllowed("请写明核实的情况")
    _change(line, {"answer": words.strip()}, by, "处理异议")


def confirm_head(line: Line, grade: str, opinion: str, *, by: Person) -> None:
    """A head confirms, with the grade and his words; an objection must be answered and the person have confirmed."""
    _head(line, by)
    if line.values.get("head_on"):
        raise NotAllowed("已经确认")
    if line.values.get("objection") and not line.values.get("answer"):
        raise NotAllowed("本人的异议还没有处理")
    _change(line, {"grade": grade, "opinion": opinion.strip() or None, "head": by.pk, "head_on": today().isoformat()}, by, "负责人确认")


def _head(line: Line, by: Person) -> None:
    if line.person_id == by.pk:
        raise NotAllowed("不能确认自己的考核表")


def _change(line: Line, moved: dict[str, Any], by: Person, reason: str) -> None:
    ledgers.change(ledger(LEDGER), line, {**line.values, **moved}, version=line.version, by=by, reason=reason)
    line.refresh_from_db()


def years_of(person: Person, on: date) -> tuple[int, ...]:
    """Years for which a sheet may be looked at: this and the last, and those drawn."""
    drawn = Line.objects.filter(Q(ledger=LEDGER), person=person, archived_at=None).values_list("values__year", flat=True)
    return tuple(sorted({on.year, on.year - 1, *(int(y) for y in drawn)}, reverse=True))
