"""The register of enterprises, and one enterprise with its whole history."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.records.models import Enterprise
from zhiheng.records.queries.enterprise import enterprise_history
from zhiheng.records.queries.ledgers import held_by
from zhiheng.web.build import enterprises as build
from zhiheng.web.build import holdings
from zhiheng.web.build.enterprise_list import ENTERPRISE_LIST
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import CASE_POSTS, Desk, desk, for_posts
from zhiheng.web.listing_views import export_view, page_view
from zhiheng.web.parts import Link

may_read = for_posts(*CASE_POSTS, "administrator")
TABS = ("inspection", "rectification", "penalty_ordinary", "register", "ledgers")


enterprises, export = page_view(ENTERPRISE_LIST), export_view(ENTERPRISE_LIST)


@may_read
@require_safe
def enterprise(request: HttpRequest, code: str) -> HttpResponse:
    """One enterprise by its code (``id-<n>`` when it has none). What the desk may not see is not counted."""
    mine = desk(request)
    firm = _firm(mine, code)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else ""
    history = enterprise_history(firm, mine.scope)
    counts, lines = held_by(mine.scope, enterprise=firm, limit=400 if tab == "ledgers" else 0)
    held = holdings.of_enterprise(mine, firm.code or f"id-{firm.pk}", counts, lines)
    context = {
        "title": firm.name,
        "shell": shell(
            request, crumbs=(Link("监管对象"), Link("一企一档", build.HREF), Link(firm.name)), current=build.HREF
        ),
        "head": build.header(firm, history, mine, tab, sum(h.count for h in held) if held else None),
        "holdings": held if tab == "ledgers" else (),
        "facts": build.facts_table(firm) if tab == "register" else None,
        "clocks": build.clocks_table(history, mine) if not tab else None,
        "files": build.files_table(history, mine, tab) if tab not in ("register", "ledgers") else None,
    }
    return render(request, "zh/enterprise.html", context)


def _firm(mine: Desk, code: str) -> Enterprise:
    by_number = re.fullmatch(r"id-(\d{1,12})", code)
    found = mine.scope.enterprises.filter(**({"pk": int(by_number[1])} if by_number else {"code": code})).first()
    if found is None:
        raise Http404("没有这家企业")
    return found
