"""裁量基准 and 同类案件 as tables."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zhiheng.kernel.discretion import RULE, LikeCases, like_cases
from zhiheng.kernel.discretion.values import money
from zhiheng.law import benchmarks, violations
from zhiheng.law.benchmark_diff import Difference, ends
from zhiheng.law.benchmark_tables import rows_of
from zhiheng.records.models import LocalSheet
from zhiheng.records.queries.like import LikeCase
from zhiheng.web.links import file_href, with_query
from zhiheng.web.parts import Badge, Button, Empty
from zhiheng.web.parts_discretion import Histogram
from zhiheng.web.parts_page import Cell, Column, Row, Table

KINDS = {"added": Badge("新增", "done"), "removed": Badge("取消", "late"), "changed": Badge("修改", "due")}


def asked_day(text: str, today: date) -> date:
    """A day of the address; today for none or an unreadable one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today


def table(book: Mapping[str, Any], query: str) -> Table:
    """One row a band of the benchmark; the act stands with its first band. ``query``: words of title, code or article."""
    rows = []
    for raw in book["benchmarks"]:
        act = violations.get(raw["code"])
        if query and not all(w in f"{act.code}{act.title}{act.penalty.short()}" for w in query.split()):
            continue
        stage, statute = act.stage(raw.get("stage", "first")), _statute(act, raw)
        for n, band in enumerate(raw["bands"]):
            whose = Cell(act.title, with_query("/like-cases/", {"act": act.code}), strong=True,
                         lines=(f"{act.code} · {stage.zh}", f"{act.penalty.short()} · 法定 {statute}")) if n == 0 else Cell("")
            other = ("其他情形适用本档",) if raw.get("default") == band["name"] else ()
            rows.append(Row((whose, Cell(band["name"]), Cell(band["words"], lines=other), Cell(ends(band), num=True)),
                            key=f"{act.code}-{stage.id}-{n}"))
    columns = (Column("违法行为", wide=True), Column("档次"), Column("情形", wide=True), Column("幅度", num=True))
    said = "没有相符的条目。" if query else "本局还没有发布裁量基准；裁量时适用一般裁量规则。"
    return Table(columns, tuple(rows), "施行中的基准", Empty(said), action_label="")


def _statute(act: violations.Violation, raw: Mapping[str, Any]) -> str:
    fine = act.stage(raw.get("stage", "first")).fine
    found = getattr(fine, "range", None)
    return found.words() if found is not None else "依案情计算"


def general() -> Table:
    """The general rule that applies where the bureau's table has no entry."""
    rule = benchmarks.general()
    rows = tuple(Row((Cell(b.name), Cell(b.words), Cell(f"法定幅度的 {(b.share or (0, 0))[0] / 10:g}%–{(b.share or (0, 0))[1] / 10:g}%", num=True)),
                     key=b.name) for b in rule.bands)
    return Table((Column("档次"), Column("情形", wide=True), Column("幅度", num=True)), rows, rule.title, action_label="")


def versions(rows: Sequence[LocalSheet], on: date) -> Table:
    """Every version, newest first."""
    in_force = next((r for r in sorted(rows, key=lambda r: (r.since, r.number), reverse=True)
                     if r.withdrawn_at is None and r.since <= on), None)
    made = []
    for r in rows:
        state = (Badge("已撤回", "rest", title=r.withdrawn_reason) if r.withdrawn_at else Badge("施行中", "done") if r == in_force
                 else Badge("待施行", "due") if r.since > on else Badge("已被替代", "rest"))
        why = (f"撤回理由：{r.withdrawn_reason}",) if r.withdrawn_at else ()
        made.append(Row((Cell(f"第 {r.number} 版"), Cell(r.title, strong=True, lines=why), Cell(r.since.isoformat()),
                         Cell(r.source or "—"), Cell(r.made_by.name if r.made_by else "命令行"), Cell(badge=state)), key=str(r.number)))
    columns = (Column("版次"), Column("名称", wide=True), Column("施行"), Column("依据文件", wide=True), Column("发布人"), Column("状态"))
    return Table(columns, tuple(made), "各版", Empty("还没有发布过；现用随系统提供的基准。"), action_label="")


def compared(rows: Sequence[LocalSheet], a: str, b: str) -> tuple[Any, Any]:
    """The two versions asked for, else the last two; (None, None) with fewer than two."""
    if len(rows) < 2:
        return None, None
    by_number = {str(r.number): r for r in rows}
    return by_number.get(a, rows[1]), by_number.get(b, rows[0])


