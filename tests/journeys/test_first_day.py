"""The first day of a bureau (J12, as far as the register goes): an empty register, a real list, and in the evening every
enterprise is found, graded, and those with a place stand on the map. The administrator never touches the mouse."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.office import Desk, Office
from zhiheng.actions import grading_runs
from zhiheng.exchange.enterprise_file import ENTERPRISES
from zhiheng.records.models import Enterprise, EnterpriseGram, ImportRun, Standing

ROOT = Path(__file__).resolve().parents[2]
OWN = "企业名称,统一社会信用代码,地址,所属乡镇,监管领域,重大危险,主要负责人,从业人数,经度,纬度"
TOWNS = (("城关镇", 103.52, 30.41), ("石桥镇", 103.61, 30.47), ("丛林镇", 103.47, 30.36))
REAL = 2883


def real_list() -> bytes | None:
    """The real list of 2,883 enterprises, when the shared texts are at hand."""
    place = Path(os.environ.get("ZHIHENG_SHARED") or ROOT.parent / "shared") / "data" / "enterprises_2883.xlsx"
    return place.read_bytes() if place.is_file() else None


def own_list() -> bytes:
    """Thirty enterprises of the bureau's own with places, and one row that cannot be taken."""
    rows = [OWN]
    for n in range(30):
        town, east, north = TOWNS[n % 3]
        trade, hazard = (("木业", "粉尘涉爆"), ("冷链", "涉氨制冷"), ("机械", "有限空间"))[n // 3 % 3]
        rows.append(f"云岭第{n + 1}{trade}有限公司,3300000090{n:05d},{town}工业路 {n} 号,{town},工贸,{hazard},张三,{20 + n},"
                    f"{east + n / 900},{north + n / 700}")
    rows.append("坏码厂,913300005669974600,坏路 1 号,城关镇,工贸,,李四,5,,")
    return ("\ufeff" + "\n".join(rows) + "\n").encode()


def reach(page: Page, target: Locator) -> None:
    """Tab until the target has the focus; what cannot be reached so is not usable without a mouse."""
    for _ in range(160):
        if target.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {target}")


def press(page: Page, target: Locator) -> None:
    reach(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def imported(admin: Desk, name: str, content: bytes, media: str, **unknown: str) -> dict[str, int]:
    """One list: sent, its columns confirmed (``unknown``: those the house did not know), checked, written. Its counts."""
    page = admin.go("/imports/enterprises/new/")
    reach(page, page.locator("#content"))
    page.locator("#content").set_input_files({"name": name, "mimeType": media, "buffer": content})  # the dialog is the system's
    press(page, page.get_by_role("button", name="开始检查"))
    expect(page.get_by_role("heading", name="确认每一列是什么")).to_be_visible()
    for head, field in unknown.items():
        column = page.get_by_label(head, exact=True)
        assert column.input_value() == "", "it was not known"
        _chosen(page, column, field)
    admin.shot(f"first-day-columns-{name}")
    press(page, page.get_by_role("button", name="确认，开始检查"))
    writing = page.locator("form[action$='/write/'] button")
    expect(writing).to_be_visible(timeout=60_000)
    admin.shot(f"first-day-checked-{name}")
    press(page, writing)
    expect(page.locator("#messages")).to_contain_text("已全部写入")
    return dict(ImportRun.objects.latest("pk").counts)


@pytest.fixture
def empty(office: Office) -> Office:
    """The bureau with its people and nothing in the register."""
    EnterpriseGram.objects.all().delete()
    Enterprise.objects.all().delete()
    office.at("2026-11-23 09:00")
    return office


def test_from_an_empty_register_to_one_that_is_found_graded_and_mapped(empty: Office) -> None:
    admin = empty.desk("admin")
    page = admin.go("/enterprises/")
    assert "没有符合条件的企业" in page.locator("#list-body").inner_text() and page.get_by_role("link", name="导入").count()
    held = 0
    real = real_list()
    if real is not None:
        counts = imported(admin, "enterprises_2883.xlsx", real, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        assert (counts["new"], counts["rejected"], counts["warned"]) == (REAL, 0, 10)
        held = REAL
    counts = imported(admin, "本区企业.csv", own_list(), "text/csv", 所属乡镇="area")
    assert (counts["new"], counts["rejected"]) == (30, 1)
    total = held + 30
    assert Enterprise.objects.count() == total and ENTERPRISES.zh

    _list_of_ones_own(admin, total)
    _graded(empty, total)
    _mapped(empty)


def _list_of_ones_own(admin: Desk, total: int) -> None:
    """Columns chosen, a filter set, the view kept and opened again, two characters and initials searched: all by keys."""
    page = admin.go("/enterprises/?exact=1")
    assert page.locator("[data-figure=total]").inner_text() == f"共 {total}"
    reach(page, page.locator("summary", has_text="选择列"))
    page.keyboard.press("Enter")
    for word in ("从业人数", "定位"):
        reach(page, page.get_by_role("checkbox", name=word, exact=True))
        page.keyboard.press("Space")
    press(page, page.get_by_role("button", name="应用并记住"))
    assert {"从业人数", "定位"} <= set(page.locator("table.grid th").all_inner_texts())
    _chosen(page, page.locator("form[data-filters] [name=area]"), "石桥镇")
    press(page, page.locator("form[data-filters] button").first)
    assert page.locator("[data-figure=total]").inner_text() == "共 10", page.url
    reach(page, page.locator("summary", has_text="保存筛选"))
    page.keyboard.press("Enter")
    reach(page, page.locator("input[name=name]"))
    page.keyboard.type("石桥")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    admin.shot("first-day-view-kept")
    for words, found in (("冷链", 9), ("ydymy", 12), ("木业", 12), ("粉尘", 12)):
        page = admin.go("/enterprises/?all=1")
        reach(page, page.locator("form[data-filters] input[name=q]"))
        page.keyboard.type(words)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        shown = page.locator("table.grid tbody tr").all_inner_texts()
        assert sum("云岭第" in line for line in shown) == found or words == "ydymy", (words, len(shown))
    press(page, page.get_by_role("group", name="我的筛选").get_by_role("link", name="石桥"))
    assert page.locator("[data-figure=total]").inner_text() == "共 10" and admin.wide() <= 0


def _chosen(page: Page, town: Locator, word: str) -> None:
    """A choice by the arrow keys, or typed where there are many: the real list has four hundred offices."""
    reach(page, town)
    if town.evaluate("e => e.tagName") == "INPUT":
        page.keyboard.type(word)
    for _ in range(town.locator("option").count()):
        if town.input_value() == word:
            break
        page.keyboard.press("ArrowDown")
    assert town.input_value() == word


def _graded(empty: Office, total: int) -> None:
    """The head begins the adjustment from the page, watches it, and confirms all at once."""
    chen = empty.desk("chen")
    page = chen.go("/grades/")
    with page.expect_navigation():
        page.get_by_role("button", name="开始动态调整").click()
    confirm = page.get_by_role("button", name="确认，全部生效")
    expect(confirm).to_be_visible(timeout=240_000)
    chen.shot("first-day-grades")
    with page.expect_navigation():
        confirm.click()
    grading_runs.confirm_waiting()  # the worker's part, for a run that is too long for a page
    assert Standing.objects.filter(kind="grade").values("enterprise").distinct().count() == total
    assert not Enterprise.objects.filter(grade="").exists()


def _mapped(empty: Office) -> None:
    """An officer sees the thirty with a place on the map, narrowed by the filters of the list."""
    li = empty.desk("li")
    page = li.go("/enterprises/?hazard=粉尘涉爆")
    with page.expect_navigation():
        page.get_by_role("link", name="地图").click()
    expect(page.locator("#map-count")).to_have_text("12")
    li.shot("first-day-map-filtered", full=False)
    page = li.go("/enterprises/map/")
    expect(page.locator("#map-count")).to_have_text("30")
    li.shot("first-day-map", full=False)
    li.go("/enterprises/?sort=grade&cols=grade,area,hazards,key")
    li.shot("first-day-register", full=False)
