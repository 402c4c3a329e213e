"""The power list at the desk: everybody reads it, two posts publish it, and the cases that rest on lapsed items are found."""
from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from zhiheng.actions import power_lists
from zhiheng.law import powers
from zhiheng.records.models import AccessLog, Finding, LocalSheet


@pytest.fixture
def listed(office):
    power_lists.publish_prepared("yl", office.people["zhou"])
    return office


def said(answer) -> str:
    return answer.content.decode()


def rows_of(answer) -> list[list[str]]:
    book = load_workbook(io.BytesIO(answer.content))
    return [["" if c is None else str(c) for c in line] for line in book.worksheets[0].iter_rows(values_only=True)]


def upload(rows: list[list[str]], name: str = "清单.xlsx") -> SimpleUploadedFile:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1].replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&")


def looked_at(client, rows, since="2026-12-01") -> str:
    return said(client.post("/matters/new/", {"title": "下一版", "since": since, "content": upload(rows)}))


def test_a_bureau_without_a_list_is_told_who_publishes_the_first(office, at_desk):
    assert "由法制审核人员或者系统管理员发布" in said(at_desk(office.people["li"]).get("/matters/"))
    assert "发布第一版" in said(at_desk(office.people["zhou"]).get("/matters/"))
    assert at_desk(office.people["zhou"]).get("/matters/compare/").status_code == 404


def test_the_list_of_the_day_says_how_many_of_which_kind_and_what_may_not_be_used(listed, at_desk):
    page = said(at_desk(listed.people["li"]).get("/matters/"))
    assert "119 项 = 行政许可4 + 行政处罚110 + 行政强制3 + 行政确认1 + 其他行政权力1" in page
    assert "依据失效，待迁移" in page and "已停用" in page and "发布下一版" not in page


def test_filters_narrow_the_list_and_an_earlier_version_stays_readable(listed, at_desk):
    client = at_desk(listed.people["li"])
    assert "共 4 项" in said(client.get("/matters/?kind=licence"))
    assert "共 2 项" in said(client.get("/matters/?state=waiting"))
    assert "危险化学品安全管理条例第33条第1款" in said(client.get("/matters/?v=1&kind=licence"))
    assert client.get("/matters/?v=9").status_code == 404


def test_an_item_shows_its_acts_its_duties_and_the_flow_of_its_procedure(listed, at_desk):
    page = said(at_desk(listed.people["li"]).get("/matters/items/CF-010/"))
    assert "AQSCF-097-1-3" in page and "/p/about/penalty_ordinary.svg" in page and "行政处罚法第54条第2款" in page
    assert "一次告知补正内容" in said(at_desk(listed.people["li"]).get("/matters/items/XK-01/"))
    assert at_desk(listed.people["li"]).get("/matters/items/CF-999/").status_code == 404


def test_only_legal_reviewers_and_administrators_may_publish(listed, at_desk):
    before = LocalSheet.objects.count()
    for who in ("li", "zhang", "chen", "song"):
        client = at_desk(listed.people[who])
        assert client.get("/matters/new/").status_code == 403
        assert client.post("/matters/publish/", {"body": "{}", "since": "2026-12-01", "title": "x"}).status_code == 403
    assert LocalSheet.objects.count() == before


def test_the_list_in_force_may_not_be_published_again_while_items_of_it_have_no_basis(listed, at_desk):
    client = at_desk(listed.people["zhou"])
    rows = rows_of(client.get("/matters/export/"))
    page = looked_at(client, rows)
    assert rows[0][0] == "事项编码" and len(rows) == 120
    assert "2 行有问题，不能发布" in page and "把停用日期填为 2026-05-31" in page


def test_the_proposed_list_is_edited_and_every_change_is_shown_before_it_is_published(listed, at_desk):
    client = at_desk(listed.people["zhou"])
    rows = rows_of(client.get("/matters/proposed/"))
    page = looked_at(client, rows)
    assert "items/CF-109/" in page and "items/CF-001/" not in page
    rows[5][2] = "对机构出具失实报告的处罚"
    page = looked_at(client, rows)
    assert "items/CF-001/" in page and "对评价认证检测检验机构出具失实报告的处罚" in page and LocalSheet.objects.count() == 2
    answer = client.post("/matters/publish/", {"title": "下一版", "since": "2026-12-01", "body": hidden(page, "body")}, follow=True)
    assert "已发布第3版" in said(answer)
    assert powers.numbered("yl", 3).get("CF-001").name == "对机构出具失实报告的处罚"
    assert AccessLog.objects.filter(what__contains="权责清单第3版").exists()


def test_the_day_a_future_version_begins_the_old_one_is_still_in_force(listed, at_desk):
    client = at_desk(listed.people["zhou"])
    page = looked_at(client, rows_of(client.get("/matters/proposed/")))
    client.post("/matters/publish/", {"title": "下一版", "since": "2026-12-01", "body": hidden(page, "body")})
    assert "权责清单 · 第2版" in said(client.get("/matters/"))


