"""The page of an enterprise: one page for everything, forms, doubles, map, photos; and who may what."""
from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from zhiheng.actions import enterprises, merging, rebuild, register
from zhiheng.demo.enterprises import credit_code
from zhiheng.records.models import Attachment, Change, Enterprise, Mandate

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 80


@pytest.fixture
def firm(office) -> Enterprise:
    return Enterprise.objects.select_related("agency", "parent").get(pk=office.firm.pk)


def home(firm: Enterprise, rest: str = "") -> str:
    return f"/enterprises/{firm.code or f'id-{firm.pk}'}/{rest}"


def page(client: Client, href: str, status: int = 200) -> str:
    answer = client.get(href)
    assert answer.status_code == status, (href, answer.status_code)
    return answer.content.decode()


def form_of(client: Client, href: str) -> dict:
    """What the form would send unchanged."""
    made = client.get(href).context["form"]
    sent: dict = dict(made.hidden)
    for group in made.groups:
        for field in group.fields:
            if field.kind == "rows":
                sent[f"{field.name}-rows"] = str(len(field.rows))
                sent |= {cell.name: cell.value for row in field.rows for cell in row}
            elif field.kind == "multi":
                sent[field.name] = [o.value for o in field.options if o.selected]
            else:
                sent[field.name] = field.value
    return sent


def reached(answer) -> str:
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return answer["Location"]


# --- one page for everything --------------------------------------------------------------------------------------

def test_every_figure_opens_its_rows_and_they_are_as_many(house, at_desk):
    client = at_desk(house.people["li"])
    firm = house.firm
    made = client.get(home(firm)).context["head"]
    told = {zh: (value, href) for zh, value, href in made.figures}
    assert told["未闭环隐患"][1].endswith("tab=hazards&state=open")
    shown = page(client, told["未闭环隐患"][1])
    assert shown.count('data-row="') == int(told["未闭环隐患"][0]) > 0
    assert told["在办案件"][0] == "1" and house.files["case"].no in page(client, told["在办案件"][1])
    assert "各单位" in page(client, told["全部单位"][1]) and told["信用"][0] == "正常"


def test_each_tab_opens_and_none_costs_more_with_more_behind_it(house, at_desk, django_assert_max_num_queries):
    client = at_desk(house.people["zhang"])
    keys = [t.href for t in client.get(home(house.firm)).context["head"].tabs.tabs]
    assert len(keys) >= 12
    for href in keys:
        with django_assert_max_num_queries(40):
            page(client, href)


def test_the_history_of_fields_masks_telephones(office, at_desk, firm):
    raw = enterprises.raw_of(firm) | {"phone": "13800001234", "employees": "50"}
    enterprises.change(firm, raw, version=firm.version, by=office.people["zhang"])
    said = page(at_desk(office.people["li"]), home(firm, "?tab=changes"))
    assert "从业人数：空 → 50" in said and "138****1234" in said and "13800001234" not in said and "张伟" in said


def test_the_archivist_sees_no_open_case_and_the_administrator_none_at_all(house, at_desk):
    assert house.files["case"].no not in page(at_desk(house.people["he"]), home(house.firm))
    assert house.files["inspection"].no not in page(at_desk(house.people["admin"]), home(house.firm))


def test_the_chain_counts_what_the_desk_may_see(house, at_desk):
    enterprises.enter(house.agency, {"name": "鑫达木业有限公司二厂", "parent": house.firm.code}, by=None)
    said = page(at_desk(house.people["li"]), home(house.firm))
    assert "总部与分支" in said and "鑫达木业有限公司二厂" in said
    branch = Enterprise.objects.get(name="鑫达木业有限公司二厂")
    assert "分支没有自己的代码" in page(at_desk(house.people["li"]), home(branch))


# --- who may ------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("who", ["li", "zhou", "chen", "song"])
def test_only_section_heads_and_the_administrator_have_the_form(office, at_desk, firm, who):
    client = at_desk(office.people[who])
    assert "修改登记" not in page(client, home(firm))
    for href in (home(firm, "edit/"), "/enterprises/new/", f"/enterprises/doubles/{firm.pk}/{firm.pk + 1}/"):
        assert client.get(href).status_code == 403, href
    for href in (home(firm, "edit/"), home(firm, "close/"), home(firm, "reopen/")):
        assert client.post(href, {"reason": "试试看能不能"}).status_code == 403, href
    assert Enterprise.objects.get(pk=firm.pk).version == firm.version


