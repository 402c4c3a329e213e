"""How often a wrong login came from one address: one address must not try many accounts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from zhiheng.records.clock import now as clock_now

TRIES = 20
WINDOW = timedelta(minutes=15)


def address_of(request: HttpRequest) -> str:
    """The address of the visitor; behind our own HTTPS proxy, the last one that the proxy added."""
    if settings.HTTPS:
        forwarded = request.headers.get("X-Forwarded-For", "")
        if forwarded:
            return forwarded.rsplit(",", 1)[-1].strip()[:64]
    return str(request.META.get("REMOTE_ADDR", ""))


def shut_until(address: str) -> datetime | None:
    """Until when this address is not served; None when it may try."""
    failures, until = _kept(address)
    return until if failures >= TRIES and clock_now() < until else None


def count_failure(address: str) -> None:
    """One more wrong try; the window begins with the first."""
    failures, until = _kept(address)
    if clock_now() >= until:
        failures, until = 0, clock_now() + WINDOW
    cache.set(_slot(address), (failures + 1, until), WINDOW.total_seconds())


def forget(address: str) -> None:
    cache.delete(_slot(address))


def _kept(address: str) -> tuple[int, datetime]:
    held = cache.get(_slot(address))
    return held if held else (0, clock_now())


def _slot(address: str) -> str:
    return f"login:{address.encode().hex()}"
