"""The rules of a place, joined: procedures, terms, calendar, overlay. The one thing the floors above ask for."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from zhiheng.kernel.calendar import Calendar
from zhiheng.kernel.procedure import Procedure
from zhiheng.kernel.situation import Rules
from zhiheng.law import procedures as package
from zhiheng.law.calendars import calendar
from zhiheng.law.places import place, terms_of
from zhiheng.law.places.figures import BureauPlace
from zhiheng.law.terms import term


@cache
def procedures() -> Mapping[str, Procedure]:
    """Every procedure that a module of ``law/procedures`` declares, by id. A new procedure needs no list."""
    found = {}
    for module in iter_modules(package.__path__):
        declared = vars(import_module(f"{package.__name__}.{module.name}")).values()
        found.update({p.id: p for p in declared if isinstance(p, Procedure)})
    return found


@cache
def rules(place_id: str = "yl") -> Rules:
    """The rules of one bureau. PlaceError when the place is unknown or would loosen the law."""
    return Rules(procedures(), terms_of(place_id, term), calendar(), place(place_id))


def with_calendar(base: Rules, book: Calendar) -> Rules:
    """The same rules with another working-day calendar (a bureau that entered a holiday notice itself)."""
    return Rules(base.procedures, base.term, book, base.place)


def once(base: Rules) -> Rules:
    """The same rules for one piece of work: a bureau's published figures are read once, not for every gate."""
    return replace(base, place=base.place.once()) if isinstance(base.place, BureauPlace) else base
