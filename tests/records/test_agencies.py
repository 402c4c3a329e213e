"""The tree of agencies and the mandates in it: what the administrator may enter, and what is refused in words."""
from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from zhiheng.actions import agencies, mandates
from zhiheng.actions.errors import Invalid, NotAllowed
from zhiheng.kernel.clock import TZ
from zhiheng.records.clock import frozen
from zhiheng.records.models import AccessLog, Agency, Change, Conferral, File, Mandate, Person
from zhiheng.records.queries.agencies import tree
from zhiheng.records.queries.mandates import mandate_list
from zhiheng.records.queries.people import kernel_people
from zhiheng.records.queries.scope import visible_to

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=TZ)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _monday():
    with frozen(NOW):
        yield


@pytest.fixture
def admin():
    return person("admin", "administrator", bureau())


def bureau():
    found = Agency.objects.filter(code="YL").first()
    return found or Agency.objects.create(code="YL", region_short="云", name="云岭区应急管理局", areas=["城关镇", "石桥镇"])


def person(username, role, agency, since=date(2024, 1, 1)):
    made = Person.objects.create_user(username, "x", name=username)
    Mandate.objects.create(person=made, agency=agency, role=role, since=since)
    return made


TOWN = {"code": "ylcg", "name": "云岭区城关镇人民政府", "region_short": "云", "kind": "township", "level": "township", "parent": "YL",
        "areas": ["城关镇"]}


def said(raised):
    return {e.path: e.says for e in raised.value.errors}


def opened(agency, serial=1):
    return File.objects.create(no=f"{agency.code}-2026-{serial:05d}", agency=agency, procedure="inspection", title="检查", opened_at=NOW,
                               year=2026, seq=serial)


# --- agencies -----------------------------------------------------------------------------------------------------

def test_an_agency_is_entered_under_its_superior_with_its_history(admin):
    made = agencies.create(TOWN, by=admin)
    assert (made.code, made.path, made.parent.code) == ("YLCG", f"/{made.parent_id}/{made.pk}/", "YL")
    assert Change.objects.get(register="agency", target=str(made.pk)).what == "created"


@pytest.mark.parametrize(("wrong", "field", "words"), [
    ({"parent": "XX"}, "parent", "没有简码为「XX」的机关"), ({"parent": ""}, "parent", "须写明上级机关"),
    ({"level": "province"}, "level", "层级高于上级机关"), ({"joined": True}, "joined", "只适用于综合行政执法队伍"),
    ({"code": "城关"}, "code", "只能用字母和数字"), ({"code": "YL"}, "code", "已由云岭区应急管理局使用"), ({"name": ""}, "name", "请填写"),
    ({"place_id": "nowhere"}, "place_id", "没有地方规则"), ({"kind": "shop"}, "kind", "没有“shop”这个选项")])
def test_what_cannot_be_an_agency_is_refused_at_its_field(admin, wrong, field, words):
    with pytest.raises(Invalid) as raised:
        agencies.create(TOWN | wrong, by=admin)
    assert words in said(raised)[field]
    assert not Agency.objects.filter(kind="township").exists()


def test_a_code_that_stands_in_file_numbers_cannot_change(admin):
    town = agencies.create(TOWN, by=admin)
    agencies.change(town, TOWN | {"code": "YLC2"}, version=1, reason="录入有误", by=admin)
    town.refresh_from_db()
    opened(town)
    with pytest.raises(Invalid) as raised:
        agencies.change(town, TOWN | {"code": "YLC3"}, version=town.version, reason="再改一次", by=admin)
    assert "已经用在案卷编号" in said(raised)["code"]


def test_moving_an_agency_moves_the_paths_below_it_and_never_under_itself(admin):
    city = agencies.create({"code": "YC", "name": "云岭市应急管理局", "region_short": "云", "kind": "bureau", "level": "city"}, by=admin)
    town = agencies.create(TOWN, by=admin)
    head = bureau()
    values = agencies.values_of(head)
    agencies.change(head, values | {"parent": "YC"}, version=head.version, reason="隶属关系调整", by=admin)
    town.refresh_from_db()
    assert town.path == f"/{city.pk}/{head.pk}/{town.pk}/"
    head.refresh_from_db()
    with pytest.raises(Invalid) as raised:
        agencies.change(head, values | {"parent": "YLCG"}, version=head.version, reason="误操作试验", by=admin)
    assert "不能作为它的上级" in said(raised)["parent"]


