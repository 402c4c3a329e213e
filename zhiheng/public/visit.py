"""入企检查码: is the visit at my gate a real one? The entry is registered and, after it, the visit rated; nobody logs in."""
from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.actions import visits
from zhiheng.actions.errors import NotAllowed
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.visit_ticket import LONGEST, NoTicket, Ticket
from zhiheng.public.draw_check import STYLES, static_text
from zhiheng.public.limits import polite
from zhiheng.public.page import house, kept, page
from zhiheng.records.clock import today
from zhiheng.records.queries import visit_tickets as ask

VALID, EARLY, EXPIRED, ALTERED, UNKNOWN, OFF, REPLACED, ABSENT = (
    "有效", "还没有到检查日期", "已过期", "内容被改动", "签名密钥不明", "检查已取消", "已被更新", "查无此次检查")
_SAYS = {
    VALID: "这是本机关批准的检查。请核对到场人员与下面的姓名、证件号一致；不一致的，可以拒绝检查并拨打本机关电话。",
    EARLY: "签名真实，但检查日期还没有到，今天不能凭它入企检查。",
    EXPIRED: "签名真实，但检查日期已经过了，不能凭它入企检查。",
    ALTERED: "码里的内容与签名不符，请不要依据它，并拨打本机关电话核实。",
    UNKNOWN: "码不是用本机关公布的密钥签的，可能出自别的机关，或者是伪造的。请拨打检查单位公布的电话核实。",
    OFF: "签名真实，但这次检查后来取消了，不能凭它入企检查。",
    REPLACED: "签名真实，但检查的日期、人员或者内容后来有变更，请检查人员出示新的检查码。",
    ABSENT: "签名真实，但本系统没有这次检查。请拨打本机关电话核实。",
}
_GOOD = {VALID: "done", EARLY: "due", EXPIRED: "late"}


@dataclass(frozen=True)
class Asked:
    """What was scanned or pasted: the ticket's text and, after an entry, the word that allows to rate."""

    text: str
    word: str


def answer_for(ticket: Ticket, genuine: str, on: date) -> str:
    """One of the eight answers."""
    if genuine != "genuine":
        return UNKNOWN if genuine == "unknown" else ALTERED
    known = ask.since(ticket)
    if not known.known:
        return ABSENT
    if known.called_off:
        return OFF
    if on > ticket.last:
        return EXPIRED
    if known.changed:
        return REPLACED
    return EARLY if on < ticket.first else VALID


def pasted(text: str) -> str:
    """The ticket in an address, or the text itself."""
    text = text.strip()[:LONGEST + 400]
    return parse_qs(urlsplit(text).query).get("t", [""])[0] if "?" in text else text


@csrf_exempt  # nobody is logged in; what is written is a time, or stars that only the word from the gate allows
@require_http_methods(["GET", "HEAD", "POST"])
@polite
def visit(request: HttpRequest) -> HttpResponse:
    """GET ``t``: the answer. POST ``do`` enter or rate."""
    data = request.POST if request.method == "POST" else request.GET
    asked = Asked(pasted(data.get("t", "")), data.get("r", "")[:40])
    if not asked.text:
        return page(request, "visit", {"title": "入企检查码核验", "answer": "", "asked": "t" in data}, age=0)
    try:
        ticket, genuine = visits.checked(asked.text)
    except NoTicket as fault:
        return page(request, "visit", {"title": "不是检查码", "answer": "不是检查码", "tone": "late", "says": f"{fault}。"}, age=0)
    refused = ""
    if request.method == "POST":
        try:
            return _there(_written(request, asked, ticket))
        except NotAllowed as fault:
            refused = str(fault)
    return page(request, "visit", _context(asked, ticket, answer_for(ticket, genuine, today()), refused), age=0)


def _written(request: HttpRequest, asked: Asked, ticket: Ticket) -> Asked:
    """Register the entry or keep the stars; NotAllowed with the reason."""
    if request.POST.get("do") == "rate":
        stars = request.POST.get("stars", "")
        visits.rate(asked.text, asked.word, int(stars) if stars.isdecimal() and len(stars) == 1 else 0, request.POST.getlist("points")[:10])
        return asked
    visits.register_entry(asked.text)
    return Asked(asked.text, ask.rating_word(ticket.no))


def _there(asked: Asked) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('zp:visit')}?{urlencode({'t': asked.text, 'r': asked.word})}")


def _context(asked: Asked, ticket: Ticket, answer: str, refused: str) -> dict[str, object]:
    """A forged or altered ticket is not repeated: what it claims would look like our word."""
    told = answer not in (UNKNOWN, ALTERED)
    known = ask.since(ticket) if told else ask.Since(False)
    mine = told and asked.word == ask.rating_word(ticket.no)
    said = {"title": answer, "answer": answer, "tone": _GOOD.get(answer, "late"), "says": _SAYS[answer], "t": asked.text, "refused": refused}
    if not told:
        return said
    cards = ask.invalid_cards(known.file, today()) if known.file is not None and answer == VALID else []
    entries = [(f"{e.at.astimezone(TZ):%Y-%m-%d %H:%M}", e.voucher) for e in ask.entries_of(ticket.no)] if known.known else []
    why_not = visits.may_rate(asked.text, asked.word) if mine else ""
    return said | {"ticket": ticket, "left": ticket.count - len(ticket.matters), "cards": cards, "entries": entries, "may_enter": answer == VALID,
                   "phone": known.file.agency.phone if known.file is not None else "", "r": asked.word if mine else "", "why_not": why_not,
                   "rated": mine and ask.rated(ticket.no), "points": ask.POINTS, "stars": ((5, "5 星 很满意"), (4, "4 星 满意"), (3, "3 星 一般"),
                                                                                     (2, "2 星 不满意"), (1, "1 星 很不满意"))}


@require_safe
@polite
def keep(request: HttpRequest) -> HttpResponse:
    """The checker as one file for the disk of the enterprise, with the public keys of the house in it."""
    bureau = house()
    body = render_to_string("zp/visit_alone.html", {
        "house": bureau.name if bureau else "应急管理局", "phone": bureau.phone if bureau else "", "made": today().isoformat(),
        "style": mark_safe("".join(map(static_text, STYLES))), "keys": mark_safe(json.dumps(visits.public_keys())),
        "engine": mark_safe(static_text("zp/visit-check.js"))})  # our own files and hex digits, nothing of a visitor
    answer = HttpResponse(body, content_type="text/html; charset=utf-8")
    answer["Content-Disposition"] = f"attachment; filename=\"visit-check.html\"; filename*=UTF-8''{quote('入企检查码核验.html')}"
    return kept(answer, 300)
