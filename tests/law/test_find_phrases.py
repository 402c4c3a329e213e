"""What inspectors write: two hundred phrasings of decisions, inspection records and lists of hazards."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhiheng.law.find import find, hit_json
from zhiheng.law.violations import get

TODAY = date(2026, 11, 23)
LINES = Path(__file__).with_name("phrases.txt").read_text(encoding="utf-8").splitlines()
PAIRS = [(text, codes.split("|")) for codes, _, text in (line.partition(" ") for line in LINES if line and line[0] != "#")]


def test_there_are_two_hundred_phrasings_and_every_code_exists() -> None:
    assert len({said for said, _ in PAIRS}) >= 200
    assert all(get(code) for _, codes in PAIRS for code in codes)


@pytest.mark.parametrize(("said", "codes"), PAIRS, ids=[said for said, _ in PAIRS])
def test_the_right_act_is_among_the_first_five(said: str, codes: list[str]) -> None:
    first = [hit.violation.code for hit in find(said, TODAY)[:5]]
    assert set(codes) & set(first), first


@pytest.mark.parametrize("word", ["瞒报", "动火", "无证", "投保", "粉尘", "受限", "预案", "疏散", "标志", "劳保", "烟花", "瓦斯", "宿舍", "演练"])
def test_a_word_of_two_characters_finds_something_that_may_be_used_today(word: str) -> None:
    first = find(word, TODAY)
    assert first and first[0].violation.covers(TODAY)


def test_words_of_an_industry_bring_its_acts_first() -> None:
    general, dust = find("没有培训", TODAY)[0], find("粉尘作业没有专项培训", TODAY)[0]
    assert general.violation.code == "AQSCF-097-1-3"
    assert dust.violation.code == "FCFB-028-1-a"


@pytest.mark.parametrize(
    ("said", "stage"),
    [("隐患没整改", "overdue"), ("逾期未改正没有应急预案", "overdue"), ("没有应急预案", "first"), ("未发劳保用品情节严重", "serious")],
)
def test_the_stage_is_the_one_the_words_speak_of(said: str, stage: str) -> None:
    assert find(said, TODAY)[0].stage == stage


def test_the_promised_keys_come_first_and_are_plain_json() -> None:
    found = hit_json(find("员工没培训就上岗", TODAY)[0])
    promised = ["code", "title", "subject", "stage", "duty", "penalty", "from", "until", "source"]
    assert list(found)[: len(promised)] == promised
    assert all(set(place) == {"law", "article", "paragraph", "item"} for place in [*found["duty"], found["penalty"]])
    assert isinstance(found["stage"], str) and isinstance(found["penalty"]["article"], str)


def test_an_act_of_an_old_day_is_found_under_the_law_of_that_day() -> None:
    before = find("特种作业人员无证上岗", date(2020, 5, 1))
    assert before[0].violation.code == "AQSCF2014-094-7"
    assert find("安全生产法第九十四条第七项", date(2020, 5, 1))[0].violation.code == "AQSCF2014-094-7"
    assert find("安全生产法第九十七条第七项", TODAY)[0].violation.code == "AQSCF-097-1-7"