def test_a_change_needs_a_reason_and_never_overwrites_somebody_elses(admin):
    town = agencies.create(TOWN, by=admin)
    with pytest.raises(NotAllowed, match="须写明理由"):
        agencies.change(town, TOWN | {"phone": "1"}, version=1, reason="", by=admin)
    agencies.change(town, TOWN | {"phone": "1"}, version=1, reason="电话变更", by=admin)
    with pytest.raises(NotAllowed, match="别人修改了"):
        agencies.change(town, TOWN | {"phone": "2"}, version=1, reason="电话变更", by=admin)
    row = Change.objects.filter(register="agency", target=str(town.pk)).order_by("number").last()
    assert row.fields == {"phone": ["", "1"]} and row.reason == "电话变更"


def test_an_agency_with_files_in_hand_is_not_closed_and_they_are_named(admin):
    town = agencies.create(TOWN, by=admin)
    file = opened(town)
    Conferral.objects.create(kind="delegation", grantor=bureau(), grantee=town, since=TODAY, made_at=NOW, document_no="（云）应急委〔2026〕1号")
    with pytest.raises(NotAllowed, match=r"YLCG-2026-00001.*（云）应急委〔2026〕1号"):
        agencies.close(town, TODAY, "机构改革", by=admin)
    file.ended_at = NOW
    file.save()
    Conferral.objects.update(ended_on=TODAY)
    officer = person("zhao", "officer", town)
    agencies.close(town, TODAY, "机构改革", by=admin)
    town.refresh_from_db()
    assert town.closed_on == TODAY and officer.mandates.get().until == TODAY - timedelta(days=1)
    assert [r.agency.code for r in tree(visible_to(admin), TODAY)] == ["YL"]
    assert [r.agency.code for r in tree(visible_to(admin), TODAY, closed=True)] == ["YL", "YLCG"]
    with pytest.raises(NotAllowed, match="不再修改"):
        agencies.change(town, TOWN, version=town.version, reason="撤销以后", by=admin)


def test_the_tree_counts_people_mandates_and_open_files_in_four_queries(admin, django_assert_num_queries):
    town = agencies.create(TOWN, by=admin)
    zhao = person("zhao", "officer", town)
    Mandate.objects.create(person=zhao, agency=town, role="section_head", since=date(2024, 1, 1))
    opened(town)
    scope = visible_to(admin)
    with django_assert_num_queries(4):
        rows = tree(scope, TODAY)
    assert [(r.agency.code, r.depth, r.people, r.mandates, r.files) for r in rows] == [("YL", 0, 1, 1, 0), ("YLCG", 1, 1, 2, 1)]


# --- mandates -----------------------------------------------------------------------------------------------------

def granted(admin, **more):
    return mandates.grant({"person": "li", "agency": "YL", "role": "officer", "since": "2026-11-23"} | more, by=admin)


@pytest.fixture
def li():
    return Person.objects.create_user("li", "x", name="李强")


def test_a_mandate_carries_its_limits_to_the_gates(admin, li):
    granted(admin, area=["城关镇"], items=["inspection"], ceiling=20_000_00)
    power = kernel_people(["li"], bureau(), TODAY)["li"].powers[0]
    assert (power.role, power.areas, power.items, power.ceiling) == ("officer", {"城关镇"}, {"inspection"}, 20_000_00)
    assert AccessLog.objects.filter(person=admin, what__contains="授予 李强").exists()


def test_nobody_grants_himself_a_mandate(admin):
    with pytest.raises(NotAllowed, match="不能给自己"):
        granted(admin, person="admin", role="supervisor")


def test_whoever_hands_out_powers_holds_none_in_cases(admin, li):
    granted(admin)
    with pytest.raises(Invalid) as raised:
        granted(admin, role="administrator")
    assert "不得兼任办案" in said(raised)["role"]
    other = person("second", "administrator", bureau())
    with pytest.raises(Invalid) as raised:
        mandates.grant({"person": "admin", "agency": "YL", "role": "bureau_head", "since": "2026-11-23"}, by=other)
    assert "不得兼任办案" in said(raised)["role"]
    granted(admin, person="second", role="supervisor")  # reading is no power in cases


