"""Power lists that come with the house (data/powers_<place>.yaml): only the demonstration's, in its versions."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import yaml

from zhiheng.law.cite import DATA, cite
from zhiheng.law.powers_kinds import last_day, successor

_COMMON = ("holder", "level", "phone")


@dataclass(frozen=True)
class Prepared:
    """A version ready to be published; ``body`` as a ``powers`` sheet keeps it."""

    title: str
    since: date
    source: str
    note: str
    body: Mapping[str, Any]


@cache
def prepared(place: str) -> tuple[Prepared, ...]:
    """The versions of a place, oldest first; () when the house brings none. Read once; the rows are not to be changed."""
    path = DATA / f"powers_{place}.yaml"
    if not path.is_file():
        return ()
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    common = {name: raw[name] for name in _COMMON}
    rows = [{**common, **row} for row in raw["items"]]
    found = []
    for told in raw["versions"]:
        rows = [_next(row, told) for row in rows] + [{**common, **row} for row in told.get("adds", ())]
        found.append(Prepared(told["title"], told["since"], told["source"], told["note"], {"items": rows}))
    return tuple(found)


def _next(row: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """One row in the next version: changed as told; stopped on the last day of its law when that law is named."""
    changed = {**row, **told.get("changes", {}).get(row["code"], {})}
    law = cite(changed["basis"][0]).law
    end = last_day(law)
    if law in told.get("stops", ()) and end is not None:
        after = successor(law)
        changed |= {"until": end.isoformat(), "note": f"{after.says if after else '依据失效'}，只用于此前的行为"}
    return changed
