"""J05: next year's plan from this year's, in the browser: figures typed and pasted, cut, scheduled, approved, changed, made final."""
from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.office import PIN, Desk, Office
from tests.web.story import moment
from zhiheng.actions import plan_begin, plans, schedule_jobs
from zhiheng.planning.days import NON, OTHER
from zhiheng.records.clock import frozen
from zhiheng.records.models import Enterprise, Plan, PlanItem

DAYS = ((170, 150, 100, 120, 90, 60, 45, 100, 30, 170), (120, 160, 60, 40, 45, 100, 10))
HOLIDAYS = "元旦 1月1日至3日\n春节 2月5日至12日\n劳动节 5月1日至5日\n国庆节 10月1日至7日"
DELIBERATED = {"held_on": "2026-11-24", "legality": "内容合法，程序完备", "conclusion": "agreed", "record": "同意，报区政府批准"}


def ready(office: Office) -> None:
    """72 key enterprises, twelve of them twice a year, and a plan of 2026 to begin from."""
    b = office.bureau
    Enterprise.objects.bulk_create([
        Enterprise(agency=b.agency, name=f"云岭第{n:03d}化工厂", key_unit=True, running="在营", fields=["工贸"], grade="D" if n <= 12 else "C",
                   area="平山园区") for n in range(1, 73)])
    with frozen(moment("2026-11-20")):
        before, _ = plan_begin.begin(b.agency, 2026, b.li)
        plan_begin.figures(before.pk, {"officers": 8, "in_post": 10, "orders": 62, "other": [100] * 10, "non": [70] * 7}, b.li)


def saved(page: Page) -> None:
    with page.expect_navigation():
        page.locator("#plan-form button[data-main]").click()


def pressed(page: Page, act: str) -> None:
    with page.expect_navigation():
        page.locator(f'[data-act="{act}"]').first.click()


def figures(li: Desk) -> None:
    """A wrong table is refused by its line; the seventeen figures are typed; 38 days too many are cut."""
    page = li.page
    lines = [f"{n}\t{zh}\t{d}" for n, (zh, d) in enumerate(zip(OTHER, DAYS[0], strict=True), 1)]
    page.locator("summary", has_text="粘贴表格填写").click()
    page.locator("#f-paste").fill("\n".join([*lines, "合计\t1053"]))
    pressed(page, "plan_paste")
    assert "第 11 行「合计」写作 1053，以上各项之和是 1035" in page.locator("[data-faults]").inner_text()
    page.locator("#f-paste").fill("")
    for kind, days, items in (("other", DAYS[0], OTHER), ("non", DAYS[1], NON)):
        for n, (day, _) in enumerate(zip(days, items, strict=True)):
            page.locator(f"#f-{kind}-{n}").fill(str(day))
    page.locator("#f-general_visits").fill("111")
    saved(page)
    account = page.locator("#account").inner_text()
    for said in ("1,984", "1,035", "535", "414", "52.17%", "26.97%", "20.87%", "72 家/84 家次", "100.01%"):
        assert said in account, said
    assert page.locator('[data-state="short"], .band', has_text="超出 38 工日：只能压减一般抽查 19 家次，不得压减重点全覆盖").count()
    li.shot("plan-short")
    pressed(page, "plan_cut")
    assert "已压减一般抽查 19 家次，重点单位没有减少" in page.locator("#messages").inner_text()
    assert "重点覆盖 72/72" in page.inner_text("main")


def scheduled(office: Office, li: Desk) -> Plan:
    """Pressed on the page, every visit gets its day and its two officers; one is put on a day that the notice will take."""
    plan, page = Plan.objects.get(year=2027), li.go("/plans/2027/schedule/")
    pressed(page, "schedule")
    total = PlanItem.objects.filter(plan=plan).count()
    assert f"自动排期：排定 {total} / {total} 家次" in page.inner_text("main")
    assert PlanItem.objects.filter(plan=plan, on=None).count() == 0
    li.shot("plan-scheduled")
    with frozen(moment("2026-11-23 11:00")):
        item = PlanItem.objects.filter(plan=plan, kind="key").order_by("pk").first()
        assert item is not None
        plans.place(plan.pk, item.pk, date(2027, 10, 6), ["li", "wang"], office.bureau.li)
    return plan


