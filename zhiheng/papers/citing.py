"""Citations as a paper writes them: the law by its full name in book marks, and nothing said twice."""
from __future__ import annotations

import re
from collections.abc import Sequence

_ARTICLE = r"第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十\d]+)?"
_PLACE = re.compile(rf"(?P<law>(?:(?!{_ARTICLE}).)*)(?P<article>{_ARTICLE})"
                    r"(?P<paragraph>第[一二三四五六七八九十\d]+款)?(?P<item>第[（(]?[一二三四五六七八九十\d]+[）)]?项)?")
_NATION = "中华人民共和国"


def formal(law: str) -> str:
    """安全生产法 -> 《中华人民共和国安全生产法》, 危险化学品安全管理条例 -> 《…条例》; what has book marks stays.

    Laws of the National People's Congress bear the name of the state in their title, regulations and rules do not.
    """
    law = law.strip()
    if not law or "《" in law or law.startswith("本"):
        return law
    national = law.endswith("法") and not law.endswith("办法") and not law.startswith(_NATION)
    return f"《{_NATION if national else ''}{law}》"


def cite(text: str) -> str:
    """One citation with the law's full name; a text that is not one citation comes back unchanged."""
    match = _PLACE.fullmatch(text.strip())
    if match is None or re.search(r"[，,、；;。]", match["law"]):
        return text
    return formal(match["law"]) + text.strip()[match.end("law"):]


def cite_all(texts: Sequence[str]) -> list[str]:
    """Citations in a row: 《…安全生产法》第二十八条第一款, 第四款, 第二十九条. Law and article are named once."""
    written: list[str] = []
    law = article = paragraph = None
    for text in dict.fromkeys(one.strip() for one in texts):
        match = _PLACE.fullmatch(text)
        if match is None:
            written.append(text)
            law = article = paragraph = None
            continue
        same_law = law is not None and match["law"] in ("", law)
        same_article = same_law and match["article"] == article and bool(match["paragraph"] or match["item"])
        same_paragraph = same_article and match["paragraph"] == paragraph and bool(match["item"])
        start = "item" if same_paragraph else ("paragraph" if match["paragraph"] else "item") if same_article else "article"
        rest = text[match.start(start):]
        written.append(rest if same_law else formal(match["law"]) + rest)
        law = law if same_law else match["law"]
        article, paragraph = match["article"], match["paragraph"]
    return written
