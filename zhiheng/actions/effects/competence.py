"""Which agency has a matter: files bound as joined, handed over, designated or side by side, and what the other file learns.

Everything here may run again (a file rebuilt from its events): links are kept as they are, and what another file
learns is entered once.
"""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhiheng.actions import spawn
from zhiheng.actions.effects.registry import EffectContext, effect
from zhiheng.kernel.situation import Situation
from zhiheng.law.gates_competence import firsts, reasoned, visits_of_others
from zhiheng.records.models import File, FileLink, Message, Party, Person
from zhiheng.records.queries.competence import root

PENALTY = "penalty_ordinary"


@effect("inspection", "join_visit")
def visit_joined(ctx: EffectContext) -> None:
    """The visit of the first agency goes on; this file keeps our record of it and does not count as a visit."""
    facts, file = ctx.facts, ctx.file
    file.kind = "joined"
    if file.enterprise_id is None:
        file.title = f"{facts.get('checked_unit') or ''} 并入检查"[:200]
    first = _file(ctx, facts.get("first_no"))
    if first is None:
        return
    bind(first, file, "merged", ctx, f"并入 {first.no} 的检查")
    people = [f"{p.name}（{p.certificate.number if p.certificate else '执法证未登记'}）"
              for name in facts.get("officers") or () if (p := ctx.view.people.get(name))]
    _enter(ctx, first.no, "accept_joint", {
        "unit": file.agency.name, "their_no": file.no, "visit_on": facts.get("visit_on"), "people": people,
        "inspection_items": list(facts.get("inspection_items") or ())})


@effect("inspection", "plan", "emergency_entry")
@effect(PENALTY, "file_case")
def side_by_side(ctx: EffectContext) -> None:
    """Whoever goes on alone has said why: the two files stay bound, and the superior reads the reason."""
    reason = str(ctx.facts.get("separate_reason") or "").strip()
    if not reason or FileLink.objects.filter(outcome=ctx.file, kind="parallel").exists():
        return
    procedure = ctx.rules.procedure(ctx.view)
    s = Situation(ctx.view, procedure, procedure.act(ctx.event.act), None, ctx.facts, None, ctx.event.occurred_at, ctx.rules)
    names = tuple(str(p.get("name")) for p in ctx.facts.get("parties") or ())
    rows = visits_of_others(s) if ctx.view.procedure == "inspection" else [
        r for r in firsts(s, PENALTY, names) if r.get("filed_on") and not r.get("away")]
    for row in rows if reasoned(s) else ():
        first = _file(ctx, row["no"])
        if first is not None:
            bind(first, ctx.file, "parallel", ctx, reason)


@effect(PENALTY, "receive_transfer")
def received(ctx: EffectContext) -> None:
    """The sender's file is bound, ends with the receipt, and is read from here."""
    facts, file = ctx.facts, ctx.file
    sent = _file(ctx, facts.get("sender_no"))
    if file.enterprise_id is None and sent is not None and sent.enterprise_id is not None:
        file.enterprise = sent.enterprise
        file.save(update_fields=["enterprise"])
    file.title = f"{facts.get('suspect') or ''}案（{facts.get('sender') or '其他机关'}移送）"[:200]
    if sent is None:
        return
    file.violation_on = file.violation_on or sent.violation_on
    file.domain = file.domain or sent.domain
    bind(sent, file, "transferred", ctx, "移送管辖")
    _enter(ctx, sent.no, "transfer_received", {"received_by": file.agency.name, "received_on": facts.get("received_on"),
                                               "their_no": file.no})


@effect(PENALTY, "merge_into")
def merged(ctx: EffectContext) -> None:
    """Parties and charges appear in the surviving file; who stands in both keeps his place there. Evidence stays here."""
    into = _file(ctx, ctx.facts.get("into_no"))
    if into is None:
        return
    mapping, parties, charges = _mapped(ctx, into)
    bind(into, ctx.file, "merged", ctx, str(ctx.facts.get("reasons") or ""), {v: k for k, v in mapping.items()})
    _enter(ctx, into.no, "take_in", {"from_no": ctx.file.no, "reasons": ctx.facts.get("reasons"), "parties": parties,
                                     "violations": charges})


