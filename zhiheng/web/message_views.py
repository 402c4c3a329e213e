"""Messages: opening one, marking all as read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from zhiheng.actions import inbox
from zhiheng.web import links
from zhiheng.web.build.messages import HREF, MESSAGE_LIST
from zhiheng.web.desk import desk
from zhiheng.web.listing_views import export_view, page_view

messages, export = page_view(MESSAGE_LIST), export_view(MESSAGE_LIST)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    inbox.read_all(desk(request).person)
    return HttpResponseRedirect(HREF)


@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens what the message is about and marks it as read."""
    found = inbox.read(desk(request).person, pk)
    if found is None:
        raise Http404("没有这条消息")
    return HttpResponseRedirect(links.file_href(found.file.no) if found.file else HREF)
