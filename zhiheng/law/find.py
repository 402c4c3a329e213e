"""Find the right act from everyday words: ``find(query, on, limit=20) -> list[Hit]``.

``query`` is what an officer types: what he saw (员工没培训就上岗), a code, or a citation as people write it
(安全生产法97条7项, 97-1-7). ``on`` is the day of the act: acts that cannot be used then stay in the list,
lower, and say
so in ``why``. No model: two-character pieces of the words weighed by rarity, plus data/synonyms.yaml.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import log
from pathlib import Path
from typing import Any

import yaml

from zhiheng.kernel.article import Article
from zhiheng.law import violations
from zhiheng.law.cite import aliases
from zhiheng.law.violations import Violation

DATA = Path(__file__).with_name("data")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CITED = re.compile(r"第?[\d一二三四五六七八九十百零〇]+条|^\D*\d+-\d")
_BARE = re.compile(r"^第?\s*[\d一二三四五六七八九十百零〇]+\s*(条|-)")
_OURS = ("应急管理", "许可证颁发机关")
"""Words of the authorities of acts an emergency management bureau decides itself."""
_PERSON = ("直接责任", "责任人员", "主管人员", "责任人", "个人")


@dataclass(frozen=True)
class Hit:
    """One act found. ``score`` is comparable within one answer only; ``why`` says in words what matched."""

    violation: Violation
    score: float
    why: str


@dataclass(frozen=True)
class Synonym:
    """Words people say for words of the law."""

    say: tuple[str, ...]
    mean: str
    codes: tuple[str, ...]

    def heard(self, query: str) -> str:
        """The longest of its words in the query, else nothing."""
        return max((word for word in self.say if word in query), key=len, default="")


@dataclass(frozen=True)
class Index:
    """Two-character pieces of every act and how rare each is."""

    grams: tuple[tuple[Violation, frozenset[str], frozenset[str]], ...]
    rarity: dict[str, float]


def find(query: str, on: date, limit: int = 20) -> list[Hit]:
    """The acts that fit best, best first; empty for an empty query."""
    typed = _clean(query)
    if not typed:
        return []
    cited = _citation(typed)
    hits = _by_citation(cited, on) if cited else []
    if not hits:
        hits = _by_code(typed, on) or _by_words(typed, on)
    return sorted(hits, key=lambda h: (-h.score, h.violation.code))[:limit]


def _clean(text: str) -> str:
    """Without blanks and stops; the many ways to say 没有 made one, so that 没有、未、没 find each other."""
    bare = re.sub(r"[\s，。、；：！？,;!?“”\"'·]+", "", text)
    return re.sub(r"没有|未曾|未能|未经|未按规定|未|尚没|缺少|缺乏|缺失", "没", bare)


def _citation(typed: str) -> Article | None:
    if not _CITED.search(typed):
        return None
    text = f"安全生产法{typed}" if _BARE.match(typed) else typed
    try:
        return Article.parse(text, aliases())
    except ValueError:
        return None


def _by_citation(cited: Article, on: date) -> list[Hit]:
    """Acts punished by the cited place come before acts whose duty it is."""
    hits = []
    for act in violations.every():
        if any(_meets(cited, a) for a in act.penalties):
            hits.append(_hit(act, 100.0, f"罚则 {act.penalty.short()}", on))
        elif any(_meets(cited, a) for a in act.duty):
            hits.append(_hit(act, 60.0, f"义务条款 {cited.short()}", on))
    return hits


def _meets(cited: Article, place: Article) -> bool:
    """People leave out the paragraph of an article that has but one; whatever they do write must agree."""
    return (
        (cited.law, cited.article) == (place.law, place.article)
        and cited.paragraph in (None, place.paragraph)
        and cited.item in (None, place.item)
    )


def _by_code(typed: str, on: date) -> list[Hit]:
    return [
        _hit(act, 100.0 if act.code == typed.upper() else 90.0, f"代码 {act.code}", on)
        for act in violations.every()
        if act.code.startswith(typed.upper())
    ]


def _by_words(typed: str, on: date) -> list[Hit]:
    index = _index()
    spoken = [(s, s.heard(typed)) for s in _synonyms()]
    spoken = [(s, word) for s, word in spoken if word]
    # A short word inside a longer one that was also heard says nothing new (报警 in 关闭报警).
    said = {word for _, word in spoken}
    spoken = [(s, w) for s, w in spoken if not any(w != other and w in other for other in said)]
    own, lent = _grams(typed), _grams_of(s.mean for s, _ in spoken)
    hits = []
    for act, title, more in index.grams:
        score = _overlap(own, title, index) + 0.5 * _overlap(own - title, more, index)
        score += 0.6 * _overlap(lent - own, title, index)
        named = [(s, w) for s, w in spoken if act.code.startswith(s.codes)]
        score += sum(12.0 + 2.0 * len(w) if act.code in s.codes else 8.0 + 2.0 * len(w) for s, w in named)
        if score > 0:
            why = "、".join(f"「{w}」" for _, w in named) or "文字相近"
            hits.append(_hit(act, _by_subject(score, act, typed), why, on))
    return hits


def _by_subject(score: float, act: Violation, typed: str) -> float:
    """The unit's own act first, unless the words are about a person; acts of every industry a little before
    others, and acts this bureau decides before those it would hand to another authority.
    """
    person = act.subject == "responsible_person"
    asked = any(word in typed for word in _PERSON)
    common = 1.15 if act.industries == ("all",) and act.is_unit else 1.0
    common *= 1.0 if any(w in violations.words("authorities", act.authority) for w in _OURS) else 0.75
    return score * common * (1.3 if person and asked else 0.6 if person else 1.0) / (1 + len(act.title) / 200)


def _hit(act: Violation, score: float, why: str, on: date) -> Hit:
    refusal = violations.usable(act, on)
    if refusal is not None:
        return Hit(act, score * 0.45, f"{why}；{refusal.says}")
    if act.status == "superseded_in_part":
        score *= 0.8
    return Hit(act, score, why)


def _overlap(wanted: frozenset[str], given: frozenset[str], index: Index) -> float:
    return sum(index.rarity.get(g, 0.0) for g in wanted & given)


def _grams(text: str) -> frozenset[str]:
    """Neighbouring pairs of characters, within runs of one script only."""
    runs = re.findall(r"[\u4e00-\u9fff]+|[a-z0-9]+", text.lower())
    return frozenset(run[i : i + 2] for run in runs for i in range(max(len(run) - 1, 1)))


def _grams_of(texts: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(_grams(text) for text in texts))


@cache
def _index() -> Index:
    rows = []
    for act in violations.every():
        industries = "".join(violations.words("industries", i) for i in act.industries if i != "all")
        rows.append(
            (act, _grams(_clean(act.title)), _grams(f"{industries} {act.subject_zh} {act.law.title}"))
        )
    seen = Counter(g for _, title, more in rows for g in title | more)
    return Index(tuple(rows), {g: log(1 + len(rows) / n) for g, n in seen.items()})


@cache
def _synonyms() -> tuple[Synonym, ...]:
    with open(DATA / "synonyms.yaml", encoding="utf-8") as stream:
        rows = yaml.load(stream, Loader=_Loader)
    return tuple(Synonym(tuple(_clean(str(w)) for w in r["say"]), r["mean"], tuple(r["codes"])) for r in rows)


def hit_json(hit: Hit) -> dict[str, Any]:
    """A hit as JSON values: what ``zhiheng law find --json`` prints. Dates are ISO text; ``until`` null is
    open.
    """
    act = hit.violation
    return {
        "code": act.code,
        "title": act.title,
        "subject": act.subject,
        "subject_zh": act.subject_zh,
        "stage": act.stages[0].id,
        "stages": [stage.id for stage in act.stages],
        "duty": [_place(a) for a in act.duty],
        "penalty": _place(act.penalty),
        "penalty_also": [_place(a) for a in act.penalty_also],
        "from": act.since.isoformat(),
        "until": act.until.isoformat() if act.until else None,
        "source": act.source,
        "status": act.status,
        "score": round(hit.score, 2),
        "why": hit.why,
    }


def _place(article: Article) -> dict[str, Any]:
    return {
        "law": article.law,
        "article": article.article,
        "paragraph": article.paragraph,
        "item": article.item,
    }
