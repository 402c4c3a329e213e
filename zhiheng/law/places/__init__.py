"""Places: national figures and a bureau's overlay, read from YAML. An overlay tightens or is refused at loading."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from zhiheng.kernel.article import Article
from zhiheng.kernel.place import Parameter, Place, overlay
from zhiheng.kernel.procedure import Gate, Severity, Unmet
from zhiheng.kernel.situation import Situation
from zhiheng.kernel.terms import Rule, Status, Term, Unit

HERE = Path(__file__).parent
NATIONAL = "national"
TermOf = Callable[[str, date], Term]


class PlaceError(ValueError):
    """A place file that cannot be used; the message names the file and the fault in Chinese."""


@cache
def _raw(place_id: str) -> Mapping[str, Any]:
    path = HERE / f"{place_id}.yaml"
    if not path.is_file():
        raise PlaceError(f"没有地方规则「{place_id}」，可选：{'、'.join(places())}")
    loaded: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def places() -> tuple[str, ...]:
    """The ids of the bureaus known here."""
    return tuple(sorted(p.stem for p in HERE.glob("*.yaml") if p.stem != NATIONAL))


def _value(row: Mapping[str, Any]) -> Any:
    return int(row["yuan"]) * 100 if "yuan" in row else row["value"]


@cache
def national() -> tuple[Parameter, ...]:
    """The national figures; money in fen."""
    return tuple(Parameter(r["name"], r["zh"], _value(r), str(r["tighter"]), Article.parse(r["article"]),
                           r.get("since"), r.get("until"), r.get("verified", True))
                 for r in _raw(NATIONAL)["parameters"])


@cache
def place(place_id: str) -> Place:
    """The bureau's overlay on the national figures. PlaceError or ValueError when it would loosen them."""
    base = {p.name: p for p in national()}
    if place_id == NATIONAL:
        return Place(NATIONAL, "全国规则", national())
    raw = _raw(place_id)
    own = []
    for row in raw.get("parameters") or ():
        if row["name"] not in base:
            raise PlaceError(f"{place_id}：没有全国参数「{row['name']}」可供收紧")
        own.append(replace(base[row["name"]], value=_value(row), since=row.get("since"), until=row.get("until")))
    gates: dict[tuple[str, str], tuple[Gate, ...]] = {}
    for row in raw.get("gates") or ():
        key = (row["procedure"], row["act"])
        gates[key] = (*gates.get(key, ()), _gate(row))
    return overlay(national(), place_id, str(raw["zh"]), tuple(own), gates)


def _gate(row: Mapping[str, Any]) -> Gate:
    """A bureau's own gate: ``requires`` an act (for cases in which ``when_any`` of some acts was done)."""
    needed, when_any = str(row["requires"]), tuple(row.get("when_any") or ())

    def check(s: Situation) -> Unmet | None:
        if (when_any and not any(s.view.done(a) for a in when_any)) or s.view.done(needed):
            return None
        return Unmet(str(row["rule"]), cure=f"先办理「{s.procedure.act(needed).zh}」", cure_act=needed)
    return Gate(str(row["id"]), str(row["rule"]), (Article.parse(row["article"]),), check,
                Severity(row.get("severity", "defect")), release_by=row.get("release_by", "bureau_head"))


def terms_of(place_id: str, statutory: TermOf) -> TermOf:
    """The terms with the bureau's own lengths where the law sets none. Shortening a statutory length is allowed,
    lengthening refused (PlaceError); for a party's right the other way round."""
    own = {row["id"]: row for row in _raw(place_id).get("terms") or ()}

    def term(id_: str, on: date) -> Term:
        found, row = statutory(id_, on), own.get(id_)
        if row is None:
            return found
        return _own_length(place_id, found, row)
    return term


def _own_length(place_id: str, found: Term, row: Mapping[str, Any]) -> Term:
    length, unit = int(row["length"]), Unit(row["unit"])
    if found.length is not None:
        looser = length > found.length if found.actor != "party" else length < found.length
        if unit is not found.unit or looser:
            raise PlaceError(f"{place_id}：「{found.zh}」法定 {found.length_zh()}，本地规定不能放宽")
    counting = Rule(str(row.get("source") or "本局规定"))
    return replace(found, length=length, unit=unit, counting=counting, status=Status.IN_FORCE)
