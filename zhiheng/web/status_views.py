"""系统状态: for the administrator, without any case content."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from zhiheng.actions import fsck
from zhiheng.records.models import File
from zhiheng.records.queries.house import house_state
from zhiheng.records.queries.staff import expiring
from zhiheng.web.build import status as build
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import desk, for_posts
from zhiheng.web.parts import Button, Link

MOST = 3000
"""Files that are checked while somebody waits; a larger house uses the command."""
SHOWN = 10
_KEPT = "zhiheng-fsck"

admin_only = for_posts("administrator")


@admin_only
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    mine = desk(request)
    today = mine.now.date()
    context = {
        "title": "系统状态",
        "shell": shell(request, crumbs=(Link("系统管理"), Link("系统状态")), current="/status/"),
        "lines": build.lines(house_state(mine.now), mine.rules.calendar, today, cache.get(_KEPT)),
        "cards": build.expiring(expiring(mine.scope, today + timedelta(days=60)), today),
        "check": Button("现在检查完整性", "/status/check/", post=True),
    }
    return render(request, "zh/status.html", context)


@admin_only
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Recompute every chain and what belongs to no file; names of files only, never their content."""
    count = File.objects.count()
    if count > MOST:
        messages.warning(request, f"案卷 {count} 件，请在服务器上运行 zhiheng fsck。")
        return HttpResponseRedirect("/status/")
    found = list(islice(fsck.check(blobs=False, derived=False), SHOWN))
    faults = [f"{b.file} {b.says}".strip() for b in found]
    cache.set(_KEPT, {"at": desk(request).now, "files": count, "faults": faults}, None)
    if faults:
        messages.error(request, f"发现 {len(faults)} 处问题，见下表。")
    else:
        messages.success(request, f"{count} 件案卷的记录完整。")
    return HttpResponseRedirect("/status/")
