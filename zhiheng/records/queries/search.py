"""One box for everything: enterprises by two characters or initials, files and numbers in any brackets, people, law."""
from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Q

from zhiheng.kernel.article import Article
from zhiheng.records import models as m
from zhiheng.records.grams import fold, fold_number
from zhiheng.records.queries.lists import enterprises_named
from zhiheng.records.queries.scope import Scope

GROUP = 5
_NUMBERISH = re.compile(r"\d{4}.{0,3}\d|号$|[A-Za-z]+-\d{4}")


@dataclass(frozen=True)
class Found:
    """Hits by group, at most five each. ``exact`` is the one file or enterprise whose number was typed in full."""

    enterprises: tuple[m.Enterprise, ...] = ()
    files: tuple[m.File, ...] = ()
    numbers: tuple[m.DocumentNumber, ...] = ()
    people: tuple[m.Person, ...] = ()
    article: Article | None = None
    exact: m.File | m.Enterprise | None = None

    @property
    def empty(self) -> bool:
        return not (self.enterprises or self.files or self.numbers or self.people or self.article)


def search(q: str, scope: Scope, *, group: int = GROUP) -> Found:
    """What the scope may see of ``q``; nothing for an empty box. Seven queries at most."""
    text = q.strip()[:80]
    if not text or not scope.mandates:
        return Found()
    firms = _enterprises(text, scope, group)
    files = tuple(_files(text, scope, [f.pk for f in firms], group))
    numbers = _numbers(text, scope, group)
    exact = _exact(text, firms, files, numbers)
    return Found(firms, files, numbers, _people(text, scope, group), _article(text), exact)


def _enterprises(text: str, scope: Scope, group: int) -> tuple[m.Enterprise, ...]:
    folded = fold(text)
    if not folded:
        return ()
    hits = Q(pk__in=enterprises_named(text))
    if re.fullmatch(r"[0-9a-z]{4,18}", folded):
        hits |= Q(code__startswith=folded.upper())
    rows = list(scope.enterprises.filter(hits).order_by("name")[:group * 8])
    whole = [r for r in rows if folded in fold(r.name) or folded in r.initials or (r.code or "").lower().startswith(folded)]
    return tuple(sorted(whole, key=lambda r: (not fold(r.name).startswith(folded), len(r.name), r.name))[:group])


def _files(text: str, scope: Scope, firms: list[int], group: int) -> list[m.File]:
    hits = Q(no__icontains=text) | Q(title__icontains=text)
    if firms:
        hits |= Q(enterprise__in=firms)
    return list(scope.files.filter(hits).select_related("enterprise").order_by("-opened_at", "-pk")[:group])


def _numbers(text: str, scope: Scope, group: int) -> tuple[m.DocumentNumber, ...]:
    if not _NUMBERISH.search(text):
        return ()
    folded = fold_number(text)
    if not folded:
        return ()
    rows = m.DocumentNumber.objects.filter(folded__contains=folded, file__in=scope.files).select_related("file")
    return tuple(sorted(rows[:group * 4], key=lambda n: (n.folded != folded, len(n.folded), n.text))[:group])


def _people(text: str, scope: Scope, group: int) -> tuple[m.Person, ...]:
    folded = fold(text)
    return tuple(scope.people.filter(Q(name__startswith=text) | Q(initials__startswith=folded or "\0"))
                 .order_by("name")[:group])


def _article(text: str) -> Article | None:
    """安全生产法97, 行政处罚法第四十五条; a document number is not an article here."""
    try:
        found = Article.parse(text)
    except ValueError:
        return None
    return found if found.article and re.search(r"[法例定则]$|办法$|解释", found.law) else None


def _exact(text: str, firms: tuple[m.Enterprise, ...], files: tuple[m.File, ...],
           numbers: tuple[m.DocumentNumber, ...]) -> m.File | m.Enterprise | None:
    for file in files:
        if file.no.lower() == text.lower():
            return file
    for number in numbers:
        if number.folded == fold_number(text):
            return number.file
    return next((f for f in firms if f.code and f.code.lower() == fold(text)), None)
