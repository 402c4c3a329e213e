"""Delegation and assignment in the product: what a township may do, in whose name, and how the power comes and goes."""
from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from zhiheng.actions import power_lists, rulebook, signing
from zhiheng.actions.errors import Refused, SignatureRefused
from zhiheng.actions.perform import open_file, perform
from zhiheng.demo import conferrals as agreements
from zhiheng.demo.faults import Found, by_item
from zhiheng.demo.house import settle, team
from zhiheng.demo.inspecting import Visit
from zhiheng.demo.programme import Programme, Size
from zhiheng.demo.prosecuting import Case
from zhiheng.demo.world import World
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.situation import Situation
from zhiheng.records.clock import frozen
from zhiheng.records.models import Agency, Conferral, DocumentNumber, Enterprise, Mandate, Paper, Penalty
from zhiheng.records.queries.conferrals import acting, facts_of, meters, visible
from zhiheng.records.queries.public import authority
from zhiheng.records.queries.scope import visible_to
from zhiheng.records.queries.view import load_view

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=TZ)
TODAY = NOW.date()


@pytest.fixture
def house(tmp_path, settings, fonts):
    """The district with its two agreements and nothing else; it is Monday, 2026-11-23."""
    settings.ZHIHENG_DATA = tmp_path
    rulebook.reload()
    with frozen(NOW):
        made = settle(TODAY, seed=7, count=40)
        power_lists.publish_prepared(made.bureau.place_id, made.people["zhouning"])
        agreements.agree(made, TODAY)
        made.agencies = {a.code: a for a in Agency.objects.all()}
        yield made
    rulebook.reload()


def firm_in(house, area):
    return next(f for f in house.firms if f.area == area and f.fields == ["工贸"])


def visit(officers, *, at=NOW):
    """What the plan of a visit says."""
    day = at.date().isoformat()
    return {"checked_unit": "某厂", "checked_unit_address": "某路", "industry": "木材加工", "source_type": "campaign",
            "source_document": "云应急〔2026〕3号", "planned_from": day, "planned_to": day, "officers": officers,
            "inspection_items": [{"question": "培训"}], "inspection_method": ["site"]}


def plan(house, firm, *, at=NOW, code="YLCG"):
    """The township plans a visit to an enterprise."""
    first, second = team(house, None, code, 0).officers
    facts = visit([first.pk, second.pk], at=at)
    return open_file("inspection", "plan", facts, first, agency=house.agencies[code], enterprise=firm, domain="工贸", at=at)


def gates(refused):
    return {o.gate: o for o in refused.value.obstacles}


def town_case(house, area, code, day=date(2026, 9, 7)):
    """A whole case of a body, from the clue to the end."""
    world = World(house, NOW, 3)
    programme = Programme(world, TODAY, Size())
    firm = firm_in(house, area)
    charges = programme.charges([("unit", Found(by_item()["G-12"], 2))])
    world.case(day, Case(charges, firm, day - timedelta(days=4), source="transfer"), team(house, None, code, 0))
    world.run()
    return Penalty.objects.get(file__agency__code=code)


def test_the_agreement_becomes_a_conferral_that_allows_one_fen_less_than_thirty_thousand(house):
    row = Conferral.objects.get(grantee__code="YLCG")
    assert (row.kind, row.grantor.code, row.ceiling_fen, row.areas) == ("delegation", "YL", 2_999_999, ["城关镇"])
    assert row.document_no == "（云）应急委〔2025〕1号" and row.published_on and row.filed_on
    assert "inspection" in row.items and "CF-011" in row.items and not [i for i in row.items if i.startswith("QZ")]
    assert Agency.objects.get(code="YLCG").delegated
    letter = Paper.objects.get(file=row.file, code="entrustment_letter")
    assert letter.no == row.document_no and letter.pages >= 2


def test_a_delegated_case_is_numbered_signed_and_answered_for_by_the_bureau(house):
    penalty = town_case(house, "城关镇", "YLCG")
    number = DocumentNumber.objects.get(text=penalty.document_no)
    assert number.agency.code == "YL" and penalty.document_no.startswith("（云）应急罚〔2026〕")
    assert authority(penalty.file.agency, penalty.decided_on) == "云岭区应急管理局"
    assert penalty.file.agency.code == "YLCG"  # counted apart
    row = Conferral.objects.get(grantee__code="YLCG")
    meter = meters([row])[row.pk]
    assert meter.cases == 1 and meter.highest_fen == penalty.fine_fen and meter.share(row.ceiling_fen) == 27


