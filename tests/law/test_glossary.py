"""One concept, one English identifier, one Chinese term: the glossary agrees with the code."""
from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from zhiheng.kernel.engine import role_zh
from zhiheng.law import papers as catalogue
from zhiheng.law.powers_kinds import kinds
from zhiheng.law.rules import procedures
from zhiheng.records.models.people import ROLES
from zhiheng.registers.catalogue import ledgers

GLOSSARY = Path(catalogue.__file__).with_name("glossary.csv")
Key = tuple[str, str, str]


def glossary() -> list[dict[str, str]]:
    with GLOSSARY.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def told() -> dict[Key, str]:
    """Chinese by (kind, procedure, identifier)."""
    return {(r["kind"], r["of"], r["identifier"]): r["zh"] for r in glossary()}


def used() -> dict[Key, str]:
    """What the code calls its roles, procedures, stages, acts, clocks, papers, kinds of powers and ledgers."""
    names: dict[Key, str] = {("role", "", role): zh for role, zh in ROLES}
    names |= {("role", "", role): role_zh(role) for role in ("handler", "second")}
    names |= {("power", "", kind.id): kind.zh for kind in kinds().values()}
    names |= {("paper", "", form.code): form.zh_name for form in catalogue.papers().values()}
    names |= {("ledger", "", book.id): book.zh for book in ledgers().values()}
    for id_, procedure in procedures().items():
        names["procedure", "", id_] = procedure.zh
        for kind, members in (("stage", procedure.stages), ("act", procedure.acts), ("clock", procedure.clocks)):
            names |= {(kind, id_, member.id): member.zh for member in members}
    return names


def test_every_name_of_the_code_stands_in_the_glossary_with_the_same_chinese() -> None:
    known = told()
    assert {key: known.get(key) for key in used()} == used()


def test_the_glossary_names_nothing_that_the_code_has_given_up() -> None:
    assert {key for key in told() if key[0] != "noun"} == set(used())


@pytest.mark.parametrize("column", ["identifier", "zh"])
def test_within_its_kind_no_word_means_two_things(column: str) -> None:
    times = Counter((r["kind"], r["of"], r[column]) for r in glossary())
    assert [key for key, many in times.items() if many > 1] == []


def test_nouns_roles_procedures_and_acts_say_what_they_mean() -> None:
    assert [r["identifier"] for r in glossary()
            if r["kind"] in {"noun", "role", "procedure", "act"} and not r["meaning"]] == []


def test_a_name_shared_by_two_acts_of_two_procedures_is_said_of_each() -> None:
    assert told()["act", "inspection", "publish"] != told()["act", "penalty_ordinary", "publish"]
