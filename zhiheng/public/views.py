"""Search, lists, records, and the same lists as CSV."""
from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import resolve, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhiheng.public.limits import polite
from zhiheng.public.page import SHORT, kept, page
from zhiheng.public.rows import KINDS, LABELS, LIST_NAMES, SHORT_NAMES, reason_to_show, row
from zhiheng.records.models import Publication
from zhiheng.records.queries.public import public_list, public_record, published

SIZE = 30
_YEAR_WORD = re.compile(r"(?<=\d{4})\s*年?\s*第(?=\d)")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def searched(q: str) -> str:
    """What people type for a number, in the writing of the records: （云）应急罚[2026]年第9号 finds 〔2026〕9号."""
    plain = unicodedata.normalize("NFKC", q).strip()[:60]
    return _YEAR_WORD.sub("", re.sub(r"[\[\]()〔〕【】{}<>\s-]+", "", plain))


@require_safe
@polite
def listing(request: HttpRequest, kind: str = "") -> HttpResponse:
    """Newest first, 30 a page; every page has an address of its own that stays."""
    q, year = request.GET.get("q", "").strip()[:60], _year(request)
    found = public_list(searched(q), kind=kind, year=year, after=_place(request.GET.get("after", "")), size=SIZE)
    here = reverse(LIST_NAMES.get(kind, "zp:home"))
    asked = {k: v for k, v in (("q", q), ("year", year), ("size", request.GET.get("size", ""))) if v}
    further = f"{here}?{urlencode(asked | {'after': found.rows[-1].slug})}" if found.next else ""
    public = published()
    return page(request, "list", {
        "title": KINDS.get(kind, "执法公开"), "kind": kind, "q": q, "year": year, "rows": [row(p) for p in found.rows],
        "further": further, "first": "after" not in request.GET, "here": here, "years": _years(kind),
        "csv": reverse(f"zp:{kind}_csv") if kind else "",
        "tabs": [("", "全部", reverse("zp:home"), public.count())]
        + [(k, zh, reverse(LIST_NAMES[k]), public.filter(kind=k).count()) for k, zh in SHORT_NAMES.items()]})


def _year(request: HttpRequest) -> str:
    given = request.GET.get("year", "")
    return given if re.fullmatch(r"(?:19|20)[0-9]{2}", given) else ""


def _place(slug: str) -> str:
    """Pages go on after a record; outside it is named by its public address only."""
    found = Publication.objects.filter(slug=slug).values_list("pk", flat=True).first() if slug.isalnum() else None
    return str(found) if found else ""


def _years(kind: str) -> list[int]:
    rows = published().filter(decided_on__isnull=False)
    return [day.year for day in (rows.filter(kind=kind) if kind else rows).dates("decided_on", "year", order="DESC")]


@require_safe
@polite
def record(request: HttpRequest, slug: str) -> HttpResponse:
    """One record; 410 with the reason when it was taken back; 404 for what never was public."""
    found = public_record(slug)
    if found is not None:
        shown = row(found)
        return page(request, "record", {"title": f"{shown.party} {shown.kind_zh}", "r": shown,
                                        "back": reverse(LIST_NAMES[shown.kind])})
    gone = Publication.objects.filter(slug=slug, withdrawn_at__isnull=False, published_at__isnull=False).first()
    if gone is None:
        return lost(request)
    reason = reason_to_show(gone)
    says = f"该信息已于 {gone.withdrawn_at:%Y-%m-%d} 撤回公开。" + (f"理由：{reason}" if reason else "")
    return page(request, "said", {"title": "已撤回", "says": says, "basis": "行政处罚法第四十八条第二款"}, status=410)


@require_safe
@polite
def table(request: HttpRequest, kind: str) -> StreamingHttpResponse:
    """The whole list as CSV (UTF-8 with a mark, so that spreadsheets read it), newest first."""
    answer = StreamingHttpResponse(_lines(kind), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
    return kept(answer, SHORT)  # type: ignore[return-value, arg-type]


def _lines(kind: str) -> Iterator[str]:
    yield "\ufeff" + _line(["公开编号", "文号", "当事人", "统一社会信用代码", "机关", "决定或检查日期", "公开日期", "状态", *LABELS[kind]])
    rows = published().filter(kind=kind).order_by("-published_at", "-pk")
    for shown in (row(p) for p in rows.iterator(chunk_size=500)):
        yield _line([shown.slug, shown.doc_no, shown.party, shown.party_code, shown.agency, shown.decided_on,
                     shown.published_on.isoformat(), shown.state, *(shown.field(label) for label in LABELS[kind])])


def _line(cells: list[str]) -> str:
    """One line; a cell that a spreadsheet would run as a formula is made text."""
    out = io.StringIO()
    csv.writer(out).writerow(["'" + c if c.startswith(_FORMULA) else c for c in cells])
    return out.getvalue()


@require_safe
def lost(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Every other address below the portal. One that only lacks its last stroke is led on."""
    if not request.path.endswith("/") and rest and resolve(f"{request.path}/").url_name:  # ours alone has no name
        return HttpResponseRedirect(f"{request.path}/")
    return page(request, "said", {"title": "没有找到", "says": "没有这一页，或者它没有公开。可以按企业、文号、事项查找。"},
                status=404, age=0)
