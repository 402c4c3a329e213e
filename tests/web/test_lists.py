"""Lists: a link reproduces the list, nobody sees another office's rows, the sheet says what it is."""
from __future__ import annotations

from io import BytesIO

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.web import house as houses
from zhiheng.actions import register
from zhiheng.records.models import Enterprise, File, Message, Publication
from zhiheng.web.build.enterprises import masked_phone, valid_code


def page(client: Client, href: str) -> str:
    answer = client.get(href)
    assert answer.status_code == 200, href
    return answer.content.decode()


def test_each_list_holds_its_own_procedure(house, at_desk):
    client = at_desk(house.people["li"])
    for href, name in (("/inspections/", "inspection"), ("/rectifications/", "rectification"), ("/penalties/", "case")):
        said = page(client, href)
        assert f'data-row="{house.files[name].no}"' in said
        others = {f.no for k, f in house.files.items() if f.procedure != house.files[name].procedure}
        assert not any(f'data-row="{no}"' in said for no in others)


def test_filters_stand_in_the_address_and_are_kept_by_paging_and_export(house, at_desk):
    client = at_desk(house.people["li"])

    said = page(client, "/inspections/?who=李强&state=open&q=鑫达")
    assert house.files["inspection"].no in said
    assert "/inspections/export/?state=open&amp;who=%E6%9D%8E%E5%BC%BA&amp;q=%E9%91%AB%E8%BE%BE" in said
    assert 'value="鑫达"' in said and 'name="state" value="open"' in said
    assert "没有符合条件的检查" in page(client, "/inspections/?who=周宁")
    assert "没有符合条件的检查" in page(client, "/inspections/?state=ended")
    assert page(client, "/inspections/?on_from=not-a-day&at=broken!&stage=none&unknown=1")


def test_another_bureau_sees_none_of_our_rows(house, at_desk):
    client = at_desk(house.people["stranger"])
    for href in ("/inspections/", "/rectifications/", "/penalties/", "/archives/", "/publicity/", "/enterprises/",
                 "/measures/NK-02/rows/", "/search/?q=鑫达", "/approvals/"):
        said = page(client, href)
        assert "鑫达木业" not in said and not any(f.no in said for f in house.files.values()), href


def test_a_list_of_a_hundred_open_files_takes_at_most_ten_questions(house, at_desk):
    base = house.files["inspection"]
    File.objects.bulk_create(
        File(no=f"YL-2026-9{n:04d}", agency=house.agency, procedure="inspection", enterprise=house.firm, year=2026,
             seq=90000 + n, opened_at=base.opened_at, stage="plan", officers=["li", "wang"], title=house.firm.name)
        for n in range(100))
    client = at_desk(house.people["li"])
    client.get("/inspections/")
    with CaptureQueriesContext(connection) as asked:
        said = page(client, "/inspections/?state=open")
    assert len(asked) <= 10, [q["sql"][:120] for q in asked.captured_queries]
    assert said.count("data-row=") == 50 and "共 102" in said


def test_paging_by_key_shows_every_row_once_there_and_back(house, at_desk):
    base = house.files["inspection"]
    File.objects.bulk_create(
        File(no=f"YL-2026-9{n:04d}", agency=house.agency, procedure="inspection", year=2026, seq=90000 + n,
             opened_at=base.opened_at, stage="plan", title="另一家") for n in range(120))
    client = at_desk(house.people["li"])
    href, seen, steps = "/inspections/?q=另一家", [], 0
    while href:
        answer = client.get(href)
        built = answer.context["list_page"]
        seen += [r.key for r in built.table.rows]
        back, href, steps = built.previous_href, built.next_href, steps + 1
    assert len(seen) == len(set(seen)) == 120 and steps == 3
    assert len(client.get(back).context["list_page"].table.rows) == 50


