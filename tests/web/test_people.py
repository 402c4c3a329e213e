"""People at the desks: who sees whom, what a certificate stops, what one declares, what the year's sheet says."""
from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.actions.district import NOW
from tests.web import house as houses
from zhiheng.actions import ledgers
from zhiheng.actions import people as actions
from zhiheng.records.models import (
    Agency,
    Assignment,
    Certificate,
    File,
    ImportRun,
    Line,
    Mandate,
    Message,
    Person,
)
from zhiheng.registers.catalogue import ledger
from zhiheng.registers.person import DOMAINS

TODAY = NOW.date()


def page(client, href: str) -> str:
    answer = client.get(href)
    assert answer.status_code == 200, (href, answer.status_code)
    return answer.content.decode()


@pytest.fixture
def town(office):
    """A delegated township below the bureau with an officer and a head of its own."""
    agency = Agency.objects.create(code="YLCG", region_short="云", name="云岭区城关镇人民政府", short_name="城关镇", delegated=True,
                                   parent=office.agency, place_id="yl")
    for username, name, role in (("zhao", "赵磊", "officer"), ("tang", "唐宇", "section_head")):
        person = Person.objects.create_user(username, houses.PASSWORD, name=name)
        Mandate.objects.create(person=person, agency=agency, role=role, since=date(2020, 1, 1))
        office.people[username] = person
    return agency


# --- who sees whom -----------------------------------------------------------------------------------------------

def test_the_head_of_a_township_sees_its_own_people_and_the_bureau_sees_both(office, town, at_desk):
    own = page(at_desk(office.people["tang"]), "/officers/")
    assert "赵磊" in own and "李强" not in own
    assert at_desk(office.people["tang"]).get("/officers/li/").status_code == 404
    whole = page(at_desk(office.people["chen"]), "/officers/")
    assert "赵磊" in whole and "李强" in whole and "局 3 · 受托镇街 1" in whole
    assert at_desk(office.people["chen"]).get("/officers/stranger/").status_code == 404


def test_officers_do_not_look_up_colleagues_but_have_a_page_of_their_own(office, at_desk):
    li = at_desk(office.people["li"])
    assert li.get("/officers/").status_code == 403 and li.get("/officers/wang/").status_code == 403
    assert "9901li" in page(li, "/me/record/")


def test_the_administrator_registers_people_and_sees_no_case(house, at_desk):
    said = page(at_desk(house.people["admin"]), "/officers/li/")
    assert "系统管理员不查看案卷内容" in said and house.files["inspection"].no not in said
    assert at_desk(house.people["admin"]).get("/officers/li/sheet/").status_code == 403
    assert house.files["inspection"].no in page(at_desk(house.people["zhang"]), "/officers/li/")


def test_the_list_costs_the_same_however_many_people(office, at_desk, django_assert_max_num_queries):
    client = at_desk(office.people["chen"])
    for n in range(60):
        made = Person.objects.create(username=f"p{n:02d}", name=f"张三{n:02d}")
        Mandate.objects.create(person=made, agency=office.agency, role="officer", since=date(2020, 1, 1))
        Certificate.objects.create(person=made, number=f"N{n}", fields=["工贸"], valid_from=date(2023, 1, 1), valid_until=date(2028, 1, 1))
    with django_assert_max_num_queries(26):
        said = page(client, "/officers/")
    assert "下一页" in said
    sheet = load_workbook(BytesIO(client.get("/officers/export/?q=张三").content)).worksheets[0]
    assert sheet.max_row == 61 and "N0" in str(sheet["D2"].value), "all pages are exported, with the columns shown"


def test_a_person_page_costs_the_same_however_much_lies_on_the_desk(house, at_desk, django_assert_max_num_queries):
    client = at_desk(house.people["zhang"])
    with django_assert_max_num_queries(30):
        page(client, "/officers/li/")
    houses.open_plan(house)
    with django_assert_max_num_queries(30):
        page(client, "/officers/li/")


