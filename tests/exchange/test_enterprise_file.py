"""Lists of enterprises as bureaus have them."""
from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from zhiheng.exchange.enterprise_file import registration_number_valid, rows
from zhiheng.kernel.errors import ZhihengError

HEADER = "企业名称,注册号/统一社会信用代码,登记机关,管辖单位\n"


def write(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "名单.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_credit_code_with_a_wrong_check_digit_is_rejected_with_its_reason(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + "甲厂,91330000566997460T,局,所\n乙厂,913300005669974600,局,所\n")
    good, bad = rows(path)
    assert not good.rejected and good.values["code"] == "91330000566997460T"
    assert bad.rejected and "校验位不符" in bad.faults[0].says and bad.number == 3


def test_gbk_title_rows_full_width_spaces_and_half_width_brackets_are_understood(tmp_path: Path) -> None:
    text = "2017年双随机抽查名单,,,\n,,,\n" + HEADER + "　甲(云岭)厂　,330000000036006,局,所\n"
    (row,) = rows(write(tmp_path, text, "gbk"))
    assert row.values["name"] == "甲（云岭）厂" and row.number == 4


def test_old_numbers_are_kept_and_shown_as_doubtful(tmp_path: Path) -> None:
    (row,) = rows(write(tmp_path, HEADER + "丙厂,3303812901409,局,所\n"))
    assert not row.rejected and "13 位" in row.faults[0].says


def test_numbers_that_a_spreadsheet_made_into_floats_come_back_whole(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["名称", "注册号"])
    book.active.append(["丁厂", 330000000036006.0])
    book.save(tmp_path / "a.xlsx")
    (row,) = rows(tmp_path / "a.xlsx")
    assert row.values["code"] == "330000000036006"


@pytest.mark.parametrize(("content", "says"), [
    (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "不是真正的 Excel"),
    (b"", "空文件"), (b"PK\x03\x04broken", "不能作为 Excel"), (b"a,b\n1,2\n", "没有找到表头"),
])
def test_a_file_that_is_no_list_is_refused_in_plain_words(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(ZhihengError) as fault:
        list(rows(path))
    assert says in str(fault.value)


def test_the_check_digit_of_a_registration_number() -> None:
    assert registration_number_valid("330000000036006")
    assert not registration_number_valid("330000000036007")


def test_the_real_list_of_2883_is_read_whole(shared: Path) -> None:
    found = list(rows(shared / "data" / "enterprises_2883.csv"))
    assert len(found) == 2883
    assert sum(1 for r in found if r.faults) == 10  # 8 of thirteen figures, 2 with a wrong check digit
    assert [r for r in found if r.rejected] == []
