"""权责清单 at the desk: read by every post; the next version is published by legal reviewers and administrators."""
from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from zhiheng.actions import power_lists
from zhiheng.actions.errors import Invalid, Refusal
from zhiheng.exchange import powers_file
from zhiheng.kernel.errors import ZhihengError
from zhiheng.law import powers, powers_diff, powers_lapse
from zhiheng.law.powers import Version
from zhiheng.records.queries.powers import cases_by_act, times_charged
from zhiheng.web import links
from zhiheng.web.build import powers as build
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import CASE_POSTS, Desk, desk
from zhiheng.web.parts import Button, Link

WRITERS = frozenset({"legal_reviewer", "administrator"})
MOST_BYTES = 5 * 1024 * 1024
View = Callable[..., HttpResponse]


def for_writers(view: View) -> View:
    """Refuses posts that may only read the list."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        if not desk(request).roles & WRITERS:
            raise PermissionDenied("权责清单由法制审核人员或者系统管理员发布")
        return view(request, *args, **more)

    return wrapped


def _place(mine: Desk) -> str:
    if mine.post is None:
        raise PermissionDenied("没有有效的任职")
    return str(mine.post.agency.place_id)


def _version(request: HttpRequest, mine: Desk) -> Version | None:
    """The version the address asks for, else the one in force today, else the newest."""
    asked = request.GET.get("v", "")
    if asked:
        found = powers.numbered(_place(mine), int(asked)) if asked.isdecimal() else None
        if found is None:
            raise Http404("没有这一版权责清单")
        return found
    return powers.version(_place(mine), mine.now.date()) or next(iter(powers.versions(_place(mine))), None)


def _needed(request: HttpRequest, mine: Desk) -> Version:
    found = _version(request, mine)
    if found is None:
        raise Http404("还没有发布权责清单")
    return found


def _page(request: HttpRequest, template: str, title: str, context: Mapping[str, Any], *more: Link, status: int = 200) -> HttpResponse:
    crumbs = (Link("法规知识"), Link("权责清单", build.HOME), *more)
    return render(request, f"zh/{template}.html", {"title": title, "shell": shell(request, crumbs=crumbs, current=build.HOME),
                                                   **context}, status=status)


def _waiting(found: Version, on: date) -> int:
    """How many items of a list wait for migration on a day."""
    return sum(not x.handled for x in powers_lapse.lapsed(found, on))


def _used(mine: Desk) -> Mapping[str, int] | None:
    return times_charged(mine.scope.files) if mine.roles & CASE_POSTS else None


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The list of the day; ``v`` another version, ``kind``, ``state`` and ``q`` narrow it."""
    mine, on = desk(request), desk(request).now.date()
    found = _version(request, mine)
    may = bool(mine.roles & WRITERS)
    if found is None:
        return _page(request, "matters_none", "权责清单", {"may_write": may})
    asked = build.Asked(*(request.GET.get(k, "").strip()[:60] for k in ("kind", "state", "q", "v")))
    buttons = (Button("导出", links.with_query(build.HOME + "export/", {"v": asked.v}), icon="download"),
               Button("公示页", "/p/matters/"), *((Button("发布下一版", build.HOME + "new/", kind="primary"),) if may else ()))
    page = build.list_page(found, asked, on, _used(mine), powers.versions(found.place), buttons, _waiting(found, on))
    return _page(request, "matters", "权责清单", {"list_page": page, "bands": build.warned(found, on)})


