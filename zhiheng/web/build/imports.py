"""An import as pages: the columns to confirm, how far it is, what was found."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhiheng.exchange import imports
from zhiheng.exchange.targets import Target
from zhiheng.kernel.clock import TZ
from zhiheng.records.models import ImportRow, ImportRun
from zhiheng.web.parts import Badge, Button, Empty
from zhiheng.web.parts_page import Cell, Column, JobProgress, Option, Row, Table

SHOWN = 100
STATES = {"mapping": Badge("待确认列", "due"), "reading": Badge("正在检查", "due"), "ready": Badge("待写入", "due"),
          "done": Badge("已写入", "done"), "cancelled": Badge("已取消", "rest"), "failed": Badge("不能读取", "late")}
VERDICTS = (("rejected", "不能导入"), ("warned", "导入但请核对"), ("merged", "并入前面的行"))


def href(run: ImportRun) -> str:
    return f"/imports/runs/{run.pk}/"


def home(target: Target) -> str:
    """The list that is imported into."""
    return {"enterprises": "/enterprises/", "people": "/officers/"}.get(target.id, f"/ledgers/{target.id}/")


def page(run: ImportRun, target: Target) -> dict[str, Any]:
    """What the page of a run shows in its present state."""
    counted = run.state in ("ready", "done")
    return {
        "state": STATES[run.state], "base": href(run), "home": home(target),
        "columns": _columns(run, target) if run.state == "mapping" else None,
        "job": _job(run) if run.state == "reading" else None,
        "figures": _figures(run) if counted else (),
        "tables": tuple(_rows(run, target, v, zh) for v, zh in VERDICTS if run.counts.get(v)) if counted else (),
        "has_errors": counted and any(run.counts.get(v) for v, _ in VERDICTS),
        "writable": run.counts.get("accepted", 0) + run.counts.get("warned", 0)}


def _columns(run: ImportRun, target: Target) -> list[dict[str, Any]]:
    """Every column of the file with the field it was taken for."""
    return [{"index": i, "head": head or f"（第 {i + 1} 列没有列名）",
             "options": tuple(Option(("* " if f in target.required else "") + target.title(f), f, run.columns.get(str(i)) == f)
                              for f in target.names)}
            for i, head in enumerate(run.header)]


def _job(run: ImportRun) -> JobProgress:
    done = run.read - run.header_row
    return JobProgress(f"检查 {run.file_name}", min(done, run.total) if run.total else done, run.total or done or 1,
                       STATES["reading"], "逐行核对，还没有写入任何内容", href(run),
                       Button("取消", f"{href(run)}cancel/", kind="danger", post=True))


def _figures(run: ImportRun) -> tuple[tuple[str, int], ...]:
    held = run.counts
    found = [("可以导入", held.get("accepted", 0) + held.get("warned", 0)), ("其中请核对", held.get("warned", 0)),
             ("并入前面的行", held.get("merged", 0)), ("不能导入", held.get("rejected", 0))]
    if run.state == "done":
        found += [("新增", held.get("new", 0)), ("更新", held.get("updated", 0)), ("无变化", held.get("unchanged", 0))]
        found += [("疑似重复", held["doubtful"])] if held.get("doubtful") else []
    return tuple(found)


def _rows(run: ImportRun, target: Target, verdict: str, zh: str) -> Table:
    found = imports.rows_of(run, verdict, SHOWN)
    more = run.counts[verdict] - len(found)
    caption = f"{zh}（{run.counts[verdict]} 行{f'，列出前 {SHOWN} 行，其余见问题清单' if more else ''}）"
    columns = (Column("原表行号", num=True), Column("内容", wide=True), Column("问题", wide=True))
    return Table(columns, tuple(_row(r, target) for r in found), caption, action_label="")


def _row(row: ImportRow, target: Target) -> Row:
    shown = [str(v) for k, v in row.values.items() if v and k in target.names][:3]
    said = tuple(f"{target.title(name) + '：' if name else ''}{says}" for name, _, says, _ in row.faults)
    tone = "late" if row.verdict == "rejected" else "plain"
    return Row((Cell(str(row.number), num=True), Cell("　".join(shown) or "—"), Cell(said[0] if said else "", lines=said[1:])),
               key=str(row.number), tone=tone)


def past(runs: Sequence[ImportRun]) -> Table:
    """Earlier imports, newest first."""
    rows = tuple(Row((Cell(r.file_name, href(r), strong=True), Cell(f"{r.made_at.astimezone(TZ):%Y-%m-%d %H:%M}"),
                      Cell(r.by.name if r.by else "系统"), Cell(badge=STATES[r.state]), Cell(_sum(r))), key=str(r.pk)) for r in runs)
    columns = (Column("文件", wide=True), Column("时间"), Column("导入人"), Column("状态"), Column("结果", wide=True))
    return Table(columns, rows, "导入记录", Empty("还没有导入过。"), action_label="")


def _sum(run: ImportRun) -> str:
    if run.state == "failed":
        return run.says
    if run.state != "done":
        return "—"
    held = run.counts
    return f"新增 {held.get('new', 0)}，更新 {held.get('updated', 0)}，未导入 {held.get('rejected', 0)}"


