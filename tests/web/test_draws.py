"""双随机抽查 at the desk: from the opening form to the check on this machine, each step by the one who may."""
from __future__ import annotations

import json

import pytest

from tests.actions import draw_story as story
from tests.web.story import PIN, moment, rules_in_force
from zhiheng.records.clock import frozen
from zhiheng.records.models import Draw, DrawPick, Enterprise


@pytest.fixture
def b(db, data_folder, fonts):
    with rules_in_force():
        yield story.district()


def text(client, href, at=story.AFTER):
    with frozen(moment(at)):
        answer = client.get(href)
    assert answer.status_code == 200, (href, answer.status_code)
    return answer.content.decode()


def do(client, row, what, at, **sent):
    with frozen(moment(at)):
        return client.post(f"/draws/{row.number}/do/{what}/", sent, follow=True).content.decode()


def test_the_opening_form_brings_strata_by_grade_at_five_in_a_hundred(b, at_desk):
    page = text(at_desk(b.li), "/new/random_draw/set_up/", story.SET_UP_ON)
    assert "2026 年第四季度双随机抽查" in page and 'value="C无"' in page and 'value="5"' in page


def test_a_batch_is_walked_from_freezing_to_the_visits_with_the_buttons(b, at_desk):
    row, li = story.held(story.set_up(b)), at_desk(b.li)
    assert "名录已冻结：入池" in do(li, row, "freeze", "2026-11-20 09:30")
    wrong = do(li, row, "commit", "2026-11-20 10:00", public_source=story.SOURCE, public_at="2026-11-25T21:15", pin="000000")
    assert story.held(row.file.no).state == "frozen" and "承诺书已公布" not in wrong
    assert "承诺书已公布" in do(li, row, "commit", "2026-11-20 10:00", public_source=story.SOURCE, public_at="2026-11-25T21:15", pin=PIN)
    early = text(li, f"/draws/{row.number}/", "2026-11-24 09:00")
    assert "公开随机数要到 2026-11-25 21:15 才产生，此前不能揭晓" in early and 'disabled data-act="reveal"' in early
    assert f"/files/{row.file.no}/acts/reveal/" in text(li, f"/draws/{row.number}/")
    story.reveal(b, row.file.no)
    assert "抽取记录和结果已公布" in do(li, row, "publish_result", "2026-11-26 09:30", pin=PIN)
    assert "已下达" in do(li, row, "assign", "2026-11-26 10:00")
    n = DrawPick.objects.filter(draw=row).count()
    assert f"逐行一致 {n}/{n}" in text(li, f"/draws/{row.number}/?check=1", "2026-11-26 11:00")


def test_the_page_shows_the_three_directories_with_every_reason(b, at_desk):
    row = story.whole(b)
    page = text(at_desk(b.song), f"/draws/{row.number}/")
    for said in ("抽查事项清单", "对象名录库", "人员名录库", "经营状态为停产", "重点单位，按周期全覆盖检查", "钱旧", "权重", "为何未选某人",
                 "名录指纹"):
        assert said in page
    assert 'id="steps"' not in page and row.secret not in page


def test_the_secret_is_on_no_page_before_the_reveal(b, at_desk):
    row = story.whole(b, until="commit")
    for who in ("li", "zhang", "song"):
        assert row.secret not in text(at_desk(b.people[who]), f"/draws/{row.number}/")
        with frozen(moment("2026-11-21")):
            assert at_desk(b.people[who]).get(f"/draws/{row.number}/transcript.json").status_code == 404


def test_an_officer_sees_his_places_and_the_plan_brings_the_draw_along(b, at_desk):
    row = story.whole(b)
    pick = next(p for p in DrawPick.objects.filter(draw=row) if "li" in p.officers)
    li = at_desk(b.li)
    listed = text(li, "/draws/")
    assert "分给我的企业" in listed and f"/new/inspection/plan/?enterprise={pick.enterprise_id}" in listed
    form = text(li, f"/new/inspection/plan/?enterprise={pick.enterprise_id}")
    assert f'value="{row.number}/{pick.rank}"' in form and f"双随机抽查 {row.number}/{pick.rank}" in form
    other = next(p for p in DrawPick.objects.filter(draw=row) if "li" not in p.officers)
    assert f"{row.number}/{other.rank}" not in text(li, f"/new/inspection/plan/?enterprise={other.enterprise_id}")


def test_an_enterprise_that_was_not_drawn_brings_no_draw_along(b, at_desk):
    row = story.whole(b)
    drawn = DrawPick.objects.filter(draw=row).values("enterprise")
    other = Enterprise.objects.exclude(pk__in=drawn).first()
    assert row.number not in text(at_desk(b.li), f"/new/inspection/plan/?enterprise={other.pk}")


def test_whoever_only_looks_does_no_step_and_strangers_find_nothing(b, at_desk):
    row = story.held(story.set_up(b))
    with frozen(moment("2026-11-20 09:30")):
        assert at_desk(b.song).post(f"/draws/{row.number}/do/freeze/").status_code in (403, 404)
        assert at_desk(b.li).post(f"/draws/{row.number}/do/nothing/").status_code == 404
        assert at_desk(b.li).get("/draws/YL-2026-D99/").status_code == 404
        assert at_desk(b.admin).get(f"/draws/{row.number}/").status_code == 403
    assert Draw.objects.get(pk=row.pk).state == "set"


def test_a_void_batch_stays_on_the_list_with_its_reason(b, at_desk):
    row = story.whole(b, until="reveal")
    story.void(b, row)
    page = text(at_desk(b.li), f"/draws/{row.number}/", "2026-11-27")
    assert "已于 2026-11-26" in page and "剔除名单漏列" in page and "已作废" in text(at_desk(b.li), "/draws/", "2026-11-27")


def test_a_touched_transcript_is_named_on_the_page(b, at_desk):
    row = story.whole(b)
    told = story.touched(row, lambda said: said["pool"]["candidate"][0].__setitem__(3, "77"))
    Draw.objects.filter(pk=row.pk).update(transcript=told)
    page = text(at_desk(b.li), f"/draws/{row.number}/?check=1")
    assert "核验不通过" in page and "这一行与承诺时不同" in page


def test_the_record_can_be_taken_along_after_the_reveal(b, at_desk):
    row = story.whole(b)
    with frozen(moment("2026-11-27")):
        answer = at_desk(b.song).get(f"/draws/{row.number}/transcript.json")
    assert json.loads(answer.content)["number"] == row.number and f"{row.number}.json" in answer["Content-Disposition"]
