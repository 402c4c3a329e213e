"""装备车服: the overview, one thing with issue and return in two taps, labels, the standard as a spreadsheet."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from zhiheng.actions import things as actions
from zhiheng.actions.errors import NotAllowed, Refusal
from zhiheng.actions.shortfalls import teams_of
from zhiheng.papers.errors import PaperError
from zhiheng.papers.labels import Label
from zhiheng.papers.labels import labels as draw
from zhiheng.records.models import Line, Mandate, Person
from zhiheng.records.queries import things as read
from zhiheng.records.queries.ledgers import history
from zhiheng.records.queries.people import in_force
from zhiheng.registers.catalogue import ledger
from zhiheng.registers.posts import KEEPERS, WATCH
from zhiheng.web.build import ledgers as lines_build
from zhiheng.web.build import things as build
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import Desk, desk, for_posts
from zhiheng.web.paper_views import PDF_POLICY
from zhiheng.web.parts import Button, Link
from zhiheng.web.parts_firm import Panel
from zhiheng.web.sheets import spreadsheet

may_read, may_keep = for_posts(*WATCH), for_posts(*KEEPERS)
CRUMB = Link("装备车服", build.HREF)


@may_read
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    mine = desk(request)
    on = mine.now.date()
    held, cars, teams = read.things_of(mine.scope), read.travel(mine.scope), teams_of(mine.scope)
    uses, late, doubtful = read.use_counts(x.pk for x in held), read.overdue(mine.scope), read.doubtful_uses(mine.scope)
    known = {(x.agency_id, str(x.values.get("asset_no"))): x for x in held}
    officers = [o for t in teams for o in t.officers]
    rate = sum(1 for o in officers if build.dressed(o)), len(officers)
    panels = build.panels(
        build.late_table(late, known, on), build.calibration_table(held, uses, on), build.uses_table(doubtful), build.standard_table(teams),
        build.uniform_table(teams), build.car_table(cars), build.holding_table(held[:60], uses, on), len(held))
    frame = shell(request, crumbs=(Link("队伍保障"), Link("装备车服")), current=build.HREF)
    return render(request, "zh/things.html", {"title": "装备车服", "shell": frame, "panels": panels,
                                              "figures": build.figures(held, len(late), len(doubtful), len(cars), rate, on)})


@may_read
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """配备标准与现有 as shown."""
    mine = desk(request)
    about = [("标准", "本机关登记的标准优先；没有登记的用系统预置的数量，预置数量凭记忆整理，没有核对到原文"),
             ("统计日", mine.now.date().isoformat()), ("可用", "在库和已领用；维修、报废、遗失的不计")]
    return spreadsheet("装备配备情况", [build.standard_table(teams_of(mine.scope))], about, by=mine.person.name, at=mine.now)


@may_read
@require_safe
def thing(request: HttpRequest, pk: int) -> HttpResponse:
    """What it is, who has it, where it was used, every change; whoever keeps the ledger deals with it here."""
    mine, held = desk(request), _thing(request, pk)
    on, number = mine.now.date(), str(held.values.get("asset_no") or held.values.get("plate"))
    moves = read.moves_of(mine.scope, number) if held.ledger == read.EQUIPMENT else []
    uses, total = read.uses_of(mine.scope, held), read.use_counts([held.pk]).get(held.pk, (0, 0, on))[0]
    beyond = f"另有 {total - len(uses)} 次在您不能查看的案卷里" if total > len(uses) else ""
    panels: list[object] = [Panel("使用记录", (build.uses_table(uses, thing=False),), str(total) if total else "", key="uses", note=beyond)]
    if held.ledger == read.EQUIPMENT:
        panels.append(Panel("领用归还", (build.moves_table(moves),), key="moves"))
    edit = (Button("修改登记", lines_build.href(ledger(held.ledger), held.pk)),)
    panels += [Panel("登记内容", (build.facts(held),), tools=edit if KEEPERS & mine.roles else ()),
               lines_build.timeline(ledger(held.ledger), history(held.ledger, held.pk))]
    may = bool(KEEPERS & mine.roles) and held.ledger == read.EQUIPMENT and held.archived_at is None
    frame = shell(request, crumbs=(Link("队伍保障"), CRUMB, Link(held.title)), current=build.HREF)
    return render(request, "zh/thing.html", {
        "title": held.title, "shell": frame, "line": held, "panels": panels, "bands": build.bands(held, on), "state": build.state(held),
        "holder": held.person.name if held.person else "", "may": may,
        "people": _people(held, on) if may else (), "heads": _heads(held, on) if may else (),
        "usual": build.usual_back(on), "today": on.isoformat(), "value": str(held.values.get("state")), "base": build.href(held.pk)})


@may_keep
@require_POST
def deal(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """One step with a thing; a refusal comes back as a sentence and nothing is written."""
    held, step = _thing(request, pk), STEPS.get(what)
    if step is None:
        raise Http404("没有这一步")
    try:
        messages.success(request, step(request, held, desk(request)))
    except Refusal as fault:
        messages.error(request, f"{str(fault).rstrip('。')}。")
    return HttpResponseRedirect(build.href(pk))


def _issue(request: HttpRequest, held: Line, mine: Desk) -> str:
    to = _person(request, "to")
    actions.issue(held, to, purpose=_text(request, "purpose"), due_back=_day(request, "due_back"), file_no=_text(request, "file_no"), by=mine.person)
    why = actions.said_of(held)
    return f"已由{to.name}领用。{f'注意：这件装备{why}，测得的数据作为证据存疑。' if why else ''}"


def _back(request: HttpRequest, held: Line, mine: Desk) -> str:
    actions.give_back(held, condition=_text(request, "condition"), damaged=request.POST.get("damaged") == "1", by=mine.person)
    return "已归还。"


def _away(request: HttpRequest, held: Line, mine: Desk) -> str:
    back = _day(request, "due_back")
    if back is None:
        raise NotAllowed("请填写应收回日期")
    actions.send_away(held, _text(request, "kind"), purpose=_text(request, "purpose"), due_back=back, by=mine.person)
    return "已送出，收回以前不能领用。"


def _returned(request: HttpRequest, held: Line, mine: Desk) -> str:
    actions.come_back(held, condition=_text(request, "condition"), calibrated_on=_day(request, "calibrated_on"),
                      calibrated_until=_day(request, "calibrated_until"), certificate_no=_text(request, "certificate_no"), by=mine.person)
    return "已收回入库。"


def _lost(request: HttpRequest, held: Line, mine: Desk) -> str:
    actions.lose(held, says=_text(request, "says"), by=mine.person)
    return "已登记遗失。"


def _disposed(request: HttpRequest, held: Line, mine: Desk) -> str:
    actions.dispose(held, reason=_text(request, "reason"), approved_by=_person(request, "approved_by"), approval_no=_text(request, "approval_no"),
                    by=mine.person)
    return "已报废。"


STEPS: dict[str, Callable[[HttpRequest, Line, Desk], str]] = {
    "issue": _issue, "back": _back, "away": _away, "returned": _returned, "lost": _lost, "dispose": _disposed}


@may_keep
@require_safe
def labels(request: HttpRequest) -> HttpResponse:
    """Labels of everything in use as a PDF; ``?kind=`` one kind."""
    mine, kind = desk(request), request.GET.get("kind", "")
    kinds = dict(build.KINDS)
    held = [x for x in read.things_of(mine.scope) if x.values.get("state") not in read.OVER and (not kind or x.values.get("kind") == kind)]
    rows = [Label(str(x.values.get("asset_no")), (str(x.values.get("model")), kinds.get(str(x.values.get("kind")), "")),
                  request.build_absolute_uri(build.href(x.pk))) for x in held]
    try:
        made = draw(mine.post.agency.name if mine.post else "", rows, mine.now.date())
    except PaperError as fault:
        messages.error(request, str(fault))
        return HttpResponseRedirect(build.HREF)
    answer = HttpResponse(made.pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="labels.pdf"'
    answer.headers["Content-Security-Policy"] = PDF_POLICY
    return answer


def _thing(request: HttpRequest, pk: int) -> Line:
    found = read.thing(desk(request).scope, pk)
    if found is None:
        raise Http404("没有这件装备")
    return found


def _people(held: Line, on: date) -> list[tuple[str, str]]:
    """Who may receive it: everybody with a post at the agency or above it."""
    rows = Mandate.objects.filter(in_force(on), agency__in=held.agency.ancestors_and_self(), role__in=("officer", "section_head"))
    return list(dict.fromkeys(rows.order_by("person__name").values_list("person_id", "person__name")))


def _heads(held: Line, on: date) -> list[tuple[str, str]]:
    rows = Mandate.objects.filter(in_force(on), agency__in=held.agency.ancestors_and_self(), role="bureau_head")
    return list(dict.fromkeys(rows.order_by("person__name").values_list("person_id", "person__name")))


def _person(request: HttpRequest, name: str) -> Person:
    found = Person.objects.filter(pk=_text(request, name)).first()
    if found is None:
        raise NotAllowed("请选择人员")
    return found


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").strip()[:500]


def _day(request: HttpRequest, name: str) -> date | None:
    given = _text(request, name)
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise NotAllowed("日期写法不对，应如 2026-11-23") from None
