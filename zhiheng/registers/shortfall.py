"""队伍短缺: who lacks which training or certificate, what a team holds too little of. Pure; the norms say their source.

Days are calendar dates of Asia/Shanghai; a 培训日 is a day somebody really took part.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from zhiheng.kernel.facts import as_date
from zhiheng.kernel.money import figures
from zhiheng.kernel.spans import add_months
from zhiheng.registers.ledgers.equipment import KINDS as EQUIPMENT

LIANGPING = "梁委办发〔2022〕1号 二（三）7"
NANKANG = "康应急字〔2023〕5号 三（五）1"
NANKANG_SHOWN = "康应急字〔2023〕5号 三（五）2"
UNIFORMS = "市应急发〔2023〕7号 二5（制式服装和标志配发率）"
ONBOARDING_MONTHS = 3
YEARLY_DAYS = 10
"""Two weeks counted as ten working days; the source says «2 周» and no more."""
TOWNSHIP_TIMES = 2
SHOWN_BY_TEAM, SHOWN_TO_TOWNSHIP = 2, 1
"""Demonstrations of enforcement a year: that a team organises, and in which a township's officer takes part."""
WARN = timedelta(days=60)
KINDS = (("certificate", "执法证"), ("onboarding", "入职培训"), ("yearly", "年度复训"), ("township", "镇街培训"),
         ("demonstration", "示范执法"), ("uniform", "制服"), ("equipment", "装备配备"), ("calibration", "检定校准"), ("budget", "预算超支"))
MEMORY = "《应急管理综合行政执法装备配备标准（试行）》，数量凭记忆、没有核对原文"
BUDGET = "支出应当以批准的预算为准（凭记忆，没有核对原文）"
CALIBRATED = "计量检定的要求（凭记忆，没有核对原文）"

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Card:
    """An enforcement certificate; ``suspended`` are spans of days."""

    number: str
    since: date
    until: date
    suspended: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True)
class Officer:
    """One officer with what the registers hold: ``trainings`` and ``uniforms`` are values of their ledgers' lines;
    ``shown`` in how many demonstrations he took part this year."""

    username: str
    name: str
    agency: str
    township: bool = False
    card: Card | None = None
    trainings: tuple[Values, ...] = ()
    uniforms: tuple[Values, ...] = ()
    shown: int = 0


@dataclass(frozen=True)
class Norm:
    """How many of a kind an officer, a pair of officers or an agency ought to have, and who says so."""

    kind: str
    number: int
    per: str
    source: str = MEMORY


STANDARD = (
    Norm("body_camera", 1, "officer"), Norm("mobile_terminal", 1, "pair"), Norm("portable_printer", 1, "pair"),
    Norm("camera", 1, "pair"), Norm("recorder", 1, "pair"), Norm("gas_detector", 1, "pair"), Norm("measuring_kit", 1, "agency"),
    Norm("dust_meter", 1, "agency"), Norm("ppe", 1, "officer"), Norm("dock", 1, "agency"))
"""Kinds and numbers as remembered; the bureau's own ledger of standards goes before."""


@dataclass(frozen=True)
class Shortfall:
    """One thing that is missing. ``late`` when it already stands in the way of work; ``who`` is an account, if a person's;
    ``due`` the day by which it must be there, where there is one."""

    kind: str
    subject: str
    agency: str
    says: str
    basis: str
    remedy: str
    late: bool = False
    who: str = ""
    line: int = 0
    due: date | None = None


@dataclass(frozen=True)
class Team:
    """An agency with its officers, its equipment lines as (id, values), the standard it follows, its money in fen.

    ``shown``: demonstrations it organised this year; None for a township, which takes part in those of its bureau.
    """

    agency: str
    officers: tuple[Officer, ...] = ()
    equipment: tuple[tuple[int, Values], ...] = ()
    norms: tuple[Norm, ...] = STANDARD
    budgets: Mapping[tuple[int, str], int] = field(default_factory=dict)
    spent: Mapping[tuple[int, str], int] = field(default_factory=dict)
    shown: int | None = None