def test_a_visit_outside_the_agreed_area_is_refused_with_the_clause_and_what_to_do(house):
    with pytest.raises(Refused) as refused:
        plan(house, firm_in(house, "石桥镇"))
    found = gates(refused)["power_area"]
    assert "委托书（云）应急委〔2025〕1号第三条" in found.says and "城关镇" in found.says
    assert found.cure == "转报委托机关云岭区应急管理局办理"


def test_within_the_agreement_the_same_visit_may_be_planned(house):
    assert plan(house, firm_in(house, "城关镇")).file.no.startswith("YLCG-2026-")


def test_after_the_term_nothing_more_may_be_begun(house):
    later = datetime(2028, 1, 3, 9, tzinfo=TZ)
    with frozen(later), pytest.raises(Refused) as refused:
        plan(house, firm_in(house, "城关镇"), at=later)
    assert "期限至 2027-12-31 届满" in gates(refused)["power_held"].says


def test_an_unpublished_agreement_is_of_no_use_yet(house):
    Conferral.objects.filter(grantee__code="YLCG").update(published_on=None)
    with pytest.raises(Refused) as refused:
        plan(house, firm_in(house, "城关镇"))
    assert "还没有向社会公布" in gates(refused)["power_published"].says


def test_a_township_without_any_document_may_not_punish_nor_order(house):
    Conferral.objects.filter(grantee__code="YLCG").delete()
    with pytest.raises(Refused) as refused:
        plan(house, firm_in(house, "城关镇"))
    assert "没有委托书" in gates(refused)["power_held"].says


@pytest.mark.parametrize(("fine", "allowed"), [(2_999_999, True), (3_000_000, False)])
def test_a_delegated_town_may_fine_up_to_29999_99_and_not_30000_00(house, fine, allowed):
    penalty = town_case(house, "城关镇", "YLCG")
    rules = rulebook.rules_for(penalty.file.agency)
    gate = next(g for g in rules.procedures["penalty_ordinary"].act("decide").gates if g.id == "power_ceiling")
    answer = gate.check(_situation(penalty.file, rules, {"fine_amount": fine}))
    assert (answer is None) is allowed
    if answer is not None:
        assert "低于 ¥30,000.00" in answer.says.replace("\u00a5", "¥") and "第四条" in answer.says


def _situation(file, rules, facts):
    view = load_view(file, rules.procedures, now=NOW)
    procedure = rules.procedures[file.procedure]
    return Situation(view, procedure, procedure.act("decide"), view.of_kind("party")[0], facts, None, NOW, rules)


def test_ending_an_agreement_stops_the_body_and_leaves_what_it_did_in_the_bureaus_name(house):
    row = Conferral.objects.get(grantee__code="YLCG")
    chief, head = house.people["chenjun"], house.people["gaofeng"]
    facts = {"ended_on": TODAY.isoformat(), "reason": "revoked", "explanation": "城关镇执法人员调整，暂不具备条件。",
             "handover": "没有在办案卷。"}
    sent = perform(row.file.no, "end", facts, chief, at=NOW)
    signing.sign(row.file.no, sent.draft_seq, head, at=NOW + timedelta(minutes=5))
    row.refresh_from_db()
    assert (row.ended_on, row.end_reason) == (TODAY, "委托机关收回")
    with pytest.raises(Refused) as refused:
        plan(house, firm_in(house, "城关镇"))
    assert f"自 {TODAY} 起终止（委托机关收回）" in gates(refused)["power_held"].says
    town = Agency.objects.get(code="YLCG")
    assert authority(town, TODAY) == authority(town, date(2026, 3, 2)) == "云岭区应急管理局"
    assert Paper.objects.filter(file=row.file, code="entrustment_end_notice").exists()


