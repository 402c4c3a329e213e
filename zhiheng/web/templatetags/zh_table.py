"""The rows of a table, drawn without a template: a list of a hundred files has eight hundred cells.

Interpreting a template for each cell took most of the time of every list; joining strings takes a tenth of it.
"""

from __future__ import annotations

from datetime import date

from django import template
from django.template import Engine
from django.template.context import Context
from django.utils.html import conditional_escape as esc
from django.utils.safestring import SafeString, mark_safe

from zhiheng.law.mentions import mentions
from zhiheng.records.clock import today
from zhiheng.web.parts_page import Cell, Column, Row, Table
from zhiheng.web.templatetags.zh_law import linked
from zhiheng.web.templatetags.zh_parts import sign

register = template.Library()


@register.simple_tag(takes_context=True)
def table_rows(context: Context, table: Table) -> SafeString:
    """All rows of the body; each cell carries the label of its column, which stands before it on the phone."""
    assert context.template is not None
    engine = context.template.engine
    opened = [_opening(c) for c in table.columns]
    on = getattr(context.get("request"), "law_on", None)
    return mark_safe("".join(_row(r, table, opened, engine, on) for r in table.rows))


def _opening(column: Column) -> tuple[str, str, str]:
    """What a cell of the column begins with, and its class without and with figures in the cell."""
    wide = " wide" if column.wide else ""
    return f'<td data-label="{esc(column.label)}" class="', f"{'num' if column.num else ''}{wide}", f"num{wide}"


def _row(row: Row, table: Table, opened: list[tuple[str, str, str]], engine: Engine,
         on: date | None) -> str:
    late = ' class="late"' if row.tone == "late" else ""
    key = f' data-row="{esc(row.key)}"' if row.key else ""
    cells = "".join(_cell(c, o, engine, on) for c, o in zip(row.cells, opened, strict=True))
    return f"<tr{late}{key}>{cells}{_action(row) if table.action_label else ''}</tr>\n"


def _cell(cell: Cell, opened: tuple[str, str, str], engine: Engine, on: date | None) -> str:
    start, plain, figures = opened
    blank = "" if cell.text not in ("", "—") or cell.badge or cell.lines else " blank"
    text = esc(cell.text) if cell.href else _words(cell.text, on)
    if cell.strong:
        text = f"<b>{text}</b>"
    if cell.href:
        text = f'<a href="{esc(cell.href)}">{text}</a>'
    badge = sign(engine, cell.badge) if cell.badge else ""
    lines = "".join(f"<small>{_words(line, on)}</small>" for line in cell.lines)
    return f'{start}{figures if cell.num else plain}{blank}"><span>{badge}{text}{lines}</span></td>'


def _words(text: str, on: date | None) -> str:
    """Most cells cite nothing; those that do lead to the text of the page's day, else of today."""
    return linked(text, on or today()) if "条" in text and mentions(text) else esc(text)


def _action(row: Row) -> str:
    b = row.button
    if b is None:
        return '<td class="go"></td>'
    return (f'<td class="go"><a class="btn small {esc(b.kind)}" href="{esc(b.href)}" data-act="{esc(b.act)}">'
            f"{esc(b.label)}</a></td>")
