"""One file as a package that proves itself: papers in archive order, evidence, events, proofs, cover and catalogue."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from zhiheng.actions import checkpoint, context
from zhiheng.actions.rulebook import rules_for
from zhiheng.archive import build, signing
from zhiheng.archive import catalogue as listing
from zhiheng.archive.model import EvidenceItem, FileInfo, PackageInput, PaperItem
from zhiheng.kernel import chain, merkle
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.errors import ZhihengError
from zhiheng.kernel.procedure import Procedure
from zhiheng.law.papers import paper as catalogued
from zhiheng.papers import engine
from zhiheng.records import models as m
from zhiheng.records import store
from zhiheng.records.chained import sealed
from zhiheng.records.clock import now as clock_now

RETENTION = {"permanent": "永久", "years30": "30年", "years10": "10年"}
_SUFFIX = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf", "video/mp4": ".mp4",
           "audio/mpeg": ".mp3", "text/plain": ".txt"}
_INTERNAL = "副卷材料，不向当事人提供"
_STATUS = {"frozen": "valid", "superseded": "superseded", "void": "void"}


def export(file_no: str, out: Path, *, for_party: bool = False, at: datetime | None = None) -> build.Built:
    """Write the package of a file to ``out`` and verify it. ``for_party`` leaves out the 副卷, and says so in place.

    ZhihengError when there is no such file; PackageFault when the record does not match itself.
    """
    package = assemble(file_no, for_party=for_party, at=at)
    return build.build(package, out, signer=signing.signer(Path(settings.ZHIHENG_DATA)))


def assemble(file_no: str, *, for_party: bool = False, at: datetime | None = None) -> PackageInput:
    """Everything of a file as values for the package. A checkpoint is made first, so that the file is proved as it is."""
    moment = (at or clock_now()).astimezone(TZ)
    file = m.File.objects.select_related("agency", "enterprise").filter(no=file_no).first()
    if file is None:
        raise ZhihengError(f"没有案卷「{file_no}」", hint="zhiheng files 列出全部案卷编号")
    procedure = rules_for(file.agency).procedures[file.procedure]
    events = list(m.Event.objects.filter(file=file).order_by("seq"))
    checkpoint.make(file.agency, at=moment, fresh=True)
    proofs, keys = _proofs(file)
    papers = _papers(file, events, procedure, for_party)
    evidence = _evidence(file)
    held = _archived(events)
    info = FileInfo(
        no=file.no, title=file.title, agency=file.agency.name, agency_code=file.agency.code,
        procedure=file.procedure, procedure_name=procedure.zh, retention=RETENTION.get(str(held.get("retention")), "30年"),
        retention_source="立卷归档审批" if held.get("retention") else "行政执法案卷一般保管期限（归档时确定）",
        archive_no=str(held.get("archive_no") or ""),
        attrs={"enterprise": file.enterprise.name if file.enterprise else "",
               "closed_on": file.ended_at.astimezone(TZ).date().isoformat() if file.ended_at else ""})
    bound = [*papers, *_binding(file, events, info, papers, evidence, moment, procedure)]
    return PackageInput(
        file=info, papers=tuple(bound), evidence=tuple(evidence), events=tuple(_events(events, file, procedure, for_party)),
        acts={a.id: a.zh for a in procedure.acts} | {"evidence": "证据入卷"}, made_at=moment, proofs=tuple(proofs),
        keys=keys, publications=tuple(_publications(file)), recipient="当事人" if for_party else "")


def _events(rows: list[m.Event], file: m.File, procedure: Procedure, for_party: bool) -> Iterable[Mapping[str, Any]]:
    """Sealed events; for a party the bodies of internal acts are withheld and still hold their place in the chain."""
    for row in rows:
        record = sealed(row, file.no)
        yield chain.withhold(record, _INTERNAL) if for_party and _internal(row, procedure) else record


def _internal(row: m.Event, procedure: Procedure) -> bool:
    """Hops of drafts, releases, and acts all of whose papers are internal."""
    if row.kind in ("draft", "sign", "return", "withdraw", "release"):
        return True
    if row.kind != "act":
        return False
    rules = procedure.act(row.act).papers
    return bool(rules) and all(catalogued(r.code).volume == "sub" for r in rules)


def _papers(file: m.File, events: list[m.Event], procedure: Procedure, for_party: bool) -> list[PaperItem]:
    by_seq = {e.seq: e for e in events}
    found = []
    for p in m.Paper.objects.filter(file=file).order_by("order", "event_seq", "pk"):
        event = by_seq[p.event_seq]
        name = f"{p.zh}（{p.subject_name}）" if p.subject_name else p.zh
        hidden = _INTERNAL if for_party and p.volume == "sub" else ""
        found.append(PaperItem(
            code=p.code, name=name, no=p.no, day=event.occurred_at.astimezone(TZ).date(), volume=p.volume, order=p.order,
            pages=p.pages, sha256=p.sha256, content=None if hidden else store.path(p.sha256),
            status=_STATUS[p.status], signers=tuple(s[1] for s in event.signers), withheld=hidden))
    return found


def _evidence(file: m.File) -> list[EvidenceItem]:
    findings = dict(m.Finding.objects.filter(file=file).values_list("key", "text"))
    return [EvidenceItem(
        id=e.key, name=e.title, kind=e.kind, sha256=e.sha256, content=store.path(e.sha256),
        suffix=Path(e.filename).suffix.lower() or _SUFFIX.get(e.media_type, ".bin"),
        captured_at=e.captured_at.astimezone(TZ) if e.captured_at else None,
        captured_by=e.captured_by.name if e.captured_by else "", finding=findings.get(e.finding, e.finding))
        for e in m.Evidence.objects.filter(file=file).select_related("captured_by").order_by("key")]


def _proofs(file: m.File) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Inclusion proofs under the checkpoints of the file: the first it stands in, and the latest."""
    rows = [r for r in m.Checkpoint.objects.filter(agency=file.agency, on__gte=file.opened_at.astimezone(TZ).date())
            .order_by("number") if any(h[0] == file.no for h in r.heads)]
    chosen = rows[:1] + rows[-1:] if len(rows) > 1 else rows
    proofs = [merkle.proof(r.record, checkpoint.heads_of(r), file.no) for r in chosen]
    return proofs, {str(r.record["key"]): r.public_key for r in chosen}


