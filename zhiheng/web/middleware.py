"""The door of the desks: whoever is not let in explicitly stays outside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode

from zhiheng.web.desk import desk
from zhiheng.web.errors import wrong_post

_PUBLIC = "zhiheng.public."


class Door:
    """Asks for a login before every view but those marked open and the public site; then for the post.

    It looks at the view, not at the address, so that a new page is closed until somebody opens it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """None lets the request through."""
        if getattr(view, "zh_open", False) or str(getattr(view, "__module__", "")).startswith(_PUBLIC):
            return None
        if not request.user.is_authenticated:
            return _to_login(request)
        posts: frozenset[str] | None = getattr(view, "zh_posts", None)
        if posts is not None and not posts & desk(request).roles:
            return wrong_post(request, posts)
        return None


def _to_login(request: HttpRequest) -> HttpResponse:
    there = "/login/?" + urlencode({"next": request.get_full_path()}) if request.method == "GET" else "/login/"
    if getattr(request, "htmx", False):
        answer = HttpResponse(status=401)
        answer["HX-Redirect"] = there
        return answer
    return HttpResponseRedirect(there)
