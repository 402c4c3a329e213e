"""双随机抽查 at the desk: batches, one batch with its steps, the check on this machine, the transcript."""
from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from zhiheng.actions import accounts, draws
from zhiheng.actions.errors import Invalid, NotAllowed, Refusal, Refused
from zhiheng.actions.perform import assess
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.draw import Transcript, verify
from zhiheng.papers.errors import PaperError
from zhiheng.records.models import Draw, File, Person
from zhiheng.records.queries import draw_pages as read
from zhiheng.records.queries.draws import pool_of, stored
from zhiheng.web import links
from zhiheng.web.build import draws as build
from zhiheng.web.build import draws_page
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import Desk, desk, for_posts
from zhiheng.web.parts import Band, Link
from zhiheng.web.parts_firm import Panel

readers = for_posts("officer", "section_head", "legal_reviewer", "bureau_head", "supervisor")
PAGE = 50


@readers
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    mine = desk(request)
    after = request.GET.get("after", "")
    rows = read.counted(read.draws_of(mine.scope))
    if place := read.draw_of(mine.scope, after) if after else None:
        rows = rows.filter(year__lte=place.year).exclude(year=place.year, seq__gte=place.seq)
    shown = list(rows[:PAGE + 1])
    further = links.with_query(build.HREF, {"after": shown[PAGE - 1].number}) if len(shown) > PAGE else ""
    waits = [] if after else list(read.waiting(mine.scope))
    own = read.places_of(mine.person) if "officer" in mine.roles else []
    frame = shell(request, crumbs=(Link("执法计划"), Link("双随机抽查")), current=build.HREF)
    return render(request, "zh/draws.html", {
        "title": "双随机抽查", "shell": frame, "mine": Panel("分给我的企业", (build.mine_table(own),), str(len(own)), key="mine") if own else None,
        "list_page": build.overview(shown[:PAGE], waits, mine.now, "officer" in mine.roles, further)})


@readers
@require_safe
def one(request: HttpRequest, number: str) -> HttpResponse:
    """The batch; ``?check=1`` computes the published transcript again on this machine."""
    mine, row = desk(request), _row(request, number)
    pool, picks = pool_of(row), read.picks_of(row)
    names = read.names_of(o for p in picks for o in p.officers)
    panels: list[Panel] = []
    if picks and pool:
        done = sum(p.state == "visited" for p in picks)
        drawn = draws_page.places(row, pool, picks, names, read.redraws(row), mine.person.pk if "officer" in mine.roles else "")
        panels.append(Panel("抽中的企业", (drawn,), f"{len(picks)} 家，已检查 {done}", key="places",
                            note=f"只列前 {draws_page.SHOWN} 家，全部见抽取记录" if len(picks) > draws_page.SHOWN else ""))
    panels += draws_page.directories(row, pool) if pool else ()
    assigned = any(p.state != "drawn" for p in picks)
    file = _file(row)
    frame = shell(request, crumbs=draws_page.crumbs(row), current=build.HREF)
    return render(request, "zh/draw.html", {
        "title": f"{row.number} {row.title}", "shell": frame, "draw": row, "state": build.state(row), "bar": draws_page.bar(row, assigned),
        "bands": (*draws_page.bands(row), *((_checked(row),) if "check" in request.GET and row.transcript else ())),
        "steps": _steps(mine, row), "side": _side(mine, row, bool(picks)), "panels": panels, "promise": draws_page.promise(row),
        "base": build.href(row.number), "file": links.file_href(file.no), "tomorrow": f"{mine.now.astimezone(TZ):%Y-%m-%dT%H:%M}",
        "public": f"/p/draws/{row.number}/" if row.committed_at else "", "papers": list(file.papers.filter(status="frozen").order_by("pk"))})


