"""The page of a file: what may be done, why not yet, what runs, what has happened."""
from __future__ import annotations

import re

from tests.web.story_fixtures import played, played_once  # noqa: F401 - fixtures


def page(at_desk, played, who, no=None, query=""):
    return at_desk(getattr(played.bureau, who)).get(f"/files/{no or played.case.no}/{query}").content.decode()


def test_each_party_has_its_own_row(played, at_desk):
    html = page(at_desk, played, "li")
    assert html.count('data-state="penalty_notice:done"') == 2
    assert 'data-state="defence:current"' in html and "待复核" in html
    assert html.count('data-state="decide:todo"') == 2
