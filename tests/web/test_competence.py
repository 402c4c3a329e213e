"""J06 as far as forms go: a town's open visit is seen and joined; the cap refuses and a report's number passes; 管辖协调."""
from __future__ import annotations

import re
from datetime import date

import pytest
from django.contrib.auth.hashers import make_password

from tests.actions.district import NOW
from tests.web import house as houses
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

ROW = {"inspection_items-rows": "1", "inspection_items-0-question": "干式除尘系统是否设置控爆措施"}


@pytest.fixture
def county(office, fonts):
    """The office with a township that may inspect, and one more enterprise whose visits are at their cap."""
    town = Agency.objects.create(code="YLCG", region_short="云", name="云岭区城关镇人民政府", short_name="城关镇", phone="0990-5550202",
                                 parent=office.agency, place_id="yl", kind="township", level="township", delegated=True)
    Conferral.objects.create(kind="delegation", grantor=office.agency, grantee=town, items=["inspection"], since=date(2026, 1, 1),
                             until=date(2027, 12, 31), published_on=date(2026, 1, 5), made_at=NOW)
    for username in ("zhao", "tang"):
        person = Person.objects.create_user(username, houses.PASSWORD, name=username)
        Mandate.objects.create(person=person, agency=town, role="officer", since=date(2020, 1, 1))
        Certificate.objects.create(person=person, number=f"99{username}", fields=["工贸"], valid_from=date(2023, 1, 1),
                                   valid_until=date(2028, 6, 30))
        office.people[username] = person
    enroll(office.agency, [{"name": "云岭食品厂", "code": "", "address": "平山园区", "industry": "食品加工", "fields": ["工贸"]}])
    Person.objects.filter(pk__in=("li", "zhao")).update(pin=make_password("246810"))
    office.town = town
    office.capped = Enterprise.objects.get(name="云岭食品厂")
    Enterprise.objects.filter(pk=office.capped.pk).update(extra={"visit_cap": 0})
    Enterprise.objects.filter(pk=office.firm.pk).update(fields=["工贸"])
    office.firm.refresh_from_db()
    return office


def town_visit(county, **more) -> File:
    p = county.people
    sent = open_file("inspection", "plan", houses.PLAN | {"officers": ["zhao", "tang"]} | more, p["zhao"], agency=county.town,
                     enterprise=county.firm, domain="工贸")
    return houses.through(sent, p["tang"], p["zhang"], p["chen"]).file


def posted(**given):
    return {"do": "submit", "pin": "246810", "key": "k1", **ROW, **given}


def test_a_town_has_an_open_visit_and_the_bureau_sees_it_and_joins(county, at_desk):
    first, li = town_visit(county, remark="内部掌握的情况"), at_desk(county.people["li"])
    said = li.get(f"/inspections/new/?enterprise={county.firm.pk}").content.decode()
    assert first.no in said and "0990-5550202" in said and "并入这次检查" in said and "单独检查（须写明理由）" in said
    assert f'href="/files/{first.no}/"' not in said and "内部掌握" not in said, "who and what, never the content"
    assert li.get(f"/files/{first.no}/").status_code == 404

    there = f"/new/inspection/join_visit/?enterprise={county.firm.pk}"
    form = li.get(there).content.decode()
    assert first.no in form and "云岭区城关镇人民政府" in form
    answer = li.post(there, posted(first_no=first.no, first_agency="云岭区城关镇人民政府", checked_unit=houses.FIRM,
                                   visit_on="2026-11-23", officers=["li", "wang"]))
    assert answer.status_code == 302, re.sub(r"<[^>]+>", " ", answer.content.decode())[-1500:]
    second = File.objects.get(agency=county.agency, procedure="inspection")
    draft = second.signings.get()
    houses.through(_sent(second, draft.draft_seq), county.people["wang"], county.people["zhang"])
    assert FileLink.objects.get(origin=first, outcome=second).kind == "merged"
    assert Event.objects.filter(file=first, act="accept_joint").exists()
    again = li.get(f"/inspections/new/?enterprise={county.firm.pk}").content.decode()
    assert "本机关已并入" in again and "并入这次检查" not in again, "nobody joins one visit twice"
    shown = li.get(f"/files/{first.no}/")
    assert shown.status_code == 200 and "您的身份只能查看" in shown.content.decode(), "the joined visit is read, not acted on"
    assert "并入本次检查" in shown.content.decode()
    assert at_desk(county.people["stranger"]).get(f"/files/{first.no}/").status_code == 404
    board = at_desk(county.people["song"]).get("/competence/board/").content.decode()
    assert first.no in board and second.no in board


