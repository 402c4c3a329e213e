"""What everybody may see: published, not withdrawn, never blocked. The masked record only; nothing else is read."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from zhiheng.records.clock import now as clock_now
from zhiheng.records.clock import today
from zhiheng.records.grams import bigrams, fold
from zhiheng.records.models import Agency, Paper, Publication
from zhiheng.records.queries.conferrals import acting


@dataclass(frozen=True)
class PublicPage:
    rows: tuple[Publication, ...]
    next: str  # pass as ``after``; "" at the end


def published() -> QuerySet[Publication]:
    """The publications that are public now."""
    return Publication.objects.filter(published_at__lte=clock_now(), withdrawn_at__isnull=True, blocked="")


def public_list(q: str = "", *, kind: str = "", year: str = "", after: str = "", size: int = 30) -> PublicPage:
    """Newest first; ``q`` finds every record that holds all its two-character words. One query."""
    rows = published()
    if kind:
        rows = rows.filter(kind=kind)
    if year.isdigit():
        rows = rows.filter(decided_on__year=int(year))
    for word in bigrams(q)[:12]:
        rows = rows.filter(grams__contains=f" {word} " if len(word) > 1 else word)
    if after.isdigit():
        last = Publication.objects.filter(pk=int(after)).values_list("published_at", "pk").first()
        if last and last[0]:
            rows = rows.filter(Q(published_at__lt=last[0]) | Q(published_at=last[0], pk__lt=last[1]))
    found = list(rows.order_by("-published_at", "-pk")[:size + 1])
    return PublicPage(tuple(found[:size]), str(found[size - 1].pk) if len(found) > size else "")


def public_record(slug: str) -> Publication | None:
    """One public record; None for what is not, or no longer, public."""
    return published().filter(slug=slug).first()


def withdrawn(slug: str) -> bool:
    """Whether this was public once and has been taken back (the page says so instead of "not found")."""
    return Publication.objects.filter(slug=slug, withdrawn_at__isnull=False, published_at__isnull=False).exists()


def authority(agency: Agency, on: date | None = None) -> str:
    """In whose name an agency acts outwardly on a day (today): one that acts under delegation acts in the name of the
    delegating agency (行政处罚法 20-4)."""
    return acting(agency, on or today()).name


def paper_by_code(code: str) -> Paper | None:
    """The paper with this verification code; the page may say its status, never its content."""
    folded = fold(code).upper()
    return Paper.objects.select_related("file", "file__agency__parent").filter(verify_code=folded).first() if folded else None
