"""People: the list with its rates, one person's page, one's own page. The heads look, the administrator registers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.actions import appraisals
from zhiheng.actions.people import card_details
from zhiheng.actions.shortfalls import short_of
from zhiheng.actions.team_rates import found_members
from zhiheng.papers.book import book
from zhiheng.papers.errors import PaperError
from zhiheng.records.models import Agency, Line, Person
from zhiheng.records.models.people import ROLES
from zhiheng.records.queries.ledgers import held_by
from zhiheng.records.queries.people_list import agencies_of_people, people_within, person_of
from zhiheng.records.queries.people_page import PersonFacts, person_facts
from zhiheng.records.queries.workload import seen_files, takers, tasks
from zhiheng.registers.catalogue import ledger
from zhiheng.registers.ledgers.interests import RELATIONS, interests
from zhiheng.registers.person import ASSISTING, DOMAINS, KIND_ZH, KINDS
from zhiheng.registers.rates import DEFINITIONS, rates
from zhiheng.web import links, listing_views
from zhiheng.web.build import holdings, officer_sheet, people_list, people_page, people_rates
from zhiheng.web.build import ledgers as ledger_build
from zhiheng.web.build import listing as listing_build
from zhiheng.web.build import people as build
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import Desk, desk, for_posts
from zhiheng.web.listing import read_address, views_of
from zhiheng.web.paper_views import PDF_POLICY
from zhiheng.web.parts import Empty, Link

READERS = ("section_head", "bureau_head", "legal_reviewer", "supervisor", "administrator")
may_read = for_posts(*READERS)
everybody = for_posts("officer", "archivist", *READERS)
CRUMBS = (Link("队伍保障"), Link("人员证件", "/officers/"))
SHEET_READERS = frozenset({"section_head", "bureau_head", "supervisor"})
"""Who reads the year of others; administrators see no case content."""


@may_read
@require_safe
def officers(request: HttpRequest) -> HttpResponse:
    """The list, with the head count and the rates of the agencies in reach above it."""
    mine, spec = desk(request), people_list.PEOPLE_LIST
    opening = next((str(v["query"]) for v in views_of(mine.person, spec.id) if v.get("first") and v["query"]), "")
    if not request.GET and opening:
        return HttpResponseRedirect(f"{spec.href}{opening}")
    picks = spec.picks(mine)
    asked = read_address(spec, picks, listing_views.query_of(request), mine.person)
    found = spec.read(mine, asked)
    listed = listing_build.page_of(spec, mine, picks, asked, found, spec.draw(mine, found.rows, frozenset(asked.columns)))
    today, agencies = mine.now.date(), agencies_of_people(mine.scope)
    members = found_members(mine.scope, today)
    assisting = people_within(agencies).filter(kind__in=ASSISTING, is_active=True, left_on=None).count()
    head = people_rates.headcount(members, frozenset(pk for pk, a in agencies.items() if a.delegated), assisting)
    frame = shell(request, crumbs=spec.crumbs, current=spec.href)
    return render(request, "zh/officers.html", {"title": spec.title, "shell": frame, "list_page": listed, "head": head,
                                                "figures": people_rates.figures(rates(members, today), today)})


@may_read
@require_safe
def team_rates(request: HttpRequest) -> HttpResponse:
    """Every rate on a day, for all agencies in reach and each by itself."""
    mine = desk(request)
    on = _asked_day(request, mine)
    members = found_members(mine.scope, on)
    context = {"figures": people_rates.figures(rates(members, on), on), "table": people_rates.agencies_table(members, on),
               "on": on.isoformat(), "today": mine.now.date().isoformat(), "past": on < mine.now.date()}
    return _page(request, "zh/officer_rates.html", context, "队伍比率", Link("队伍比率"))


@may_read
@require_safe
def team_rate(request: HttpRequest, rate: str) -> HttpResponse:
    """The rows behind one rate: who counts, who does not and why."""
    mine = desk(request)
    if rate not in {d.id for d in DEFINITIONS}:
        raise Http404("没有这一比率")
    on = _asked_day(request, mine)
    found = next(r for r in rates(found_members(mine.scope, on), on) if r.definition.id == rate)
    context = {"figures": people_rates.figures([found], on), "table": people_rates.rows_table(found), "on": on.isoformat(),
               "today": mine.now.date().isoformat(), "past": on < mine.now.date()}
    zh = found.definition.zh
    return _page(request, "zh/officer_rates.html", context, zh, Link("队伍比率", people_rates.HREF), Link(zh))


@may_read
@require_safe
def officer(request: HttpRequest, username: str) -> HttpResponse:
    return person_page(request, person_or_404(desk(request), username))


def person_page(request: HttpRequest, person: Person, faults: dict[str, str] | None = None) -> HttpResponse:
    """One person; ``faults`` are of the form that was just sent, shown above it with what was typed."""
    mine = desk(request)
    today = mine.now.date()
    facts = person_facts(person, today)
    counts, lines = held_by(mine.scope, person=person)
    may_write = "administrator" in mine.roles
    context = _common(mine, facts) | {
        "holdings": holdings.of_person(mine, person.username, counts, lines),
        "locked": person.locked_until if person.locked_until and person.locked_until > mine.now else None,
        "card_numbers": [c.number for c in facts.cards], "history": people_page.history(person, facts.changes),
        "may_write": may_write, "faults": faults or {}, "typed": request.POST.dict() if faults else {}, "fields": DOMAINS,
        "ended_posts": people_page.open_posts(facts.posts, today), **choices(mine)}
    if may_write:
        context["in_hand"] = facts.files
    else:
        context |= _work(mine, facts, today)
    if mine.roles & SHEET_READERS:
        context["sheet_href"] = f"{links.person_href(person.username)}sheet/"
    frame = shell(request, crumbs=(*CRUMBS, Link(person.name)), current="/officers/")
    return render(request, "zh/officer.html", {"title": person.name, "shell": frame, **context}, status=400 if faults else 200)


def _common(mine: Desk, facts: PersonFacts) -> dict[str, Any]:
    """What the page of a person and one's own page show alike."""
    today, person = mine.now.date(), facts.person
    band = people_page.card_band(person, facts.card, facts.officer(today), facts.files, today)
    details = {c.number: card_details(person, c.number) for c in facts.cards}
    return {"person": person, "kind": KIND_ZH.get(person.kind, person.kind), "assisting": person.kind in ASSISTING, "band": band,
            "cards": build.certificates_table(sorted(facts.cards, key=lambda c: c.valid_until, reverse=True), today, details),
            "posts": build.posts_table(facts.posts, today), "facts": people_page.facts_rows(person),
            "lacks": people_page.lacks_table(short_of(person, mine.scope)) if facts.officer(today) else None}


