"""The same address at other desks: no row, count, sheet, search, point or page gives away what the desk may not see."""
from __future__ import annotations

import json
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.records import tree as trees
from tests.records.tree import NOW, Tree
from zhiheng.records.clock import frozen
from zhiheng.records.models import Enterprise

# post, agency, areas → names of enterprises and of files that may appear anywhere at this desk
DESKS: dict[str, tuple[str, str, list[str], str, str]] = {
    "county officer": ("officer", "YL", [], "城关 石桥 园区", "区开 区结"),
    "county officer of one area": ("officer", "YL", ["石桥镇"], "石桥", "区开"),
    "township officer": ("officer", "YLCG", [], "城关", "镇开"),
    "county head": ("bureau_head", "YL", [], "城关 石桥 园区", "区开 区结 队开 镇开 园开"),
    "county supervisor": ("supervisor", "YL", [], "城关 石桥 园区", "区开 区结 队开 镇开 园开"),
    "county archivist": ("archivist", "YL", [], "城关 石桥 园区", "区结"),
    "county administrator": ("administrator", "YL", [], "城关 石桥 园区", ""),
    "head of the next county": ("bureau_head", "QS", [], "青山", "县开"),
    "city head": ("bureau_head", "CY", [], "城关 石桥 园区 青山 市属", "区开 区结 队开 镇开 园开 县开 市开"),
}
PAGES = ("/", "/enterprises/?all=1", "/enterprises/?q=机械", "/enterprises/?grade=D&exact=1", "/enterprises/?sort=newest",
         "/enterprises/map/", "/enterprises/map/points/", "/enterprises/doubles/", "/grades/", "/credit/", "/search/?q=机械",
         "/search/?q=检查", "/inspections/?state=all", "/inspections/?state=all&q=机械&exact=1", "/archives/", "/rectifications/",
         "/penalties/?state=all", "/publicity/", "/measures/", "/measures/NK-02/rows/", "/shortfalls/", "/ledgers/permits/?within=all",
         "/messages/", "/officers/")
SHEETS = ("/enterprises/export/", "/enterprises/export/?q=机械&cols=visits,hazards_open,last,credit", "/inspections/export/?state=all",
          "/ledgers/permits/export/", "/shortfalls/export/")


@pytest.fixture
def tree(db, data_folder) -> Tree:
    with frozen(NOW):
        yield trees.build()


@pytest.fixture
def seated(tree, at_desk):
    """``seated(name)``: a browser of that desk, and the names that must not appear there."""

    def sit(name: str):
        role, agency, area, firms, files = DESKS[name]
        hidden = {f"{n}机械厂" for n in tree.firms if n not in firms.split()}
        hidden |= {f.no for n, f in tree.files.items() if n not in files.split()}
        return at_desk(tree.post(role, agency, area)), hidden

    return sit


@pytest.mark.parametrize("desk", DESKS)
def test_no_page_names_what_the_desk_may_not_see(seated, desk):
    client, hidden = seated(desk)
    for href in PAGES:
        answer = client.get(href, follow=True)
        assert answer.status_code in (200, 403, 404), href
        said = answer.content.decode()
        assert not [name for name in hidden if name in said], href


@pytest.mark.parametrize("desk", DESKS)
def test_no_sheet_holds_what_the_page_does_not(seated, desk):
    client, hidden = seated(desk)
    for href in SHEETS:
        answer = client.get(href)
        if answer.status_code != 200:
            assert answer.status_code in (403, 404), href
            continue
        book = load_workbook(BytesIO(answer.content))
        said = " ".join(str(c) for page in book.worksheets for line in page.iter_rows(values_only=True) for c in line)
        assert not [name for name in hidden if name in said], href


@pytest.mark.parametrize("desk", DESKS)
def test_counts_points_and_rows_are_of_the_same_enterprises(seated, desk):
    client, _ = seated(desk)
    names = {f"{n}机械厂" for n in DESKS[desk][3].split()}
    page = client.get("/enterprises/?all=1&exact=1").context["list_page"]
    assert page.total == str(len(names)) and {r.cells[0].text for r in page.table.rows} == names
    points = json.loads(client.get("/enterprises/map/points/").content)["points"]
    assert {p[1] for p in points} == names
    areas = next(f for f in page.filters if f.name == "area")
    assert len(areas.options) == len({o.label for o in areas.options}) <= len(names), "no area of an enterprise elsewhere"


@pytest.mark.parametrize("desk", DESKS)
def test_an_enterprise_or_file_beyond_the_desk_answers_as_if_there_were_none(tree, seated, desk):
    client, _ = seated(desk)
    firms, files = DESKS[desk][3].split(), DESKS[desk][4].split()
    for name, firm in tree.firms.items():
        for href in (f"/enterprises/{firm.code}/", f"/enterprises/id-{firm.pk}/", f"/enterprises/{firm.code}/?tab=ledgers",
                     f"/grades/firms/{firm.pk}/"):
            status = client.get(href).status_code
            assert status in ((200, 403, 404) if name in firms else (403, 404)), (name, href)
        assert (client.get(f"/enterprises/{firm.code}/").status_code == 200) is (name in firms)
    for name, file in tree.files.items():
        if name not in files:
            assert client.get(f"/files/{file.no}/").status_code in (403, 404), name
            for paper in file.papers.all():
                assert client.get(f"/papers/{paper.pk}/").status_code in (403, 404), name


def test_visits_of_another_agency_are_not_counted_at_a_desk_that_may_not_read_them(seated):
    client, _ = seated("county officer")
    page = client.get("/enterprises/?cols=visits&sort=area").context["list_page"]
    assert {r.cells[0].text: r.cells[1].text for r in page.table.rows} == {"城关机械厂": "1", "石桥机械厂": "1", "园区机械厂": "0"}


def test_a_cursor_of_another_desk_opens_nothing_there(tree, at_desk, seated):
    Enterprise.objects.bulk_create(
        Enterprise(agency=tree.agencies["CY"], name=f"市管第{n:03d}家", area="高新区") for n in range(60))
    city, _ = seated("city head")
    cursor = city.get("/enterprises/?all=1").context["list_page"].next_href
    assert "at=" in cursor
    said = at_desk(tree.post("officer", "QS")).get(cursor).content.decode()
    assert "市管第" not in said and "城关机械厂" not in said
