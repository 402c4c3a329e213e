"""分级分类 at the desk: why a grade is what it is, who may change it, the year's run, the card that is printed."""
from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.actions.district import NOW
from zhiheng.actions import grading, ledgers
from zhiheng.actions.register import enroll
from zhiheng.cli import main
from zhiheng.papers.card import Card
from zhiheng.papers.card import card as draw
from zhiheng.papers.errors import PaperError
from zhiheng.records.clock import frozen
from zhiheng.records.models import Enterprise, GradingRun, LocalSheet, Standing
from zhiheng.registers.catalogue import ledger

WHY = "整改计划经现场核实"
UNTIL = (NOW.date() + timedelta(days=60)).isoformat()


def page(client, href, status=200, **more):
    answer = client.get(href, **more)
    assert answer.status_code == status, (href, answer.status_code)
    return answer.content.decode()


def send(client, href, **values):
    answer = client.post(href, values, follow=True)
    assert answer.status_code == 200, href
    return answer.content.decode()


@pytest.fixture
def firm(office):
    grading.recompute([office.firm.pk])
    office.firm.refresh_from_db()
    return office.firm


def accident(office, firm):
    ledgers.enter(ledger("accidents"), office.agency, {
        "enterprise": firm.code, "happened_on": "2026-10-01", "place": "一车间", "deaths": 1, "serious_injuries": 0, "level": "general",
        "source": "firm"}, by=None)


def test_a_grade_shows_its_factors_its_records_and_when_it_was_computed(office, at_desk, firm):
    accident(office, firm)
    grading.recompute([firm.pk])
    said = page(at_desk(office.people["li"]), f"/grades/firms/{firm.pk}/")
    assert "行业固有风险" in said and "= 55" in said and "有否决事项 → D" in said and "2026-11-23 09:00" in said
    assert "/ledgers/accidents/" in said and "近一年发生生产安全死亡事故" in said and "自拟" in said


def test_a_page_says_that_newer_records_exist_until_it_is_computed_again(office, at_desk, firm):
    client = at_desk(office.people["li"])
    assert "评定以后又有新的记录" not in page(client, f"/grades/firms/{firm.pk}/")
    with frozen(NOW + timedelta(hours=1)):
        accident(office, firm)
        assert "评定以后又有新的记录：台账登记" in page(client, f"/grades/firms/{firm.pk}/")
        assert "台账登记" in page(client, "/grades/")
        assert "等级有变动" in send(client, f"/grades/firms/{firm.pk}/recompute/")
        assert "评定以后又有新的记录" not in page(client, f"/grades/firms/{firm.pk}/")


def test_a_given_grade_says_that_nobody_computed_it(office, at_desk):
    said = page(at_desk(office.people["li"]), f"/grades/firms/{office.firm.pk}/")
    assert "没有按标准评定" in said and "没有评定过" in said


def test_the_enterprise_page_has_the_tab_with_the_way_to_the_rest(office, at_desk, firm):
    said = page(at_desk(office.people["li"]), f"/enterprises/{firm.code}/?tab=grade")
    assert "分级由来" in said and f"/grades/firms/{firm.pk}/" in said and "打印明白卡" in said


def test_only_heads_get_the_forms_of_an_override_and_only_they_may_send_them(office, at_desk, firm):
    officer, head, watcher = (at_desk(office.people[x]) for x in ("li", "zhang", "song"))
    href = f"/grades/firms/{firm.pk}/"
    assert "调整等级" not in page(officer, href) and "登记申请" in page(officer, href)
    assert "登记申请" not in page(watcher, href) and "重新评定</button>" not in page(watcher, href)
    for client in (officer, watcher):
        assert client.post(f"{href}override/", {"kind": "grade", "value": "A", "until": UNTIL, "reason": WHY}).status_code == 403
    assert "须写明理由" in send(head, f"{href}override/", kind="grade", value="A", until=UNTIL, reason="")
    assert "请填写截止日" in send(head, f"{href}override/", kind="grade", value="A", until="明年", reason=WHY)
    assert not Standing.objects.filter(origin="override").exists()
    said = send(head, f"{href}override/", kind="grade", value="A", until=UNTIL, reason=WHY)
    assert f"人工调整为 A 级，至 {UNTIL}" in said and WHY in said
    assert WHY in page(officer, "/grades/") and WHY in page(officer, href)
    row = Standing.objects.get(origin="override")
    assert officer.post(f"/grades/overrides/{row.pk}/end/", {"reason": WHY}).status_code == 403
    assert "恢复按记录评定" in send(head, f"/grades/overrides/{row.pk}/end/", reason=WHY)


def test_an_enterprise_of_another_bureau_has_no_grade_page(office, at_desk, firm):
    client = at_desk(office.people["stranger"])
    assert client.get(f"/grades/firms/{firm.pk}/").status_code == 404
    assert client.get(f"/grades/firms/{firm.pk}/card/").status_code == 404
    assert client.post(f"/grades/firms/{firm.pk}/recompute/").status_code == 404


def test_a_request_for_review_is_entered_with_the_day_of_its_answer(office, at_desk, firm):
    client = at_desk(office.people["li"])
    said = send(client, f"/grades/firms/{firm.pk}/review/", asked_on="2026-11-20", applicant="陈某某", reasons="已整改")
    assert "答复期限 2027-" in said or "答复期限 2026-12" in said
    assert "已整改" in page(client, f"/grades/firms/{firm.pk}/") and "管理时限" in said
    assert "已经有" in send(client, f"/grades/firms/{firm.pk}/review/", asked_on="2026-11-20", applicant="", reasons="再次")