def test_two_mandates_of_one_role_at_one_agency_may_not_overlap_but_may_follow(admin, li):
    granted(admin, until="2026-12-31")
    with pytest.raises(Invalid) as raised:
        granted(admin, since="2026-12-31")
    assert "期间重叠" in said(raised)["since"]
    granted(admin, since="2027-01-01")
    granted(admin, role="section_head")  # another role of the same person
    assert li.mandates.count() == 3


@pytest.mark.parametrize(("wrong", "field", "words"), [
    ({"person": "nobody"}, "person", "没有账号"), ({"agency": "XX"}, "agency", "没有简码"),
    ({"area": ["月球镇"]}, "area", "不在云岭区应急管理局的辖区"),
    ({"until": "2026-11-01"}, "until", "不能早于"), ({"role": "king"}, "role", "没有“king”"), ({"ceiling": "-1"}, "ceiling", "不能为负"),
    ({"role": "archivist", "ceiling": 1}, "ceiling", "才设罚款限额")])
def test_what_cannot_be_a_mandate_is_refused_at_its_field(admin, li, wrong, field, words):
    with pytest.raises(Invalid) as raised:
        granted(admin, **wrong)
    assert words in said(raised)[field]


def test_a_change_keeps_who_where_and_since_and_its_history(admin, li):
    held = granted(admin)
    moved = mandates.change(held, {"post": "一中队", "area": ["石桥镇"], "ceiling": 5_000_00, "role": "bureau_head"}, reason="分工调整", by=admin)
    held.refresh_from_db()
    assert set(moved) == {"post", "area", "ceiling"} and held.role == "officer"
    with pytest.raises(NotAllowed, match="须写明理由"):
        mandates.change(held, {"post": "二中队"}, reason="", by=admin)
    row = Change.objects.filter(register="mandate", target=str(held.pk)).order_by("number").last()
    assert row.fields["ceiling"] == [None, 5_000_00] and row.by == admin


def test_a_mandate_ends_with_a_reason_and_never_back_in_time(admin, li):
    held = granted(admin, since="2026-11-01")
    with pytest.raises(NotAllowed, match="不能倒填"):
        mandates.end(held, date(2026, 11, 10), "调离本局", by=admin)
    with pytest.raises(NotAllowed, match="须写明理由"):
        mandates.end(held, TODAY, "", by=admin)
    mandates.end(held, TODAY, "调离执法岗位", by=admin)
    assert kernel_people(["li"], bureau(), TODAY)["li"].roles == {"officer"}
    assert kernel_people(["li"], bureau(), TODAY + timedelta(days=1))["li"].roles == frozenset()


def test_the_list_shows_who_held_which_mandate_on_a_day(admin, li):
    granted(admin, since="2026-11-01", until="2026-11-20", area=["城关镇"])
    scope = visible_to(admin)
    assert [m.person_id for m in mandate_list(scope, TODAY).rows] == ["admin"]
    assert [m.person_id for m in mandate_list(scope, date(2026, 11, 10)).rows] == ["admin", "li"]
    assert [m.person_id for m in mandate_list(scope, date(2026, 11, 10), state="limited").rows] == ["li"]
    assert [m.person_id for m in mandate_list(scope, TODAY, state="ended").rows] == ["li"]
    first = mandate_list(scope, TODAY, state="all", size=1)
    assert first.total == 2 and [m.person_id for m in mandate_list(scope, TODAY, state="all", size=1, after=first.next).rows] == ["li"]


def test_another_trees_mandates_and_agencies_stay_invisible(admin, li):
    elsewhere = Agency.objects.create(code="QS", region_short="青", name="青山区应急管理局")
    person("stranger", "officer", elsewhere)
    scope = visible_to(admin)
    assert "QS" not in [r.agency.code for r in tree(scope, TODAY)]
    assert "stranger" not in [m.person_id for m in mandate_list(scope, TODAY, state="all").rows]
    assert mandate_list(visible_to(None), TODAY).rows == ()
