"""Money: the capital form that papers print, the figures screens show, and what people type."""
from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.kernel import money

FEN = st.integers(0, 10**13)
VALUES = {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def _group(text: str) -> int:
    total = digit = 0
    for char in text:
        if char in PLACES:
            total, digit = total + digit * PLACES[char], 0
        else:
            digit = VALUES[char]
    return total + digit


def _read(text: str) -> int:
    """Read a capital amount back into fen; written apart from the code it checks."""
    match = re.fullmatch(r"人民币(?:(.+)元)?零?(?:(.)角)?(?:(.)分)?整?", text)
    assert match, text
    yuan = 0
    if match[1]:
        high, _, low = match[1].rpartition("亿")
        for part, size in ((high, 10**8), (low, 1)):
            upper, _, lower = part.rpartition("万")
            yuan += (_group(upper) * 10000 + _group(lower)) * size
    return yuan * 100 + VALUES[match[2] or "零"] * 10 + VALUES[match[3] or "零"]


@given(FEN)
def test_the_capital_form_reads_back_as_the_same_amount(fen: int) -> None:
    assert _read(money.capital(fen)) == fen


@given(FEN)
def test_no_zero_is_doubled_and_a_whole_amount_ends_with_zheng(fen: int) -> None:
    text = money.capital(fen)
    assert "零零" not in text and text.endswith("整") == (fen % 10 == 0) and not re.search("零[万亿]", text)


@given(FEN)
def test_figures_and_plain_read_back_as_typed(fen: int) -> None:
    assert money.parse(money.figures(fen)) == fen and money.parse(money.plain(fen)) == fen


@pytest.mark.parametrize(("fen", "text"), [
    (7_700_000, "人民币柒万柒仟元整"), (0, "人民币零元整"), (100_100, "人民币壹仟零壹元整"),
    (1_000_000_100, "人民币壹仟万零壹元整"), (7_700_005, "人民币柒万柒仟元零伍分"), (50, "人民币伍角整"),
    (12_345, "人民币壹佰贰拾叁元肆角伍分"), (10_00, "人民币壹拾元整"),
])
def test_capital_amounts_as_papers_write_them(fen: int, text: str) -> None:
    assert money.capital(fen) == text


def test_the_yuan_sign_is_the_half_width_one() -> None:
    assert money.figures(7_700_000) == "\u00a577,000.00"


@pytest.mark.parametrize(("typed", "fen"), [
    ("7.7万", 7_700_000), ("38,000.00", 3_800_000), ("3.8万元", 3_800_000), ("38000元", 3_800_000),
    ("￥1，000", 100_000), ("3千", 300_000), ("0.01", 1), ("1.5亿", 15_000_000_000),
])
def test_what_people_type_becomes_fen(typed: str, fen: int) -> None:
    assert money.parse(typed) == fen


@pytest.mark.parametrize("typed", ["", "三万八千元", "1,00", "-5", "1.005", "12e3", "7.7万5"])
def test_an_unreadable_amount_is_refused_in_words(typed: str) -> None:
    with pytest.raises(ValueError, match="金额"):
        money.parse(typed)


def test_floats_and_negative_amounts_are_refused() -> None:
    with pytest.raises(TypeError):
        money.capital(1.5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="不小于零"):
        money.figures(-1)
