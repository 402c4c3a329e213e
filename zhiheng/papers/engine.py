"""Papers by typst: one compiler a thread, warnings are errors, tagged PDF/A-2a, the same bytes for the same context."""
from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from zhiheng.kernel.clock import TZ
from zhiheng.papers import fonts
from zhiheng.papers.errors import PaperError
from zhiheng.papers.prepare import missing as lacking
from zhiheng.papers.prepare import prepare
from zhiheng.papers.spec import spec

STANDARD: typst.PDFStandard = "a-2a"
"""PDF/A-2a: archival, and tagged so that a screen reader can read it. PDF/A-2b would drop the tags' promise."""

_TEMPLATES = Path(__file__).resolve().parent / "typ"
_EPOCH = datetime(2000, 1, 1, tzinfo=TZ)
_PAGES = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")
_mine = threading.local()


@dataclass(frozen=True)
class Rendered:
    """One finished paper: its bytes, how many pages, and the SHA-256 of the bytes in hex."""

    pdf: bytes
    pages: int
    sha256: str


def render(code: str, context: Mapping[str, Any]) -> Rendered:
    """Make the PDF of a paper. Pure and deterministic; safe in many threads.

    ``context`` is described in ``docs/papers.md``. PaperError (in Chinese) for an unknown paper, a missing
    required fact when not a draft, a character without glyph, an unknown font, or anything typst warns about.
    """
    output = _compile(code, context, "pdf", None)
    return finished(output if isinstance(output, bytes) else output[0])


def finished(pdf: bytes) -> Rendered:
    """The bytes of a PDF with their pages and their hash."""
    return Rendered(pdf, len(_PAGES.findall(pdf)), hashlib.sha256(pdf).hexdigest())


def render_png(code: str, context: Mapping[str, Any], page: int | None = 1, ppi: float = 96.0) -> list[bytes]:
    """Pictures for a preview, as PNG: of one page (counted from 1; [] past the end), or of all when page is None."""
    output = _compile(code, context, "png", ppi)
    pages = [output] if isinstance(output, bytes) else output
    return pages if page is None else pages[page - 1 : page]


def missing(code: str, context: Mapping[str, Any]) -> list[str]:
    """What a paper in force would still lack, by Chinese names; the number is not asked, it is given at the end.

    For the moment before anybody signs: a draft renders with blanks, but must not travel if it could never be frozen.
    """
    return lacking(spec(code), {**context, "no": context.get("no") or "-"})


def _compile(code: str, context: Mapping[str, Any], form: typst.OutputFormat, ppi: float | None) -> bytes | list[bytes]:
    wanted = fonts.families()
    fonts.check_families(wanted)
    data = prepare(spec(code), context, wanted)
    return typeset(code, spec(code).zh_name, data, form, ppi, _timestamp(context))


def typeset(template: str, zh: str, data: Mapping[str, Any], form: typst.OutputFormat, ppi: float | None,
            timestamp: int) -> bytes | list[bytes]:
    """What a template makes of finished data. PaperError in words, under the name ``zh``, for a fault or a warning."""
    try:
        output, warnings = _compiler(fonts.directory()).compile_with_warnings(
            str(_TEMPLATES / f"{template}.typ"),
            format=form,
            ppi=ppi,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False, separators=(",", ":"))},
            pdf_standards=[STANDARD] if form == "pdf" else [],
            timestamp=timestamp,
        )
    except typst.TypstError as error:
        raise PaperError(f"《{zh}》排版失败：{error.message}") from error
    if warnings:
        said = "；".join(warning.message for warning in warnings)
        raise PaperError(f"《{zh}》排版有警告，不能出具：{said}")
    if output is None:
        raise PaperError(f"《{zh}》没有生成内容")
    return output


def _compiler(folder: Path) -> typst.Compiler:
    """typst's compiler may not be shared between threads; the list of faces may."""
    held: dict[Path, typst.Compiler] = _mine.__dict__.setdefault("compilers", {})
    if folder not in held:
        held[folder] = typst.Compiler(root=str(_TEMPLATES), font_paths=_fonts(folder), ignore_system_fonts=True)
    return held[folder]


@cache
def _fonts(folder: Path) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def _timestamp(context: Mapping[str, Any]) -> int:
    """The creation date inside the file: of the paper, never of the machine, so that a re-run gives the same hash."""
    text = context.get("created") or context.get("date")
    if not text:
        return int(_EPOCH.timestamp())
    made = datetime.fromisoformat(str(text))
    return int((made.replace(tzinfo=TZ) if made.tzinfo is None else made).timestamp())