def test_the_filters_find_certificates_by_state_and_field(office, at_desk):
    houses.expiring(office, "wang", 20)
    client = at_desk(office.people["chen"])
    soon, out, none = (page(client, f"/officers/?card={c}") for c in ("soon", "valid", "none"))
    assert "王敏" in soon and "李强" not in soon
    assert "李强" in out and "王敏" in out and "孙倩" not in out
    assert "孙倩" in none and "李强" not in none
    assert "李强" in page(client, "/officers/?field=工贸") and "没有符合条件的人员" in page(client, "/officers/?field=矿山")
    assert "王敏" in page(client, "/officers/?q=9901wang")


# --- certificates ------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("days", "key"), [(60, "expiring-60"), (30, "expiring-30"), (7, "expiring-7"), (-1, "expired")])
def test_a_certificate_warns_sixty_thirty_and_seven_days_ahead_with_what_waits(house, at_desk, days, key):
    houses.expiring(house, "li", days)
    said = page(at_desk(house.people["zhang"]), "/officers/li/")
    assert f'data-state="{key}"' in said and "今天可以接手的人员" in said and "王敏" in said
    assert "件案卷等着签署" in said and "行政处罚法第42条第1款" in said


def test_nothing_is_said_when_the_certificate_runs_long(house, at_desk):
    assert "今天可以接手的人员" not in page(at_desk(house.people["zhang"]), "/officers/li/")


def test_a_first_certificate_without_training_needs_a_word_and_a_renewal_does_not(office, at_desk):
    admin = at_desk(office.people["admin"])
    form = {"number": "NEW-1", "fields": ["工贸"], "valid_from": "2026-01-01", "valid_until": "2029-12-31"}
    answer = admin.post("/officers/sun/certificates/", form)
    assert answer.status_code == 400 and "没有入职培训记录" in answer.content.decode() and "NEW-1" in answer.content.decode()
    told = form | {"reason": "制度施行以前取得", "issuer": "区人民政府", "area": "云岭区", "issued_on": "2025-12-20"}
    assert admin.post("/officers/sun/certificates/", told).status_code == 302
    said = page(admin, "/officers/sun/")
    assert "区人民政府" in said and "2025-12-20" in said and "制度施行以前取得" in said
    assert admin.post("/officers/sun/certificates/", form | {"number": "NEW-2"}).status_code == 302


def test_an_auxiliary_holds_no_post_of_an_officer_and_no_certificate(office, at_desk):
    admin = at_desk(office.people["admin"])
    new = {"username": "fuzhu", "name": "程浩", "kind": "auxiliary", "password": "Fuzhu-2026-x", "agency": str(office.agency.pk),
           "since": "2026-11-01", "post": ""}
    refused = admin.post("/officers/new/", new | {"role": "officer"})
    assert refused.status_code == 400 and "只能协助执法" in refused.content.decode() and not Person.objects.filter(pk="fuzhu").exists()
    assert admin.post("/officers/new/", new | {"role": ""}).status_code == 302
    post = admin.post("/officers/fuzhu/posts/", {"agency": office.agency.pk, "role": "officer", "since": "2026-11-01"})
    card = admin.post("/officers/fuzhu/certificates/", {"number": "X", "fields": ["工贸"], "valid_from": "2026-01-01",
                                                        "valid_until": "2027-01-01"})
    assert post.status_code == 400 and card.status_code == 400 and "行政处罚法第42条第1款" in card.content.decode()
    assert "辅助 1（不能签署）" in page(admin, "/officers/")


def test_a_registration_is_changed_with_its_history_and_never_over_somebody_elses_change(office, at_desk):
    admin = at_desk(office.people["admin"])
    raw = {"name": "李强", "kind": "officer", "version": "1", "education": "bachelor", "major": "安全工程", "related": "1"}
    assert admin.post("/officers/li/edit/", raw).status_code == 302
    said = page(admin, "/officers/li/")
    assert "专业：空 → 安全工程" in said
    stale = admin.post("/officers/li/edit/", raw | {"major": "化工"})
    assert stale.status_code == 400 and "别人修改了" in stale.content.decode()
    wrong = admin.post("/officers/li/edit/", raw | {"version": "2", "transfer": "done"})
    assert wrong.status_code == 400 and "请填写划转日期" in wrong.content.decode()
    demoted = admin.post("/officers/li/edit/", raw | {"version": "2", "kind": "auxiliary"})
    assert demoted.status_code == 400 and "先终止任职" in demoted.content.decode()


