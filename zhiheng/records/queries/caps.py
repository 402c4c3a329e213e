"""The most visits an enterprise may have in a year. What a grade allows is the law's to say, which this floor does not
know: whoever joins the two registers an :data:`Answer`. Without one, only what is entered for the enterprise counts.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from zhiheng.records.models import Enterprise


@dataclass(frozen=True)
class Cap:
    """``most`` visits a year, None where nothing is set; ``least`` that have to be; ``says`` whence they come."""

    most: int | None
    says: str = ""
    least: int = 0
    mode: str = ""


Answer = Callable[[Enterprise, date], Cap]
Answers = Callable[[Iterable[Enterprise], date], Mapping[int, Cap]]


def entered(firm: Enterprise) -> int | None:
    """The cap entered for this enterprise itself."""
    held = firm.extra.get("visit_cap")
    return int(held) if isinstance(held, int) or (isinstance(held, str) and held.isdecimal()) else None


def _own_entry(firm: Enterprise, on: date) -> Cap:
    own = entered(firm)
    return Cap(own, "一企一档为这家企业登记的上限" if own is not None else "")


def _own_entries(firms: Iterable[Enterprise], on: date) -> Mapping[int, Cap]:
    return {f.pk: _own_entry(f, on) for f in firms}


_answers: list[tuple[Answer, Answers]] = [(_own_entry, _own_entries)]


def register(answer: Answer, answers: Answers) -> None:
    """From now on ``answer`` says the cap, ``answers`` that of many by id."""
    _answers[:] = [(answer, answers)]


def cap_of(firm: Enterprise, on: date) -> Cap:
    """The cap of an enterprise on a day. As many queries as the registered answer needs (the sheet of the place)."""
    return _answers[-1][0](firm, on)


def caps_of(firms: Iterable[Enterprise], on: date) -> Mapping[int, Cap]:
    """The caps of many by id, with as many queries as for one."""
    return _answers[-1][1](firms, on)
