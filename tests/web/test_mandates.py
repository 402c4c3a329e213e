"""Pages of agencies, mandates and conferred powers: who sees what, what a form answers, what is exported."""
from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from zhiheng.actions import power_lists
from zhiheng.kernel.clock import TZ
from zhiheng.records.models import Agency, Conferral, Mandate, Person

pytestmark = pytest.mark.django_db
WHEN = datetime(2026, 1, 1, tzinfo=TZ)


@pytest.fixture
def as_(office, at_desk):
    """``as_("zhang")``: the desk of a person by account."""
    return lambda who: at_desk(office.people[who])


@pytest.fixture
def town(office):
    """A township with an agreement, an expired one beside it, and one officer."""
    power_lists.publish_prepared(office.agency.place_id, by=None)
    made = Agency.objects.create(code="YLCG", region_short="云", name="云岭区城关镇人民政府", short_name="城关镇", kind="township", level="township",
                                 parent=office.agency, place_id=office.agency.place_id, areas=["城关镇"])
    zhao = Person.objects.create_user("zhao", "Zhiheng-2026", name="赵磊")
    Mandate.objects.create(person=zhao, agency=made, role="officer", since=date(2024, 1, 1))
    office.people["zhao"] = zhao
    common = {"kind": "delegation", "grantor": office.agency, "grantee": made, "made_at": WHEN, "published_on": date(2024, 1, 1)}
    Conferral.objects.create(items=["CF-011", "inspection"], ceiling_fen=2_999_999, document_no="（云）应急委〔2026〕1号", since=date(2026, 1, 1),
                             until=date(2026, 12, 31), **common)
    Conferral.objects.create(items=["CF-008"], ceiling_fen=1_000_000, document_no="（云）应急委〔2024〕1号", since=date(2024, 1, 1),
                             until=date(2025, 12, 31), **common)
    return made


def test_the_list_of_conferrals_shows_limit_meter_and_how_long_it_still_holds(office, town, as_):
    text = as_("zhang").get("/conferrals/").content.decode()
    assert "（云）应急委〔2026〕1号" in text and "（云）应急委〔2024〕1号" not in text
    assert "还有 38 天届满" in text and "1 项＋检查" in text and "0 件" in text
    assert "（云）应急委〔2024〕1号" in as_("zhang").get("/conferrals/?state=ended").content.decode()


def test_only_those_who_may_draft_are_offered_to(office, town, as_):
    assert "/new/delegation/draft/" in as_("zhang").get("/conferrals/").content.decode()
    for who in ("li", "chen", "song", "zhao"):
        assert "/new/delegation/draft/" not in as_(who).get("/conferrals/").content.decode()


def test_a_township_officer_reads_his_power_on_every_page(office, town, as_):
    text = as_("zhao").get("/").content.decode()
    assert "受委托执法" in text and "以云岭区应急管理局名义执法" in text and "低于 \u00a530,000.00" in text and "我的委托权限" in text
    Conferral.objects.update(ended_on=date(2026, 11, 1))
    assert "现在没有有效的委托书或者赋权决定" in as_("zhao").get("/").content.decode()


