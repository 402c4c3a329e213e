"""The catalogue of penalisable acts: dated data, each with its source; repealed and unverified acts stay
visible.

``catalogue(on)`` the acts of a day, ``get(code)``, ``usable(act, on)`` a refusal in words or None,
``cautions(act)``.
Amounts in the data files are yuan as the statutes write them; values here are integer fen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from zhiheng.kernel.article import Article
from zhiheng.kernel.discretion import (
    Amount,
    ByAccident,
    Daily,
    Fine,
    GainMultiple,
    IncomePercent,
    NoFine,
    Range,
    See,
    ShareOf,
    Tier,
    TimesOf,
    WarningOnly,
)

DATA = Path(__file__).with_name("data")
STAGES = {"first": "初次查处", "overdue": "逾期或者拒不改正", "serious": "情节严重"}
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Law:
    """The version of a law an act rests on. ``since`` and ``until`` are inclusive; ``ended`` says what came
    after.
    """

    id: str
    title: str
    version: str
    since: date
    until: date | None = None
    ended: str = ""


@dataclass(frozen=True)
class Stage:
    """One stage of a penalty clause: the order, the fine, the penalties beside it (codes in ``others``)."""

    id: str
    fine: Fine
    order: str = ""
    trigger: str = ""
    others: tuple[str, ...] = ()

    @property
    def zh(self) -> str:
        return words("triggers", self.trigger) if self.trigger else STAGES[self.id]

    @property
    def requires(self) -> tuple[str, ...]:
        """What must be in the file before this stage may be used: ``order_served``,
        ``reinspection_failed``.
        """
        return ("order_served", "reinspection_failed") if self.id == "overdue" else ()


@dataclass(frozen=True)
class Violation:
    """One penalisable act of one kind of subject. ``since``/``until`` are the days of acts it can be
    applied to.
    """

    code: str
    title: str
    law: Law
    penalty: Article
    penalty_also: tuple[Article, ...]
    duty: tuple[Article, ...]
    subject: str
    industries: tuple[str, ...]
    authority: str
    stages: tuple[Stage, ...]
    others: tuple[str, ...]
    linked: tuple[str, ...]
    criminal: tuple[str, ...]
    accident: bool
    daily_penalty: str
    dishonesty_list: bool
    summary_possible: bool
    status: str
    source: str
    since: date
    until: date | None
    note: str

    @property
    def is_unit(self) -> bool:
        return self.subject in _words()["units"]

    @property
    def subject_zh(self) -> str:
        return words("subjects", self.subject)

    @property
    def penalties(self) -> tuple[Article, ...]:
        """The penalty clause and those that must be cited with it (punished also)."""
        return (self.penalty, *self.penalty_also)

    def stage(self, name: str) -> Stage:
        """A stage by id (first, overdue, serious) or by its Chinese trigger. KeyError in words."""
        for stage in self.stages:
            if name.removesuffix("_stage") in (stage.id, stage.trigger, stage.zh, STAGES[stage.id]):
                return stage
        known = "、".join(f"{s.id}（{s.zh}）" for s in self.stages)
        raise KeyError(f"「{self.title}」（{self.code}）没有「{name}」这一阶段，可选：{known}。")

    def covers(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Refusal:
    """Why an act of the catalogue cannot be used, and what it rests on."""

    says: str
    articles: tuple[Article, ...]


@cache
def _words() -> Mapping[str, Any]:
    return _read("violations-words.yaml")


def _read(name: str) -> Mapping[str, Any]:
    with open(DATA / name, encoding="utf-8") as stream:
        loaded: Mapping[str, Any] = yaml.load(stream, Loader=_Loader)
    return loaded


def words(table: str, code: str) -> str:
    """The Chinese words of a code: subjects, triggers, orders, others, industries, sources, authorities."""
    found = _words()[table].get(code)
    if found is None:
        raise KeyError(f"{table} 中没有「{code}」")
    return str(found["zh"] if isinstance(found, dict) else found)


def heavy(others: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which kinds of penalty that call for a hearing (行政处罚法 63) these bring: surely, and perhaps.

    Kinds are confiscate, revoke and stop. Confiscation calls for one only from a large amount on, so it is
    a perhaps.
    """
    sure: set[str] = set()
    perhaps: set[str] = set()
    for code in others:
        kind = _words()["others"][code].get("heavy", "")
        open_ = kind == "confiscate" or ":" in code or code.startswith("up_to") or "_or_" in code
        (perhaps if open_ else sure).add(str(kind))
    return tuple(sorted(sure - {""})), tuple(sorted(perhaps - sure - {""}))


@cache
def every() -> tuple[Violation, ...]:
    """All acts, in force or not, in the order of the data files."""
    found: list[Violation] = []
    for path in sorted(DATA.glob("violations_*.yaml")):
        for raw in _read(path.name)["laws"]:
            law = Law(
                raw["id"],
                raw["title"],
                str(raw["version"]),
                raw["from"],
                raw.get("until"),
                raw.get("ended", ""),
            )
            found += [_violation(law, entry) for entry in raw["violations"]]
    return tuple(found)


@cache
def _by_code() -> Mapping[str, Violation]:
    return {v.code: v for v in every()}


@cache
def _titles() -> Mapping[str, str]:
    titles = dict(_words().get("laws", {}))
    for path in sorted(DATA.glob("violations_*.yaml")):
        titles |= {raw["id"]: raw["title"] for raw in _read(path.name)["laws"]}
    return titles


def catalogue(on: date) -> tuple[Violation, ...]:
    """The acts whose penalty clause was in force on the day of the act."""
    return tuple(v for v in every() if v.covers(on))


