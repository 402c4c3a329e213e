"""What every declared list promises: its address, its columns, kept views, orders, spreadsheet, number of questions."""
from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from openpyxl import load_workbook

from tests.actions.district import ROLES
from zhiheng.actions import ledgers
from zhiheng.actions.register import enroll
from zhiheng.records.models import Enterprise, File, Person
from zhiheng.registers.catalogue import ledger
from zhiheng.web import kept_views
from zhiheng.web.build.lists import LISTS
from zhiheng.web.listing import Listing

KIT = {"kind": "uav", "model": "M30", "state": "in_store", "price": "3500"}


def listings() -> list[Listing]:
    return [*kept_views.LISTINGS.values(), *(kept_views.listing_of(name) for name in ("equipment", "permits", "training_records"))]


ALL = [spec.id for spec in listings()]


def shown(client: Client, href: str):
    answer = client.get(href)
    assert answer.status_code == 200, href
    return answer.context["list_page"]


def reader(house, spec: Listing) -> Person:
    """Somebody of the bureau who may read the list."""
    return next(house.people[n] for n, role in ROLES.items() if role in spec.who)


def heads(page) -> list[str]:
    return [c.label for c in page.table.columns]


def sheet(client: Client, href: str) -> tuple[list[tuple], dict[str, str]]:
    book = load_workbook(BytesIO(client.get(href).content))
    return list(book.worksheets[0].iter_rows(values_only=True)), {
        r[0]: r[1] for r in book["说明"].iter_rows(values_only=True)}


@pytest.fixture
def keeper(office, at_desk):
    return at_desk(office.people["admin"])


@pytest.fixture
def register(office):
    enroll(office.agency, [
        {"name": f"云岭{word}有限公司", "code": None, "address": f"{n} 号", "area": "石桥镇" if n % 2 else "城关镇", "grade": grade,
         "fields": ["工贸"], "employees": str(n * 10)}
        for n, (word, grade) in enumerate([("恒达木业", "A"), ("盛源机械", "B"), ("瑞通化工", "D"), ("金兴食品", "")], 1)])
    return office


# --- every list ----------------------------------------------------------------------------------------------------


def test_every_list_of_files_the_register_and_every_ledger_is_of_the_one_kind():
    assert {f"files_{p}" for p in LISTS} | {"enterprises"} <= set(kept_views.LISTINGS)
    assert kept_views.listing_of("equipment") is not None and kept_views.listing_of("no_such_list") is None
    for spec in listings():
        keys = [c.key for c in spec.columns]
        assert len(keys) == len(set(keys)) and spec.shown and spec.orders and spec.href.endswith("/"), spec.id


@pytest.mark.parametrize("name", ALL)
def test_each_list_stands_every_address_and_says_what_it_did_not_use(house, at_desk, name):
    spec = kept_views.listing_of(name)
    client = at_desk(reader(house, spec))
    page = shown(client, f"{spec.href}?sort=sideways&unknown=1&at=broken!&cols=nothing,{spec.columns[-1].key}&q=%00")
    assert any("sideways" in band.text for band in page.bands) and len(page.bands) == 1
    assert {c.head.label for c in spec.columns if c.key in spec.fixed} <= set(heads(page))
    assert page.table.empty is not None and page.table.empty.text.endswith("。")
    assert spec.columns[-1].head.label in heads(page)


@pytest.mark.parametrize("name", ALL)
def test_each_list_goes_into_a_sheet_with_the_columns_shown(house, at_desk, name):
    spec = kept_views.listing_of(name)
    who = reader(house, spec)
    client = at_desk(who)
    cols = ",".join(c.key for c in spec.columns if not c.shown)
    for query in ("?all=1", f"?cols={cols}"):
        page = shown(client, spec.href + query)
        rows, notes = sheet(client, f"{spec.href}export/{query}")
        assert list(rows[0]) == heads(page) and len(rows) - 1 == int(page.total)
        assert notes["导出人"] == f"{who.name}（{who.username}）" and notes["名称"] == spec.title and notes["排序"] and notes["导出时间"]


# --- the register ----------------------------------------------------------------------------------------------------


def test_impossible_values_are_said_and_not_used(register, at_desk):
    client = at_desk(register.people["li"])
    whole = shown(client, "/enterprises/?all=1")
    page = shown(client, "/enterprises/?grade=Z&key=perhaps&industry=31")
    assert [b.text for b in page.bands] == ["「级别」没有“Z”这个选项，这一条件没有使用。", "「重点单位」没有“perhaps”这个选项，这一条件没有使用。"]
    assert shown(client, "/enterprises/?grade=Z").total == whole.total
    days = shown(client, "/inspections/?on_from=2026-13-01&year=next")
    assert "“2026-13-01”写法不对" in days.bands[0].text and "应填数字" in days.bands[1].text
    said = client.get("/enterprises/?grade=<script>").content.decode()
    assert escape("<script>") in said and "“<script>" not in said


