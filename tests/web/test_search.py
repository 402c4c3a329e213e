"""The one box: two characters, initials, any brackets, and only what the post may see."""
from __future__ import annotations

import pytest

from zhiheng.records.models import DocumentNumber


def answer(client, q: str, **headers: str) -> str:
    got = client.get("/search/", {"q": q}, headers=headers)
    assert got.status_code == 200, got
    return got.content.decode()


@pytest.mark.parametrize("q", ["鑫达", "木业", "xdmy"])
def test_two_characters_or_initials_find_the_enterprise_and_its_files(house, at_desk, q):
    said = answer(at_desk(house.people["li"]), q)
    assert f'href="/enterprises/{house.firm.code}/"' in said
    assert house.files["inspection"].no in said


@pytest.mark.parametrize("form", ["（云）应急责改〔2026〕1号", "(云)应急责改[2026]1号", "云应急责改【2026】 1 号"])
def test_a_document_number_in_any_brackets_opens_its_file_at_once(house, at_desk, form):
    number = DocumentNumber.objects.get(text="（云）应急责改〔2026〕1号")
    got = at_desk(house.people["li"]).get("/search/", {"q": form})
    assert got.status_code == 302 and got["Location"] == f"/files/{number.file.no}/"


def test_an_exact_file_number_or_credit_code_opens_at_once(house, at_desk):
    client = at_desk(house.people["li"])
    assert client.get("/search/", {"q": house.files["case"].no})["Location"] == f"/files/{house.files['case'].no}/"
    assert client.get("/search/", {"q": house.firm.code})["Location"] == f"/enterprises/{house.firm.code}/"


def test_while_typing_only_the_answers_are_sent(house, at_desk):
    said = answer(at_desk(house.people["li"]), "鑫达", **{"HX-Request": "true"})
    assert "<html" not in said and 'data-part="search"' in said


def test_an_article_a_colleague_and_a_word_of_the_menu_are_found(house, at_desk):
    client = at_desk(house.people["li"])
    assert "安全生产法第97条" in answer(client, "安全生产法97")
    assert "王敏" in answer(client, "王敏")
    assert 'href="/rectifications/"' in answer(client, "整改")


def test_the_box_finds_nothing_for_those_who_may_not_see(house, at_desk):
    for who in ("stranger", "nobody"):
        said = answer(at_desk(house.people[who]), "鑫达")
        assert "没有找到" in said and house.files["inspection"].no not in said
    admin = answer(at_desk(house.people["admin"]), house.files["inspection"].no)
    assert f'/files/{house.files["inspection"].no}/' not in admin


def test_what_is_typed_is_never_taken_for_markup(office, at_desk):
    said = answer(at_desk(office.people["li"]), "<script>alert(1)</script>")
    assert "<script>alert" not in said
