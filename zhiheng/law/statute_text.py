"""One law from Markdown: chapters, articles (之一 too), paragraphs, items; and what in the file is odd, in words.

Files come from many hands. Read are: marks of byte order, Windows line ends, GB 18030, full-width figures, article heads
in bold or as headings, tables, a list of contents before the text, annexes (left out). Refused, with the reason in
Chinese, is what is no law: no articles, the same article twice, no title, no day.
"""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from zhiheng.kernel.clock import parse_day
from zhiheng.kernel.numerals import NUMERAL, from_chinese

_FILE = re.compile(r"(?P<title>.+?)\s*[(（\[【]?(?P<adopted>\d{4}-\d{1,2}-\d{1,2})[)）\]】]?")
_HEAD = re.compile(rf"第\s*({NUMERAL})\s*条(?:\s*之\s*({NUMERAL}))?(\s*)(.*)", re.S)
_CHAPTER = re.compile(rf"(第\s*(?:{NUMERAL})\s*(编|分编|章|节))\s*(.{{0,40}})")
_LEVELS = {"编": 1, "分编": 2, "章": 3, "节": 4}
_ITEM = re.compile(rf"[(（]\s*(?:{NUMERAL})\s*[)）]")
_SUB_ITEM = re.compile(r"\d+\s*[.、．]")
_ANNEX = re.compile(rf"附\s*(?:件|录|表|图)\s*(?:{NUMERAL})?\s*[:：]?.{{0,30}}")
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_FORCE = re.compile(r"自(\d{4})年(\d{1,2})月(\d{1,2})日起(?:施行|实施|生效)")
_BODY = "INFO END"
_INVISIBLE = "\u200b\ufeff\u00ad\u2060"


@dataclass(frozen=True)
class Paragraph:
    """One 款: its opening words and its 项 in order, each with its own bracketed number."""

    lead: str
    items: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        return (self.lead, *self.items)


@dataclass(frozen=True)
class Heading:
    """A chapter or section: ``level`` 1 编, 2 分编, 3 章, 4 节; ``first`` is the number of its first article."""

    level: int
    title: str
    first: str


@dataclass(frozen=True)
class Draft:
    """What one file holds. ``effective``: the day its own last words name, None when they name none or an earlier one."""

    title: str
    adopted: date
    articles: Mapping[str, tuple[Paragraph, ...]]
    headings: tuple[Heading, ...]
    effective: date | None
    notes: tuple[str, ...] = ()


@dataclass
class _Reading:
    """Working paper of one file."""

    articles: dict[str, list[tuple[str, list[str]]]] = field(default_factory=dict)
    headings: list[list[str]] = field(default_factory=list)
    ended: bool = False
    last: int = 0

    def line(self, line: str) -> None:
        bare = line.strip("*#> \t　").strip()
        if not bare or self.ended:
            return
        marked = line.startswith("#")
        head = _HEAD.fullmatch(unicodedata.normalize("NFKC", bare)) if "条" in bare[:14] else None
        if head and self._begins(head, marked or line.startswith("**")):
            self._article(bare)
        elif (marked or not self.articles or len(bare) < 30) and _CHAPTER.fullmatch(bare) and "。" not in bare:
            self.headings.append([bare, ""])
        elif self.articles and _ANNEX.fullmatch(bare) and (marked or len(bare) < 12):
            self.ended = True
        elif self.articles and not marked:
            _continue(next(reversed(self.articles.values())), line.replace("**", ""))

    def _begins(self, head: re.Match[str], marked: bool) -> bool:
        """With a blank, a heading mark or as the next number it is a head; else words that only speak of an article."""
        number = from_chinese(head[1])
        return bool(marked or head[3] or not head[4] or number == self.last + 1 or (head[2] and number == self.last))

    def _article(self, bare: str) -> None:
        found = re.match(rf"第\s*({NUMERAL}|[０-９]+)\s*条(?:\s*之\s*({NUMERAL}|[０-９]+))?", bare)
        assert found
        self.last = from_chinese(unicodedata.normalize("NFKC", found[1]))
        number = str(self.last)
        if found[2]:
            number += f"-{from_chinese(unicodedata.normalize('NFKC', found[2]))}"
        if number in self.articles:
            raise ValueError(f"{found[0]}出现两次；一个文件只放一部法律的一个文本")
        self.articles[number] = [(bare[found.end():].strip("* \t　"), [])]
        for heading in self.headings:
            heading[1] = heading[1] or number


def decode(data: bytes) -> str:
    """The characters of a file: UTF-8 with or without mark, else GB 18030. ValueError when it is no text."""
    if b"\x00" in data[:4096] or data.startswith((b"PK", b"%PDF", b"\xd0\xcf")):
        raise ValueError("不是文字文件（Word、PDF 须先另存为 Markdown 或纯文本）")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("文字编码既不是 UTF-8 也不是 GBK")


