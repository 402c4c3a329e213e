"""双随机抽查: the numbered draw, its state, the places drawn, and the visits that carry them out."""
from __future__ import annotations

import json

from django.db.models import Q

from zhiheng.actions.effects.registry import EffectContext, effect
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.draw import Commitment, Transcript
from zhiheng.kernel.draw.pool import STRAY
from zhiheng.records import store
from zhiheng.records.models import Draw, DrawPick, File, Message
from zhiheng.records.queries.draws import pool_of

PROCEDURE = "random_draw"


@effect(PROCEDURE, "set_up")
def numbered(ctx: EffectContext) -> None:
    """A number of the agency's year, never given twice; void draws keep theirs."""
    ctx.file.title = str(ctx.facts["title"])[:200]
    if Draw.objects.filter(file=ctx.file).exists():
        return
    year = ctx.event.occurred_at.astimezone(TZ).year
    seq = (Draw.objects.filter(agency=ctx.file.agency, year=year).order_by("-seq").values_list("seq", flat=True).first() or 0) + 1
    said = str(ctx.facts.get("replaces") or "")
    before = Draw.objects.filter(number=said.rpartition("/")[0]).first() if said else None
    Draw.objects.create(number=f"{ctx.file.agency.code}-{year}-D{seq:02d}", agency=ctx.file.agency, year=year, seq=seq, file=ctx.file,
                        title=str(ctx.facts["title"])[:120], replaces=before,
                        settings={"replaces": said, "reason": str(ctx.facts.get("reason") or "")[:300]} if said else {})


@effect(PROCEDURE, "freeze")
def frozen(ctx: EffectContext) -> None:
    Draw.objects.filter(file=ctx.file).update(pool=ctx.facts["pool"], state="frozen")


@effect(PROCEDURE, "commit")
def promised(ctx: EffectContext) -> None:
    Draw.objects.filter(file=ctx.file).update(state="committed", committed_at=ctx.event.occurred_at, due_at=ctx.facts["public_at"])


@effect(PROCEDURE, "reveal")
def revealed(ctx: EffectContext) -> None:
    """The draw itself: nothing but the frozen pool, the secret promised and the public number decide."""
    row = Draw.objects.get(file=ctx.file)
    pool = pool_of(row)
    if pool is None:  # the gate pool_unchanged has said so: only a story without a pool of its own comes here
        return
    number = STRAY.sub(" ", str(ctx.facts["public_number"])).strip()  # pasted from a table: tabs would not be a line of text
    made = Transcript.make(pool, Commitment.read(row.commitment), row.secret, number)
    row.transcript = store.put_bytes(json.dumps(dict(made.said), ensure_ascii=False).encode()).sha256
    row.public_number, row.revealed_at, row.state = number[:120], ctx.event.occurred_at, "revealed"
    row.save(update_fields=["transcript", "public_number", "revealed_at", "state"])
    people, firms = row.settings.get("people", {}), row.settings.get("firms", {})
    names = {r[0]: r[1] for r in pool.rows["candidate"]}
    if not DrawPick.objects.filter(draw=row).exists():
        DrawPick.objects.bulk_create([
            DrawPick(draw=row, rank=rank, enterprise_id=firms.get(key), name=names[key][:120], stratum=stratum,
                     officers=[people.get(o, o) for o in officers], reason=says[:400])
            for rank, key, stratum, officers, says in made.said["result"]])


@effect(PROCEDURE, "publish_result")
def published(ctx: EffectContext) -> None:
    Draw.objects.filter(file=ctx.file).update(state="published")


@effect(PROCEDURE, "assign")
def assigned(ctx: EffectContext) -> None:
    """Every officer learns which places are his."""
    row = Draw.objects.get(file=ctx.file)
    mine: dict[str, int] = {}
    for pick in DrawPick.objects.filter(draw=row, state="drawn"):
        for officer in pick.officers:
            mine[officer] = mine.get(officer, 0) + 1
    DrawPick.objects.filter(draw=row, state="drawn").update(state="assigned")
    for officer, count in mine.items():
        Message.objects.get_or_create(dedupe=f"draw/{row.number}/{officer}", defaults={
            "person_id": officer, "file": ctx.file, "kind": "draw", "at": ctx.event.recorded_at,
            "text": f"双随机抽查 {row.number} 下达检查任务 {count} 家，请在检查期间内完成"})


@effect(PROCEDURE, "replace")
def replaced(ctx: EffectContext) -> None:
    DrawPick.objects.filter(draw__file=ctx.file, rank=ctx.facts["rank"]).update(
        state="replaced", reason=str(ctx.facts["reason"])[:400])


@effect(PROCEDURE, "void")
def voided(ctx: EffectContext) -> None:
    Draw.objects.filter(file=ctx.file).update(state="void", void_reason=str(ctx.facts["reason"])[:400], voided_at=ctx.event.occurred_at)


@effect(PROCEDURE, "close")
def closed(ctx: EffectContext) -> None:
    Draw.objects.filter(file=ctx.file).update(state="closed")


@effect("inspection", "plan")
def planned(ctx: EffectContext) -> None:
    """The inspection that carries out a place: its plan names the draw and the rank (YL-2026-D04/12). Which general visit of
    the plan it takes is :mod:`zhiheng.actions.effects.plans`' to say."""
    number, _, rank = str(ctx.facts.get("plan_item_ref") or "").rpartition("/")
    if ctx.facts.get("source_type") == "double_random" and number and rank.isdecimal():
        mine = DrawPick.objects.filter(draw__number=number, rank=int(rank), enterprise=ctx.file.enterprise)
        mine.filter(Q(visit=None) | Q(visit=ctx.file)).update(visit=ctx.file)


@effect("inspection", "call_off")
def not_made(ctx: EffectContext) -> None:
    """A visit that is not made leaves its place waiting for another; the place of the plan goes back with the plan's own effect."""
    DrawPick.objects.filter(visit=ctx.file, state__in=("drawn", "assigned")).update(visit=None)


@effect("inspection", "complete")
def visited(ctx: EffectContext) -> None:
    DrawPick.objects.filter(visit=File(pk=ctx.file.pk), state__in=("drawn", "assigned")).update(state="visited")
