"""The wall clock of the house: the only place where the time of the machine is read.

``ZHIHENG_NOW`` (ISO moment) stops it for demonstrations; :func:`frozen` stops it for a test or a simulated day.
"""
from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from zhiheng.kernel.clock import TZ, at_house_time, parse_moment

_frozen: ContextVar[datetime | None] = ContextVar("zhiheng_now", default=None)


def now() -> datetime:
    """The present moment, aware, in Asia/Shanghai."""
    held = _frozen.get()
    if held is not None:
        return held
    given = os.environ.get("ZHIHENG_NOW")
    return parse_moment(given) if given else datetime.now(TZ)


def today() -> date:
    """The present Chinese day."""
    return now().date()


@contextmanager
def frozen(at: datetime) -> Iterator[datetime]:
    """Within this block it is ``at`` (in this thread and the tasks it starts)."""
    token = _frozen.set(at_house_time(at))
    try:
        yield at_house_time(at)
    finally:
        _frozen.reset(token)