def shortfalls(teams: Sequence[Team], on: date) -> list[Shortfall]:
    """Everything that is missing on a day, what stands in the way of work first, then by kind and subject."""
    found: list[Shortfall] = []
    for team in teams:
        for officer in team.officers:
            found += [*certificate(officer, on), *training(officer, on), *demonstration(officer, on), *uniform(officer, on)]
        found += [*demonstrated(team, on), *equipment(team, on), *calibration(team, on), *overspent(team)]
    order = [k for k, _ in KINDS]
    return sorted(found, key=lambda s: (not s.late, order.index(s.kind), s.agency, s.subject))


def certificate(officer: Officer, on: date) -> Iterable[Shortfall]:
    """No certificate, one that is not valid today, or one that runs out within 60 days (行政处罚法 42-1)."""
    basis, card = "行政处罚法第四十二条第一款", officer.card
    if card is None:
        yield _of(officer, "certificate", "没有执法证，不能在执法文书上签名", basis, "登记执法证；没有取得的，安排资格考试", True)
    elif any(first <= on <= last for first, last in card.suspended):
        yield _of(officer, "certificate", f"执法证 {card.number} 暂扣中", basis, "暂扣期间不安排执法", True)
    elif card.until < on:
        yield _of(officer, "certificate", f"执法证 {card.number} 已于 {card.until} 过期", basis, "换证以前不能执法", True)
    elif card.since > on:
        yield _of(officer, "certificate", f"执法证 {card.number} 自 {card.since} 起才有效", basis, "生效以前不能执法", True)
    elif card.until - on <= WARN:
        yield _of(officer, "certificate", f"执法证 {card.number} 于 {card.until} 到期", basis, "现在申请换证", due=card.until)


def training(officer: Officer, on: date) -> Iterable[Shortfall]:
    """Onboarding of three months, two weeks a year, and in townships two trainings a year."""
    missing = onboarding(officer.trainings, on)
    if missing:
        yield _of(officer, "onboarding", missing, LIANGPING, "安排入职培训并登记；制度施行以前入职的，登记免训和理由")
    year = of_the_year(officer.trainings, on)
    if any(t.get("result") == "exempt" for t in year):
        return
    days = days_of(year)
    if days < YEARLY_DAYS:
        yield _of(officer, "yearly", f"{on.year} 年已培训 {days} 天，还差 {YEARLY_DAYS - days} 天（2 周按 {YEARLY_DAYS} 个培训日计）",
                  LIANGPING, f"年底以前安排 {YEARLY_DAYS - days} 天复训", due=date(on.year, 12, 31))
    if officer.township and len(year) < TOWNSHIP_TIMES:
        yield _of(officer, "township", f"{on.year} 年已参加 {len(year)} 次培训，还差 {TOWNSHIP_TIMES - len(year)} 次", NANKANG,
                  "组织镇街执法人员培训", due=date(on.year, 12, 31))


def of_the_year(trainings: Iterable[Values], on: date) -> list[Values]:
    """The trainings of the year that count towards the yearly two weeks; onboarding does not."""
    return [t for t in trainings if _counts(t, on) and (as_date(t, "started_on") or on).year == on.year
            and t.get("kind") != "onboarding"]


def days_of(trainings: Iterable[Values]) -> int:
    """Training days together."""
    return sum(int(t.get("days") or 0) for t in trainings)


def demonstration(officer: Officer, on: date) -> Iterator[Shortfall]:
    """A township's officer who took part in no demonstration this year."""
    if officer.township and officer.shown < SHOWN_TO_TOWNSHIP:
        yield _of(officer, "demonstration", f"{on.year} 年没有参加过示范执法", NANKANG_SHOWN,
                  "安排参加区局组织的示范执法，并在活动登记里列为参加人员", due=date(on.year, 12, 31))


def demonstrated(team: Team, on: date) -> Iterator[Shortfall]:
    """A team that organised fewer than two demonstrations this year."""
    if team.shown is not None and team.officers and team.shown < SHOWN_BY_TEAM:
        yield Shortfall("demonstration", team.agency, team.agency, f"{on.year} 年已组织示范执法 {team.shown} 次，还差 "
                        f"{SHOWN_BY_TEAM - team.shown} 次", NANKANG_SHOWN, "组织示范执法，并在活动登记里登记", due=date(on.year, 12, 31))


