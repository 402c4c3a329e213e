"""Every declared ledger: list, export of exactly what is shown, form, history, archive. One set of views for all."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, partial, wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from zhiheng.actions import ledgers as actions
from zhiheng.actions.errors import Invalid, Refusal
from zhiheng.kernel.facts import FactError
from zhiheng.records.models import Line
from zhiheng.records.queries.ledgers import LinePage, history, line_list, lines, narrowed, standings, summed
from zhiheng.registers.catalogue import ledger as declared
from zhiheng.registers.catalogue import ledgers
from zhiheng.registers.declare import Ledger
from zhiheng.web import ledger_file_views, links, listing_views, reading
from zhiheng.web.build import holdings
from zhiheng.web.build import ledgers as build
from zhiheng.web.build.fields import Choices
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import Desk, desk, for_posts
from zhiheng.web.listing import Asked, Listing
from zhiheng.web.parts import Link
from zhiheng.web.parts_page import Option

View = Callable[..., HttpResponse]


def _of(writes: bool = False) -> Callable[[View], View]:
    """Give the view its ledger, for posts that may read (or write) it; an unknown ledger is not found."""

    def mark(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, ledger: str, *args: Any, **more: Any) -> HttpResponse:
            try:
                found = declared(ledger)
            except KeyError as fault:
                raise Http404(str(fault.args[0])) from fault
            if not (found.writes if writes else found.reads) & desk(request).roles:
                raise PermissionDenied(f"您的身份不能{'登记' if writes else '查看'}「{found.zh}」")
            return view(request, found, *args, **more)
        return wrapped
    return mark


@for_posts("officer", "section_head", "bureau_head", "legal_reviewer", "supervisor", "administrator")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All ledgers of a group with what is out of date in them."""
    mine, group = desk(request), request.GET.get("group", "")
    figures = standings(mine.scope, {b.id: b.warn for b in ledgers().values()})
    page = holdings.index(mine, figures, group if group in holdings.GROUPS else "")
    crumbs = (Link(holdings.GROUPS.get(group, "台账")), Link(page.title))
    frame = shell(request, crumbs=crumbs, current=links.with_query(holdings.INDEX, {"group": group}))
    return render(request, "zh/list.html", {"title": page.title, "shell": frame, "list_page": page})


