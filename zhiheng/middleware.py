"""What every answer passes through: a request id, one log line, and the page's content policy."""
from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

_request_id: ContextVar[str] = ContextVar("zhiheng_request", default="-")
_log = logging.getLogger("zhiheng.request")
_QUIET = ("/static/",)

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    )
)
"""No script and no style that does not come from a file of ours: what a party typed can never run."""


def current_request_id() -> str:
    """The id of the running request, for pages that tell of a fault; "-" outside one."""
    return _request_id.get()


class RequestLog:
    """Gives the request an id (from the proxy when it sent a plain one), writes one line, returns the id."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        name = given if re.fullmatch(r"[A-Za-z0-9-]{6,40}", given) else secrets.token_hex(6)
        token = _request_id.set(name)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            if not request.path.startswith(_QUIET):
                spent = (time.perf_counter() - started) * 1000
                _log.info("%s %s %s %.0fms", request.method, request.path, response.status_code, spent)
            response["X-Request-ID"] = name
            return response
        finally:
            _request_id.reset(token)


class ContentPolicy:
    """Sets the content policy unless the view has set a stricter one; pages of people are never cached."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "microphone=(), payment=(), usb=()")
        if not request.path.startswith(_QUIET):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class RequestIdFilter(logging.Filter):
    """Adds the id of the running request to a log record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _request_id.get()
        return True


class OneLine(logging.Formatter):
    """A record is one line, also when it carries a traceback or a path with a line break in it."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).replace("\r", "\\r").replace("\n", "\\n")
