"""The daily checkpoint: all file heads of an agency under one signed root, each pointing to the one before."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from zhiheng.archive import signing
from zhiheng.kernel import merkle
from zhiheng.kernel.clock import TZ
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Agency, Checkpoint, Event, File


def make(agency: Agency, *, at: datetime | None = None, fresh: bool = False) -> Checkpoint:
    """The checkpoint of the day; the one already made when there is one. Signed with the house's key.

    With ``fresh`` another one when any file has moved since: a package must prove its file as it is now.
    """
    moment = (at or clock_now()).astimezone(TZ)
    signer = signing.signer(Path(settings.ZHIHENG_DATA))
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=agency.pk)  # one maker at a time: the chain must not fork
        before = Checkpoint.objects.filter(agency=agency).order_by("number").last()
        if before is not None and before.on >= moment.date() and not fresh:
            return before
        heads = merkle.in_order(merkle.Head(no, count, head) for no, count, head in File.objects.filter(
            agency=agency, event_count__gt=0).values_list("no", "event_count", "head_hash"))
        if before is not None and before.on >= moment.date() and heads == heads_of(before):
            return before
        record = merkle.checkpoint(agency.code, moment.date(), heads, before.hash if before else merkle.FIRST_PREV,
                                   signer.id)
        record["signature"] = signer.sign(merkle.to_be_signed(record))
        return Checkpoint.objects.create(
            agency=agency, number=before.number + 1 if before else 1, on=moment.date(), record=record,
            hash=merkle.checkpoint_hash(record), public_key=signer.public.hex(),
            heads=[[h.file, h.count, h.hash] for h in heads], made_at=moment)


def heads_of(row: Checkpoint) -> list[merkle.Head]:
    return [merkle.Head(no, count, head) for no, count, head in row.heads]


def faults(agency: Agency) -> Iterator[tuple[str, str]]:
    """(file no or "", what is wrong) over all checkpoints of an agency: signature, link, root, and the files since."""
    prev = merkle.FIRST_PREV
    for row in Checkpoint.objects.filter(agency=agency).order_by("number"):
        name = f"{row.on} 的检查点"
        record = row.record
        if record.get("prev") != prev:
            yield "", f"{name}与前一日不衔接"
        if not signing.verify(row.public_key, merkle.to_be_signed(record), str(record.get("signature"))):
            yield "", f"{name}签名不符"
        if signing.key_id(bytes.fromhex(row.public_key)) != record.get("key"):
            yield "", f"{name}的公钥与登记的指纹不符"
        if merkle.checkpoint_hash(record) != row.hash:
            yield "", f"{name}内容被改动"
        if merkle.root([h.leaf() for h in heads_of(row)]).hex() != record.get("root"):
            yield "", f"{name}的根与其所列案卷不符"
        prev = row.hash
    if prev != merkle.FIRST_PREV:
        yield from _since(row)


def _since(row: Checkpoint) -> Iterator[tuple[str, str]]:
    """Files that no longer hold what the latest checkpoint saw: cut off at the end, or rewritten from some point."""
    heads = heads_of(row)
    for start in range(0, len(heads), 500):
        part = heads[start:start + 500]
        held = {(no, seq): h for no, seq, h in Event.objects.filter(
            file__no__in=[h.file for h in part], seq__in={h.count for h in part}).values_list(
                "file__no", "seq", "hash")}
        for head in part:
            now_there = held.get((head.file, head.count))
            if now_there is None:
                yield head.file, f"{row.on} 的检查点有 {head.count} 项记录，现在缺少"
            elif now_there != head.hash:
                yield head.file, f"第 {head.count} 项与 {row.on} 的检查点不一致，记录被重写"