def test_whoever_leaves_hands_over_first_and_then_signs_nothing_more(house, at_desk):
    admin, form = at_desk(house.people["admin"]), {"gone_on": "2026-11-23", "reason": "调往区住建局"}
    refused = admin.post("/officers/li/leave/", form)
    assert refused.status_code == 400 and "未办结案卷" in refused.content.decode()
    assert admin.post("/officers/li/leave/", form | {"handover": "由王敏、孙倩接办"}).status_code == 302
    li = Person.objects.get(pk="li")
    assert not li.is_active and li.left_on == TODAY
    assert not Mandate.objects.filter(person=li, until=None).exists()
    assert at_desk(li).get("/").status_code in (302, 403)
    page(admin, "/officers/li/")  # the message of what was done is read there
    assert "李强" not in page(admin, "/officers/") and "李强" in page(admin, "/officers/?state=left")
    assert admin.post("/officers/li/return/", {"reason": "借调期满返岗"}).status_code == 302
    assert Person.objects.get(pk="li").is_active


# --- interests ---------------------------------------------------------------------------------------------------

def test_an_officer_declares_an_interest_himself_and_is_then_not_sent_there(office, at_desk, fonts):
    li = at_desk(office.people["li"])
    empty = li.post("/me/interests/", {"relation": "spouse"})
    assert empty.status_code == 400 and "企业和当事人姓名至少填一项" in empty.content.decode()
    assert li.post("/me/interests/", {"relation": "spouse", "enterprise": office.firm.code}).status_code == 302
    assert Line.objects.get(ledger="interests").person_id == "li"
    assert office.firm.name in page(li, "/me/record/")
    there = f"/new/inspection/plan/?enterprise={office.firm.pk}&domain=工贸"
    said = page(at_desk(office.people["wang"]), there)
    assert "已申报回避" in said


def test_a_file_is_not_opened_before_the_field_of_enforcement_is_chosen(office, at_desk):
    li = at_desk(office.people["li"])
    there = f"/new/inspection/plan/?enterprise={office.firm.pk}"
    said = page(li, there)
    assert "执法领域（先选定）" in said and "domain=%E5%B7%A5%E8%B4%B8" in said
    answer = li.post(there, {"do": "submit", "checked_unit": office.firm.name})
    assert "请先选择执法领域" in answer.content.decode() and not File.objects.exists()
    office.firm.fields = ["工贸"]
    office.firm.save()
    assert "执法领域（先选定）" not in page(li, there)
    office.firm.fields = ["工贸", "危险化学品"]
    office.firm.save()
    assert "执法领域（先选定）" in page(li, there)
    assert "不含危险化学品" in page(li, f"{there}&domain=危险化学品")


# --- rates and sheets --------------------------------------------------------------------------------------------

def test_the_rates_stand_above_the_list_and_open_their_rows(office, at_desk):
    chen = at_desk(office.people["chen"])
    said = page(chen, "/officers/")
    assert "持证率" in said and "66.67%" in said and "2/3" in said
    rows = page(chen, "/officers/rates/card/")
    assert "没有登记执法证" in rows and "只计入分母" in rows and "孙倩" in rows
    assert "2028" in str(Certificate.objects.get(person="li").valid_until)
    assert "0.00%" in page(chen, "/officers/rates/?on=2022-12-31"), "before the certificates were issued nobody held one"
    assert chen.get("/officers/rates/wealth/").status_code == 404


def sheet_text(client) -> str:
    answer = client.get("/officers/li/sheet/pdf/?year=2026")
    assert answer["Content-Type"] == "application/pdf"
    return "".join(p.extract_text() for p in PdfReader(BytesIO(answer.content)).pages).replace("\n", "").replace(" ", "")


