"""What the ledgers of the house refuse and say: money apart from fines, terms of permits, who may only assist."""
from __future__ import annotations

from datetime import date

import pytest

from zhiheng.law.cite import cite
from zhiheng.registers.catalogue import ledger, ledgers

ON = date(2026, 11, 23)
BUDGET = {"year": 2026, "name": "执法装备购置", "subject": "equipment", "source": "budget", "approved": 100}


def paths(name: str, values: dict) -> list[str]:
    return [f.path for f in ledger(name).faults(values)]


@pytest.mark.parametrize("note", ["罚款返还 20%", "罚没收入安排", "没收的违法所得", "没收物品拍卖款"])
def test_fines_are_no_source_of_money_whatever_they_are_called(note):
    (fault,) = ledger("budget_lines").faults({**BUDGET, "source_note": note})
    assert fault.path == "source_note" and "行政处罚法" in fault.says and "全部上缴国库" in fault.says


def test_money_is_not_spent_by_what_was_fined_but_confiscated_goods_may_be_kept():
    one = {"voucher_no": "1", "year": 2026, "spent_on": "2026-11-01", "budget": "办案", "amount": 1, "payee": "某单位"}
    assert paths("spending", {**one, "purpose": "按罚款额发放奖金"}) == ["purpose"]
    assert paths("spending", {**one, "purpose": "没收物品仓储费"}) == []


def test_nobody_is_rewarded_for_the_sum_of_his_fines():
    one = {"person": "li", "kind": "reward", "happened_on": "2026-07-01"}
    assert paths("conduct", {**one, "facts": "全年罚款数额第一"}) == ["facts"]
    assert paths("conduct", {**one, "facts": "消除一处重大事故隐患"}) == []


def test_an_exemption_names_its_ground_and_who_decided():
    one = {"person": "li", "kind": "exemption", "happened_on": "2026-07-01", "facts": "临机处置"}
    assert paths("conduct", one) == ["grounds", "decided_by"]
    assert ledger("conduct").mark(one, ON).zh == "尚未作出处理"


def test_a_safety_production_permit_runs_three_years_and_no_longer():
    one = {"kind": "safety_production", "since": "2024-03-01", "until": "2027-03-01", "state": "valid"}
    assert paths("permits", one) == []
    assert paths("permits", {**one, "until": "2027-03-02"}) == ["until"]
    assert paths("permits", {**one, "kind": "mining", "until": "2034-03-01"}) == []


def test_the_extension_is_due_three_months_before_a_permit_ends():
    one = {"kind": "safety_production", "since": "2024-02-20", "until": "2027-02-20", "state": "valid"}
    assert ledger("permits").mark(one, ON).tone == "due"


def test_a_surrendered_permit_expires_no_more():
    one = {"kind": "hazchem_trade", "since": "2020-01-01", "until": "2023-01-01", "state": "cancelled"}
    book = ledger("permits")
    assert book.mark(one, ON).zh == "注销" and book.last_day(one) is None
    assert book.mark({**one, "state": "valid"}, ON).tone == "late"


def test_a_hazard_source_in_use_without_filing_is_late():
    assert ledger("hazard_sources").mark({"state": "in_use"}, ON).zh == "没有备案"
    assert ledger("hazard_sources").mark({"state": "removed"}, ON).tone == "rest"


def test_a_special_work_certificate_that_was_not_reviewed_is_late_though_it_still_runs():
    one = {"state": "at_work", "review_due": "2026-11-01", "until": "2029-11-01"}
    assert ledger("special_work").mark(one, ON).zh == "2026-11-01 应复审"
    assert ledger("special_work").mark({**one, "state": "left"}, ON).zh == "已离岗"


def test_an_agency_for_evaluation_needs_its_qualification_and_a_right_code():
    one = {"code": "91990101MA00DEMA07", "name": "安评公司", "kind": "assessment", "state": "active"}
    assert paths("intermediaries", one) == ["qualification_no"]
    assert paths("intermediaries", {**one, "kind": "training"}) == []
    assert paths("intermediaries", {**one, "kind": "training", "code": "91990101MA00DEMA08"}) == ["code"]


def test_a_report_held_to_be_false_says_what_is_false():
    one = {"verified": "false", "verified_on": "2026-11-20"}
    assert paths("intermediary_reports", one) == ["finding"]
    assert ledger("intermediary_reports").mark(one, ON).zh == "虚假报告线索"


def test_a_fault_of_an_agency_is_handled_or_said_to_be_open():
    assert paths("intermediary_checks", {"matter": "lend", "outcome": "none"}) == ["outcome"]
    assert paths("intermediary_checks", {"matter": "none", "outcome": "none"}) == []


def test_an_item_of_standardisation_is_met_only_with_evidence():
    one = {"own": "met", "acceptance": "none", "assessed_on": "2026-05-30"}
    assert paths("standardisation", one) == ["evidence"]
    assert paths("standardisation", {**one, "evidence": ["文件"], "acceptance": "passed"}) == ["accepted_on", "accepted_by"]


def test_what_is_out_comes_back_by_a_day():
    assert paths("equipment_moves", {"state": "out"}) == ["due_back"]
    assert paths("vehicle_trips", {"odometer_out": 10, "odometer_in": 9}) == ["odometer_in"]
    assert paths("uniforms", {"state": "lost"}) == ["remark"]
    assert paths("training_records", {"result": "exempt"}) == ["remark"]


def test_every_article_that_a_ledger_cites_is_known():
    named = [a for b in ledgers().values() for a in (*b.basis, *(s.article for s in b.fields if s.article))]
    assert len(named) > 20
    for article in named:
        assert cite(str(article)) == article


def test_no_header_word_means_two_fields_of_a_ledger():
    for book in ledgers().values():
        titles = {s.zh for s in book.fields}
        for name, words in book.headers.items():
            assert not {w for w in words if w in titles and w != book.spec(name).zh}, (book.id, name)


def test_leave_is_whole_days_and_a_wrong_year_is_a_slip_of_the_pen():
    one = {"person": "li", "kind": "annual", "since": "2026-08-03", "until": "2026-08-07"}
    assert paths("leave", one) == []
    assert paths("leave", {**one, "until": "2026-08-02"}) == ["until"]
    assert paths("leave", {**one, "until": "2027-08-07"}) == ["until"]
    assert paths("leave", {**one, "kind": "seconded", "until": "2027-08-07"}) == []
    assert paths("leave", {**one, "kind": "other"}) == ["note"]


def test_leave_that_is_over_is_no_arrear():
    book, one = ledger("leave"), {"person": "li", "kind": "annual", "since": "2026-11-20", "until": "2026-11-27"}
    assert book.mark(one, ON).zh == "不在岗"
    assert book.mark({**one, "since": "2026-12-01", "until": "2026-12-04"}, ON).zh == "2026-12-01 起"
    assert book.mark({**one, "until": "2026-11-20"}, ON).tone == "rest"


def test_why_somebody_is_away_is_not_for_every_colleague():
    book = ledger("leave")
    assert not book.reads & {"officer", "legal_reviewer", "archivist"} and book.writes == {"section_head", "administrator"}
