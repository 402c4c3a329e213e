"""The screen parts: what a person sees must not depend on scripts, colour or luck."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.template import Context, Engine

from zhiheng.web import gallery, parts, parts_discretion, parts_form, parts_page
from zhiheng.web.build.law_words import md

WEB = Path(gallery.__file__).parent
ENGINE = Engine(
    dirs=[str(WEB / "templates")],
    libraries={
        "zh_parts": "zhiheng.web.templatetags.zh_parts",
        "zh_law": "zhiheng.web.templatetags.zh_law",
        "zh_table": "zhiheng.web.templatetags.zh_table",
        "l10n": "django.templatetags.l10n",
    },
)


def drawn(view: object) -> str:
    """The HTML of one part."""
    return ENGINE.from_string("{% load zh_parts %}{% part view %}").render(Context({"view": view}))


def test_why_not_shows_every_unmet_gate_with_its_article_and_its_weight() -> None:
    why = gallery.gallery_file.why_not()

    html = drawn(why)

    assert html.count('class="gate"') == 3
    for gate in why.unmet:
        assert f'data-gate="{gate.key}"' in html
        assert gate.basis and all(link.label in html for link in gate.basis)
    assert "不得放行" in html and "可由局领导说明理由放行" in html


@pytest.mark.parametrize(
    "tone", ["late", "refused", "due", "done-late", "done", "provisional", "unverified", "rest", "locked"]
)
def test_a_state_never_stands_on_colour_alone(tone: parts.Tone) -> None:
    html = drawn(parts.Badge("字样", tone))

    assert "字样" in html
    assert "<use " in html


def test_only_the_first_lawful_act_is_the_filled_button() -> None:
    acts = parts.ActList(
        (parts.Button("复核陈述申辩", "/a/", "review"), parts.Button("补充证据", "/b/", "add"))
    )

    html = drawn(acts)

    assert html.count("btn primary") == 1
    assert html.index("btn primary") < html.index("复核陈述申辩") < html.index("补充证据")


def test_repeated_rows_come_back_as_they_were_filled_and_blank_rows_do_not_count() -> None:
    spec = parts_form.FieldSpec
    field = parts_form.rows_field(
        spec("items", "物品", "rows"),
        [spec("name", "名称"), spec("amount", "数量")],
        [{"name": "滤筒", "amount": "4"}],
    )
    sent = {cell.name: cell.value for row in field.rows for cell in row} | {
        "items-rows": str(field.row_count)
    }

    assert field.row_count == 3
    assert parts_form.read_rows(sent, "items", ["name", "amount"]) == [{"name": "滤筒", "amount": "4"}]


def test_a_hostile_row_count_is_read_as_none_or_capped() -> None:
    assert parts_form.read_rows({"items-rows": "many"}, "items", ["name"]) == []
    assert parts_form.read_rows({"items-rows": "9" * 12, "items-700-name": "x"}, "items", ["name"]) == []


def test_the_marker_stands_where_the_amount_is_and_leaving_the_band_is_seen() -> None:
    inside = parts_discretion.RangeBar(0, 10_000_000, 2_000_000, 5_000_000, 3_800_000)
    outside = parts_discretion.RangeBar(2_000_000, 5_000_000, 2_000_000, 3_000_000, 3_600_000)

    assert (inside.band_x, inside.band_width, inside.proposed_x, inside.outside) == (20.0, 30.0, 38.0, False)
    assert outside.outside
    assert "偏离基准" in drawn(outside)


def test_choices_are_radio_to_five_select_to_fifteen_and_a_search_above() -> None:
    assert [parts_form.choice_kind(n) for n in (5, 6, 15, 16)] == ["radio", "select", "select", "search"]


def test_typed_text_is_never_taken_for_markup() -> None:
    html = drawn(parts_form.FieldSpec("facts", "违法事实", "longtext", "</textarea><script>x</script>"))

    assert "<script>" not in html


def test_an_error_stands_at_its_field_and_is_announced_with_it() -> None:
    html = drawn(parts_form.FieldSpec("on", "整改期限", "date", error="整改期限不能早于文书日期。"))

    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="f-on-error"' in html
    assert 'id="f-on-error"' in html


def test_a_restricted_paper_is_shown_as_locked_and_its_title_is_not_sent() -> None:
    html = drawn(parts.PaperList((parts.PaperRow("legal_review", "法制审核意见书", locked=True),)))

    assert "副卷 · 无权查看" in html
    assert "法制审核意见书" not in html


def test_a_table_row_that_does_not_fit_its_columns_is_refused() -> None:
    table = parts_page.Table((parts_page.Column("企业"),), (parts_page.Row(()),))

    with pytest.raises(ValueError):
        drawn(table)


def test_templates_hold_no_inline_script_style_or_handler() -> None:
    for file in (WEB / "templates" / "zh").rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|<style|\son[a-z]+=", text), file


def test_every_icon_a_part_names_is_in_the_sprite() -> None:
    sprite = (WEB / "static" / "zh" / "icons.svg").read_text(encoding="utf-8")
    known = set(re.findall(r'<symbol id="([a-z-]+)"', sprite))
    used = {
        name
        for file in (WEB / "templates" / "zh").rglob("*.html")
        for name in re.findall(r'{% icon "([a-z-]+)"', file.read_text(encoding="utf-8"))
    }

    assert used <= known
    assert len(known) <= 40


def test_yuan_prints_fen_with_the_half_width_sign() -> None:
    html = ENGINE.from_string("{% load zh_parts %}{{ a|yuan }} {{ b|yuan }} {{ a|yuan_short }}")

    assert html.render(Context({"a": 7_700_000, "b": -5})) == "\u00a577,000.00 -\u00a50.05 \u00a577,000"


def test_a_day_of_another_year_is_said_with_its_year(demo_now):
    assert md(date(2026, 3, 2)) == "03-02" and md(date(2027, 7, 8)) == "2027-07-08" and md(None) == ""
    assert md(date(2025, 3, 2), date(2025, 1, 9)) == "03-02" and md(date(2026, 1, 2), date(2025, 12, 30)) == "2026-01-02"