def test_the_sheet_of_a_year_is_confirmed_by_both_and_names_no_fine(house, at_desk):
    zhang, li = at_desk(house.people["zhang"]), at_desk(house.people["li"])
    said = page(zhang, "/officers/li/sheet/")
    assert house.files["inspection"].no in said and "2 项" in said
    assert "¥" not in said and "不作人员之间的排名" in said
    assert "草稿" in sheet_text(zhang) and house.files["inspection"].no in sheet_text(zhang) and "¥" not in sheet_text(zhang)
    assert zhang.post("/officers/li/sheet/draw/", {"year": "2026"}).status_code == 302
    early = zhang.post("/officers/li/sheet/confirm/", {"year": "2026", "grade": "good"})
    assert early.status_code == 400 and "本人确认以后" in early.content.decode()
    assert li.post("/me/sheet/", {"year": "2026", "do": "object", "objection": "九月示范执法一次没有计入"}).status_code == 302
    unanswered = zhang.post("/officers/li/sheet/confirm/", {"year": "2026", "grade": "good"})
    assert unanswered.status_code == 400 and "异议还没有处理" in unanswered.content.decode()
    assert zhang.post("/officers/li/sheet/answer/", {"year": "2026", "answer": "已补登活动并重新核对"}).status_code == 302
    assert li.post("/me/sheet/", {"year": "2026", "do": "confirm"}).status_code == 302
    fined = zhang.post("/officers/li/sheet/confirm/", {"year": "2026", "grade": "good", "opinion": "罚款数额全局第一"})
    assert fined.status_code == 400 and "罚款" in fined.content.decode()
    assert zhang.post("/officers/li/sheet/confirm/", {"year": "2026", "grade": "good", "opinion": "检查细致"}).status_code == 302
    printed = sheet_text(zhang)
    assert "李强2026年度考核表" in printed and "九月示范执法一次没有计入" in printed and "检查细致" in printed and "草稿" not in printed
    assert "已经确认，不能重新生成" in zhang.post("/officers/li/sheet/draw/", {"year": "2026"}).content.decode()
    assert zhang.post("/officers/zhang/sheet/draw/", {"year": "2026"}).status_code == 400


def test_an_officer_sees_his_own_errors_and_exemptions_and_reviewers_do_not(office, at_desk):
    ledgers.enter(ledger("conduct"), office.agency, {
        "person": "li", "kind": "exemption", "happened_on": "2026-03-01", "facts": "先行先试中的失误", "grounds": ["first_try"],
        "decided_by": "区应急局", "decided_on": "2026-04-01"}, by=office.people["zhang"])
    assert "先行先试中的失误" in page(at_desk(office.people["li"]), "/me/record/")
    assert "先行先试中的失误" in page(at_desk(office.people["chen"]), "/officers/li/")
    assert "先行先试中的失误" not in page(at_desk(office.people["zhou"]), "/officers/li/")


def test_a_suspension_says_from_when_why_and_stops_today(office, at_desk):
    card = Certificate.objects.get(person="li")
    actions.suspend_certificate(card, TODAY - timedelta(days=1), TODAY + timedelta(days=9), "未按规定着装，离岗学习", by=office.people["admin"])
    said = page(at_desk(office.people["zhang"]), "/officers/li/")
    assert "暂扣，今天不能签署" in said and "未按规定着装" in said


# --- import ------------------------------------------------------------------------------------------------------

LIST = ("云岭区执法人员名单\n姓名,所属机关,人员类别,角色,专业,是否相关专业,学历,执法证号,执法领域,有效期自,有效期至\n"
        "李强,YL,执法人员,,安全工程,是,大学本科,9901li,工贸,2023-01-01,2028-06-30\n"
        "程浩,云岭区应急管理局,执法辅助人员,,,,,,,,\n"
        "韩立,YL,执法人员,执法人员,采矿工程,是,大学本科,N-77,工贸、矿山,2025.1.1,2030年1月1日\n"
        "丁一,YL,技术检查员,执法人员,,,,,,,\n"
        "方琳,YL,执法人员,执法人员,,,,9901wang,工贸,2025-01-01,2030-01-01\n"
        "顾明,YL,执法人员,执法人员,,,,N-78,木工,2025-01-01,2030-01-01\n")


