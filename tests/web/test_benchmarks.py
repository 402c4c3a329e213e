"""裁量基准 and 同类案件 at the desk: looked at, brought in, refused by row, published, compared, withdrawn."""
from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from tests.actions.district import NOW
from zhiheng.actions import benchmark_sheets, local_sheets
from zhiheng.exchange.benchmark_sheet import COLUMNS, MAIN
from zhiheng.law import benchmarks
from zhiheng.records.models import AccessLog, Event, LocalSheet
from zhiheng.records.queries.like import past_cases
from zhiheng.records.queries.scope import visible_to

CODE = "AQSCF-097-1-3"


def one_act(top: int = 100_000, middle: int = 40_000) -> dict:
    return {"title": "本局基准", "factors": {}, "benchmarks": [{"code": CODE, "stage": "first", "default": "一般", "factors": {},
            "bands": [{"name": "一般", "words": "一般情形", "yuan": [0, middle]},
                      {"name": "严重", "words": "重大事故隐患", "yuan": [middle, top], "when": [{"major_hazard": [True]}]}]}
                     | {"factors": {"major_hazard": {"zh": "重大事故隐患", "kind": "bool"}}}]}


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    """Rows are rolled back and their numbers come again: what an earlier test read is forgotten."""
    monkeypatch.setattr(local_sheets, "_kept", {})


@pytest.fixture
def reviewer(office, at_desk):
    return at_desk(office.people["zhou"])


def exported(client) -> bytes:
    answer = client.get("/benchmarks/export/")
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    return answer.content


def spoiled(content: bytes) -> bytes:
    book = load_workbook(BytesIO(content))
    book[MAIN].cell(2, list(COLUMNS).index("max") + 1).value = 10**8
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def send(client, content: bytes, name: str = "基准.xlsx"):
    return client.post("/benchmarks/import/", {"content": SimpleUploadedFile(name, content)})


def token(page: str) -> str:
    return re.search(r'name="token" value="([^"]+)"', page)[1]


def test_every_post_reads_the_table_in_force_and_finds_an_act(house, at_desk):
    for who in ("li", "chen", "song", "he", "admin"):
        said = at_desk(house.people[who]).get("/benchmarks/?q=97").content.decode()
        assert "裁量基准" in said and CODE in said and "未培训 4–10 人" in said
    assert "导入新版" not in at_desk(house.people["li"]).get("/benchmarks/").content.decode()
    assert at_desk(house.people["li"]).get("/benchmarks/import/").status_code == 403


def test_a_workbook_with_faults_keeps_nothing_and_comes_back_marked(reviewer):
    answer = send(reviewer, spoiled(exported(reviewer)))
    said = answer.content.decode()
    assert answer.status_code == 400 and "什么都没有保存" in said and "超出法定幅度" in said
    marked = reviewer.post("/benchmarks/import/errors/", {"token": token(said)})
    sheet = load_workbook(BytesIO(marked.content))[MAIN]
    assert "超出法定幅度" in str(sheet.cell(2, sheet.max_column).value)
    tried = reviewer.post("/benchmarks/publish/", {"token": token(said), "title": "甲", "since": "2026-12-01"})
    assert tried.status_code == 400 and not LocalSheet.objects.exists()


def test_a_sound_workbook_is_looked_at_published_compared_and_withdrawn(reviewer):
    looked = send(reviewer, exported(reviewer)).content.decode()
    assert "没有问题" in looked and "没有变化" in looked and not LocalSheet.objects.exists()
    answer = reviewer.post("/benchmarks/publish/", {"token": token(looked), "title": "云岭区基准（2026）", "since": "2026-11-23",
                                                    "source": "云应急〔2026〕9号"})
    assert answer.status_code == 302 and LocalSheet.objects.get().source == "云应急〔2026〕9号"
    assert AccessLog.objects.filter(what__contains="发布裁量基准第1版").exists()
    benchmark_sheets.publish("yl", one_act(), title="第二版", since=date(2026, 12, 1), source="", by=None)
    said = reviewer.get("/benchmarks/").content.decode()
    assert "待施行" in said and "施行中" in said and "两版之间的变化" in said and "取消" in said
    assert "一般情形" in reviewer.get("/benchmarks/?on=2026-12-02").content.decode()
    reviewer.post("/benchmarks/2/withdraw/", {"reason": "少"})
    assert LocalSheet.objects.filter(withdrawn_at=None).count() == 2
    reviewer.post("/benchmarks/2/withdraw/", {"reason": "条目不全"})
    said = reviewer.get("/benchmarks/").content.decode()
    assert "已撤回" in said and "条目不全" in said
    assert reviewer.post("/benchmarks/2/withdraw/", {"reason": "再来一次"}).status_code == 404


