"""Importing a list at the desk: send a file, confirm the columns, watch it being read, look, write or drop."""
from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from zhiheng.actions import imports as runs
from zhiheng.actions.errors import Refusal
from zhiheng.exchange import imports
from zhiheng.exchange.enterprise_file import ENTERPRISES
from zhiheng.exchange.ledger_file import target as ledger_target
from zhiheng.exchange.people_file import PEOPLE
from zhiheng.exchange.targets import Target
from zhiheng.kernel.errors import ZhihengError
from zhiheng.records.models import ImportRun
from zhiheng.web.build import imports as build
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import desk
from zhiheng.web.parts import Link
from zhiheng.web.sheets import TYPE

SLICE_SECONDS = 1.0
"""How long one look at the progress reads on; the page asks again every two seconds."""

_REGISTERS = {t.id: t for t in (ENTERPRISES, PEOPLE)}


def _target(request: HttpRequest, register: str) -> Target:
    """What is imported into, for a post that may; unknown ones are not found."""
    try:
        found = _REGISTERS.get(register) or ledger_target(register)
    except KeyError as fault:
        raise Http404(str(fault.args[0])) from fault
    if not found.writes & desk(request).roles:
        raise PermissionDenied(f"您的身份不能导入「{found.zh}」")
    return found


def _run(request: HttpRequest, pk: int) -> tuple[ImportRun, Target]:
    """A run of the reader's own agency."""
    post = desk(request).post
    run = ImportRun.objects.select_related("agency", "by").filter(pk=pk, agency=post.agency if post else None).first()
    if run is None:
        raise Http404("没有这次导入")
    return run, _target(request, run.register)


def begin(request: HttpRequest, ledger: str) -> HttpResponse:
    """Send a file; what was imported before is listed below."""
    mine, target = desk(request), _target(request, ledger)
    fault = ""
    if request.method == "POST" and mine.post is not None:
        try:
            sent = request.FILES.get("content")
            if sent is None:
                raise ZhihengError("请选择要导入的文件。")
            if (sent.size or 0) > imports.MOST_BYTES:
                raise ZhihengError(f"{sent.name} 超过 {imports.MOST_BYTES >> 20} MB，请分成几个文件。")
            run = imports.begin(target, mine.post.agency, sent.read(), str(sent.name), by=mine.person)
            return HttpResponseRedirect(build.href(run))
        except ZhihengError as problem:
            fault = problem.line() + "。"
    past = ImportRun.objects.filter(register=target.id, agency=mine.post.agency if mine.post else None)
    context = {"title": f"导入{target.zh}", "shell": _frame(request, target), "fault": fault, "target": target,
               "titles": [words[0] for words in target.names.values()], "action": f"/imports/{target.id}/new/",
               "required": "、".join(target.title(r) for r in target.required),
               "past": build.past(list(past.select_related("by").order_by("-made_at")[:20]))}
    return render(request, "zh/import_new.html", context, status=400 if fault else 200)


@require_safe
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the run stands. While rows are being read each look reads on for a moment."""
    run, target = _run(request, pk)
    if run.state == "reading":
        imports.advance(run, target, SLICE_SECONDS)
    context = {"title": f"导入{target.zh}", "shell": _frame(request, target, Link(run.file_name)), "run": run,
               "target": target, **build.page(run, target)}
    return render(request, "zh/import_run.html", context)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    run, target = _run(request, pk)
    chosen = {int(k[4:]): v for k, v in request.POST.items() if k.startswith("col-") and k[4:].isdecimal() and v}
    return _after(request, run, lambda: imports.confirm(run, target, chosen), "")


@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    run, target = _run(request, pk)
    return _after(request, run, lambda: imports.write(run, target, by=desk(request).person), "已全部写入。")


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    run, _ = _run(request, pk)
    return _after(request, run, lambda: runs.cancel(run), "已取消，没有写入任何内容。")


@require_safe
def errors(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook of what is wrong, to be corrected and sent again."""
    run, target = _run(request, pk)
    answer = HttpResponse(imports.error_workbook(run, target), content_type=TYPE)
    answer["Content-Disposition"] = content_disposition_header(True, f"{run.file_name.rsplit('.', 1)[0]}_问题.xlsx")
    return answer


def _after(request: HttpRequest, run: ImportRun, do: Callable[[], object], said: str) -> HttpResponse:
    try:
        do()
        if said:
            messages.success(request, said)
    except Refusal as fault:
        messages.error(request, str(fault))
    return HttpResponseRedirect(build.href(run))


def _frame(request: HttpRequest, target: Target, *more: Link) -> object:
    base = build.home(target)
    return shell(request, crumbs=(Link(target.zh, base), Link("导入", f"/imports/{target.id}/new/"), *more), current=base)
