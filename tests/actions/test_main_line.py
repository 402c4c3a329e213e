"""The real rules and the real papers: an inspection whose finding becomes an order, a re-inspection and a lead."""
from __future__ import annotations

import pytest

from tests.actions import district as houses
from zhiheng.actions import archive, forms, fsck, rulebook, signing
from zhiheng.actions.perform import open_file, perform
from zhiheng.archive.verify import verify
from zhiheng.kernel.clock import TZ
from zhiheng.law.rules import rules as law_rules
from zhiheng.records.clock import frozen
from zhiheng.records.models import File, Finding, Paper

ITEMS = [{"question": "干式除尘系统是否设置控爆措施", "basis": "安全生产法第三十六条第一款"}]
PLAN = {
    "checked_unit": "鑫达木业有限公司", "checked_unit_address": "云岭区工业园 3 号", "industry": "木材加工",
    "source_type": "annual_plan", "plan_item_ref": "2026 年度计划 11 月第 7 项", "planned_from": "2026-11-23",
    "planned_to": "2026-11-23", "officers": ["li", "wang"], "inspection_items": ITEMS,
    "inspection_method": ["site"]}
ENTER = {
    "arrived_at": "2026-11-23T08:00:00+08:00", "place": "打磨车间", "identity_shown": True, "recusal_informed": True,
    "entry_code": "8K3F-27", "participants": [{"name": "陈某某", "post": "principal"}]}
RECORD = {
    "checked_unit": "鑫达木业有限公司", "checked_unit_address": "云岭区工业园 3 号", "legal_rep": "陈某某", "phone": "13800000000",
    "start_time": "2026-11-23T08:00:00+08:00", "end_time": "2026-11-23T08:40:00+08:00", "place": "打磨车间",
    "identity_shown": True, "recusal_informed": True, "av_record_refs": ["AV-1"], "unit_sign": "signed",
    "unit_signer": "陈某某", "answers": [{"question": ITEMS[0]["question"], "result": "fail", "note": "未设"}],
    "findings": [{"text": "除尘系统未设任一控爆措施", "basis": "安全生产法第三十六条第一款", "level": "major"},
                 {"text": "2 人培训记录无本人签名", "basis": "安全生产法第二十八条第四款", "level": "general"}]}
ORDER = {"issue_date": "2026-11-23", "problems": ["除尘系统未设任一控爆措施", "2 人培训记录无本人签名"], "deadline": "2026-12-01",
         "unit_sign": "signed", "unit_signer": "陈某某", "basis": "安全生产法第六十五条第一款第（二）项"}


@pytest.fixture(autouse=True)
def real_rules(toy_rules):
    with rulebook.using(lambda _: law_rules("yl")), frozen(houses.NOW):
        yield


def through(outcome, *people):
    """Let the rest of the route sign."""
    for person in people:
        outcome = signing.sign(outcome.file.no, outcome.draft_seq, person)
    return outcome


@pytest.fixture
def inspection(district, fonts):
    d = district
    sent = open_file("inspection", "plan", PLAN, d.li, agency=d.agency, enterprise=d.enterprise)
    no = sent.file.no
    plan = through(sent, d.wang, d.zhang, d.chen)
    assert plan.effective and plan.papers[0].no == "（云）应急检查〔2026〕1号"
    through(perform(no, "enter_site", ENTER, d.li), d.wang)
    assert through(perform(no, "record", RECORD, d.li), d.wang).papers[0].pages >= 1
    return File.objects.get(no=no)


def test_an_order_opens_the_rectification_with_the_same_findings(district, inspection):
    d, no = district, inspection.no
    keys = list(Finding.objects.filter(file=inspection).order_by("key").values_list("key", flat=True))
    assert len(keys) == 2
    done = through(perform(no, "rectification_order", ORDER, d.li, subjects=keys), d.wang)
    child = File.objects.get(no=done.spawned[0])
    assert child.procedure == "rectification" and child.officers == ["li", "wang"]
    assert list(Finding.objects.filter(file=child).order_by("key").values_list("key", flat=True)) == keys
    assert child.origin_links.get().origin_id == inspection.pk
    assert Finding.objects.get(file=inspection, key=keys[0]).due_on.isoformat() == "2026-12-01"
    assert {p.no for p in Paper.objects.filter(file=inspection)} == {
        "（云）应急检查〔2026〕1号", "（云）应急检记〔2026〕1号", "（云）应急责改〔2026〕1号"}
    assert list(fsck.check()) == []


def test_a_proposal_opens_the_case_that_cites_the_inspection(district, inspection):
    d = district
    keys = list(Finding.objects.filter(file=inspection).order_by("key").values_list("key", flat=True))
    done = through(perform(inspection.no, "propose_case", {
        "reason": "涉嫌未设控爆措施", "lead_on": "2026-11-23"}, d.li, subjects=keys[:1]), d.wang, d.zhang)
    case = File.objects.get(no=done.spawned[0])
    assert case.procedure == "penalty_ordinary" and case.enterprise == d.enterprise
    assert case.events.get().facts["source_document"] == "（云）应急检记〔2026〕1号"


def test_the_plan_form_brings_the_enterprise_and_proposed_items(district):
    s = forms.situation_new("inspection", "plan", district.li, agency=district.agency, enterprise=district.enterprise)
    found = forms.prefill(s)
    assert found["checked_unit"].value == "鑫达木业有限公司" and found["inspection_items"].value[0]["why"]


def test_a_file_leaves_as_a_package_that_proves_itself(district, inspection, tmp_path):
    built = archive.export(inspection.no, tmp_path / "a.zip")
    assert built.report.ok and verify(tmp_path / "a.zip").ok
    for_party = archive.export(inspection.no, tmp_path / "b.zip", for_party=True)
    assert for_party.report.ok and for_party.files < built.files + 1


def test_inspection_opened_on_the_chinese_day(district, inspection):
    assert inspection.opened_at.astimezone(TZ).date().isoformat() == "2026-11-23"
