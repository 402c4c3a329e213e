"""Which of several agencies has a matter: seen at the opening, joined, handed over, disputed, merged."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhiheng.actions import rebuild, rulebook, signing
from zhiheng.actions.errors import Refused
from zhiheng.actions.outcome import Outcome
from zhiheng.actions.perform import open_file, perform
from zhiheng.actions.register import enroll
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.situation import Situation
from zhiheng.law.rules import rules as law_rules
from zhiheng.law.scenario_facts import complete
from zhiheng.records.clock import frozen
from zhiheng.records.models import (
    Agency,
    Certificate,
    ClockRow,
    Enterprise,
    Event,
    File,
    FileLink,
    Mandate,
    Message,
    Person,
    Signing,
)
from zhiheng.records.queries.competence import begun_elsewhere, beside, shared_with, waiting_transfers
from zhiheng.records.queries.file_page import file_page
from zhiheng.records.queries.people import kernel_people
from zhiheng.records.queries.scope import visible_to
from zhiheng.records.queries.todo import todo
from zhiheng.records.queries.view import build_view, load_view, register_of

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=TZ)
FIRM = "恒通金属制品有限公司"
ITEMS = [{"question": "除尘系统是否设置控爆措施"}]
STAFF = {"YL": {"li": "officer", "wang": "officer", "zhang": "section_head", "zhou": "legal_reviewer", "gao": "bureau_head",
                "song": "supervisor"},
         "YLCG": {"zhao": "officer", "tang": "officer"}, "YLPS": {"luo": "officer", "xu": "officer"}}
VIOLATION = "AQSCF-097-1-3"


@dataclass
class House:
    firm: Enterprise
    agencies: dict[str, Agency] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def pair(self, code: str) -> list[str]:
        return [u for u, role in STAFF[code].items() if role == "officer"][:2]

    def open(self, code: str, procedure: str, act: str, by: str = "", firm: bool = True, until: str = "", **facts: Any) -> Outcome:
        """Open a file with what the form brings along; everybody signs, or all up to ``until``."""
        agency, actor = self.agencies[code], self.people[by or self.pair(code)[0]]
        file = File(no="", agency=agency, procedure=procedure, enterprise=self.firm if firm else None, opened_at=NOW, year=2026)
        done = open_file(procedure, act, self.filled(file, act, actor, facts), actor, agency=agency,
                         enterprise=self.firm if firm else None, domain="工贸")
        return self.signed(done, until)

    def do(self, no: str, act: str, by: str, **facts: Any) -> Outcome:
        file = File.objects.select_related("agency", "enterprise").get(no=no)
        return self.signed(perform(no, act, self.filled(file, act, self.people[by], facts), self.people[by]))

    def filled(self, file: File, act: str, actor: Person, facts: dict[str, Any]) -> dict[str, Any]:
        rules = rulebook.rules_for(file.agency)
        view = load_view(file, rules.procedures, now=NOW, people=[actor.pk]) if file.pk else _blank(file, rules, actor)
        given = {"officers": self.pair(file.agency.code)} | facts
        declared = rules.procedures[file.procedure].act(act)
        names = {f.name for f in declared.fields}
        return complete(rules, view, declared, {k: v for k, v in given.items() if k in names}, key=None,
                        actor=view.people[actor.pk], at=NOW)

    def signed(self, done: Outcome, until: str = "") -> Outcome:
        while not done.effective:
            row = Signing.objects.get(file=done.file, draft_seq=done.draft_seq)
            if row.role == until:
                return done
            mine = self.pair(done.file.agency.code)
            who = {"section_head": ["zhang"], "legal_reviewer": ["zhou"], "bureau_head": ["gao"]}.get(row.role, mine)
            done = signing.sign(done.file.no, done.draft_seq, self.people[next(u for u in who if u not in row.signed)])
        return done

    def visit(self, code: str, **facts: Any) -> Outcome:
        return self.open(code, "inspection", "plan", **({
            "source_type": "annual_plan", "plan_item_ref": "2026 年度计划 11 月第 7 项", "planned_from": "2026-11-24",
            "planned_to": "2026-11-24", "inspection_items": ITEMS, "inspection_method": ["site"]} | facts))

    def lead(self, code: str) -> str:
        return self.open(code, "penalty_ordinary", "lead", suspect=FIRM).file.no

    def file_case(self, no: str, by: str, **facts: Any) -> Outcome:
        return self.do(no, "file_case", by, **({
            "cause": "涉嫌未按规定培训案", "parties": [{"kind": "unit", "name": FIRM}], "violation_on": "2026-11-10",
            "violations": [{"code": VIOLATION, "party": FIRM}], "place_of_violation": "平山园区", "source_time": "2026-11-20",
            "initial_evidence": ["现场检查记录"]} | facts))


def _blank(file, rules, actor):
    people = kernel_people([actor.pk], file.agency, NOW.date())
    return build_view(file, rules.procedures[file.procedure], (), now=NOW, people=people, attrs=register_of(file, NOW))


def build() -> House:
    yl = Agency.objects.create(code="YL", region_short="云", name="云岭区应急管理局", phone="0990-5550101", place_id="yl",
                               government="云岭区人民政府", court="云岭区人民法院")
    agencies = {"YL": yl}
    for code, name, phone in (("YLCG", "城关县应急管理局", "0990-5550202"), ("YLPS", "平山县应急管理局", "0990-5550303")):
        agencies[code] = Agency.objects.create(code=code, region_short="云", name=name, phone=phone, parent=yl, place_id="yl",
                                               government="云岭区人民政府", court="云岭区人民法院", kind="bureau",
                                               level="county")
    enroll(yl, [{"name": FIRM, "code": "91990101MA00DEMA07", "address": "平山园区一路3号", "industry": "金属制品",
                 "fields": ["工贸"], "principal": "陈某某"}])
    house = House(Enterprise.objects.get(), agencies)
    for code, staff in STAFF.items():
        for username, role in staff.items():
            person = Person.objects.create(username=username, name=f"{username}某")
            Mandate.objects.create(person=person, agency=agencies[code], role=role, since=date(2020, 1, 1))
            house.people[username] = person
            if role == "officer":
                Certificate.objects.create(person=person, number=f"9901{username}", fields=["工贸"],
                                           valid_from=date(2023, 1, 1), valid_until=date(2028, 6, 30))
    return house


@pytest.fixture
def house(db, fonts):
    with rulebook.using(lambda _: law_rules("yl")), frozen(NOW):
        yield build()


def refused(call) -> set[str]:
    with pytest.raises(Refused) as fault:
        call()
    return {o.gate for o in fault.value.obstacles}


# --- caught ------------------------------------------------------------------------------------------------------

def test_a_second_agency_opening_a_visit_is_shown_the_first_and_refused_without_a_reason(house):
    first = house.visit("YLCG").file.no
    with pytest.raises(Refused) as fault:
        house.visit("YL")
    said = next(o for o in fault.value.obstacles if o.gate == "visit_elsewhere")
    assert first in said.says and "城关县应急管理局" in said.says and "0990-5550202" in said.cure
    assert [a.short() for a in said.articles]
    assert File.objects.count() == 1, "nothing is left of the refused opening"


def test_a_plan_still_on_its_way_counts_and_one_taken_back_does_not(house):
    sent = house.visit("YLCG", until="section_head")
    assert "visit_elsewhere" in refused(lambda: house.visit("YL"))
    signing.withdraw(sent.file.no, sent.draft_seq, house.people["zhao"], "日期有误")
    assert house.visit("YL").effective


def test_going_alone_keeps_the_reason_for_the_superior_for_ever(house):
    house.visit("YLCG")
    alone = house.visit("YL", separate_reason="举报反映当晚违规动火，须立即突击检查，不能同去。")
    link = FileLink.objects.get(kind="parallel")
    assert link.outcome == alone.file and "突击检查" in link.reason
    assert [b.second.no for b in beside(visible_to(house.people["song"]))] == [alone.file.no]
    assert beside(visible_to(house.people["zhao"])) == [], "the other town's reasons are not its to read"


def test_what_is_told_of_the_others_file_is_no_more_than_who_and_what(house):
    house.visit("YLCG", remark="夜间仍在生产，疑有人通风报信")
    row = begun_elsewhere(house.agencies["YL"], "inspection", enterprise_id=house.firm.pk, moment=NOW)[0]
    assert row["no"].startswith("YLCG-") and row["phone"] == "0990-5550202" and row["day"] == "2026-11-24"
    assert "通风报信" not in str(row) and "questions" not in row
    assert shared_with(visible_to(house.people["luo"]), row["no"]) is None


def test_the_question_who_was_first_costs_two_queries(house):
    for _ in range(2):
        house.visit("YLCG")
    with CaptureQueriesContext(connection) as asked:
        rows = begun_elsewhere(house.agencies["YL"], "inspection", enterprise_id=house.firm.pk, moment=NOW)
    assert len(rows) == 2 and len(asked) == 2
    with CaptureQueriesContext(connection) as asked:
        assert begun_elsewhere(house.agencies["YL"], "penalty_ordinary", enterprise_id=None, name=FIRM, moment=NOW) == []
    assert len(asked) <= 2


def test_the_same_violation_belongs_to_whoever_filed_it_first(house):
    first = house.lead("YLCG")
    house.file_case(first, "zhao")
    second = house.lead("YL")
    assert Event.objects.get(file__no=second, act="lead").notes[0]["gate"] == "lead_elsewhere", "a clue is taken down all the same"
    assert "first_filed" in refused(lambda: house.file_case(second, "li", separate_reason="本局更熟悉这家企业的情况。"))
    assert house.file_case(second, "li", violation_on="2026-05-01",
                           separate_reason="5月为另一批人员，与镇里查处的11月违法行为无关。").effective
    assert FileLink.objects.get(kind="parallel").outcome.no == second


def test_a_named_party_without_an_enterprise_is_caught_as_well(house):
    house.file_case(house.lead("YLCG"), "zhao")
    other = house.open("YL", "penalty_ordinary", "lead", firm=False, suspect=FIRM).file.no
    assert "first_filed" in refused(lambda: house.file_case(other, "li"))


def test_of_two_filings_that_travel_at_once_the_second_to_be_signed_is_refused(house):
    town, bureau = house.lead("YLCG"), house.lead("YL")
    facts = dict(cause="涉嫌未按规定培训案", parties=[{"kind": "unit", "name": FIRM}], violation_on="2026-11-10",
                 violations=[{"code": VIOLATION, "party": FIRM}], place_of_violation="平山园区", source_time="2026-11-20",
                 initial_evidence=["现场检查记录"])
    sent = {}
    for no, who in ((town, "zhao"), (bureau, "li")):
        file = File.objects.select_related("agency", "enterprise").get(no=no)
        sent[no] = perform(no, "file_case", house.filled(file, "file_case", house.people[who], facts), house.people[who])
    assert house.signed(sent[bureau]).effective
    assert "first_filed" in refused(lambda: house.signed(sent[town]))


# --- merged visits -----------------------------------------------------------------------------------------------

def test_one_visit_two_records_and_the_first_knows_who_comes_along(house):
    first = house.visit("YLCG").file.no
    second = house.open("YL", "inspection", "join_visit", inspection_items=ITEMS).file
    told = Event.objects.get(file__no=first, act="accept_joint")
    assert told.facts["their_no"] == second.no and any("9901li" in p for p in told.facts["people"])
    assert FileLink.objects.get(origin__no=first, outcome=second).kind == "merged"
    assert {m.person_id for m in Message.objects.filter(file__no=first, kind="competence")} == {"zhao", "tang"}
    signed = {"unit_sign": "signed", "unit_signer": "陈某某", "av_record_refs": ["AV-1"]}
    for no, who in ((first, "zhao"), (second.no, "li")):
        house.do(no, "enter_site", who, entry_code="8K3F-27", arrived_at=NOW.isoformat(), av_record_refs=["AV-1"])
        house.do(no, "record", who, start_time=NOW.isoformat(), end_time=NOW.isoformat(),
                 answers=[{"question": ITEMS[0]["question"], "result": "pass"}], findings=None, **signed)
    assert Event.objects.filter(act="record", kind="act").count() == 2
    third = File(no="", agency=house.agencies["YL"], procedure="inspection", enterprise=house.firm, opened_at=NOW, year=2026)
    assert register_of(third, NOW)["visits"]["counted"] == 1, "the joined record is no visit of its own"
    assert file_page(first, visible_to(house.people["li"]), law_rules("yl").procedures).may_act is False
    assert visible_to(house.people["li"]).files.filter(no=first).exists() is False


def test_a_joined_file_rebuilt_from_its_events_tells_the_first_nothing_twice(house):
    first = house.visit("YLCG").file.no
    second = house.open("YL", "inspection", "join_visit", inspection_items=ITEMS).file.no
    before = Event.objects.count()
    assert rebuild.rebuild(second, now=NOW) == []
    assert rebuild.rebuild(first, now=NOW) == [] and Event.objects.count() == before


# --- handed over -------------------------------------------------------------------------------------------------

def hand_over(house: House) -> str:
    sent = house.lead("YLCG")
    house.file_case(sent, "zhao")
    house.do(sent, "transfer_agency", "zhao", addressee="云岭区应急管理局", to_code="YL", reasons="拟罚款超过委托限额。",
             materials=[{"name": "现场检查记录", "copies": 1}])
    return sent


def test_a_town_hands_a_case_over_and_the_bureau_receives_it_with_everything(house):
    sent = hand_over(house)
    assert [r["no"] for r in waiting_transfers(["YL"])] == [sent] and waiting_transfers(["YLPS"]) == []
    assert any(t.file.no == sent and t.act == "transfer_received" for t in todo(house.people["zhang"], now=NOW))
    got = house.open("YL", "penalty_ordinary", "receive_transfer").file
    file = File.objects.get(no=sent)
    assert file.ended_at and Event.objects.get(file=file, act="transfer_received").facts["their_no"] == got.no
    assert not ClockRow.objects.filter(file=file, clock="transfer_receipt").exists()
    assert ClockRow.objects.get(file=got, clock="filing").due_on == date(2026, 11, 30), "five working days from the receipt"
    page = file_page(sent, visible_to(house.people["li"]), law_rules("yl").procedures)
    assert page.view.done("file_case") and not page.may_act, "the sender's events are read here by link"
    assert house.file_case(got.no, "li").effective, "the sender gave the matter away, so it is no longer first"
    assert rebuild.rebuild(got.no, now=NOW) == []


def test_the_form_of_the_receiver_brings_what_the_sender_had_filed(house):
    hand_over(house)
    got = house.open("YL", "penalty_ordinary", "receive_transfer").file
    rules, row = law_rules("yl"), File.objects.select_related("agency", "enterprise").get(no=got.no)
    view = load_view(row, rules.procedures, now=NOW, people=["li"])
    procedure = rules.procedures["penalty_ordinary"]
    act = procedure.act("file_case")
    known = act.prefill(Situation(view, procedure, act, None, None, view.people["li"], NOW, rules))
    assert known["violations"].value[0]["code"] == VIOLATION and known["case_source"].value == "transfer"


def test_nobody_receives_what_was_not_sent_to_him(house):
    sent = hand_over(house)
    assert "transfer_addressed" in refused(lambda: house.open("YLPS", "penalty_ordinary", "receive_transfer", sender="云岭区城关镇",
                                                              sender_no=sent, suspect=FIRM, case_facts="移送的案情"))
    assert shared_with(visible_to(house.people["luo"]), sent) is None


def test_after_the_hand_over_the_sender_may_not_go_on_and_the_receiver_may_not_pass_it_further(house):
    sent = hand_over(house)
    assert "moved_away" in refused(lambda: house.do(sent, "inquiry_notice", "zhao"))
    got = house.open("YL", "penalty_ordinary", "receive_transfer").file.no
    assert "no_second_transfer" in refused(lambda: house.do(got, "transfer_agency", "li", addressee="平山县应急管理局", to_code="YLPS"))


def test_the_receiver_who_objects_reports_upwards_and_the_sender_learns_it(house):
    sent = house.lead("YLCG")
    house.do(sent, "transfer_agency", "zhao", addressee="平山县应急管理局", to_code="YLPS", reasons="厂房在园区。",
             materials=[{"name": "举报登记", "copies": 1}])
    dispute = house.open("YLPS", "competence", "report", ground="objection", matter="恒通未培训案", own_view="注册地在城关镇。").file
    assert Event.objects.get(file__no=sent, act="transfer_objected").facts["dispute_no"] == dispute.no
    assert any(t.file == dispute and t.act == "designate" for t in todo(house.people["gao"], now=NOW))
    assert shared_with(visible_to(house.people["zhao"]), dispute.no) == dispute, "the sender reads the dispute about its file"


def test_disputed_then_designated_the_loser_may_only_hand_over_and_the_winner_goes_on(house):
    ours, theirs = house.lead("YLPS"), house.lead("YLCG")
    house.file_case(theirs, "zhao")
    dispute = house.open("YLPS", "competence", "report", ground="dispute", matter="恒通未培训案", matter_no=ours, other_no=theirs,
                         other_agency="城关镇", other_view="注册地在本镇。", consulted_on="2026-11-20",
                         consultation="会商一次未能一致。").file.no
    assert "first_filed" in refused(lambda: house.file_case(ours, "luo"))
    house.do(dispute, "designate", "gao", matter_nos=[ours, theirs], competent_code="YLPS", competent_name="平山县应急管理局",
             addressee="平山县应急管理局、城关镇", hand_over_by="2026-11-30")
    assert "designated_elsewhere" in refused(lambda: house.do(theirs, "inquiry_notice", "zhao"))
    assert "competent_addressee" in refused(lambda: house.do(theirs, "transfer_agency", "zhao", addressee="区局", to_code="YL"))
    assert house.file_case(ours, "luo").effective, "what was designated overrides who filed first"
    assert ClockRow.objects.get(file__no=dispute, clock="hand_over").due_on == date(2026, 11, 30)
    assert rebuild.rebuild(dispute, now=NOW) == []


def test_a_party_to_the_dispute_does_not_designate_itself_but_may_take_the_matter_up(house):
    theirs, ours = house.lead("YLCG"), house.lead("YL")
    common = dict(matter="恒通未培训案", matter_nos=[theirs, ours], competent_code="YL", competent_name="云岭区应急管理局",
                  addressee="城关镇", hand_over_by="2026-11-30")
    assert "common_superior" in refused(lambda: house.open("YL", "competence", "designate", by="gao", ground="dispute", **common))
    taken = house.open("YL", "competence", "designate", by="gao", ground="take_up", **(common | {"matter_nos": [theirs]}))
    assert taken.effective and taken.papers[0].code == "jurisdiction_designation"
    assert "designated_elsewhere" in refused(lambda: house.file_case(theirs, "zhao"))


# --- merged cases ------------------------------------------------------------------------------------------------

def test_two_cases_of_one_agency_are_joined_and_the_merged_file_reads_on(house):
    keeps, joins = house.lead("YL"), house.lead("YL")
    house.file_case(keeps, "li")
    house.file_case(joins, "li", violations=[{"code": "AQSCF-097-1-4", "party": FIRM},
                                             {"code": "AQSCF-094-1", "party": "陈某某"}],
                    parties=[{"kind": "unit", "name": FIRM}, {"kind": "person", "name": "陈某某", "birth_date": "1975-03-02"}])
    house.do(joins, "merge_into", "li", into_no=keeps, reasons="同一次检查中发现，一并调查。")
    merged, view = File.objects.get(no=joins), load_view(
        File.objects.select_related("agency", "enterprise").get(no=keeps), law_rules("yl").procedures, now=NOW)
    assert merged.ended_at is not None
    assert [p.name for p in view.of_kind("party")] == [FIRM, "陈某某"]
    assert {x.attrs["code"] for x in view.of_kind("finding")} == {VIOLATION, "AQSCF-097-1-4", "AQSCF-094-1"}
    link = FileLink.objects.get(origin__no=keeps, outcome=merged)
    assert link.kind == "merged" and link.subjects["party-1"] == "party-1"
    assert rebuild.rebuild(joins, now=NOW) == [] and rebuild.rebuild(keeps, now=NOW) == []
