"""The flow chart of a procedure as SVG: a column for each stage, acts in lawful order, arrows where a gate demands it."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

BOX_W, BOX_H, GAP_X, GAP_Y, MARGIN, HEAD = 178, 46, 70, 18, 24, 64
INK, LINE, PAPER, SIDE, END = "#1b2a3a", "#7b8794", "#ffffff", "#f5f2ea", "#e8efe9"
ASIDE = "旁路"
Point = tuple[int, int]


def chart(told: Mapping[str, Any]) -> str:
    """``told`` is :func:`zhiheng.kernel.explain.model`. The SVG needs no script, font file or network."""
    columns = _columns(told)
    place = {act["id"]: (MARGIN + x * (BOX_W + GAP_X), HEAD + y * (BOX_H + GAP_Y))
             for x, (_, acts) in enumerate(columns) for y, act in enumerate(acts)}
    width = MARGIN * 2 + len(columns) * (BOX_W + GAP_X) - GAP_X
    height = HEAD + max(len(acts) for _, acts in columns) * (BOX_H + GAP_Y) + MARGIN
    parts = [_open(width, height, str(told["zh"]))]
    parts += [_heading(MARGIN + x * (BOX_W + GAP_X), zh) for x, (zh, _) in enumerate(columns)]
    parts += [_arrow(place[a], place[b["id"]]) for b in told["acts"] for a in _direct(b, told)
              if a in place and _near(place[a], place[b["id"]])]
    parts += [_box(place[a["id"]], a) for _, acts in columns for a in acts]
    return "\n".join([*parts, "</svg>"])


def _columns(told: Mapping[str, Any]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    known = {s["id"] for s in told["stages"]}
    columns = [(str(s["zh"]), [a for a in told["acts"] if a["stage"] == s["id"]]) for s in told["stages"]]
    aside = [a for a in told["acts"] if a["stage"] not in known]
    if aside:
        columns.append((ASIDE, aside))
    return [(zh, acts) for zh, acts in columns if acts]


def _direct(act: Mapping[str, Any], told: Mapping[str, Any]) -> Sequence[str]:
    """The nearest acts that must come first: what another of them already demands is left out."""
    before = {a["id"]: set(a["after"]) for a in told["acts"]}
    mine: list[str] = list(act["after"])
    return [n for n in mine if not any(n in before.get(m, ()) for m in mine if m != n)]


def _near(a: Point, b: Point) -> bool:
    """Only neighbours are joined: an arrow across several columns would hide more than it shows."""
    return abs(a[0] - b[0]) <= BOX_W + GAP_X


def _open(width: int, height: int, title: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(title)}流程图" font-family="\'Noto Sans SC\', sans-serif">\n'
        f'<title>{escape(title)}流程图</title>\n'
        f'<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0 0L8 4L0 8z" fill="{LINE}"/></marker></defs>\n'
        f'<rect width="{width}" height="{height}" fill="#fbfaf7"/>\n'
        f'<text x="{MARGIN}" y="24" font-size="16" font-weight="600" fill="{INK}">{escape(title)}</text>'
    )


def _heading(x: int, zh: str) -> str:
    return (f'<text x="{x}" y="50" font-size="13" fill="{LINE}">{escape(zh)}</text>'
            f'<line x1="{x}" y1="56" x2="{x + BOX_W}" y2="56" stroke="{LINE}" stroke-width="0.6"/>')


def _box(at: Point, act: Mapping[str, Any]) -> str:
    x, y = at
    fill = END if act["ends"] else SIDE if act["side"] or act["by_party"] else PAPER
    dash = ' stroke-dasharray="4 3"' if act["side"] else ""
    cited = str(act["articles"][0]) if act["articles"] else ""
    per = "" if act["per"] == "file" else str(act["per_zh"])
    # A long title leaves no room beside it; the line of the article below is short then.
    beside = 18 if 13 * len(str(act["zh"])) + 9 * len(per) + 24 <= BOX_W else 36
    return (
        f'<g data-act="{escape(str(act["id"]))}"><rect x="{x}" y="{y}" width="{BOX_W}" height="{BOX_H}" rx="4" '
        f'fill="{fill}" stroke="{INK}" stroke-width="0.9"{dash}/>'
        f'<text x="{x + 10}" y="{y + 19}" font-size="13" fill="{INK}">{escape(str(act["zh"]))}</text>'
        f'<text x="{x + 10}" y="{y + 36}" font-size="9.5" fill="{LINE}">{escape(cited)}</text>'
        f'<text x="{x + BOX_W - 8}" y="{y + beside}" font-size="9" fill="{LINE}" text-anchor="end">{escape(per)}</text></g>'
    )


def _arrow(a: Point, b: Point) -> str:
    (ax, ay), (bx, by) = a, b
    if ax == bx:
        return _beside(a, b)
    start, end = (ax + BOX_W, ay + BOX_H // 2), (bx, by + BOX_H // 2)
    if bx < ax:
        start, end = (ax, ay + BOX_H // 2), (bx + BOX_W, by + BOX_H // 2)
    middle = (start[0] + end[0]) // 2
    return _path(f"M{start[0]} {start[1]}C{middle} {start[1]} {middle} {end[1]} {end[0]} {end[1]}")


def _beside(a: Point, b: Point) -> str:
    """Within a column: straight down to the next, else round the left side."""
    (x, ay), (_, by) = a, b
    if by - ay == BOX_H + GAP_Y:
        return _path(f"M{x + BOX_W // 2} {ay + BOX_H}L{x + BOX_W // 2} {by}")
    out = x - 10 - min(abs(by - ay) // 40, 12)
    return _path(f"M{x} {ay + BOX_H // 2}C{out} {ay + BOX_H // 2} {out} {by + BOX_H // 2} {x} {by + BOX_H // 2}")


def _path(d: str) -> str:
    return f'<path d="{d}" fill="none" stroke="{LINE}" stroke-width="1" marker-end="url(#tip)"/>'
