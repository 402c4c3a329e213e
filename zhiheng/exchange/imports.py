"""Importing a list: begin with a file, confirm the columns, read in slices, look at the result, write. One door for all.

The same steps serve the page (which reads a slice each time it asks how far it is), the command and the worker.
"""
from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill

from zhiheng.actions import imports
from zhiheng.actions.errors import NotAllowed
from zhiheng.actions.register import Counts
from zhiheng.exchange import tables
from zhiheng.exchange.targets import Judged, Target
from zhiheng.kernel.errors import ZhihengError
from zhiheng.records import store
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Agency, ImportRow, ImportRun, Person

SLICE = 1000
MOST_BYTES = 50 * 1024 * 1024
MOST_ROWS = 200_000


def begin(target: Target, agency: Agency, data: bytes, file_name: str, *, by: Person | None) -> ImportRun:
    """Store the file, find its header, propose the columns. ZhihengError in plain words when it is no list.

    A header that was imported before keeps the columns a person confirmed then.
    """
    if len(data) > MOST_BYTES:
        raise ZhihengError(f"{file_name} 超过 {MOST_BYTES // 1024 // 1024} MB", hint="请分成几个文件导入")
    stored = store.put_bytes(data)
    path = store.path(stored.sha256)
    top = list(islice(tables.table(path, file_name), tables.HEADER_SEARCH))
    known = _remembered(target, agency, top)
    header = known or tables.find_header(top, target.names, target.required, file_name)
    return ImportRun.objects.create(
        register=target.id, agency=agency, by=by, file_name=file_name[:200], content=stored.sha256, header_row=header.row,
        header=list(header.cells), header_key=_header_key(header.cells), columns={str(k): v for k, v in header.columns.items()},
        total=max(0, tables.length(path) - header.row), read=header.row, made_at=clock_now(), moved_at=clock_now())


def _remembered(target: Target, agency: Agency, top: list[list[Any]]) -> tables.Header | None:
    keys = {_header_key(tuple(tables.clean(c) for c in cells)): n for n, cells in enumerate(top, 1)}
    last = (ImportRun.objects.filter(register=target.id, agency=agency, state="done", header_key__in=keys)
            .order_by("-made_at").first())
    if last is None:
        return None
    return tables.Header(keys[last.header_key], tuple(last.header), {int(k): v for k, v in last.columns.items()})


def _header_key(cells: tuple[str, ...]) -> str:
    return hashlib.sha256(json.dumps([tables.head_word(c) for c in cells], ensure_ascii=False).encode()).hexdigest()


def confirm(run: ImportRun, target: Target, columns: Mapping[int, str]) -> None:
    """Take the columns a person confirmed. NotAllowed when one that must be there is missing or a field stands twice."""
    chosen = {i: f for i, f in columns.items() if f in target.names and 0 <= i < len(run.header)}
    twice = {f for f in chosen.values() if list(chosen.values()).count(f) > 1}
    if twice:
        raise NotAllowed(f"「{target.title(min(twice))}」对应了两列")
    lacking = [target.title(f) for f in target.required if f not in chosen.values()]
    if lacking:
        raise NotAllowed(f"没有指明哪一列是「{'、'.join(lacking)}」")
    imports.confirm(run, chosen)


def advance(run: ImportRun, target: Target, seconds: float) -> ImportRun:
    """Read on for about so many seconds. Safe to call from several places: a slice is kept once."""
    if run.state != "reading":
        return run
    until = time.monotonic() + seconds
    try:
        for rows, last in _slices(run, target):
            if not imports.stage(run, [_staged(r) for r in rows], last):
                return run
            if time.monotonic() > until:
                return run
    except ZhihengError as fault:
        imports.fail(run, str(fault))
        return run
    imports.finish_reading(run)
    return run


def _slices(run: ImportRun, target: Target) -> Iterator[tuple[list[Judged], int]]:
    columns = {int(k): v for k, v in run.columns.items()}
    found = tables.table(store.path(run.content), run.file_name)
    rest = enumerate(islice(found, run.read, None), run.read + 1)
    while part := list(islice(rest, SLICE)):
        last = part[-1][0]
        if last - run.header_row > MOST_ROWS:
            raise ZhihengError(f"超过 {MOST_ROWS} 行", hint="请分成几个文件导入")
        raw = [(n, {f: cells[i] for i, f in columns.items() if i < len(cells)}) for n, cells in part]
        yield [target.judge(n, values) for n, values in raw if any(tables.clean(v) for v in values.values())], last


def _staged(row: Judged) -> imports.StagedRow:
    return imports.StagedRow(row.number, row.verdict, row.key, row.values,
                             [(f.field, f.value, f.says, f.rejects) for f in row.faults])


def write(run: ImportRun, target: Target, *, by: Person | None) -> Counts:
    """Write what was accepted, all or none."""
    return imports.write(run, target.write, by=by)


def whole(target: Target, agency: Agency, path: Path, *, by: Person | None, dry: bool = False) -> ImportRun:
    """Import a file from beginning to end, for the command; with ``dry`` it stops before writing and leaves no rows."""
    if not path.is_file():
        raise ZhihengError(f"没有这个文件：{path}", hint="检查文件名和所在文件夹")
    run = begin(target, agency, path.read_bytes(), path.name, by=by)
    confirm(run, target, {int(k): v for k, v in run.columns.items()})
    while run.state == "reading":
        advance(run, target, 60)
    if run.state == "failed":
        raise ZhihengError(run.says)
    if not dry:
        write(run, target, by=by)
    return run


def rows_of(run: ImportRun, verdict: str, limit: int = 0) -> list[ImportRow]:
    """Rows of a verdict in the order of the sheet; ``limit`` 0 is all."""
    found = ImportRow.objects.filter(run=run, verdict=verdict).order_by("number")
    return list(found[:limit] if limit else found)


def error_workbook(run: ImportRun, target: Target) -> bytes:
    """A workbook to correct and send again: refused rows in the columns of the register, and every remark by itself."""
    book = Workbook(write_only=True)
    again, every = book.create_sheet("改正后再导入"), book.create_sheet("问题清单")
    fields = list(dict.fromkeys(run.columns.values()))
    _line(again, ["问题", *(target.title(f) for f in fields), "原表行号"], bold=True)
    _line(every, ["原表行号", "列", "值", "原因", "处理"], bold=True)
    done = {"rejected": "未导入", "warned": "已导入，请核对", "merged": "并入前面的行"}
    for verdict in ("rejected", "warned", "merged"):
        for row in rows_of(run, verdict):
            for name, value, says, _ in row.faults:
                _line(every, [str(row.number), target.title(name) if name else "整行", value, says, done[verdict]])
            if verdict == "rejected":
                wrong = {f[0] for f in row.faults if f[3]}
                said = "；".join(f[2] for f in row.faults if f[3])
                _line(again, [said, *(str(row.values.get(f) or "") for f in fields), str(row.number)],
                      marked={n for n, f in enumerate(fields, 1) if f in wrong})
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _line(sheet: Any, texts: list[str], *, bold: bool = False, marked: set[int] | None = None) -> None:
    """Every cell is text: what somebody typed must never become a formula."""
    cells = []
    for n, text in enumerate(texts):
        cell = WriteOnlyCell(sheet, value=None)
        cell.value, cell.data_type = text, "s"
        if bold:
            cell.font = Font(bold=True)
        if marked and n in marked:
            cell.fill = PatternFill("solid", fgColor="FDE7E7")
        cells.append(cell)
    sheet.append(cells)
