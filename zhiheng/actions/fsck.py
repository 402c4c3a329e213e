"""Is the record whole? Chains, caches, papers, evidence, numbers, publications, checkpoints: every break is named."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from zhiheng.actions import checkpoint, rebuild
from zhiheng.kernel import chain
from zhiheng.records import models as m
from zhiheng.records import store
from zhiheng.records.chained import genesis, sealed
from zhiheng.records.protect import armed


@dataclass(frozen=True)
class Break:
    """One fault. ``file`` is the file's number, "" for the house; ``area``: chain, cache, paper, evidence, number,
    publication, checkpoint, protection."""

    file: str
    area: str
    says: str


def check(file_nos: Iterable[str] | None = None, *, now: datetime | None = None, blobs: bool = True,
          derived: bool = True) -> Iterator[Break]:
    """Every break of these files (all when None), and of what belongs to no file. ``blobs`` reads every stored byte."""
    files = m.File.objects.select_related("agency").order_by("no")
    if file_nos is not None:
        files = files.filter(no__in=list(file_nos))
    for file in files.iterator(chunk_size=200):
        yield from check_file(file, now=now, blobs=blobs, derived=derived)
    if file_nos is None:
        yield from check_house()


def check_file(file: m.File, *, now: datetime | None = None, blobs: bool = True, derived: bool = True) -> Iterator[Break]:
    """Every break of one file."""
    rows = list(m.Event.objects.filter(file=file).order_by("seq"))
    faults = chain.verify_chain([sealed(r, file.no) for r in rows], genesis(file), head=file.head_hash,
                                count=file.event_count)
    for fault in faults:
        yield Break(file.no, "chain", f"第 {fault.seq} 项记录：{fault.why}")
    yield from _papers(file, rows, blobs)
    yield from _evidence(file, rows, blobs)
    if derived and not faults:
        for says in rebuild.compare(file.no, now=now):
            yield Break(file.no, "cache", says)
    for row in m.Publication.objects.filter(file=file, published_at__isnull=False, blocked__gt=""):
        yield Break(file.no, "publication", f"「{row.title}」不得公开（{row.blocked}）却有公开时间")


def check_house() -> Iterator[Break]:
    """What belongs to no single file: triggers, registers of numbers, checkpoints."""
    if not armed(connection):
        yield Break("", "protection", "数据库没有拒绝修改、删除记录的触发器")
    yield from _file_numbers()
    yield from _document_numbers()
    for agency in m.Agency.objects.order_by("pk"):
        for no, says in checkpoint.faults(agency):
            yield Break(no, "checkpoint", says)


def orphans() -> list[str]:
    """Blobs that no row names: left by interrupted requests, harmless."""
    named = set(m.Paper.objects.values_list("sha256", flat=True)) | set(
        m.Evidence.objects.values_list("sha256", flat=True))
    return [h for h in store.hashes() if h not in named]


def _papers(file: m.File, rows: list[m.Event], blobs: bool) -> Iterator[Break]:
    stated = {(r.seq, p["code"], p["subject"]): p for r in rows for p in r.papers}
    held = {(p.event_seq, p.code, p.subject): p for p in m.Paper.objects.filter(file=file)}
    for key, paper in held.items():
        said = stated.get(key)
        name = f"《{paper.zh}》{paper.no}"
        if said is None:
            yield Break(file.no, "paper", f"{name}不在记录中")
        elif (said["sha256"], said["no"], said["pages"]) != (paper.sha256, paper.no, paper.pages):
            yield Break(file.no, "paper", f"{name}的登记与第 {paper.event_seq} 项记录不符")
        if not (store.intact(paper.sha256) if blobs else store.has(paper.sha256)):
            yield Break(file.no, "paper", f"{name}的文件缺失或者被改动")
    for key, said in stated.items():
        if key not in held:
            yield Break(file.no, "paper", f"第 {key[0]} 项记录的文书 {said['no'] or said['code']} 没有登记")


def _evidence(file: m.File, rows: list[m.Event], blobs: bool) -> Iterator[Break]:
    stated = {r.facts["key"]: r.facts["sha256"] for r in rows if r.kind == "evidence"}
    held = {e.key: e for e in m.Evidence.objects.filter(file=file)}
    for key, item in held.items():
        if stated.get(key) != item.sha256:
            yield Break(file.no, "evidence", f"证据 {key}「{item.title}」的登记与记录不符")
        if not (store.intact(item.sha256) if blobs else store.has(item.sha256)):
            yield Break(file.no, "evidence", f"证据 {key}「{item.title}」的文件缺失或者被改动")
    for key in stated.keys() - held.keys():
        yield Break(file.no, "evidence", f"证据 {key} 在记录中，但没有登记")


def _file_numbers() -> Iterator[Break]:
    seen: dict[tuple[int, int], list[int]] = {}
    for agency, year, seq in m.File.objects.order_by("agency", "year", "seq").values_list("agency", "year", "seq"):
        seen.setdefault((agency, year), []).append(seq)
    counters = {(c.agency_id, c.year): c.last for c in m.FileCounter.objects.all()}
    for slot in seen.keys() | counters.keys():
        for gap in _gaps(seen.get(slot, []), counters.get(slot, 0)):
            yield Break("", "number", f"{slot[1]} 年案卷号缺第 {gap} 号")


def _document_numbers() -> Iterator[Break]:
    seen: dict[tuple[int, str, int], set[int]] = {}
    for agency, series, word, year, serial in m.DocumentNumber.objects.values_list("agency", "series", "word", "year", "serial"):
        # A word that counts by itself passes over serials which papers numbered with their file have taken.
        for name in {series, f"word:{word}"}:
            seen.setdefault((agency, name, year), set()).add(serial)
    for counter in m.NumberCounter.objects.all():
        slot = (counter.agency_id, counter.series, counter.year)
        for gap in _gaps(sorted(seen.get(slot, ())), counter.last):
            yield Break("", "number", f"文号登记簿 {counter.series} {counter.year} 年缺第 {gap} 号")


def _gaps(numbers: Iterable[int], last: int) -> list[int]:
    held = set(numbers)
    return [n for n in range(1, max([last, *held]) + 1) if n not in held]