def get(code: str) -> Violation:
    """An act by its code; KeyError in words."""
    try:
        return _by_code()[code]
    except KeyError:
        raise KeyError(f"违法行为目录中没有代码「{code}」。") from None


def usable(act: Violation, on: date) -> Refusal | None:
    """None when the act may be charged for conduct of that day, else the refusal. See also
    :func:`cautions`.
    """
    if act.covers(on):
        return None
    if on < act.since:
        return Refusal(
            f"《{act.law.title}》本版自 {act.since} 起施行，不能用于 {on} 的行为；"
            "应查当时有效的规定（行政处罚法第37条）。",
            act.penalties,
        )
    ended = act.law.ended or (
        f"已由 {act.status.removeprefix('superseded_by ')} 取代"
        if act.status.startswith("superseded_by ")
        else "已失效"
    )
    return Refusal(
        f"《{act.law.title}》{ended}，不能用于 {on} 的行为（可用于 {act.until} 以前的行为）。", act.penalties
    )


def cautions(act: Violation) -> tuple[str, ...]:
    """What must be checked before the act is relied upon; shown beside it wherever it is used."""
    found = []
    if act.source == "memory":
        found.append("依据待核：条文凭记忆录入，未见原文，核对原文前不得据以处罚。")
    elif act.source == "web_excerpt":
        found.append("依据待核：只读到罚则一章的节选，使用前核对全文。")
    if act.status == "superseded_in_part":
        found.append("本条已被上位法部分取代，使用前核对哪一部分仍可适用。")
    if act.authority != "emergency_management":
        found.append(f"法定的实施机关是{words('authorities', act.authority)}，核对本局是否承担该职责。")
    if not act.duty or "占位" in act.note:
        found.append("违反的义务条款待补：立案前须写明违反的具体规定。")
    return tuple(found)


def _article(law: Law, text: str) -> Article:
    code, _, place = str(text).rpartition(":")
    title = law.title if code in ("", law.id) else _titles()[code]
    parts = place.split("/")
    numbers = [int(p) if p else None for p in parts[1:]] + [None, None]
    return Article(title, parts[0], numbers[0], numbers[1])


def _violation(law: Law, raw: Mapping[str, Any]) -> Violation:
    many = {key: tuple(str(x) for x in raw.get(key, ())) for key in ("others", "linked", "criminal")}
    penalty = _article(law, raw["penalty"])
    return Violation(
        code=raw["code"],
        title=raw["title"],
        law=law,
        penalty=penalty,
        penalty_also=tuple(_article(law, r) for r in raw.get("penalty_also", ())),
        duty=tuple(_article(law, r) for r in raw["duty"]),
        subject=raw["subject"],
        industries=tuple(raw.get("industries", ("all",))),
        authority=raw.get("authority", "emergency_management"),
        stages=tuple(_stage(penalty, key, value) for key, value in raw["stages"].items()),
        others=tuple(raw.get("other", ())),
        linked=many["linked"],
        criminal=many["criminal"],
        accident=raw.get("accident", False),
        daily_penalty=raw.get("daily_penalty", ""),
        dishonesty_list=raw.get("dishonesty_list", False),
        summary_possible=raw.get("summary_possible", False),
        status=raw.get("status", "repealed" if law.until else "in_force"),
        source=raw["source"],
        since=raw.get("from", law.since),
        until=raw.get("until", law.until),
        note=raw.get("note", ""),
    )


def _stage(penalty: Article, name: str, raw: Mapping[str, Any]) -> Stage:
    return Stage(
        name,
        _fine(penalty, raw.get("fine")),
        raw.get("order", ""),
        raw.get("trigger", ""),
        tuple(raw.get("other", ())),
    )


def _fen(pair: list[int]) -> Range:
    return Range(pair[0] * 100, pair[1] * 100)


def _fine(penalty: Article, raw: Mapping[str, Any] | None) -> Fine:
    match raw:
        case None:
            return NoFine()
        case {"yuan": pair}:
            return Amount(_fen(pair), raw.get("may", False))
        case {"income_percent": [low, high]}:
            return IncomePercent(low, high, raw.get("may", False))
        case {"gain_times": [low, high], "gain_threshold_yuan": threshold, "otherwise_yuan": pair}:
            cap = raw.get("gain_cap_yuan")
            return GainMultiple(
                low, high, threshold * 100, _fen(pair), cap * 100 if cap else None, raw.get("may", False)
            )
        case {"goods_times": [low, high], "goods_threshold_yuan": threshold, "otherwise_yuan": pair}:
            may = raw.get("may", False)
            return GainMultiple(low, high, threshold * 100, _fen(pair), None, may, "goods_value_fen")
        case {"share_of": base, "percent": [low, high]}:
            floor = raw.get("at_least_yuan")
            return ShareOf(f"{base}_fen", low, high, floor * 100 if floor else None, raw.get("may", False))
        case {"by_accident": tiers}:
            return ByAccident(
                tuple(_tier(penalty, grade, t) for grade, t in tiers.items()), raw.get("may", False)
            )
        case {"times_of": base, "times": [low, high]}:
            return TimesOf(base, low, high, raw.get("may", False))
        case {"daily": True}:
            return Daily(raw.get("may", True))
        case {"see": to}:
            return See(to)
        case {"warning": True}:
            return WarningOnly()
    raise ValueError(f"{penalty.short()}：读不懂罚款 {raw}")


def _tier(penalty: Article, grade: str, raw: Mapping[str, Any]) -> Tier:
    fine = _fine(penalty, raw)
    if not isinstance(fine, Amount | IncomePercent):
        raise TypeError(f"{penalty.short()}：事故等级 {grade} 的罚款须为数额或者收入比例")
    return Tier(grade, Article(penalty.law, penalty.article, penalty.paragraph, raw["item"]), fine)
