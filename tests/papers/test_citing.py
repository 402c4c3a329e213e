"""How a paper cites."""
from __future__ import annotations

from zhiheng.papers.citing import cite, cite_all, formal


def test_a_law_bears_its_full_name_and_a_regulation_its_own() -> None:
    assert formal("安全生产法") == "《中华人民共和国安全生产法》"
    assert formal("中华人民共和国安全生产法") == "《中华人民共和国安全生产法》"
    assert formal("危险化学品安全管理条例") == "《危险化学品安全管理条例》"
    assert formal("罚款决定与罚款收缴分离实施办法") == "《罚款决定与罚款收缴分离实施办法》"
    assert formal("《中华人民共和国消防法》") == "《中华人民共和国消防法》"


def test_law_article_and_paragraph_are_named_once_in_a_row() -> None:
    assert cite_all(["安全生产法第二十八条第一款", "安全生产法第二十八条第四款", "安全生产法第二十九条"]) == [
        "《中华人民共和国安全生产法》第二十八条第一款", "第四款", "第二十九条"]
    assert cite_all(["安全生产法第九十七条第一款第（三）项", "安全生产法第九十七条第一款第（四）项"]) == [
        "《中华人民共和国安全生产法》第九十七条第一款第（三）项", "第（四）项"]
    assert cite_all(["安全生产法第二十八条", "行政处罚法第二十八条"]) == [
        "《中华人民共和国安全生产法》第二十八条", "《中华人民共和国行政处罚法》第二十八条"]


def test_the_same_citation_twice_is_one() -> None:
    assert len(cite_all(["安全生产法第六十五条", "安全生产法第六十五条"])) == 1


def test_items_of_an_article_without_paragraphs_are_shortened_too() -> None:
    assert cite_all(["安全生产法第二十一条第（一）项", "安全生产法第二十一条第（三）项"]) == [
        "《中华人民共和国安全生产法》第二十一条第（一）项", "第（三）项"]


def test_a_whole_article_after_its_paragraph_is_not_swallowed() -> None:
    assert cite_all(["安全生产法第二十八条第一款", "安全生产法第二十八条"])[1] == "第二十八条"


def test_what_is_not_a_single_citation_stays_as_written() -> None:
    assert cite("有关国家标准的要求") == "有关国家标准的要求"
    assert cite("安全生产法第二十八条和第二十九条") == "安全生产法第二十八条和第二十九条"
    assert cite_all(["国办发〔2024〕54号", "安全生产法第六十五条"]) == ["国办发〔2024〕54号", "《中华人民共和国安全生产法》第六十五条"]