def onboarding(trainings: Iterable[Values], on: date) -> str:
    """What is missing of the onboarding, in words; empty when nothing is. Spans that overlap count once."""
    mine = [t for t in trainings if t.get("kind") == "onboarding"]
    if any(t.get("result") == "exempt" for t in mine):
        return ""
    spans = sorted((first, min(last, on)) for t in mine if t.get("result") in ("passed", "ongoing")
                   and (first := as_date(t, "started_on")) and (last := as_date(t, "ended_on")) and first <= on)
    if not spans:
        return "没有入职培训记录，入职培训不少于 3 个月"
    done, free = 0, spans[0][0]
    for first, last in spans:
        start = max(first, free)
        if last >= start:
            done, free = done + (last - start).days + 1, last + timedelta(days=1)
    need = (add_months(spans[0][0], ONBOARDING_MONTHS) - spans[0][0]).days
    return "" if done >= need else f"入职培训已有 {done} 天，不足 3 个月（{need} 天）"


def uniform(officer: Officer, on: date) -> Iterator[Shortfall]:
    worn = [u for u in officer.uniforms if u.get("state") == "worn"]
    if not worn:
        yield _of(officer, "uniform", "没有制式服装配发记录", UNIFORMS, "配发并登记")
    elif not any(u.get("item") in ("set", "insignia") for u in worn):
        yield _of(officer, "uniform", "有服装，没有执法标志的配发记录", UNIFORMS, "配发标志并登记")


def equipment(team: Team, on: date) -> Iterable[Shortfall]:
    """Kinds of which the team holds less than its standard; what is in repair or scrapped is not held."""
    people = len(team.officers)
    for norm in team.norms:
        due = {"officer": people, "pair": -(-people // 2), "agency": 1 if people else 0}[norm.per] * norm.number
        held = sum(1 for _, v in team.equipment if v.get("kind") == norm.kind and v.get("state") in ("in_store", "issued"))
        if held < due:
            yield Shortfall("equipment", dict(EQUIPMENT).get(norm.kind, norm.kind), team.agency,
                            f"应有 {due}，现有 {held}，缺 {due - held}", norm.source, "列入装备预算")


def calibration(team: Team, on: date) -> Iterable[Shortfall]:
    """Instruments in use whose calibration has run out or will within 60 days: what they measure is doubtful."""
    for pk, values in team.equipment:
        last = as_date(values, "calibrated_until")
        if last is None or values.get("state") not in ("in_store", "issued") or last - on > WARN:
            continue
        name = f"{values.get('model', '')} {values.get('asset_no', '')}".strip()
        said = f"检定（校准）已于 {last} 到期" if last < on else f"检定（校准）于 {last} 到期"
        yield Shortfall("calibration", name, team.agency, said, CALIBRATED, "送检；到期以后不用于取证", last < on, line=pk)


def overspent(team: Team) -> Iterable[Shortfall]:
    """Budget lines of which more is spent than was approved, and spending without a line; money in fen."""
    for (year, name), spent in team.spent.items():
        approved = team.budgets.get((year, name))
        if approved is None:
            yield Shortfall("budget", f"{year} {name}", team.agency, f"已支出 {figures(spent)}，没有这个预算项目", BUDGET,
                            "核对预算项目名称，或者登记预算", True)
        elif spent > approved:
            yield Shortfall("budget", f"{year} {name}", team.agency, f"预算 {figures(approved)}，已支出 {figures(spent)}，"
                            f"超出 {figures(spent - approved)}", BUDGET, "停止支出，报批追加或者调剂", True)


def _counts(training: Values, on: date) -> bool:
    first = as_date(training, "started_on")
    return training.get("result") != "failed" and first is not None and first <= on


def _of(officer: Officer, kind: str, says: str, basis: str, remedy: str, late: bool = False, *, due: date | None = None
        ) -> Shortfall:
    return Shortfall(kind, officer.name, officer.agency, says, basis, remedy, late, officer.username, due=due)

