"""委托书和赋权决定 for everybody: who acts in whose name, for what, up to which fine, until when (行政处罚法 20-2, 24-1)."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhiheng.actions import power_lists  # noqa: F401  registers the keeper of the bureau's sheets
from zhiheng.law import powers
from zhiheng.law.gates_mandate import INSPECTION, ceiling_words
from zhiheng.law.procedures.penalty.words import KINDS
from zhiheng.public.limits import polite
from zhiheng.public.page import page
from zhiheng.records.clock import today
from zhiheng.records.models import Conferral
from zhiheng.records.queries.conferrals import documents, in_force_rows


@require_safe
@polite
def listing(request: HttpRequest) -> HttpResponse:
    """Every published agreement and decision that holds today, with its items, ceiling and term."""
    on = today()
    rows = list(in_force_rows(on))
    said = documents(rows)
    return page(request, "delegations", {"title": "委托执法与赋权", "on": on, "rows": [_told(r, said.get(r.pk, {}), on) for r in rows]})


def _told(row: Conferral, said: Mapping[str, Any], on: date) -> dict[str, Any]:
    listed = powers.version(row.grantor.place_id, on)
    named = {i.code: i.name for i in listed.items} if listed else {}
    delegated = row.kind == "delegation"
    return {
        "grantee": row.grantee.name, "grantor": row.grantor.name, "delegated": delegated, "no": row.document_no,
        "title": str(said.get("title") or "行政执法委托书"), "basis": row.basis, "since": row.since, "until": row.until,
        "published": row.published_on, "areas": "、".join(row.areas) or "全部辖区", "inspection": INSPECTION in row.items,
        "items": [(c, named.get(c, "")) for c in row.items if c != INSPECTION],
        "kinds": "、".join(dict(KINDS).get(k, k) for k in said.get("kinds") or ()),
        "limit": ceiling_words({"ceiling": row.ceiling_fen, "below": said.get("bound") == "below"}),
        "name": row.grantor.name if delegated else row.grantee.name,
        "review": row.grantor.government if delegated else row.grantee.government,
        "court": row.grantor.court if delegated else row.grantee.court, "phone": row.grantor.phone}
