"""双随机抽查 on the portal: the promise before, the record after, the results as they were published; a stranger without scripts."""
from __future__ import annotations

import json

import pytest
from django.test import Client

from tests.actions import draw_story as story
from tests.web.story import moment, rules_in_force
from zhiheng.kernel.draw import Transcript, verify
from zhiheng.records.clock import frozen
from zhiheng.records.models import Draw, DrawPick, File, Publication


@pytest.fixture
def b(db, fonts):
    with rules_in_force():
        yield story.district()


def text(href, status=200, when="2026-11-27"):
    with frozen(moment(when)):
        answer = Client().get(href)
    assert answer.status_code == status, href
    return answer.content.decode()


def test_before_the_reveal_the_promise_stands_there_and_no_result_and_no_secret(b):
    row = story.whole(b, until="commit")
    page = text(f"/p/draws/{row.number}/")
    assert row.commitment["hash"] in page and story.SOURCE in page and "2026-11-25 21:15 产生，此前谁也不能揭晓" in page
    assert row.secret not in page and 'id="result"' not in page and f"/p/draws/{row.number}.json" not in page
    kept = json.loads(text(f"/p/draws/{row.number}/commitment.json"))
    assert kept["hash"] == row.commitment["hash"] and row.secret not in json.dumps(kept)
    assert row.number in text("/p/draws/") and "2026-11-25 21:15 后揭晓" in text("/p/draws/")


@pytest.mark.parametrize("until", ["set_up", "freeze"])
def test_what_is_not_promised_yet_is_nobodys_business(b, until):
    row = story.whole(b, until=until)
    text(f"/p/draws/{row.number}/", 404)
    text(f"/p/draws/{row.number}/commitment.json", 404)
    assert row.number not in text("/p/draws/")


def test_a_revealed_draw_shows_its_result_only_when_it_is_published(b):
    row = story.whole(b, until="reveal")
    page = text(f"/p/draws/{row.number}/")
    assert "结果待公布" in page and 'id="result"' not in page and story.NUMBER not in page
    story.publish(b, row.file.no)
    page = text(f"/p/draws/{row.number}/")
    for pick in DrawPick.objects.filter(draw=row):
        assert pick.name in page
    assert story.NUMBER in page and f"/p/draws/{row.number}.json" in page and f"/p/draws/check/?number={row.number}" in page


def test_a_stranger_takes_the_record_along_and_it_is_whole(b):
    row = story.whole(b)
    with frozen(moment("2026-11-27")):
        held = json.loads(b"".join(Client().get(f"/p/draws/{row.number}.json").streaming_content))
    assert verify(Transcript(held), row.commitment).ok


def test_each_place_says_what_came_of_it_and_no_word_more_than_was_published(b):
    row = story.whole(b)
    first, second, third = DrawPick.objects.filter(draw=row).order_by("rank")[:3]
    for n, pick in enumerate((first, second), 1):
        visit = File.objects.create(no=f"YL-2026-9000{n}", agency=b.agency, procedure="inspection", title=f"内部标题{n}", year=2026, seq=90000 + n,
                                    enterprise=pick.enterprise, opened_at=moment("2026-12-02"))
        DrawPick.objects.filter(pk=pick.pk).update(visit=visit, state="visited")
    said = {"party": first.name, "agency": "云岭区应急管理局", "decided_on": "2026-12-02", "basis": [],
            "fields": [["检查日期", "2026-12-02"], ["检查结果", "发现问题 2 项"], ["处理情况", "责令限期整改"]]}
    Publication.objects.create(file=File.objects.get(no="YL-2026-90001"), kind="inspection", slug="abc123", title="x", record=said,
                               published_at=moment("2026-12-04"))
    Publication.objects.create(file=File.objects.get(no="YL-2026-90002"), kind="inspection", slug="def456", title="x",
                               record=said | {"fields": [["检查结果", "不能公开的话"]]}, published_at=moment("2026-12-04"), blocked="身份证号")
    page = text(f"/p/draws/{row.number}/", when="2026-12-05")
    assert "2026-12-02 已检查：发现问题 2 项；责令限期整改" in page and "/p/records/abc123/" in page
    assert "已检查，结果待公开" in page and "不能公开的话" not in page and "内部标题" not in page and third.name in page


def test_a_place_drawn_anew_names_the_reason_and_the_draw_that_replaces_it_both_stay(b):
    row = story.whole(b)
    anew = story.replace(b, row, 2)
    assert anew.number not in text(f"/p/draws/{row.number}/")  # it has promised nothing yet
    story.freeze(b, anew.file.no, "2026-11-27 09:30")
    story.commit(b, anew.file.no, "2026-11-27 10:00", "2026-11-28 21:15")
    page = text(f"/p/draws/{row.number}/", when="2026-11-27 11:00")
    assert "已补抽：现场核实已停产拆除" in page and f"/p/draws/{anew.number}/" in page
    assert f"{row.number}/2" in text(f"/p/draws/{anew.number}/", when="2026-11-27 11:00")


def test_a_void_draw_stays_with_its_reason_and_its_result_unless_the_reason_is_personal(b):
    row = story.whole(b, until="reveal")
    story.void(b, row)
    page = text(f"/p/draws/{row.number}/")
    assert "剔除名单漏列停产企业 12 家" in page and "已于 2026-11-26" in page and "本批已作废，不据此检查" in page
    assert "已作废" in text("/p/draws/")
    Draw.objects.filter(pk=row.pk).update(void_reason="经办人身份证号 11010519491231002X 录入名单")
    assert "11010519491231002X" not in text(f"/p/draws/{row.number}/")


def test_departments_of_a_joint_draw_are_promised_with_their_items(b):
    row = story.whole(b, departments=[{"name": "区消防救援大队", "items": "消防车通道和安全出口"}, {"name": "区市场监管局", "items": "特种设备"}])
    page = text(f"/p/draws/{row.number}/")
    assert "联合部门 区消防救援大队" in page and "消防车通道和安全出口" in page and "特种设备" in page
    with frozen(moment("2026-11-27")):
        held = json.loads(b"".join(Client().get(f"/p/draws/{row.number}.json").streaming_content))
    setting = next(r for r in held["pool"]["setting"] if r[0].startswith("department 区消防"))
    setting[1] = "别的事项"
    assert not verify(Transcript(held), row.commitment).ok  # part of what was promised


def test_the_list_goes_by_year_and_agency_and_odd_questions_find_the_list(b):
    row = story.whole(b, until="commit")
    for asked in ("?year=2026", "?agency=YL", "?year=1", "?year=x&agency=%3Cb%3E", "?after=nothing", "?year=2026&agency=YL&size=large"):
        assert row.number in text(f"/p/draws/{asked}")
    assert f"/p/draws/{row.number}/" not in text(f"/p/draws/?after={row.number}")
    text("/p/draws/YL-2026-D99/", 404)
    text("/p/draws/%3Cscript%3E/", 404)
