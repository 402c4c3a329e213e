"""常用说法: what a bureau's people say is added by its legal reviewers, tried at once, withdrawn, and never rewrites the past."""
from __future__ import annotations

from datetime import timedelta

import pytest

from tests.actions.district import NOW
from zhiheng.actions import local_sheets, own_words
from zhiheng.actions.errors import Invalid, NotAllowed
from zhiheng.law.find import find
from zhiheng.law.find_words import faults
from zhiheng.records.models import LocalSheet

TODAY = NOW.date()
ROW = {"say": ["铁疙瘩没罩子", "砂轮裸奔"], "mean": "安全设备 防护", "codes": ["AQSCF-099-1-2"]}


@pytest.fixture(autouse=True)
def _no_sheet_of_another_test():
    """Numbers of rows come again after a test is rolled back."""
    local_sheets._kept.clear()


def post(client, href: str, **data: str) -> str:
    answer = client.post(href, data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def codes(phrase: str, place: str) -> list[str]:
    return [hit.violation.code for hit in find(phrase, TODAY, 5, place)]


def test_words_of_the_bureau_find_the_act_there_and_nowhere_else(office):
    place = office.agency.place_id
    assert "AQSCF-099-1-2" not in codes("砂轮裸奔", place)
    own_words.add(place, ROW, since=TODAY, by=office.people["zhou"])
    assert codes("砂轮裸奔", place)[0] == "AQSCF-099-1-2"
    assert "AQSCF-099-1-2" not in codes("砂轮裸奔", "") and "AQSCF-099-1-2" not in codes("砂轮裸奔", "national")


def test_words_count_from_their_day_and_no_longer_after_they_are_withdrawn(office):
    place = office.agency.place_id
    row = own_words.add(place, ROW, since=TODAY + timedelta(days=3), by=office.people["zhou"])
    assert "AQSCF-099-1-2" not in codes("砂轮裸奔", place)
    assert find("砂轮裸奔", TODAY + timedelta(days=3), 5, place)[0].violation.code == "AQSCF-099-1-2"
    local_sheets.withdraw(row, "写错了代码", by=office.people["zhou"])
    assert not any(h.violation.code == "AQSCF-099-1-2" for h in find("砂轮裸奔", TODAY + timedelta(days=3), 5, place))


@pytest.mark.parametrize(("row", "says"), [
    ({"say": ["砂"], "codes": ["AQSCF-099-1-2"]}, "只有一个字"),
    ({"say": [""], "codes": ["AQSCF-099-1-2"]}, "有空的说法"),
    ({"say": [], "codes": ["AQSCF-099-1-2"]}, "没有写说法"),
    ({"say": ["砂轮裸奔"], "codes": ["AQSCF-999"]}, "没有代码「AQSCF-999」"),
    ({"say": ["砂轮裸奔"], "codes": []}, "请写明对应的违法行为代码"),
    ({"say": ["砂" * 31], "codes": ["AQSCF-099-1-2"]}, "超过 30 个字"),
])
def test_a_row_that_would_mislead_is_refused_and_named(office, row, says):
    with pytest.raises(Invalid, match=f"第1行.*{says}"):
        own_words.add(office.agency.place_id, row, since=TODAY, by=office.people["zhou"])
    assert not LocalSheet.objects.filter(kind="synonyms").exists()


def test_the_same_words_twice_are_refused():
    assert faults({"rows": [ROW, {"say": ["砂轮裸奔"], "codes": ["AQSCF-102-1"]}]}) == ["第2行：「砂轮裸奔」在第1行已经有了，请合并"]


def test_a_legal_reviewer_adds_tries_leaves_out_and_withdraws_on_the_page(office, at_desk):
    client = at_desk(office.people["zhou"])
    html = post(client, "/words/add/", say="铁疙瘩没罩子、砂轮裸奔", mean="", codes="aqscf-099-1-2", since=TODAY.isoformat())
    assert "第 1 版" in html and "砂轮裸奔" in html and office.people["zhou"].name in html
    tried = client.get("/words/?try=砂轮裸奔").content.decode()
    assert tried.index("AQSCF-099-1-2") < tried.index("常用说法</h1>") and "「砂轮裸奔」" in tried
    assert "本局" in client.get("/words/?kind=own").content.decode()
    html = post(client, "/words/remove/", number="0", said="铁疙瘩没罩子")
    assert "第 2 版" in html and "删去「铁疙瘩没罩子」" in html
    html = post(client, "/words/versions/2/withdraw/", why="还要用")
    assert "撤回须写明理由" in html
    html = post(client, "/words/versions/2/withdraw/", why="这一行还要用")
    assert "已撤回：这一行还要用" in html and own_words.rows(office.agency.place_id, TODAY)[0]["say"] == ROW["say"]


def test_a_refused_row_comes_back_as_it_was_typed(office, at_desk):
    html = at_desk(office.people["zhou"]).post("/words/add/", {"say": "砂", "codes": "XX-1", "since": TODAY.isoformat()}).content.decode()
    assert "还有 2 处要改" in html and 'value="XX-1"' in html and "只有一个字" in html


def test_officers_read_and_try_but_do_not_write(office, at_desk):
    client = at_desk(office.people["li"])
    html = client.get("/words/?try=员工没培训就上岗").content.decode()
    assert "AQSCF-097-1-3" in html and 'data-part="add"' not in html
    assert client.post("/words/add/", {"say": "砂轮裸奔", "codes": "AQSCF-099-1-2"}).status_code == 403


def test_a_row_that_has_moved_is_not_left_out_by_mistake(office):
    own_words.add(office.agency.place_id, ROW, since=TODAY, by=office.people["zhou"])
    with pytest.raises(NotAllowed, match="已经变动"):
        own_words.remove(office.agency.place_id, 0, "别的说法", since=TODAY, by=office.people["zhou"])
