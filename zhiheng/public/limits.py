"""A polite limit: how often one address may ask. Kept in the memory of the process; nothing is written down."""
from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from zhiheng.public.page import page

PER_MINUTE = 120
ADDRESSES = 10_000
_asked: dict[str, tuple[int, int]] = {}
_lock = Lock()

View = Callable[..., HttpResponse]


def polite(view: View) -> View:
    """At most PER_MINUTE requests a minute and address; then a page that says when to come back (429)."""
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        moment = time.time()
        if _too_often(_address(request), int(moment // 60)):
            wait = 60 - int(moment % 60)
            refused = page(request, "said", {"title": "访问过于频繁", "says": f"请在 {wait} 秒后再试。需要整批数据的，"
                                             "可以下载各列表的 CSV 文件。"}, status=429, age=0)
            refused["Retry-After"] = str(wait)
            return refused
        return view(request, *args, **kwargs)
    return answer


def forget() -> None:
    """Begin to count anew."""
    with _lock:
        _asked.clear()


def _too_often(address: str, minute: int) -> bool:
    with _lock:
        if len(_asked) > ADDRESSES:  # bounded; whoever floods from many addresses only resets the count
            _asked.clear()
        then, count = _asked.get(address, (minute, 0))
        count = count + 1 if then == minute else 1
        _asked[address] = (minute, count)
        return count > PER_MINUTE


def _address(request: HttpRequest) -> str:
    """Behind our own HTTPS proxy, the last address the proxy added."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.HTTPS else ""
    return forwarded.rsplit(",", 1)[-1].strip()[:64] or str(request.META.get("REMOTE_ADDR", ""))
