"""The five rates of a team and its professional share: who counts, who does not, and what is said without anybody."""
from __future__ import annotations

from datetime import date

import pytest

from zhiheng.registers.appraisal import KINDS, Mark, tally
from zhiheng.registers.person import faults, role_fault, strength
from zhiheng.registers.rates import DEFINITIONS, Member, Rate, by_agency, rates

ON = date(2026, 11, 23)


def member(name: str, agency: int = 1, **more: object) -> Member:
    return Member(name, name, f"机关{agency}", agency, **more)  # type: ignore[arg-type]


def rate(members: list[Member], key: str, on: date = ON) -> Rate:
    return next(r for r in rates(members, on) if r.definition.id == key)


def test_without_officers_there_is_no_percentage_and_no_verdict():
    for r in rates([], ON):
        assert (r.n, r.d, r.said, r.met) == (0, 0, "无应计人员", None)


def test_whoever_need_not_be_transferred_does_not_count_and_whoever_is_not_registered_counts_against():
    r = rate([member("a", profile={"transfer": "done", "transferred_on": "2022-12-20"}), member("b", profile={"transfer": "none"}),
              member("c", profile={"transfer": "due"}), member("d")], "transfer")
    assert (r.n, r.d, r.said) == (1, 3, "33.33%")
    assert {c.member.name: c.why for c in r.rows}["d"] == "没有登记编制划转情况"


def test_a_transfer_counts_from_its_day_on():
    held = [member("a", profile={"transfer": "done", "transferred_on": "2026-06-01"})]
    assert rate(held, "transfer", date(2026, 5, 31)).n == 0 and rate(held, "transfer", date(2026, 6, 1)).n == 1


def test_more_than_seventy_percent_is_not_reached_by_seventy():
    seven = [member(f"p{n}", profile={"transfer": "done" if n < 7 else "due"}) for n in range(10)]
    assert rate(seven, "transfer").said == "70.00%" and rate(seven, "transfer").met is False
    eight = [member(f"p{n}", profile={"transfer": "done" if n < 8 else "due"}) for n in range(10)]
    assert rate(eight, "transfer").met is True


def test_a_hundred_percent_of_certificates_is_reached_only_by_all():
    assert rate([member("a"), member("b")], "card").met is True
    r = rate([member("a"), member("b", card_fault="已于 2026-11-22 过期")], "card")
    assert r.met is False and r.rows[1].why == "已于 2026-11-22 过期"


def test_the_share_of_seventy_five_percent_is_reached_by_three_of_four():
    able = {"related": True, "education": "bachelor", "major": "安全工程"}
    four = [member(f"p{n}", profile=able if n < 3 else {}) for n in range(4)]
    assert rate(four, "professional").met is True, "S0 and S3 say 不低于"
    assert rate(four, "able").met is False, "S2 says 超过"


def test_a_qualification_counts_for_the_share_of_s0_and_not_for_the_rate_of_s2():
    one = [member("a", profile={"qualifications": ["engineer"]})]
    assert rate(one, "professional").n == 1 and rate(one, "able").n == 0
    assert rate([member("a", lawyer=True)], "professional").n == 1


def test_experience_counts_after_a_whole_year():
    profile = {"experience_since": "2025-11-24"}
    assert strength(profile, ON).years == 0 and strength(profile, date(2026, 11, 24)).years == 1


def test_who_is_seconded_is_not_on_post_and_who_has_no_establishment_is_left_out():
    r = rate([member("a", profile={"presence": "on_post"}), member("b", profile={"presence": "seconded"}),
              member("c", profile={"establishment": "none", "presence": "on_post"})], "presence")
    assert (r.n, r.d) == (1, 2)


def test_each_agency_has_rates_of_its_own():
    found = dict(by_agency([member("a", 1), member("b", 2, kit_fault="没有制式服装配发记录")], ON))
    kit = {name: next(r for r in held if r.definition.id == "kit").said for name, held in found.items()}
    assert kit == {"机关1": "100.00%", "机关2": "0.00%"}


def test_every_definition_names_its_source_and_whom_it_counts():
    assert [(d.id, d.target) for d in DEFINITIONS] == [
        ("transfer", 70), ("presence", 80), ("kit", 90), ("card", 100), ("able", 75), ("professional", 75)]
    assert all("÷" in d.says and d.source for d in DEFINITIONS)


@pytest.mark.parametrize("kind", ["auxiliary", "technical", "social", "expert", "adviser", "reviewer"])
def test_only_officers_may_hold_the_post_of_an_officer(kind):
    assert "行政处罚法第42条第1款" in role_fault(kind, "officer")
    assert role_fault("officer", "officer") == "" and role_fault("reviewer", "legal_reviewer") == ""


def test_somebody_hired_by_contract_is_an_auxiliary():
    assert [f.path for f in faults({"identity": "contract"}, "officer")] == ["identity"]
    assert faults({"identity": "contract"}, "auxiliary") == []


def test_the_sheet_has_a_line_for_everything_and_none_for_fines():
    lines = {x.kind.id: x for x in tally([Mark("visits", 1, "A"), Mark("visits", 1, "A"), Mark("findings", 3, "B")])}
    assert lines["visits"].number == 2 and lines["visits"].files == ("A",) and lines["errors"].number == 0
    assert not any("罚款" in k.zh or "金额" in k.zh for k in KINDS)
    with pytest.raises(ValueError, match="wealth"):
        tally([Mark("wealth")])
