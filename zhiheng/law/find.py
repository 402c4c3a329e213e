"""Find the right act from everyday words: ``find(query, on, limit=20, place="") -> list[Hit]``.

``query`` is what an officer types: what he saw (员工没培训就上岗), a code, or a citation as people write it
(安全生产法97条7项, 97-1-7). ``on`` is the day of the act: acts that cannot be used then stay in the list, lower, and
say so in ``why``. ``place`` adds the words its bureau has published. No model: two-character pieces of the words
weighed by rarity, synonyms, industries. The index is built once a process.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from math import log
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.law import violations
from zhiheng.law.find_citing import SAFETY, Typed, halved, read, unlisted
from zhiheng.law.find_words import Synonym, clean, industries_in, synonyms
from zhiheng.law.violations import Violation

_OURS = ("emergency_management", "licence_issuer")
"""Authorities of acts an emergency management bureau decides itself."""
_PERSON = ("直接责任", "责任人员", "主管人员", "责任人", "个人罚款", "罚个人")
_OVERDUE = re.compile(r"逾期|拒不|仍没|仍不|还不改|不肯改|屡教不改|复查(时)?(仍|还|没)|没整改|没改正|不改正")
_SERIOUS = re.compile(r"情节严重|严重后果|特别严重")


@dataclass(frozen=True)
class Hit:
    """One act found. ``score`` is comparable within one answer only; ``why`` says in words what matched;
    ``stage`` is the id of the stage the words suggest, else the first.
    """

    violation: Violation
    score: float
    why: str
    stage: str = "first"


@dataclass(frozen=True)
class Index:
    """For each two-character piece how rare it is, and the acts that have it in the title, or in other words."""

    acts: tuple[Violation, ...]
    rarity: dict[str, float]
    titles: dict[str, tuple[int, ...]]
    others: dict[str, tuple[int, ...]]


def find(query: str, on: date, limit: int = 20, place: str = "") -> list[Hit]:
    """The acts that fit best, best first; empty for an empty query."""
    typed = clean(halved(query))
    if not typed:
        return []
    hits = _by_code(query, on)
    cited = None if hits else read(query)
    if cited is not None:
        hits = _by_citation(cited, on, place)
    elif not hits:
        hits = _by_words(typed, on, place)
        missing = unlisted(query)
        hits = [replace(h, why=f"目录没有录入《{missing}》；{h.why}") for h in hits] if missing else hits
    found = sorted(hits, key=lambda h: (-h.score, h.violation.code))[:limit]
    return [Hit(h.violation, h.score, h.why, _stage(h.violation, typed)) for h in found]


def _stage(act: Violation, typed: str) -> str:
    """The stage the words speak of, when the act has it."""
    ids = [stage.id for stage in act.stages]
    wanted = "serious" if _SERIOUS.search(typed) else "overdue" if _OVERDUE.search(typed) else ""
    return wanted if wanted in ids else ids[0]


def _by_citation(cited: Typed, on: date, place: str) -> list[Hit]:
    """Acts punished by the cited place, then those it is cited beside, then acts whose duty it is; the Safety Law
    first when no law was named, the unit's acts before those of its people. An item that does not exist shows the article's acts and says so.
    """
    near = _words_beside(cited, on, place)
    found = []
    for act in violations.every():
        score, why = _cited(cited, act)
        if score:
            other = 0.0 if cited.law or _law_of(cited, act) == SAFETY else 50.0
            twin = 2.0 if act.subject == "responsible_person" else 0.0
            found.append(_hit(act, max(score - other, 5.0) - twin + near.get(act.code, 0.0), why, on))
    if any(hit.violation.covers(on) for hit in found):
        return found
    met = {hit.violation.code for hit in found}
    return found + [hit for hit in _article_only(cited, on) if hit.violation.code not in met]


def _words_beside(cited: Typed, on: date, place: str) -> dict[str, float]:
    """Words typed beside the citation order the acts of one article; at most 9 points, less than a level."""
    rest = clean(cited.rest)
    hits = _by_words(rest, on, place) if len(rest) > 1 else []
    top = max((h.score for h in hits), default=1.0)
    return {h.violation.code: 9.0 * h.score / top for h in hits}


def _cited(cited: Typed, act: Violation) -> tuple[float, str]:
    if cited.meets(act.penalty):
        return (100.0 if cited.exact(act.penalty) else 90.0), f"罚则 {act.penalty.short()}"
    beside = next((a for a in act.penalty_also if cited.meets(a)), None)
    if beside is not None:
        return 75.0, f"并引 {beside.short()}"
    duty = next((a for a in act.duty if cited.meets(a)), None)
    if duty is None:
        return 0.0, ""
    return (65.0 if duty.law == act.law.title else 60.0) - (0.0 if cited.exact(duty) else 5.0), f"义务条款 {duty.short()}"


def _law_of(cited: Typed, act: Violation) -> str:
    return next((a.law for a in (*act.penalties, *act.duty) if cited.meets(a)), "")


def _article_only(cited: Typed, on: date) -> list[Hit]:
    """The acts of the article when the paragraph or item typed is not there."""
    says = "没有所写的款、项，以下是同一条的条目"
    return [
        _hit(act, 50.0 if act.penalty.law == SAFETY else 40.0, f"{act.penalty.short()}；{says}", on)
        for act in violations.every()
        if cited.near(act.penalty)
    ]


def _by_code(query: str, on: date) -> list[Hit]:
    typed = re.sub(r"\s+", "", query).upper()
    if not re.fullmatch(r"[A-Z]{2,}[\dA-Z-]*", typed):
        return []
    return [
        _hit(act, 100.0 if act.code.upper() == typed else 90.0, f"代码 {act.code}", on)
        for act in violations.every()
        if act.code.upper().startswith(typed)
    ]


def _by_words(typed: str, on: date, place: str) -> list[Hit]:
    index = _index()
    spoken = _spoken(typed, synonyms(place, on))
    own, lent = _grams(typed), _grams_of(s.mean for s, _ in spoken)
    scores: dict[int, float] = defaultdict(float)
    for gram in own:
        for n in index.titles.get(gram, ()):
            scores[n] += index.rarity[gram]
        for n in index.others.get(gram, ()):
            scores[n] += 0.5 * index.rarity[gram]
    for gram in lent - own:
        for n in index.titles.get(gram, ()):
            scores[n] += 0.6 * index.rarity[gram]
    named: dict[int, list[str]] = defaultdict(list)
    for row, word in spoken:
        for n in dict.fromkeys(m for named_by_row in _named(row) for m in _of_day(named_by_row, on)):
            exact = n not in _named(row) or index.acts[n].code.upper() in row.codes
            scores[n] += (12.0 if exact else 6.0) + 2.0 * len(word) + (6.0 if row.own else 0.0)
            named[n].append(word)
    asked = any(word in typed for word in _PERSON)
    said = industries_in(typed)
    return [
        _hit(
            index.acts[n],
            score * _fitting(index.acts[n], asked, said),
            "、".join(f"「{word}」" for word in named[n]) if n in named else "文字相近",
            on,
        )
        for n, score in scores.items()
    ]


def _spoken(typed: str, rows: Iterable[Synonym]) -> list[tuple[Synonym, str]]:
    """The rows heard in the query. A short word inside a longer one that was also heard says nothing new
    (报警 in 关闭报警); a bureau's own word is always heard.
    """
    heard = [(row, word) for row in rows if (word := row.heard(typed))]
    said = {word for _, word in heard}
    return [(r, w) for r, w in heard if r.own or not any(w != other and w in other for other in said)]


def _fitting(act: Violation, asked: bool, said: frozenset[str]) -> float:
    """The unit's own act first, unless the words are about a person; acts this bureau decides before those of other
    authorities; acts of the industry spoken of first, acts of another industry last.
    """
    person = act.subject == "responsible_person"
    factor = (1.3 if asked else 0.6) if person else 1.0
    general = act.industries == ("all",)
    if general and act.is_unit:
        factor *= 1.15
    if act.authority not in _OURS and not said.intersection(act.industries):
        factor *= 0.75
    if said and not general:
        factor *= 1.3 if said.intersection(act.industries) else 0.8
    return factor / (1 + len(act.title) / 200)


def _hit(act: Violation, score: float, why: str, on: date) -> Hit:
    refusal = violations.usable(act, on)
    if refusal is not None:
        return Hit(act, score * 0.45, f"{why}；{refusal.says}")
    if act.status == "superseded_in_part":
        score *= 0.8
    return Hit(act, score, why)


def _grams(text: str) -> frozenset[str]:
    """Neighbouring pairs of characters, within runs of one script only."""
    runs = re.findall(r"[\u4e00-\u9fff]+|[a-z0-9]+", text.lower())
    return frozenset(run[i : i + 2] for run in runs for i in range(max(len(run) - 1, 1)))


def _grams_of(texts: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(_grams(text) for text in texts))


@cache
def _index() -> Index:
    acts = violations.every()
    titles: dict[str, list[int]] = defaultdict(list)
    others: dict[str, list[int]] = defaultdict(list)
    seen: Counter[str] = Counter()
    for n, act in enumerate(acts):
        industries = " ".join(violations.words("industries", i) for i in act.industries if i != "all")
        title = _grams(clean(act.title))
        more = _grams(f"{industries} {act.subject_zh} {act.law.title}")
        seen.update(title | more)
        for gram in title:
            titles[gram].append(n)
        for gram in more - title:
            others[gram].append(n)
    rarity = {gram: log(1 + len(acts) / count) for gram, count in seen.items()}
    return Index(acts, rarity, _frozen(titles), _frozen(others))


def _frozen(lists: dict[str, list[int]]) -> dict[str, tuple[int, ...]]:
    return {gram: tuple(numbers) for gram, numbers in lists.items()}


@cache
def _named(row: Synonym) -> tuple[int, ...]:
    """The acts a row points at, by number in the index."""
    return tuple(n for n, act in enumerate(_index().acts) if row.codes and act.code.upper().startswith(row.codes))


def _of_day(number: int, on: date) -> tuple[int, ...]:
    """The act, and when its version of the law is not that day's, the same act in the version of the day: the words'
    table names one version only.
    """
    acts = _index().acts
    if acts[number].covers(on):
        return (number,)
    return (number, *(kin for kin in _kin(number) if acts[kin].covers(on)))


@cache
def _kin(number: int) -> tuple[int, ...]:
    """The same act in the other versions of its law: of each the nearest, when each is the other's nearest."""
    return tuple(n for n in _nearest(number) if number in _nearest(n))