def test_a_post_for_one_township_opens_and_edits_only_its_area(office, at_desk, firm):
    register.enroll(office.agency, [{"name": "甲厂", "code": credit_code(11), "area": "城关镇"},
                                    {"name": "乙厂", "code": credit_code(12), "area": "丛林镇"}])
    Mandate.objects.filter(person=office.people["zhang"]).update(area=["城关镇"])
    ours, theirs = (Enterprise.objects.get(name=n) for n in ("甲厂", "乙厂"))
    client = at_desk(office.people["zhang"])
    assert "甲厂" in page(client, home(ours)) and client.get(home(ours, "edit/")).status_code == 200
    for href in (home(theirs), home(theirs, "edit/"), home(theirs, "files/1/"), f"/enterprises/doubles/{ours.pk}/{theirs.pk}/"):
        assert client.get(href).status_code == 404, href
    assert client.post(home(theirs, "close/"), {"how": "注销", "on": "2026-11-01", "reason": "不该能办"}).status_code == 404
    sent = form_of(client, home(ours, "edit/")) | {"area": "丛林镇"}
    assert "您的任职只及于城关镇" in client.post(home(ours, "edit/"), sent).content.decode()
    assert "乙厂" not in page(client, "/enterprises/map/points/") + page(client, "/enterprises/doubles/")


# --- the form -----------------------------------------------------------------------------------------------------

def test_a_form_sent_back_unchanged_changes_nothing(office, at_desk, firm):
    client = at_desk(office.people["zhang"])
    reached(client.post(home(firm, "edit/"), form_of(client, home(firm, "edit/"))))
    assert Enterprise.objects.get(pk=firm.pk).version == firm.version


def test_a_new_enterprise_is_entered_with_its_industry_found_by_words(office, at_desk):
    client = at_desk(office.people["admin"])
    sent = form_of(client, "/enterprises/new/") | {"name": "云岭(试)厂", "industry_q": "木材加工", "do": "find"}
    said = client.post("/enterprises/new/", sent).content.decode()
    assert 'value="add:industry:20"' in said and 'value="云岭(试)厂"' in said
    added = client.post("/enterprises/new/", sent | {"do": "add:industry:20"})
    assert "制造业 › 木材加工" in added.content.decode()
    reached(client.post("/enterprises/new/", sent | {"do": "submit", "industry_code": "20", "hazards": ["粉尘涉爆"]}))
    made = Enterprise.objects.get(name="云岭（试）厂")
    assert (made.industry_code, made.hazards) == ("20", ["粉尘涉爆"])


def test_the_head_office_is_found_by_two_characters(office, at_desk, firm):
    client = at_desk(office.people["zhang"])
    sent = form_of(client, "/enterprises/new/") | {"name": "二厂", "parent_q": "鑫达", "do": "find"}
    assert f'value="add:parent:{firm.code}"' in client.post("/enterprises/new/", sent).content.decode()
    said = client.post("/enterprises/new/", sent | {"do": f"add:parent:{firm.code}"}).content.decode()
    assert f'value="{firm.code}"' in said and firm.name in said


def test_a_wrong_number_is_said_at_its_field_and_what_was_typed_stays(office, at_desk, firm):
    client = at_desk(office.people["zhang"])
    sent = form_of(client, home(firm, "edit/")) | {"code": "91990101MA00DEMA00", "principal": "新负责人"}
    said = client.post(home(firm, "edit/"), sent).content.decode()
    assert "校验位不符" in said and "末位应为" in said and 'value="新负责人"' in said


def test_two_who_write_at_once_are_told_and_nobody_is_overwritten(office, at_desk, firm):
    first, second = at_desk(office.people["zhang"]), at_desk(office.people["admin"])
    mine, theirs = form_of(first, home(firm, "edit/")), form_of(second, home(firm, "edit/"))
    reached(first.post(home(firm, "edit/"), mine | {"principal": "赵一", "phone": "0990-7"}))
    answer = second.post(home(firm, "edit/"), theirs | {"principal": "钱二", "employees": "33"})
    said = answer.content.decode()
    assert "张伟已改了这家企业" in said and "已改为“赵一”，您填的是“钱二”" in said and 'value="0990-7"' in said and 'value="33"' in said
    sent = {k: v for k, v in theirs.items()} | {"principal": "钱二", "employees": "33", "phone": "0990-7",
                                                "version": dict(answer.context["form"].hidden)["version"]}
    reached(second.post(home(firm, "edit/"), sent))
    now = Enterprise.objects.get(pk=firm.pk)
    assert (now.principal, now.phone, now.employees) == ("钱二", "0990-7", 33)


