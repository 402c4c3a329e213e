"""行为表单: one form for every act of a file."""
from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.actions import forms
from zhiheng.kernel import money
from zhiheng.web import act_flow
from zhiheng.web.desk import case_reader, desk
from zhiheng.web.links import file_href
from zhiheng.web.tasks import Task, on_file


def _task(request: HttpRequest, no: str, act: str) -> Task:
    chosen = request.POST.getlist("subjects") if "chosen" in request.POST else request.GET.getlist("subject")
    return on_file(desk(request), no, act, [k for k in chosen if k])


@case_reader
@sensitive_post_parameters("pin")
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, no: str, act: str) -> HttpResponse:
    """The form of an act; ``?subject=`` chooses for whom."""
    if request.method == "POST" and request.POST.get("do") == "save":
        return act_flow.answer(request, on_file(desk(request), no, act, request.GET.getlist("subject")))
    task = _task(request, no, act)
    return act_flow.answer(request, task) if request.method == "POST" else act_flow.show(request, task)


@case_reader
@require_POST
def save(request: HttpRequest, no: str, act: str) -> HttpResponse:
    return act_flow.saved(request, _task(request, no, act))


@case_reader
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, no: str, act: str) -> HttpResponse:
    return act_flow.previewed(request, _task(request, no, act))


@case_reader
@require_safe
def check(request: HttpRequest, no: str, act: str) -> HttpResponse:
    return act_flow.checked(request, _task(request, no, act))


@case_reader
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, no: str, act: str) -> HttpResponse:
    """放弃草稿: harmless, nothing of the record is touched."""
    task = _task(request, no, act)
    forms.discard(task.mine.person, act, **task.slot)
    return HttpResponseRedirect(file_href(no))


@case_reader
@require_safe
def capital_form(request: HttpRequest) -> HttpResponse:
    """The capital form of ?amount= as plain text; what cannot be read is said."""
    try:
        said = money.capital(money.parse(request.GET.get("amount", "")))
    except ValueError as fault:
        said = str(fault)
    return HttpResponse(said, content_type="text/plain; charset=utf-8")
