"""装备车服, 收支两条线, 活动, 标准化 at the desk."""
from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web import house as houses
from zhiheng.actions import ledgers, things
from zhiheng.actions.perform import open_file, perform
from zhiheng.actions.rebuild import compare, rebuild
from zhiheng.demo.pictures import picture
from zhiheng.records.clock import frozen, now
from zhiheng.records.models import Attachment, Line, ThingUse
from zhiheng.registers.catalogue import ledger
from zhiheng.registers.money_apart import tied

ONE = {"asset_no": "YL-001", "kind": "dust_meter", "model": "粉尘仪 LD-5", "state": "in_store", "calibrated_on": "2025-11-10",
       "calibrated_until": "2026-11-09", "certificate_no": "J-1"}
CAR = {"plate": "云A·Y0101", "kind": "suv", "model": "H5", "state": "in_use"}


@pytest.fixture
def kit(office):
    with frozen(now() - timedelta(days=400)):
        ledgers.enter(ledger("vehicles"), office.agency, CAR, by=office.people["admin"])
        return ledgers.enter(ledger("equipment"), office.agency, ONE, by=office.people["admin"])


@pytest.fixture
def keeper(office, at_desk):
    return at_desk(office.people["admin"])


@pytest.fixture
def visit(office, kit, fonts):
    p = office.people
    sent = open_file("inspection", "plan", houses.PLAN, p["li"], agency=office.agency, enterprise=office.firm)
    houses.through(sent, p["wang"], p["zhang"], p["chen"])
    houses.through(perform(sent.file.no, "enter_site", houses.ENTER | {"vehicle": "云A·Y0101"}, p["li"]), p["wang"])
    done = houses.through(perform(sent.file.no, "record", houses.RECORD | {"instruments": ["YL-001"]}, p["li"]), p["wang"])
    return sent.file.no, done


def test_a_reading_out_of_calibration_stays_on_the_act_as_a_warning_and_on_the_instrument(visit, at_desk, office, kit):
    no, _ = visit
    use = ThingUse.objects.get(line=kit)
    assert use.file.no == no and "2026-11-09 到期" in use.fault
    reader = at_desk(office.people["li"])
    assert "粉尘仪 LD-5（YL-001）检定（校准）已于 2026-11-09 到期" in reader.get(f"/files/{no}/all/").content.decode()
    page = reader.get(f"/things/{kit.pk}/").content.decode()
    assert no in page and "检定（校准）已于 2026-11-09 到期" in page
    assert "存疑使用" in reader.get("/things/").content.decode()


def test_uses_are_rebuilt_from_the_record_even_after_a_new_calibration(visit, office, kit):
    no, _ = visit
    with frozen(now() + timedelta(days=2)):
        held = Line.objects.get(pk=kit.pk)
        ledgers.change(ledger("equipment"), held, {**ONE, "calibrated_on": "2026-11-24", "calibrated_until": "2027-11-23"}, version=held.version,
                       by=office.people["admin"])
        assert compare(no) == []
        ThingUse.objects.all().delete()
        assert rebuild(no)
    assert ThingUse.objects.filter(line=kit, fault__contains="到期").count() == 1
    assert ThingUse.objects.filter(line__ledger="vehicles").count() == 1


def test_a_visit_by_car_without_kilometres_is_listed(visit, keeper):
    assert visit[0] in keeper.get("/things/").content.decode()


def test_issue_and_return_are_one_form_each(office, kit, keeper):
    said = keeper.get(f"/things/{kit.pk}/").content.decode()
    assert "do/issue/" in said and "do/back/" not in said
    keeper.post(f"/things/{kit.pk}/do/issue/", {"to": "li", "purpose": "执法检查", "due_back": "2026-11-25"})
    kit.refresh_from_db()
    assert kit.person_id == "li"
    said = keeper.get(f"/things/{kit.pk}/").content.decode()
    assert "do/back/" in said and "存疑" in said
    keeper.post(f"/things/{kit.pk}/do/back/", {})
    kit.refresh_from_db()
    assert kit.values["state"] == "in_store"


def test_bad_input_is_a_sentence_and_changes_nothing(kit, keeper):
    for data in ({"to": "nobody-here", "purpose": "x"}, {"to": "li", "purpose": ""}, {"to": "li", "purpose": "x", "due_back": "明天"},
                 {"to": "li", "purpose": "x", "due_back": "2020-01-01"}):
        answer = keeper.post(f"/things/{kit.pk}/do/issue/", data, follow=True)
        assert answer.status_code == 200
    kit.refresh_from_db()
    assert kit.values["state"] == "in_store" and keeper.post(f"/things/{kit.pk}/do/steal/").status_code == 404


def test_an_officer_sees_who_has_it_but_does_not_issue(office, at_desk, kit):
    officer = at_desk(office.people["li"])
    assert "do/issue/" not in officer.get(f"/things/{kit.pk}/").content.decode()
    assert officer.post(f"/things/{kit.pk}/do/issue/", {"to": "li", "purpose": "x"}).status_code == 403
    stranger = at_desk(office.people["stranger"])
    assert stranger.get(f"/things/{kit.pk}/").status_code == 404


