"""The bureau's benchmark as a workbook: out and in again without loss, and every fault named by its row."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from zhiheng.exchange import benchmark_file
from zhiheng.exchange.benchmark_sheet import CATALOGUE, COLUMNS, FACTORS, MAIN
from zhiheng.kernel.discretion import Amount, IncomePercent, Range, weigh
from zhiheng.kernel.errors import ZhihengError
from zhiheng.law import benchmark_tables, benchmarks, violations
from zhiheng.law.benchmark_diff import differences
from zhiheng.law.charges import charge

ON = date(2026, 11, 23)
COLUMN = {key: n for n, key in enumerate(COLUMNS, 1)}
EMPTY: dict[str, Any] = {"title": "", "factors": {}, "benchmarks": []}


@cache
def written(whole: bool = True) -> bytes:
    return benchmark_file.workbook(benchmarks.book("yl", ON) if whole else EMPTY, "云岭区应急管理局", ON)


def changed(change: Callable[[Worksheet], None], content: bytes | None = None) -> bytes:
    book = load_workbook(BytesIO(content or written()))
    change(book[MAIN])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def row_of(sheet: Worksheet, code: str, band: str) -> int:
    return next(n for n in range(2, sheet.max_row + 1)
                if sheet.cell(n, COLUMN["code"]).value == code and sheet.cell(n, COLUMN["band"]).value == band)


def with_rows(*rows: dict[str, Any]) -> bytes:
    """A workbook that holds these rows alone (and no catalogue, which reading does not need)."""
    def fill(sheet: Worksheet) -> None:
        for n, row in enumerate(rows, 2):
            for key, value in row.items():
                sheet.cell(n, COLUMN[key]).value = value
        del sheet.parent[CATALOGUE]

    return changed(fill, written(False))


def bands(code: str, *ends: tuple[Any, Any], **more: Any) -> list[dict[str, Any]]:
    """Rows of one act: the bands tile, the last is the default, the others ask the gravity of a choice."""
    names = ["轻", "中", "重", "特重"][: len(ends)]
    return [{"code": code, "band": name, "factor": "从业人员", "op": "介于", "value": f"{n * 10}–{n * 10 + 9}", "min": low,
             "max": high, **more} if name != names[-1] else
            {"code": code, "band": name, "factor": "从业人员", "op": "不少于", "value": str(n * 10), "min": low, "max": high, **more}
            for n, (name, (low, high)) in enumerate(zip(names, ends, strict=True))]


def test_what_goes_out_comes_in_again_the_same() -> None:
    book = benchmarks.book("yl", ON)
    brought = benchmark_file.read(written(), "yl.xlsx")
    assert brought.faults == [] and brought.since == ON
    assert differences(book, brought.body) == ()
    old = {(t.code, t.stage): t.benchmark for t in benchmark_tables.read(book, "yl", ON, None)}
    new = {(t.code, t.stage): t.benchmark for t in benchmark_tables.read(brought.body, "yl", ON, None)}
    assert {k: b.bands for k, b in old.items()} == {k: b.bands for k, b in new.items()}


def test_the_workbook_explains_itself() -> None:
    book = load_workbook(BytesIO(written()))
    sheet = book[MAIN]
    assert sheet.freeze_panes and sheet.column_dimensions["H"].width > 20
    assert all(sheet.cell(1, n).comment for n in COLUMN.values())
    assert sheet.cell(2, COLUMN["title"]).fill.fgColor.rgb == "00EFEFEF"
    assert book[CATALOGUE].max_row > 500 and book[FACTORS].max_row > 10
    assert "灰色列" in " ".join(str(c.value) for row in book["填写说明"].iter_rows() for c in row)


@pytest.mark.parametrize(("column", "value", "word"), [
    ("max", 150_000, "超出法定幅度"), ("min", 10_000, "重叠"), ("min", 25_000, "空档"), ("max", "很多", "看不懂金额"),
    ("code", "AQSCF-97-1-3", "相近的代码"), ("stage", "情节严重", "没有「情节严重」这一阶段"), ("min", 60_000, "下限高于上限"),
    ("min", "30000.5", "须为整元"), ("factor", "天气", "没有在「裁量因素」表中写明"), ("op", "大约", "比较“大约”看不懂"),
    ("value", "四到十", "应写如 4–10"), ("scale", "多→少", "须为整数"), ("unit", "斤", "计量“斤”看不懂"), ("band", None, "没有填写档次名称"),
    ("min", None, "没有填写本档下限"), ("value", "12–20", "无档可循"), ("scale", "4→90000；10→95000", "起点超出本档幅度"),
    ("adjustments", "随便：+1", "调整“随便：+1”看不懂")])
def test_a_fault_names_its_row(column: str, value: Any, word: str) -> None:
    place: list[int] = []

    def spoil(sheet: Worksheet) -> None:
        place.append(row_of(sheet, "AQSCF-097-1-3", "一般"))
        sheet.cell(place[0], COLUMN[column]).value = value

    faults = benchmark_file.read(changed(spoil), "坏.xlsx").faults
    said = [f for f in faults if word in f]
    assert said, faults
    assert any(place[0] in benchmark_tables.rows_of(f) or place[0] - 1 in benchmark_tables.rows_of(f)
               or place[0] + 1 in benchmark_tables.rows_of(f) for f in said), said


def test_bands_that_fall_are_named_as_not_monotone() -> None:
    rows = bands("AQSCF-097-1-3", (0, 50_000), (20_000, 40_000), (50_000, 100_000))
    assert any("不重于" in f for f in benchmark_file.read(with_rows(*rows), "x.xlsx").faults)


def test_an_act_that_cannot_be_charged_on_the_day_is_refused() -> None:
    faults = benchmark_file.read(written(), "早.xlsx", since=date(2020, 1, 1)).faults
    assert faults and all("在施行日不能适用" in f and f.startswith("第 ") for f in faults)


def test_a_wrong_date_is_said() -> None:
    def spoil(sheet: Worksheet) -> None:
        sheet.parent["参数"]["B2"].value = "下个月"

    assert any("不是日期" in f for f in benchmark_file.read(changed(spoil), "x.xlsx").faults)


def test_percentages_of_income_are_bands_of_the_persons_own_range() -> None:
    code = next(v.code for v in violations.catalogue(ON) if isinstance(v.stages[0].fine, IncomePercent)
                and v.stages[0].fine.max_percent > v.stages[0].fine.min_percent)
    fine = violations.get(code).stages[0].fine
    assert isinstance(fine, IncomePercent)
    middle = (fine.min_percent + fine.max_percent) / 2
    rows = bands(code, (f"{fine.min_percent}%", f"{middle}%"), (f"{middle}%", f"{fine.max_percent}%"))
    brought = benchmark_file.read(with_rows(*rows), "x.xlsx")
    assert brought.faults == []
    table = benchmark_tables.read(brought.body, "yl", ON, None)[0].benchmark
    statute = Range(10_000_000 * fine.min_percent // 100, 10_000_000 * fine.max_percent // 100)
    assert table.bands[0].within(statute) == Range(statute.min_fen, int(10_000_000 * middle / 100))
    wide = bands(code, (f"{fine.min_percent}%", f"{middle}%"), (f"{middle}%", "150%"))
    assert any("超出法定幅度" in f and "150%" in f for f in benchmark_file.read(with_rows(*wide), "x.xlsx").faults)


def test_another_row_of_the_same_band_is_one_more_case_of_it() -> None:
    rows = bands("AQSCF-097-1-3", (0, 50_000), (50_000, 100_000))
    rows.insert(2, {"code": "AQSCF-097-1-3", "band": "中", "factor": "构成或者涉及重大事故隐患；从业人员", "op": "等于；不少于", "value": "是；5"})
    brought = benchmark_file.read(with_rows(*rows), "x.xlsx")
    assert brought.faults == []
    bands_read = brought.body["benchmarks"][0]["bands"]
    assert len(bands_read) == 2 and len(bands_read[1]["when"]) == 2


def test_the_error_workbook_is_the_same_sheet_with_a_column_of_faults() -> None:
    def spoil(sheet: Worksheet) -> None:
        sheet.cell(3, COLUMN["max"]).value = 10**9
        sheet.parent["参数"]["B2"].value = "x"

    sent = changed(spoil)
    faults = benchmark_file.read(sent, "x.xlsx").faults
    book = load_workbook(BytesIO(benchmark_file.error_workbook(sent, faults)))
    last = book[MAIN].max_column
    assert book[MAIN].cell(1, last).value == "问题" and "超出法定幅度" in book[MAIN].cell(3, last).value
    assert "不是日期" in book["其他问题"]["A1"].value
    again = benchmark_file.read(benchmark_file.error_workbook(sent, faults), "x.xlsx").faults
    assert again == faults


@pytest.mark.parametrize("content", [b"", b"x", b"PK\x03\x04garbage", "代码,档次".encode()])
def test_a_file_that_is_no_workbook_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(ZhihengError, match="不能作为 Excel 工作簿打开"):
        benchmark_file.read(content, "甲.xlsx")


def test_a_workbook_without_the_columns_is_refused_in_words() -> None:
    def spoil(sheet: Worksheet) -> None:
        sheet.delete_cols(COLUMN["band"])

    with pytest.raises(ZhihengError, match="没有找到表头"):
        benchmark_file.read(changed(spoil), "甲.xlsx")


FINED = [(v.code, s.id, s.fine.range) for v in violations.catalogue(ON) for s in v.stages
         if isinstance(s.fine, Amount) and s.fine.range.width >= 40_000]


@given(st.sampled_from(FINED), st.integers(1, 99), st.integers(0, 60), st.booleans(), st.sampled_from([0, 10, 1000]))
@settings(max_examples=60, deadline=None)
def test_whatever_passes_the_check_never_leaves_statute_or_band(
        act: tuple[str, str, Range], cut: int, people: int, again: bool, unit: int) -> None:
    code, stage, statute = act
    middle = (statute.min_fen + statute.width * cut // 100) // 100
    low, high = statute.min_fen // 100, statute.max_fen // 100
    table = {"code": code, "stage": stage, "factors": {"employees": {"zh": "从业人员", "kind": "count", "required": True},
                                                      "again_in_year": {"zh": "再犯", "kind": "bool"}},
             "adjustments": [{"again_in_year": [True], "yuan": 5_000}],
             "bands": [{"name": "轻", "words": "少", "yuan": [low, middle], "when": [{"employees": [0, 9]}]},
                       {"name": "重", "words": "多", "yuan": [middle, high], "when": [{"employees": [10, None]}]}]}
    book = {"title": "试", "factors": {}, "round_yuan": unit, "benchmarks": [table]}
    assert benchmark_tables.faults(book, ON) == []
    made = benchmark_tables.read(book, "yl", ON, None)[0].benchmark
    base = charge(code, ON, stage=stage, facts={"employees": people, "again_in_year": again})
    weighing = weigh(type(base)(**{**base.__dict__, "benchmark": made, "facts": {"employees": people, "again_in_year": again}}))
    assert statute.contains(weighing.proposed_fen) and weighing.band_range is not None
    assert weighing.band_range.contains(weighing.proposed_fen)


WORD = st.one_of(st.none(), st.integers(-5, 10**6), st.floats(allow_nan=False), st.text(max_size=6),
                 st.sampled_from(["AQSCF-097-1-3", "轻", "介于", "4–10", "是", "从业人员", "4→1；5→2", "从业人员 等于 3：+1"]))


@given(st.lists(st.dictionaries(st.sampled_from(sorted(COLUMN)), WORD, min_size=1, max_size=8), min_size=1, max_size=4))
@settings(max_examples=12, deadline=None)
def test_whatever_stands_in_the_cells_is_read_or_refused_in_words(rows: list[dict[str, Any]]) -> None:
    clean = [{k: v.translate({i: None for i in range(32)}) if isinstance(v, str) else v for k, v in row.items()} for row in rows]
    brought = benchmark_file.read(with_rows(*clean), "x.xlsx")
    assert brought.faults or brought.body["benchmarks"]


def test_a_body_that_no_workbook_made_is_refused_and_never_raises() -> None:
    for body in ({}, {"benchmarks": []}, {"title": "x", "benchmarks": [None]}, {"title": "x", "benchmarks": [{"code": "AQSCF-097-1-3"}]},
                 {"title": "x", "benchmarks": [{"code": "AQSCF-097-1-3", "bands": [{"name": "a", "words": "b", "yuan": ["x", 1]}]}]}):
        assert benchmarks.check_sheet("yl", body, ON)
