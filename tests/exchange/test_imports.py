"""Importing a list: confirmed columns, slices, cancel, doubles, errors to send again; all or nothing."""
from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from zhiheng.actions import imports as runs
from zhiheng.actions.errors import NotAllowed
from zhiheng.exchange import imports
from zhiheng.exchange.enterprise_file import ENTERPRISES as TARGET
from zhiheng.kernel.errors import ZhihengError
from zhiheng.records.models import Agency, Change, Enterprise, ImportRow, ImportRun, Mandate, Person
from zhiheng.records.queries.scope import visible_to

pytestmark = pytest.mark.django_db
HEADER = "企业名称,统一社会信用代码,生产经营地址,联系电话\n"


@pytest.fixture
def bureau(tmp_path: Path, settings):
    settings.ZHIHENG_DATA = tmp_path
    agency = Agency.objects.create(code="YL", region_short="云", name="云岭区应急管理局", place_id="yl")
    keeper = Person.objects.create_user("keeper", name="管理员甲")
    Mandate.objects.create(person=keeper, agency=agency, role="administrator", since=date(2020, 1, 1))
    return agency


def listed(count: int, start: int = 0) -> str:
    """Rows with the old 15-figure numbers, whose check digit only warns."""
    return HEADER + "".join(f"第{n}厂,3300000000{n:05d},工业园{n}号,1380000{n:04d}\n" for n in range(start, start + count))


def begun(agency: Agency, text: str, name: str = "名单.csv") -> ImportRun:
    return imports.begin(TARGET, agency, text.encode(), name, by=None)


def read(run: ImportRun) -> ImportRun:
    imports.confirm(run, TARGET, {int(k): v for k, v in run.columns.items()})
    while run.state == "reading":
        imports.advance(run, TARGET, 60)
    return run


def test_nothing_is_in_the_register_before_somebody_says_yes(bureau):
    run = read(begun(bureau, listed(3)))
    assert run.state == "ready" and not Enterprise.objects.exists()
    imports.write(run, TARGET, by=None)
    assert Enterprise.objects.count() == 3 and run.counts["new"] == 3


def test_a_cancelled_import_leaves_nothing(bureau):
    run = read(begun(bureau, listed(3)))
    runs.cancel(run)
    assert not Enterprise.objects.exists() and not ImportRow.objects.exists()
    with pytest.raises(NotAllowed, match="取消"):
        imports.write(run, TARGET, by=None)


def test_an_interrupted_reading_goes_on_where_it_stopped(bureau, monkeypatch):
    monkeypatch.setattr(imports, "SLICE", 10)
    run = begun(bureau, listed(25))
    imports.confirm(run, TARGET, {int(k): v for k, v in run.columns.items()})
    imports.advance(run, TARGET, -1)
    assert run.state == "reading" and ImportRow.objects.count() == 10
    again = ImportRun.objects.get(pk=run.pk)  # another process
    while again.state == "reading":
        imports.advance(again, TARGET, -1)
    assert again.state == "ready" and ImportRow.objects.count() == 25


def test_a_slice_that_another_hand_has_read_is_not_kept_twice(bureau):
    run = begun(bureau, listed(5))
    imports.confirm(run, TARGET, {int(k): v for k, v in run.columns.items()})
    late = ImportRun.objects.get(pk=run.pk)
    imports.advance(run, TARGET, 60)
    imports.advance(late, TARGET, 60)
    assert ImportRow.objects.count() == 5


def test_when_writing_fails_in_the_middle_nothing_is_written_and_it_can_be_tried_again(bureau):
    run = read(begun(bureau, listed(3)))

    def breaks(agency, rows, by, at):
        TARGET.write(agency, list(rows), by, at)
        raise RuntimeError("the power went off")

    with pytest.raises(RuntimeError):
        runs.write(run, breaks, by=None)
    assert not Enterprise.objects.exists()
    run.refresh_from_db()
    imports.write(run, TARGET, by=None)
    assert Enterprise.objects.count() == 3


def test_the_same_enterprise_twice_in_a_list_is_one_and_fills_its_own_gaps(bureau):
    text = HEADER + "甲厂,91330000566997460T,,139\n甲厂有限公司,91330000566997460T,工业园1号,138\n"
    run = read(begun(bureau, text))
    assert (run.counts["accepted"], run.counts["merged"]) == (1, 1)
    merged = imports.rows_of(run, "merged")[0]
    assert [f[2] for f in merged.faults] == [
        "与第 2 行是同一对象，已并入该行", "与第 2 行的“甲厂”不同，以第 2 行为准", "与第 2 行的“139”不同，以第 2 行为准"]
    imports.write(run, TARGET, by=None)
    (firm,) = Enterprise.objects.all()
    assert (firm.name, firm.address, firm.phone) == ("甲厂", "工业园1号", "139")


