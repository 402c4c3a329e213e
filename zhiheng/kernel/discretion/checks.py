"""Is this amount lawful, does it leave the benchmark, and what does it bring with it: hearing, review,
discussion.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhiheng.kernel.article import Article
from zhiheng.kernel.discretion.party import PartyWeighing
from zhiheng.kernel.discretion.values import money
from zhiheng.kernel.discretion.weigh import BENCHMARKS, CFF, REDUCE, Weighing

MIN_REASON = 30
NO_HEAVIER = Article(CFF, "45", 2)
HEARING = Article(CFF, "63", 1, 1)
DISCUSSION = Article(CFF, "57", 2)
REVIEW = Article(CFF, "58", 1, 2)
HEAVY_ARTICLES = {
    "confiscate": Article(CFF, "63", 1, 2),
    "revoke": Article(CFF, "63", 1, 3),
    "stop": Article(CFF, "63", 1, 4),
}
HEAVY_WORDS = {
    "confiscate": "没收较大数额违法所得、较大价值非法财物",
    "revoke": "降低资质等级、吊销许可证件",
    "stop": "责令停产停业、责令关闭、限制从业",
}


@dataclass(frozen=True)
class Ok:
    """The amount lies in the band."""

    says: str = "在档内"


@dataclass(frozen=True)
class Departure:
    """Inside the statute, outside the band. ``missing`` is what is still to be given; discussion is always
    needed.
    """

    direction: str  # lighter or heavier
    says: str
    missing: tuple[str, ...]
    collective_discussion: bool = True
    articles: tuple[Article, ...] = (BENCHMARKS, DISCUSSION)


@dataclass(frozen=True)
class Refused:
    """Outside the statute, or forbidden outright; no reason and no superior can release it."""

    says: str
    articles: tuple[Article, ...]


def check_amount(
    weighing: Weighing, amount_fen: int, reason: str = "", evidence: Sequence[str] = ()
) -> Ok | Departure | Refused:
    """Judge an amount an officer enters for one weighed charge."""
    articles = weighing.charge.penalty
    if amount_fen < 0:
        return Refused("罚款不能是负数。", articles)
    if weighing.no_penalty:
        return (
            Ok("不予行政处罚")
            if amount_fen == 0
            else Refused(f"{weighing.no_penalty}：不予行政处罚，不得罚款。", tuple(weighing.articles))
        )
    if weighing.range is None:
        return Ok("本阶段不设罚款") if amount_fen == 0 else Refused("本阶段法律没有设定罚款。", articles)
    if amount_fen > weighing.range.max_fen:
        return Refused(f"{money(amount_fen)}超过法定上限 {money(weighing.range.max_fen)}。", articles)
    if amount_fen < weighing.allowed.min_fen:
        return Refused(
            f"{money(amount_fen)}低于法定下限 {money(weighing.range.min_fen)}；"
            "没有减轻处罚的法定情形，不得低于下限。",
            (*articles, REDUCE),
        )
    band = weighing.band_range or weighing.range
    if band.contains(amount_fen) and not weighing.mitigated:
        return Ok()
    direction = "heavier" if amount_fen > band.max_fen else "lighter"
    missing = []
    if len(reason.strip()) < MIN_REASON:
        missing.append(f"说明理由（不少于 {MIN_REASON} 字，现有 {len(reason.strip())} 字）")
    if not evidence:
        missing.append("支持理由的证据")
    word = (
        "减轻处罚"
        if weighing.mitigated and band.contains(amount_fen)
        else f"偏离基准（{'偏重' if direction == 'heavier' else '偏轻'}）"
    )
    return Departure(
        direction,
        f"{word}：{money(amount_fen)}，本档 {band.words()}。须说明理由、附证据并集体讨论。",
        tuple(missing),
    )


def check_heavier(
    noticed_fen: int, amount_fen: int, *, new_facts: Sequence[str] = (), fresh_notice: bool = False
) -> Refused | None:
    """After the notice nothing may grow because the party defended itself: only on new facts, and noticed
    afresh.
    """
    if amount_fen <= noticed_fen:
        return None
    if not new_facts:
        return Refused(
            f"告知的是 {money(noticed_fen)}，现为 {money(amount_fen)}："
            "不得因当事人陈述、申辩而给予更重的处罚。",
            (NO_HEAVIER,),
        )
    if not fresh_notice:
        return Refused(
            "依据新查明的事实加重的，须重新告知并再次听取陈述、申辩。", (NO_HEAVIER, Article(CFF, "44"))
        )
    return None


@dataclass(frozen=True)
class Thresholds:
    """Amounts (fen, inclusive) from which a fine is large, for one place and day. ``verified`` False:
    依据待核.

    ``collective_fen`` is the bureau's own sum from which a matter is discussed; None when it set none.
    """

    person_fen: int
    unit_fen: int
    review_every_case: bool = False
    collective_fen: int | None = None
    verified: bool = True
    source: str = ""

    def large(self, is_unit: bool) -> int:
        return self.unit_fen if is_unit else self.person_fen


@dataclass(frozen=True)
class Trigger:
    """Something the proposed penalty requires: hearing (of a party), legal_review or collective_discussion
    (of the file).

    ``certain`` False: only if a penalty that the law leaves open is really imposed.
    """

    kind: str
    party: str
    says: str
    articles: tuple[Article, ...]
    verified: bool = True
    certain: bool = True


def triggers(
    parties: Iterable[PartyWeighing],
    thresholds: Thresholds,
    *,
    departures: bool = False,
    complex_case: bool = False,
) -> tuple[Trigger, ...]:
    """What these proposals bring with them. The sum per party is compared, which is stricter than each fine
    alone.
    """
    every = tuple(parties)
    found = [t for party in every for t in (*_large_fine(party, thresholds), *_heavy_kinds(party))]
    hearing = any(t.certain for t in found)
    if hearing or thresholds.review_every_case or complex_case:
        why = (
            "达到听证标准；经过听证的，决定前必须法制审核"
            if hearing
            else "案件疑难复杂"
            if complex_case
            else "本局规定每案均须法制审核"
        )
        found.append(Trigger("legal_review", "", why, (REVIEW,)))
    total = sum(party.total_fen for party in every)
    large = thresholds.collective_fen is not None and total >= thresholds.collective_fen
    return (*found, *_discussion(every, hearing, large, departures, complex_case))


def _large_fine(party: PartyWeighing, thresholds: Thresholds) -> list[Trigger]:
    large = thresholds.large(party.is_unit)
    if party.total_fen < large:
        return []
    mark = "" if thresholds.verified else "（数额依据待核）"
    who = "对单位" if party.is_unit else "对个人"
    return [
        Trigger(
            "hearing",
            party.name,
            f"{party.name}拟罚 {money(party.total_fen)}，达到{who}较大数额罚款"
            f" {money(large)}{mark}，须告知听证权利",
            (HEARING,),
            thresholds.verified,
        )
    ]


def _heavy_kinds(party: PartyWeighing) -> list[Trigger]:
    imposed = [w.charge for w in (*party.items, *(a.weighing for a in party.absorbed)) if not w.no_penalty]
    sure = {kind for charge in imposed for kind in charge.heavy}
    maybe = {kind for charge in imposed for kind in charge.maybe_heavy} - sure
    found = [
        Trigger(
            "hearing",
            party.name,
            f"{party.name}应处「{HEAVY_WORDS[kind]}」，须告知听证权利",
            (HEAVY_ARTICLES[kind],),
        )
        for kind in sorted(sure)
    ]
    return found + [
        Trigger(
            "hearing",
            party.name,
            f"{party.name}：如拟作出「{HEAVY_WORDS[kind]}」，须告知听证权利",
            (HEAVY_ARTICLES[kind],),
            certain=False,
        )
        for kind in sorted(maybe)
    ]


def _discussion(
    parties: tuple[PartyWeighing, ...], hearing: bool, large: bool, departures: bool, complex_case: bool
) -> list[Trigger]:
    items = [w for p in parties for w in p.items if not w.no_penalty]
    reasons = [
        why
        for holds, why in (
            (hearing, "拟给予较重的行政处罚"),
            (large, "罚款合计达到本局集体讨论标准"),
            (departures, "偏离裁量基准"),
            (any(w.mitigated for w in items), "减轻处罚"),
            (any(w.range is not None and w.charge.benchmark is None for w in items), "没有可用的裁量基准"),
            (complex_case, "情节复杂"),
        )
        if holds
    ]
    if not reasons:
        return []
    return [
        Trigger("collective_discussion", "", f"{'、'.join(reasons)}，由负责人集体讨论决定", (DISCUSSION,))
    ]
