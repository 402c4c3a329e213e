"""The catalogue of industries: codes and words, one meaning or several."""
from __future__ import annotations

from pathlib import Path

import pytest

from zhiheng.exchange.industry_file import rows
from zhiheng.registers import industries
from zhiheng.registers.industries import Catalogue


@pytest.fixture(scope="module")
def real(shared: Path) -> Catalogue:
    return industries.imported(rows(shared / "data" / "industry_catalogue_1397.xlsx"), "真实目录")


def test_every_house_knows_the_97_divisions() -> None:
    house = industries.divisions()
    assert len(house) == 97
    found = house.get("20")
    assert found is not None and found.path == "制造业 › 木材加工和木、竹、藤、棕、草制品业"


def test_the_real_list_of_1397_is_a_catalogue_without_a_fault(shared: Path) -> None:
    found = rows(shared / "data" / "industry_catalogue_1397.xlsx")
    assert len(found) == 1397 and industries.faults(found) == []


def test_a_code_gives_its_four_levels(real: Catalogue) -> None:
    found = real.get("0252")
    assert found is not None and found.levels == ("农、林、牧、渔业", "林业", "林产品采集", "非木竹材林产品采集")


def test_every_own_name_that_only_one_class_has_leads_to_its_code(real: Catalogue) -> None:
    for code, row in real._rows.items():
        held = real.candidates(row.name)
        assert not held or any(code.startswith(h.rstrip("0") or h) for h in held) or len(held) > 1, (code, held)
    assert real.code_of("非木竹材林产品采集") == "0252"


def test_a_word_of_several_industries_is_left_to_a_person(real: Catalogue) -> None:
    assert real.code_of("加工") == "" and real.code_of("没有这一行") == ""


def test_words_are_found_in_own_names_first_and_codes_by_their_head(real: Catalogue) -> None:
    found = real.find("锯材")
    assert found and all("锯材" in name for name in (found[0].name,))
    assert {i.code[:2] for i in real.find("20", 100)} == {"20"}


def test_a_list_with_a_double_or_a_short_code_names_the_row() -> None:
    said = industries.faults([("0111", "农", "农业", "谷物", "稻谷"), ("0111", "农", "农业", "谷物", "小麦"), ("11", "a", "b", "c", "d")])
    assert said == ["第 2 行：0111 与第 1 行重复", "第 3 行：行业编号“11”应为四位数字，并有门类、大类、中类、小类四级名称"]