def test_filters_orders_and_columns_of_the_register_are_one_address(register, at_desk):
    client = at_desk(register.people["li"])
    page = shown(client, "/enterprises/?area=石桥镇&sort=employees&cols=employees,grade")
    assert heads(page) == ["企业", "级别", "从业人数"]
    assert [r.cells[2].text for r in page.table.rows] == ["30", "10"]
    assert page.buttons[0].href == "/enterprises/export/?area=%E7%9F%B3%E6%A1%A5%E9%95%87&sort=employees&cols=employees%2Cgrade"
    rows, notes = sheet(client, page.buttons[0].href)
    assert [r[2] for r in rows] == ["从业人数", "30", "10"] and rows[0] == ("企业", "级别", "从业人数")
    assert notes["筛选"] == "所在地：石桥镇" and notes["排序"] == "从业人数，多的在前" and notes["行数"] == "2"


def test_the_list_without_grade_and_an_area_nobody_has_are_possible_filters(register, at_desk):
    client = at_desk(register.people["li"])
    assert [r.cells[0].text for r in shown(client, "/enterprises/?grade=none").table.rows] == ["云岭金兴食品有限公司"]
    page = shown(client, "/enterprises/?area=没有的镇")
    assert page.total == "0" and not page.bands and page.table.empty.action.label == "清除筛选"


def test_visits_and_hazards_are_those_the_desk_may_see_and_none_for_the_administrator(house, at_desk):
    cols = "visits,hazards_open,last"
    row = shown(at_desk(house.people["li"]), f"/enterprises/?cols={cols}").table.rows[0]
    assert [c.text for c in row.cells[1:]] == ["2", "2", "2026-11-23"], "two inspections this year, both problems open"
    row = shown(at_desk(house.people["admin"]), f"/enterprises/?cols={cols}").table.rows[0]
    assert [c.text for c in row.cells[1:]] == ["—", "—", "—"]


def test_the_phone_stands_masked_on_the_page_and_in_the_sheet(register, at_desk):
    Enterprise.objects.update(principal="赵某", phone="13800001234")
    client = at_desk(register.people["li"])
    rows, _ = sheet(client, "/enterprises/export/?cols=principal")
    assert rows[1][1] == "赵某 138****1234"


# --- what a person keeps ----------------------------------------------------------------------------------------------


def test_chosen_columns_are_remembered_for_the_person_and_can_be_given_up(register, at_desk):
    client, other = at_desk(register.people["li"]), at_desk(register.people["wang"])
    answer = client.post("/lists/enterprises/columns/", {"cols": ["area", "employees"], "query": "?grade=A"})
    assert answer.status_code == 302 and answer["Location"] == "/enterprises/?grade=A&cols=name,area,employees"
    assert heads(shown(client, "/enterprises/")) == ["企业", "所在地", "从业人数"]
    assert heads(shown(client, "/enterprises/?cols=grade")) == ["企业", "级别"], "the address goes before what is remembered"
    assert len(heads(shown(other, "/enterprises/"))) > 3
    client.post("/lists/enterprises/columns/", {"reset": "1", "query": ""})
    assert len(heads(shown(client, "/enterprises/"))) > 3


def test_columns_that_no_longer_exist_are_forgotten(register, at_desk):
    Person.objects.filter(pk="li").update(settings={"columns": {"enterprises": ["gone", "area"]}})
    assert heads(shown(at_desk(Person.objects.get(pk="li")), "/enterprises/")) == ["企业", "所在地"]


def test_a_view_keeps_filters_order_and_columns_and_may_open_the_list(register, at_desk):
    client = at_desk(register.people["li"])
    page = shown(client, "/enterprises/?area=石桥镇&sort=employees&cols=area")
    client.post("/lists/enterprises/views/", {"name": "石桥", "query": page.tools.query})
    again = shown(client, "/enterprises/?sort=employees&cols=area&area=石桥镇")
    tab = next(t for t in again.saved if t.label == "石桥")
    assert tab.current and heads(shown(client, tab.href)) == ["企业", "所在地"]
    client.post("/lists/enterprises/views/", {"first": "石桥", "query": page.tools.query})
    opened = client.get("/enterprises/")
    assert opened.status_code == 302 and opened["Location"] == tab.href
    assert client.get("/enterprises/?all=1").status_code == 200
    client.post("/lists/enterprises/views/", {"first": "", "query": ""})
    assert client.get("/enterprises/").status_code == 200
    client.post("/lists/enterprises/views/", {"drop": "石桥", "query": ""})
    assert not shown(client, "/enterprises/").saved


