"""管辖协调: one page of what waits, what is disputed and what was joined; the list of its files is a declared one."""
from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhiheng.records.queries import competence as ask
from zhiheng.web.build import competence as build
from zhiheng.web.desk import desk, for_posts
from zhiheng.web.file_desk import page
from zhiheng.web.parts import Link


@for_posts("officer", "section_head", "legal_reviewer", "bureau_head", "supervisor")
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """What waits for the agencies of the post in use; seven queries besides the scope's."""
    mine = desk(request)
    context = build.page(mine, ask.waiting_transfers(ask.codes_in(mine.scope)), ask.open_disputes(mine.scope),
                         ask.beside(mine.scope), ask.joined(mine.scope))
    return page(request, "zh/competence.html", context, title="管辖协调", crumbs=(Link("监督考评"), Link("管辖协调")))
