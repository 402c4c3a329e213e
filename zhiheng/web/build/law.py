"""An article with its text when it was imported, else the citation and a sentence."""
from __future__ import annotations

from datetime import date
from pathlib import Path

from zhiheng.kernel.article import Article
from zhiheng.law.reading import Paragraph, Statute, statute, statutes
from zhiheng.web.build.law_words import law_href
from zhiheng.web.parts import Badge, Link
from zhiheng.web.parts_page import LawArticle


def law_article(cited: Article, on: date, data: Path) -> LawArticle:
    """The text of the day with the cited paragraph and item lit; other versions as links."""
    found = statute(cited.law, on, data)
    whole = Article(cited.law, cited.article)
    versions = tuple(Link(f"{v.since} 起的文本", law_href(cited, v.since), True) for v in statutes(data).get(cited.law, ())
                     if v is not found)
    if found is None or not cited.article:
        says = "本系统没有导入这份规定的文本，只能显示引用。系统管理员可用「zhiheng law import」导入。" if cited.article else \
            "引用的是整份文件，没有条文。"
        return LawArticle(cited.law, _place(whole), on.isoformat(), ((f"{cited.zh()}。{says}", False),), versions=versions,
                          badge=Badge("未导入文本", "rest", "no-text"))
    fault = found.missing(cited)
    if fault:
        return LawArticle(cited.law, _place(whole), on.isoformat(), ((f"{on} 的文本里{fault}。", False),),
                          versions=versions, badge=Badge("查无此条", "late", "missing"))
    return LawArticle(cited.law, _place(whole), on.isoformat(), _lines(found, cited), f"{found.since} 起施行的文本",
                      f"{found.title}（{found.adopted} 通过或修正）", versions)


def _place(article: Article) -> str:
    return article.zh().removeprefix(article.law)


def _lines(found: Statute, cited: Article) -> tuple[tuple[str, bool], ...]:
    """Paragraph by paragraph, item by item; what is cited is marked."""
    out: list[tuple[str, bool]] = []
    paragraphs = found.articles[cited.article]
    for n, p in enumerate(paragraphs, 1):
        here = cited.paragraph == n or (cited.paragraph is None and len(paragraphs) == 1 and cited.item is not None)
        out.append((p.lead, here and not (cited.item and p.items)))
        out += [(text, here and cited.item in (None, k)) for k, text in enumerate(_items(p), 1)]
    return tuple(out)


def _items(p: Paragraph) -> tuple[str, ...]:
    return p.items
