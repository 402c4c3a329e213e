"""Places: national figures, a province's, a bureau's own, each read from YAML and each over the one above.

An overlay tightens or is refused at loading; a national ``fallback`` is replaced by whoever has a rule of his own.
A bureau's published sheet of figures (``law/figures.py``) stands over its file.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from zhiheng.kernel.article import Article
from zhiheng.kernel.place import Parameter, Place
from zhiheng.kernel.procedure import Gate, Severity, Unmet
from zhiheng.kernel.situation import Situation
from zhiheng.kernel.terms import Rule, Status, Term, Unit
from zhiheng.law.places import figures

HERE = Path(__file__).parent
NATIONAL = "national"
TermOf = Callable[[str, date], Term]
PlaceError = figures.PlaceError


@cache
def _raw(place_id: str) -> Mapping[str, Any]:
    path = HERE / f"{place_id}.yaml"
    if not path.is_file():
        raise PlaceError(f"没有地方规则「{place_id}」，可选：{'、'.join(places())}")
    loaded: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def places() -> tuple[str, ...]:
    """The ids of the provinces and bureaus known here."""
    return tuple(sorted(p.stem for p in HERE.glob("*.yaml") if p.stem != NATIONAL))


def place_zh(place_id: str) -> str:
    """Its Chinese name."""
    return "全国规则" if place_id == NATIONAL else str(_raw(place_id)["zh"])


@cache
def national() -> tuple[Parameter, ...]:
    """The national figures; money in fen."""
    return tuple(figures.national_figure(r) for r in _raw(NATIONAL)["parameters"])


@cache
def _open() -> Mapping[str, Parameter]:
    """The families of figures that only places set, by the first part of their names."""
    return {r["name"]: figures.national_figure({**r, "value": 0}) for r in _raw(NATIONAL).get("open") or ()}


@cache
def _fallbacks() -> frozenset[str]:
    return frozenset(r["name"] for r in _raw(NATIONAL)["parameters"] if r.get("fallback"))


@cache
def _parameters(place_id: str) -> tuple[Parameter, ...]:
    """All that binds a place: national, then every level down to its own."""
    if place_id == NATIONAL:
        return national()
    raw = _raw(place_id)
    found = _parameters(str(raw.get("under", NATIONAL)))
    over = NATIONAL if str(raw.get("under", NATIONAL)) == NATIONAL else ""
    return figures.laid_over(found, raw.get("parameters") or (), place_id, _open(), _fallbacks() if over else frozenset())


@cache
def place(place_id: str) -> Place:
    """The place's rules over those above it. PlaceError or ValueError when it would loosen them."""
    if place_id == NATIONAL:
        return Place(NATIONAL, "全国规则", national())
    raw = _raw(place_id)
    gates: dict[tuple[str, str], tuple[Gate, ...]] = {}
    for row in raw.get("gates") or ():
        key = (row["procedure"], row["act"])
        gates[key] = (*gates.get(key, ()), _gate(row))
    return figures.BureauPlace(place_id, str(raw["zh"]), _parameters(place_id), gates, _open())


def figure_names(where: Place, on: date) -> tuple[str, ...]:
    """The names of the figures a place has on a day, in the order of the data; those of its sheet last."""
    named = dict.fromkeys(p.name for p in where.parameters if p.covers(on))
    return tuple(dict.fromkeys((*named, *figures.sheet_names(where.id, on))))


def _gate(row: Mapping[str, Any]) -> Gate:
    """A bureau's own gate: ``requires`` an act (for cases in which ``when_any`` of some acts was done)."""
    needed, when_any = str(row["requires"]), tuple(row.get("when_any") or ())

    def check(s: Situation) -> Unmet | None:
        if (when_any and not any(s.view.done(a) for a in when_any)) or s.view.done(needed):
            return None
        return Unmet(str(row["rule"]), cure=f"先办理「{s.procedure.act(needed).zh}」", cure_act=needed)
    return Gate(str(row["id"]), str(row["rule"]), (Article.parse(row["article"]),), check,
                Severity(row.get("severity", "defect")), release_by=row.get("release_by", "bureau_head"))


def _own_terms(place_id: str) -> Mapping[str, Mapping[str, Any]]:
    """Lengths of the place and of every level above it; the nearest wins."""
    raw = _raw(place_id)
    above = {} if place_id == NATIONAL else dict(_own_terms(str(raw.get("under", NATIONAL))))
    return {**above, **{row["id"]: row for row in raw.get("terms") or ()}}


def terms_of(place_id: str, statutory: TermOf) -> TermOf:
    """The terms with the bureau's own lengths where the law sets none. Shortening a statutory length is allowed,
    lengthening refused (PlaceError); for a party's right the other way round."""
    own = _own_terms(place_id)

    def term(id_: str, on: date) -> Term:
        found = statutory(id_, on)
        row = figures.sheet_term(place_id, found, on) or own.get(id_)
        return found if row is None else own_length(place_id, found, row)
    return term


def own_length(place_id: str, found: Term, row: Mapping[str, Any]) -> Term:
    """The term with a place's own length. PlaceError when it would loosen what the law says."""
    length, unit = int(row["length"]), Unit(row["unit"])
    if found.length is not None:
        looser = length > found.length if found.actor != "party" else length < found.length
        if unit is not found.unit or looser:
            raise PlaceError(f"{place_id}：「{found.zh}」法定 {found.length_zh()}，本地规定不能放宽")
    counting = Rule(str(row.get("source") or "本局规定"))
    return replace(found, length=length, unit=unit, counting=counting, status=Status.IN_FORCE)


def figures_faults(place_id: str, body: Mapping[str, Any], since: date) -> list[str]:
    """What is wrong with a bureau's sheet of figures, row by row, in Chinese; empty when it may be published."""
    try:
        base = _parameters(place_id)
    except PlaceError as fault:
        return [str(fault)]
    return figures.faults(base, body, since, place_id, _open(), own_length)
