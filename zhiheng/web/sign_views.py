"""A draft on its way: read its papers, sign in one's own name, return it with a reason, take it back. And releases."""
from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from zhiheng.actions import accounts, signing
from zhiheng.actions.errors import LockedOut, NotAllowed, Refusal, Refused, SignatureRefused, WrongSecret
from zhiheng.actions.requests import ask_release
from zhiheng.kernel.engine import judge, role_zh
from zhiheng.kernel.procedure import Severity
from zhiheng.papers.errors import PaperError
from zhiheng.records.models import Person
from zhiheng.web.build import signing as build
from zhiheng.web.desk import case_reader, desk
from zhiheng.web.file_desk import crumbs, device, open_page, page, read_law_as_of
from zhiheng.web.links import file_href


@case_reader
@sensitive_post_parameters("pin")
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, no: str, seq: int) -> HttpResponse:
    """The draft as the next signer reads it; every step is taken in one's own name with one's own PIN."""
    mine = desk(request)
    rules, found = open_page(mine, no)
    read_law_as_of(request, found.view)
    held = next((d for d in found.view.drafts() if d.seq == seq), None)
    if held is None:
        raise Http404("没有这份送签稿")
    said: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        try:
            return _do(request, no, seq, mine.person)
        except Refused as fault:
            said, status = {"judgements": fault.judgements}, 422
        except SignatureRefused as fault:
            said, status = {"obstacles": fault.obstacles, "error": str(fault)}, 422
        except (Refusal, PaperError) as fault:
            said, status = {"error": f"{fault}"}, 422
    context = build.draft_page(rules, found, held, mine, said, request.POST)
    act = rules.procedure(found.view).act(held.act)
    return page(request, "zh/draft.html", context, title=f"{act.zh} {no}", crumbs=crumbs(found.file, f"签署 {act.zh}"),
                status=status)


def _do(request: HttpRequest, no: str, seq: int, person: Person) -> HttpResponse:
    wish = request.POST.get("do", "")
    key = request.POST.get("key", "")[:80] or None
    if wish == "withdraw":
        signing.withdraw(no, seq, person, request.POST.get("reason", ""), key=key, device=device(request))
        messages.success(request, "已撤回。可以修改后重新提交。")
        return HttpResponseRedirect(file_href(no))
    signer = _signer(request, person)
    if wish == "return":
        accounts.verify_pin(signer, request.POST.get("pin", ""))
        signing.return_draft(no, seq, signer, request.POST.get("reason", ""),
                             paragraph=request.POST.get("paragraph", "").strip() or None, key=key, device=device(request))
        messages.success(request, "已退回，理由已经送达提交人。")
        return HttpResponseRedirect(file_href(no))
    done = signing.sign(no, seq, signer, opinion=request.POST.get("opinion", ""), pin=request.POST.get("pin", ""), key=key,
                        device=device(request))
    if done.effective:
        papers = "、".join(f"《{p.zh}》{p.no}" for p in done.papers)
        opened = f"已建立后续案卷 {'、'.join(done.spawned)}。" if done.spawned else ""
        messages.success(request, f"{signer.name}已签署，行为生效。{f'已制作{papers}。' if papers else ''}{opened}")
    else:
        messages.success(request, f"{signer.name}已签署，转下一步会签。")
    return HttpResponseRedirect(file_href(no))


def _signer(request: HttpRequest, person: Person) -> Person:
    """Oneself, or a colleague who signs on this device with his own account and PIN."""
    name = request.POST.get("signer", "").strip() or person.pk
    if name == person.pk:
        return person
    found = Person.objects.filter(pk=name, is_active=True).first()
    if found is None:
        raise NotAllowed(f"没有账号「{name}」")
    return found


@case_reader
@sensitive_post_parameters("pin")
@require_http_methods(["GET", "HEAD", "POST"])
def release_gate(request: HttpRequest, no: str, act: str, gate: str) -> HttpResponse:
    """放行: the named superior with reasons that stay for ever; an officer asks him for it."""
    mine = desk(request)
    rules, found = open_page(mine, no)
    read_law_as_of(request, found.view)
    procedure = rules.procedure(found.view)
    if act not in procedure.names():
        raise Http404("没有这一行为")
    subject = request.GET.get("subject") or None
    if subject and found.view.subject(subject) is None:
        raise Http404("案卷里没有这个对象")
    declared = next((g for g in (*procedure.act(act).gates, *rules.place.extra(procedure.id, act)) if g.id == gate), None)
    if declared is None or declared.severity is Severity.WARNING or (declared.severity is Severity.VOID
                                                                     and declared.verified):
        raise Http404("这一项不得放行")
    role = declared.release_by or "bureau_head"
    error, status = "", 200
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            if role in mine.roles:
                accounts.verify_pin(mine.person, request.POST.get("pin", ""))
                signing.release(no, act, gate, mine.person, reason, subject=subject, device=device(request))
                messages.success(request, "已放行。理由随卷永久保存。")
            else:
                count = ask_release(no, act, gate, mine.person, reason, role=role, subject=subject)
                messages.success(request, f"已请{count} 名{role_zh(role)}审查放行。")
            return HttpResponseRedirect(file_href(no))
        except (WrongSecret, LockedOut, NotAllowed) as fault:
            error, status = f"{fault}。", 422
    unmet = [o for o in judge(rules, found.view, act, subject=subject).obstacles if o.gate == gate]
    context = build.release_page(rules, found, procedure.act(act), declared, unmet, role, mine, error,
                                 request.POST.get("reason", ""))
    return page(request, "zh/release.html", context, title=f"放行 {procedure.act(act).zh}",
                crumbs=crumbs(found.file, "放行"), status=status)


