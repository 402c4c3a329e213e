"""Which enterprises fit the words and filters of the register's one search box?"""
from __future__ import annotations

import json
import re
from collections.abc import Mapping

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from zhiheng.kernel import supervision
from zhiheng.records.grams import fold
from zhiheng.records.models import Enterprise, EnterpriseGram
from zhiheng.records.queries import doubles
from zhiheng.records.queries.lists import enterprises_named

FILTERS = ("q", "grade", "area", "field", "hazard", "key", "running", "standard", "industry", "parent", "doubtful", "unplaced")
NONE = "none"
"""The value of a filter that asks for those without: no grade, no standard, no industry code."""


def narrowed(found: QuerySet[Enterprise], filters: Mapping[str, str]) -> QuerySet[Enterprise]:
    """Apply the filters, all optional and of text; unknown names are ignored.

    q: part of a name or former name (two characters), pinyin initials, part of a number from its head, a word of a field
    or hazard. grade: A to D or none. area; field and hazard: a word. key: key, general. running: a word, 在营 also where
    nothing is said. standard: 一级 to 三级 or none. industry: head of the code, or none (a word without its code).
    parent: id of the enterprise above. doubtful, unplaced: any value. Queries of the caller stay the caller's; doubtful
    asks two more.
    """
    for name in ("grade", "standard"):
        if filters.get(name):
            found = found.filter(**{name: "" if filters[name] == NONE else filters[name]})
    if filters.get("area"):
        found = found.filter(area=filters["area"])
    for name in ("field", "hazard"):
        if filters.get(name):
            found = found.filter(_worded(f"{name}s", filters[name]))
    return _searched(_stated(found, filters), filters.get("q", "").strip()[:80])


def _stated(found: QuerySet[Enterprise], filters: Mapping[str, str]) -> QuerySet[Enterprise]:
    if filters.get("key"):
        found = found.filter(key_unit=True) if filters["key"] == "key" else found.exclude(key_unit=True)
    if filters.get("running"):
        said = filters["running"]
        found = found.filter(running__in=["", said], closed_on=None) if said == "在营" else found.filter(running=said)
    code = filters.get("industry", "")
    if code == NONE:
        found = found.filter(industry_code="").exclude(industry="")
    elif code:
        found = found.filter(industry_code__startswith=code)
    if filters.get("parent", "").isdecimal():
        found = found.filter(parent=int(filters["parent"]))
    if filters.get("doubtful"):
        found = found.filter(pk__in=doubles.suspected(found))
    if filters.get("unplaced"):
        found = found.filter(latitude=None)
    return found


def _worded(column: str, word: str) -> Q:
    """Enterprises with a word of a field or hazard: by the index where the word is known, else in the list as text."""
    mark = supervision.mark_of(word)
    if mark:
        return Q(pk__in=EnterpriseGram.objects.filter(gram=mark).values("enterprise"))
    # A short JSON list of words; as text it can be asked on both databases (SQLite keeps ASCII escapes).
    told = Q(pk__in=())
    listed = Enterprise.objects.alias(words=Cast(column, TextField()))
    for written in {json.dumps(word), json.dumps(word, ensure_ascii=False)}:
        told |= Q(pk__in=listed.filter(words__contains=written).values("pk"))
    return told


def _searched(found: QuerySet[Enterprise], text: str) -> QuerySet[Enterprise]:
    if not text:
        return found
    hits = Q(pk__in=enterprises_named(text))
    folded = fold(text)
    if re.fullmatch(r"[0-9a-z]{2,18}", folded):
        hits |= Q(code__startswith=folded.upper()) | Q(former_codes__icontains=folded) if len(folded) > 9 else Q(
            code__startswith=folded.upper())
    marks = {supervision.mark_of(word) for _, word in supervision.named_like(text)}
    if marks:
        hits |= Q(pk__in=EnterpriseGram.objects.filter(gram__in=marks).values("enterprise"))
    return found.filter(hits)


def offered(text: str) -> list[tuple[str, str]]:
    """The filters that a searched text suggests: (field or hazard, word)."""
    return supervision.named_like(text.strip()[:20])
