"""What may not become a paper, and how the person is told."""
from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from typing import Any

import pytest

from tests.papers.reading import text_of
from tests.papers.story import context
from zhiheng.papers import engine, fonts, spec
from zhiheng.papers.errors import PaperError


def refused(code: str, ctx: dict[str, Any]) -> PaperError:
    with pytest.raises(PaperError) as caught:
        engine.render(code, ctx)
    return caught.value


def test_a_character_without_glyph_is_refused_with_the_name_of_its_field() -> None:
    ctx = context("inquiry_record")
    ctx["f"]["subject_name"] = "刘𠮷"
    error = refused("inquiry_record", ctx)
    assert "『𠮷』缺字" in str(error)
    assert "被询问人姓名" in str(error)
    assert error.field == "f.subject_name"


def test_a_rare_but_known_character_is_drawn() -> None:
    ctx = context("inquiry_record")
    ctx["f"]["subject_name"] = "刘燚堃"
    assert "刘燚堃" in text_of(engine.render("inquiry_record", ctx).pdf)


def test_a_missing_glyph_in_a_draft_is_found_before_anybody_signs() -> None:
    ctx = context("penalty_notice", draft=True)
    ctx["party"]["name"] = "𠮷祥木业"
    assert "当事人姓名（名称）" in str(refused("penalty_notice", ctx))


def test_every_missing_glyph_is_named_at_once() -> None:
    ctx = context("inquiry_record")
    ctx["f"]["qa"][0]["a"] = "𠮷"
    ctx["f"]["place"] = "𡃁"
    assert len(refused("inquiry_record", ctx).problems) == 2


def test_an_unknown_font_is_refused_with_the_fonts_that_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIHENG_PAPER_FONTS", "仿宋_GB2312, Noto Serif SC")
    error = refused("inquiry_notice", context("inquiry_notice"))
    assert "找不到字体「仿宋_GB2312」" in str(error)
    assert "Noto Serif SC" in str(error)


def test_without_a_font_folder_nothing_is_drawn_by_chance(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("ZHIHENG_FONTS", str(tmp_path))
    monkeypatch.setenv("ZHIHENG_DATA", str(tmp_path))
    monkeypatch.setattr(fonts, "_ROOT", tmp_path)
    assert "没有找到文书字体" in str(refused("inquiry_notice", context("inquiry_notice")))


def test_the_full_width_yen_sign_never_reaches_the_paper() -> None:
    ctx = context("penalty_notice")
    ctx["violations"][0]["factors"] = "按￥38,000.00计。"
    said = text_of(engine.render("penalty_notice", ctx).pdf)
    assert "\uffe5" not in said
    assert "按\u00a538,000.00计" in said


@pytest.mark.parametrize("code", spec.codes())
def test_a_required_fact_is_missed_by_its_chinese_name(code: str) -> None:
    form = spec.spec(code)
    for field in form.fields:
        if not field.required or field.unless:
            continue
        ctx = context(code)
        del ctx["f"][field.name]
        assert f"缺少「{field.zh}」" in str(refused(code, ctx))


def test_facts_of_the_whole_file_are_required_too() -> None:
    ctx = context("penalty_decision_org", number=None, date=None)
    ctx["agency"] = {"name": "云岭区应急管理局", "short": "云"}
    ctx["party"]["name"] = ""
    problems = "".join(refused("penalty_decision_org", ctx).problems)
    for name in ("文号", "日期", "行政复议机关", "管辖人民法院", "当事人姓名（名称）"):
        assert f"「{name}」" in problems


def test_what_is_missing_can_be_asked_before_anybody_signs() -> None:
    ctx = context("penalty_decision_org", number=None, draft=True)
    assert engine.missing("penalty_decision_org", ctx) == []
    ctx["party"]["name"] = ""
    del ctx["f"]["defense_handling"]
    assert engine.missing("penalty_decision_org", ctx) == ["当事人姓名（名称）", "陈述申辩及采纳情况"]


def test_a_party_without_an_address_is_for_the_gate_to_stop_not_for_the_paper() -> None:
    """The gate of 行政处罚法 59-1-1 may be released with a reason (no fixed home); the paper then writes 无."""
    ctx = context("penalty_decision_person")
    ctx["party"]["address"] = ""
    assert "住址：无" in text_of(engine.render("penalty_decision_person", ctx).pdf)


def test_one_officer_is_not_enough() -> None:
    ctx = context("inquiry_record")
    ctx["officers"] = ctx["officers"][:1]
    assert "执法人员（不少于二人）" in str(refused("inquiry_record", ctx))


def test_without_a_list_of_violations_facts_and_articles_are_required() -> None:
    error = refused("penalty_notice", context("penalty_notice", violations=[]))
    assert "违法行为/违法事实" in str(error)
    assert "处罚依据" in str(error)


def test_a_sum_that_does_not_add_up_is_not_printed() -> None:
    ctx = context("penalty_decision_org")
    ctx["f"]["fine_amount"] = 5_400_000
    assert "54,000.00" in str(refused("penalty_decision_org", ctx))


def test_money_must_be_whole_fen() -> None:
    ctx = context("fine_deferral_permit")
    ctx["f"]["fine_amount"] = 55000.5
    assert "以分为单位" in str(refused("fine_deferral_permit", ctx))


def test_an_unknown_paper_is_refused() -> None:
    assert "没有「love_letter」这种文书" in str(refused("love_letter", {}))


def test_typed_markup_is_text() -> None:
    """Facts reach the template as data: brackets, hashes and backslashes are printed, not run."""
    ctx = context("inquiry_notice")
    ctx["f"]["reason"] = r'#panic("x") *加粗* $x$ \#[a]'
    assert r'#panic("x")*加粗*$x$\#[a]' in text_of(engine.render("inquiry_notice", ctx).pdf)


def test_threads_make_the_same_papers_at_the_same_time() -> None:
    codes = spec.codes()[:12]
    alone = [engine.render(code, context(code)).sha256 for code in codes]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda code: engine.render(code, context(code)).sha256, codes * 3))
    assert together == alone * 3


def test_rendering_leaves_the_context_as_it_was() -> None:
    ctx = context("penalty_decision_org")
    before = deepcopy(ctx)
    engine.render("penalty_decision_org", ctx)
    assert ctx == before
