"""Read a paper back as text: without blanks and line ends, one sentence a line, so that a diff shows what changed."""
from __future__ import annotations

import io
import re

from pypdf import PdfReader


def text_of(pdf: bytes) -> str:
    """All pages, normalised: no white space, a new line after each sentence, page marks kept."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    joined = "\f".join(re.sub(r"\s+", "", page) for page in pages)
    return re.sub(r"([。；\f])", r"\1\n", joined).replace("\f", "==") + "\n"


def body_of(pdf: bytes) -> str:
    """The text without what repeats on every page, so that a sentence over two pages is one sentence."""
    text = re.sub(r"\s", "", text_of(pdf))
    return re.sub(r"(本文书一式[^。]+。)?核验码.*?==(应急管理行政执法文书.*?（续页）)?", "", text)


def page_count(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)
