"""A power list says what a bureau may do: every item rests on law in force, and whoever breaks that is told in which row."""
from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.law.texts_at_hand import imported, needs_texts
from zhiheng.law import checking, powers, powers_diff, powers_lapse, reading
from zhiheng.law.powers import Version
from zhiheng.law.powers_data import prepared
from zhiheng.law.powers_kinds import kinds

DAY = date(2026, 11, 23)
NEW_LAW = date(2026, 5, 1)


def version(number: int = 1, body: Any = None, since: date | None = None) -> Version:
    told = prepared("yl")[number - 1]
    return Version("yl", number, told.title, since or told.since, None, told.source, powers.items(body or told.body))


def row(**more: Any) -> dict[str, Any]:
    return {"code": "CF-1", "kind": "penalty", "name": "对未培训的处罚", "basis": ["安全生产法:97:1:3"], "holder": "本局",
            "acts": ["AQSCF-097-1-3"], **more}


def told(*rows: dict[str, Any], since: date = DAY) -> list[str]:
    return powers.check("yl", {"items": list(rows)}, since)


@pytest.mark.parametrize("number", [1, 2])
def test_the_demonstration_has_the_five_kinds_and_119_items_of_the_report(number: int) -> None:
    found = version(number)
    assert [(k.zh, n) for k, n in powers.counts(found.items)] == [
        ("行政许可", 4), ("行政处罚", 110), ("行政强制", 3), ("行政确认", 1), ("其他行政权力", 1)]
    assert powers.counted(found.items) == "119 = 行政许可4 + 行政处罚110 + 行政强制3 + 行政确认1 + 其他行政权力1"


def test_every_version_of_the_demonstration_may_be_published_from_its_day() -> None:
    assert [powers.check("yl", told.body, told.since) for told in prepared("yl")] == [[], []]
    assert prepared("nowhere") == ()


def test_what_the_demonstration_supposes_is_marked_and_what_it_takes_from_the_catalogue_is_not() -> None:
    assert {i.kind.id for i in version().items if i.presumed} == {"licence", "coercion", "confirmation", "other"}
    assert all(i.acts for i in version().items if i.kind.id == "penalty")


@needs_texts
def test_every_basis_and_every_step_stands_in_the_texts(monkeypatch) -> None:
    monkeypatch.setenv("ZHIHENG_DATA", str(imported()))
    assert [powers.check("yl", told.body, told.since) for told in prepared("yl")] == [[], []]
    assert checking.check(imported(), list(checking.citations("powers"))).errors == []
    cited = {a for i in version().items for s in (*i.steps, *i.duties, *i.liability) for a in s.articles}
    texts = reading.statutes()
    assert [a.short() for a in cited if a.law in texts and texts[a.law][-1].missing(a)] == []


@needs_texts
def test_an_article_that_the_text_does_not_have_is_a_fault_of_its_row(monkeypatch) -> None:
    monkeypatch.setenv("ZHIHENG_DATA", str(imported()))
    assert told(row(basis=["安全生产法:970"])) == ["第 1 项（CF-1）：《安全生产法》没有第970条"]


@pytest.mark.parametrize(("more", "says"), [
    ({"basis": ["没有的法:1"]}, "没有登记法律「没有的法」"),
    ({"basis": ["不是引用"]}, "看不懂引用"),
    ({"basis": []}, "没有填写「实施依据」"),
    ({"kind": "planning"}, "没有「planning」这一类型"),
    ({"acts": ["AQSCF-999"]}, "违法行为目录中没有代码「AQSCF-999」"),
    ({"since": "2026-06-01", "until": "2026-05-01"}, "停用日期 2026-05-01 早于启用日期 2026-06-01"),
    ({"until": "五月"}, "不是日期"),
    ({"basis": ["危险化学品安全管理条例:77:3"]}, "已于 2026-05-01 失效"),
    ({"kind": "coercion", "delegated": ["城关镇"]}, "行政强制措施权不得委托"),
])
def test_what_is_wrong_with_a_row_is_said_with_its_place(more: dict[str, Any], says: str) -> None:
    faults = told(row(code="CF-0"), row(**more))
    assert len(faults) == 1 and faults[0].startswith("第 2 项（CF-1）：") and says in faults[0]


def test_the_same_code_twice_is_a_fault_of_the_later_row() -> None:
    assert told(row(), row()) == ["第 2 项（CF-1）：事项编码与第 1 项重复"]
    assert powers.check("yl", {"items": []}, DAY) == ["清单里没有事项"]


def test_a_law_of_the_future_is_no_basis_yet() -> None:
    assert "自 2026-05-01 起施行" in told(row(basis=["危险化学品安全法:53:1"]), since=date(2026, 4, 30))[0]
    assert told(row(basis=["危险化学品安全法:53:1"]), since=NEW_LAW) == []


def test_a_stopped_item_may_keep_its_lapsed_basis_for_what_was_done_before() -> None:
    assert told(row(basis=["危险化学品安全管理条例:77:3"], until="2026-04-30")) == []
    assert "已于 2026-05-01 失效" in told(row(basis=["危险化学品安全管理条例:77:3"], until="2026-06-30"))[0]


