"""执法手册 on the desks: found, read, taken along, changed by the bureau, and never decided by a page."""
from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from tests.actions.district import NOW
from zhiheng import cli
from zhiheng.actions import handbook
from zhiheng.actions.errors import Invalid, NotAllowed
from zhiheng.exchange import checklist_file
from zhiheng.law import checklists
from zhiheng.law.checklists import get, items, row_of
from zhiheng.records.models import Finding, LocalSheet

TODAY = NOW.date()
OWN = {"id": "YL-01", "area": "wood", "topic": "", "question": "木屑堆场与电气是否保持距离", "method": "看现场", "evidence": "距离测量",
       "basis": "安全生产法第四十一条第二款", "violations": "AQSCF-102-1", "fix": "清理并保持距离", "days": "7", "major": "0",
       "since": TODAY.isoformat()}


def page(client, href: str) -> str:
    answer = client.get(href)
    assert answer.status_code == 200, href
    return answer.content.decode()


def test_two_characters_a_trade_and_an_article_narrow_the_list(office, at_desk):
    client = at_desk(office.people["li"])
    assert f"共 {len(items())} 项" in page(client, "/handbook/") and "第 1 页" in page(client, "/handbook/")
    found = page(client, "/handbook/?q=泄爆")
    assert 'href="/handbook/D-03/"' in found and 'href="/handbook/G-05/"' not in found
    assert 'href="/handbook/G-55/"' in page(client, "/handbook/?q=安法36-2")
    assert 'href="/handbook/A-05/"' in page(client, "/handbook/?area=ammonia_refrigeration")
    assert "没有找到检查事项" in page(client, "/handbook/?q=不存在的说法")


def test_the_page_of_an_item_shows_how_to_check_what_it_rests_on_and_what_it_may_be(office, at_desk):
    html = page(at_desk(office.people["li"]), "/handbook/G-05/")
    assert "一人一档" not in html and get("G-05").evidence in html and "/law/" in html
    assert 'data-act-code="AQSCF-097-1-3"' in html and "100,000 元以下罚款" in html and "由检查人员认定" in html
    major = page(at_desk(office.people["li"]), "/handbook/D-03/")
    assert "挂牌督办" in major and "停止使用" in major
    ended = page(at_desk(office.people["li"]), "/handbook/H-01/")
    assert "不能用于" in ended


def test_an_unknown_item_is_not_found(office, at_desk):
    assert at_desk(office.people["li"]).get("/handbook/ZZ-99/").status_code == 404


def test_how_often_an_item_was_not_in_order_is_counted_within_the_bureau_and_twelve_months(house, at_desk):
    found = Finding.objects.filter(file=house.files["inspection"]).first()
    found.attrs = {**found.attrs, "item": "D-03"}
    found.save()
    html = page(at_desk(house.people["li"]), "/handbook/D-03/")
    assert '<b class="num" data-wrong>1</b>' in html and house.files["inspection"].no in html
    file = house.files["inspection"]
    file.opened_at = NOW - timedelta(days=400)
    file.save()
    assert '<b class="num" data-wrong>0</b>' in page(at_desk(house.people["li"]), "/handbook/D-03/")
    assert '<b class="num" data-wrong>0</b>' in page(at_desk(house.people["admin"]), "/handbook/D-03/")


def test_a_list_for_one_enterprise_has_room_for_the_answers(office, at_desk):
    answer = at_desk(office.people["li"]).get(f"/handbook/export/?enterprise={office.firm.pk}")
    rows = list(load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))
    assert rows[0][0] == "编号" and "结果" in str(rows[0][-2]) and len(rows) > 50
    assert at_desk(office.people["li"]).get("/handbook/export/?enterprise=999999").status_code == 404


def test_a_workbook_of_all_items_comes_back_as_the_same_rows(office):
    brought = checklist_file.read(BytesIO(checklist_file.write(items(), "全部")), "全部.xlsx")
    assert brought.faults == () and len(brought.rows) == len(items())
    for row, item in zip(brought.rows, items(), strict=True):
        mine = row_of(item)
        assert {k: row[k] for k in mine} == mine, item.id


def test_an_officer_reads_and_may_not_write(office, at_desk):
    client = at_desk(office.people["li"])
    assert "新增事项" not in page(client, "/handbook/") and "/edit/" not in page(client, "/handbook/G-05/")
    for href in ("/handbook/new/", "/handbook/import/", "/handbook/G-05/edit/"):
        assert client.get(href).status_code == 403
    assert client.post("/handbook/G-05/retire/", {"why": "不再适用"}).status_code == 403


def test_the_reviewer_adds_an_item_and_new_inspections_ask_it(office, at_desk):
    client = at_desk(office.people["zhou"])
    assert client.post("/handbook/new/", OWN).status_code == 302
    assert "本局新增" in page(client, "/handbook/YL-01/") and 'href="/handbook/YL-01/"' in page(client, "/handbook/?kind=own")
    chosen = checklists.for_enterprise("木材加工", place="yl", on=TODAY)
    assert any(c.item.id == "YL-01" for c in chosen)
    assert LocalSheet.objects.get(kind="checklist").made_by == office.people["zhou"]


