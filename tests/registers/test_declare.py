"""What a declaration of a ledger must hold, and what a line says about itself."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from zhiheng.kernel.facts import Fen, fact
from zhiheng.registers.catalogue import ledger, ledgers
from zhiheng.registers.declare import Ledger, said

WRITES = frozenset({"administrator"})


@dataclass(frozen=True)
class Permit:
    number: str = fact("证号")
    holder: str = fact("持证人", required=False)
    first: date = fact("自", required=False)
    last: date = fact("至", required=False)
    fee: Fen = fact("费用", required=False)


def declared(**more) -> Ledger:
    given = {"key": ("number",), "title": ("number",), "columns": ("number",), "reads": WRITES, "writes": WRITES} | more
    return Ledger("permits", "许可证", "监管对象", Permit, **given)


def test_a_ledger_cannot_name_a_field_it_does_not_have():
    with pytest.raises(ValueError, match="没有字段 colour"):
        declared(columns=("colour",))


def test_what_stands_for_a_line_must_always_be_filled_in():
    with pytest.raises(ValueError, match="必填"):
        declared(key=("holder",))


def test_nobody_writes_what_he_may_not_read():
    with pytest.raises(ValueError, match="也须能看"):
        declared(writes=frozenset({"officer"}))


def test_a_line_warns_before_its_last_day_and_is_late_after_it():
    book = declared(since="first", until="last")
    values = {"number": "A", "last": "2026-12-01"}
    assert book.mark(values, date(2026, 10, 1)) is None
    assert book.mark(values, date(2026, 11, 1)).tone == "due"
    assert book.mark(values, date(2026, 12, 1)).tone == "due", "the last day itself is still good"
    assert book.mark(values, date(2026, 12, 2)).zh == "已于 2026-12-01 到期"


def test_a_span_that_ends_before_it_begins_is_a_fault_of_its_end():
    book = declared(since="first", until="last")
    faults = book.faults({"number": "A", "first": "2026-12-02", "last": "2026-12-01"})
    assert [(f.path, f.says) for f in faults] == [("last", "「至」不能早于「自」。")]


def test_values_are_said_as_people_write_them():
    book = declared()
    assert said(book.spec("fee"), 1234567) == "12,345.67"
    assert said(book.spec("holder"), None) == ""


def test_every_ledger_of_the_house_is_whole():
    assert "equipment" in ledgers()
    for book in ledgers().values():
        assert book.zh and book.group and book.line
        assert all(s.zh for s in book.fields)
        for name in book.filters:
            assert book.spec(name).type in ("choice", "bool"), (book.id, name)
    with pytest.raises(KeyError, match="没有「nothing」"):
        ledger("nothing")


def test_an_instrument_without_calibration_is_not_entered():
    faults = ledger("equipment").faults({"asset_no": "1", "kind": "gas_detector", "model": "X", "state": "in_store"})
    assert [f.path for f in faults] == ["calibrated_until"]


def test_only_a_choice_of_the_ledger_ends_a_line():
    with pytest.raises(ValueError, match="须是该字段的选项"):
        declared(rest=("number", frozenset({"gone"})))
