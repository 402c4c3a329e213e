"""An officer reads the words of the law beside the form, walks on from there and comes back to where he was."""
from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from tests.journeys.office import PHONE, Office
from tests.law.texts_at_hand import TEXTS
from tests.web import story
from zhiheng.law.texts import import_texts


@pytest.mark.parametrize("device", ["desk", "phone"])
def test_an_article_opens_beside_the_page_and_gives_the_focus_back(office: Office, device: str) -> None:
    if not TEXTS.is_dir():
        pytest.skip("NOT CHECKED: no statute texts; set ZHIHENG_SHARED")
    import_texts(TEXTS, Path(settings.ZHIHENG_DATA))
    b = office.bureau
    visit = story.inspection(b)
    office.at("2026-10-12 11:00")
    li = office.desk("li", **(PHONE if device == "phone" else {}))
    li.go(f"/files/{visit.no}/")
    page = li.page
    link = page.locator("main a[data-drawer]:visible").first
    words = link.inner_text()
    link.click()
    drawer = page.locator("dialog#drawer")
    drawer.locator("[data-part='law-article']").wait_for()
    assert words in page.locator("#drawer-title").inner_text() and drawer.locator("[data-cited]").first.is_visible()
    box = drawer.bounding_box()
    assert box and box["width"] == (390 if device == "phone" else 520)
    li.shot(f"60-drawer-{device}")
    first = drawer.locator("h2").last.inner_text()
    drawer.get_by_role("link", name="下一条").click()
    page.wait_for_function("was => document.querySelector('#drawer-body h2').textContent !== was", arg=first)
    page.keyboard.press("Escape")
    assert not drawer.is_visible()
    assert page.evaluate("document.activeElement.textContent").strip() == words.strip()
    assert li.wide() <= 0
