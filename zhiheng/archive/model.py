"""What goes into a package: plain values, filled by the caller from the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

FORMAT = "zhiheng.case-package.v1"
VOLUMES = {"main": "正卷", "sub": "副卷"}
STATUSES = {"valid": "", "superseded": "已被替代", "void": "已作废"}
# Made while the volume is bound, so no event can hold their hash, and by custom they carry no page number.
BINDING = {"case_file_cover": "000-1", "case_file_catalogue": "000-2", "case_file_note": "999"}
EVIDENCE_DIR = "证据"


@dataclass(frozen=True)
class FileInfo:
    """The file. ``agency_code`` is the code its chain and the checkpoints name. ``retention`` is 永久, 30年
    or 10年; ``retention_source`` names the rule or decision it comes from."""

    no: str
    title: str
    agency: str
    agency_code: str
    procedure: str
    procedure_name: str
    retention: str
    retention_source: str
    archive_no: str
    attrs: Mapping[str, Any] = field(default_factory=dict)  # anything canonical: closed_on, enterprise …


@dataclass(frozen=True)
class PaperItem:
    """One paper. ``content`` is the PDF (bytes or path), None only when ``withheld`` gives the reason.

    ``order`` is the archive order of the catalogue of papers. ``sha256`` is the hash kept when it was signed.
    ``original_sha256`` is set when ``content`` is a copy with personal data covered: then that is the signed
    hash.
    """

    code: str
    name: str
    no: str
    day: date | None
    volume: str
    order: int
    pages: int
    sha256: str
    content: bytes | Path | None
    status: str = "valid"
    signers: tuple[str, ...] = ()
    withheld: str = ""
    original_sha256: str = ""
    redaction: str = ""  # why the copy stands for the original


@dataclass(frozen=True)
class EvidenceItem:
    """One item of evidence, in the order of ``id`` given by the caller. ``suffix`` such as ".jpg"."""

    id: str
    name: str
    kind: str
    sha256: str
    content: bytes | Path | None
    suffix: str
    captured_at: datetime | None = None
    captured_by: str = ""
    finding: str = ""
    withheld: str = ""
    original_sha256: str = ""
    redaction: str = ""


@dataclass(frozen=True)
class PackageInput:
    """Everything of one file.

    ``events`` are sealed records of :mod:`zhiheng.kernel.chain` (full, or withheld by ``chain.withhold``);
    ``proofs`` come from ``merkle.proof``, oldest first; ``keys`` maps key id to public key (hex, 32 bytes).
    ``acts`` maps act id to its Chinese name.
    """

    file: FileInfo
    papers: tuple[PaperItem, ...]
    evidence: tuple[EvidenceItem, ...]
    events: tuple[Mapping[str, Any], ...]
    acts: Mapping[str, str]
    made_at: datetime
    proofs: tuple[Mapping[str, Any], ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    publications: tuple[Mapping[str, Any], ...] = ()
    recipient: str = ""  # to whom a partial package is given; empty = the whole file


class PackageFault(ValueError):
    """The input would make a package that does not verify. ``reasons`` are Chinese sentences."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("；".join(reasons))
        self.reasons = reasons