def _work(mine: Desk, facts: PersonFacts, today: date) -> dict[str, Any]:
    """Files in hand; behind a certificate that fails or soon will, who could take them over."""
    found = tasks(mine.scope, facts.person.username)
    href = f"{links.person_href(facts.person.username)}handover/" if found and mine.roles & {"section_head", "bureau_head"} else ""
    context: dict[str, Any] = {"handover_href": href,
                               "tasks": people_page.tasks_table(found, facts.card, today) if facts.officer(today) or found else None}
    failing = people_page.card_band(facts.person, facts.card, facts.officer(today), 0, today) is not None
    post = next((p for p in facts.current(today) if p.role == "officer"), None)
    if failing and found and post is not None:
        agency = post.agency.short_name or post.agency.name
        context["takers"] = people_page.takers_table(takers(post.agency, today, {facts.person.username}), agency)
    return context


@everybody
@require_safe
def own_page(request: HttpRequest) -> HttpResponse:
    return own(request)


def own(request: HttpRequest, faults: dict[str, str] | None = None) -> HttpResponse:
    """我的证件与培训: one's own registration, certificate, trainings, declared interests, records and yearly sheets."""
    mine = desk(request)
    facts = person_facts(mine.person, mine.now.date())
    lines = list(Line.objects.filter(person=mine.person, archived_at=None, ledger__in=_OWN_BOOKS).select_related(
        "person", "enterprise").order_by("-since", "-pk")[:200])
    books = [(ledger(name).zh, ledger_build.table(ledger(name), held, [c for c in ledger(name).columns if c != "person"],
                                                  mine.now.date(), Empty("没有登记。")))
             for name in _OWN_BOOKS if (held := [x for x in lines if x.ledger == name]) or name in ("training_records", "interests")]
    sheet = max((x for x in lines if x.ledger == "appraisals"), key=lambda x: int(x.values["year"]), default=None)
    context = _common(mine, facts) | _work(mine, facts, mine.now.date()) | {
        "books": [(zh, _without_links(table)) for zh, table in books], "relations": RELATIONS, "declare": facts.officer(mine.now.date()),
        "sheet": sheet.values if sheet else None,
        "sheet_table": people_page.frozen_table(sheet.values.get("work", ())) if sheet else None,
        "may_confirm": bool(sheet and not sheet.values.get("own_on") and not sheet.values.get("head_on")),
        "faults": faults or {}, "typed": request.POST.dict() if faults else {}, "interest_about": interests.about}
    frame = shell(request, crumbs=(Link("我的证件与培训"),), current="/me/record/")
    return render(request, "zh/officer_me.html", {"title": "我的证件与培训", "shell": frame, **context},
                  status=400 if faults else 200)


_OWN_BOOKS = ("training_records", "exams", "interests", "leave", "conduct", "uniforms", "appraisals")


