"""How a form is answered: shown, kept, filled again, checked, confirmed, done. The same for old and new files."""
from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render

from zhiheng.actions import accounts, forms
from zhiheng.actions.errors import (
    Invalid,
    KeyReused,
    LockedOut,
    NotAllowed,
    Refused,
    SignatureRefused,
    WrongSecret,
)
from zhiheng.actions.outcome import Outcome
from zhiheng.kernel.facts import FactError, parse
from zhiheng.middleware import current_request_id
from zhiheng.papers.errors import PaperError
from zhiheng.web import extras
from zhiheng.web.build import acts as build
from zhiheng.web.build.fields import Shown
from zhiheng.web.build.law_words import minute
from zhiheng.web.file_desk import crumbs, device, page, read_law_as_of
from zhiheng.web.links import file_href
from zhiheng.web.parts import Link
from zhiheng.web.reading import read, readable
from zhiheng.web.tasks import Task
from zhiheng.web.weighing import panel_inputs


@dataclass(frozen=True)
class Filled:
    """The raw values of a form, where they came from, and how they are kept."""

    raw: Mapping[str, Any]
    sources: Mapping[str, str]
    words: str
    panel: Mapping[str, list[str]] = field(default_factory=dict)


def show(request: HttpRequest, task: Task) -> HttpResponse:
    """The form as it stands: the kept draft, else what came back, else what is known already."""
    filled = _stored(task)
    return _draw(request, task, filled, build.Answer())


def answer(request: HttpRequest, task: Task) -> HttpResponse:
    """One of the buttons of the form was pressed."""
    raw, faults = read(task.act.fields, request.POST)
    wish = request.POST.get("do", "submit")
    typed = panel_inputs(request.POST)
    if wish == "save":
        return _save(request, task, raw)
    if not task.mine.may_act:
        return _draw(request, task, Filled(raw, {}, ""), build.Answer(refused=task.judged(raw)), 403)
    helped = extras.helped(task, wish, raw, request.POST, typed)
    if helped is not None:
        keep(task, helped.raw, typed)
        return _draw(request, task, Filled(helped.raw, {}, f"草稿 · 未生效 · {helped.words}", typed), build.Answer(
            groups=helped.groups, panel=helped.panel, helped=True))
    return _submit(request, task, raw, faults)


def _submit(request: HttpRequest, task: Task, raw: dict[str, Any], faults: list[FactError]) -> HttpResponse:
    typed = panel_inputs(request.POST)
    keep(task, raw, typed)
    filled = Filled(raw, {}, "草稿 · 未生效", typed)
    unread = {f.path for f in faults}
    parsed = parse(task.act.fields, readable(task.act.fields, raw))
    errors = [*task.lacking, *faults, *(e for e in parsed.errors if e.path not in unread)]
    judged = task.judged(readable(task.act.fields, raw))
    moved = build.stale(task, request.POST.get("seen", ""))
    if moved is not None:
        return _draw(request, task, filled, build.Answer(errors, judged, stale=moved), 409)
    if errors or not all(j.lawful for j in judged):
        return _draw(request, task, filled, build.Answer(errors, judged), 422)
    if build.needs_pin(task):
        if "pin" not in request.POST:
            return _draw(request, task, filled, build.Answer(confirm=True))
        try:
            accounts.verify_pin(task.mine.person, request.POST.get("pin", ""))
        except (WrongSecret, LockedOut, NotAllowed) as fault:
            return _draw(request, task, filled, build.Answer(confirm=True, pin_error=f"{fault}。"), 422)
    return _perform(request, task, filled)


def _perform(request: HttpRequest, task: Task, filled: Filled) -> HttpResponse:
    key = request.POST.get("key", "")[:80] or secrets.token_hex(12)
    try:
        done = task.perform(filled.raw, key, device(request))
    except Invalid as fault:
        return _draw(request, task, filled, build.Answer(fault.errors), 422)
    except Refused as fault:
        return _draw(request, task, filled, build.Answer(refused=fault.judgements), 422)
    except (SignatureRefused, PaperError, NotAllowed) as fault:
        return _draw(request, task, filled, build.Answer([FactError("", f"{fault}。")]), 422)
    except KeyReused:
        said = "这份表单已经提交过一次，内容又有改动。请核对后再次提交。"
        return _draw(request, task, filled, build.Answer([FactError("", said)]), 409)
    forms.discard(task.mine.person, task.act.id, **task.slot)
    messages.success(request, said_of(task, done))
    return HttpResponseRedirect(file_href(done.file.no))


