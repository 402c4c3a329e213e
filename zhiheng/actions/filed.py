"""What papers say of papers already in the file: their numbers, and their pages in the catalogue of the volume."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhiheng.archive import catalogue as listing
from zhiheng.archive.model import PaperItem
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.view import FileView
from zhiheng.law.procedures.breach.words import DOCUMENTS as LISTING_DOCUMENTS
from zhiheng.law.procedures.penalty.words import DOCUMENTS
from zhiheng.records import store
from zhiheng.records.models import File, Paper

_STATUS = {"frozen": "valid", "superseded": "superseded", "void": "void"}
REFERENCES: Mapping[str, Mapping[str, str]] = {
    "penalty_decision_org": {"notice_no": "penalty_notice"},
    "penalty_decision_person": {"notice_no": "penalty_notice"},
    "case_handling_approval": {"legal_review_ref": "legal_review_opinion",
                               "discussion_ref": "collective_discussion_record"},
    "evidence_registration_list": {"notice_no": "evidence_registration_notice"},
    "evidence_disposal_decision": {"notice_no": "evidence_registration_notice"},
    "entrustment_end_notice": {"letter_no": "entrustment_letter"},
    "dishonesty_listing_decision": {"notice_no": "dishonesty_listing_notice"},
    "dishonesty_removal_decision": {"listing_no": "dishonesty_listing_decision"},
}
"""Fact of a paper -> the paper whose number it names."""


def known(file: File) -> list[Paper]:
    """The papers of a file in the order in which they were made; none for a file that is not opened yet."""
    return list(Paper.objects.filter(file=file).order_by("event_seq", "pk")) if file.pk else []


def latest(papers: Sequence[Paper], code: str, subject: str = "") -> Paper | None:
    """The last paper of this kind (penalty_decision means either of the two) for a party, or for the whole file."""
    kinds = [p for p in papers if p.code == code or (code == "penalty_decision" and p.code.startswith(f"{code}_"))]
    mine = [p for p in kinds if p.subject == subject] or [p for p in kinds if not p.subject or not subject]
    return mine[-1] if mine else None


def references(code: str, papers: Sequence[Paper], subject: str) -> dict[str, str]:
    """Numbers of other papers that this paper names."""
    found = {name: latest(papers, of, subject) for name, of in REFERENCES.get(code, {}).items()}
    named = {name: p.no for name, p in found.items() if p is not None and p.no}
    decisions = [p.no for p in papers if p.code.startswith("penalty_decision_") and p.no]
    return named | ({"decision_no": "、".join(decisions)} if code == "case_closing_approval" and decisions else {})


def numbered(rows: Sequence[Mapping[str, Any]], papers: Sequence[Paper], subject: str) -> list[dict[str, Any]]:
    """Rows of a receipt with the number of the paper served behind its name."""
    codes = {zh: code for code, zh in DOCUMENTS + LISTING_DOCUMENTS}
    out = []
    for row in rows:
        name = str(row.get("paper") or "")
        paper = latest(papers, codes.get(name, ""), subject)
        out.append(dict(row) | {"paper": f"{name}\n{paper.no}" if paper and paper.no else name})
    return out


def contents(view: FileView, papers: Sequence[Paper], volume: str = "main") -> list[dict[str, str]]:
    """The lines of 卷内目录 for a volume: title, number, day, pages. Pages run through the volume from 1."""
    days = {e.seq: e.occurred_at.astimezone(TZ).date() for e in view.events}
    items = [PaperItem(
        code=p.code, name=f"{p.zh}（{p.subject_name}）" if p.subject_name else p.zh, no=p.no, day=days.get(p.event_seq),
        volume=p.volume, order=p.order, pages=p.pages, sha256=p.sha256, content=store.path(p.sha256),
        status=_STATUS[p.status]) for p in papers]
    return listing.rows_for_paper(listing.catalogue(items, ()), volume)
