"""The yearly sheet of a person as a book: what the record says he did, what he says to it, what his head says."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from zhiheng.papers.book import Book, Section
from zhiheng.registers.appraisal import SheetLine

ZH = "年度考核表"
FILES = 3
"""Numbers of files printed behind a figure; how many more there are is said."""
NO_FINES = ("数量由案卷记录和台账计算，不含罚款、没收的数额：罚款、没收的违法所得不得同考核、考评直接或者变相挂钩"
            "（行政处罚法第七十四条第三款）。不作人员之间的排名。")
SIGN_LINE = "\u3000" * 10 + "年\u3000\u3000月\u3000\u3000日"
WIDTHS = ("5em", "auto", "4.5em", "1fr")


def book_of(name: str, agency: str, year: int, lines: Sequence[SheetLine], readable: frozenset[str], held: Mapping[str, Any], grade: str,
            made: datetime) -> Book:
    """The sheet as it stands at a moment; ``held``: as it was drawn, answered and confirmed, empty before. A draft until the
    head has confirmed it."""
    then = {str(w.get("item")): w.get("number") for w in held.get("work") or ()}
    rows = [[x.kind.group, x.kind.zh, f"{x.number} {x.kind.unit}", _behind(x, readable)] for x in lines]
    moved = [f"{x.kind.zh}生成时 {then.get(x.kind.zh, 0)}、现为 {x.number}" for x in lines if then and then.get(x.kind.zh, 0) != x.number]
    work = Section("工作实绩", (NO_FINES, *((f"生成以后记录有变化：{'；'.join(moved)}。",) if moved else ())),
                   ("类别", "项目", "数量", "案卷"), rows, WIDTHS)
    objection = f"异议（{held.get('objected_on', '')}）：{held['objection']}" if held.get("objection") else "没有异议。"
    own = Section("本人确认", (f"生成日期：{held.get('drawn_on') or '尚未生成'}。本人确认：{held.get('own_on') or '尚未确认'}。", objection,
                           *((f"异议的核实情况：{held['answer']}",) if held.get("answer") else ()), f"本人签名：{SIGN_LINE}"))
    head = Section("考核意见", (f"考核等次：{grade or '尚未评定'}", f"评语：{held.get('opinion') or '—'}",
                            f"负责人确认：{held.get('head_on') or '尚未确认'}", f"负责人签名：{SIGN_LINE}"))
    return Book(ZH, agency, f"{name}{year}年度考核表", f"{agency}　{made:%Y-%m-%d} 计算", not held.get("head_on"), (work, own, head), (), made)


def _behind(x: SheetLine, readable: frozenset[str]) -> str:
    shown = [no for no in x.files if no in readable][:FILES]
    more = len(x.files) - len(shown)
    return "、".join(shown) + (f"{'等' if shown else ''}共 {len(x.files)} 件" if more else "") if x.files else "—"
