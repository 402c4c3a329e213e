"""信用: what acts make an enterprise be held for — seriously untrustworthy, with a bad record, trustworthy, under a promise.

Rows of Standing are written once for an event (a replay finds them again) and only ever ended.
"""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from zhiheng.actions.effects.registry import EffectContext, effect
from zhiheng.kernel.facts import as_date, as_datetime
from zhiheng.kernel.view import Subject
from zhiheng.law.procedures.breach.words import GROUNDS
from zhiheng.law.procedures.commitment import BARRED_YEARS
from zhiheng.records.models import Enterprise, Party, Penalty, Standing

LISTING, PROMISE, PENALTY = "serious_breach", "commitment", "penalty_ordinary"
GRAVE_KINDS = frozenset({"suspend_licence", "lower_qualification", "revoke_licence", "restrict_business", "stop_business", "close",
                         "restrict_practice"})
"""Kinds whose record is a grave one, 信用修复管理办法 10-2: shown for up to three years."""
GRAVE_YEARS, COMMON_YEARS = 3, 1
"""The longest times of showing, 信用修复管理办法 12-1. Which fines are small is the ministry's to say and not known here: every
fine counts as a common record (own reading); warnings alone make none (8-1-2, 12-1)."""


@effect(LISTING, "list_party")
def listed(ctx: EffectContext) -> None:
    """Each one decided on stands on the list from the day of the signature for three years."""
    proposed = ctx.view.last("propose")
    ground = GROUNDS.get(str(proposed.facts.get("ground"))) if proposed else None
    for subject in ctx.subjects("party"):
        _list(ctx, subject, as_date(ctx.facts, "until"), {
            "ground": proposed.facts.get("ground") if proposed else "", "situation": ground.zh if ground else "",
            "basis": list(ctx.facts.get("basis") or ()), "penalty": ctx.facts.get("penalty_ref"), "number": _number(ctx, subject)})


@effect(LISTING, "restore")
def restored(ctx: EffectContext) -> None:
    """Back on the list, for three years anew, with the detail of the first listing."""
    for subject in ctx.subjects("party"):
        before = _rows(ctx, subject).order_by("event_seq").last()
        kept = {k: v for k, v in (before.detail if before else {}).items() if k != "published_on"}  # to be published anew
        _list(ctx, subject, as_date(ctx.facts, "until"), {**kept, "restored": True})


@effect(LISTING, "publish")
def shown(ctx: EffectContext) -> None:
    """From now on the public list shows it."""
    moment = as_datetime(ctx.facts, "published_at") or ctx.event.occurred_at
    for subject in ctx.subjects("party"):
        for row in _rows(ctx, subject):
            row.detail = {**row.detail, "published_on": moment.date().isoformat()}
            row.save(update_fields=["detail"])


@effect(LISTING, "decide_removal", "expire", "revoke_listing")
def removed(ctx: EffectContext) -> None:
    """Off the list: the row ends on that day, with the reason."""
    decision = ctx.facts.get("decision")
    if decision == "refused":
        return
    on = as_date(ctx.facts, "decided_on") or ctx.event.occurred_at.date()
    words = {"granted": "提前移出", "expired": "管理期满移出", "revoked": "列入依据变化，撤销列入"}
    for subject in ctx.subjects("party"):
        _rows(ctx, subject).filter(ended_on=None).update(ended_on=on, ended_reason=words.get(str(decision), "移出"))


@effect(PROMISE, "promise")
def promised(ctx: EffectContext) -> None:
    """A promise made is also what makes the enterprise count as trustworthy."""
    firm, until = ctx.file.enterprise, as_date(ctx.facts, "until")
    if firm is None:
        return
    detail = {"signer": ctx.facts.get("signer"), "standard": ctx.facts.get("standard")}
    since = ctx.event.occurred_at.date()
    _keep(ctx, firm, "promise", "made", since, until, detail)
    _keep(ctx, firm, "credit", "trustworthy", since, until, detail)


