"""中介机构: the list, one agency, and the lead that a doubtful report becomes."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.actions import intermediaries as actions
from zhiheng.actions.errors import Invalid, Refusal
from zhiheng.kernel.facts import FactError
from zhiheng.records.models import Enterprise
from zhiheng.records.queries import intermediaries as read
from zhiheng.records.queries.ledgers import lines
from zhiheng.registers.intermediary import Told, signals
from zhiheng.registers.posts import WATCH
from zhiheng.web import links
from zhiheng.web.build import intermediaries as build
from zhiheng.web.build.fields import Choices
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import Desk, desk, for_posts
from zhiheng.web.listing_views import export_view, page_view
from zhiheng.web.parts import Link
from zhiheng.web.parts_page import Option
from zhiheng.web.reading import read as read_form

CRUMBS = (Link("监管对象"), Link("中介机构", build.HREF))
intermediaries, export = page_view(build.INTERMEDIARY_LIST), export_view(build.INTERMEDIARY_LIST)


@for_posts(*WATCH)
@require_safe
def intermediary(request: HttpRequest, pk: int) -> HttpResponse:
    """One agency with everything known of it."""
    mine = desk(request)
    found = read.agency(mine.scope, pk)
    if found is None:
        raise Http404("没有这家机构")
    name = str(found.line.values.get("name"))
    frame = shell(request, crumbs=(*CRUMBS, Link(name)), current=build.HREF)
    may_enrol = "officer" in mine.roles and found.firm is None and bool(found.line.values.get("code"))
    return render(request, "zh/intermediary.html", {
        "title": name, "shell": frame, "name": name, "panels": build.panels(found, read.all_reports(mine.scope), mine),
        "enrol": f"{build.HREF}{pk}/enrol/" if may_enrol else ""})


@for_posts("officer")
@require_POST
def enrol(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the agency into the register, so that it may be inspected."""
    mine = desk(request)
    line = lines(mine.scope, read.AGENCIES).filter(pk=pk, archived_at=None).first()
    if line is None:
        raise Http404("没有这家机构")
    try:
        firm = actions.enrol(line, by=mine.person)
    except Refusal as fault:
        messages.warning(request, str(fault))
    else:
        messages.success(request, f"已登记为监管对象：{firm.name}")
    return HttpResponseRedirect(f"{build.HREF}{pk}/")


@for_posts("officer")
@require_http_methods(["GET", "HEAD", "POST"])
def lead(request: HttpRequest, pk: int) -> HttpResponse:
    """A report held to be doubtful: what is odd, what is suspected; sending it opens the lead of a case."""
    mine = desk(request)
    report = read.report(mine.scope, pk)
    if report is None:
        raise Http404("没有这份报告")
    values = report.values
    agency = read.agency_of(mine.scope, str(values.get("intermediary")))
    signs = signals(Told(report.pk, str(values.get("intermediary")), values), agency, build.told(read.all_reports(mine.scope)))
    raw: dict[str, object] = {"officers": [mine.person.username]}
    errors: list[FactError] = []
    if request.method == "POST":
        raw, errors = _posted(request)
        if not errors:
            try:
                assert mine.post is not None
                done = actions.open_lead(report, mine.post.agency, _firm(mine, agency), str(raw.get("reason") or ""),
                                         _list(raw, "codes"), signs, officers=_list(raw, "officers"), by=mine.person)
            except Invalid as fault:
                errors = list(fault.errors)
            except Refusal as fault:
                errors = [FactError("reason", str(fault))]
            else:
                messages.success(request, f"已建立线索案卷 {done.file.no}")
                return HttpResponseRedirect(links.file_href(done.file.no))
    form = build.lead_form(report, signs, raw, _choices(mine), errors)
    frame = shell(request, crumbs=(*CRUMBS, Link(str(values.get("report_no")))), current=build.HREF)
    return render(request, "zh/intermediary_lead.html", {"title": "怀疑失实", "shell": frame, "form": form, "report": report,
                                                         "findings": build.findings_table(signs)}, status=400 if errors else 200)


def _posted(request: HttpRequest) -> tuple[dict[str, object], list[FactError]]:
    raw, unread = read_form(build.SUSPICION, request.POST)
    faults = list(unread)
    faults += [FactError(s.name, f"请填写「{s.zh}」。") for s in build.SUSPICION if s.required and not raw.get(s.name)]
    return dict(raw), faults


def _list(raw: dict[str, object], name: str) -> list[str]:
    held = raw.get(name)
    return [str(x) for x in held] if isinstance(held, list | tuple) else []


def _firm(mine: Desk, agency: dict[str, object] | None) -> Enterprise | None:
    code = str((agency or {}).get("code") or "")
    return mine.scope.enterprises.filter(code=code).first() if code else None


def _choices(mine: Desk) -> Choices:
    assert mine.post is not None
    offered = officers(mine)
    return Choices(officers=offered, people=offered, on=mine.now.date(), today=mine.now.date())


def officers(mine: Desk) -> tuple[Option, ...]:
    """Officers of the post's agency."""
    assert mine.post is not None
    held = mine.post.agency.mandates.filter(role="officer").select_related("person")
    return tuple(Option(m.person.name, m.person.username) for m in held if m.covers(mine.now.date()))


