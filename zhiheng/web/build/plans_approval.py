"""⑤ 批准备案: the way of a plan from sending it on to publication, changes afterwards, and its versions."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhiheng.kernel.clock import TZ
from zhiheng.kernel.engine import Judgement
from zhiheng.kernel.view import Draft, Event, FileView
from zhiheng.records.models import ClockRow, Plan, PlanVersion
from zhiheng.web import links
from zhiheng.web.build.plans import href
from zhiheng.web.parts import Badge, Band, Empty, Link, Node, NodeBar, NodeState
from zhiheng.web.parts_firm import Panel
from zhiheng.web.parts_page import Cell, Column, Row, Table

WAY = (("submit", "送审"), ("deliberate", "法制审核和集体审议"), ("approve", "政府批准"), ("file_upward", "上级备案"), ("publish", "公布"))
LATER = (("change", "计划调整"), ("summarise", "半年、年度总结"), ("close", "归档"))
SAID = {"approve": ("approved_by", "approval_no", "approved_on"), "file_upward": ("filed_to", "filed_on", "receipt"), "publish": ("published_on",),
        "submit": ("opinion",), "deliberate": ("held_on", "record"), "change": ("reason",), "summarise": ("until",), "close": ("closed_on",)}
ROLES = {"section_head": "科室（大队）负责人", "bureau_head": "局领导", "handler": "承办人", "legal_reviewer": "法制审核人员", "second": "协办人"}
COUNTS = (("visits", "家次"), ("key_firms", "重点单位"), ("supervision_days", "监督检查工日"), ("total_days", "总法定工日"))


@dataclass(frozen=True)
class Step:
    """An act of the way: what was done, what is travelling, and the button or why not. ``form``: asked on this page."""

    act: str
    label: str
    done: tuple[str, ...]
    travelling: Link | None
    href: str
    why: str
    form: bool = False

    @property
    def may(self) -> bool:
        return not self.why and self.travelling is None


def bar(view: FileView) -> NodeBar:
    """The five stations; the first that is not done is at work."""
    at_work = next((act for act, _ in WAY if not _after(view, act)), "")
    def sign(act: str) -> NodeState:
        return "done" if _after(view, act) else "current" if act == at_work else "todo"
    return NodeBar(tuple(Node(zh, sign(act), _day(_after(view, act)), act) for act, zh in WAY))


def _after(view: FileView, act: str) -> Event | None:
    """The last one, unless the plan was sent on anew after it."""
    found, sent = view.last(act), view.last("submit")
    return None if found is None or (sent is not None and act != "submit" and found.seq < sent.seq) else found


def _day(event: Event | None) -> str:
    return f"{event.occurred_at.astimezone(TZ):%Y-%m-%d}" if event else ""


def step(plan: Plan, view: FileView, act: str, label: str, judged: Sequence[Judgement], names: Mapping[str, str]) -> Step:
    """One act of a plan's file. ``judged`` empty: whoever looks may do nothing."""
    assert plan.file is not None
    held = [o for j in judged for o in j.obstacles if o.stops]
    why = "；".join(dict.fromkeys(o.says + (f"（{o.who}）" if o.who and o.who not in o.says else "") for o in held))
    on_its_way = next(iter(view.travelling(act)), None)
    return Step(act, label, tuple(_told(e, names) for e in view.done(act)[-3:]), _travels(plan, on_its_way) if on_its_way else None,
                href(plan, f"send/{act}") if act in ("submit", "change") else links.act_href(plan.file.no, act), why if judged else "-",
                act in ("submit", "change"))


def _told(event: Event, names: Mapping[str, str]) -> str:
    said = [str(event.facts[n]) for n in SAID.get(event.act, ()) if event.facts.get(n)]
    return f"{_day(event)} {names.get(event.actor, event.actor)}：{'，'.join(said)}"


def _travels(plan: Plan, draft: Draft) -> Link:
    assert plan.file is not None
    signed = "、".join(ROLES.get(e.role, e.role) for e in draft.signed)
    return Link(f"已提交，等待签署{f'（{signed}已签）' if signed else ''}", links.draft_href(plan.file.no, draft.seq))


def clock_bands(rows: Sequence[ClockRow]) -> tuple[Band, ...]:
    """Terms that run, such as the ten working days for filing."""
    return tuple(Band(f"{r.zh}：{r.due_on} 前", "due", key=r.clock, detail="暂定" if r.provisional else "") for r in rows if r.due_on)


def versions_panel(plan: Plan, rows: Sequence[PlanVersion]) -> Panel:
    """Every fixed version with its figures, each beside the one before."""
    columns = (Column("版本"), Column("怎么来的"), Column("固定时间"), *(Column(zh, num=True) for _, zh in COUNTS), Column("比较"),
               Column("文本"))
    table = Table(columns, tuple(_version(plan, v, rows[n + 1] if n + 1 < len(rows) else None) for n, v in enumerate(rows)), "版本",
                  Empty("还没有送审，没有固定的版本。"), action_label="")
    return Panel("版本", (table,), str(len(rows)), key="versions", note="送审和计划调整各固定一个版本，以后不再改变")


def _version(plan: Plan, v: PlanVersion, before: PlanVersion | None) -> Row:
    whence = {"submit": "送审", "change": "计划调整"}.get(v.label, v.label)
    compared = Cell(f"与第 {before.number} 稿", href(plan, "compare", a=str(before.number), b=str(v.number))) if before else Cell("—")
    fixed = f"{v.made_at.astimezone(TZ):%Y-%m-%d %H:%M}"
    pdf = Cell("PDF", href(plan, "document.pdf", version=str(v.number)))
    return Row((Cell(f"第 {v.number} 稿", strong=True), Cell(badge=Badge(whence, "plain", v.label)), Cell(fixed),
                *(Cell(f"{int(v.counts.get(name, 0)):,}", num=True) for name, _ in COUNTS), compared, pdf), key=str(v.number))