@require_safe
def show(request: HttpRequest, item: str) -> HttpResponse:
    """One item of a version."""
    mine, on = desk(request), desk(request).now.date()
    found = _needed(request, mine)
    one = found.get(item)
    if one is None:
        raise Http404("清单里没有这一事项")
    context = {"item": one, "badge": build.badge(one, on), "facts": build.facts(one, found, on), "basis": build.basis_links(one, on),
               "acts": build.acts_table(one, _used(mine), on), "duties": build.steps_table(one.duties, "责任事项", on),
               "steps": build.steps_table(one.steps, "办理环节", on) if one.steps and not one.procedure else None,
               "flow": f"/p/about/{one.procedure}.svg" if one.procedure else "", "liability": build.liability(one.liability, on),
               "version": found}
    return _page(request, "matter", one.name, context, Link(one.code))


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    found = _needed(request, desk(request))
    return _book(powers_file.version_book(found), f"{found.title}_第{found.number}版")


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two versions; without numbers the last two. ``export`` brings the workbook."""
    mine = desk(request)
    every = powers.versions(_place(mine))
    if not every:
        raise Http404("还没有发布权责清单")
    newest = every[0].number
    found = powers_diff.compare(_numbered(every, request.GET.get("a", ""), every[1].number if len(every) > 1 else newest),
                                _numbered(every, request.GET.get("b", ""), newest))
    if "export" in request.GET:
        return _book(powers_file.comparison_book(found), f"权责清单对比_第{found.old.number}版_第{found.new.number}版")
    current = powers.version(_place(mine), mine.now.date()) or every[0]
    context = {"tabs": build.tabs("compare/", _waiting(current, mine.now.date())), "found": found,
               "versions": every, "kinds": build.kinds_table(found), "changes": build.changes_table(found),
               "export_href": f"{build.HOME}compare/?a={found.old.number}&b={found.new.number}&export=1"}
    return _page(request, "matters_compare", "版本对比", context, Link("版本对比"))


def _numbered(every: tuple[Version, ...], asked: str, default: int) -> Version:
    number = int(asked) if asked.isdecimal() else default
    found = next((v for v in every if v.number == number), None)
    if found is None:
        raise Http404("没有这一版权责清单")
    return found


@require_safe
def lapsed(request: HttpRequest) -> HttpResponse:
    """Items to be migrated on a day (``on``), with the open cases that rest on them; the proposed next version."""
    mine = desk(request)
    on = _day(request.GET.get("on", ""), mine.now.date())
    found = _needed(request, mine)
    gone, coming = powers_lapse.lapsed(found, on), powers_lapse.soon(found, on)
    cases = cases_by_act(mine.scope.files, {a for x in (*gone, *coming) for a in x.item.acts})
    waiting = [x for x in gone if not x.handled]
    context = {"tabs": build.tabs("lapsed/", len(waiting)), "on": on, "version": found, "versions": powers.versions(found.place),
               "waiting": build.lapse_table(waiting, cases, "待迁移"), "waiting_count": len(waiting),
               "coming": build.lapse_table(coming, cases, "90 日内将失效", ahead=True), "coming_count": len(coming),
               "handled": build.lapse_table([x for x in gone if x.handled], cases, "已经停用"),
               "handled_count": len(gone) - len(waiting), "may_write": bool(mine.roles & WRITERS)}
    return _page(request, "matters_lapsed", "依据失效", context, Link("依据失效"))


@require_safe
def proposed(request: HttpRequest) -> HttpResponse:
    """The proposed next version as a workbook: the same items, the lapsed ones marked; to be edited and brought back."""
    mine = desk(request)
    on = _day(request.GET.get("on", ""), mine.now.date())
    rows = powers_lapse.proposed(_needed(request, mine), on)["items"]
    return _book(powers_file.body_book(rows, "权责清单（建议稿）"), f"权责清单建议稿_{on}")


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Catalogue and list side by side on a day."""
    mine = desk(request)
    on = _day(request.GET.get("on", ""), mine.now.date())
    found = _needed(request, mine)
    told = powers_lapse.coverage(found, on)
    context = {"tabs": build.tabs("coverage/", _waiting(found, on)), "on": on, "version": found, "figures": build.coverage_figures(told),
               "uncovered": build.uncovered_table(told.without_item, on), "uncovered_count": len(told.without_item),
               "without_act": build.items_table(told.without_act, "没有对应行为的处罚事项", "可用的处罚事项都有对应的违法行为。", on),
               "without_act_count": len(told.without_act),
               "dead": build.items_table(told.dead, "不能使用的事项", "全部事项都可以使用。", on), "dead_count": len(told.dead)}
    return _page(request, "matters_coverage", "目录与清单对照", context, Link("目录与清单对照"))


# --- the next version ---------------------------------------------------------------------------------------------


@for_writers
def new(request: HttpRequest) -> HttpResponse:
    """Bring the next version: a workbook, or the proposed one as it is. It is looked at before it is published."""
    mine = desk(request)
    every = powers.versions(_place(mine))
    typed = {k: request.POST.get(k, "").strip() for k in ("title", "since", "source", "note")}
    if request.method != "POST":
        typed = {"title": every[0].title if every else f"{mine.post.agency.name if mine.post else ''}权责清单",
                 "since": mine.now.date().isoformat()}
        return _form(request, every, typed)
    try:
        since = _since(typed["since"])
        brought = _brought(request, mine, every, since)
    except ZhihengError as problem:
        return _form(request, every, typed, problem.line() + "。")
    return _look(request, every, typed, since, brought)


