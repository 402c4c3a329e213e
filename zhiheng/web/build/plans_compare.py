"""Two versions of a plan side by side: figures and visits by name."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhiheng.records.models import Plan, PlanVersion
from zhiheng.records.queries.plan_versions import WORKING, Compared, Visit
from zhiheng.web.build.plans_days import KIND_ZH, LENGTHS
from zhiheng.web.build.plans_form import PEOPLE, SPANS, VISITS, names
from zhiheng.web.parts import Badge, Empty
from zhiheng.web.parts_firm import Panel
from zhiheng.web.parts_page import Cell, Column, Option, Row, Table

SHOWN = 500


def title_of(number: str) -> str:
    return "正在编制的一稿" if number == WORKING else f"第 {number} 稿"


def choices(rows: Sequence[PlanVersion], chosen: str) -> tuple[Option, ...]:
    held = [*(str(v.number) for v in rows), WORKING]
    return tuple(Option(title_of(n), n, n == chosen) for n in held)


def chosen(plan: Plan, rows: Sequence[PlanVersion], asked: Mapping[str, str]) -> tuple[str, str]:
    """The two asked for; without asking the last fixed one against the one at work, or the two last."""
    known = [str(v.number) for v in rows]
    last = known[0] if known else WORKING
    return asked.get("a") or last, asked.get("b") or WORKING


def panels(found: Compared, firms: Mapping[str, str]) -> list[Panel]:
    changed = len(found.added) + len(found.removed) + len(found.moved)
    note = f"增加 {len(found.added)}，减少 {len(found.removed)}，改期改派 {len(found.moved)}，不变 {found.same}"
    return [Panel("数字", (figures(found, firms),), str(len(found.figures)), key="figures"),
            Panel("家次", (visits(found),), str(changed), key="visits", note=note + (f"；只列前 {SHOWN} 行" if changed > SHOWN else ""))]


def figures(found: Compared, firms: Mapping[str, str]) -> Table:
    words = (names() | {n: zh for n, zh, _ in (*PEOPLE, *VISITS)} | dict(SPANS)
             | {"statutory": "每人法定工作日", "provisional": "放假安排未公布，暂定"} | {f"times_{k}": f"{v} 全年次数" for k, v in firms.items()})
    rows = tuple(Row((Cell(words.get(n, n)), Cell(said(n, a), num=True), Cell(said(n, b), num=True, strong=True), Cell(_by(a, b), num=True)), key=n)
                 for n, a, b in found.figures)
    return Table((Column("项目", wide=True), Column("原来", num=True), Column("现在", num=True), Column("增减", num=True)), rows, "数字的变化",
                 Empty("各项数字没有改变。"), action_label="")


def said(name: str, value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    return LENGTHS.get(int(value), str(value)) if name.endswith("half_days") else f"{int(value):,}"


def _by(before: Any, after: Any) -> str:
    whole = isinstance(before, int) and isinstance(after, int) and not isinstance(before, bool)
    return f"{after - before:+,}" if whole else "—"


def visits(found: Compared) -> Table:
    rows = ([_one(v, Badge("增加", "done", "added"), "", _when(v)) for v in found.added]
            + [_one(v, Badge("减少", "late", "removed"), _when(v), "") for v in found.removed]
            + [_one(b, Badge("改期改派", "due", "moved"), _when(a), _when(b)) for a, b in found.moved])
    return Table((Column("企业", wide=True), Column("类别"), Column("变化"), Column("原来", wide=True), Column("现在", wide=True)),
                 tuple(rows[:SHOWN]), "家次的变化", Empty("家次、日期和人员没有改变。"), action_label="")


def _one(v: Visit, badge: Badge, before: str, after: str) -> Row:
    kind = KIND_ZH.get(v.kind, v.kind)
    return Row((Cell(v.firm, strong=True), Cell(kind), Cell(badge=badge), Cell(before or "—"), Cell(after or "—")), key=str(v.pk))


def _when(v: Visit) -> str:
    return f"{v.on or '未排定'} {'、'.join(v.officers)}".strip()
