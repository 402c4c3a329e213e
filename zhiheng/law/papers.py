"""The catalogue of papers (data/papers.yaml): what each paper is, on which article it rests, what it must say."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import yaml

from zhiheng.kernel.article import Article
from zhiheng.law.cite import DATA

MAIN, SUB = "main", "sub"
"""正卷 and 副卷."""


@dataclass(frozen=True)
class PaperField:
    """One fact a paper prints. ``required``: "yes", "no" or "conditional" (the procedure asks for it).

    ``unless`` names the part of the context that makes it unnecessary; ``columns`` are (name, Chinese) of rows.
    """

    name: str
    zh: str
    type: str
    required: str
    unless: str = ""
    note: str = ""
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class PaperForm:
    """One paper of the catalogue.

    ``number_word`` is the 代字 (None: the paper has no number); ``number_status`` and ``source_status`` say how
    sure we are of word and layout. ``copies`` counts originals; ``needs`` are demands on the whole context.
    """

    code: str
    zh_name: str
    number_word: str | None
    number_status: str
    procedure: str
    volume: str
    archive_order: int
    external: bool
    issued_to: str
    copies: int
    seal: bool
    signatories: tuple[str, ...]
    needs_service: bool
    needs: tuple[str, ...]
    basis: tuple[Article, ...]
    source_status: str
    source_note: str
    fields: tuple[PaperField, ...]

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the facts that may never be missing when the paper is in force."""
        return tuple(field.name for field in self.fields if field.required == "yes" and not field.unless)


@cache
def papers() -> Mapping[str, PaperForm]:
    """Every paper by code, in the order of the catalogue."""
    rows = yaml.safe_load((DATA / "papers.yaml").read_text(encoding="utf-8"))["papers"]
    return MappingProxyType({row["code"]: _form(row) for row in rows})


def paper(code: str) -> PaperForm:
    """The paper of this code. KeyError in Chinese when there is none."""
    try:
        return papers()[code]
    except KeyError:
        raise KeyError(f"没有「{code}」这种文书") from None


def of_procedure(procedure: str) -> tuple[PaperForm, ...]:
    """The papers a procedure makes, in the order of the catalogue."""
    return tuple(form for form in papers().values() if form.procedure == procedure)


def in_archive_order(codes: Mapping[str, int] | tuple[str, ...]) -> tuple[str, ...]:
    """Codes sorted as a file is bound: 正卷 before 副卷, then by the order of the catalogue."""
    return tuple(sorted(codes, key=lambda code: (paper(code).volume != MAIN, paper(code).archive_order)))


def _form(row: Mapping[str, Any]) -> PaperForm:
    return PaperForm(
        code=row["code"], zh_name=row["zh_name"], number_word=row["number_word"],
        number_status=row.get("number_status", ""), procedure=row["procedure"], volume=row["volume"],
        archive_order=row["archive_order"], external=row["external"], issued_to=row["issued_to"],
        copies=row["copies"], seal=row["seal"], signatories=tuple(row["signatories"]),
        needs_service=row["needs_service"], needs=tuple(row["needs"]),
        basis=tuple(Article.parse(text) for text in row["basis"]), source_status=row["source_status"],
        source_note=row.get("source_note", ""), fields=tuple(_field(field) for field in row["fields"]),
    )


def _field(row: Mapping[str, Any]) -> PaperField:
    words = {True: "yes", False: "no"}
    return PaperField(
        name=row["name"], zh=row["zh"], type=row["type"], required=words.get(row["required"], row["required"]),
        unless=row.get("unless", ""), note=row.get("note", ""),
        columns=tuple((column["name"], column["zh"]) for column in row.get("columns", ())),
    )