def _form(request: HttpRequest, every: tuple[Version, ...], typed: Mapping[str, str], fault: str = "") -> HttpResponse:
    context = {"fault": fault, "typed": typed, "last": every[0] if every else None, "columns": powers_file.headings()}
    return _page(request, "matters_new", "发布下一版", context, Link("发布下一版"), status=400 if fault else 200)


def _since(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ZhihengError("请填写施行日期") from None


def _brought(request: HttpRequest, mine: Desk, every: tuple[Version, ...], since: date) -> powers_file.Brought:
    if "proposed" in request.POST:
        if not every:
            raise ZhihengError("还没有上一版可以沿用")
        return powers_file.of_body(powers_lapse.proposed(every[0], since), since)
    sent = request.FILES.get("content")
    if sent is None:
        raise ZhihengError("请选择要导入的文件")
    if (sent.size or 0) > MOST_BYTES:
        raise ZhihengError(f"{sent.name} 超过 {MOST_BYTES >> 20} MB")
    return _read(sent, since, every[0] if every else None)


def _read(sent: UploadedFile, since: date, before: Version | None) -> powers_file.Brought:
    with tempfile.NamedTemporaryFile(suffix=".list") as held:
        for chunk in sent.chunks():
            held.write(chunk)
        held.flush()
        return powers_file.read(Path(held.name), str(sent.name), since, before)


def _look(request: HttpRequest, every: tuple[Version, ...], typed: Mapping[str, str], since: date,
          brought: powers_file.Brought) -> HttpResponse:
    context: dict[str, Any] = {"typed": typed, "lines": brought.lines, "faulty": brought.faulty}
    if brought.faulty:
        context["rows"] = json.dumps([[x.number, dict(x.typed), "；".join(f.says for f in x.faults)] for x in brought.faulty],
                                     ensure_ascii=False)
    else:
        items = powers.items(brought.body)
        context |= {"counted": powers.counted(items), "body": json.dumps(brought.body, ensure_ascii=False)}
        if every:
            found = powers_diff.compare(every[0], Version(every[0].place, every[0].number + 1, typed["title"], since, None, "", items))
            context |= {"kinds": build.kinds_table(found), "changes": build.changes_table(found)}
    return _page(request, "matters_look", "核对下一版", context, Link("发布下一版", build.HOME + "new/"), Link("核对"))


@require_POST
@for_writers
def publish(request: HttpRequest) -> HttpResponse:
    """Publish what was looked at; it is judged once more."""
    mine = desk(request)
    try:
        body = json.loads(request.POST.get("body", ""))
        if not isinstance(body, dict):
            raise ValueError("body")
        row = power_lists.publish(
            _place(mine), body, title=request.POST.get("title", ""), since=_since(request.POST.get("since", "")),
            source=request.POST.get("source", ""), note=request.POST.get("note", ""), by=mine.person)
    except Invalid as fault:
        messages.error(request, "；".join(e.says for e in fault.errors[:5]))
        return HttpResponseRedirect(build.HOME + "new/")
    except (Refusal, ZhihengError) as fault:
        messages.error(request, str(fault))
        return HttpResponseRedirect(build.HOME + "new/")
    except ValueError:
        messages.error(request, "提交的清单不完整，请重新导入。")
        return HttpResponseRedirect(build.HOME + "new/")
    messages.success(request, f"已发布第{row.number}版，{row.since} 起施行。")
    return HttpResponseRedirect(f"{build.HOME}?v={row.number}")


@require_POST
@for_writers
def faults(request: HttpRequest) -> HttpResponse:
    """The rows with faults as a workbook, the fault beside each."""
    try:
        rows = [(int(n), {str(k): str(v) for k, v in dict(typed).items()}, str(says)) for n, typed, says in
                json.loads(request.POST.get("rows", ""))]
    except (ValueError, TypeError):
        raise Http404("没有问题清单") from None
    return _book(powers_file.faults_book(rows), "权责清单_问题")


def _book(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=powers_file.TYPE)
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx")
    return answer


def _day(text: str, default: date) -> date:
    try:
        return date.fromisoformat(text) if text else default
    except ValueError:
        return default