def test_doubles_are_found_across_slices(bureau, monkeypatch):
    monkeypatch.setattr(imports, "SLICE", 2)
    text = HEADER + "甲厂,91330000566997460T,,\n乙厂,,乙路,\n丙厂,,丙路,\n甲厂,91330000566997460T,甲路,\n"
    run = read(begun(bureau, text))
    assert run.counts["merged"] == 1
    imports.write(run, TARGET, by=None)
    assert Enterprise.objects.get(code="91330000566997460T").address == "甲路"


def test_a_second_import_of_the_same_list_changes_nothing(bureau):
    imports.write(read(begun(bureau, listed(4))), TARGET, by=None)
    changes = Change.objects.count()
    run = read(begun(bureau, listed(4)))
    imports.write(run, TARGET, by=None)
    assert (run.counts["new"], run.counts["updated"], run.counts["unchanged"]) == (0, 0, 4)
    assert Change.objects.count() == changes


def test_every_field_that_an_import_changes_is_in_the_history(bureau):
    imports.write(read(begun(bureau, HEADER + "甲厂,91330000566997460T,旧路,\n")), TARGET, by=None)
    imports.write(read(begun(bureau, HEADER + "甲木业厂,91330000566997460T,新路,\n")), TARGET, by=None)
    firm = Enterprise.objects.get()
    last = Change.objects.filter(register="enterprises", target=str(firm.pk)).latest("number")
    assert last.fields == {"name": ["甲厂", "甲木业厂"], "address": ["旧路", "新路"]}
    assert firm.former_names == ["甲厂"]


def test_an_empty_cell_never_empties_what_is_known(bureau):
    imports.write(read(begun(bureau, HEADER + "甲厂,91330000566997460T,旧路,138\n")), TARGET, by=None)
    imports.write(read(begun(bureau, HEADER + "甲厂,91330000566997460T,,\n")), TARGET, by=None)
    assert Enterprise.objects.get().address == "旧路"


def test_two_firms_of_one_name_at_two_addresses_stay_two(bureau):
    imports.write(read(begun(bureau, HEADER + "便民超市,,东路1号,\n便民超市,,西路9号,\n")), TARGET, by=None)
    assert Enterprise.objects.count() == 2


def test_a_known_name_at_a_known_address_with_another_code_is_left_to_a_person(bureau):
    imports.write(read(begun(bureau, HEADER + "甲厂,330000000036006,东路1号,\n")), TARGET, by=None)
    run = read(begun(bureau, HEADER + "甲厂,91330000566997460T,东路 1 号,\n"))
    imports.write(run, TARGET, by=None)
    assert Enterprise.objects.count() == 2 and run.counts["doubtful"] == 1 and "甲厂" in run.says


def test_the_columns_a_person_confirmed_are_remembered_for_the_same_header(bureau):
    strange = "企业名称,证照,何处\n甲厂,91330000566997460T,东路\n"
    run = begun(bureau, strange)
    assert run.columns == {"0": "name"}
    imports.confirm(run, TARGET, {0: "name", 1: "code", 2: "address"})
    imports.advance(run, TARGET, 60)
    imports.write(run, TARGET, by=None)
    assert begun(bureau, strange).columns == {"0": "name", "1": "code", "2": "address"}


def test_a_column_that_must_be_there_is_asked_for_and_a_field_has_one_column(bureau):
    run = begun(bureau, HEADER + "甲厂,,,\n")
    with pytest.raises(NotAllowed, match="没有指明哪一列是「企业名称」"):
        imports.confirm(run, TARGET, {1: "code"})
    with pytest.raises(NotAllowed, match="对应了两列"):
        imports.confirm(run, TARGET, {0: "name", 1: "name"})
    assert ImportRun.objects.get().state == "mapping"


