"""综合浏览: the whole file as one read-only page in the order of the record."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhiheng.archive.catalogue import catalogue, rows_for_paper
from zhiheng.archive.model import PaperItem
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.engine import due_clocks
from zhiheng.kernel.situation import Rules
from zhiheng.records.models import Event
from zhiheng.records.queries.file_page import FilePage
from zhiheng.web.build.facts import lines
from zhiheng.web.build.file import bands, clock_list, header
from zhiheng.web.build.law_words import law_links, minute
from zhiheng.web.build.parties import party_cards
from zhiheng.web.links import paper_href
from zhiheng.web.parts import Link


@dataclass(frozen=True)
class ActRead:
    """An act as it is read: what, when, who signed, on which articles, with which facts and papers."""

    title: str
    when: str
    late: str
    who: str
    basis: tuple[Link, ...]
    facts: tuple[tuple[str, str], ...]
    papers: tuple[Link, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A line of the catalogue of the volume."""

    title: str
    no: str
    on: str
    pages: str
    href: str


def whole_file(rules: Rules, p: FilePage, now: datetime) -> dict[str, Any]:
    """Everything of the file in reading order."""
    names = {k: v.name for k, v in p.view.people.items()}
    return {
        "head": header(rules, p, now), "bands": bands(p, rules.procedure(p.view)),
        "parties": party_cards(p.view.of_kind("party")),
        "clocks": clock_list(due_clocks(rules, p.view), rules, now, p.view),
        "acts": tuple(_act(rules, p, e, names) for e in p.events if e.kind == "act"),
        "main": _volume(p, "main"), "sub": _volume(p, "sub"),
        "evidence": tuple((e.key, e.title, minute(e.captured_at), e.sha256) for e in p.evidence),
        "printed": minute(now),
    }


def _act(rules: Rules, p: FilePage, e: Event, names: dict[str, str]) -> ActRead:
    act = rules.procedure(p.view).act(e.act)
    signers = " → ".join(names.get(s[1], s[1]) for s in e.signers) or e.actor_name
    late = f"（{minute(e.recorded_at)} 补录）" if (e.recorded_at - e.occurred_at).days >= 1 else ""
    target = f"（{e.subject_names}）" if e.subject_names else ""
    return ActRead(
        f"{act.zh}{target}", minute(e.occurred_at), late, signers,
        law_links(act.articles, e.occurred_at.astimezone(TZ).date()), lines(act.fields, e.facts, names),
        tuple(Link(f"{x.zh} {x.no}".strip(), paper_href(x.pk)) for x in p.papers if x.event_seq == e.seq),
        tuple(str(n.get("says")) for n in e.notes))


def _volume(p: FilePage, volume: str) -> tuple[Line, ...]:
    """The catalogue with page ranges, in archive order, exactly as the package numbers it."""
    days = {e.seq: e.occurred_at.astimezone(TZ).date() for e in p.events}
    by_name = {str(x.pk): x for x in p.papers}
    items = [PaperItem(code=x.code, name=str(x.pk), no=x.no, day=days.get(x.event_seq), volume=x.volume, order=x.order,
                       pages=x.pages, sha256=x.sha256, content=None) for x in p.papers if x.volume == volume]
    rows = catalogue(items, ())
    pages = [r["pages"] for r in rows_for_paper(rows, volume)]
    kept = [r for r in rows if r.item]
    out = []
    for row, span in zip(kept, pages, strict=True):
        x = by_name[row.name]
        title = f"{x.zh}{f'（{x.subject_name}）' if x.subject_name else ''}"
        out.append(Line(title, x.no, row.day, span, paper_href(x.pk)))
    return tuple(out)
