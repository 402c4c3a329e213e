"""An article with its text when it was imported, else the citation and a sentence; and what rests on it."""
from __future__ import annotations

from datetime import date
from pathlib import Path

from zhiheng.kernel.article import Article
from zhiheng.law.cite import laws
from zhiheng.law.citing import acts_citing, gates_citing
from zhiheng.law.reading import Statute, end_of, statute, statutes, texts_of
from zhiheng.law.text_diff import article_changes, changed
from zhiheng.web.build.law_words import law_href
from zhiheng.web.links import law_page_href
from zhiheng.web.parts import Badge, Link
from zhiheng.web.parts_law import Changed, LawArticle, Version

NO_TEXT = "本系统没有导入这份规定当日有效的文本，只能显示引用。"


def law_article(cited: Article, on: date, data: Path) -> LawArticle:
    """The text of the day with the cited paragraph and item lit, its neighbours, other texts, acts and gates."""
    found = statute(cited.law, on, data)
    place = Article(cited.law, cited.article).zh().removeprefix(cited.law)
    acts, gates = _acts(cited, on), _gates(cited, on)
    if found is None or not cited.article or (fault := found.missing(cited)):
        says, badge = _why_no_words(cited, on, data, found, "" if found is None or not cited.article else str(fault))
        return LawArticle(cited.law, place, on.isoformat(), ((says, False),), versions=_links(cited, found, data),
                          badge=badge, cited=cited.zh(), whole=_whole(cited, data), acts=acts, gates=gates)
    before, after = found.neighbours(cited.article)
    end = end_of(found, data)
    return LawArticle(
        cited.law, place, on.isoformat(), _lines(found, cited), _days(found, end), _source(found),
        _versions(cited, found, data), _state(on, end), found.chapter(cited.article), cited.zh(),
        _neighbour("上一条", cited.law, before, on), _neighbour("下一条", cited.law, after, on), _whole(cited, data), acts, gates)


def _why_no_words(cited: Article, on: date, data: Path, found: Statute | None, fault: str) -> tuple[str, Badge]:
    if not cited.article:
        return "引用的是整份文件，没有条文。", Badge("整份文件", "rest", "document")
    if found is not None:
        return f"{on} 的文本里{fault}。", Badge("查无此条", "late", "missing")
    if texts_of(cited.law, statutes(data)):
        return f"{on} 早于已导入文本的施行日，当时的文本没有导入。", Badge("没有当日文本", "rest", "no-text")
    return NO_TEXT, Badge("未导入文本", "rest", "no-text")


def _lines(found: Statute, cited: Article) -> tuple[tuple[str, bool], ...]:
    """Paragraph by paragraph, item by item; what is cited is marked."""
    out: list[tuple[str, bool]] = []
    paragraphs = found.articles[cited.article]
    with_items = [n for n, p in enumerate(paragraphs, 1) if p.items]
    for n, p in enumerate(paragraphs, 1):
        alone = cited.paragraph is None and cited.item is not None and (len(paragraphs) == 1 or with_items == [n])
        here = cited.paragraph == n or alone
        out.append((p.lead, here and not (cited.item and p.items)))
        out += [(text, here and cited.item in (None, k)) for k, text in enumerate(p.items, 1)]
    return tuple(out)


def _days(found: Statute, end: date | None) -> str:
    since = f"{found.since} 起施行" if found.since_known else f"{found.since} 起（施行日期未读到，以通过日计）"
    return f"{since}，{end} 止" if end else since


def _source(found: Statute) -> str:
    return f"{found.title}（{found.adopted} 通过、公布或修正的文本）"


def _state(on: date, end: date | None) -> Badge | None:
    return Badge("当日已失效", "late", "ended") if end and on > end else None


def _neighbour(word: str, law: str, number: str, on: date) -> Link | None:
    return Link(f"{word} 第{number.replace('-', '条之')}{'' if '-' in number else '条'}", law_href(Article(law, number), on), True) \
        if number else None


def _whole(cited: Article, data: Path) -> Link | None:
    return Link("全文目录", law_page_href(cited.law)) if cited.law in statutes(data) or cited.law in laws() else None


def _links(cited: Article, found: Statute | None, data: Path) -> tuple[Version, ...]:
    """Other texts without a comparison: there is nothing here to compare them with."""
    return tuple(Version(f"{v.since} 起的文本", Link("查看", law_href(cited, v.since), True))
                 for v in texts_of(cited.law, statutes(data)) if v is not found)


def _versions(cited: Article, found: Statute, data: Path) -> tuple[Version, ...]:
    """Every other text of the law, oldest first, with what changed between it and the one shown."""
    out = []
    for other in texts_of(cited.law, statutes(data)):
        if other is found:
            continue
        old, new = (other, found) if other.since < found.since else (found, other)
        pieces = article_changes(old, new, cited.article)
        words = "" if changed(pieces) else "本条没有变化"
        label = f"{other.since} 起的文本（{other.adopted}）"
        drawn = tuple(Changed(p.kind, p.text) for p in pieces) if not words else ()
        out.append(Version(label, Link("查看", law_href(Article(cited.law, cited.article), other.since), True), words, drawn))
    return tuple(out)


def _acts(cited: Article, on: date) -> tuple[tuple[str, Link], ...]:
    """The acts that break or are punished by this article and can be charged on the day."""
    found = acts_citing(cited.law, cited.article) if cited.article else ()
    rows = {(f"{v.code} {v.title}", word): place for v, word, place in found if v.covers(on)}
    return tuple((f"{word} · {title}", Link(place.short().removeprefix(cited.law), law_href(place, on), True))
                 for (title, word), place in rows.items())


def _gates(cited: Article, on: date) -> tuple[tuple[str, Link], ...]:
    rows = gates_citing().get((cited.law, cited.article), ())
    return tuple((f"{where}：{rule}", Link(place.short().removeprefix(cited.law), law_href(place, on), True))
                 for where, rule, place in rows)