def said_of(task: Task, done: Outcome) -> str:
    """What was done, with the numbers given and the files opened."""
    if not done.effective:
        return f"「{task.act.zh}」已提交会签，全部签署后生效。"
    papers = "、".join(f"《{p.zh}》{p.no}" for p in done.papers)
    opened = f" 已建立后续案卷 {'、'.join(done.spawned)}。" if done.spawned else ""
    return f"「{task.act.zh}」已办理。{f'已制作{papers}。' if papers else ''}{opened}"


def _save(request: HttpRequest, task: Task, raw: dict[str, Any]) -> HttpResponse:
    """保存草稿; when the subjects were chosen anew, the form brings along what belongs to them."""
    chosen = request.POST.getlist("subjects") if "chosen" in request.POST else list(task.keys)
    if chosen and set(chosen) != set(task.keys):
        query = "&".join(f"subject={k}" for k in chosen)
        return HttpResponseRedirect(f"{task.base}?{query}")
    keep(task, raw, panel_inputs(request.POST))
    messages.success(request, "草稿已保存，没有法律效力，只有您能看到。")
    return HttpResponseRedirect(task.href())


def keep(task: Task, raw: Mapping[str, Any], typed: Mapping[str, list[str]]) -> str:
    """Keep the unfinished form with what was typed into the panel; answers the time."""
    row = forms.save(task.mine.person, task.act.id, {"raw": dict(raw), "panel": dict(typed)}, **task.slot)
    return minute(row.updated_at)[11:]


def saved(request: HttpRequest, task: Task) -> JsonResponse:
    """The autosave of the script: what was typed is kept as it is."""
    if not task.mine.may_act:
        return JsonResponse({"error": "您的身份只能查看", "request_id": current_request_id()}, status=403)
    raw, _ = read(task.act.fields, request.POST)
    return JsonResponse({"saved_at": keep(task, raw, panel_inputs(request.POST)), "request_id": current_request_id()})


def previewed(request: HttpRequest, task: Task) -> HttpResponse:
    """The papers as pictures, from what is typed now."""
    if request.method == "POST":
        raw, _ = read(task.act.fields, request.POST)
    else:
        raw = dict(_stored(task).raw)
    part = build.preview_part(task, readable(task.act.fields, raw))
    return render(request, "zh/act_part.html", {"part": part, "title": task.act.zh})


def checked(request: HttpRequest, task: Task) -> HttpResponse:
    """提交前检查 for the form as it is kept."""
    judged = task.judged(readable(task.act.fields, _stored(task).raw))
    return render(request, "zh/act_part.html", {"part": build.check_list(task, judged), "title": task.act.zh})


def _stored(task: Task) -> Filled:
    row = forms.saved(task.mine.person, task.act.id, **task.slot)
    known = task.known()
    fresh = {n: v for n, v in known.items() if v.computed}
    figures, whence = {n: v.value for n, v in fresh.items()}, {n: v.source for n, v in fresh.items()}
    if row is not None:
        return Filled({**row.data.get("raw", {}), **figures}, whence, f"草稿 · 未生效 · {minute(row.updated_at)[5:]} 已保存",
                      row.data.get("panel", {}))
    back = task.returned()
    if back is not None:
        return Filled({**back.facts, **figures}, {n: "被退回的送签稿" for n in back.facts} | whence, f"被退回：{back.reason}")
    return Filled({k: v.value for k, v in known.items()}, {k: v.source for k, v in known.items()}, "草稿 · 未生效")


def _draw(request: HttpRequest, task: Task, filled: Filled, answer: build.Answer, status: int = 200) -> HttpResponse:
    """The page: why not (when so), the form, the paper beside it."""
    values = readable(task.act.fields, filled.raw)
    read_law_as_of(request, task.view)
    judged = answer.refused or task.judged(values if filled.raw else None)
    people = build.people_of(task)
    more = answer if answer.helped else extras.offered(task, filled.raw, answer, filled.panel)
    key = request.POST.get("key", "") if status == 200 and request.POST.get("key") else secrets.token_hex(12)
    form = build.form(task, Shown(filled.raw, filled.sources), people, key, filled.words, more, judged,
                      build.preview_part(task, values))
    why = build.blocked(task, answer.refused or build.beforehand(task))
    context = {"form": form, "why": why, "tabs": build.subject_tabs(task), "stale": answer.stale, "help": task.act.help}
    trail = crumbs(task.file, task.act.zh) if task.file else (Link(task.procedure.zh), Link(f"新建 · {task.act.zh}"))
    return page(request, "zh/act.html", context, title=f"{task.act.zh} {task.file.no if task.file else ''}".strip(),
                crumbs=trail, status=status)