@require_safe
@_of()
def listing(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    return listing_views.page(request, listing_of(ledger.id))


@require_safe
@_of()
def export(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    return listing_views.export(request, listing_of(ledger.id))


@cache
def listing_of(name: str) -> Listing[Line, date]:
    """A ledger as a declared list."""
    book = declared(name)
    group = holdings.group_href(book)
    return Listing(
        book.id, book.zh, build.href(book), book.reads, build.columns(book), build.orders(book), partial(build.picks, book),
        partial(_read, book), _draw, partial(build.ways, book), (Link(book.group, group), Link(book.zh)), group,
        action_label="", create=partial(build.create, book), buttons=lambda mine, _: build.buttons(book, mine),
        note=partial(_note, book), about=lambda _: (("台账", book.about),) if book.about else ())


def _read(ledger: Ledger, mine: Desk, asked: Asked) -> LinePage:
    return line_list(mine.scope, ledger.id, build.asked_of(ledger, asked), cursor=asked.cursor, size=asked.size, exact=asked.exact)


def _draw(mine: Desk, rows: Sequence[Line], columns: frozenset[str]) -> date:
    return mine.now.date()


def _note(ledger: Ledger, mine: Desk, asked: Asked) -> str:
    if not ledger.sums:
        return ""
    found = narrowed(lines(mine.scope, ledger.id), build.asked_of(ledger, asked), mine.scope.on)
    return build.note(ledger, summed(found, ledger.sums))


@_of(writes=True)
def new(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    mine = desk(request)
    raw, errors = _posted(request, ledger) if request.method == "POST" else (_given(request, ledger), [])
    if request.method == "POST" and not errors and mine.post is not None:
        try:
            line = actions.enter(ledger, mine.post.agency, raw, by=mine.person)
        except Invalid as fault:
            errors = list(fault.errors)
        else:
            messages.success(request, f"已登记：{line.title}")
            return HttpResponseRedirect(build.href(ledger, line.pk))
    form = build.form(ledger, f"{build.href(ledger)}new/", raw, _choices(mine), errors=errors, firm=_firm(ledger, raw))
    context = {"form": form, "title": f"登记{ledger.line}", "shell": _frame(request, ledger, Link("登记"))}
    return render(request, "zh/ledger_line.html", context, status=200 if not errors else 400)


@_of()
def line(request: HttpRequest, ledger: Ledger, pk: int) -> HttpResponse:
    """One line with its history; whoever may write has the form, the others read the same fields."""
    mine, held = desk(request), _line(request, ledger, pk)
    may = bool(ledger.writes & mine.roles) and held.archived_at is None
    raw: dict[str, Any] = dict(held.values)
    errors: list[FactError] = []
    version = held.version
    if request.method == "POST":
        if not may:
            raise PermissionDenied("您的身份不能修改这一条")
        raw, errors = _posted(request, ledger)
        version = int(request.POST.get("version", "0")) if request.POST.get("version", "").isdecimal() else 0
        fault = "" if errors else _change(request, ledger, held, raw, version, errors)
        if not errors and not fault:
            return HttpResponseRedirect(build.href(ledger, held.pk))
        errors = errors or [FactError(ledger.key[0], fault)]
    form = build.form(ledger, build.href(ledger, pk), raw, _choices(mine), errors=errors, version=version, title=held.title,
                      firm=_firm(ledger, raw))
    context = {"title": held.title, "shell": _frame(request, ledger, Link(held.title)), "line": held,
               "form": form if may else None, "table": build.table(ledger, [held], [s.name for s in ledger.fields], mine.now.date()),
               "timeline": build.timeline(ledger, history(ledger.id, held.pk)), "base": build.href(ledger, pk),
               "may_write": bool(ledger.writes & mine.roles), "kept": ledger_file_views.part(ledger, held, bool(ledger.writes & mine.roles)),
               "own_page": f"/things/{held.pk}/" if ledger.id in ("equipment", "vehicles") else ""}
    return render(request, "zh/ledger_line.html", context, status=200 if not errors else 400)


def _change(request: HttpRequest, ledger: Ledger, held: Line, raw: dict[str, Any], version: int,
            errors: list[FactError]) -> str:
    """Write; a refusal in words, or nothing."""
    try:
        moved = actions.change(ledger, held, raw, version=version, by=desk(request).person)
    except Invalid as fault:
        errors += fault.errors
        return ""
    except Refusal as fault:
        return str(fault)
    messages.success(request, f"已保存，改动 {len(moved)} 项。" if moved else "没有改动。")
    return ""


@require_POST
@_of(writes=True)
def archive(request: HttpRequest, ledger: Ledger, pk: int) -> HttpResponse:
    return _done(request, ledger, pk, lambda held: actions.archive(
        ledger, held, request.POST.get("reason", ""), by=desk(request).person), "已归档，可在「已归档」里查到并恢复。")


@require_POST
@_of(writes=True)
def restore(request: HttpRequest, ledger: Ledger, pk: int) -> HttpResponse:
    return _done(request, ledger, pk, lambda held: actions.restore(ledger, held, by=desk(request).person), "已恢复。")


def _done(request: HttpRequest, ledger: Ledger, pk: int, write: Callable[[Line], None], said: str) -> HttpResponse:
    try:
        write(_line(request, ledger, pk))
        messages.success(request, said)
    except Refusal as fault:
        messages.error(request, str(fault))
    return HttpResponseRedirect(build.href(ledger, pk))


def _line(request: HttpRequest, ledger: Ledger, pk: int) -> Line:
    found = lines(desk(request).scope, ledger.id).select_related("person", "enterprise").filter(pk=pk).first()
    if found is None:
        raise Http404("没有这一条记录")
    return found


def _posted(request: HttpRequest, ledger: Ledger) -> tuple[dict[str, Any], list[FactError]]:
    return reading.read(ledger.fields, request.POST) if request.method == "POST" else ({}, [])


def _firm(ledger: Ledger, raw: dict[str, Any]) -> str:
    """The name of the enterprise whose code stands in the form."""
    given = raw.get(ledger.enterprise) if ledger.enterprise else None
    found = actions.enterprise_of(str(given)) if given else None
    return found.name if found else ""


def _given(request: HttpRequest, ledger: Ledger) -> dict[str, Any]:
    """What the address fills in: fields by name, ``person`` and ``enterprise`` whatever the ledger calls them."""
    owners = {"person": ledger.person, "enterprise": ledger.enterprise}
    given = {owners.get(k) or k: v[:120] for k, v in request.GET.dict().items()}
    return {s.name: given[s.name] for s in ledger.fields if given.get(s.name) and s.type != "rows"}


def _choices(mine: Desk) -> Choices:
    people = mine.scope.people.order_by("username").values_list("username", "name")
    offered = tuple(Option(name, username) for username, name in people)
    return Choices(officers=offered, people=offered, on=mine.now.date())


def _frame(request: HttpRequest, ledger: Ledger, *more: Link) -> Any:
    group = holdings.group_href(ledger)
    return shell(request, crumbs=(Link(ledger.group, group), Link(ledger.zh, build.href(ledger)), *more), current=group)
