"""严重失信主体名单 for everybody: who stands on it and was published, gone with the removal. Nothing else is read.

Only fixed words are shown: the name (of a natural person the surname), code and registered address of the unit, the case in the
order's words, number and day of the decision, the term, the deciding authority. No free text of a file, no number of a person.
"""
from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from zhiheng.kernel.masking import mask_name
from zhiheng.law.procedures.breach.words import GROUNDS, ROLES
from zhiheng.public.limits import polite
from zhiheng.public.page import SHORT, kept, page
from zhiheng.records.clock import today
from zhiheng.records.models import Standing
from zhiheng.records.queries.credit import public_listings
from zhiheng.records.queries.public import authority

MOST = 500
FORMULA = ("=", "+", "-", "@", "\t", "\r")
HEADS = ("名称（姓名）", "统一社会信用代码", "登记注册地址", "列入对象", "列入情形", "决定书文号", "列入日期", "管理期限至", "决定机关")


@dataclass(frozen=True)
class Listed:
    """One on the list, as everybody may read it."""

    name: str
    code: str
    address: str
    role: str
    situation: str
    number: str
    since: str
    until: str
    agency: str

    @property
    def cells(self) -> tuple[str, ...]:
        return (self.name, self.code, self.address, self.role, self.situation, self.number, self.since, self.until, self.agency)


def face(row: Standing) -> Listed:
    """The public face of a row: a person is a surname and a post beside the unit, without code or address."""
    ground = GROUNDS.get(str(row.detail.get("ground") or ""))
    role = dict(ROLES).get(str(row.detail.get("role") or ""), "")
    person = bool(row.person_name)
    assert row.file is not None
    return Listed(
        mask_name(row.person_name) if person else row.enterprise.name, "" if person else row.enterprise.code or "",
        "" if person else row.enterprise.address, f"{row.enterprise.name}{role}" if person else "单位", ground.zh if ground else "",
        str(row.detail.get("number") or ""), row.since.isoformat(), row.until.isoformat() if row.until else "", authority(row.file.agency))


@require_safe
@polite
def listing(request: HttpRequest) -> HttpResponse:
    """The list of today; ``q`` narrows it to units of a name or a code."""
    q = request.GET.get("q", "").strip()[:60].replace("\0", "")
    rows = [face(r) for r in public_listings(today(), q)[:MOST]]
    return page(request, "credit", {"title": "严重失信主体名单", "rows": rows, "q": q, "on": today()})


@require_safe
@polite
def table(request: HttpRequest) -> StreamingHttpResponse:
    """The list of today as CSV (UTF-8 with a mark)."""
    answer = StreamingHttpResponse(_lines(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="credit.csv"'
    return kept(answer, SHORT)  # type: ignore[return-value, arg-type]


def _lines() -> Iterator[str]:
    yield "\ufeff" + _line(HEADS)
    for row in public_listings(today())[:MOST]:
        yield _line(face(row).cells)


def _line(cells: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(["'" + c if c.startswith(FORMULA) else c for c in cells])
    return out.getvalue()
