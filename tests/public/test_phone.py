"""A passer-by with a phone and without JavaScript: search, read, check the paper in the hand."""
from __future__ import annotations

import re

from tests.public.conftest import at
from zhiheng.actions.publishing import publish_result
from zhiheng.records.models import Paper


def test_a_stranger_finds_the_result_and_checks_the_paper(transactional_db, live_server, clock, inspection, new_context):
    publish_result(inspection.no, at=at("2026-11-20T08:00"))
    paper = Paper.objects.get(file=inspection, no__contains="检记")
    desk = new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = desk.new_page()
    page.goto(f"{live_server.url}/p/")
    page.get_by_role("searchbox").fill("鑫达")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="鑫达木业有限公司").click()
    assert page.get_by_role("heading", level=1).inner_text() == "鑫达木业有限公司"
    assert page.get_by_text("未发现违法行为和事故隐患").is_visible()
    page.get_by_role("link", name="文书核验").click()
    page.get_by_role("textbox").fill(f"{paper.verify_code[:5]} {paper.verify_code[5:].lower()}")
    page.get_by_role("button", name="核验").click()
    assert re.search("真实有效", page.get_by_role("heading", level=2).first.inner_text())
    assert page.get_by_text(paper.no).is_visible()
    for address in ("/p/", "/p/checkpoints/", "/p/about/", f"/p/verify/{paper.verify_code}/", "/p/?size=large"):
        page.goto(live_server.url + address)
        widest = max(box["x"] + box["width"] for item in page.locator("body *:visible").all()
                     if (box := item.bounding_box()) is not None and item.evaluate("e => !e.closest('.sr, .skip')"))
        assert widest <= 390.5, address
    assert desk.cookies() == []