@cache
def _nearest(number: int) -> tuple[int, ...]:
    """Of each other version of the law the act of the same subject whose title is nearest: the share of agreeing pieces
    of the shorter title, a third at least.
    """
    acts = _index().acts
    own = acts[number]
    pieces = _grams(clean(own.title))
    best: dict[str, tuple[float, int]] = {}
    for n, act in enumerate(acts):
        if (act.law.title, act.subject) != (own.law.title, own.subject) or act.law.version == own.law.version:
            continue
        other = _grams(clean(act.title))
        alike = len(pieces & other) / min(len(pieces), len(other))
        if alike >= 1 / 3:
            best[act.law.version] = max(best.get(act.law.version, (0.0, n)), (alike, n))
    return tuple(n for _, n in best.values())


def hit_json(hit: Hit) -> dict[str, Any]:
    """A hit as JSON values: what ``zhiheng law find --json`` prints. Dates are ISO text; ``until`` null is open.
    The keys up to ``source`` are the promise to other programs; what follows explains.
    """
    act = hit.violation
    return {
        "code": act.code,
        "title": act.title,
        "subject": act.subject,
        "stage": hit.stage,
        "duty": [_place(a) for a in act.duty],
        "penalty": _place(act.penalty),
        "from": act.since.isoformat(),
        "until": act.until.isoformat() if act.until else None,
        "source": act.source,
        "subject_zh": act.subject_zh,
        "stage_zh": act.stage(hit.stage).zh,
        "stages": [stage.id for stage in act.stages],
        "penalty_also": [_place(a) for a in act.penalty_also],
        "status": act.status,
        "score": round(hit.score, 2),
        "why": hit.why,
        "warnings": list(violations.cautions(act)),
    }


def _place(article: Article) -> dict[str, Any]:
    return {
        "law": article.law,
        "article": article.article,
        "paragraph": article.paragraph,
        "item": article.item,
    }