def test_the_sheet_of_the_day_of_decision_decides(office):
    benchmark_sheets.publish("yl", one_act(), title="新版", since=date(2026, 12, 1), source="", by=None)
    assert benchmarks.benchmark(CODE, "first", "yl", date(2026, 11, 30)).title.startswith("云岭区")
    later = benchmarks.benchmark(CODE, "first", "yl", date(2026, 12, 1))
    assert later.title == "新版" and later.bands[0].name == "一般"
    assert benchmarks.benchmark("AQSCF-097-1-4", "first", "yl", date(2026, 12, 1)) is benchmarks.general()


def test_a_workbook_of_another_person_and_a_forged_one_are_refused(reviewer, office, at_desk):
    mine = token(send(reviewer, exported(reviewer)).content.decode())
    admin = at_desk(office.people["admin"])
    assert admin.post("/benchmarks/publish/", {"token": mine, "title": "甲", "since": "2026-12-01"}).status_code == 403
    assert reviewer.post("/benchmarks/publish/", {"token": mine + "x", "title": "甲", "since": "2026-12-01"}).status_code == 404
    assert send(reviewer, b"not a book").status_code == 400
    late = reviewer.post("/benchmarks/publish/", {"token": mine, "title": "甲", "since": "明天"})
    assert late.status_code == 400 and "请填写施行日期" in late.content.decode()
    assert not LocalSheet.objects.exists()


def fined(house, fines: list[int], file=None) -> None:
    """Approved fines of the bureau for one act and band."""
    target = file or house.files["case"]
    last = Event.objects.filter(file=target).order_by("-seq").first()
    for n, fine in enumerate(fines, 1):
        Event.objects.bulk_create([Event(**{f.attname: getattr(last, f.attname) for f in Event._meta.fields if f.attname != "id"}
                                         | {"seq": last.seq + n, "act": "handling_approval", "kind": "act", "occurred_at": NOW - timedelta(days=n),
                                            "facts": {"proposals": [{"party": "鑫达", "violation": CODE, "band": "一般", "fine": fine}]}})])


def test_few_like_cases_are_all_shown_and_not_judged(house, at_desk):
    fined(house, [2_000_000, 9_000_000])
    said = at_desk(house.people["li"]).get(f"/like-cases/?act={CODE}").content.decode()
    assert "不足 5 件" in said and "20,000 元" in said and "90,000 元" in said and "明显偏离" not in said


def test_many_like_cases_have_a_distribution_with_odd_ones_marked_by_a_stated_rule(house, at_desk):
    fined(house, [2_000_000, 2_100_000, 2_200_000, 2_300_000, 2_400_000, 9_000_000])
    client = at_desk(house.people["li"])
    said = client.get(f"/like-cases/?act={CODE}&band=一般&amount=2200000").content.decode()
    assert "中位" in said and "22,500 元" in said and "明显偏离" in said and "1.5 倍四分位距" in said and "本件拟罚" in said
    assert CODE in client.get("/like-cases/").content.decode()


def test_the_distribution_is_the_bureaus_but_files_are_named_only_within_the_readers_scope(house):
    fined(house, [2_000_000, 2_100_000])
    seen = past_cases(house.agency, visible_to(house.people["li"], NOW.date()), NOW - timedelta(days=365), CODE)
    blind = past_cases(house.agency, visible_to(house.people["admin"], NOW.date()), NOW - timedelta(days=365), CODE)
    assert [c.fine_fen for c in seen] == [c.fine_fen for c in blind]
    assert all(c.no and c.party for c in seen) and not any(c.no or c.party for c in blind)
