"""Writing the lines of a declared ledger: enter, change, archive instead of delete, restore. Every change is kept."""
from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from zhiheng.actions import changes
from zhiheng.actions.errors import Invalid, NotAllowed
from zhiheng.kernel.facts import FactError, parse
from zhiheng.records.clock import now as clock_now
from zhiheng.records.grams import bigrams, initials
from zhiheng.records.models import Agency, Enterprise, Line, LineGram, Person
from zhiheng.registers.declare import Ledger, said

ENOUGH = 4
"""Characters that a reason must have at least."""


class Stale(NotAllowed):
    """Somebody else changed the line meanwhile; nothing was written."""


def enter(ledger: Ledger, agency: Agency, raw: Mapping[str, Any], *, by: Person | None) -> Line:
    """A new line. Invalid with every fault; a line with the same key is named and not doubled."""
    values = read(ledger, raw)
    with transaction.atomic():
        known = Line.objects.filter(ledger=ledger.id, agency=agency, key=ledger.key_of(values)).first()
        if known is not None:
            words = "、".join(ledger.spec(n).zh for n in ledger.key)
            raise Invalid([FactError(ledger.key[0], f"已经有{words}相同的一条：{known.title}。请修改那一条，不要重复登记。")])
        line = Line(ledger=ledger.id, agency=agency, version=1, changed_at=clock_now())
        _write(ledger, line, values)
        changes.note(ledger.id, line.pk, "created", changes.differences({}, values), by=by, at=line.changed_at)
    return line


def change(ledger: Ledger, line: Line, raw: Mapping[str, Any], *, version: int, by: Person | None,
           reason: str = "") -> changes.Differences:
    """Put new values into a line; returns what changed. Stale when ``version`` is not the line's any more."""
    values = read(ledger, raw)
    with transaction.atomic():
        held = Line.objects.select_for_update().get(pk=line.pk)
        if held.archived_at is not None:
            raise NotAllowed("这一条已经归档，恢复以后才能修改")
        if held.version != version:
            raise Stale("您填写期间别人修改了这一条，请刷新后再改，以免覆盖")
        twin = Line.objects.filter(ledger=ledger.id, agency=held.agency_id, key=ledger.key_of(values)).exclude(pk=held.pk)
        if (other := twin.first()) is not None:
            raise Invalid([FactError(ledger.key[0], f"与另一条重复：{other.title}。")])
        moved = changes.differences(held.values, values)
        if moved:
            held.version, held.changed_at = held.version + 1, clock_now()
            _write(ledger, held, values)
            changes.note(ledger.id, held.pk, "changed", moved, by=by, at=held.changed_at, reason=reason)
    return moved


def archive(ledger: Ledger, line: Line, reason: str, *, by: Person | None) -> None:
    """Take a line out of the list; it and its history stay. NotAllowed without a reason."""
    if len(reason.strip()) < ENOUGH:
        raise NotAllowed("归档须写明理由")
    with transaction.atomic():
        held = Line.objects.select_for_update().get(pk=line.pk)
        if held.archived_at is not None:
            raise NotAllowed("这一条已经归档")
        held.archived_at, held.archived_reason, held.key = clock_now(), reason.strip()[:200], None
        held.version += 1
        held.save(update_fields=["archived_at", "archived_reason", "key", "version"])
        changes.note(ledger.id, held.pk, "archived", {}, by=by, at=held.archived_at, reason=reason.strip())


def restore(ledger: Ledger, line: Line, *, by: Person | None) -> None:
    """Put an archived line back. NotAllowed when the same thing was entered anew meanwhile."""
    with transaction.atomic():
        held = Line.objects.select_for_update().get(pk=line.pk)
        if held.archived_at is None:
            raise NotAllowed("这一条没有归档")
        key = ledger.key_of(held.values)
        twin = Line.objects.filter(ledger=ledger.id, agency=held.agency_id, key=key).first()
        if twin is not None:
            raise NotAllowed(f"归档以后又登记了同一对象：{twin.title}")
        held.archived_at, held.archived_reason, held.key, held.version = None, "", key, held.version + 1
        held.save(update_fields=["archived_at", "archived_reason", "key", "version"])
        changes.note(ledger.id, held.pk, "restored", {}, by=by, at=clock_now())


def read(ledger: Ledger, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Canonical values of a form or an imported row. Invalid with every fault."""
    parsed = parse(ledger.fields, with_code(ledger, raw))
    faults = list(parsed.errors)
    if not faults:
        faults = [*ledger.faults(parsed.values), *_unknown(ledger, parsed.values)]
    if faults:
        raise Invalid(faults)
    return parsed.values


def _unknown(ledger: Ledger, values: Mapping[str, Any]) -> list[FactError]:
    """A person or an enterprise that nobody registered."""
    found = []
    account, firm = values.get(ledger.person), values.get(ledger.enterprise)
    if account and not Person.objects.filter(pk=account).exists():
        found.append(FactError(ledger.person, f"没有登记「{account}」这个人。"))
    if firm and enterprise_of(firm) is None:
        found.append(FactError(ledger.enterprise, f"一企一档里没有「{firm}」这家企业，或者有几家同名；请先登记，或者填统一社会信用代码。"))
    return found


def with_code(ledger: Ledger, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The values with the enterprise said by its code, where a name (or an old code) stands for exactly one."""
    given = str(raw.get(ledger.enterprise) or "").strip() if ledger.enterprise else ""
    firm = enterprise_of(given) if given else None
    return dict(raw) if firm is None else {**raw, ledger.enterprise: firm.code or f"id-{firm.pk}"}


def enterprise_of(given: str) -> Enterprise | None:
    """The enterprise of a code, of ``id-<n>`` where it has none, or of a name that only one has; None otherwise."""
    by_number = re.fullmatch(r"id-(\d{1,12})", given)
    by = {"pk": int(by_number[1])} if by_number else {"code": given}
    found = Enterprise.objects.filter(**by).select_related("merged_into").first()
    if found is None:
        named = list(Enterprise.objects.filter(name=given, merged_into=None)[:2])
        return named[0] if len(named) == 1 else None
    return found.merged_into or found


def _write(ledger: Ledger, line: Line, values: dict[str, Any]) -> None:
    line.values, line.key = values, ledger.key_of(values)[:160]
    line.title = ledger.title_of(values)[:200]
    line.since, line.until = ledger.first_day(values), ledger.last_day(values)
    account, firm = values.get(ledger.person), values.get(ledger.enterprise)
    line.person = Person.objects.filter(pk=account).first() if account else None
    line.enterprise = enterprise_of(firm) if firm else None
    line.save()
    LineGram.objects.filter(line=line).delete()
    LineGram.objects.bulk_create([LineGram(line=line, gram=g) for g in words(ledger, line)])


def words(ledger: Ledger, line: Line) -> set[str]:
    """The two-character words by which a line is found: its title, its initials, its searched fields, its owners."""
    texts = [line.title, *(said(ledger.spec(n), line.values.get(n)) for n in ledger.search)]
    texts += [line.person.name if line.person else "", line.enterprise.name if line.enterprise else ""]
    return {g for text in texts for g in bigrams(text)} | set(bigrams(initials(line.title)))