def test_a_new_agreement_replaces_the_old_one_on_the_day_it_begins(house):
    old = Conferral.objects.get(grantee__code="YLCG")
    chief, lawyer, head = (house.people[p] for p in ("chenjun", "zhouning", "gaofeng"))
    draft = {"grantee": "YLCG", "basis": agreements.BASIS, "items": ["CF-011 对未如实记录安全教育培训情况的处罚"], "inspection": True,
             "kinds": ["fine"], "bound": "below", "limit": 20_000_00, "since": "2026-12-01", "until": "2028-12-31", "supervision": "每年一次",
             "liability": "以委托机关名义", "replaces": old.document_no}
    with pytest.raises(Refused) as refused:
        open_file("delegation", "draft", draft | {"replaces": ""}, chief, agency=house.bureau, at=NOW)
    assert "期限重叠" in gates(refused)["del_overlap"].says
    no = open_file("delegation", "draft", draft, chief, agency=house.bureau, at=NOW).file.no
    body = {"public": True, "public_proof": "批复", "staff": True, "staff_proof": "赵磊、唐宇", "technical": False, "checked_on": "2026-11-23"}
    perform(no, "check_capacity", body, chief, at=NOW)
    perform(no, "legal_review", {"passed": True, "opinion": "同意。"}, lawyer, at=NOW)
    sent = perform(no, "sign", {"signed_on": "2026-11-23", "until": "2028-12-31", "grantor_signer": "高峰", "grantee_signer": "何海",
                                "grantee_signed": True}, chief, at=NOW)
    signing.sign(no, sent.draft_seq, head, at=NOW)
    perform(no, "publish", {"published_on": "2026-11-23", "grantor_place": "网站", "grantee_place": "公开栏"}, chief, at=NOW)
    old.refresh_from_db()
    new = Conferral.objects.get(file__no=no)
    assert old.ended_on == date(2026, 12, 1) and new.document_no in old.end_reason
    assert (new.items, new.ceiling_fen) == (["CF-011", "inspection"], 1_999_999)
    assert acting(new.grantee, date(2026, 11, 30)).conferral == old and acting(new.grantee, date(2026, 12, 1)).conferral == new


def test_a_delegated_town_may_not_delegate_again(house):
    town = house.agencies["YLCG"]
    Mandate.objects.create(person=house.people["tangyu"], agency=town, role="section_head", since=date(2020, 1, 1))
    draft = {"grantee": "YLPS", "basis": agreements.BASIS, "items": ["CF-011"], "inspection": False, "kinds": ["fine"], "bound": "below",
             "limit": 20_000_00, "since": "2026-12-01", "until": "2028-12-31", "supervision": "每年一次", "liability": "以委托机关名义"}
    with pytest.raises(Refused) as refused:
        open_file("delegation", "draft", draft, house.people["tangyu"], agency=town, at=NOW)
    assert "不得再委托" in gates(refused)["no_redelegation"].says


def test_an_assigned_street_acts_numbers_and_answers_in_its_own_name(house):
    agreements._street(house, date(2026, 2, 24))
    agreements_pair = tuple(house.people[p] for p in ("duwen", "jiangyi"))
    street = house.agencies[agreements.STREET]
    firm = firm_in(house, "东岭街道")
    facts = visit([p.pk for p in agreements_pair])
    sent = open_file("inspection", "plan", facts, agreements_pair[0], agency=street, enterprise=firm, domain="工贸", at=NOW)
    sent = signing.sign(sent.file.no, sent.draft_seq, agreements_pair[1], at=NOW)
    with pytest.raises(SignatureRefused, match="审核人"):
        signing.sign(sent.file.no, sent.draft_seq, house.people["chenjun"], at=NOW)  # the bureau's head of section
    for who in ("pengbo", "tanlin"):
        sent = signing.sign(sent.file.no, sent.draft_seq, house.people[who], at=NOW)
    number = DocumentNumber.objects.get(file__no=sent.file.no)
    assert number.agency.code == "YLDL" and number.text.startswith("（云东岭）应急检查〔2026〕1号")
    found = acting(street, TODAY)
    assert (found.mode, found.name) == ("assignment", "云岭区东岭街道办事处")
    assert not Agency.objects.get(code="YLDL").delegated


def test_a_joined_team_acts_in_the_name_of_its_bureau(house):
    team_ = Agency.objects.create(code="YLDD", region_short="云", name="云岭区应急管理综合行政执法大队", kind="team", joined=True,
                                  parent=house.bureau, place_id="yl")
    assert (acting(team_, TODAY).mode, acting(team_, TODAY).name) == ("joined", "云岭区应急管理局")
    team_.joined = False
    assert acting(team_, TODAY).name == team_.name


