"""The catalogue against the words of the statutes. Runs where the texts are; skips loudly where they are not.

The comparison itself is that of ``zhiheng law check`` (zhiheng.law.checking, zhiheng.law.amounts).
"""
from __future__ import annotations

from tests.law.texts_at_hand import imported, needs_texts
from zhiheng.law import checklists, citing, violations
from zhiheng.law.checking import Comparable, check, citations
from zhiheng.law.cite import laws
from zhiheng.law.reading import statutes

pytestmark = needs_texts


def compared(*names: str) -> tuple[int, int]:
    """Places and figures compared; nothing may disagree."""
    found: list[Comparable] = list(citations(*names))
    report = check(imported(), found)
    assert report.errors == []
    return report.checked, report.numbers


def test_every_cited_place_of_the_catalogue_exists() -> None:
    assert compared("violations")[0] > 450


def test_every_amount_share_and_multiple_stands_in_the_cited_clause() -> None:
    assert compared("fines")[1] > 240


def test_orders_triggers_and_may_stand_in_the_cited_clause() -> None:
    assert compared("orders")[1] > 200


def test_circumstances_and_check_items_cite_places_that_exist() -> None:
    assert compared("circumstances")[1] == 4
    assert compared("checklists")[0] > 40


def test_an_act_marked_as_read_rests_on_a_law_whose_text_was_read() -> None:
    """Texts that are not in the shared folder were read elsewhere; the table of laws says so."""
    read = {v.law.title for v in violations.every() if v.source == "law_text"}
    full = {law.title.partition("（应急管理部令")[0] for law in laws().values() if law.text == "full"}
    assert read - set(statutes(imported())) - full == set()


def test_a_check_item_marked_as_read_cites_a_law_whose_text_was_read() -> None:
    known = set(statutes(imported())) | {law.title for law in laws().values() if law.text == "full"}
    assert [i.id for i in checklists.items() if i.verified and any(a.law not in known for a in i.basis)] == []


def test_the_amounts_of_the_catalogue_are_many_enough_to_be_worth_comparing() -> None:
    assert sum(c.figures for c in citing.of_fines()) > 300
