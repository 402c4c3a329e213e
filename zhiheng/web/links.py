"""Addresses of pages, in one place. Filters always live in the query string."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

LISTS = {
    "inspection": "/inspections/",
    "rectification": "/rectifications/",
    "penalty_ordinary": "/penalties/",
    "delegation": "/conferrals/",
    "power_assignment": "/conferrals/",
    "competence": "/competence/",
    "annual_plan": "/plans/",
}


def file_href(no: str) -> str:
    return f"/files/{quote(no)}/"


def act_href(no: str, act: str, subject: str = "") -> str:
    """The form of an act; ``subject`` chooses for whom."""
    return with_query(f"/files/{quote(no)}/acts/{quote(act)}/", {"subject": subject})


def draft_href(no: str, seq: int) -> str:
    """A draft on its way: read, sign, return."""
    return f"/files/{quote(no)}/drafts/{seq}/"


def paper_href(paper_id: int) -> str:
    return f"/papers/{paper_id}/"


def enterprise_href(code: str | None, pk: int) -> str:
    """By credit code; an enterprise without one by its register number."""
    return f"/enterprises/{quote(code)}/" if code else f"/enterprises/id-{pk}/"


def law_page_href(law: str) -> str:
    """A law with its chapters."""
    return f"/law/{quote(law, safe='')}/"


def person_href(username: str) -> str:
    return f"/officers/{quote(username)}/"


def with_query(path: str, query: Mapping[str, str]) -> str:
    """``path`` with the parameters that have a value."""
    kept = {k: v for k, v in query.items() if v}
    return f"{path}?{urlencode(kept)}" if kept else path
