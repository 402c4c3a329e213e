from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.core.cache import cache
from playwright.sync_api import BrowserContext

from tests.journeys.office import Office
from tests.web import story
from zhiheng.actions import rulebook


@pytest.fixture
def office(transactional_db: None, live_server: object, clock: Callable[[datetime], None], fonts: object,
           tmp_path: object, settings: object, new_context: Callable[..., BrowserContext]) -> Iterator[Office]:
    """A small bureau with one enterprise behind a real server; at the end no browser may have complained."""
    settings.ZHIHENG_DATA = tmp_path  # type: ignore[attr-defined]
    cache.clear()
    rulebook.reload()
    made = Office(story.bureau(), str(live_server), clock, new_context)
    yield made
    assert made.faults == []
    rulebook.reload()