def test_the_map_of_matters_says_who_may_do_what_on_a_day(office, town, as_):
    desk = as_("zhang")
    text = desk.get("/conferrals/matrix/?q=CF-011").content.decode()
    assert "委 &lt;\u00a530,000.00" in text
    given = desk.get("/conferrals/matrix/?only=given").content.decode()
    assert "CF-011" in given and "CF-012" not in given
    past = desk.get("/conferrals/matrix/?on=2025-06-01&only=given").content.decode()
    assert "CF-008" in past and "CF-011" not in past and "不是今天" in past
    book = load_workbook(BytesIO(desk.get("/conferrals/matrix/export/?only=given").content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[0][-1] == "城关镇" and any(r[0] == "CF-011" and r[-1].startswith("委") for r in rows)


def test_the_administrator_enters_a_town_and_a_wrong_code_is_answered_at_its_field(office, as_):
    desk = as_("admin")
    sent = {"code": "YLSQ", "name": "云岭区石桥镇人民政府", "region_short": "云", "kind": "township", "level": "township", "parent": "YL",
            "areas": "石桥镇"}
    assert desk.post("/agencies/new/", sent).status_code == 302
    assert Agency.objects.get(code="YLSQ").areas == ["石桥镇"]
    again = desk.post("/agencies/new/", sent)
    assert again.status_code == 400 and "已由云岭区石桥镇人民政府使用" in again.content.decode()
    page = desk.get("/agencies/").content.decode()
    assert "云岭区石桥镇人民政府" in page and "没有有效的委托或者赋权" in page


def test_an_agency_is_closed_with_a_reason_or_told_why_not(office, town, as_):
    desk = as_("admin")
    refused = desk.post("/agencies/YLCG/close/", {"day": "2026-11-23", "reason": "机构改革"})
    assert refused.status_code == 400 and "有效的委托、赋权 （云）应急委〔2026〕1号" in refused.content.decode()
    Conferral.objects.update(ended_on=date(2026, 11, 1))
    assert desk.post("/agencies/YLCG/close/", {"day": "2026-11-23", "reason": "机构改革"}).status_code == 302
    assert "撤销" in desk.get("/agencies/YLCG/").content.decode()


def test_the_heads_look_at_agencies_and_mandates_and_change_nothing(office, town, as_):
    desk = as_("zhang")
    assert desk.get("/agencies/YLCG/").status_code == 200 and "保存" not in desk.get("/agencies/YLCG/").content.decode()
    assert desk.post("/agencies/YLCG/", {"name": "别的"}).status_code == 404
    pk = Mandate.objects.get(person="zhao").pk
    assert desk.post(f"/mandates/{pk}/", {"reason": "试一试看"}).status_code == 404
    assert desk.post(f"/mandates/{pk}/end/", {"day": "2026-11-23", "reason": "试一试看"}).status_code == 403
    assert as_("li").get("/mandates/").status_code == 403


def test_a_mandate_is_granted_limited_and_ended_on_its_pages(office, town, as_):
    desk = as_("admin")
    sent = {"person": "wang", "agency": "YLCG", "role": "officer", "since": "2026-11-23", "items": "CF-011", "ceiling": "1万"}
    assert desk.post("/mandates/new/", sent).status_code == 302
    held = Mandate.objects.get(person="wang", agency=town)
    assert (held.items, held.ceiling_fen) == (["CF-011"], 1_000_000)
    page = desk.get(f"/mandates/{held.pk}/").content.decode()
    assert "此人的全部任职" in page and "变更记录" in page
    assert desk.post(f"/mandates/{held.pk}/", {"items": "CF-999", "reason": "分工调整"}).status_code == 400
    assert desk.post(f"/mandates/{held.pk}/", {"items": "CF-012", "reason": "分工调整"}).status_code == 302
    assert "事项：CF-011 → CF-012" in desk.get(f"/mandates/{held.pk}/").content.decode()
    assert desk.post(f"/mandates/{held.pk}/end/", {"day": "昨天", "reason": "调离岗位"}).status_code == 400
    assert desk.post(f"/mandates/{held.pk}/end/", {"day": "2026-11-23", "reason": "调离岗位"}).status_code == 302
    assert "不能给自己" in desk.post("/mandates/new/", sent | {"person": "admin"}).content.decode()


def test_mandates_of_a_day_are_listed_and_exported_as_shown(office, town, as_):
    Mandate.objects.filter(person="zhao").update(until=date(2026, 6, 30))
    desk = as_("admin")
    assert "赵磊" not in desk.get("/mandates/?agency=YLCG").content.decode()
    shown = desk.get("/mandates/?agency=YLCG&on=2026-06-30").content.decode()
    assert "赵磊" in shown and "不是今天" in shown
    book = load_workbook(BytesIO(desk.get("/mandates/export/?agency=YLCG&on=2026-06-30").content))
    assert [r[1] for r in book.worksheets[0].iter_rows(min_row=2, values_only=True)] == ["城关镇"]


def test_everybody_may_read_which_agreements_hold(office, town, client):
    text = client.get("/p/delegations/").content.decode()
    assert "云岭区城关镇人民政府" in text and "受委托" in text and "（云）应急委〔2026〕1号" in text and "CF-011" in text
    assert "（云）应急委〔2024〕1号" not in text
    Conferral.objects.update(published_on=None)
    assert "现在没有生效的委托书" in client.get("/p/delegations/").content.decode()