def test_the_years_run_from_its_beginning_to_the_report(office, at_desk):
    enroll(office.agency, [{"name": f"第{n}机械厂", "industry": "机械制造", "grade": "A"} for n in range(5)])
    head, chief, officer = (at_desk(office.people[x]) for x in ("zhang", "chen", "li"))
    assert officer.post("/grades/runs/new/").status_code == 403
    said = send(head, "/grades/runs/new/")
    run = GradingRun.objects.get()
    href = f"/grades/runs/{run.pk}/"
    assert "待确认" in said and "确认，全部生效" not in said and "等待局领导确认" in said
    assert "还有一次动态调整" in send(head, "/grades/runs/new/")
    row = run.rows.order_by("pk").last()
    wrong = head.post(f"{href}rows/{row.pk}/", {"value": "A", "until": UNTIL, "reason": ""})
    assert wrong.status_code == 400 and "须写明理由" in wrong.content.decode()
    assert "已改" in send(head, f"{href}rows/{row.pk}/", value="A", until=UNTIL, reason=WHY)
    assert WHY in page(head, f"{href}?way=override")
    assert chief.post(f"{href}confirm/").status_code == 302 and head.post(f"{href}confirm/").status_code == 302
    said = page(officer, f"{href}?way=all")
    assert "已确认" in said and "调整前合计" in said and "评定率" in said
    assert "100.00%" in page(officer, "/grades/")
    assert "降级" in page(officer, f"{href}?way=down") and "第0机械厂" in page(officer, f"{href}?way=down")
    assert "第0机械厂" not in page(officer, f"{href}?way=up")
    book = load_workbook(BytesIO(officer.get(f"{href}export/?way=all").content))
    assert book.worksheets[0].max_row == 7
    notes = {r[0].value: r[1].value for r in book["说明"].iter_rows()}
    assert notes["标准"] == "base-2026" and "÷" in notes["调整率的口径"] and notes["A → C"] == "4"


def test_a_run_of_another_bureau_is_not_found(office, at_desk):
    send(at_desk(office.people["zhang"]), "/grades/runs/new/")
    run = GradingRun.objects.get()
    assert at_desk(office.people["stranger"]).get(f"/grades/runs/{run.pk}/").status_code == 404


def test_a_withdrawn_run_says_who_and_why(office, at_desk):
    head = at_desk(office.people["zhang"])
    send(head, "/grades/runs/new/")
    said = send(head, f"/grades/runs/{GradingRun.objects.get().pk}/withdraw/", reason="标准还要修改")
    assert "已经撤回" in said and "标准还要修改" in said


def test_the_card_is_one_page_and_says_what_the_register_says(office, at_desk, firm, fonts):
    ledgers.enter(ledger("firm_risks"), office.agency, {"enterprise": firm.code, "name": "砂光机除尘", "level": "red", "state": "active"}, by=None)
    answer = at_desk(office.people["li"]).get(f"/grades/firms/{firm.pk}/card/")
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")


def test_a_card_of_long_names_and_many_hazards_still_fits_its_page(fonts):
    long = "超长名称" * 30
    held = Card("云岭区应急管理局", long, "91990101MA00DEMA07", "D 级", "红", "管理差（重点）", "40 分", "自 2026-11-23", "重点单位：" + long,
                "12", "12", long, [(long, "2026-11-20（已超期）")] * 30, [(long, "红（重大）")] * 9, "李强", "0990-1", "https://example.org/p/",
                NOW.date(), long)
    made = draw(held)
    assert made.pages == 1 and made.sha256 == draw(held).sha256
    with pytest.raises(PaperError, match="没有「绿」"):
        draw(replace(held, colour="绿"))


def test_an_enterprise_without_a_grade_gets_no_card_but_a_sentence(office, at_desk, fonts):
    Enterprise.objects.filter(pk=office.firm.pk).update(grade="")
    said = at_desk(office.people["li"]).get(f"/grades/firms/{office.firm.pk}/card/", follow=True).content.decode()
    assert "还没有安全等级" in said


def test_choosing_an_enterprise_for_an_inspection_says_the_cap_and_whence_it_comes(office, at_desk, firm):
    said = page(at_desk(office.people["li"]), f"/inspections/new/?enterprise={firm.pk}")
    assert "上限 4（C 级，本局公布的年度检查频次上限" in said


def test_the_command_prints_the_factors_and_publishes_only_a_scheme_that_holds(office, firm, capsys, tmp_path):
    assert main(["grade", firm.code, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["grade"] == firm.grade and sum(f[3] for f in found["factors"]) == found["tenths"]
    assert main(["grade", "没有的厂"]) == 2 and main(["grade", firm.code, "--on", "昨天"]) == 2
    assert main(["grade", "--all", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["total"] == 1
    sheet = tmp_path / "s.json"
    sheet.write_text('{"levels": {"A": 10}}', encoding="utf-8")
    ask = ["grade", "--publish", str(sheet), "--place", "yl", "--title", "分级办法", "--source", "云应急〔2026〕1号"]
    assert main(ask) == 1 and not LocalSheet.objects.exists()
    sheet.write_text('{"levels": {"A": 88}}', encoding="utf-8")
    assert main(ask) == 0 and LocalSheet.objects.get().kind == "grading"
