"""Fields of supervision and hazards as words."""
from __future__ import annotations

from zhiheng.kernel import supervision as s


def test_a_branch_brings_its_field_and_other_names_are_said_the_house_s_way() -> None:
    assert s.settled_fields(["机械"]) == ["工贸", "机械"]
    assert s.settled_fields(["危化", "自定领域"]) == ["危险化学品", "自定领域"]
    assert s.settled_hazards(["涉氨", "粉尘"]) == ["粉尘涉爆", "涉氨制冷"]


def test_codes_of_words_are_unique_and_never_look_like_words_of_names() -> None:
    words = [*s.field_words(), *s.hazard_words()]
    marks = [s.mark_of(w) for w in words]
    assert len(set(marks)) == len(words) and all(m.startswith("#") and len(m) == 4 for m in marks)


def test_eight_sectors_of_industry_and_trade() -> None:
    trade = next(f for f in s.FIELDS if f.zh == "工贸")
    assert [zh for _, zh in trade.branches] == ["冶金", "有色", "建材", "机械", "轻工", "纺织", "烟草", "商贸"]


def test_a_part_of_a_word_offers_the_filter() -> None:
    assert ("hazard", "粉尘涉爆") in s.named_like("粉尘") and s.named_like("粉") == []
    assert ("field", "加油站") in s.named_like("加油")
