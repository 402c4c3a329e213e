"""J04: a draw anyone can check, from the settings to a stranger who computes it again."""
from __future__ import annotations

import json
from pathlib import Path

from tests.actions.draw_story import NUMBER, SOURCE, stocked
from tests.journeys.office import PHONE, Desk, Office
from zhiheng.kernel.draw import Transcript, verify
from zhiheng.records.models import Draw, DrawPick, Enterprise, File

ITEMS = [{"code": "CF-0031", "title": "安全生产教育和培训"}]
PARTNERS = [{"name": "区消防救援大队", "items": "消防车通道、安全出口"}]
PIN = "246810"


def set_up(office: Office, at: str, title: str) -> Draw:
    """Set by an officer through the form, approved by the head of the section at his own desk."""
    office.at(at)
    li = office.desk("li")
    li.go("/draws/")
    with li.page.expect_navigation():
        li.page.get_by_role("link", name="新建抽查").click()
    with li.page.expect_navigation():
        li.page.get_by_role("link", name="工贸", exact=True).click()
    li.fill_new("random_draw", "set_up", {"title": title, "items": ITEMS, "officers": ["li", "wang"], "departments": PARTNERS})
    li.submit()
    file = File.objects.filter(procedure="random_draw").latest("pk")
    office.desk("zhang").sign(file.no)
    return Draw.objects.get(file=file)


def press(desk: Desk, act: str, **typed: str) -> str:
    """A button of the batch's own page; what the house says."""
    form = desk.page.locator("form", has=desk.page.locator(f'button[data-act="{act}"]'))
    for name, value in typed.items():
        form.locator(f'[name="{name}"]').fill(value)
    if form.locator('[name="pin"]').count():
        form.locator('[name="pin"]').fill(PIN)
    with desk.page.expect_navigation():
        form.locator(f'button[data-act="{act}"]').click()
    return desk.page.locator("#messages").inner_text()


def test_a_draw_is_promised_revealed_by_two_and_computed_again_by_a_stranger(office: Office, tmp_path: Path) -> None:
    stocked(office.bureau)
    row = set_up(office, "2026-11-20 09:00", "第四季度双随机抽查")
    assert row.number == "YL-2026-D01"
    here, li = f"/draws/{row.number}/", office.desk("li")
    li.go(here)
    assert "名录已冻结" in press(li, "freeze")
    li.shot("draw-frozen")
    assert "承诺书已公布" in press(li, "commit", public_source=SOURCE, public_at="2026-11-25T21:15")
    promised = dict(Draw.objects.get(pk=row.pk).commitment)

    office.at("2026-11-25 21:14")
    li.go(here)
    refused = li.page.locator("#steps").inner_text()
    assert "2026-11-25 21:15" in refused and "不能揭晓" in refused and li.page.locator('button[data-act="reveal"]').is_disabled()
    li.shot("draw-early")
    stranger = office.stranger(**PHONE)
    stranger.go(f"/p/draws/{row.number}/")
    assert promised["hash"] in stranger.page.content() and "区消防救援大队" in stranger.page.content()
    assert stranger.page.locator("#result").count() == 0 and stranger.wide() <= 0

    Enterprise.objects.filter(name__startswith="云岭第1").update(grade="A", running="停产")  # the register goes on living
    office.at("2026-11-26 09:00")
    file = Draw.objects.get(pk=row.pk).file
    assert file is not None
    li.go(here)
    with li.page.expect_navigation():
        li.page.locator('a[data-act="reveal"]').click()
    act = li.open_act(file.no, "reveal")
    li.type_in(file.no, act, "", {"public_number": NUMBER, "evidence": "开奖公告截图 1 张"})
    li.submit()
    assert not DrawPick.objects.filter(draw=row).exists()  # one alone reveals nothing
    office.desk("zhou").sign(file.no)
    li.go(here)
    assert "抽取记录和结果已公布" in press(li, "publish_result")
    assert "已下达" in press(li, "assign")
    li.shot("draw-assigned")
    li.go(f"{here}?check=1")
    places = DrawPick.objects.filter(draw=row).count()
    assert f"逐行一致 {places}/{places}" in li.page.locator("main").inner_text()
    assert all(len(set(p.officers)) == 2 for p in DrawPick.objects.filter(draw=row))

    stranger = office.stranger(**PHONE)  # another browser: a public page may be kept for five minutes
    stranger.go(f"/p/draws/{row.number}/")
    assert stranger.wide() <= 0
    stranger.shot("draw-public")
    with stranger.page.expect_download() as taken:
        stranger.page.get_by_role("link", name="下载抽取记录").click()
    kept = tmp_path / "taken.json"
    taken.value.save_as(kept)
    checked = verify(Transcript(json.loads(kept.read_text(encoding="utf-8"))), promised)
    assert checked.ok and checked.equal == checked.total == places
    with stranger.page.expect_navigation():
        stranger.page.get_by_role("link", name="重新计算核验").click()
    stranger.page.locator("#verdict", has_text=f"{places}").wait_for()
    assert "一致" in stranger.page.locator("#verdict").inner_text()
    stranger.shot("draw-checked")

    again = set_up(office, "2026-11-27 09:00", "再抽一次")
    assert again.number == "YL-2026-D02" and DrawPick.objects.filter(draw=row).count() == places
    stranger.go("/p/draws/")
    assert row.number in stranger.page.content() and again.number not in stranger.page.content()  # it has promised nothing yet
