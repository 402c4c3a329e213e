"""What changed in an article between two texts of a law, character by character but never inside a number or a pair."""
from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from zhiheng.law.reading import Statute

Kind = Literal["same", "out", "in"]
_PIECE = re.compile(r"[零〇一二两三四五六七八九十百千万亿]+|\d+|[A-Za-z]+|\n|.", re.S)
SHORT = 3
"""Fewer equal characters between two changes are read as part of the change: a sentence stays legible."""


@dataclass(frozen=True)
class Piece:
    """Words that stayed, went out or came in."""

    kind: Kind
    text: str


def changes(old: str, new: str) -> tuple[Piece, ...]:
    """From the old words to the new ones; nothing for two empty texts."""
    a, b = _PIECE.findall(old), _PIECE.findall(new)
    out: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal" and (j - i >= SHORT or not out or m == len(b)):
            out.append(Piece("same", "".join(a[i:j])))
        else:
            out += [Piece("out", "".join(a[i:j])), Piece("in", "".join(b[k:m]))]
    return _joined(out)


def article_changes(old: Statute, new: Statute, article: str) -> tuple[Piece, ...]:
    """An article in two texts of a law. An article that one of them lacks went out or came in as a whole."""
    return changes(_words(old, article), _words(new, article))


def changed(found: tuple[Piece, ...]) -> bool:
    return any(p.kind != "same" for p in found)


def _words(text: Statute, article: str) -> str:
    return "\n".join(line for p in text.articles.get(article, ()) for line in p.lines)


def _joined(found: list[Piece]) -> tuple[Piece, ...]:
    """Neighbouring changes as one: everything that went out, then everything that came in."""
    out: list[Piece] = []
    gone, come = "", ""
    for piece in [*found, Piece("same", "")]:
        if piece.kind == "out":
            gone += piece.text
        elif piece.kind == "in":
            come += piece.text
        else:
            out += [p for p in (Piece("out", gone), Piece("in", come), piece) if p.text]
            gone, come = "", ""
    return tuple(out)