def test_people_come_in_from_a_spreadsheet_with_their_certificates(office, at_desk):
    admin = at_desk(office.people["admin"])
    assert at_desk(office.people["zhang"]).get("/imports/people/new/").status_code == 403
    began = admin.post("/imports/people/new/", {"content": SimpleUploadedFile("名单.csv", LIST.encode())})
    run = began["Location"]
    guessed = ImportRun.objects.get()
    admin.post(f"{run}confirm/", {f"col-{k}": v for k, v in guessed.columns.items()})
    said = page(admin, run)
    assert "只能协助执法" in said and "已登记在王敏名下" in said and "执法领域须是" in said
    assert admin.post(f"{run}write/").status_code == 302
    assert ImportRun.objects.get().counts | {"accepted": 3, "rejected": 3, "new": 2, "updated": 1} == ImportRun.objects.get().counts
    made = Person.objects.get(name="韩立")
    assert made.username == "hanli" and made.profile["major"] == "采矿工程" and not made.has_usable_password()
    card = Certificate.objects.get(number="N-77")
    assert card.fields == ["工贸", "矿山"] and card.valid_until == date(2030, 1, 1)
    assert Person.objects.get(name="程浩").kind == "auxiliary" and not Mandate.objects.filter(person__name="程浩").exists()
    assert Person.objects.get(pk="li").profile["major"] == "安全工程"
    assert "专业：空 → 安全工程" in page(admin, "/officers/li/") and "导入" in page(admin, "/officers/li/")


# --- handing over --------------------------------------------------------------------------------------------------

@pytest.fixture
def taker(house):
    """The third officer, with a certificate of everything."""
    Certificate.objects.create(person=house.people["sun"], number="YL-9", fields=list(DOMAINS), valid_from=date(2024, 1, 1),
                               valid_until=date(2030, 12, 31))
    return "sun"


def test_the_head_hands_open_files_over_one_act_a_file_and_reads_why_one_stays(house, at_desk, taker):
    head, there = at_desk(house.people["zhang"]), "/officers/li/handover/"
    assert there in page(head, "/officers/li/") and at_desk(house.people["li"]).get(there).status_code == 403
    case = house.files["case"]
    assert case.title in page(head, there)
    form = {"all": taker, "ground": "left", "reason": "李强调往区住建局，原件已交接"}
    assert "请选择变更原因" in head.post(there, form | {"ground": ""}).content.decode()
    before = case.event_count
    checked = head.post(there, form | {"do": "check"}).content.decode()
    assert "可以交接" in checked and File.objects.get(pk=case.pk).event_count == before
    ledgers.enter(ledger("interests"), house.agency, {"person": taker, "relation": "kin", "enterprise": house.firm.code,
                                                     "since": "2026-11-01", "source": "self"}, by=None)
    refused = head.post(there, form | {"do": "check"}).content.decode()
    assert "已申报回避关系的人员不得承办" in refused


def test_after_the_change_only_the_new_officers_act_and_they_are_told(house, at_desk, taker):
    head, case = at_desk(house.people["zhang"]), house.files["case"]
    form = {f"to-{case.no}": taker, "ground": "away", "reason": "李强脱产学习三个月，案卷已交接", "do": "write"}
    assert head.post("/officers/li/handover/", form).status_code in (200, 302)
    after = File.objects.get(pk=case.pk)
    assert taker in after.officers and "li" not in after.officers
    assert Message.objects.filter(person=taker, kind="reassigned", file=case).count() == 1
    assert not Assignment.objects.filter(file=case, person="li").exists()
    assert case.no not in page(head, "/officers/li/handover/")
