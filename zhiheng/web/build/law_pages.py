"""The pages of the law library: one law with its chapters, answers of the search, what a brought file is."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from zhiheng.kernel.article import Article
from zhiheng.law.cite import Law, laws
from zhiheng.law.citing import acts_citing
from zhiheng.law.reading import Statute, end_of, statute, statutes, texts_of
from zhiheng.law.text_search import Found
from zhiheng.law.texts import STATES, Incoming, State
from zhiheng.web.build.law_words import law_href
from zhiheng.web.links import law_page_href
from zhiheng.web.parts import Badge, Empty, Link, Tone
from zhiheng.web.parts_law import Chapter, LawPage
from zhiheng.web.parts_page import Cell, Column, Row, Table

TEXT = {
    "full": Badge("全文已读", "done"),
    "excerpt": Badge("只读摘录", "unverified"),
    "memory": Badge("依据待核", "unverified"),
    "unread": Badge("依据待核", "unverified"),
}
STATES_OF = (("", "全部"), ("now", "今天有效"), ("ended", "已失效或未施行"), ("text", "有文本"), ("open", "依据待核"))
_TONES: dict[State, Tone] = {"new": "done", "changed": "due", "same": "rest", "refused": "refused"}


def table(chosen: Sequence[Law], unregistered: Iterable[Statute], today: date, data: Path) -> Table:
    """Every law: its days, whether it is in force, how much was read, whether the text is here, how many acts rest on it."""
    columns = (Column("名称", wide=True), Column("版本"), Column("施行"), Column("失效"), Column("今天"), Column("核对"),
               Column("文本"), Column("违法行为", num=True))
    ordered = sorted(chosen, key=lambda law: (not law.in_force(today), law.title))
    rows = [_row(x, today, data) for x in ordered]
    rows += [_reading_only(x, today, data) for x in sorted(unregistered, key=lambda s: s.title)]
    return Table(columns, tuple(rows), "法规库", Empty("没有符合条件的法规。"), action_label="")


def _row(x: Law, today: date, data: Path) -> Row:
    state = Badge("有效", "done") if x.in_force(today) else \
        Badge("未施行", "rest") if x.since > today else Badge("已失效", "rest")
    acts = len({v.code for v, _, _ in acts_citing(x.title) if v.law.title == x.title})
    return Row((
        Cell(x.title, law_page_href(x.title), strong=True, lines=("、".join(x.aliases[:3]),) if x.aliases else ()),
        Cell(x.version), Cell(x.since.isoformat()), Cell(x.until.isoformat() if x.until else "—"), Cell(badge=state),
        Cell(badge=TEXT.get(x.text)), _at_hand(x.title, data), Cell(str(acts) if acts else "—", num=True)), key=x.key)


def _reading_only(s: Statute, today: date, data: Path) -> Row:
    end = end_of(s, data)
    state = Badge("有效", "done") if s.since <= today and (end is None or today <= end) else Badge("未施行", "rest")
    return Row((Cell(s.title, law_page_href(s.title), strong=True, lines=("只供阅读，没有录入数据",)), Cell(s.adopted.isoformat()),
                Cell(s.since.isoformat()), Cell(end.isoformat() if end else "—"), Cell(badge=state), Cell("—"),
                _at_hand(s.title, data), Cell("—", num=True)))


def _at_hand(title: str, data: Path) -> Cell:
    count = len(texts_of(title, statutes(data)))
    return Cell(f"{count} 个文本" if count > 1 else "有" if count else "没有导入")


def law_page(title: str, on: date, data: Path) -> LawPage | None:
    """A law in the text of a day; None when nobody knows it."""
    law, versions = laws().get(title), texts_of(title, statutes(data))
    if law is None and not versions:
        return None
    text = statute(title, on, data) or (versions[0] if versions else None)
    facts = [("版本", law.version)] if law else []
    facts += [("施行", (text.since if text else law.since if law else on).isoformat())]
    end = end_of(text, data) if text else law.until if law else None
    facts += [("失效", end.isoformat())] if end else []
    facts += [("别称", "、".join(law.aliases))] if law and law.aliases else []
    badges = [TEXT[law.text]] if law and law.text in TEXT else []
    badges += [Badge("当日未施行", "rest")] if text and text.since > on else []
    badges += [Badge("当日已失效", "late")] if end and on > end else []
    links = tuple(Link(f"{v.since} 起的文本（{v.adopted}）", f"{law_page_href(title)}?on={v.since}") for v in versions if v is not text)
    acts = _acts(title, on)
    return LawPage(title, tuple(facts), tuple(badges), links, chapters(text, on) if text else (), acts, len(acts),
                   "" if text else "没有导入这部法规的文本；引用它的页面只显示引用。")


def _acts(title: str, on: date) -> tuple[tuple[Link, Link, str], ...]:
    """The acts whose penalty is in this law, with the clause and how well it was read."""
    rows = {}
    for act, word, place in acts_citing(title):
        if word == "罚则" and act.law.title == title and act.code not in rows:
            note = "" if act.covers(on) else "当日不能适用"
            told = "" if act.source == "law_text" else "依据待核"
            rows[act.code] = (Link(f"{act.code} {act.title}"), Link(place.short().removeprefix(title), law_href(place, on), True),
                              " · ".join(x for x in (act.subject_zh, told, note) if x))
    return tuple(rows.values())


def chapters(text: Statute, on: date) -> tuple[Chapter, ...]:
    """The tree of headings; a law without any is one stretch of articles."""
    numbers = list(text.articles)
    starts = [numbers.index(h.first) for h in text.headings]
    made = []
    day = on if on >= text.since else text.since
    if not text.headings or starts[0] > 0:
        made.append(_chapter("条文", 3, text, numbers[:starts[0] if starts else None], day))
    for n, heading in enumerate(text.headings):
        end = next((s for s in starts[n + 1:]), len(numbers))
        made.append(_chapter(heading.title, heading.level, text, numbers[starts[n]:end], day))
    return tuple(made)


def _chapter(title: str, level: int, text: Statute, numbers: Sequence[str], on: date) -> Chapter:
    rows = tuple((Link(Article(text.title, n).short().removeprefix(text.title), law_href(Article(text.title, n), on), True),
                  _first_words(text, n)) for n in numbers)
    span = f"{rows[0][0].label}–{rows[-1][0].label}" if len(rows) > 1 else rows[0][0].label if rows else ""
    return Chapter(title, level, rows, span)


def _first_words(text: Statute, number: str, width: int = 36) -> str:
    words = text.articles[number][0].lead.replace("\n", " ")
    return f"{words[:width]}…" if len(words) > width else words


def search_rows(found: Sequence[Found], on: date) -> tuple[tuple[Link, str, str], ...]:
    """(article, chapter, words about the hit)."""
    out = []
    for f in found:
        day = max(on, f.statute.since)
        article = Article(f.statute.title, f.article)
        out.append((Link(article.short(), law_href(article, day), True), f.statute.chapter(f.article), f.around))
    return tuple(out)


def incoming_table(found: Sequence[Incoming]) -> Table:
    """What each brought file is, before anything is kept."""
    columns = (Column("文件", wide=True), Column("是什么"), Column("法规"), Column("通过"), Column("施行"), Column("条数", num=True),
               Column("说明", wide=True))
    rows = tuple(Row((
        Cell(f.name), Cell(badge=Badge(STATES[f.state], _TONES[f.state])), Cell(f.statute.title if f.statute else "—", strong=True),
        Cell(f.statute.adopted.isoformat() if f.statute else "—"), Cell(f.statute.since.isoformat() if f.statute else "—"),
        Cell(str(len(f.statute.articles)) if f.statute else "—", num=True), Cell(f.says or "；".join(f.notes) or "—")), key=f.name)
        for f in found)
    return Table(columns, rows, "文件", Empty("没有选文件。"), action_label="")