def test_a_faulty_item_comes_back_with_what_was_typed_and_every_fault(office, at_desk):
    client = at_desk(office.people["zhou"])
    answer = client.post("/handbook/new/", OWN | {"violations": "AQSCF-999", "evidence": "", "days": "七"})
    html = answer.content.decode()
    assert answer.status_code == 422 and "木屑堆场与电气是否保持距离" in html and "「七」不是整数" in html
    html = client.post("/handbook/new/", OWN | {"violations": "AQSCF-999", "evidence": ""}).content.decode()
    assert "没有代码 AQSCF-999" in html and "没有填写取证要点" in html and not LocalSheet.objects.exists()
    assert "已有" in client.post("/handbook/new/", OWN | {"id": "G-05"}).content.decode()


def test_an_item_is_changed_retired_and_brought_back_each_time_as_a_version(office, at_desk):
    client = at_desk(office.people["zhang"])
    changed = {k: v for k, v in OWN.items() if k != "id"} | {"area": "general", "question": "从业人员是否逐人考试合格"}
    assert client.post("/handbook/G-05/edit/", changed).status_code == 302
    assert "从业人员是否逐人考试合格" in page(client, "/handbook/G-05/") and "本局修改" in page(client, "/handbook/G-05/")
    assert client.post("/handbook/G-06/retire/", {"why": "并入 G-34 检查"}).status_code == 302
    assert "本局已停用" in page(client, "/handbook/G-06/") and 'href="/handbook/G-06/"' not in page(client, "/handbook/?q=G-06")
    client.post("/handbook/G-06/retire/", {"do": "restore"})
    assert "本局已停用" not in page(client, "/handbook/G-06/")
    html = page(client, "/handbook/versions/")
    assert "第 3 版" in html and "停用" in html and "恢复使用" in html and "从业人员是否逐人考试合格" in html
    assert client.post("/handbook/versions/3/withdraw/", {"why": "操作有误，撤回"}).status_code == 302
    assert LocalSheet.objects.get(number=3).withdrawn_at is not None


def test_yesterdays_inspection_keeps_the_items_of_its_day(office):
    handbook.retire("yl", "G-06", "并入 G-34 检查", since=TODAY, by=office.people["zhou"])
    assert "G-06" not in {i.id for i in checklists.items("yl", TODAY)}
    assert "G-06" in {i.id for i in checklists.items("yl", TODAY - timedelta(days=1))}


def test_retiring_needs_a_reason_and_restoring_something_retired(office):
    with pytest.raises(NotAllowed):
        handbook.retire("yl", "G-06", "无", since=TODAY, by=office.people["zhou"])
    with pytest.raises(NotAllowed):
        handbook.restore("yl", "G-06", since=TODAY, by=office.people["zhou"])


def workbook_of(*rows: dict[str, object]) -> bytes:
    return checklist_file.write([checklists.of_row(r) for r in rows], "本局")


def test_a_workbook_with_faults_is_refused_row_by_row_and_a_sound_one_is_published(office, at_desk):
    client = at_desk(office.people["admin"])
    good = row_of(get("G-12")) | {"id": "YL-02", "question": "入口标志是否齐全"}
    bad = good | {"id": "YL-03", "question": "甲", "basis": ["安全生产法:35"], "fix": ""}
    again = good | {"question": "又一次"}

    def send(data: bytes):
        upload = SimpleUploadedFile("本局.xlsx", data)
        return client.post("/handbook/import/", {"content": upload, "since": TODAY.isoformat(), "title": "云岭区检查事项"})

    html = send(workbook_of(good, bad, again)).content.decode()
    assert "第 3 行：没有填写整改要求" in html and "第 4 行：编号 YL-02 与第 2 行重复" in html and not LocalSheet.objects.exists()
    assert "不能作为 Excel 工作簿打开" in send(b"<xml>").content.decode()
    assert send(workbook_of(good)).status_code == 302
    sheet = LocalSheet.objects.get()
    assert sheet.title == "云岭区检查事项" and "row" not in sheet.body["items"][0]
    assert "YL-02" in page(client, "/handbook/versions/")


def test_a_list_that_charges_what_cannot_be_charged_is_not_published(office):
    row = row_of(get("G-12")) | {"id": "YL-04", "violations": ["WHPTL-078-1-3"]}
    with pytest.raises(Invalid) as refused:
        handbook.publish_rows("yl", [row], [], since=date(2026, 11, 1), title="", by=None)
    assert any("不能用于" in e.says for e in refused.value.errors)


def test_the_command_lists_writes_and_publishes(office, tmp_path, capsys):
    assert cli.main(["handbook", "list", "泄爆"]) == 0 and "D-03" in capsys.readouterr().out
    assert cli.main(["handbook", "list", "不存在的说法"]) == 1
    assert cli.main(["handbook", "export", str(tmp_path / "a.xlsx"), "--area", "粉尘涉爆"]) == 0
    (tmp_path / "b.xlsx").write_bytes(workbook_of(row_of(get("G-12")) | {"id": "YL-05"}))
    assert cli.main(["handbook", "publish", str(tmp_path / "b.xlsx"), "--place", "yl", "--since", "2026-11-01"]) == 0
    assert "YL-05" in {i.id for i in checklists.items("yl", TODAY)}
    (tmp_path / "c.xlsx").write_bytes(workbook_of(row_of(get("G-12")) | {"id": "YL-06", "fix": ""}))
    assert cli.main(["handbook", "publish", str(tmp_path / "c.xlsx"), "--place", "yl"]) == 1
    assert "第 2 行：没有填写整改要求" in capsys.readouterr().out
