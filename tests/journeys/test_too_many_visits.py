"""J06 in the browser: one visit joined, one refused at the cap, the code at the gate, and stars without a name."""
from __future__ import annotations

from datetime import date

from django.contrib.auth.hashers import make_password

from tests.journeys.office import PHONE, Office
from tests.web.story import FIRM, PASSWORD, PIN, moment
from zhiheng.actions import signing
from zhiheng.actions.perform import open_file
from zhiheng.actions.register import enroll
from zhiheng.records.models import (
    Agency,
    Certificate,
    Conferral,
    Enterprise,
    Event,
    File,
    FileLink,
    Mandate,
    Person,
)

ITEM = [{"question": "干式除尘系统是否设置控爆措施", "basis": "安全生产法第三十六条第一款"}]
PLAN = {"checked_unit": FIRM, "checked_unit_address": "云岭区工业园3号", "industry": "木材加工", "source_type": "annual_plan",
        "plan_item_ref": "2026 年度计划 11 月第 7 项", "planned_from": "2026-11-23", "planned_to": "2026-11-23", "officers": ["li", "wang"],
        "inspection_items": ITEM, "inspection_method": ["site"]}
FOOD = "云岭食品厂"


def town_with_an_open_visit(office: Office) -> File:
    """城关镇 may inspect and has an approved visit to the firm for today; the food works are at their cap of none."""
    b, at = office.bureau, moment("2026-11-23 09:00")
    town = Agency.objects.create(code="YLCG", region_short="云", name="云岭区城关镇人民政府", short_name="城关镇", phone="0990-5550202",
                                 parent=b.agency, place_id="yl", kind="township", level="township", delegated=True)
    Conferral.objects.create(kind="delegation", grantor=b.agency, grantee=town, items=["inspection"], since=date(2026, 1, 1),
                             until=date(2027, 12, 31), published_on=date(2026, 1, 5), made_at=at)
    people = {}
    for username, name in (("zhao", "赵磊"), ("tang", "唐宇")):
        people[username] = Person.objects.create_user(username, PASSWORD, name=name, pin=make_password(PIN))
        Mandate.objects.create(person=people[username], agency=town, role="officer", since=date(2020, 1, 1))
        Certificate.objects.create(person=people[username], number=f"99{username}", fields=["工贸"], valid_from=date(2023, 1, 1),
                                   valid_until=date(2028, 6, 30))
    enroll(b.agency, [{"name": FOOD, "code": "", "address": "平山园区", "industry": "食品加工", "fields": ["工贸"]}])
    Enterprise.objects.filter(name=FOOD).update(extra={"visit_cap": 0})
    sent = open_file("inspection", "plan", PLAN | {"officers": ["zhao", "tang"]}, people["zhao"], agency=town, enterprise=b.firm)
    for who in (people["tang"], b.zhang, b.chen):
        sent = signing.sign(sent.file.no, sent.draft_seq, who)
    return sent.file


def test_too_many_visits_are_joined_or_refused_and_the_enterprise_checks_the_one_that_comes(office: Office) -> None:
    office.at("2026-11-23 09:00")
    first = town_with_an_open_visit(office)
    joined(office, first)
    no = over_the_cap(office)
    address, back = at_the_gate(office, no)
    rated(office, no, back)
    office.at("2026-11-26 09:00")
    late = office.stranger(**PHONE)
    late.page.goto(address)
    assert "已过期" in late.page.locator("#answer").inner_text() and not late.page.get_by_role("button", name="登记检查人员入企").count()


def joined(office: Office, first: File) -> None:
    """The bureau sees the town's visit and joins it: one visit with two records."""
    li, firm = office.desk("li"), office.bureau.firm
    said = li.go(f"/inspections/new/?enterprise={firm.pk}").locator("main").inner_text()
    assert first.no in said and "0990-5550202" in said and "单独检查" in said
    li.shot("j06-1-town-visit")
    li.go(f"/new/inspection/join_visit/?enterprise={firm.pk}")
    li.fill_new("inspection", "join_visit", {"visit_on": "2026-11-23", "officers": ["li", "wang"], "inspection_items": ITEM})
    li.submit()
    second = File.objects.get(agency=office.bureau.agency)
    office.sign(second.no, ("second", "section_head"))
    assert FileLink.objects.get(origin=first, outcome=second).kind == "merged"
    assert Event.objects.filter(file=first, act="accept_joint").exists()
    assert "不另计频次" in li.file(second.no).locator("main").inner_text()
    tab = li.go(f"/enterprises/{firm.code}/?tab=frequency").locator("#frequency, main").first.inner_text()
    assert "并入其他单位的检查" in tab and "计入 1" in tab, "one visit in the year of the enterprise"


