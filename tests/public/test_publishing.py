"""From the act, or by itself, to the public row: who is masked, what is refused, what is late."""
from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from tests.actions import district as houses
from tests.public.conftest import at
from zhiheng.actions import fsck, publicity
from zhiheng.actions.errors import Invalid
from zhiheng.actions.personal import named, people
from zhiheng.actions.publishing import HOUSE, publish_result
from zhiheng.actions.stories import DatabaseExecutor
from zhiheng.jobs.sweep import sweep
from zhiheng.kernel import masking
from zhiheng.kernel.view import FileView, Subject
from zhiheng.law.rules import rules
from zhiheng.law.scenario import load
from zhiheng.law.scenario_play import Player
from zhiheng.records.clock import frozen
from zhiheng.records.models import Agency, Event, File, Mandate, Message, Person, Publication
from zhiheng.records.queries.public import authority, published

STORY = Path(__file__).resolve().parents[1] / "law" / "scenarios" / "main_line.yaml"


def candidate(**changed):
    base = dict(
        kind="penalty", party_kind=masking.PERSON, party_name="陈立新", agency="云岭区应急管理局",
        doc_no="（云）应急罚〔2026〕9号", decided_on=at("2026-11-20T09:00").date(),
        fields=(("违法事实", "陈立新未组织培训，刘艳、周某作证，电话13800001234。"),), minor=False, state_secret=False,
        trade_secret=False, others=("刘艳",), private_terms=("13800001234",))
    return masking.Candidate(**(base | changed))


def shown(file, **changed):
    return publicity.show(file, "penalty", "party-1", candidate(**changed), published_at=houses.NOW, seq=7, due_on=None)


@pytest.fixture
def case(district):
    return File.objects.create(no="YL-2026-00077", agency=district.agency, procedure="penalty_ordinary", year=2026,
                               seq=77, opened_at=houses.NOW, enterprise=district.enterprise)


def test_a_person_is_shown_by_surname_and_others_not_at_all(case):
    row = shown(case)
    text = str(row.record) + row.title + row.grams
    assert row.record["party"] == "陈某某" and "陈某某未组织培训，某某、周某作证" in text
    assert not [p for p in ("陈立新", "立新", "刘艳", "1380000") if p in text]
    assert "陈立新" not in Client().get(f"/p/records/{row.slug}/").content.decode()


@pytest.mark.parametrize(("changed", "why"), [
    ({"minor": True}, "未成年人"), ({"minor": None}, "未成年人尚未核实"), ({"state_secret": True}, "国家秘密"),
    ({"state_secret": None}, "保密审查"), ({"trade_secret": True}, "商业秘密"), ({"party_kind": None}, "类别不明"),
    ({"fields": (("违法事实", "当事人确诊精神病"),)}, "健康信息"),
    ({"fields": (("违法事实", "家住和平街五号院"),), "private_terms": ("和平街五号院",)}, "个人信息"),
])
def test_minors_secrets_and_private_data_are_refused_and_nothing_is_left(case, changed, why):
    with pytest.raises(Invalid, match=why):
        shown(case, **changed)
    assert not Publication.objects.exists()


def test_what_the_masking_no_longer_lets_through_disappears_on_a_replay(case):
    row = shown(case)
    assert published().filter(pk=row.pk).exists()
    shown(case, minor=None)
    row.refresh_from_db()
    assert row.published_at is None and row.record == {} and row.grams == "" and "未成年人" in row.blocked
    assert Client().get(f"/p/records/{row.slug}/").status_code == 404


def test_a_withheld_decision_leaves_a_row_that_is_never_public(case):
    row = publicity.withhold(case, "penalty", "party-1", "不具有一定社会影响", decided_on=houses.NOW.date(), seq=9, due_on=None)
    assert row.blocked == "不予公开：不具有一定社会影响" and not published().exists()
    assert Client().get(f"/p/records/{row.slug}/").status_code == 404


def test_all_names_in_facts_and_rows_are_personal(case):
    case.enterprise.principal, case.enterprise.phone = "赵铁柱", "13700005678"
    case.enterprise.people = [{"name": "钱多多", "phone": "13600001111"}]
    attrs = {"kind": "person", "home": "和平街 5 号", "id_no": "990101197503021234", "agents": ["孙律明"]}
    view = FileView(no=case.no, procedure="penalty_ordinary", events=(), people={}, now=houses.NOW, opened_at=houses.NOW,
                    subjects=(Subject("party", "party-1", "陈立新", attrs), Subject("party", "party-2", "吴小莉", attrs),
                              Subject("party", "party-3", "鑫达木业有限公司", {"kind": "unit", "legal_rep": "郑法人"})))
    names, private = people(case, view, "party-1")
    assert set(names) == {"吴小莉", "郑法人", "孙律明", "赵铁柱", "钱多多"}
    assert {"和平街 5 号", "990101197503021234", "13700005678", "13600001111"} <= set(private)


