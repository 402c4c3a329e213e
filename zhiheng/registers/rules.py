"""Checks that many ledgers need, made once: what must be filled in when, and numbers with a check digit."""
from __future__ import annotations

from collections.abc import Collection, Iterable

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from zhiheng.kernel.facts import FactError, as_date
from zhiheng.registers.declare import Check, Values

SPECIALTIES = (("mine", "矿山"), ("hazchem", "危险化学品与化工医药"), ("fireworks", "烟花爆竹"), ("industry_trade", "工贸"),
               ("disaster", "防灾减灾救灾"), ("law", "法律"), ("other", "其他"))
"""The supervision fields in which somebody is at home."""


def required_when(name: str, values: Collection[str | bool], then: str, says: str) -> Check:
    """``then`` must be filled in while the choice ``name`` is one of ``values``."""

    def check(held: Values) -> Iterable[FactError]:
        if held.get(name) in values and held.get(then) in (None, "", [], ()):
            yield FactError(then, says)

    return check


def in_order(first: str, last: str, says: str) -> Check:
    """The day (or number) ``last`` is not before ``first``."""

    def check(held: Values) -> Iterable[FactError]:
        before, after = held.get(first), held.get(last)
        if before is not None and after is not None and after < before:
            yield FactError(last, says)

    return check


def credit_code(name: str) -> Check:
    """``name`` is a 统一社会信用代码 whose check digit (GB 32100) is right."""

    def check(held: Values) -> Iterable[FactError]:
        given = str(held.get(name) or "")
        try:
            if given:
                uscc.validate(given)
        except ValidationError:
            yield FactError(name, f"统一社会信用代码“{given}”的校验位不符，请核对营业执照。")

    return check


def not_after_years(first: str, last: str, years: int, says: str) -> Check:
    """``last`` is at most ``years`` after ``first``."""

    def check(held: Values) -> Iterable[FactError]:
        start, end = as_date(held, first), as_date(held, last)
        if start and end and end > start.replace(year=start.year + years, day=min(start.day, 28 if start.month == 2 else 31)):
            yield FactError(last, says)

    return check
