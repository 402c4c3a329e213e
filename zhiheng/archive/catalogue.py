"""卷内目录: the order of the volumes, the numbers of the items and the pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhiheng.archive.model import BINDING, EVIDENCE_DIR, STATUSES, VOLUMES, EvidenceItem, PaperItem


@dataclass(frozen=True)
class Row:
    """One line of the catalogue. ``item`` is the 序号 in its volume, 0 for cover, catalogue and note.

    Pages run through one volume from 1; None for evidence, which is kept as digital attachments, and for
    binding papers. A withheld paper keeps its pages, so that a partial package has the same numbers as the
    whole file.
    """

    group: str  # main, sub, evidence
    item: int
    name: str
    no: str
    day: str
    page_from: int | None
    page_to: int | None
    remark: str
    path: str
    source: PaperItem | EvidenceItem


def catalogue(papers: Iterable[PaperItem], evidence: Iterable[EvidenceItem]) -> list[Row]:
    """All rows: 正卷, then 副卷, then evidence. Within a volume by archive order, then day, then number."""
    held = sorted(papers, key=lambda p: (p.order, p.day.isoformat() if p.day else "", _serial(p.no), p.name, p.sha256))
    rows: list[Row] = []
    for volume in VOLUMES:
        rows += _volume(volume, [p for p in held if p.volume == volume])
    return rows + [_evidence(i, e) for i, e in enumerate(evidence, 1)]


def _serial(number: str) -> tuple[int, ...]:
    """The figures of a number, so that 1号 stands before 1-1号 and 2号 before 10号."""
    return tuple(int(n) for n in re.findall(r"\d+", number))


def rows_for_paper(rows: Sequence[Row], volume: str = "main") -> list[dict[str, str]]:
    """The rows as the paper 卷内目录 (case_file_catalogue) asks them; evidence stands at the end of the 正卷."""
    return [
        {
            "title": row.name,
            "no": "" if row.group == "evidence" else row.no,
            "date": row.day,
            "pages": _pages(row),
            "note": row.remark,
        }
        for row in rows
        if row.item and (row.group == volume or (row.group == "evidence" and volume == "main"))
    ]


def note_for_paper(rows: Sequence[Row]) -> dict[str, int]:
    """件数, 页数, 附电子音像件数 as the paper 卷内备考表 (case_file_note) asks them."""
    papers = [r for r in rows if r.group != "evidence" and r.item]
    pages = sum(r.source.pages for r in papers if isinstance(r.source, PaperItem))
    return {"pieces": len(papers), "pages": pages, "media": sum(r.group == "evidence" for r in rows)}


def _pages(row: Row) -> str:
    if row.page_from is None:
        return ""
    return str(row.page_from) if row.page_from == row.page_to else f"{row.page_from}-{row.page_to}"


def _volume(volume: str, papers: Sequence[PaperItem]) -> list[Row]:
    rows, page, item = [], 1, 0
    for paper in papers:
        folder = VOLUMES[volume]
        if paper.code in BINDING:
            path = f"{folder}/{BINDING[paper.code]}-{safe_name(paper.name)}.pdf"
            rows.append(
                Row(volume, 0, paper.name, paper.no, _day(paper), None, None, _remark(paper), path, paper)
            )
            continue
        item += 1
        path = f"{folder}/{item:03d}-{safe_name(paper.name)}.pdf"
        rows.append(
            Row(
                volume,
                item,
                paper.name,
                paper.no,
                _day(paper),
                page,
                page + paper.pages - 1,
                _remark(paper),
                path,
                paper,
            )
        )
        page += paper.pages
    return rows


def _evidence(item: int, evidence: EvidenceItem) -> Row:
    path = f"{EVIDENCE_DIR}/{item:03d}-{safe_name(evidence.name)}{evidence.suffix.lower()}"
    day = evidence.captured_at.date().isoformat() if evidence.captured_at else ""
    return Row(
        "evidence", item, evidence.name, evidence.id, day, None, None, _remark(evidence), path, evidence
    )


def _day(paper: PaperItem) -> str:
    return paper.day.isoformat() if paper.day else ""


def _remark(source: PaperItem | EvidenceItem) -> str:
    marks = [STATUSES[source.status] if isinstance(source, PaperItem) else "电子附件"]
    marks += ["未附" if source.withheld else "", "隐去个人信息的副本" if source.original_sha256 else ""]
    return "；".join(m for m in marks if m)


def safe_name(text: str) -> str:
    """A name that every file system takes: no separators, no control characters, at most 40 characters."""
    clean = re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|%\s]+', "_", text).strip("._")
    return clean[:40] or "未命名"