def test_an_officer_limited_to_an_area_may_not_begin_elsewhere_nor_sign(house):
    Mandate.objects.filter(person="liqiang").update(area=["城关镇"])
    first, second = house.people["liqiang"], house.people["wangmin"]
    facts = visit(["liqiang", "wangmin"])
    firm = firm_in(house, "石桥镇")
    with pytest.raises(Refused) as refused:
        open_file("inspection", "plan", facts, first, agency=house.bureau, enterprise=firm, domain="工贸", at=NOW)
    found = gates(refused)["outside_mandate"]
    assert "李强：石桥镇不在其任职区域（城关镇）" in found.says and found.articles[0].short() == "行政处罚法第17条"
    sent = open_file("inspection", "plan", facts, second, agency=house.bureau, enterprise=firm, domain="工贸", at=NOW)
    with pytest.raises(SignatureRefused) as unsigned:
        signing.sign(sent.file.no, sent.draft_seq, first, at=NOW)
    assert "不能签署" in str(unsigned.value)


def test_an_officer_limited_to_items_may_not_inspect_when_inspections_are_not_among_them(house):
    Mandate.objects.filter(person="liqiang").update(items=["CF-011"])
    facts = visit(["liqiang", "wangmin"])
    with pytest.raises(Refused) as refused:
        open_file("inspection", "plan", facts, house.people["liqiang"], agency=house.bureau, enterprise=firm_in(house, "石桥镇"),
                  domain="工贸", at=NOW)
    assert "「行政检查」不在其任职事项内" in gates(refused)["outside_mandate"].says


def test_a_head_signing_above_his_ceiling_is_sent_to_those_who_may(house):
    world = World(house, NOW, 3)
    programme = Programme(world, TODAY, Size())
    charges = programme.charges([("unit", Found(by_item()["G-12"], 2))])
    case = Case(charges, house.firms[5], date(2026, 9, 3), source="transfer", stop="decide", stop_role="bureau_head")
    world.case(date(2026, 9, 7), case, team(house, None, "YL", 0))
    world.run()
    waiting = house.firms[5].files.get(procedure="penalty_ordinary").signings.get(state="travelling")
    Mandate.objects.filter(person="gaofeng").update(ceiling_fen=5_000_00)
    with pytest.raises(SignatureRefused) as refused:
        signing.sign(waiting.file.no, waiting.draft_seq, house.people["gaofeng"], at=NOW)
    told = refused.value.obstacles[0]
    assert told.gate == "outside_mandate" and "¥5,000.00" in told.says.replace("\u00a5", "¥")
    assert "林华" in told.cure and "高峰" not in told.cure
    assert signing.sign(waiting.file.no, waiting.draft_seq, house.people["linhua"], at=NOW).effective


def test_conferrals_are_read_by_those_who_gave_or_hold_them_and_by_nobody_else(house):
    other = Agency.objects.create(code="QS", region_short="青", name="青山区应急管理局")
    stranger = type(house.people["liqiang"]).objects.create_user("stranger", "x", name="外人")
    Mandate.objects.create(person=stranger, agency=other, role="officer", since=date(2020, 1, 1))
    seen = {p: sorted(visible(visible_to(house.people[p], TODAY)).values_list("grantee__code", flat=True))
            for p in ("liqiang", "zhaolei", "luojie", "jiandu", "admin")}
    assert seen == {"liqiang": ["YLCG", "YLPS"], "zhaolei": ["YLCG"], "luojie": ["YLPS"], "jiandu": ["YLCG", "YLPS"],
                    "admin": ["YLCG", "YLPS"]}
    assert not visible(visible_to(stranger, TODAY)).exists()


def test_facts_of_a_conferral_are_plain_and_name_the_documents_words(house):
    row = facts_of(Conferral.objects.select_related("grantor", "grantee").filter(grantee__code="YLPS"))[0]
    assert (row["below"], row["kinds"], row["areas"]) == (True, ["warning", "criticism", "fine"], ["平山园区"])
    assert row["ended_on"] is None and row["since"] == "2025-01-02"


def test_a_visit_of_the_demo_keeps_to_the_towns_area(house):
    programme = Programme(World(house, NOW, 3), TODAY, Size())
    assert {programme.firm(2026, "YLCG").area for _ in range(9)} == {"城关镇"}
    assert Visit().source == "annual_plan" and Enterprise.objects.filter(area="城关镇").exists()