def test_every_wrong_row_is_named_by_its_number_and_comes_back_in_a_workbook(listed, at_desk):
    client = at_desk(listed.people["zhou"])
    rows = rows_of(client.get("/matters/proposed/"))
    rows[5][3], rows[6][0], rows[7][6] = "没有的法第1条", "CF-001", "AQSCF-999"
    page = looked_at(client, rows)
    assert "3 行有问题，不能发布" in page and 'name="body"' not in page
    back = rows_of(client.post("/matters/faults/", {"rows": hidden(page, "rows")}))
    assert [(r[0], r[1]) for r in back[1:]] == [
        ("6", "没有登记法律「没有的法」"), ("7", "事项编码与第 6 行重复"), ("8", "违法行为目录中没有代码「AQSCF-999」。")]


def test_what_was_looked_at_is_judged_again_when_it_is_published(listed, at_desk):
    client = at_desk(listed.people["zhou"])
    bad = {"title": "x", "since": "2026-12-01", "body": '{"items": [{"code": "A"}]}'}
    assert "没有填写「事项类型」" in said(client.post("/matters/publish/", bad, follow=True))
    assert "请重新导入" in said(client.post("/matters/publish/", bad | {"body": "["}, follow=True))
    assert LocalSheet.objects.count() == 2


def test_a_version_cannot_begin_before_the_one_in_force(listed, at_desk):
    client = at_desk(listed.people["zhou"])
    rows = [["事项编码", "事项类型", "事项名称", "实施依据", "行使主体"], ["A-1", "行政处罚", "甲", "安全生产法第97条第1款第3项", "本局"]]
    page = looked_at(client, rows, since="2026-04-01")
    answer = client.post("/matters/publish/", {"title": "x", "since": "2026-04-01", "body": hidden(page, "body")}, follow=True)
    assert "不能早于现行第2版" in said(answer) and LocalSheet.objects.count() == 2


def test_a_file_that_is_no_list_is_refused_in_words(listed, at_desk):
    client = at_desk(listed.people["zhou"])
    sent = {"title": "x", "since": "2026-12-01"}
    assert "请选择要导入的文件" in said(client.post("/matters/new/", sent))
    assert "没有找到表头" in said(client.post("/matters/new/", sent | {"content": upload([["甲", "乙"]])}))
    assert "请填写施行日期" in said(client.post("/matters/new/", {"title": "x", "since": ""}))


def test_the_proposed_version_marks_what_lapsed_and_can_be_published_as_it_is(listed, at_desk):
    client = at_desk(listed.people["zhou"])
    assert len(rows_of(client.get("/matters/proposed/"))) == 120
    page = said(client.post("/matters/new/", {"title": "下一版", "since": "2026-11-23", "proposed": "1"}))
    client.post("/matters/publish/", {"title": "下一版", "since": "2026-11-23", "body": hidden(page, "body")})
    assert str(powers.numbered("yl", 3).get("CF-109").until) == "2026-05-31"
    assert "依据失效，待迁移" not in said(client.get("/matters/"))


def test_open_cases_that_rest_on_a_lapsed_item_are_named_to_those_who_may_see_them(house, at_desk):
    power_lists.publish_prepared("yl", by=None)
    case = house.files["case"]
    Finding.objects.create(file=case, key="violation-9", text="转借操作证", violation=powers.numbered("yl", 1).get("CF-109").acts[0])
    assert case.no in said(at_desk(house.people["zhou"]).get("/matters/lapsed/"))
    assert case.no not in said(at_desk(house.people["stranger"]).get("/matters/lapsed/"))
    assert case.no not in said(at_desk(house.people["admin"]).get("/matters/lapsed/"))


def test_what_will_lapse_within_ninety_days_is_announced(listed, at_desk):
    page = said(at_desk(listed.people["li"]).get("/matters/lapsed/?v=1&on=2026-04-15"))
    assert '90 日内将失效 <span class="num">33</span>' in page and "由危险化学品安全法（主席令第64号）取代" in page


def test_versions_are_compared_on_the_page_and_as_a_workbook(listed, at_desk):
    client = at_desk(listed.people["li"])
    assert "变更 33" in said(client.get("/matters/compare/"))
    rows = rows_of(client.get("/matters/compare/?a=1&b=2&export=1"))
    assert rows[0][:2] == ["变动", "事项编码"] and ["变更", "XK-04"] in [r[:2] for r in rows]
    assert client.get("/matters/compare/?a=7").status_code == 404


def test_catalogue_and_list_stand_side_by_side(listed, at_desk):
    page = said(at_desk(listed.people["zhou"]).get("/matters/coverage/"))
    assert "没有对应事项的违法行为" in page and "KSTL-053" in page and "CF-109" in page
