"""Citations and document numbers as people type them and papers print them."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.kernel.article import Article
from zhiheng.kernel.numbers import DocumentNumber
from zhiheng.kernel.numerals import from_chinese, to_chinese
from zhiheng.law.cite import cite

ARTICLES = st.builds(
    Article, st.sampled_from(["行政处罚法", "安全生产法", "生产安全事故报告和调查处理条例"]),
    st.one_of(st.integers(1, 400).map(str), st.just("134-1")),
    st.one_of(st.none(), st.integers(1, 12)), st.one_of(st.none(), st.integers(1, 25)))


@given(ARTICLES)
def test_a_citation_survives_being_written_in_any_form(place: Article) -> None:
    assert Article.parse(place.zh()) == Article.parse(place.short()) == Article.parse(place.key()) == place


@given(st.lists(ARTICLES))
def test_citations_sort_by_number_not_by_letter(places: list[Article]) -> None:
    ordered = sorted(p for p in places if p.law == "行政处罚法")
    numbers = [int(p.article.split("-")[0]) for p in ordered]
    assert numbers == sorted(numbers)


@given(st.integers(0, 9999))
def test_numerals_read_back(number: int) -> None:
    assert from_chinese(to_chinese(number)) == number


@pytest.mark.parametrize(("typed", "full", "short"), [
    ("处罚法第六十四条第一款第（一）项", "行政处罚法第六十四条第一款第（一）项",
     "行政处罚法第64条第1款第1项"),
    ("安全生产法97条7项", "安全生产法第九十七条第（七）项", "安全生产法第97条第7项"),
    ("安法第九十七条第（七）项", "安全生产法第九十七条第（七）项", "安全生产法第97条第7项"),
    ("安全生产法 97-1-3", "安全生产法第九十七条第一款第（三）项", "安全生产法第97条第1款第3项"),
    ("《中华人民共和国刑法》第一百三十四条之一", "刑法第一百三十四条之一", "刑法第134条之一"),
    ("安全生产违法行为行政处罚办法（应急管理部令第18号）第五十三条第一款",
     "安全生产违法行为行政处罚办法第五十三条第一款",
     "安全生产违法行为行政处罚办法第53条第1款"),
    ("令18号53条1款", "安全生产违法行为行政处罚办法第五十三条第一款", "安全生产违法行为行政处罚办法第53条第1款"),
    ("应急管理部令第12号", "应急管理部令第12号", "应急管理部令第12号"),
    ("国办发〔2024〕54号", "国办发〔2024〕54号", "国办发〔2024〕54号"),
])
def test_what_people_type_is_cited_in_full_and_short(typed: str, full: str, short: str) -> None:
    assert (cite(typed).zh(), cite(typed).short()) == (full, short)


@pytest.mark.parametrize("typed", ["", "行政处罚法", "第六十四条", "安全生产法第九十七条第零款"])
def test_a_half_citation_is_refused_in_words(typed: str) -> None:
    with pytest.raises(ValueError, match=r"引用|款"):
        cite(typed)


def test_a_paragraph_without_an_article_is_no_citation() -> None:
    with pytest.raises(ValueError, match="须写明条"):
        Article("行政处罚法", "", 1)


def test_an_article_covers_its_paragraphs_and_items() -> None:
    whole, item = Article("行政处罚法", "64"), Article("行政处罚法", "64", 1, 2)
    assert whole.covers(item) and not item.covers(whole)


@pytest.mark.parametrize("typed", [
    "（云）应急罚〔2026〕12号", "(云)应急罚[2026]12号", "[云]应急罚(2026)第12号",
    " 〔云〕 应急罚 〔2026〕 12 号 "])
def test_a_document_number_is_read_in_any_brackets(typed: str) -> None:
    number = DocumentNumber.parse(typed)
    assert number == DocumentNumber("云", "应急罚", 2026, 12) and str(number) == "（云）应急罚〔2026〕12号"


@pytest.mark.parametrize("typed", ["应急罚12号", "（云）应急罚〔26〕12号", "（云）应急罚〔2026〕0号", ""])
def test_a_broken_document_number_is_refused_in_words(typed: str) -> None:
    with pytest.raises(ValueError, match="文号"):
        DocumentNumber.parse(typed)
