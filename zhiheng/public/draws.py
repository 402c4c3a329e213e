"""双随机抽查 for everybody: the promise before, the record after, and what the inspections found (一公开)."""
from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhiheng.kernel import masking
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.draw import Pool
from zhiheng.public.limits import polite
from zhiheng.public.page import SHORT, kept, page
from zhiheng.public.rows import row as shown
from zhiheng.public.views import lost
from zhiheng.records.models import Draw, DrawPick, Publication
from zhiheng.records.queries.draw_pages import picks_of, published, redraws
from zhiheng.records.queries.draws import partners, pool_of, stored
from zhiheng.records.queries.public import published as results

SIZE, SHOWN = 30, 500
STATES = {"committed": ("已公布承诺，待揭晓", "due"), "revealed": ("已揭晓，结果待公布", "due"), "published": ("结果已公布", "done"),
          "closed": ("已全部检查", "done"), "void": ("已作废", "rest")}
OUT = ("published", "closed", "void")
"""States in which the record is public, when there is one."""
PROMISE = (("名录指纹", "pool_hash"), ("秘密值的指纹", "secret_hash"), ("承诺书指纹", "hash"), ("公开随机源", "public_source"))


@require_safe
@polite
def listing(request: HttpRequest) -> HttpResponse:
    """Newest promise first, 30 a page; by year and agency."""
    everything = published()
    years = [str(y) for y in everything.order_by("-year").values_list("year", flat=True).distinct()]
    agencies = list(everything.order_by("agency__path").values_list("agency__code", "agency__name").distinct())
    year = request.GET.get("year", "") if request.GET.get("year", "") in years else ""
    agency = request.GET.get("agency", "") if request.GET.get("agency", "") in dict(agencies) else ""
    rows = everything.filter(**({"year": int(year)} if year else {}), **({"agency__code": agency} if agency else {}))
    after = published(request.GET.get("after", "")[:24]).first() if request.GET.get("after") else None
    if after is not None:
        rows = rows.filter(committed_at__lte=after.committed_at).exclude(committed_at=after.committed_at, pk__gte=after.pk)
    found = list(rows[:SIZE + 1])
    here, asked = reverse("zp:draws"), {k: v for k, v in (("year", year), ("agency", agency), ("size", request.GET.get("size", ""))) if v}
    further = f"{here}?{urlencode(asked | {'after': found[SIZE - 1].number})}" if len(found) > SIZE else ""
    return page(request, "draws", {
        "title": "双随机抽查", "rows": [(r, *STATES[r.state], _minute(r.due_at)) for r in found[:SIZE]], "further": further, "here": here,
        "first": after is None, "years": [(y, _with(here, asked, year=y)) for y in years], "year": year, "agency": agency,
        "all_years": _with(here, asked, year=""), "all_agencies": _with(here, asked, agency=""),
        "agencies": [(code, name, _with(here, asked, agency=code)) for code, name in agencies]})


def _with(here: str, asked: dict[str, str], **more: str) -> str:
    said = {k: v for k, v in (asked | more).items() if v}
    return f"{here}?{urlencode(said)}" if said else here


@require_safe
@polite
def one(request: HttpRequest, number: str) -> HttpResponse:
    """One draw: what was promised, who was drawn, what came of each place."""
    row = published(number).select_related("file").first() if re.fullmatch(r"[A-Za-z0-9-]{4,24}", number) else None
    if row is None:
        return lost(request)
    pool, said = pool_of(row), row.commitment
    transcript = stored(row.transcript) if row.state in OUT else None
    state, tone = STATES[row.state]
    facts = [(zh, str(said.get(key, ""))) for zh, key in PROMISE] + [("公开随机数产生时间", _minute(row.due_at))]
    facts += [("公开随机数", row.public_number)] if row.public_number and transcript else []
    first, last = (pool.settings.get("visits_from", ""), pool.settings.get("visits_to", "")) if pool else ("", "")
    return page(request, "draw", {
        "title": f"{row.number} {row.title}", "d": row, "state": state, "tone": tone, "promise": [f for f in facts if f[1]],
        "committed": _minute(row.committed_at), "due": _minute(row.due_at), "revealed": _minute(row.revealed_at),
        "voided": _minute(row.voided_at), "why_void": _plain(row.void_reason), "replaces": _origin(row),
        "replace_reason": str(said.get("reason", "")),
        "pool": _directories(pool) if pool else None, "partners": partners(pool) if pool else (),
        "items": pool.rows["item"] if pool else (), "period": f"{first} 至 {last}" if first else "",
        "places": _places(row, transcript) if transcript else (), "total": len(transcript["result"]) if transcript else 0, "shown": SHOWN,
        "record": reverse("zp:draw_transcript", args=[row.number]) if transcript else "",
        "check": f"{reverse('zp:draw_check')}?number={row.number}" if transcript else ""})


