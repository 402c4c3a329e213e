"""Which officers go where: by the same seed, under field, area, recusal, limit and who went there last time.

Places with the fewest officers to choose from are served first; among the officers who fit, those with the least load
come first and chance decides between equals; of the first eight those two go who were paired least in this draw.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from zhiheng.kernel.draw.order import Place, number_of
from zhiheng.kernel.draw.pool import Pool, Row

HEAD = 8  # how many of the least loaded are looked at for a pair


@dataclass(frozen=True)
class Assigned:
    """``officers`` of a place; empty with the reason ``says`` when not enough fit."""

    place: Place
    officers: tuple[str, ...]
    says: str = ""


@dataclass
class _Hands:
    """What has been given out so far."""

    limit: Mapping[str, int]
    load: dict[str, int] = field(default_factory=dict)
    pairs: dict[frozenset[str], int] = field(default_factory=dict)


def unfit(officer: Row, candidate: Row, recused: Mapping[tuple[str, str], str]) -> str:
    """Why an officer may not go to a candidate whatever the load; empty when he may."""
    key, _, fields, areas, _ = officer
    wanted, area = candidate[4], candidate[5]
    if reason := recused.get((key, candidate[0])):
        return f"回避：{reason}"
    if wanted and wanted not in fields.split("|"):
        return f"执法证不含「{wanted}」领域"
    if areas and area not in areas.split("|"):
        return f"不在其执法区域（{area or '未登记属地'}）"
    return ""


def assign(pool: Pool, places: Sequence[Place], seed: bytes) -> list[Assigned]:
    """Officers for every place, in the order of ranks."""
    if pool.per_place == 0:
        return [Assigned(p, ()) for p in places]
    fit = _fit(pool, places)
    drawn = {p.id for p in places}
    former = {r[0]: frozenset(r[1:]) for r in pool.rows["former"] if r[0] in drawn}
    limits = {o[0]: int(o[4]) for o in pool.rows["officer"]}
    hands, found = _Hands(limits, dict.fromkeys(limits, 0)), {}
    for place in sorted(places, key=lambda p: (len(fit[p.rank]), p.rank)):
        found[place.rank] = _serve(pool, place, fit[place.rank], former.get(place.id), hands, seed)
    return [found[p.rank] for p in places]


def _fit(pool: Pool, places: Sequence[Place]) -> dict[int, list[Row]]:
    """Officers who may go to each place: by field and area once, then without those recused there."""
    known: dict[tuple[str, str], list[Row]] = {}
    away: dict[str, set[str]] = {}
    for officer, candidate, _ in pool.rows["recusal"]:
        away.setdefault(candidate, set()).add(officer)
    found = {}
    for place in places:
        where = place.candidate[4], place.candidate[5]
        if where not in known:
            known[where] = [o for o in pool.rows["officer"] if not unfit(o, place.candidate, {})]
        out = away.get(place.id)
        found[place.rank] = [o for o in known[where] if o[0] not in out] if out else known[where]
    return found


def recusals(pool: Pool) -> dict[tuple[str, str], str]:
    return {(officer, candidate): reason for officer, candidate, reason in pool.rows["recusal"]}


def _serve(pool: Pool, place: Place, fit: Sequence[Row], former: frozenset[str] | None, hands: _Hands,
           seed: bytes) -> Assigned:
    free = [o[0] for o in fit if hands.load[o[0]] < hands.limit[o[0]]]
    if len(free) < pool.per_place:
        return Assigned(place, (), f"可派人员 {len(free)} 名，不足 {pool.per_place} 名（符合条件 {len(fit)} 名，其余已达任务上限）")
    free = _foremost(free, place, hands.load, seed)
    pair = _pair(free, former, hands)
    if pair is None:
        return Assigned(place, (), "可派的两名人员与上次检查同组，没有其他人可换")
    team = (*pair, *[o for o in free if o not in pair][: pool.per_place - 2])
    for key in team:
        hands.load[key] += 1
    hands.pairs[frozenset(pair)] = hands.pairs.get(frozenset(pair), 0) + 1
    return Assigned(place, team)


def _foremost(free: Sequence[str], place: Place, load: Mapping[str, int], seed: bytes) -> list[str]:
    """The first :data:`HEAD`: least load, then larger number, then id. Numbers only of those whose load lets them in."""
    levels: dict[int, list[str]] = {}
    for key in free:
        levels.setdefault(load[key], []).append(key)
    found: list[str] = []
    for level in sorted(levels):
        found += sorted(levels[level], key=lambda key: (-number_of(seed, f"officer\t{place.id}\t{key}"), key))
        if len(found) >= HEAD:
            break
    return found[:HEAD]


def _pair(free: Sequence[str], former: frozenset[str] | None, hands: _Hands) -> tuple[str, str] | None:
    """Two of the first, least paired so far, then least load together, then as they stand."""
    best, least = None, (0, 0, 0, 0)
    for (i, one), (j, other) in combinations(enumerate(free), 2):
        both = frozenset((one, other))
        if both == former:
            continue
        rank = (hands.pairs.get(both, 0), hands.load[one] + hands.load[other], i + j, i)
        if best is None or rank < least:
            best, least = (one, other), rank
    return best