def test_the_error_workbook_can_be_corrected_and_sent_again(bureau):
    text = HEADER + "甲厂,91330000566997460T,东路,\n乙厂,913300005669974600,西路,\n,,北路,\n"
    run = read(begun(bureau, text))
    assert run.counts["rejected"] == 2
    imports.write(run, TARGET, by=None)
    book = load_workbook(BytesIO(imports.error_workbook(run, TARGET)))
    every = [[c.value for c in row] for row in book["问题清单"].iter_rows(min_row=2)]
    assert every == [["3", "统一社会信用代码", "913300005669974600", "统一社会信用代码 913300005669974600 校验位不符", "未导入"],
                     ["4", "企业名称", None, "没有企业名称", "未导入"],
                     ["4", "统一社会信用代码", None, "没有统一社会信用代码或注册号", "未导入"]]
    sheet = book["改正后再导入"]
    sheet["C2"], sheet["B3"], sheet["C3"] = "91330000697024247P", "丙厂", "330000000036006"
    out = BytesIO()
    book.save(out)
    again = imports.begin(TARGET, bureau, out.getvalue(), "改正.xlsx", by=None)
    imports.write(read(again), TARGET, by=None)
    assert set(Enterprise.objects.values_list("name", flat=True)) == {"甲厂", "乙厂", "丙厂"}


def test_places_lists_and_choices_are_read_and_what_cannot_be_read_is_said(bureau):
    text = ("企业名称,统一社会信用代码,监管领域,重大危险,标准化等级,经度,纬度,从业人员数\n"
            "甲厂,91330000566997460T,工贸、危化,粉尘涉爆；有限空间,二级,120.5,30.2,35\n"
            "乙厂,91330000697024247P,工贸,,五星,999,30,很多\n")
    run = read(begun(bureau, text))
    imports.write(run, TARGET, by=None)
    firm = Enterprise.objects.get(name="甲厂")
    assert (firm.fields, firm.hazards, firm.standard) == (["危险化学品", "工贸"], ["粉尘涉爆", "有限空间"], "二级")
    assert (firm.longitude, firm.latitude, firm.employees) == (120.5, 30.2, 35)
    said = "".join(f[2] for f in imports.rows_of(run, "warned")[0].faults)
    assert "没有“五星”" in said and "不在中国境内" in said and "不是数字" in said


def test_what_is_no_list_begins_no_import(bureau):
    with pytest.raises(ZhihengError, match="旧式"):
        imports.begin(TARGET, bureau, b"\xd0\xcf\x11\xe0" + b"0" * 600, "old.xls", by=None)
    with pytest.raises(ZhihengError, match="不是真正的 Excel"):
        imports.begin(TARGET, bureau, b'<?xml version="1.0"?><Workbook/>', "x.xlsx", by=None)
    assert not ImportRun.objects.exists()


def test_a_workbook_with_numbers_for_codes_and_title_rows_is_read(bureau):
    book = Workbook()
    for row in (["2026 年企业名单"], [], ["单位名称*", "注册号（必填）"], ["丁厂", 330000000036006.0]):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    run = read(imports.begin(TARGET, bureau, out.getvalue(), "a.xlsx", by=None))
    imports.write(run, TARGET, by=None)
    assert Enterprise.objects.get().code == "330000000036006"


def test_the_1000_firms_of_a_first_day(bureau):
    """J12: 12 faulty rows corrected and sent again, 7 doubles merged, one run cancelled: 993 firms, nothing twice."""
    good = listed(981).splitlines()[1:]
    wrong = [f"坏{n}厂,91330000566997460{n % 10},坏路{n}号," for n in range(12)]
    double = [f"{line}".replace(",1380000", ",1390000") for line in good[:7]]
    text = HEADER + "\n".join([*good, *wrong, *double]) + "\n"
    runs.cancel(read(begun(bureau, text)))
    assert not Enterprise.objects.exists()
    run = read(begun(bureau, text))
    imports.write(run, TARGET, by=None)
    assert (run.counts["rejected"], run.counts["merged"], run.counts["new"]) == (12, 7, 981)
    book = load_workbook(BytesIO(imports.error_workbook(run, TARGET)))
    for n, row in enumerate(book["改正后再导入"].iter_rows(min_row=2)):
        row[2].value = f"33000000009{n:04d}"
    out = BytesIO()
    book.save(out)
    imports.write(read(imports.begin(TARGET, bureau, out.getvalue(), "改正.xlsx", by=None)), TARGET, by=None)
    keeper = Person.objects.get(pk="keeper")
    assert visible_to(keeper).enterprises.count() == 993


def test_the_real_list_of_2883_is_taken_whole_and_a_second_time_changes_nothing(bureau, shared: Path):
    for again in (False, True):
        run = imports.whole(TARGET, bureau, shared / "data" / "enterprises_2883.xlsx", by=None)
        assert run.counts["rejected"] == 0 and run.counts["warned"] == 10
        assert (run.counts["new"], run.counts["unchanged"]) == ((0, 2883) if again else (2883, 0))