@effect(PROMISE, "break_promise", "end_promise")
def unpromised(ctx: EffectContext) -> None:
    """Over; a broken one bars another for two years."""
    on = as_date(ctx.facts, "ended_on") or as_date(ctx.facts, "decided_on") or ctx.event.occurred_at.date()
    broken = ctx.event.act == "break_promise"
    Standing.objects.filter(file=ctx.file, value__in=("made", "trustworthy"), ended_on=None).update(
        ended_on=on, ended_reason="未履行承诺" if broken else "承诺结束")
    if broken and ctx.file.enterprise is not None:
        until = _later(on, BARRED_YEARS)
        _keep(ctx, ctx.file.enterprise, "promise", "broken", on, until, {"broken": ctx.facts.get("broken")})


@effect(PENALTY, "serve")
def recorded(ctx: EffectContext) -> None:
    """A penalty served on a unit is a bad record for the time it may be shown."""
    if "penalty_decision" not in (ctx.facts.get("documents") or ()):
        return
    parties = {p.key: p for p in Party.objects.filter(file=ctx.file)}
    for subject in ctx.subjects("party"):
        party = parties.get(subject.key)
        row = Penalty.objects.filter(party=party, decision="penalty").order_by("event_seq").last() if party else None
        years = term_of(row.kinds, row.fine_fen) if row else 0
        if party is None or row is None or party.enterprise is None or not years:
            continue
        detail = {"number": row.document_no, "fine_fen": row.fine_fen, "kinds": row.kinds, "party": subject.key}
        _keep(ctx, party.enterprise, "credit", "bad", row.decided_on, _later(row.decided_on, years), detail, reason=f"处罚决定 {row.document_no}")


def term_of(kinds: list[str], fine_fen: int) -> int:
    """For how many years a penalty stands as a bad record: 3 with a grave kind, 1 with money or goods, 0 else."""
    if GRAVE_KINDS & set(kinds):
        return GRAVE_YEARS
    return COMMON_YEARS if fine_fen or {"fine", "confiscate_gain", "confiscate_goods"} & set(kinds) else 0


def _list(ctx: EffectContext, subject: Subject, until: date | None, detail: Mapping[str, Any]) -> None:
    firm, name = _beside(ctx, subject)
    if firm is not None:
        _keep(ctx, firm, "credit", "serious", ctx.event.occurred_at.date(), until,
              {**detail, "party": subject.key, "role": subject.attrs.get("role"), "post": subject.attrs.get("post")}, person=name)


def _beside(ctx: EffectContext, subject: Subject) -> tuple[Enterprise | None, str]:
    """The enterprise a listing stands at, and the name where it is not the enterprise itself that is listed."""
    party = Party.objects.filter(file=ctx.file, key=subject.key).first()
    if party is not None and party.kind == "unit" and party.enterprise is not None:
        return party.enterprise, ""
    firm = ctx.file.enterprise
    return firm, "" if firm is not None and firm.name == subject.name else subject.name[:40]


def _rows(ctx: EffectContext, subject: Subject) -> Any:
    return Standing.objects.filter(file=ctx.file, kind="credit", value="serious", detail__party=subject.key, event_seq__lt=ctx.event.seq)


def _keep(ctx: EffectContext, firm: Enterprise, kind: str, value: str, since: date, until: date | None, detail: Mapping[str, Any], *,
          person: str = "", reason: str = "") -> None:
    Standing.objects.update_or_create(
        file=ctx.file, event_seq=ctx.event.seq, enterprise=firm, kind=kind, value=value, person_name=person,
        defaults={"since": since, "until": until, "origin": "file", "detail": dict(detail), "reason": reason[:400],
                  "made_at": ctx.event.recorded_at, "ended_on": None, "ended_reason": ""})


def _number(ctx: EffectContext, subject: Subject) -> str:
    return next((str(p["no"]) for p in ctx.papers if p["code"] == "dishonesty_listing_decision" and p["subject"] in ("", subject.key)), "")


def _later(day: date, years: int) -> date:
    """The same day some years on, less one: a term of years from a day, that day included."""
    moved = day.replace(year=day.year + years, day=28 if (day.month, day.day) == (2, 29) else day.day)
    return moved - timedelta(days=1)
