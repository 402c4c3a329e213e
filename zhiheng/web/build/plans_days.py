"""① 人员工日: the account of the year's days, what the visits cost, whether it fits, and what would be if."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from zhiheng.planning.days import YearDays, share
from zhiheng.planning.needs import CAMPAIGN, GENERAL, JOINT, KEY, KINDS, Cut, Group, cut
from zhiheng.planning.scenarios import Scenario
from zhiheng.records.models import PlanItem
from zhiheng.records.queries.plan_pages import Account
from zhiheng.web.build.plans import href
from zhiheng.web.parts import Badge, Band, Empty, Link
from zhiheng.web.parts_firm import Panel
from zhiheng.web.parts_page import Cell, Column, Row, Table

LENGTHS = {1: "半日", 2: "1 日", 3: "1 日半", 4: "2 日", 5: "2 日半", 6: "3 日"}
KIND_ZH = dict(KINDS)
ORDER = (KEY, GENERAL, CAMPAIGN, JOINT)
SHOWN = 200
LEAST_FREE = Decimal(5)
"""Percent of the supervision days that should at least stay free for complaints and the like (5 to 10 are advised)."""


def plain(number: Decimal | int) -> str:
    """1,984 or 20.5."""
    return f"{Decimal(number):,.1f}".removesuffix(".0")


def account_panel(acc: Account, year: YearDays) -> Panel:
    """From the days of the year to the days left, each line with how it was reckoned."""
    if acc.days is None or acc.needs is None:
        return Panel("工日测算", (Band(acc.fault, "refused", key="days"),), key="account")
    table = Table((Column("项目"), Column("怎么算的", wide=True), Column("工日", num=True), Column("占比", num=True)),
                  tuple([*_days(acc, year), *_needs(acc)]), "工日测算", action_label="")
    return Panel("工日测算", (table,), key="account", note="合计和占比由系统计算")


def _line(key: str, name: str, how: str, days: Decimal | int, percent: Decimal | None, *lines: str, strong: bool = False) -> Row:
    return Row((Cell(name, strong=strong), Cell(how, lines=lines), Cell(plain(days), num=True, strong=strong),
                Cell(f"{percent}%" if percent is not None else "—", num=True)), key=key)


def _days(acc: Account, year: YearDays) -> list[Row]:
    days = acc.days
    assert days is not None
    other, non, left = days.shares()
    kept = int(acc.plan.body.get("in_post") or days.officers)
    how = f"全年 {year.whole} − 周末 {year.weekends} − 法定假日 {year.holidays}"
    stale = (f"日历已变，现在应为 {year.statutory}，保存各项工日即重算",) if year.statutory != days.statutory else ()
    whole = other + non + left
    rounding = (f"四舍五入，三项之和为 {whole}%",) if whole != 100 else ()
    return [
        _line("per_officer", "每人法定工作日", how, days.statutory, None, *stale),
        _line("total", "总法定工作日", f"{days.statutory} × 列入计划的执法人员 {days.officers} 名", days.total, Decimal("100.00"),
              f"在册 {kept} 名，列入 {share(days.officers, kept)}%", strong=True),
        _line("other", "其他执法工作日", f"{len(acc.plan.body['other'])} 项之和", days.other_total, other),
        _line("non", "非执法工作日", f"{len(acc.plan.body['non'])} 项之和", days.non_total, non),
        _line("supervision", "监督检查工作日", f"{days.total:,} − {days.other_total:,} − {days.non_total:,}", days.supervision, left,
              *rounding, strong=True)]


def _needs(acc: Account) -> list[Row]:
    needs = acc.needs
    assert needs is not None
    have = Decimal(needs.supervision)
    found = []
    for kind in ORDER:
        groups = [g for g in needs.groups if g.kind == kind]
        if groups:
            half = sum(g.half for g in groups)
            found.append(_line(kind, KIND_ZH[kind], " + ".join(_reckoned(g, acc) for g in groups), Decimal(half) / 2, _of(half, have)))
    if needs.orders:
        found.append(_line("recheck", "复查预留", f"责令整改 {needs.orders} 件 × 2 人 × 0.5 日", Decimal(needs.recheck_half) / 2,
                           _of(needs.recheck_half, have)))
    spare = needs.spare
    key = needs.key_share()
    said = (f"重点占检查工日 {key}%",) if key is not None else ()
    return [*found, _line("needed", "需要合计", "以上各项之和", needs.days, _of(needs.half, have), *said, strong=True),
            _line("spare", "超出" if spare < 0 else "余", f"{plain(have)} − {plain(needs.days)}", abs(spare), _of(int(abs(spare) * 2), have),
                  strong=True)]


def _of(half: int, have: Decimal) -> Decimal | None:
    return share(half, int(have * 2)) if have else None


def _reckoned(g: Group, acc: Account) -> str:
    firms = f"{acc.counted.figures['key_covered']} 家/" if g.kind == KEY else ""
    return f"{firms}{g.visits} 家次 × {g.officers} 人 × {Decimal(g.half_days) / 2:g} 日"


def verdict(acc: Account) -> tuple[Band, ...]:
    """Whether it fits; coverage and caps."""
    bands = []
    firms = (Link("企业与频次", href(acc.plan, "firms")),)
    if acc.needs is not None:
        short = cut(acc.needs)
        bands.append(_short(short) if short else _fits(acc))
    told = acc.counted.figures
    if acc.counted.uncovered:
        names = "、".join(f.name for f in acc.counted.uncovered[:20])
        said = f"重点单位 {told['key_firms']} 家，列入检查的只有 {told['key_covered']} 家"
        bands.append(Band(said, "late", firms, "uncovered", names + ("等" if len(acc.counted.uncovered) > 20 else "")))
    if acc.counted.over:
        names = "；".join(f"{firm.name} 计划 {n} 次，上限 {most} 次" for firm, n, most in acc.counted.over[:10])
        bands.append(Band(f"{told['over_cap']} 家企业超过年度频次上限", "late", firms, "over_cap", names))
    return tuple(bands)


def _short(short: Cut) -> Band:
    return Band(f"{short.says}。", "late", key="short")


def _fits(acc: Account) -> Band:
    needs = acc.needs
    assert needs is not None
    free = needs.spare_share() if needs.supervision else Decimal(0)
    told = acc.counted.figures
    words = f"可行：余 {plain(needs.spare)} 工日（{free}%，建议留 5–10% 办理举报核查）"
    detail = (f"重点覆盖 {told['key_covered']}/{told['key_firms']}，超频 {told['over_cap']} 家，共 {told['visits']} 家次，"
              f"未排定 {told['unscheduled']} 家次")
    return Band(words, "done" if free >= LEAST_FREE else "due", key="feasible", detail=detail)


def scenarios_panel(columns: Sequence[Scenario], title: str = "方案比较", key: str = "scenarios", note: str = "只是测算，不改计划",
                    about: Mapping[str, str] | None = None) -> Panel:
    """Side by side: a row a scenario, so that a phone shows them as cards. ``about``: who kept which, and what it changes."""
    heads = (Column("方案"), Column("执法人员", num=True), Column("监督检查工日", num=True), Column("重点家次", num=True),
             Column("一般家次", num=True), Column("需要", num=True), Column("余", num=True), Column("结论", wide=True))
    return Panel(title, (Table(heads, tuple(_scenario(s, (about or {}).get(s.name, "")) for s in columns), title, action_label=""),), key=key,
                 note=note)


def _scenario(s: Scenario, about: str) -> Row:
    name = Cell(s.name, strong=True, lines=(about,) if about else ())
    if s.fault:
        return Row((name, Cell(str(s.officers), num=True), *(Cell("—", num=True) for _ in range(5)),
                    Cell(s.fault, badge=Badge("不成立", "refused", "fault"))), key=s.name)
    said = Cell(s.cut.says, badge=Badge("不可行", "late", "short")) if s.cut else Cell(badge=Badge("可行", "done", "fits"))
    return Row((name, Cell(str(s.officers), num=True), Cell(plain(s.supervision), num=True),
                Cell(str(s.key_visits), num=True), Cell(str(s.general_visits), num=True), Cell(plain(s.needed), num=True),
                Cell(plain(s.spare), num=True), said), key=s.name)


def displaced_panel(items: Iterable[PlanItem], why_off: Mapping[int, str], names: Mapping[str, str]) -> Panel | None:
    """Visits that lie on days not worked, after a holiday notice."""
    rows = [i for i in items if i.pk in why_off]
    if not rows:
        return None
    table = Table((Column("原定日期"), Column("为何不能"), Column("企业", wide=True), Column("执法人员")), tuple(
        Row((Cell(i.on.isoformat() if i.on else "—"), Cell(why_off[i.pk]), Cell(i.enterprise.name if i.enterprise else "待抽取"),
             Cell("、".join(names.get(o, o) for o in i.officers) or "—")), key=str(i.pk)) for i in rows[:SHOWN]), "须改期的家次",
        Empty("没有须改期的家次。"), action_label="")
    return Panel("须改期的家次", (table,), str(len(rows)), key="displaced", note="放假安排登记后，这些家次落在休息日")