def changes(found: Sequence[Difference]) -> Table:
    """What changes, act by act."""
    rows = tuple(Row((Cell(badge=KINDS[d.kind]), Cell(d.title, strong=True, lines=(f"{d.code} · {d.stage}",) if d.code else ()),
                      Cell(d.lines[0] if d.lines else "", lines=d.lines[1:])), key=f"{d.code}-{d.stage}") for d in found)
    return Table((Column("变化"), Column("违法行为", wide=True), Column("内容", wide=True)), rows, "变化", Empty("没有变化。"), action_label="")


def faults(found: Sequence[str]) -> Table:
    """What is wrong, by row."""
    rows = tuple(Row((Cell("、".join(map(str, rows_of(f))) or "—", num=True), Cell(f.partition("：")[2] if rows_of(f) else f)),
                     key=str(n), tone="late") for n, f in enumerate(found))
    return Table((Column("行", num=True), Column("问题", wide=True)), rows, "问题", action_label="")


# --- like cases ----------------------------------------------------------------------------------


def acts(cases: Sequence[LikeCase]) -> Table:
    """The acts the bureau has fined, most frequent first."""
    by_act: dict[str, list[int]] = {}
    for c in cases:
        by_act.setdefault(c.act, []).append(c.fine_fen)
    rows = []
    for code, fines in sorted(by_act.items(), key=lambda x: (-len(x[1]), x[0])):
        found = like_cases(fines, fines[0])
        rows.append(Row((Cell(_title(code), with_query("/like-cases/", {"act": code}), strong=True, lines=(code,)),
                         Cell(str(found.n), num=True), Cell(money(found.low_fen), num=True), Cell(money(found.median_fen), num=True),
                         Cell(money(found.high_fen), num=True)), key=code))
    columns = (Column("违法行为", wide=True), Column("件数", num=True), Column("最低", num=True), Column("中位", num=True), Column("最高", num=True))
    return Table(columns, tuple(rows), "已罚款的违法行为", Empty("这段时间没有罚款案件。"), action_label="")


def _title(code: str) -> str:
    try:
        return violations.get(code).title
    except KeyError:
        return code


def bands(cases: Sequence[LikeCase], here: str, amount: int | None) -> list[dict[str, Any]]:
    """Per band: figures, histogram, rows. ``here`` is the band of the case looked from, ``amount`` what it proposes in fen."""
    groups: dict[str, list[LikeCase]] = {}
    for c in cases:
        groups.setdefault(c.band, []).append(c)
    made = []
    for name in sorted(groups, key=lambda n: (n != here, n)):
        mine = amount if name == here else None
        found = like_cases([c.fine_fen for c in groups[name]], mine if mine is not None else groups[name][0].fine_fen)
        made.append({"name": name or "未定档", "few": found.n < 5, "n": found.n, "figures": _figures(found, mine),
                     "bars": _histogram(found, mine), "rows": _cases(groups[name], found),
                     "odd": mine is not None and found.odd(mine)})
    return made


def _figures(found: LikeCases, mine: int | None) -> tuple[tuple[str, str], ...]:
    if found.n < 5:
        return ()
    here = (("本件拟罚", f"{money(mine)}，第 {found.percentile} 百分位"),) if mine is not None else ()
    return (("件数", str(found.n)), ("最低", money(found.low_fen)), ("下四分位", money(found.lower_fen)),
            ("中位", money(found.median_fen)), ("上四分位", money(found.upper_fen)), ("最高", money(found.high_fen)), *here)


def _histogram(found: LikeCases, mine: int | None) -> Histogram | None:
    if found.n < 5:
        return None
    return Histogram(found.counts, found.here if mine is not None else -1, RULE, low=money(found.low_fen), high=money(found.high_fen))


def _cases(cases: Sequence[LikeCase], found: LikeCases) -> Table:
    rows = []
    for n, c in enumerate(cases):
        sign = Badge("明显偏离", "due", icon="flag") if found.odd(c.fine_fen) else Badge("偏离基准", "due") if c.departs else None
        button = Button("查看", file_href(c.no)) if c.no else None
        whose = Cell(c.no, file_href(c.no), lines=(c.party,)) if c.no else Cell("无权查看")
        rows.append(Row((Cell(c.on.isoformat()), whose, Cell(money(c.fine_fen), num=True), Cell(badge=sign)), button, key=str(n)))
    columns = (Column("审批日期"), Column("案件", wide=True), Column("罚款", num=True), Column("提示"))
    return Table(columns, tuple(rows), "案件", action_label="")