def _archived(events: list[m.Event]) -> Mapping[str, Any]:
    """The facts of the act that archived the file; empty before."""
    return next((e.facts for e in reversed(events) if e.kind == "act" and e.act == "archive"), {})


def _publications(file: m.File) -> Iterable[Mapping[str, Any]]:
    for p in m.Publication.objects.filter(file=file, published_at__isnull=False).order_by("pk"):
        yield {"kind": p.kind, "record": p.record, "published_at": p.published_at.astimezone(TZ).isoformat(),  # type: ignore[union-attr]
               "withdrawn_at": p.withdrawn_at.astimezone(TZ).isoformat() if p.withdrawn_at else None}


def _binding(file: m.File, events: list[m.Event], info: FileInfo, papers: list[PaperItem], evidence: list[EvidenceItem],
             at: datetime, procedure: Procedure) -> list[PaperItem]:
    """Cover, catalogue and note, made while the volume is bound; they carry no page number and no event holds them.

    Those that the act of archiving has frozen already are in the volume as they are, and are not made again.
    """
    frozen = {(p.code, p.volume) for p in papers}
    rows = listing.catalogue(papers, evidence)
    agency = context.agency_context(file.agency)
    base = {"agency": agency, "date": at.date().isoformat(), "created": _stable(file, at).isoformat(), "party": None,
            "parties": [], "officers": [], "sign": [], "verify": None,
            "file": {"no": file.no, "title": file.title, "filed_no": ""}}
    made = [_bound("case_file_cover", "main", base | {"no": file.no, "f": _cover(file, events, info, at, procedure)})]
    for volume in ("main", "sub"):
        lines = listing.rows_for_paper(rows, volume)
        if lines:
            made.append(_bound("case_file_catalogue", volume, base | {"f": {"rows": lines}}))
    held = _archived(events)
    note = listing.note_for_paper(rows) | {"explanation": str(held.get("explanation") or "无"), "filer": "", "checker": ""}
    made.append(_bound("case_file_note", "main", base | {"f": note}))
    return [p for p in made if (p.code, p.volume) not in frozen]


def _cover(file: m.File, events: list[m.Event], info: FileInfo, at: datetime, procedure: Procedure) -> dict[str, Any]:
    def day(act: str) -> date | None:
        found = [e for e in events if e.kind == "act" and e.act == act]
        return found[-1].occurred_at.astimezone(TZ).date() if found else None
    filed = day("file_case") or file.opened_at.astimezone(TZ).date()
    closed = file.ended_at.astimezone(TZ).date() if file.ended_at else at.date()
    closing = next((e.facts for e in reversed(events) if e.kind == "act" and e.act in ("close", "conclude", "complete")), {})
    names = dict(m.Person.objects.filter(pk__in=file.officers).values_list("pk", "name"))
    parties = "、".join(m.Party.objects.filter(file=file).order_by("key").values_list("name", flat=True))
    return {
        "case_name": file.title, "cause": file.title, "party": parties or (file.enterprise.name if file.enterprise else ""),
        "result": str(closing.get("result") or ("尚未办结" if file.ended_at is None else "已办结")),
        "filed_date": filed.isoformat(), "closed_date": closed.isoformat(),
        "handlers": "、".join(names.get(u, u) for u in file.officers),
        "archived_date": (day("archive") or at.date()).isoformat(), "archive_no": info.archive_no,
        "retention": info.retention, "volume_type": "正卷"}


def _bound(code: str, volume: str, said: Mapping[str, Any]) -> PaperItem:
    done = engine.render(code, {"code": code, "draft": False, "no": "", "violations": [], "seal": False} | dict(said))
    return PaperItem(code=code, name=catalogued(code).zh_name, no="", day=None, volume=volume, order=catalogued(code).archive_order,
                     pages=done.pages, sha256=done.sha256, content=done.pdf)


def _stable(file: m.File, at: datetime) -> datetime:
    """Binding papers of the same state of a file come out the same: dated by the last event, not by the export."""
    return (file.last_at or at).astimezone(TZ)