def _without_links(table: Any) -> Any:
    """Lines of one's own are read here; the ledgers themselves are for those who keep them."""
    rows = tuple(row.__class__(tuple(_bare(c) for c in row.cells), None, row.key, row.tone) for row in table.rows)
    return table.__class__(table.columns, rows, table.caption, table.empty, "")


def _bare(cell: Any) -> Any:
    return cell.__class__(cell.text, "", cell.badge, cell.lines, cell.num, cell.strong)


@for_posts(*sorted(SHEET_READERS))
@require_safe
def sheet(request: HttpRequest, username: str) -> HttpResponse:
    return sheet_page(request, person_or_404(desk(request), username))


def sheet_page(request: HttpRequest, person: Person, fault: str = "") -> HttpResponse:
    """The year of one person: as the record holds it, and as it was drawn and confirmed."""
    mine = desk(request)
    year = _asked_year(request, mine)
    lines = appraisals.sheet(person, year)
    held = appraisals.line_of(person, year)
    readable = seen_files(mine.scope, [no for x in lines for no in x.files])
    book = ledger("appraisals")
    grades = dict(book.spec("grade").choices)
    heads = bool(mine.roles & {"section_head", "bureau_head"}) and person.pk != mine.person.pk
    values = held.values if held else {}
    waits = heads and not values.get("head_on")
    context = {"person": person, "year": year, "years": appraisals.years_of(person, mine.now.date()), "fault": fault, "made": mine.now,
               "table": people_page.sheet_table(lines, readable, values.get("work") or ()), "held": values, "drawn": held is not None,
               "grade": grades.get(str(values.get("grade"))), "grades": book.spec("grade").choices,
               "agency": mine.post.agency if mine.post else None, "may_draw": waits and not values.get("own_on"),
               "may_answer": heads and bool(values.get("objection")) and not values.get("answer"),
               "may_confirm": waits and bool(values.get("own_on")), "pdf": f"{links.person_href(person.username)}sheet/pdf/?year={year}"}
    return _page(request, "zh/officer_sheet.html", context, f"{person.name} {year} 年度考核表",
                 Link(person.name, links.person_href(person.username)), Link("年度考核表"), status=400 if fault else 200)


@for_posts(*sorted(SHEET_READERS))
@require_safe
def sheet_pdf(request: HttpRequest, username: str) -> HttpResponse:
    """The sheet to be printed and signed: with the mark 草稿 until the head has confirmed it."""
    mine, person = desk(request), person_or_404(desk(request), username)
    year, lines = _asked_year(request, mine), appraisals.sheet(person, _asked_year(request, mine))
    held = appraisals.line_of(person, year)
    values = held.values if held else {}
    readable = seen_files(mine.scope, [no for x in lines for no in x.files])
    grade = dict(ledger("appraisals").spec("grade").choices).get(str(values.get("grade")), "")
    agency = mine.post.agency.name if mine.post else ""
    try:
        made = book(officer_sheet.book_of(person.name, agency, year, lines, readable, values, grade, mine.now))
    except PaperError as fault:
        messages.error(request, str(fault))
        return HttpResponseRedirect(f"{links.person_href(username)}sheet/?year={year}")
    answer = HttpResponse(made.pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="sheet-{username}-{year}.pdf"'
    answer.headers["Content-Security-Policy"] = PDF_POLICY
    return answer


def _page(request: HttpRequest, template: str, context: dict[str, Any], title: str, *crumbs: Link, status: int = 200) -> HttpResponse:
    frame = shell(request, crumbs=(*CRUMBS, *crumbs), current="/officers/")
    return render(request, template, {"title": title, "shell": frame, **context}, status=status)


def person_or_404(mine: Desk, username: str) -> Person:
    """A person whom this post may look up."""
    found = person_of(mine.scope, username)
    if found is None:
        raise Http404("没有这个人")
    return found


def choices(mine: Desk) -> dict[str, object]:
    return {"roles": ROLES, "kinds": KINDS, "agencies": list(agencies_of(mine)), "today": mine.now.date().isoformat()}


def agencies_of(mine: Desk) -> list[Agency]:
    """Agencies in reach whose people an administrator registers."""
    return [a for a in agencies_of_people(mine.scope).values() if a.closed_on is None or a.closed_on > mine.now.date()]


def _asked_day(request: HttpRequest, mine: Desk) -> date:
    """The day the address asks for; not one to come."""
    try:
        return min(date.fromisoformat(request.GET.get("on", "")), mine.now.date())
    except ValueError:
        return mine.now.date()


def _asked_year(request: HttpRequest, mine: Desk) -> int:
    text = request.GET.get("year", "") or request.POST.get("year", "")
    return int(text) if text.isdecimal() and 2000 <= int(text) <= mine.now.year else mine.now.year
