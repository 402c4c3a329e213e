"""The five team rates of S2-5 and the professional share of S0-7 and S3 (三), with everybody who counts and who does not.

Pure. A rate without a denominator has no percentage. What is not registered is not proven and does not count.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhiheng.registers.person import ESTABLISHMENT, PRESENCE, TRANSFER, strength

XIAN = "市应急发〔2023〕7号 二5（西安）"
LIANGPING_SHARE = "梁委办发〔2022〕1号 二（三）7（梁平），玉溪实施方案（三）"


@dataclass(frozen=True)
class Member:
    """An officer in post on the day. ``card_fault`` and ``kit_fault`` say what is missing; empty when nothing is."""

    username: str
    name: str
    agency: str
    agency_id: int
    profile: Mapping[str, Any] = field(default_factory=dict)
    card_fault: str = ""
    kit_fault: str = ""
    lawyer: bool = False


@dataclass(frozen=True)
class Definition:
    """A rate: ``target`` is a percentage, ``strict`` when it must be exceeded, ``says`` counts whom over whom."""

    id: str
    zh: str
    target: int
    strict: bool
    says: str
    source: str


@dataclass(frozen=True)
class Counted:
    """One member in one rate. ``base``: in the denominator; ``good``: in the numerator; ``why`` in words."""

    member: Member
    base: bool
    good: bool
    why: str


@dataclass(frozen=True)
class Rate:
    """A rate with its rows."""

    definition: Definition
    rows: tuple[Counted, ...]

    @property
    def n(self) -> int:
        return sum(1 for r in self.rows if r.good)

    @property
    def d(self) -> int:
        return sum(1 for r in self.rows if r.base)

    @property
    def hundredths(self) -> int | None:
        """Hundredths of a percent, rounded half up; None without a denominator."""
        return (self.n * 20_000 + self.d) // (2 * self.d) if self.d else None

    @property
    def said(self) -> str:
        """``77.78%``, or that there is nobody to count."""
        whole = self.hundredths
        return "无应计人员" if whole is None else f"{whole // 100}.{whole % 100:02d}%"

    @property
    def met(self) -> bool | None:
        """Whether the target is reached, judged on the whole numbers; None without a denominator."""
        if not self.d:
            return None
        reached, wanted = self.n * 100, self.definition.target * self.d
        return reached > wanted if self.definition.strict else reached >= wanted


DEFINITIONS = (
    Definition("transfer", "编制划转率", 70, True, "已划转到执法队伍的执法人员 ÷ 应划转的执法人员；登记为不需划转的不计，没有登记的计入分母。",
               XIAN),
    Definition("presence", "到岗率", 80, True, "到岗情况登记为在岗的执法人员 ÷ 当日任职有效、有编制的执法人员。", XIAN),
    Definition("kit", "制式服装和标志配发率", 90, True, "制式服装和执法标志都已配发、仍在使用的执法人员 ÷ 当日任职有效的执法人员。", XIAN),
    Definition("card", "持证率", 100, False, "执法证当日有效（没有过期、没有暂扣）的执法人员 ÷ 当日任职有效的执法人员。", XIAN),
    Definition("able", "相关专业或执法经验", 75, True,
               "具有相关专业学历，或者从事执法（安全监管）工作满 1 年的执法人员 ÷ 当日任职有效的执法人员。来源没有写年限，按满 1 年计。", XIAN),
    Definition("professional", "专业人员占比", 75, False,
               "具有应急管理相关学历、职业资格或者实践经验之一的执法人员 ÷ 当日任职有效的执法人员。"
               "来源把三项并列，按具备其一统计，明细列出每人具备哪几项。",
               LIANGPING_SHARE),
)
_Judge = Callable[[Member, date], tuple[bool, bool, str]]


def rates(members: Iterable[Member], on: date) -> tuple[Rate, ...]:
    """Every rate of these officers on a day, in the order of the definitions."""
    listed = sorted(members, key=lambda m: (m.agency_id, m.name, m.username))
    return tuple(Rate(d, tuple(Counted(m, *_JUDGES[d.id](m, on)) for m in listed)) for d in DEFINITIONS)


def by_agency(members: Sequence[Member], on: date) -> tuple[tuple[str, tuple[Rate, ...]], ...]:
    """The rates of each agency by itself, in the order of the agencies given."""
    names = dict.fromkeys((m.agency_id, m.agency) for m in members)
    return tuple((name, rates([m for m in members if m.agency_id == pk], on)) for pk, name in names)


def _transfer(m: Member, on: date) -> tuple[bool, bool, str]:
    given = m.profile.get("transfer")
    when = str(m.profile.get("transferred_on") or "")
    if given == "none":
        return False, False, "不需划转，不计"
    if given == "done" and when and when > on.isoformat():
        return True, False, f"{when} 才划转"
    return True, given == "done", f"{dict(TRANSFER).get(str(given), '没有登记编制划转情况')}{f'（{when}）' if when else ''}"


def _presence(m: Member, on: date) -> tuple[bool, bool, str]:
    if m.profile.get("establishment") == "none":
        return False, False, f"{dict(ESTABLISHMENT)['none']}，不计"
    given = m.profile.get("presence")
    return True, given == "on_post", dict(PRESENCE).get(str(given), "没有登记到岗情况")


def _kit(m: Member, on: date) -> tuple[bool, bool, str]:
    return True, not m.kit_fault, m.kit_fault or "已配发"


def _card(m: Member, on: date) -> tuple[bool, bool, str]:
    return True, not m.card_fault, m.card_fault or "有效"


def _able(m: Member, on: date) -> tuple[bool, bool, str]:
    held = strength(m.profile, on, lawyer=m.lawyer)
    parts = [zh for ok, zh in ((held.education, "相关专业学历"), (held.experience, f"执法经验 {held.years} 年")) if ok]
    return True, bool(parts), "、".join(parts) or "没有登记相关专业，执法经验不满 1 年或者没有登记"


def _professional(m: Member, on: date) -> tuple[bool, bool, str]:
    held = strength(m.profile, on, lawyer=m.lawyer)
    return True, bool(held.says), held.says or "没有登记相关学历、职业资格，执法经验不满 1 年或者没有登记"


_JUDGES: Mapping[str, _Judge] = {"transfer": _transfer, "presence": _presence, "kit": _kit, "card": _card, "able": _able,
                                 "professional": _professional}