def _sent(file, seq):
    class Sent:
        draft_seq = seq
    Sent.file = file
    return Sent


def test_alone_without_a_reason_is_refused_and_with_one_the_superior_reads_it(county, at_desk):
    first, li = town_visit(county), at_desk(county.people["li"])
    there = f"/new/inspection/plan/?enterprise={county.firm.pk}"
    given = posted(checked_unit=houses.FIRM, checked_unit_address="云岭区工业园 3 号", industry="木材加工", source_type="complaint",
                   source_document="举报登记 J0031", planned_from="2026-11-23", planned_to="2026-11-23", officers=["li", "wang"],
                   inspection_method=["site"])
    said = li.post(there, given).content.decode()
    assert first.no in said and "单独办理的理由" in said and not File.objects.filter(agency=county.agency).exists()
    assert li.post(there, given | {"separate_reason": "举报反映当晚违规动火，须立即突击检查，不能同去。"}).status_code == 302
    second = File.objects.get(agency=county.agency)
    houses.through(_sent(second, second.signings.get().draft_seq), county.people["wang"], county.people["zhang"], county.people["chen"])
    board = at_desk(county.people["chen"]).get("/competence/board/").content.decode()
    assert "违规动火" in board and second.no in board


def test_at_its_cap_a_visit_is_refused_with_its_basis_and_passes_with_a_report(county, at_desk):
    li, firm = at_desk(county.people["li"]), county.capped
    there = f"/new/inspection/plan/?enterprise={firm.pk}"
    given = posted(checked_unit=firm.name, checked_unit_address="平山园区", industry="食品加工", source_type="annual_plan",
                   plan_item_ref="2026 年度计划 11 月第 9 项", planned_from="2026-11-23", planned_to="2026-11-23",
                   officers=["li", "wang"], inspection_method=["site"])
    said = li.post(there, given).content.decode()
    assert "上限" in said and "国办发〔2024〕54号" in said and "举报" in said
    assert li.post(there, given | {"source_type": "complaint", "source_document": "举报登记 J0031"}).status_code == 302


def test_what_waits_stands_on_the_board_of_whoever_may_receive_it(county, at_desk):
    p = county.people
    lead = open_file("penalty_ordinary", "lead", {
        "case_source": "inspection", "source_time": "2026-11-20", "suspect": houses.FIRM, "case_facts": "6名焊工未经培训上岗。",
        "officers": ["li", "wang"]}, p["li"], agency=county.agency, enterprise=county.firm, domain="工贸").file
    li = at_desk(p["li"])
    form = li.get(f"/files/{lead.no}/acts/transfer_agency/").content.decode()
    assert "受移送机关简码" in form and "行政处罚法" in form
    answer = li.post(f"/files/{lead.no}/acts/transfer_agency/", {
        "do": "submit", "pin": "246810", "key": "t1", "addressee": "云岭区城关镇人民政府", "to_code": "YLCG", "cause": "涉嫌未培训",
        "brief": "6名焊工未经培训上岗。", "reasons": "属于委托城关镇办理的事项。", "basis": "行政处罚法第二十二条",
        "finding": "6名焊工未经培训上岗。",
        "materials-rows": "1", "materials-0-name": "现场检查记录", "officers": ["li", "wang"], "handler_opinion": "建议移送。"})
    assert answer.status_code == 302, re.sub(r"<[^>]+>", " ", answer.content.decode())[-1500:]
    houses.through(_sent(lead, lead.signings.get().draft_seq), p["wang"], p["zhang"], p["chen"])
    town = at_desk(p["zhao"]).get("/competence/board/").content.decode()
    assert lead.no in town and "receive_transfer" in town
    bureau = at_desk(p["chen"]).get("/competence/board/").content.decode()
    assert lead.no in bureau and "/new/penalty_ordinary/receive_transfer/" not in bureau, "only the addressee receives"
    received = at_desk(p["zhao"]).get(f"/new/penalty_ordinary/receive_transfer/?enterprise={county.firm.pk}").content.decode()
    assert lead.no in received and "云岭区应急管理局" in received