@readers
@require_safe
def transcript(request: HttpRequest, number: str) -> HttpResponse:
    """The record of the draw as published (JSON)."""
    row = _row(request, number)
    held = stored(row.transcript)
    if held is None:
        raise Http404("还没有揭晓，没有抽取记录")
    answer = HttpResponse(json.dumps(held, ensure_ascii=False), content_type="application/json; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{row.number}.json"'
    return answer


@readers
@sensitive_post_parameters("pin")
@require_POST
def do(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """One step whose figures the system makes; a refusal comes back as sentences and nothing is written."""
    mine, row = desk(request), _row(request, number)
    step = STEPS.get(what)
    if step is None:
        raise Http404("没有这一步")
    file = _file(row)
    if not mine.may_act or not mine.scope.files.filter(pk=file.pk).exists():
        raise Http404("没有这一批，或者您不能办理")
    try:
        if next(pin for act, _, _, pin in draws_page.ACTS if act == what):
            accounts.verify_pin(mine.person, request.POST.get("pin", ""))
        messages.success(request, step(request, file.no, mine.person))
    except Refused as fault:
        messages.error(request, "；".join(o.says for j in fault.judgements for o in j.obstacles if o.stops))
    except Invalid as fault:
        messages.error(request, "；".join(e.says for e in fault.errors))
    except (Refusal, PaperError) as fault:
        messages.error(request, f"{str(fault).rstrip('。')}。")
    return HttpResponseRedirect(build.href(number))


def _freeze(request: HttpRequest, no: str, who: Person) -> str:
    done = draws.freeze(no, who)
    said = done.event.facts if done.event else {}
    return f"名录已冻结：入池 {said.get('candidates')} 家，剔除 {said.get('excluded')} 家，应抽取 {said.get('places')} 家。"


def _commit(request: HttpRequest, no: str, who: Person) -> str:
    source = request.POST.get("public_source", "").strip()[:120]
    if not source:
        raise NotAllowed("请写明公开随机源")
    draws.commit(no, who, source, _moment(request.POST.get("public_at", "")))
    return "承诺书已公布。从现在起，名录和秘密值都不能再改。"


def _publish(request: HttpRequest, no: str, who: Person) -> str:
    draws.publish(no, who)
    return "抽取记录和结果已公布。"


def _assign(request: HttpRequest, no: str, who: Person) -> str:
    done = draws.assign(no, who)
    return f"已下达 {done.event.facts.get('places') if done.event else 0} 家，执法人员已收到消息。"


def _close(request: HttpRequest, no: str, who: Person) -> str:
    draws.close(no, who)
    return "本批已办结。"


STEPS: dict[str, Callable[[HttpRequest, str, Person], str]] = {
    "freeze": _freeze, "commit": _commit, "publish_result": _publish, "assign": _assign, "close": _close}


def _steps(mine: Desk, row: Draw) -> list[draws_page.Step]:
    """The steps still to come, the next one first; for whoever may only look none."""
    if not mine.may_act or row.state in ("void", "closed"):
        return []
    order = ("set", "frozen", "committed", "revealed", "published", "assigned")
    reached = order.index("assigned" if row.picks.exclude(state="drawn").exists() else row.state)
    found = [draws_page.step(*act, assess(_file(row).no, act[0], None, mine.person), n >= reached) for n, act in enumerate(draws_page.ACTS)]
    coming = [s for s in found if s is not None]
    may = [s for s in coming if s.may]
    return may or coming[:1]  # what lies further ahead is said by the steps above


def _side(mine: Desk, row: Draw, drawn: bool) -> list[draws_page.Step]:
    if not mine.may_act or row.state in ("void", "closed"):
        return []
    wanted = [(act, zh) for act, zh in draws_page.SIDE if act != "replace" or drawn]
    found = [draws_page.step(act, zh, "", True, assess(_file(row).no, act, None, mine.person), True) for act, zh in wanted]
    return [s for s in found if s is not None and s.may]


def _checked(row: Draw) -> Band:
    """逐行一致 n/n with the time it took, or every fault by name."""
    started = time.monotonic()
    found = verify(Transcript(stored(row.transcript) or {}), row.commitment)
    took = f"用时 {time.monotonic() - started:.1f} 秒"
    if found.ok:
        return Band(f"逐行一致 {found.equal}/{found.total}，{took}", "done", key="checked")
    return Band(f"核验不通过：一致 {found.equal}/{found.total}", "late", key="checked", detail="；".join(f.says for f in found.faults[:10]))


def _row(request: HttpRequest, number: str) -> Draw:
    found = read.draw_of(desk(request).scope, number)
    if found is None or found.file is None:
        raise Http404("没有这一批抽查")
    return found


def _file(row: Draw) -> File:
    assert row.file is not None
    return row.file


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=TZ)
    except ValueError:
        raise NotAllowed("请填写公开随机数产生的时间，写法如 2026-11-25 21:15") from None
