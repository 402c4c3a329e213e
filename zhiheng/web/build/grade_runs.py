"""One run of the yearly adjustment: how far it is, its report, its rows with filters, and what may be done with it."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhiheng.kernel.clock import TZ
from zhiheng.law.grading import GRADES
from zhiheng.records.models import GradingRow, GradingRun
from zhiheng.web import links
from zhiheng.web.build.grade_words import KEY_ZH, STATES, card_sign, firm_href, points, run_href
from zhiheng.web.build.grades import DEFINITION
from zhiheng.web.parts import Button, Empty, Tab, Tabs
from zhiheng.web.parts_page import Cell, Column, JobProgress, Row, Table

WAYS = (("changed", "变动"), ("up", "升级"), ("down", "降级"), ("vetoed", "否决"), ("override", "人工调整"), ("first", "首次评定"), ("", "全部"))
HEADS = frozenset({"section_head", "bureau_head"})


def job(run: GradingRun, done: int, roles: frozenset[str]) -> JobProgress:
    cancel = Button("取消", f"{run_href(run.pk)}withdraw/", kind="danger", post=True) if roles & HEADS else None
    return JobProgress(f"{run.year} 年第 {run.number} 次动态调整", min(done, run.total) if run.total else done, run.total or done or 1,
                       STATES["computing"], "逐家评定，还没有任何等级生效", run_href(run.pk), cancel)


def sums(run: GradingRun) -> tuple[tuple[str, str], ...]:
    """The figures of the report in one line, the rate with numerator and denominator."""
    c = run.counts
    rows = int(c.get("rows", 0))
    names = (("changed", "变动"), ("up", "升级"), ("down", "降级"), ("first", "首次评定"), ("vetoed", "否决"), ("overrides", "人工调整"),
             ("key", "重点单位"))
    changed = [("评定企业", str(rows)), *((zh, str(c.get(name, 0))) for name, zh in names)]
    if run.state == "confirmed":
        done = rows - int(c.get("skipped", 0))
        changed.append(("期间已另行评定、未改动", str(c.get("skipped", 0))))
        changed.append(("评定率", f"{rows}/{run.total}（其中按本次生效 {done}）"))
    return tuple(changed)


def matrix(run: GradingRun) -> Table:
    """From → to: how many enterprises went from which grade to which, and the sums before and after."""
    cells = {(str(a), str(b)): int(n) for a, b, n in run.counts.get("matrix", ())}
    before, after = run.counts.get("before", {}), run.counts.get("after", {})
    heads = (Column("调整前 ↓　调整后 →", wide=True), *(Column(f"{g} 级", num=True) for g in GRADES), Column("调整前合计", num=True))
    rows = [Row((Cell(f"{old} 级" if old else "未评定", strong=True),
                 *(Cell(str(cells.get((old, new), 0)), num=True, strong=old == new) for new in GRADES),
                 Cell(str(before.get(old, 0)), num=True)), key=old or "none") for old in (*GRADES, "") if before.get(old)]
    last = Cell(str(run.counts.get("rows", 0)), num=True)
    rows.append(Row((Cell("调整后合计", strong=True), *(Cell(str(after.get(g, 0)), num=True) for g in GRADES), last), key="after"))
    return Table(heads, tuple(rows), "调整前后", action_label="")


def tabs(run: GradingRun, way: str, asked: str) -> Tabs:
    names = {"changed": "changed", "up": "up", "down": "down", "vetoed": "vetoed", "override": "overrides", "first": "first", "": "rows"}
    return Tabs(tuple(Tab(zh, links.with_query(run_href(run.pk), {"way": key or "all", "q": asked}), way == key, str(run.counts.get(names[key], 0)))
                      for key, zh in WAYS), "筛选")


def why(row: GradingRow) -> tuple[str, ...]:
    """The reasons of a row: an override, vetoes, else the factors that give little."""
    d = row.detail
    said = []
    if (held := d.get("override")) is not None:
        said.append(f"人工调整（按记录 {d['grade']} 级），至 {held['until']}，{held['name']}：{held['reason']}")
    elif (kept := d.get("holds")) is not None:
        said.append(f"原有人工调整继续有效（按记录 {d['grade']} 级），至 {kept['until']}：{kept['reason']}")
    said += [str(v[1]) for v in d.get("vetoes", ())]
    weak = sorted((f for f in d.get("factors", ()) if f[3] < f[2] * 6), key=lambda f: f[3] / f[2] if f[2] else 1.0)
    said += [f"{f[1]} {points(f[3])}/{f[2]}：{f[4][0][0]}" for f in weak[:3] if f[4]]
    return tuple(said) or ("各项得分都在六成以上",)


def rows_table(rows: Sequence[GradingRow], run: GradingRun, may_set: bool) -> Table:
    columns = (Column("企业", wide=True), Column("调整前"), Column("调整后"), Column("分数", num=True), Column("重点"), Column("理由", wide=True))
    return Table(columns, tuple(_row(r, run, may_set) for r in rows), "评定结果", Empty("没有符合条件的企业。"), "人工调整" if may_set else "")


def _row(r: GradingRow, run: GradingRun, may_set: bool) -> Row:
    said = why(r)
    button = Button("调整", f"{run_href(run.pk)}rows/{r.pk}/") if may_set else None
    return Row((Cell(r.enterprise.name, firm_href(r.enterprise_id), strong=True, lines=(r.enterprise.code or "",)), Cell(badge=card_sign(r.before)),
                Cell(badge=card_sign(r.after)), Cell(points(r.tenths), num=True), Cell(KEY_ZH.get(str(r.detail.get("key")), "—")),
                Cell(said[0], lines=said[1:])), button, str(r.pk))


def about(run: GradingRun) -> list[tuple[str, str]]:
    """The sheet 说明 of the spreadsheet."""
    found: list[tuple[str, str]] = [("机关", run.agency.name), ("标准", run.rule), ("评定日", run.on.isoformat()), ("状态", STATES[run.state].text)]
    if run.confirmed_by and run.confirmed_at:
        found.append(("确认", f"{run.confirmed_by.name} {run.confirmed_at.astimezone(TZ):%Y-%m-%d %H:%M}"))
    found += [*sums(run), ("调整率的口径", DEFINITION)]
    found += [(f"{a or '未评定'} → {b}", str(n)) for a, b, n in run.counts.get("matrix", ())]
    return found


def buttons(run: GradingRun, roles: frozenset[str]) -> dict[str, Any]:
    """What this post may do with the run."""
    return {"may_confirm": run.state == "ready" and "bureau_head" in roles,
            "may_withdraw": run.state in ("ready", "computing") and bool(roles & HEADS), "waits": run.state == "ready" and "bureau_head" not in roles}