def test_a_name_is_told_from_the_post_behind_it():
    assert list(named("陈立新（主要负责人）、刘艳 安全员")) == [("陈立新", True), ("刘艳", True)]
    assert list(named("拒绝签字")) == [] and list(named("录像 AV-17")) == [("录像", True)]


def test_the_house_publishes_a_result_the_day_after_under_its_own_name(inspection):
    same_day = sweep(at("2026-11-19T23:00"))
    assert same_day.published == 0 and not Publication.objects.exists()
    assert sweep(at("2026-11-20T08:00")).published == 1
    event = Event.objects.get(file=inspection, act="publish")
    assert (event.actor_id, event.actor_name, event.device, event.role) == (HOUSE, "系统自动", "自动公开", "")
    row = Publication.objects.get()
    assert row.due_on.isoformat() == "2026-12-17" and row.event_seq == event.seq
    assert sweep(at("2026-11-20T08:01")).published == 0
    assert list(fsck.check([inspection.no])) == []


def test_nobody_can_log_in_as_the_house(inspection):
    publish_result(inspection.no, at=at("2026-11-20T08:00"))
    house = Person.objects.get(pk=HOUSE)
    assert not house.is_active and not house.has_usable_password() and not Mandate.objects.filter(person=house).exists()


def test_two_workers_publish_once(inspection):
    publish_result(inspection.no, at=at("2026-11-20T08:00"))
    with pytest.raises(Invalid, match="已经公开"):
        publish_result(inspection.no, at=at("2026-11-20T08:00"))
    assert Event.objects.filter(file=inspection, act="publish").count() == 1


def test_a_refused_result_is_told_once_and_stays_hidden(inspection, district, monkeypatch):
    # the one inspected is himself a natural person, and nobody checked his age
    monkeypatch.setattr("zhiheng.actions.publicity.people", lambda *_: (("鑫达木业有限公司",), ()))
    assert sweep(at("2026-11-20T08:00")).published == 0
    assert sweep(at("2026-11-20T09:00")).published == 0
    told = Message.objects.filter(kind="publicity", person=district.li)
    assert "未成年人" in told.get().text and not Publication.objects.exists()


def test_a_result_published_too_late_is_told_to_those_above_once(inspection, district, monkeypatch):
    monkeypatch.setattr("zhiheng.actions.publishing.waiting", lambda moment: iter(()))
    assert sweep(at("2026-12-17T23:00")).publicity_late == 0
    assert sweep(at("2026-12-18T08:00")).publicity_late == 3
    told = Message.objects.filter(kind="publicity")
    assert {m.person_id for m in told} == {"zhang", "chen", "song"} and "应于 2026-12-17 前" in told.first().text
    assert sweep(at("2026-12-18T09:00")).publicity_late == 0


@pytest.mark.slow
def test_the_case_of_a_unit_and_its_principal_is_public_without_the_persons(db, fonts):
    story, executor = load(STORY), DatabaseExecutor()
    with executor.stage(story):
        list(Player(story, rules(story.place), executor).run())
        rows = list(Publication.objects.order_by("pk"))
        assert [(r.record["party"], r.kind) for r in rows] == [("鑫达木业有限公司", "penalty"), ("陈某某", "penalty")]
        assert {r.due_on.isoformat() for r in rows} == {"2026-12-04"}  # 7 working days from 2026-11-25
        with frozen(rows[-1].published_at + timedelta(days=1)):
            visitor = Client()
            pages = [visitor.get(a).content.decode() for a in (
                "/p/", "/p/penalties/", "/p/?q=鑫达", *(f"/p/records/{r.slug}/" for r in rows))]
        assert "鑫达木业有限公司" in pages[0] and "罚款" in pages[3]
        assert "91990101MA00DEMA07" in pages[3] and "1975" not in pages[4] and "人民路8号" not in "".join(pages)
        assert next(iter(executor.files.values())) not in "".join(pages)


def test_a_delegated_office_is_published_in_the_name_of_the_delegating_agency(case, district):
    town = Agency.objects.create(code="YLCG", region_short="云", name="云岭区城关镇人民政府", delegated=True,
                                 parent=district.agency)
    assert authority(town) == "云岭区应急管理局" == authority(district.agency)
    case.agency = town
    view = FileView(no=case.no, procedure="inspection", events=(), people={}, now=houses.NOW, opened_at=houses.NOW,
                    subjects=())
    assert publicity.inspection_candidate(case, view, houses.NOW.date()).agency == "云岭区应急管理局"
