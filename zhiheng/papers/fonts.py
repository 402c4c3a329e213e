"""Fonts for papers: where they lie, which families they hold, which characters they can draw.

typst falls back silently to any face when a family is unknown or a glyph is missing, so both are
checked here before anything is compiled. System fonts are never used: the same paper must come out
the same on every machine.
"""
from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont

from zhiheng.papers.errors import PaperError

DEFAULT_FAMILIES = ("Noto Serif SC",)
"""Body face. A bureau with a licence for 仿宋_GB2312 names it first in ZHIHENG_PAPER_FONTS."""

_SUFFIXES = {".ttf", ".otf", ".ttc", ".otc"}
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Face:
    """One font file or collection member: its family name and the code points it draws."""

    family: str
    characters: frozenset[int]


def directory() -> Path:
    """The font folder: ZHIHENG_FONTS, else ``fonts`` in ZHIHENG_DATA, else ``var/fonts`` of the checkout.

    PaperError when none of them holds a font file.
    """
    named = os.environ.get("ZHIHENG_FONTS")
    data = os.environ.get("ZHIHENG_DATA")
    candidates = [Path(named)] if named else []
    candidates += [Path(data) / "fonts"] if data else []
    candidates.append(_ROOT / "var" / "fonts")
    for path in candidates:
        if path.is_dir() and any(_files(path)):
            return path
    places = "、".join(str(path) for path in candidates)
    raise PaperError(f"没有找到文书字体（找过：{places}），请先运行 make setup 或设置 ZHIHENG_FONTS")


def families() -> tuple[str, ...]:
    """The families a paper asks for, best first: ZHIHENG_PAPER_FONTS (comma separated) or the default."""
    named = os.environ.get("ZHIHENG_PAPER_FONTS", "")
    chosen = tuple(name.strip() for name in named.split(",") if name.strip())
    return chosen or DEFAULT_FAMILIES


def check_families(wanted: Iterable[str]) -> None:
    """PaperError naming every family that the font folder does not hold."""
    held = {face.family for face in _faces(directory())}
    unknown = [name for name in wanted if name not in held]
    if unknown:
        raise PaperError(f"找不到字体「{'、'.join(unknown)}」，字体目录中有：{'、'.join(sorted(held))}")


def coverage(text: str, wanted: tuple[str, ...] | None = None) -> list[str]:
    """Characters of ``text`` that none of the families can draw in all its weights, in order of appearance."""
    drawn = _drawn(directory(), wanted or families())
    return [char for char in dict.fromkeys(text) if ord(char) not in drawn and char != "\n"]


def _files(path: Path) -> list[Path]:
    return sorted(file for file in path.rglob("*") if file.suffix.lower() in _SUFFIXES)


@cache
def _faces(path: Path) -> tuple[Face, ...]:
    return tuple(face for file in _files(path) for face in _read(file))


def _read(file: Path) -> list[Face]:
    collection = file.suffix.lower() in {".ttc", ".otc"}
    fonts = list(TTCollection(str(file), lazy=True).fonts) if collection else [TTFont(str(file), lazy=True)]
    return [Face(_family(font), frozenset(font.getBestCmap() or {})) for font in fonts]


def _family(font: TTFont) -> str:
    """The typographic family (name id 16) if the face has one, else the plain family (name id 1)."""
    names = font["name"]
    return str(names.getBestFamilyName() or "")


@cache
def _drawn(path: Path, wanted: tuple[str, ...]) -> frozenset[int]:
    """Bold and regular must both hold a character: a title is as much part of the paper as its body."""
    total: set[int] = set()
    for family in wanted:
        sets = [face.characters for face in _faces(path) if face.family == family]
        total |= frozenset.intersection(*sets) if sets else frozenset()
    return frozenset(total)
