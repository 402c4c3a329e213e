"""Ledgers where people look for them: at the enterprise, at the officer, in the index, in the list of what is missing."""
from __future__ import annotations

import pytest

from zhiheng.actions import ledgers
from zhiheng.records.models import Enterprise, Line
from zhiheng.registers.catalogue import ledger

POLICY = {"policy_no": "P-1", "insurer": "云岭财产保险", "must": True, "since": "2025-12-01", "until": "2026-11-30", "state": "valid"}
PERMIT = {"kind": "hazchem_trade", "number": "危经 7 号", "issuer": "区应急局", "since": "2023-11-01", "until": "2026-11-01",
          "state": "valid"}


@pytest.fixture
def firm(office):
    return office.firm


def enter(office, name: str, values: dict) -> Line:
    return ledgers.enter(ledger(name), office.agency, values, by=office.people["admin"])


def page(client, href: str) -> str:
    answer = client.get(href)
    assert answer.status_code == 200, href
    return answer.content.decode()


def test_the_enterprise_shows_what_runs_out_first(office, at_desk, firm):
    enter(office, "insurance", {**POLICY, "enterprise": firm.code})
    enter(office, "permits", {**PERMIT, "enterprise": firm.name})
    said = page(at_desk(office.people["li"]), f"/enterprises/{firm.code}/?tab=ledgers")
    assert said.index("危经 7 号") < said.index("P-1") < said.index("特种作业人员证")
    assert "已于 2026-11-01 到期" in said and f"/ledgers/permits/new/?enterprise={firm.code}" in said


def test_the_form_opens_with_the_enterprise_filled_in_and_named(office, at_desk, firm):
    said = page(at_desk(office.people["li"]), f"/ledgers/permits/new/?enterprise={firm.code}")
    assert f'value="{firm.code}"' in said and firm.name in said


def test_an_enterprise_without_a_code_has_lines_too(office, at_desk):
    bare = Enterprise.objects.create(agency=office.agency, name="老作坊")
    line = enter(office, "insurance", {**POLICY, "enterprise": f"id-{bare.pk}"})
    assert line.enterprise == bare
    client = at_desk(office.people["li"])
    assert "P-1" in page(client, f"/enterprises/id-{bare.pk}/?tab=ledgers")
    assert "P-1" in page(client, f"/ledgers/insurance/?enterprise=id-{bare.pk}")


def test_lines_of_a_merged_enterprise_stand_at_the_one_that_remains(office, at_desk, firm):
    twin = Enterprise.objects.create(agency=office.agency, name="鑫达木业", code="330000000036006")
    enter(office, "insurance", {**POLICY, "enterprise": twin.code})
    Enterprise.objects.filter(pk=twin.pk).update(merged_into=firm)
    assert "P-1" in page(at_desk(office.people["li"]), f"/enterprises/{firm.code}/?tab=ledgers")


def test_the_tab_costs_the_same_however_many_lines(office, at_desk, firm, django_assert_max_num_queries):
    for n in range(30):
        enter(office, "insurance", {**POLICY, "enterprise": firm.code, "policy_no": f"P-{n}"})
    client = at_desk(office.people["li"])
    with django_assert_max_num_queries(20):
        said = page(client, f"/enterprises/{firm.code}/?tab=ledgers")
    assert "另有 10 条" in said


def test_the_officer_shows_what_was_given_to_him_and_rewards_are_not_for_everybody(office, at_desk):
    enter(office, "uniforms", {"person": "li", "item": "set", "issued_on": "2025-01-10", "quantity": 1, "state": "worn"})
    enter(office, "conduct", {"person": "li", "kind": "reward", "happened_on": "2026-07-01", "facts": "排除一处重大隐患"})
    assert "排除一处重大隐患" in page(at_desk(office.people["zhang"]), "/officers/li/")
    said = page(at_desk(office.people["zhou"]), "/officers/li/")
    assert "制式服装（全套）" in said and "排除一处重大隐患" not in said
    assert at_desk(office.people["zhou"]).get("/ledgers/conduct/").status_code == 403


def test_the_index_counts_and_its_figures_lead_to_those_lines(office, at_desk, firm):
    enter(office, "permits", {**PERMIT, "enterprise": firm.code})
    enter(office, "permits", {**PERMIT, "number": "危经 8 号", "state": "renewed", "enterprise": firm.code})
    client = at_desk(office.people["zhang"])
    assert "/ledgers/permits/?within=out" in page(client, "/ledgers/?group=firms")
    said = page(client, "/ledgers/permits/?within=out")
    assert "危经 7 号" in said and "危经 8 号" not in said
    assert "危经 8 号" in page(client, "/ledgers/permits/?state=renewed"), "a field may be called state as well"


def test_what_is_missing_is_listed_with_its_basis_and_leads_to_where_it_is_entered(office, at_desk):
    client = at_desk(office.people["zhang"])
    said = page(client, "/shortfalls/")
    assert "没有执法证" in said and "孙倩" in said and "梁委办发〔2022〕1号" in said and "凭记忆" in said
    assert "/ledgers/training_records/new/?person=li" in said
    enter(office, "training_records", {"person": "li", "course": "复训", "kind": "refresher", "started_on": "2026-05-11",
                                       "ended_on": "2026-05-22", "days": 10, "result": "passed"})
    assert "/ledgers/training_records/new/?person=li" not in page(client, "/shortfalls/?kind=yearly")
    assert client.get("/shortfalls/export/?kind=yearly").status_code == 200


def test_what_is_missing_costs_the_same_however_many_lines(office, at_desk, django_assert_max_num_queries):
    for n in range(20):
        enter(office, "equipment", {"asset_no": f"N{n}", "kind": "camera", "model": "X", "state": "in_store"})
    client = at_desk(office.people["zhang"])
    with django_assert_max_num_queries(13):
        page(client, "/shortfalls/")


def test_fines_are_refused_at_the_form_of_the_budget(office, at_desk):
    answer = at_desk(office.people["admin"]).post("/ledgers/budget_lines/new/", {
        "year": "2026", "name": "办案补助", "subject": "work", "source": "transfer", "source_note": "罚款返还", "approved": "10000"})
    assert answer.status_code == 400 and "行政处罚法" in answer.content.decode() and not Line.objects.exists()
