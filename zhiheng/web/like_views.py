"""同类案件: what the bureau itself has fined for the same act and band, for equal treatment and for nothing else."""
from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.law import violations
from zhiheng.records.queries.like import past_cases
from zhiheng.web.build import benchmarks as build
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import case_reader, desk
from zhiheng.web.links import file_href
from zhiheng.web.parts import Link

SPANS = {"12": "近 12 个月", "24": "近 24 个月", "60": "近 5 年"}


@case_reader
@require_safe
def like(request: HttpRequest) -> HttpResponse:
    """Without ``act`` the acts that were fined; with it every band. ``file``, ``band`` and ``amount`` (fen) place a case."""
    mine = desk(request)
    months = request.GET.get("months", "24")
    months = months if months in SPANS else "24"
    code, band, no = (request.GET.get(k, "").strip()[:60] for k in ("act", "band", "file"))
    amount = request.GET.get("amount", "")
    fen = int(amount) if amount.isdecimal() and len(amount) < 16 else None
    agency = mine.post.agency if mine.post else None
    since = mine.now - timedelta(days=int(months) * 365 // 12)
    cases = [c for c in past_cases(agency, mine.scope, since, code) if not no or c.no != no] if agency else []
    act = next((v for v in violations.every() if v.code == code), None)
    here = mine.scope.files.filter(no=no).exists() if no else False
    crumbs = (Link("处罚与强制"), *((Link(no, file_href(no)),) if here else ()), Link("同类案件", "/like-cases/"),
              *((Link(act.title),) if act else ()))
    context = {
        "title": "同类案件", "shell": shell(request, crumbs=crumbs, current="/like-cases/"), "act": act, "code": code, "months": months,
        "spans": SPANS.items(), "band": band, "no": no if here else "", "back": file_href(no) if here else "",
        "amount": amount if fen is not None else "",
        "acts": build.acts(cases) if not code else None, "bands": build.bands(cases, band, fen) if code else []}
    return render(request, "zh/like_cases.html", context)
