"""权责清单 for everybody: the list of a day by kind, one page an item, the whole list to take away."""
from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhiheng.actions import power_lists  # noqa: F401  registers the keeper of the bureau's sheets
from zhiheng.exchange import powers_file
from zhiheng.kernel.article import Article
from zhiheng.law import powers
from zhiheng.law.powers import Item, Version
from zhiheng.law.powers_kinds import Step, last_day
from zhiheng.law.reading import article_text
from zhiheng.public.house import told
from zhiheng.public.limits import polite
from zhiheng.public.page import LONG, SHORT, house, kept, page
from zhiheng.public.views import lost
from zhiheng.records.clock import today

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _place() -> str:
    bureau = house()
    return bureau.place_id if bureau else "national"


def _asked(request: HttpRequest) -> tuple[date, Version | None]:
    """The day of the address (today without one, never a day to come) and the list in force on it."""
    try:
        on = min(date.fromisoformat(request.GET.get("on", "")), today())
    except ValueError:
        on = today()
    return on, powers.version(_place(), on)


@require_safe
@polite
def listing(request: HttpRequest) -> HttpResponse:
    """The list of the day by kind with counts; ``kind`` and ``q`` narrow it, ``on`` shows an earlier day's."""
    on, found = _asked(request)
    context: dict[str, Any] = {"title": "权责清单", "version": found, "on": on, "past": on < today(), "here": reverse("zp:matters")}
    if found is None:
        return page(request, "matters", context)
    q, kind = request.GET.get("q", "").strip()[:60], request.GET.get("kind", "")
    hits = [i for i in found.items if all(w in _text(i) for w in q.split())]
    shown = [i for i in hits if kind in ("", i.kind.id)]
    day = {"on": on.isoformat()} if on < today() else {}
    context |= {
        "q": q, "kind": kind, "counted": powers.counted(found.items), "day": f"?{urlencode(day)}" if day else "",
        "rows": [_row(i, on, day) for i in shown], "stopped": sum(not i.usable(on) for i in found.items),
        "tabs": [(key, zh, _to(q, key, day), n) for key, zh, n in
                 [("", "全部", len(hits)), *((k.id, k.zh, sum(i.kind is k for i in hits)) for k, _ in powers.counts(found.items))]],
        "versions": [(v, f"?{urlencode({'on': v.since.isoformat()})}", v.number == found.number)
                     for v in powers.versions(_place()) if v.since <= today()]}
    return page(request, "matters", context)


def _to(q: str, kind: str, day: dict[str, str]) -> str:
    return "?" + urlencode({k: v for k, v in (("q", q), ("kind", kind), *day.items()) if v})


def _text(item: Item) -> str:
    return " ".join((item.code, item.name, item.kind.zh, *(a.zh() + a.short() for a in item.basis)))


def _row(item: Item, on: date, day: dict[str, str]) -> dict[str, Any]:
    return {"item": item, "href": reverse("zp:matter", args=[item.code]) + (f"?{urlencode(day)}" if day else ""),
            "basis": "；".join(a.short() for a in item.basis), "usable": item.usable(on), "state": _state(item, on)}


def _state(item: Item, on: date) -> str:
    """Why an item cannot be used, in the words of the list; empty when it can."""
    if item.usable(on):
        return ""
    ends = [e for a in item.basis if (e := last_day(a.law)) is not None and e < on]
    last = item.until or (max(ends) if ends else None)
    return f"已停用，只适用于 {last} 以前的行为" if last and last < on else f"自 {item.since} 起启用"


@require_safe
@polite
def matter(request: HttpRequest, code: str) -> HttpResponse:
    """One item: basis with its words, flow, limits, responsibility, telephone."""
    on, found = _asked(request)
    item = found.get(code) if found else None
    if found is None or item is None:
        return lost(request)
    carried = told(_place(), item.procedure, on) if item.procedure else None
    return page(request, "matter", {
        "title": item.name, "item": item, "version": found, "state": _state(item, on), "on": on, "past": on < today(),
        "facts": _facts(item), "basis": [(a.zh(), _words(a, on)) for a in item.basis], "acts": item.acts, "carried": carried,
        "flow": reverse("zp:flow", args=[item.procedure]) if carried else "",
        "steps": () if carried else [_step(s) for s in item.steps], "duties": [_step(s) for s in item.duties],
        "liability": [_step(s) for s in item.liability],
        "back": reverse("zp:matters") + (f"?on={on}" if on < today() else "")})


def _facts(item: Item) -> list[tuple[str, str]]:
    bureau = house()
    rows = [("事项编码", item.code), ("事项类型", item.kind.zh), ("行使主体", item.holder), ("行使层级", item.level),
            ("委托行使", "、".join(item.delegated)), ("监督投诉电话", item.phone or (bureau.phone if bureau else "")),
            ("备注", "；".join(x for x in (item.note, "推定事项（演示）" if item.presumed else "") if x))]
    return [(label, value) for label, value in rows if value]


def _words(article: Article, on: date) -> str:
    """The words as they stood; of a lapsed law those of its last day. Empty when the text is not imported."""
    end = last_day(article.law)
    return article_text(article, min(on, end) if end else on) or ""


def _step(step: Step) -> dict[str, Any]:
    return {"zh": step.zh, "text": step.text, "limit": step.limit, "articles": "、".join(a.short() for a in step.articles)}


@require_safe
@polite
def book(request: HttpRequest) -> HttpResponse:
    """The list of the day as a workbook."""
    _, found = _asked(request)
    if found is None:
        return lost(request)
    answer = HttpResponse(powers_file.version_book(found), content_type=powers_file.TYPE)
    answer["Content-Disposition"] = f'attachment; filename="matters_{found.since}.xlsx"'
    return kept(answer, SHORT)


@require_safe
@polite
def table(request: HttpRequest) -> HttpResponse:
    """The list of the day as CSV (UTF-8 with a mark)."""
    on, found = _asked(request)
    if found is None:
        return lost(request)
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow([*powers_file.headings(), "状态"])
    for item in found.items:
        cells = [*powers_file.cells(item), _state(item, on) or "可用"]
        lines.writerow(["'" + c if c.startswith(FORMULA) else c for c in cells])
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="matters_{found.since}.csv"'
    return kept(answer, SHORT)


@require_safe
@polite
def data(request: HttpRequest) -> HttpResponse:
    """The list of the day for machines."""
    on, found = _asked(request)
    if found is None:
        return lost(request)
    plain = {"title": found.title, "number": found.number, "since": found.since.isoformat(),
             "until": found.until.isoformat() if found.until and found.until + timedelta(days=1) <= today() else None,
             "source": found.source, "on": on.isoformat(), "total": len(found.items),
             "by_kind": {k.zh: n for k, n in powers.counts(found.items)},
             "items": [{**powers_file.plain(i), "usable": i.usable(on)} for i in found.items]}
    return kept(JsonResponse(plain, json_dumps_params={"ensure_ascii": False, "indent": 1}), SHORT if on == today() else LONG)