def sent(li: Desk, act: str, words: str = "", **more: bool) -> None:
    page = li.go("/plans/2027/approval/")
    form = page.locator(f'[data-step="{act}"] form')
    if words:
        form.locator("textarea").fill(words)
    form.locator('input[name="pin"]').fill(PIN)
    with page.expect_navigation():
        form.locator(f'button[data-act="{act}"]').click()
    assert "已提交，等待签署" in page.locator("#messages").inner_text(), li.complaints()


def test_next_years_plan_from_figures_to_a_change_of_the_approved_plan(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    # A process of its own, which the product uses, could not reach the database of a test.
    monkeypatch.setattr(schedule_jobs, "launch", lambda job: schedule_jobs.work(job.plan, job.number, seconds=15))
    office.at("2026-11-23 09:00")
    ready(office)
    li = office.desk("li")
    page = li.go("/plans/")
    page.locator("#second-YL-2027").select_option("wang")
    pressed(page, "begin_2027_from")
    assert page.url.endswith("/plans/2027/") and "2027 年放假安排未公布，按 13 天暂定" in page.inner_text("main")
    figures(li)
    li.go("/plans/2027/firms/")
    assert "重点单位 72 家" in page.inner_text("main") and "每年 2 次" in page.inner_text("main")
    plan = scheduled(office, li)
    li.go("/plans/2027/text/")
    expect(page.locator("#page-1 img")).to_be_visible()

    no = plan.file.no  # type: ignore[union-attr]
    sent(li, "submit")
    office.sign(no, ("section_head",))
    office.at("2026-11-24 09:00")
    zhang = office.desk("zhang")
    declared = zhang.open_act(no, "deliberate")
    zhang.type_in(no, declared, "", DELIBERATED)
    zhang.submit()
    office.sign(no, ("bureau_head", "bureau_head"), by="zhang")
    li.do(no, "approve", approved_by="云岭区人民政府", approval_no="云政函〔2026〕96号", approved_on="2026-11-24")
    li.go("/plans/2027/approval/")
    assert "报上级备案：2026-12-08 前" in page.inner_text("main")
    li.do(no, "file_upward", filed_to="云岭市应急管理局", filed_on="2026-11-24")
    li.do(no, "publish", published_on="2026-11-24", caps=True, secrets_checked=True)
    li.shot("plan-approved")

    office.at("2026-11-25 09:00")
    firm = Enterprise.objects.get(name="云岭第030化工厂")
    li.go(f"/plans/2027/firms/?firm={firm.pk}")
    page.locator("#f-times").fill("2")
    pressed(page, "plan_times")
    sent(li, "change", "该企业新增重大危险源，增加一次检查")
    office.sign(no, ("second", "section_head", "bureau_head"))
    plan.refresh_from_db()
    assert (plan.state, plan.version) == ("approved", 3)
    li.go("/plans/2027/compare/?a=1&b=2")
    assert "增加 1，减少 0" in page.inner_text("#visits") and firm.name in page.inner_text("#visits")

    admin = office.desk("admin").page
    office.desk("admin").go("/calendar/2027/")
    admin.locator("#f-source").fill("国办发明电〔2026〕9号（演练）")
    admin.locator("#f-holidays").fill(HOLIDAYS)
    admin.locator("#f-workdays").fill("2月20日\n10月9日")
    with admin.expect_navigation():
        admin.locator("[data-main]").first.click()
    assert "排在休息日的家次" in admin.inner_text("main")
    pressed(admin, "calendar_keep")
    li.go("/plans/2027/")
    shown = page.inner_text("main")
    assert "放假安排未公布" not in shown and "1,984" in shown
    moved = page.locator("#displaced").inner_text()
    assert "2027-10-06" in moved and "放假" in moved and re.search(r"须改期的家次\s*\d+", moved)
    li.shot("plan-displaced")
    li.go("/plans/2027/compare/?a=2&b=work")
    assert "放假安排未公布，暂定" in page.inner_text("#figures")
    office.desk("li").page.set_viewport_size({"width": 390, "height": 844})
    for step in ("", "firms/", "text/", "approval/", "compare/"):
        li.go(f"/plans/2027/{step}")
        assert li.wide() <= 0, step
