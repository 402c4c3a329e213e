"""A grade or a key class set by a head for a time and a reason, against what the records give; shown for ever.

The computed standing stays as it is. When the override ends or runs out, the computed one holds again by itself.
"""
from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from zhiheng.actions import grading, ledgers
from zhiheng.actions.errors import NotAllowed
from zhiheng.actions.grading_scheme import scheme_of
from zhiheng.actions.rulebook import rules_for
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Agency, Enterprise, Line, Person, Standing
from zhiheng.records.queries.scope import visible_to
from zhiheng.records.queries.standings import OVERRIDE, computed_of, holding, standing_of
from zhiheng.registers.catalogue import ledger

HEADS = frozenset({"section_head", "bureau_head"})
ENOUGH = 6
"""Characters that a reason must have at least."""
ZH = {"grade": "安全等级", "key": "重点类别"}
WORDS = {"key": "重点", "general": "一般"}


def check(firm: Enterprise, kind: str, value: str, reason: str, until: date, computed: Standing | None, on: date) -> None:
    """NotAllowed, in words, for whatever an override must not be. ``computed`` is what the records give."""
    if kind not in grading.VALUES or value not in grading.VALUES[kind]:
        raise NotAllowed("请选择要改成的等级")
    if len(reason.strip()) < ENOUGH:
        raise NotAllowed(f"人工调整须写明理由（不少于 {ENOUGH} 个字）")
    longest = int(scheme_of(firm.agency, on).tables["override"]["longest_days"])
    if until < on or until > on + timedelta(days=longest):
        raise NotAllowed(f"人工调整是临时的，须写明截止日：不早于今天，最长 {longest} 天")
    if computed is None:
        raise NotAllowed("还没有按标准评定，请先评定")
    if computed.value == value:
        raise NotAllowed(f"按记录评定的{ZH[kind]}就是{WORDS.get(value, value)}，不需要调整")
    vetoes = computed.detail.get("vetoes", ()) if kind == "grade" else ()
    if vetoes and value != "D":
        raise NotAllowed(f"有否决事项，不能调高：{'；'.join(v[1] for v in vetoes)}。先消除否决事项，或者更正所依据的记录")


def override(firm: Enterprise, kind: str, value: str, *, reason: str, until: date, by: Person) -> Standing:
    """Hold another grade ("A" to "D") or key class ("key", "general") until a day. NotAllowed for anybody but a head."""
    moment = clock_now()
    on = moment.date()
    _may(by, firm, on)
    with transaction.atomic():
        held = Enterprise.objects.select_for_update(of=("self",)).select_related("agency").get(pk=firm.pk)
        computed = computed_of([firm.pk], kind, on).get(firm.pk)
        check(held, kind, value, reason, until, computed, on)
        assert computed is not None
        holding(kind, on).filter(enterprise=firm, origin=OVERRIDE).update(ended_on=on, ended_reason=f"由{by.name}另行调整")
        made = Standing.objects.create(
            enterprise=held, kind=kind, value=value, since=on, until=until, tenths=computed.tenths, origin=OVERRIDE,
            detail={"instead_of": computed.value, "computed": computed.pk, "vetoes": [v[0] for v in computed.detail.get("vetoes", ())]},
            reason=reason.strip()[:400], by=by, made_at=moment)
        grading.cache([held], on, by=by, at=moment, reason=f"人工调整至 {until}：{reason.strip()}")
    return made


def end(row: Standing, *, reason: str, by: Person) -> None:
    """End an override before its day; what was computed holds again from today."""
    moment = clock_now()
    on = moment.date()
    _may(by, row.enterprise, on)
    if len(reason.strip()) < ENOUGH:
        raise NotAllowed(f"提前结束须写明理由（不少于 {ENOUGH} 个字）")
    with transaction.atomic():
        done = holding(row.kind, on).filter(pk=row.pk, origin=OVERRIDE).update(
            ended_on=on, ended_reason=f"{by.name}：{reason.strip()}"[:400])
        if not done:
            raise NotAllowed("这次调整已经结束")
        firm = Enterprise.objects.select_for_update().get(pk=row.enterprise_id)
        grading.cache([firm], on, by=by, at=moment, reason=f"人工调整提前结束：{reason.strip()}")


def ask_review(firm: Enterprise, agency: Agency, *, asked_on: date, reasons: str, applicant: str, by: Person) -> Line:
    """Enter what the enterprise asks; to be answered in thirty working days (管理时限: the law sets none).

    Invalid with the faults of the ledger; NotAllowed where there is no grade to ask about.
    """
    held = standing_of([firm.pk], "grade", asked_on).get(firm.pk)
    value = held.value if held else firm.grade
    if not value:
        raise NotAllowed("这家企业还没有安全等级，无从复核")
    days = int(scheme_of(firm.agency, asked_on).tables["review"]["days"])
    due = rules_for(firm.agency).calendar.add(asked_on, days)
    return ledgers.enter(ledger("grade_reviews"), agency, {
        "enterprise": firm.code or f"id-{firm.pk}", "asked_on": asked_on.isoformat(), "grade": value, "applicant": applicant,
        "reasons": reasons, "due_on": due.isoformat(), "state": "open"}, by=by)


def _may(by: Person, firm: Enterprise, on: date) -> None:
    scope = visible_to(by, on)
    if not HEADS & scope.roles:
        raise NotAllowed("只有科室（大队）负责人和局领导可以人工调整")
    if not scope.enterprises.filter(pk=firm.pk).exists():
        raise NotAllowed("这家企业不在您的管辖范围内")