def test_a_view_is_ones_own_and_never_leads_elsewhere(register, at_desk):
    client = at_desk(register.people["li"])
    client.post("/lists/enterprises/views/", {"name": "坏", "query": "https://elsewhere.example/"})
    assert [v["query"] for v in Person.objects.get(pk="li").settings["views"]["enterprises"]] == [""]
    assert not shown(at_desk(register.people["wang"]), "/enterprises/").saved
    answer = client.post("/lists/enterprises/views/", {"name": "", "query": ""}, follow=True)
    assert "起个名字" in answer.content.decode()
    for n in range(13):
        answer = client.post("/lists/enterprises/views/", {"name": f"第{n}个", "query": f"?grade={n}"}, follow=True)
    assert "最多保存 12 个" in answer.content.decode()


def test_nobody_keeps_anything_of_a_list_he_may_not_read(office, at_desk):
    for name, who, status in (("files_inspection", "admin", 404), ("no_such_list", "li", 404), ("conduct", "zhou", 404),
                              ("enterprises", "admin", 302)):
        assert at_desk(office.people[who]).post(f"/lists/{name}/views/", {"name": "x", "query": ""}).status_code == status, name
        assert at_desk(office.people[who]).post(f"/lists/{name}/columns/", {"cols": "x"}).status_code == status, name
    assert at_desk(office.people["li"]).get("/lists/enterprises/views/").status_code == 405


# --- ledgers and files on the same layer ------------------------------------------------------------------------------


def test_ledger_lines_without_the_date_asked_for_stand_last_and_are_not_lost(office, keeper):
    for n, until in enumerate(("2027-03-01", "", "2026-12-09")):
        ledgers.enter(ledger("equipment"), office.agency, {
            **KIT, "kind": "uav" if not until else "gas_detector", "asset_no": f"N{n}", "calibrated_until": until or None,
            "calibrated_on": "2026-01-01" if until else None}, by=None)
    page = shown(keeper, "/ledgers/equipment/?sort=until")
    assert [r.cells[0].text for r in page.table.rows] == ["N2", "N0", "N1"]


def test_a_link_from_a_person_to_his_lines_shows_whose_and_can_be_taken_off(office, keeper):
    ledgers.enter(ledger("equipment"), office.agency, {**KIT, "asset_no": "N1", "holder": "li", "state": "issued"}, by=None)
    page = shown(keeper, "/ledgers/equipment/?person=li")
    fixed = next(f for f in page.filters if f.kind == "fixed")
    assert fixed.value == "li" and fixed.options[0].href == "/ledgers/equipment/" and page.total == "1"


def test_files_are_ordered_as_asked_and_shown_with_columns_not_declared_for_the_list(house, at_desk):
    client = at_desk(house.people["li"])
    page = shown(client, "/inspections/?sort=newest&cols=due,opened,agency&state=all")
    assert heads(page) == ["期限", "建卷日期", "机关"]
    numbers = [r.key for r in page.table.rows]
    assert numbers == sorted(numbers, reverse=True)
    assert [r.key for r in shown(client, "/inspections/?sort=oldest&state=all").table.rows] == numbers[::-1]


@pytest.mark.parametrize("href", ["/enterprises/?all=1", "/inspections/?state=all", "/ledgers/equipment/?within=all"])
def test_a_page_asks_the_same_number_of_questions_however_long_the_list(house, at_desk, href):
    client = at_desk(house.people["li"])
    for n in range(2):
        ledgers.enter(ledger("equipment"), house.agency, {**KIT, "asset_no": f"A{n}"}, by=None)
    few = _questions(client, href)
    enroll(house.agency, [{"name": f"第{n}家厂", "code": None, "address": f"{n}"} for n in range(40)])
    File.objects.bulk_create(
        File(no=f"YL-2026-9{n:04d}", agency=house.agency, procedure="inspection", enterprise=house.firm, year=2026, seq=90000 + n,
             opened_at=house.files["inspection"].opened_at, stage="plan", title="检查") for n in range(40))
    for n in range(2, 30):
        ledgers.enter(ledger("equipment"), house.agency, {**KIT, "asset_no": f"A{n}"}, by=None)
    assert _questions(client, href) == few <= 12


def _questions(client: Client, href: str) -> int:
    client.get(href)
    with CaptureQueriesContext(connection) as asked:
        client.get(href)
    return len(asked)