def over_the_cap(office: Office) -> str:
    """At the cap the plan is refused with its basis and the exceptions; upon a report it passes."""
    li, food = office.desk("li"), Enterprise.objects.get(name=FOOD)
    given = PLAN | {"checked_unit": FOOD, "checked_unit_address": "平山园区", "industry": "食品加工"}
    li.go(f"/new/inspection/plan/?enterprise={food.pk}")
    li.fill_new("inspection", "plan", given)
    li.send()
    if li.page.locator("#confirm").count():
        li.confirm()
    said = li.page.locator("main").inner_text()
    assert "已达上限（0/0 次" in said and "国办发〔2024〕54号" in said and "举报" in said, said[-1500:]
    li.shot("j06-2-cap")
    assert not File.objects.filter(enterprise=food).exists()
    li.go(f"/new/inspection/plan/?enterprise={food.pk}")
    li.fill_new("inspection", "plan", given | {"source_type": "complaint", "plan_item_ref": "", "source_document": "举报登记 J0031"})
    li.submit()
    no = File.objects.get(enterprise=food).no
    office.sign(no, ("second", "section_head", "bureau_head"))
    return no


def at_the_gate(office: Office, no: str) -> tuple[str, str]:
    """The officer shows the code on his phone; the enterprise opens it on its own, checks who stands there, registers the entry."""
    phone = office.desk("li", "phone", **PHONE)
    phone.go(f"/files/{no}/code/")
    box = phone.page.locator(".visit-code img").bounding_box()
    assert box is not None and box["width"] >= 320 and phone.wide() <= 0, "big enough to be scanned, and no sideways scrolling"
    assert phone.page.locator(".visit-code img").evaluate("i => i.complete && i.naturalWidth > 0")
    phone.shot("j06-3-code")
    address = phone.page.locator("#visit-address").inner_text()
    firm = office.stranger(**PHONE)
    firm.page.goto(address)
    said = firm.page.locator("main").inner_text()
    assert "✓ 有效" in said and FOOD in said and "李强" in said and "王敏" in said and ITEM[0]["question"] in said
    cards = Certificate.objects.filter(person__in=["li", "wang"]).values_list("number", flat=True)
    assert all(number in said for number in cards) and firm.wide() <= 0
    firm.shot("j06-4-check")
    firm.page.get_by_role("button", name="登记检查人员入企").click()
    assert "已登记，凭证号" in firm.page.locator("#entries").inner_text()
    assert "检查结束后可以在这个网址评价" in firm.page.locator("#rate").inner_text()
    firm.page.goto(address.replace("t=e", "t=f", 1))
    assert "不是检查码" in firm.page.locator("#answer").inner_text()
    firm.page.go_back()
    return address, firm.page.url


def rated(office: Office, no: str, back: str) -> None:
    """The entry's voucher comes along into the act; after the record the enterprise gives one star that only the supervisor sees."""
    li = office.desk("li")
    voucher = li.go(f"/files/{no}/code/").locator("#entries b").inner_text()
    act = li.open_act(no, "enter_site")
    assert li.page.locator('[name="entry_code"]').input_value() == voucher
    li.type_in(no, act, "", {"arrived_at": "2026-11-23T09:00", "participants": [{"name": "陈某某", "post": "principal"}]})
    li.submit()
    office.sign(no, ("second",))
    office.at("2026-11-23 10:30")
    declared = li.open_act(no, "record")
    asked = [q for q in li.page.locator('[name^="answers-"][name$="-question"]').all() if q.input_value()]
    for n in range(len(asked)):
        li.page.locator(f'input[name="answers-{n}-result"][value="pass"]').check()
    li.type_in(no, declared, "", {"start_time": "2026-11-23T09:00", "end_time": "2026-11-23T10:00", "unit_signer": "陈某某",
                                  "av_record_refs": ["AV-1123"]})
    li.submit()
    office.sign(no, ("second",))
    firm = office.stranger(**PHONE)
    firm.page.goto(back)
    firm.page.get_by_label("1 星 很不满意").check()
    firm.page.get_by_label("短期内重复检查").check()
    firm.page.get_by_role("button", name="提交评价").click()
    assert "评价已收到" in firm.page.locator("#rate").inner_text()
    song = office.desk("song")
    seen = song.go("/visits/ratings/").locator("main").inner_text()
    assert "1 星" in seen and "短期内重复检查" in seen and FOOD not in seen and no not in seen
    song.shot("j06-5-ratings")
    for who in ("li", "zhang"):
        desk = office.desk(who)
        answer = desk.page.goto(office.url + "/visits/ratings/")
        assert answer is not None and answer.status == 403
        assert "很不满意" not in desk.file(no).content() and "短期内重复检查" not in desk.file(no).content()