def read(name: str, markdown: str) -> Draft:
    """The law in a file. ``name`` is its stem, 行政处罚法(2021-01-22); without a day the history in the text gives it.

    ValueError in Chinese when it is no law.
    """
    lines = _lines(markdown)
    start = next((n + 1 for n, line in enumerate(lines) if _BODY in line), 0)
    reading = _Reading()
    for line in _without_comments(lines[start:]):
        reading.line(line)
    if not reading.articles:
        raise ValueError(f"「{name}」里没有读到条文")
    title, adopted = _named(name, lines, start)
    articles = {n: tuple(Paragraph(lead, tuple(items)) for lead, items in ps) for n, ps in reading.articles.items()}
    if not any(p.lead for ps in articles.values() for p in ps):
        raise ValueError(f"「{name}」里只有条号，没有条文")
    effective = _in_force(articles)
    notes = _gaps(articles) + ((f"文本写明自 {effective} 起施行，早于通过日，是初次施行日",)
                               if effective and effective < adopted else ())
    return Draft(title, adopted, articles, _headings(reading.headings), effective if effective and effective >= adopted else None,
                 notes)


def _lines(markdown: str) -> list[str]:
    text = unicodedata.normalize("NFC", markdown.replace("\r\n", "\n").replace("\r", "\n"))
    for sign in _INVISIBLE:
        text = text.replace(sign, "")
    return [line.strip().strip("　").strip() for line in text.split("\n")]


def _without_comments(lines: list[str]) -> list[str]:
    return [line for line in lines if line and not line.startswith("<!--")]


def _named(name: str, lines: list[str], start: int) -> tuple[str, date]:
    match = _FILE.fullmatch(name.strip())
    if match:
        return _bare(match["title"]), parse_day(match["adopted"])
    title = next((line.lstrip("# ") for line in lines[:20] if line.startswith("# ")), "")
    days = _DAY.findall("\n".join(lines[:start])) if start else []
    if not title or not days:
        raise ValueError(f"文件名「{name}」须为「法律名称(日期)」，文内也没有标题和通过日期")
    return _bare(title), max(date(*(int(x) for x in day)) for day in days)


def _bare(title: str) -> str:
    return title.strip().strip("《》").removeprefix("中华人民共和国")


def _in_force(articles: Mapping[str, tuple[Paragraph, ...]]) -> date | None:
    """The day the text itself names, in one of its last three articles."""
    for paragraphs in list(articles.values())[:-4:-1]:
        found = _FORCE.search("\n".join(line for p in paragraphs for line in p.lines))
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
    return None


def _gaps(articles: Mapping[str, object]) -> tuple[str, ...]:
    numbers = {int(n.partition("-")[0]) for n in articles}
    missing = [str(n) for n in range(1, max(numbers) + 1) if n not in numbers]
    return (f"缺第 {'、'.join(missing[:8])} 条" + (f"等 {len(missing)} 条" if len(missing) > 8 else ""),) if missing else ()


def _headings(found: list[list[str]]) -> tuple[Heading, ...]:
    """Headings that articles follow; those of a list of contents before the text are followed by the next heading."""
    made = []
    for text, first in found:
        match = _CHAPTER.fullmatch(text)
        if match and first:
            title = f"{re.sub(r'[ 　]+', '', match[1])} {re.sub(r'[ 　]+', '', match[3])}".strip()
            made.append(Heading(_LEVELS[match[2]], title, first))
    return tuple(h for n, h in enumerate(made)
                 if not any(later.first == h.first and later.level <= h.level for later in made[n + 1:]))


def _continue(paragraphs: list[tuple[str, list[str]]], line: str) -> None:
    """An item of the last paragraph, a sub-item of its last item, a line of a table, or a new paragraph."""
    plain = unicodedata.normalize("NFKC", line)
    lead, items = paragraphs[-1]
    if line.startswith("|"):
        _table(paragraphs, line)
    elif _ITEM.match(plain):
        items.append(line)
    elif _SUB_ITEM.match(plain) and items:
        items[-1] += "\n" + line
    elif not lead and not items:
        paragraphs[-1] = (line, items)
    else:
        paragraphs.append((line, []))


def _table(paragraphs: list[tuple[str, list[str]]], line: str) -> None:
    """A row stays with the words it belongs to, its cells side by side."""
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    if all(set(cell) <= set("-: ") for cell in cells):
        return
    lead, items = paragraphs[-1]
    row = "　".join(cell for cell in cells if cell)
    if items:
        items[-1] += "\n" + row
    else:
        paragraphs[-1] = (f"{lead}\n{row}".strip(), items)