def test_on_the_day_of_the_new_law_the_items_of_the_old_regulation_wait_for_migration() -> None:
    before, after = powers_lapse.lapsed(version(), date(2026, 4, 30)), powers_lapse.lapsed(version(), NEW_LAW)
    old = [x for x in after if x.articles[0].law == "危险化学品安全管理条例"]
    assert {x.articles[0].law for x in before} == {"安全生产违法行为行政处罚办法（2015年修正）"}
    assert len(old) == 31 and {x.since for x in old} == {NEW_LAW} and not any(x.handled for x in old)
    assert {w for x in old for w in x.follows} == {"自2026-05-01起由危险化学品安全法（主席令第64号）取代"}
    assert not any(x.item.usable(NEW_LAW) for x in old) and all(x.item.usable(date(2026, 4, 30)) for x in old)


def test_order_18_ends_the_items_of_the_old_order_on_the_first_of_february() -> None:
    assert powers_lapse.lapsed(version(), date(2026, 1, 31)) == ()
    assert {x.item.code for x in powers_lapse.lapsed(version(), date(2026, 2, 1))} == {"CF-107", "CF-108"}


def test_a_lapse_is_announced_ninety_days_ahead_and_not_before() -> None:
    codes = {x.item.code for x in powers_lapse.soon(version(), date(2026, 1, 31)) if x.since == NEW_LAW}
    assert len(codes) == 31
    assert {x.since for x in powers_lapse.soon(version(), date(2026, 1, 30))} == {date(2026, 2, 1)}


def test_the_proposed_next_version_has_the_same_items_and_may_be_published() -> None:
    body = powers_lapse.proposed(version(), NEW_LAW)
    made = version(body=body, since=NEW_LAW)
    assert [i.code for i in made.items] == [i.code for i in version().items]
    assert powers.check("yl", body, NEW_LAW) == []
    assert all(x.handled for x in powers_lapse.lapsed(made, NEW_LAW))
    assert {i.until for i in made.items if i.stopped(NEW_LAW)} == {date(2026, 4, 30), date(2026, 1, 31)}


def test_an_item_with_one_basis_left_is_noted_and_not_stopped() -> None:
    both = row(basis=["危险化学品安全管理条例:77:3", "安全生产法:97:1:3"])
    found = version(body={"items": [both]})
    (lapse,) = powers_lapse.lapsed(found, NEW_LAW)
    assert not lapse.whole and found.items[0].usable(NEW_LAW)
    (marked,) = powers_lapse.proposed(found, NEW_LAW)["items"]
    assert "until" not in marked and "请核对" in marked["note"]


def test_the_second_version_of_the_demonstration_still_leaves_two_items_to_migrate() -> None:
    waiting = [x.item.code for x in powers_lapse.lapsed(version(2), DAY) if not x.handled]
    assert waiting == ["CF-109", "CF-110"]


def test_two_versions_are_compared_field_by_field_and_counted_by_kind() -> None:
    found = powers_diff.compare(version(1), version(2))
    assert (len(found.added), len(found.removed), found.changed) == (0, 0, 33)
    licence = next(c for c in found.changes if c.code == "XK-04")
    assert (licence.field_zh, licence.old, licence.new) == ("实施依据", "危险化学品安全管理条例第12条第1款", "危险化学品安全法第23条第1款")
    assert {k.zh: numbers for k, *numbers in found.by_kind()}["行政处罚"] == [110, 0, 0, 31, 110]


def test_an_item_taken_out_and_one_brought_in_are_no_change_of_each_other() -> None:
    old, new = version(body={"items": [row(), row(code="CF-2")]}), version(body={"items": [row(), row(code="CF-3")]})
    found = powers_diff.compare(old, new)
    assert [i.code for i in found.added] == ["CF-3"] and [i.code for i in found.removed] == ["CF-2"] and found.changes == ()
    assert powers_diff.as_json(found)["by_kind"] == [
        {"kind": "行政处罚", "before": 2, "added": 1, "removed": 1, "changed": 0, "after": 2}]


def test_catalogue_and_list_are_held_side_by_side() -> None:
    body = {"items": [row(), row(code="CF-2", acts=[]), row(code="CF-3", basis=["危险化学品安全管理条例:77:3"], acts=["WHPTL-077-3"])]}
    found = powers_lapse.coverage(version(body=body), DAY)
    missing = {a.code for a in found.without_item}
    assert "AQSCF-097-1-3" not in missing and "AQSCF-102-1" in missing and "WHPTL-077-3" not in missing
    assert [i.code for i in found.without_act] == ["CF-2"] and [i.code for i in found.dead] == ["CF-3"]
    assert {a.authority for a in found.acts} == {"emergency_management"}


def test_a_kind_is_carried_by_a_procedure_or_by_declared_steps_never_by_both() -> None:
    assert [k.zh for k in kinds().values() if k.procedure] == ["行政处罚", "行政检查"]
    assert not any(k.procedure and k.steps for k in kinds().values())
    assert all(i.procedure or i.steps for i in version().items)