def _mapped(ctx: EffectContext, into: File) -> tuple[dict[str, str], list[dict[str, Any]], list[dict[str, Any]]]:
    """Keys of this file to keys of the surviving one, and the rows of what is new there."""
    known = dict(Party.objects.filter(file=into).values_list("name", "key"))
    suffix = f"{ctx.file.year}{ctx.file.seq}"
    mapping: dict[str, str] = {}
    parties, charges = [], []
    for party in ctx.view.of_kind("party"):
        mapping[party.key] = known.get(party.name) or f"{party.key}-{suffix}"
        if party.name not in known:
            kept = {k: v for k, v in party.attrs.items()
                    if k in ("kind", "uscc", "address", "legal_rep", "birth_date", "post") and v}
            parties.append({"key": mapping[party.key], "name": party.name, "was": party.key, **kept})
    for charge in ctx.view.of_kind("finding"):
        mapping[charge.key] = f"{charge.key}-{suffix}"
        charges.append({"key": mapping[charge.key], "code": str(charge.attrs.get("code") or ""), "title": charge.name,
                        "party": mapping.get(str(charge.attrs.get("party")), ""), "was": charge.key})
    return mapping, parties, charges


@effect("competence", "report")
def reported(ctx: EffectContext) -> None:
    """The dispute is bound to the files it is about; a transfer objected to learns of it."""
    facts = ctx.facts
    ctx.file.title = f"{facts.get('matter') or ''}的管辖"[:200]
    for name in ("matter_no", "other_no"):
        concerned = _file(ctx, facts.get(name))
        if concerned is not None:
            bind(concerned, ctx.file, "assigned", ctx, "报请管辖")
    sent = _file(ctx, facts.get("matter_no"))
    if facts.get("ground") == "objection" and sent is not None:
        _enter(ctx, sent.no, "transfer_objected", {
            "objected_by": ctx.file.agency.name, "objected_on": ctx.event.occurred_at.date().isoformat(),
            "reasons": facts.get("own_view"), "dispute_no": ctx.file.no})


@effect("competence", "designate")
def designated(ctx: EffectContext) -> None:
    """Every file concerned is bound to the decision, by which its gates know who is competent; its officers are told."""
    facts = ctx.facts
    if not ctx.file.title.strip() or ctx.view.last("report") is None:
        ctx.file.title = f"{facts.get('matter') or ''}的管辖"[:200]
    for no in facts.get("matter_nos") or ():
        concerned = _file(ctx, no)
        if concerned is None:
            continue
        fresh = bind(concerned, ctx.file, "assigned", ctx, "指定管辖")
        told = Message.objects.filter(file=concerned, kind="competence", at=ctx.event.recorded_at).exists()
        if fresh or not told:
            Message.objects.bulk_create([Message(
                person_id=name, file=concerned, kind="competence", at=ctx.event.recorded_at,
                text=f"已指定由{facts.get('competent_name')}管辖（{concerned.title}）"[:300]) for name in concerned.officers])


@effect("competence", "request_assistance")
def asked(ctx: EffectContext) -> None:
    ctx.file.title = f"请{ctx.facts.get('addressee') or ''}协查：{ctx.facts.get('matter') or ''}"[:200]
    matter = _file(ctx, ctx.facts.get("matter_no"))
    if matter is not None:
        bind(matter, ctx.file, "assigned", ctx, "协查")


# --- helps -------------------------------------------------------------------------------------------------------

def bind(origin: File, outcome: File, kind: str, ctx: EffectContext, reason: str,
         subjects: Mapping[str, str] | None = None) -> bool:
    """Bind two files; answers whether they were not bound before."""
    _, made = FileLink.objects.update_or_create(origin=origin, outcome=outcome, defaults={
        "kind": kind, "reason": reason[:400], "subjects": dict(subjects or {})}, create_defaults={
        "kind": kind, "reason": reason[:400], "subjects": dict(subjects or {}), "made_at": ctx.event.recorded_at})
    return made


def _file(ctx: EffectContext, no: Any) -> File | None:
    """A file of the same house by its number; never the file itself."""
    if not no:
        return None
    found = File.objects.select_related("agency", "enterprise").filter(
        no=str(no), agency__path__startswith=root(ctx.file.agency)).exclude(pk=ctx.file.pk)
    return found.first()


def _enter(ctx: EffectContext, no: str, act: str, facts: Mapping[str, Any]) -> None:
    given = {k: v for k, v in facts.items() if v not in (None, "", [])}
    spawn.act_elsewhere(no, act, given, actor=Person.objects.get(pk=ctx.event.actor), guest=ctx.file.agency,
                        at=ctx.event.recorded_at, key=f"{ctx.file.no}:{ctx.event.seq}:{act}")