def test_the_sheet_holds_the_rows_of_the_filter_and_says_what_it_is(house, at_desk):
    File.objects.filter(pk=house.files["case"].pk).update(title="=HYPERLINK(1)")
    answer = at_desk(house.people["li"]).get("/penalties/export/")

    book = load_workbook(BytesIO(answer.content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[0][1] == "案由" and len(rows) == 2
    cell = book.worksheets[0]["B2"]
    assert cell.data_type == "s" and str(cell.value).startswith("=HYPERLINK")
    notes = {r[0]: r[1] for r in book["说明"].iter_rows(values_only=True)}
    assert notes["导出人"] == "李强（li）" and "状态：办理中" in notes["筛选"] and notes["行数"] == "1"


def test_the_enterprise_page_holds_its_whole_history_and_masks_telephones(house, at_desk):
    Enterprise.objects.filter(pk=house.firm.pk).update(phone="13800001234", people=[
        {"name": "刘艳", "position": "安全管理人员", "phone": "13800000607"}])
    client = at_desk(house.people["li"])
    href = f"/enterprises/{house.firm.code}/"

    said = page(client, href)
    assert all(f'data-row="{f.no}"' in said for f in house.files.values())
    assert "本年检查" in said and "发起检查" in said
    assert house.files["case"].no not in page(client, href + "?tab=rectification")
    register = page(client, href + "?tab=register")
    assert "138****1234" in register and "13800001234" not in register and "13800000607" not in register


def test_the_supervisor_reads_the_enterprise_but_opens_no_inspection(house, at_desk):
    assert "发起检查" not in page(at_desk(house.people["song"]), f"/enterprises/{house.firm.code}/")


def test_the_register_is_found_by_two_characters_initials_and_code(house, at_desk):
    client = at_desk(house.people["li"])
    for q in ("鑫达", "木业", "xdmy", "9199", house.firm.code):
        assert house.firm.name in page(client, f"/enterprises/?q={q}"), q
    assert "没有符合条件的企业" in page(client, "/enterprises/?q=恒运")
    assert house.firm.name in page(client, "/enterprises/?grade=C")
    Enterprise.objects.filter(pk=house.firm.pk).update(fields=["工贸"])
    register.reindex(Enterprise.objects.filter(pk=house.firm.pk))
    assert house.firm.name in page(client, "/enterprises/?field=工贸")
    assert house.firm.name not in page(client, "/enterprises/?field=矿山").split("<tbody>")[-1]


def test_the_draft_waits_in_the_list_of_whose_turn_it_is_and_moves_to_the_done_of_who_signed(house, at_desk):
    no = house.files["waiting"].no
    assert f"/files/{no}/drafts/" in page(at_desk(house.people["zhang"]), "/approvals/")
    assert no not in page(at_desk(house.people["chen"]), "/approvals/")
    assert no in page(at_desk(house.people["wang"]), "/approvals/done/")


def test_a_withdrawn_or_blocked_record_is_shown_with_its_reason_inside_the_bureau(house, at_desk):
    Publication.objects.create(file=house.files["case"], kind="penalty", party="party-1", slug="s1", title="处罚决定一",
                               blocked="涉及未成年人")
    client = at_desk(house.people["zhang"])
    said = page(client, "/publicity/records/?state=blocked")
    assert "涉及未成年人" in said and "不能公开" in said
    assert "处罚决定一" not in page(client, "/publicity/records/?state=published")


def test_messages_are_my_own_and_are_read_by_opening_them(house, at_desk):
    client = at_desk(house.people["wang"])
    mine = Message.objects.filter(person=house.people["wang"]).order_by("pk")
    assert mine.count() > 0 and "未读" in page(client, "/messages/")

    first = mine.first()
    assert client.get(f"/messages/{first.pk}/").status_code == 302
    assert Message.objects.get(pk=first.pk).read_at is not None
    assert at_desk(house.people["chen"]).get(f"/messages/{first.pk}/").status_code == 404
    client.post("/messages/read/")
    assert "没有符合条件的消息" in page(client, "/messages/?state=unread")


def test_telephones_and_codes_are_never_trusted_by_their_looks():
    assert masked_phone("0990-5550606") == "099****0606" and masked_phone("123") == "****" and masked_phone("") == "—"
    assert not valid_code("91990101MA00DEMA08") and not valid_code(None)


def test_an_expired_certificate_stands_out_in_the_list_of_people(house, at_desk):
    houses.expiring(house, "li", -1)
    houses.expiring(house, "wang", 7)
    said = page(at_desk(house.people["admin"]), "/officers/")
    assert "已于 2026-11-22 过期" in said and "2026-11-30 到期" in said and "无执法证" in said