@require_safe
@polite
def commitment(request: HttpRequest, number: str) -> HttpResponse:
    """The promise as a file, to keep until the reveal."""
    row = published(number).first()
    if row is None:
        return lost(request)
    answer = HttpResponse(json.dumps(row.commitment, ensure_ascii=False, indent=1), content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{row.number}-commitment.json"'
    return kept(answer, SHORT)


def _minute(at: Any) -> str:
    return f"{at.astimezone(TZ):%Y-%m-%d %H:%M}" if at else ""


def _plain(reason: str) -> str:
    """A reason is free text: with anything personal in it only that there is one is told."""
    return "理由含有不公开的内容" if masking.scan(reason) else reason


def _origin(row: Draw) -> tuple[str, str]:
    """(place drawn anew, address of its draw); two empty texts for a draw of its own."""
    place = str(row.settings.get("replaces") or "")
    return (place, reverse("zp:draw", args=[place.rpartition("/")[0]])) if place else ("", "")


def _directories(pool: Pool) -> dict[str, Any]:
    """How many are in, out and why, of each stratum how many are drawn."""
    inside = Counter(r[2] for r in pool.rows["candidate"])
    return {"inside": len(pool.rows["candidate"]), "out": len(pool.rows["excluded"]), "officers": len(pool.rows["officer"]),
            "reasons": Counter(r[2] for r in pool.rows["excluded"]).most_common(), "recusals": len(pool.rows["recusal"]),
            "strata": [(title, inside[key], take) for key, title, take in pool.rows["stratum"]]}


def _places(row: Draw, transcript: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines of the record with what came of each: the result as it was published, and no word beyond it."""
    picks, anew = {p.rank: p for p in picks_of(row)}, redraws(row)
    out = {p.file_id: p for p in results().filter(kind="inspection", file__in=[p.visit_id for p in picks.values() if p.visit_id])}
    names = {o[0]: o[1] for o in transcript["pool"]["officer"]}
    firms = {c[0]: c[1] for c in transcript["pool"]["candidate"]}
    titles = {s[0]: s[1] for s in transcript["pool"]["stratum"]}
    return [{"rank": rank, "name": firms.get(key, key), "stratum": titles.get(stratum, stratum), "says": says,
             "officers": "、".join(names.get(o, o) for o in officers), **_came(row, picks.get(rank), anew.get(rank), out)}
            for rank, key, stratum, officers, says in transcript["result"][:SHOWN]]


def _came(row: Draw, pick: DrawPick | None, anew: Draw | None, out: dict[int, Publication]) -> dict[str, Any]:
    if row.state == "void" or pick is None:
        return {"came": "本批已作废，不据此检查", "tone": "rest"}
    if pick.state == "replaced":
        number = anew.number if anew is not None and anew.committed_at else ""
        return {"came": f"已补抽：{_plain(pick.reason)}", "tone": "rest", "to": reverse("zp:draw", args=[number]) if number else "", "to_zh": number}
    if pick.visit_id in out:
        told = shown(out[pick.visit_id])
        return {"came": f"{told.field('检查日期') or told.decided_on} 已检查：{told.summary}", "tone": "done",
                "to": reverse("zp:record", args=[told.slug]), "to_zh": "检查结果"}
    if pick.state == "visited":
        return {"came": "已检查，结果待公开", "tone": "due"}
    return {"came": "检查中" if pick.visit_id else "待检查", "tone": "due"}