def test_what_is_not_back_in_time_stands_first(office, kit, keeper):
    things.issue(kit, office.people["li"], purpose="检查", by=office.people["admin"])
    with frozen(now() + timedelta(days=9)):
        assert "已超 6 天" in keeper.get("/things/").content.decode()


def test_labels_print_as_a_pdf(kit, keeper, fonts):
    answer = keeper.get("/things/labels/")
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")


def test_the_form_offers_what_is_held_with_what_stands_against_it(office, kit, at_desk, fonts):
    p = office.people
    sent = open_file("inspection", "plan", houses.PLAN, p["li"], agency=office.agency, enterprise=office.firm)
    houses.through(sent, p["wang"], p["zhang"], p["chen"])
    said = at_desk(p["li"]).get(f"/files/{sent.file.no}/acts/enter_site/").content.decode()
    assert "云A·Y0101" in said
    houses.through(perform(sent.file.no, "enter_site", houses.ENTER, p["li"]), p["wang"])
    said = at_desk(p["li"]).get(f"/files/{sent.file.no}/acts/record/").content.decode()
    assert 'name="instruments" value="YL-001"' in said and "检定（校准）已于 2026-11-09 到期" in said


def test_a_budget_line_drawn_on_fines_is_found_even_where_the_form_was_not_asked(office, keeper):
    line = ledgers.enter(ledger("budget_lines"), office.agency, {
        "year": 2026, "name": "装备购置", "subject": "equipment", "source": "budget", "approved": 100_000}, by=office.people["admin"])
    assert "没有发现罚款与经费混同" in keeper.get("/money-apart/").content.decode()
    Line.objects.filter(pk=line.pk).update(values={**line.values, "source_note": "按罚没收入百分之四十返还"})
    said = keeper.get("/money-apart/").content.decode()
    assert "与罚没挂钩" in said and "行政处罚法第七十四条" in said
    assert tied({"remark": "没收物品保管费"}) == "" and tied({"purpose": "罚款返还"})


def test_spending_without_a_budget_line_is_named(office, keeper):
    ledgers.enter(ledger("spending"), office.agency, {"voucher_no": "1", "spent_on": "2026-05-05", "year": 2026, "budget": "没有的项目",
                                                      "amount": 5000, "payee": "某公司", "purpose": "维修"}, by=office.people["admin"])
    assert "「没有的项目」没有登记" in keeper.get("/money-apart/").content.decode()


def test_the_administrator_sees_the_budget_but_no_fine(keeper, office, at_desk):
    assert "您的身份不能查看案卷" in keeper.get("/money-apart/").content.decode()
    assert "您的身份不能查看案卷" not in at_desk(office.people["chen"]).get("/money-apart/").content.decode()


def test_activities_count_by_type_and_month_and_a_photo_is_evidence(office, keeper):
    line = ledgers.enter(ledger("activities"), office.agency, {
        "title": "队列训练", "kind": "drill", "held_on": "2026-09-04", "organiser": "大队", "people_count": 9, "summary": "半天"},
        by=office.people["admin"])
    said = keeper.get("/activities/").content.decode()
    assert "队列、体能、行为举止训练" in said and "0/1" in said and "没有佐证" in said
    photo = SimpleUploadedFile("a.png", picture("队列"), content_type="image/png")
    keeper.post(f"/ledgers/activities/{line.pk}/files/add/", {"title": "合影", "content": photo})
    kept = Attachment.objects.get(register="activities", target=str(line.pk))
    assert "1/1" in keeper.get("/activities/").content.decode()
    assert keeper.get(f"/ledgers/activities/{line.pk}/files/{kept.pk}/")["Content-Type"] == "image/png"
    assert keeper.get(f"/ledgers/activities/{line.pk + 1}/files/{kept.pk}/").status_code == 404
    assert "合影" in keeper.get(f"/ledgers/activities/{line.pk}/").content.decode()


def test_another_bureau_neither_sees_nor_adds_what_is_kept_with_a_line(office, keeper, at_desk):
    line = ledgers.enter(ledger("activities"), office.agency, {
        "title": "队列训练", "kind": "drill", "held_on": "2026-09-04", "organiser": "大队", "people_count": 9, "summary": "半天"},
        by=office.people["admin"])
    stranger = at_desk(office.people["stranger"])
    photo = SimpleUploadedFile("a.png", picture("队列"), content_type="image/png")
    assert stranger.post(f"/ledgers/activities/{line.pk}/files/add/", {"title": "合影", "content": photo}).status_code == 404
    assert not Attachment.objects.exists()


def test_standard_items_count_by_agency_and_say_whose_list_it_is(office, keeper):
    ledgers.enter(ledger("standardisation"), office.agency, {
        "number": "BZ-01", "standard": "people", "requirement": "全员持证", "own": "met", "assessed_on": "2026-05-30", "evidence": ["名册"],
        "acceptance": "none", "deadline": "2026-05-31"}, by=office.people["admin"])
    said = keeper.get("/standardisation/").content.decode()
    assert "全员持证" in said and "已超期" in said and "自行归纳" in said
