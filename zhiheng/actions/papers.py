"""Papers of acts: previewed while filling in, tried once at submission, frozen, numbered and hashed on taking effect."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhiheng.actions import context, filed, numbers
from zhiheng.actions.rulebook import rules_for
from zhiheng.kernel.procedure import Act, PaperRule, Procedure
from zhiheng.kernel.view import Event, FileView, Subject
from zhiheng.law.papers import paper as catalogued
from zhiheng.papers import engine
from zhiheng.papers.errors import PaperError
from zhiheng.records import store
from zhiheng.records.grams import fold_number
from zhiheng.records.models import Event as Row
from zhiheng.records.models import File, Paper

_REPLACED = frozenset({"penalty_notice", "hearing_right_notice"})
"""A second notice takes the place of the first (行政处罚法 44: notice before the decision)."""


def wanted(act: Act, facts: Mapping[str, Any], chosen: Sequence[Subject]) -> Iterator[tuple[PaperRule, Subject | None]]:
    """Which papers the act makes, and for which subject."""
    for rule in act.papers:
        targets: Sequence[Subject | None] = chosen if rule.each else [chosen[0] if len(chosen) == 1 else None]
        for target in targets:
            if rule.when is None or rule.when(facts, target.attrs if target else {}):
                yield rule, target


def try_all(file: File, view: FileView, act: Act, facts: Mapping[str, Any], chosen: Sequence[Subject],
            at: datetime) -> None:
    """Render every paper once as a draft: what is missing, and a character no font has, is found before anybody signs."""
    known, procedure = filed.known(file), _procedure(file)
    for rule, target in wanted(act, facts, chosen):
        said = context.build(rule.code, file=file, view=view, act=act, facts=facts, subject=target, subjects=chosen,
                             at=at, sign=(), draft=True, papers=known, procedure=procedure)
        lacking = engine.missing(rule.code, said)
        if lacking:
            raise PaperError([f"《{catalogued(rule.code).zh_name}》缺少「{name}」" for name in lacking])
        engine.render(rule.code, said)


def _procedure(file: File) -> Procedure:
    return rules_for(file.agency).procedures[file.procedure]


@dataclass(frozen=True)
class Preview:
    """A paper as it would come out: ``pages`` are PNG pictures, or one PDF when asked for."""

    code: str
    zh: str
    subject_name: str
    pages: tuple[bytes, ...]


def show(file: File, view: FileView, act: Act, facts: Mapping[str, Any], chosen: Sequence[Subject], at: datetime, *,
         form: str = "png", page: int | None = None, sign: Sequence[Mapping[str, str]] = ()) -> list[Preview]:
    """Draw the papers of an act as drafts; writes nothing. ``page`` from 1, None = all. ``form``: png or pdf."""
    out = []
    known, procedure = filed.known(file), _procedure(file)
    for rule, target in wanted(act, facts, chosen):
        said = context.build(rule.code, file=file, view=view, act=act, facts=facts, subject=target, subjects=chosen,
                             at=at, sign=sign, draft=True, papers=known, procedure=procedure)
        drawn = [engine.render(rule.code, said).pdf] if form == "pdf" else engine.render_png(rule.code, said, page)
        out.append(Preview(rule.code, catalogued(rule.code).zh_name, target.name if target else "", tuple(drawn)))
    return out


def freeze(file: File, view: FileView, act: Act, row: Row, chosen: Sequence[Subject],
           hops: Sequence[Event]) -> list[Paper]:
    """Make the papers of an act that takes effect: number, render, store, hash. The event row receives the hashes."""
    made: list[Paper] = []
    pairs = list(wanted(act, row.facts, chosen))
    known = filed.known(file) if pairs else []  # most acts make no paper
    for rule, target in pairs:
        made.append(_freeze(rule.code, file, view, act, row, target, chosen, hops, [*known, *made]))
    row.papers = [{"code": p.code, "no": p.no, "subject": p.subject, "sha256": p.sha256, "pages": p.pages}
                  for p in made]
    return made


def _freeze(code: str, file: File, view: FileView, act: Act, row: Row, target: Subject | None,
            chosen: Sequence[Subject], hops: Sequence[Event], known: Sequence[Paper]) -> Paper:
    entry = catalogued(code)
    key = target.key if target else ""
    number = ""
    if entry.number_word:
        number = numbers.give(file, entry.number_word, row.occurred_at,
                              own_series=entry.procedure != file.procedure).text
    check = context.verify_code(file.no, row.seq, code, key)
    done = engine.render(code, context.build(
        code, file=file, view=view, act=act, facts=row.facts, subject=target, subjects=chosen, at=row.occurred_at,
        sign=context.signatures(act, hops, view.people), no=number, verify=check, papers=known,
        procedure=_procedure(file)))
    store.put_bytes(done.pdf)
    older = Paper.objects.filter(file=file, code=code, subject=key)
    version = older.count() + 1
    if code in _REPLACED:
        older.filter(status="frozen").update(status="superseded")
    return Paper(
        file=file, code=code, zh=entry.zh_name, no=number, folded=fold_number(number), version=version, subject=key,
        subject_name=(target.name if target else "")[:120], event_seq=row.seq, volume=entry.volume,
        order=max(entry.archive_order, 0), sha256=done.sha256, pages=done.pages, size=len(done.pdf), verify_code=check,
        made_at=row.recorded_at)

