"""zhiheng benchmark: out, judged, marked, published; nothing is kept when anything is wrong."""
from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from zhiheng import cli
from zhiheng.actions import local_sheets
from zhiheng.exchange.benchmark_sheet import COLUMNS, MAIN
from zhiheng.law import benchmarks
from zhiheng.records.models import LocalSheet


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch) -> None:
    """Rows are rolled back and their numbers come again: what an earlier test read is forgotten."""
    monkeypatch.setattr(local_sheets, "_kept", {})


def spoil(path: Path) -> None:
    book = load_workbook(BytesIO(path.read_bytes()))
    book[MAIN].cell(2, list(COLUMNS).index("max") + 1).value = 10**8
    book.save(path)


def test_a_workbook_goes_out_is_judged_and_published(db, tmp_path, capsys) -> None:
    path = tmp_path / "基准.xlsx"
    assert cli.main(["benchmark", "export", str(path), "--place", "yl", "--on", "2026-11-23"]) == 0
    assert cli.main(["benchmark", "check", str(path)]) == 0 and "没有问题" in capsys.readouterr().out
    assert cli.main(["benchmark", "publish", str(path), "--place", "yl", "--since", "2026-12-01", "--title", "新版"]) == 0
    assert "第 1 版" in capsys.readouterr().out
    assert benchmarks.benchmark("AQSCF-097-1-3", "first", "yl", date(2026, 12, 2)).title == "新版"
    assert cli.main(["benchmark", "publish", str(path), "--place", "yl", "--since", "2026-11-30", "--title", "早版"]) == 2
    assert "施行日期不能早于" in capsys.readouterr().err


def test_a_workbook_with_a_fault_is_named_by_row_marked_and_not_published(db, tmp_path, capsys) -> None:
    path, marked = tmp_path / "基准.xlsx", tmp_path / "问题.xlsx"
    cli.main(["benchmark", "export", str(path), "--place", "yl", "--on", "2026-11-23"])
    spoil(path)
    assert cli.main(["benchmark", "check", str(path), "--errors", str(marked)]) == 1
    assert "第 2 行：" in capsys.readouterr().out and "问题" in str(next(load_workbook(marked)[MAIN].values))
    assert cli.main(["benchmark", "publish", str(path), "--place", "yl"]) == 1 and not LocalSheet.objects.exists()


def test_wrong_use_is_said(db, tmp_path, capsys) -> None:
    assert cli.main(["benchmark", "check", str(tmp_path / "没有.xlsx")]) == 2
    assert cli.main(["benchmark", "export", str(tmp_path / "x.xlsx"), "--place", "moon"]) == 2
    assert "没有地方规则" in capsys.readouterr().err