def test_an_address_of_an_earlier_number_leads_to_the_enterprise(office, at_desk, firm):
    old = home(firm)
    client = at_desk(office.people["zhang"])
    sent = form_of(client, home(firm, "edit/")) | {"code": credit_code(55)}
    assert "请写明理由" in client.post(home(firm, "edit/"), sent).content.decode()
    assert reached(client.post(home(firm, "edit/"), sent | {"reason": "换发执照"})) == f"/enterprises/{credit_code(55)}/"
    assert reached(client.get(old)) == f"/enterprises/{credit_code(55)}/"
    assert at_desk(office.people["stranger"]).get(old).status_code == 404


def test_closing_keeps_the_page_and_stops_inspections(office, at_desk, firm):
    client = at_desk(office.people["zhang"])
    reached(client.post(home(firm, "close/"), {"how": "注销", "on": "2026-11-20", "reason": "市场监管部门已注销"}))
    said = page(at_desk(office.people["li"]), home(firm))
    assert "已于 2026-11-20 注销" in said and "发起检查" not in said
    reached(client.post(home(firm, "reopen/"), {"reason": "注销登记有误"}))
    assert "发起检查" in page(at_desk(office.people["li"]), home(firm))


def test_an_unclear_industry_waits_for_a_person(office, at_desk, firm):
    Enterprise.objects.filter(pk=firm.pk).update(industry="做木头的", industry_code="")
    assert "待确认" in page(at_desk(office.people["zhang"]), home(firm))
    assert firm.name in page(at_desk(office.people["zhang"]), "/enterprises/?industry=none")


# --- doubles ------------------------------------------------------------------------------------------------------

@pytest.fixture
def twin(office, firm) -> Enterprise:
    return enterprises.enter(office.agency, {"name": "鑫达木业", "address": firm.address, "principal": "陈某", "code": "330000000036006"},
                             by=None)


def test_the_suspicion_stands_on_both_pages_and_in_the_list(office, at_desk, firm, twin):
    client = at_desk(office.people["zhang"])
    assert "与「鑫达木业」（330000000036006）可能是同一家" in page(client, home(firm)) and "比对合并" in page(client, home(twin))
    assert f'data-row="{firm.pk}-{twin.pk}"' in page(client, "/enterprises/doubles/")
    assert "比对合并" not in page(at_desk(office.people["li"]), home(firm))


def test_a_person_compares_chooses_joins_and_parts_again(office, at_desk, firm, twin):
    client = at_desk(office.people["zhang"])
    compare = f"/enterprises/doubles/{firm.pk}/{twin.pk}/"
    said = page(client, compare)
    assert 'name="take-principal"' in said and "陈某某" in said and 'name="take-address"' not in said
    versions = client.get(compare).context["compare"].versions
    refused = client.post(f"{compare}merge/", {"versions": versions, "reason": ""}, follow=True)
    assert "合并须写明依据" in refused.content.decode() and Enterprise.objects.get(pk=twin.pk).merged_into is None
    sent = {"versions": versions, "take-principal": "goes", "reason": "核对营业执照是同一家"}
    assert reached(client.post(f"{compare}merge/", sent)) == home(firm)
    assert Enterprise.objects.get(pk=firm.pk).principal == "陈某"
    assert reached(client.get("/enterprises/330000000036006/?tab=changes")) == home(firm, "?tab=changes")
    assert reached(client.get(f"/enterprises/id-{twin.pk}/")) == home(firm)
    history = page(client, home(firm, "?tab=changes"))
    assert "拆分恢复" in history and "鑫达木业：合并" in history
    assert client.get(compare).status_code == 404
    assert at_desk(office.people["li"]).post(f"/enterprises/doubles/{twin.pk}/split/", {"reason": "不该能办"}).status_code == 403
    reached(client.post(f"/enterprises/doubles/{twin.pk}/split/", {"reason": "原来是两家"}))
    assert "鑫达木业" in page(client, "/enterprises/330000000036006/") and Enterprise.objects.get(pk=firm.pk).principal == "陈某某"


def test_not_the_same_is_remembered(office, at_desk, firm, twin):
    client = at_desk(office.people["zhang"])
    reached(client.post(f"/enterprises/doubles/{firm.pk}/{twin.pk}/distinct/", {"reason": "两份营业执照"}))
    assert "可能是同一家" not in page(client, home(firm)) and "没有疑似重复" in page(client, "/enterprises/doubles/")


