"""数据与来源: what of the data was compared with the words of the law and what is 依据待核, entry by entry."""
from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhiheng.law import checking, citing, counts
from zhiheng.law.reading import digest
from zhiheng.web.build.law_sources import compared_table, kinds_table, laws_table, open_groups
from zhiheng.web.desk import desk
from zhiheng.web.file_desk import page
from zhiheng.web.parts import Link


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """The figures of docs/law-and-sources.md, made from the data now; the comparison is that of ``zhiheng law check``."""
    today = desk(request).now.date()
    report = _compared(*digest(settings.ZHIHENG_DATA), today)
    entries = tuple(counts.open_entries())
    context = {
        "kinds": kinds_table(counts.by_kind(today)), "laws": laws_table(counts.by_law(today)),
        "compared": compared_table(report) if report else None, "report": report,
        "groups": open_groups(entries, today), "count": len(entries)}
    trail = (Link("法规知识"), Link("法规库", "/law/"), Link("数据与来源"))
    return page(request, "zh/law_sources.html", context, title="数据与来源", crumbs=trail)


@lru_cache(maxsize=2)
def _compared(path: str, stamp: int, today: date) -> checking.Report | None:
    """One comparison a day and import; None without texts. ``path`` is the file of the texts."""
    if not stamp:
        return None
    citing.register_all()
    return checking.check(Path(path).parent.parent, today=today)
