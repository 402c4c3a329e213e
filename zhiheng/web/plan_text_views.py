"""④ of the annual plan: its text with annexes, looked at as pictures, written where people write, taken along as PDF."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.actions import plan_texts
from zhiheng.actions.errors import Invalid, Refusal
from zhiheng.kernel.facts import FactError
from zhiheng.papers.book import Book, book, pictures
from zhiheng.papers.errors import PaperError
from zhiheng.planning.days import PlanError
from zhiheng.records.models import Enterprise, Event, Plan, PlanVersion
from zhiheng.records.queries import plan_pages as read
from zhiheng.records.queries import plan_versions
from zhiheng.records.queries.plan_versions import WORKING
from zhiheng.web.build import plans as build
from zhiheng.web.build import plans_document as document
from zhiheng.web.desk import desk
from zhiheng.web.parts import Link
from zhiheng.web.parts_form import FieldSpec, PageImage, PaperPreview
from zhiheng.web.plan_views import may_compile, page, plan_or_404, readers

PREVIEWED = 4
"""Pages shown; all of them are in the file."""


@readers
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, year: int) -> HttpResponse:
    mine, plan = desk(request), plan_or_404(request, year)
    errors: tuple[FactError, ...] = ()
    sent: dict[str, str] = {}
    if request.method == "POST":
        if not may_compile(mine, plan):
            raise Http404("您不能编制这份计划")
        sent = {n: request.POST.get(n, "") for n in plan_texts.PARTS}
        try:
            plan_texts.set_texts(plan.pk, _own(plan, sent), mine.person)
        except Invalid as fault:
            errors = tuple(fault.errors)
        except Refusal as fault:
            errors = (FactError("", str(fault)),)
        else:
            messages.success(request, "文本已保存。")
            return HttpResponseRedirect(build.href(plan, "text"))
    return _page(request, plan, sent, errors)


def _own(plan: Plan, sent: Mapping[str, str]) -> dict[str, str]:
    """What differs from the sentences offered: those are made anew with every figure."""
    offered = document.offered(kept_of(plan, WORKING))
    return {n: "" if t.replace("\r\n", "\n").strip() == offered[n].strip() else t for n, t in sent.items()}


def _page(request: HttpRequest, plan: Plan, sent: Mapping[str, str], errors: tuple[FactError, ...]) -> HttpResponse:
    kept = kept_of(plan, WORKING)
    shown = document.offered(kept) | dict(plan.body.get("text") or {}) | dict(sent)
    wrong = {e.path: e.says for e in errors}
    fields = tuple(FieldSpec(n, zh, "longtext", shown[n], lines=4, error=wrong.get(n, "")) for n, zh in plan_texts.PARTS.items())
    versions = read.versions_of(plan)
    context: dict[str, Any] = {
        "preview": _preview(plan, kept), "fields": fields if may_compile(desk(request), plan) else (), "action": build.href(plan, "text"),
        "faults": tuple(Link(e.says, f"#f-{e.path}" if e.path else "#plan-text") for e in errors),
        "downloads": [Link("PDF（含附表）", build.href(plan, "document.pdf")),
                      Link("公布版 PDF（不列企业名单）", build.href(plan, "document.pdf", public="1")),
                      *(Link(f"第 {v.number} 稿", build.href(plan, "document.pdf", version=str(v.number))) for v in versions[:10])]}
    return page(request, "zh/plan_text.html", plan, "text", context, status=422 if errors else 200)


def _preview(plan: Plan, kept: document.Kept) -> PaperPreview:
    """The first pages as pictures; what cannot be set is said in words."""
    try:
        count = book(document.book_of(kept, most=document.NAMES_SHOWN)).pages
    except (PlanError, PaperError) as fault:
        return PaperPreview("plan_book", "预览", (), missing=str(fault))
    images = tuple(PageImage(build.href(plan, "page.png", page=str(n)), n, f"第 {n} 页") for n in range(1, min(count, PREVIEWED) + 1))
    return PaperPreview("plan_book", "预览", images, build.href(plan, "document.pdf"), note=f"列前 {len(images)} 页，全文见 PDF")


@readers
@require_safe
def picture(request: HttpRequest, year: int) -> HttpResponse:
    """A page of the version at work as a picture; 404 past the end."""
    plan, number = plan_or_404(request, year), request.GET.get("page", "1")
    if not (number.isascii() and number.isdecimal()) or not 1 <= int(number[:3]) <= PREVIEWED:
        raise Http404("没有这一页")
    pages = pictures(_book(kept_of(plan, WORKING), most=document.NAMES_SHOWN))
    if int(number) > len(pages):
        raise Http404("没有这一页")
    return HttpResponse(pages[int(number) - 1], content_type="image/png")


@readers
@require_safe
def pdf(request: HttpRequest, year: int) -> HttpResponse:
    """``?version=`` a fixed version, else the one at work; ``?public=1`` without the names of enterprises."""
    plan, number, public = plan_or_404(request, year), request.GET.get("version", "")[:4] or WORKING, "public" in request.GET
    made = book(_book(kept_of(plan, number), names=not public))
    answer = HttpResponse(made.pdf, content_type="application/pdf")
    name = f"{build.title(plan)}{'' if number == WORKING else f'第{number}稿'}{'（公布版）' if public else ''}.pdf"
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    return answer


def _book(kept: document.Kept, *, names: bool = True, most: int | None = None) -> Book:
    try:
        return document.book_of(kept, names=names, most=most)
    except PlanError as fault:
        raise Http404(f"文本不能生成：{fault}") from fault


def kept_of(plan: Plan, number: str) -> document.Kept:
    """A version with the names it needs. 404 without such a version. Four queries."""
    held = plan_versions.content(plan, number)
    if held is None:
        raise Http404("没有这个版本")
    rows = held.get("places", ())
    found = Enterprise.objects.filter(pk__in={r[1] for r in rows if r[1]}).values_list("pk", "name", "area", "grade")
    firms = {pk: document.Firm(name, area, grade) for pk, name, area, grade in found}
    fixed = PlanVersion.objects.filter(plan=plan, number=int(number)).first() if number != WORKING else None
    approval = _approval(plan, fixed)
    title = plan.file.title if plan.file and plan.file.title else f"{plan.agency.name}{plan.year}年度安全生产监督检查计划"
    line = f"第 {fixed.number} 稿" if fixed else f"第 {plan.version} 稿"
    return document.Kept(plan.agency.name, plan.year, title, f"{line}　{approval}".strip(), not approval, held["body"], rows, firms,
                         fixed.made_at if fixed else plan.changed_at)


def _approval(plan: Plan, fixed: PlanVersion | None) -> str:
    """Who approved a fixed version, as far as its file says so; empty for one that is not approved."""
    if fixed is None or plan.file is None or fixed.label == "change":
        return "经批准调整" if fixed is not None and fixed.label == "change" else ""
    anew = PlanVersion.objects.filter(plan=plan, label="submit", number__gt=fixed.number)
    later = anew.order_by("number").values_list("event_seq", flat=True).first()
    acts = Event.objects.filter(file=plan.file, kind="act", act="approve", seq__gt=fixed.event_seq)
    said = (acts.filter(seq__lt=later) if later else acts).order_by("seq").values_list("facts", flat=True).first()
    return f"{said.get('approved_by', '')} {said.get('approval_no', '')} 批准" if said else ""