def test_files_come_along_and_their_rebuild_agrees(house, at_desk):
    from_list = enterprises.enter(house.agency, {"name": "鑫达木业老厂"}, by=None)
    keep = Enterprise.objects.get(pk=from_list.pk)
    old = Enterprise.objects.get(pk=house.firm.pk)
    merging.merge(keep, old, {"name": "stays"}, "两处登记是一家", by=house.people["zhang"], versions=(keep.version, old.version))
    said = page(at_desk(house.people["li"]), f"/enterprises/{old.code}/")
    assert "鑫达木业老厂" in said and all(f'data-row="{f.no}"' in said for f in house.files.values())
    for file in house.files.values():
        assert rebuild.compare(file.no) == []


# --- photos -------------------------------------------------------------------------------------------------------

def test_several_photos_are_kept_shown_handed_out_and_archived(office, at_desk, firm):
    client = at_desk(office.people["li"])
    sent = {"title": "车间", "taken_on": "2026-11-20", "content": [SimpleUploadedFile("a.png", PNG), SimpleUploadedFile("b.png", PNG + b"1"),
                                                                 SimpleUploadedFile("c.exe", b"MZ\x90 program")]}
    answer = client.post(home(firm, "files/add/"), sent, follow=True).content.decode()
    assert "已存入 2 件" in answer and "「c.exe」不能收存" in answer and "车间（1）" in answer
    kept = Attachment.objects.order_by("pk").first()
    shown = client.get(home(firm, f"files/{kept.pk}/"))
    assert shown["Content-Type"] == "image/png" and "sandbox" in shown["Content-Security-Policy"] and shown["X-Content-Type-Options"] == "nosniff"
    assert b"".join(shown.streaming_content) == PNG
    handed = client.get(home(firm, f"files/{kept.pk}/?download=1"))
    assert handed["Content-Disposition"].startswith("attachment") and handed["Content-Type"] == "application/octet-stream"
    client.post(home(firm, f"files/{kept.pk}/archive/"), {"reason": ""})
    assert Attachment.objects.get(pk=kept.pk).archived_at is None
    client.post(home(firm, f"files/{kept.pk}/archive/"), {"reason": "拍糊了，重拍"})
    assert "已归档 1 件" in page(client, home(firm, "?tab=files")) and Change.objects.filter(what="detached").count() == 1


def test_a_photo_of_one_enterprise_is_not_found_below_another_nor_by_strangers(office, at_desk, firm):
    client = at_desk(office.people["li"])
    client.post(home(firm, "files/add/"), {"title": "大门", "content": SimpleUploadedFile("a.png", PNG)})
    kept = Attachment.objects.get()
    other = enterprises.enter(office.agency, {"name": "别家"}, by=None)
    assert client.get(home(other, f"files/{kept.pk}/")).status_code == 404
    assert at_desk(office.people["stranger"]).get(home(firm, f"files/{kept.pk}/")).status_code == 404
    looking = at_desk(office.people["song"])
    assert looking.get(home(firm, f"files/{kept.pk}/")).status_code == 200
    assert looking.post(home(firm, "files/add/"), {"title": "x", "content": SimpleUploadedFile("a.png", PNG)}).status_code == 403


# --- map ----------------------------------------------------------------------------------------------------------

def test_the_map_sends_the_points_of_the_filters_and_counts_those_without_a_place(office, at_desk, django_assert_max_num_queries):
    rows = [{"name": f"厂{n}", "code": credit_code(100 + n), "area": "城关镇", "grade": "D" if n % 2 else "B",
             "latitude": 29.6 + n / 1000, "longitude": 106.3} for n in range(40)]
    register.enroll(office.agency, rows)
    client = at_desk(office.people["li"])
    with django_assert_max_num_queries(8):
        data = client.get("/enterprises/map/points/").json()
    assert len(data["points"]) == 40 and data["areas"][0][0] == "城关镇" and {p[2] for p in data["points"]} == {1, 3}
    assert len(client.get("/enterprises/map/points/?grade=D").json()["points"]) == 20
    said = page(client, "/enterprises/map/")
    assert "没有位置的 <b class=\"num\">1</b> 家" in said and "/enterprises/?unplaced=1" in said
    Enterprise.objects.filter(name="厂1").update(closed_on=date(2026, 1, 1))
    assert len(client.get("/enterprises/map/points/").json()["points"]) == 39


def test_hazard_words_are_offered_by_the_one_search_box_of_the_register(office, at_desk, firm):
    raw = enterprises.raw_of(firm) | {"hazards": ["粉尘涉爆"]}
    enterprises.change(firm, raw, version=firm.version, by=office.people["zhang"])
    client = at_desk(office.people["li"])
    said = page(client, "/enterprises/?q=粉尘")
    assert firm.name in said and "只看粉尘涉爆" in said and firm.name in page(client, "/enterprises/?hazard=粉尘涉爆")
