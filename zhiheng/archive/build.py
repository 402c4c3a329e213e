"""Making the package of one file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhiheng.archive import bag, checker
from zhiheng.archive.catalogue import Row, catalogue, safe_name
from zhiheng.archive.model import (
    BINDING,
    FORMAT,
    VOLUMES,
    EvidenceItem,
    PackageFault,
    PackageInput,
    PaperItem,
)
from zhiheng.archive.report import Report
from zhiheng.archive.signing import Signer
from zhiheng.archive.verify import verify
from zhiheng.kernel import chain, merkle

SEAL = "zhiheng.package-seal.v1"
EVENTS_OF_THE_HOUSE = {"evidence": "证据入卷"}  # events that are no acts of a procedure


@dataclass(frozen=True)
class Built:
    """What was written. ``size`` in bytes, ``files`` counts the payload; ``report`` is the package's own
    check."""

    path: Path
    manifest_sha256: str
    files: int
    size: int
    report: Report


def build(package: PackageInput, out: Path, *, signer: Signer | None = None, strict: bool = True) -> Built:
    """Write the package to ``out`` (a .zip, whole or not at all) and verify what was written.

    PackageFault when the input contradicts itself. With ``strict`` also when the finished package does not
    verify (then nothing stays at ``out``); without, a file damaged in the record can still be handed over,
    and says so.
    """
    rows = catalogue(package.papers, package.evidence)
    faults = list(_faults(package, rows))
    if faults:
        raise PackageFault(faults)
    payload = [
        bag.Payload(r.path, r.source.content, r.source.sha256) for r in rows if r.source.content is not None
    ]
    payload += [bag.Payload(n, d) for n, d in _records(package, rows).items()]
    aside = out.with_name(
        f".{out.name}.part"
    )  # an older good package stays until the new one has been verified
    try:
        hashes = bag.write(
            aside,
            safe_name(f"案卷-{package.file.archive_no or package.file.no}"),
            payload,
            _info(package),
            lambda listing: _seal(package, listing, signer),
        )
    except bag.HashMismatch as fault:
        title = next((r.name for r in rows if r.path == fault.args[0]), fault.args[0])
        raise PackageFault([f"《{title}》的内容与登记的指纹不一致"]) from fault
    report = verify(aside)
    if strict and not report.ok:
        aside.unlink()
        raise PackageFault([f.says for f in report.broken])
    os.replace(aside, out)
    return Built(
        out, hashlib.sha256(bag.manifest(hashes)).hexdigest(), len(hashes), out.stat().st_size, report
    )


def _faults(package: PackageInput, rows: Iterable[Row]) -> Iterable[str]:
    for row in rows:
        source = row.source
        if (source.content is None) != bool(source.withheld):
            yield f"《{row.name}》未附时须写明理由，附上时不得标为未附"
        if isinstance(source, PaperItem) and source.code not in BINDING and source.pages < 1:
            yield f"《{row.name}》没有页数"
        if bool(source.original_sha256) != bool(source.redaction):
            yield f"《{row.name}》的隐去副本须同时写明原件指纹和理由"
        if len(source.sha256) != 64:
            yield f"《{row.name}》没有指纹"
    for paper in package.papers:
        if paper.volume not in VOLUMES:
            yield f"《{paper.name}》的卷别不明"
    if not package.events:
        yield "案卷没有办案记录"


def _records(package: PackageInput, rows: list[Row]) -> dict[str, bytes]:
    page = checker.html().encode()
    return {
        "catalogue.json": chain.canonical(_catalogue(package, rows, hashlib.sha256(page).hexdigest())),
        "events.jsonl": b"".join(chain.canonical(e) + b"\n" for e in package.events),
        "proofs.json": chain.canonical({"proofs": list(package.proofs), "keys": dict(package.keys)}),
        "核验.html": page,
    }


def _catalogue(package: PackageInput, rows: list[Row], checker_sha256: str) -> dict[str, Any]:
    file = package.file
    return {
        "format": FORMAT,
        "file": {
            "no": file.no,
            "title": file.title,
            "agency": file.agency,
            "agency_code": file.agency_code,
            "procedure": file.procedure,
            "procedure_name": file.procedure_name,
            "retention": file.retention,
            "retention_source": file.retention_source,
            "archive_no": file.archive_no,
            "attrs": dict(file.attrs),
        },
        "made_at": package.made_at,
        "recipient": package.recipient,
        "acts": EVENTS_OF_THE_HOUSE | dict(package.acts),
        "papers": [_paper(r, r.source) for r in rows if isinstance(r.source, PaperItem)],
        "evidence": [_evidence(r, r.source) for r in rows if isinstance(r.source, EvidenceItem)],
        "events": {
            "count": len(package.events),
            "head": package.events[-1]["hash"],
            "index": [[str(e.get("act") or ""), str(e.get("kind") or "")] for e in package.events],
        },
        "publications": list(package.publications),
        "checker_sha256": checker_sha256,
    }


def _common(row: Row) -> dict[str, Any]:
    source = row.source
    return {
        "item": row.item,
        "name": row.name,
        "no": row.no,
        "date": row.day,
        "remark": row.remark,
        "path": "" if source.withheld else f"data/{row.path}",
        "sha256": source.sha256,
        "withheld": source.withheld,
        "original_sha256": source.original_sha256,
        "redaction": source.redaction,
    }


def _paper(row: Row, paper: PaperItem) -> dict[str, Any]:
    return _common(row) | {
        "volume": paper.volume,
        "code": paper.code,
        "order": paper.order,
        "pages": paper.pages,
        "from": row.page_from,
        "to": row.page_to,
        "status": paper.status,
        "signers": list(paper.signers),
    }


def _evidence(row: Row, item: EvidenceItem) -> dict[str, Any]:
    return _common(row) | {
        "id": item.id,
        "kind": item.kind,
        "captured_at": item.captured_at,
        "captured_by": item.captured_by,
        "finding": item.finding,
    }


def _info(package: PackageInput) -> Mapping[str, str]:
    file = package.file
    given = {
        "Source-Organization": file.agency,
        "External-Identifier": file.no,
        "External-Description": file.title,
        "Internal-Sender-Identifier": file.archive_no,
        "Bagging-Date": package.made_at.date().isoformat(),
        "Bag-Software-Agent": "zhiheng",
    }
    return {k: " ".join(v.split()) for k, v in given.items() if v}


def _seal(package: PackageInput, listing: bytes, signer: Signer | None) -> dict[str, bytes]:
    """A signature over the manifest: it covers what no event names, such as titles, cover and catalogue."""
    if signer is None:
        return {}
    body = {
        "type": SEAL,
        "alg": chain.ALGORITHM,
        "agency": package.file.agency_code,
        "file": package.file.no,
        "made_at": package.made_at,
        "manifest": hashlib.sha256(listing).hexdigest(),
        "key": signer.id,
        "public": signer.public.hex(),
    }
    return {"seal.json": chain.canonical(body | {"signature": signer.sign(merkle.to_be_signed(body))})}
