"""A page of the desk as something to time and to count."""
from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def page_of(client: Client, path: str) -> Callable[[], None]:
    """Asks for a page each time it is called; AssertionError when it is not answered with a page."""
    def page() -> None:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
    return page


def queries_of(page: Callable[[], None]) -> int:
    """How many queries a page asks once the caches of the process are warm."""
    page()
    with CaptureQueriesContext(connection) as seen:
        page()
    return len(seen)
