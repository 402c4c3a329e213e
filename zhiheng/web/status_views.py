"""系统状态: for the administrator, without any case content."""

from __future__ import annotations

from itertools import islice

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from zhiheng.actions import fsck
from zhiheng.records.models import File
from zhiheng.web.build import status as build
from zhiheng.web.build.shell import shell
from zhiheng.web.desk import desk, for_posts
from zhiheng.web.parts import Button, Link

MOST = 3000
"""Files that are checked while somebody waits; a larger house uses the command."""
SHOWN = 10

admin_only = for_posts("administrator")


@admin_only
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    context = {
        "title": "系统状态",
        "shell": shell(request, crumbs=(Link("系统管理"), Link("系统状态")), current="/status/"),
        "house": build.house_tables(desk(request)),
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
    cache.set(build.KEPT, {"at": desk(request).now, "files": count, "faults": faults}, None)
    if faults:
        messages.error(request, f"发现 {len(faults)} 处问题，见下表。")
    else:
        messages.success(request, f"{count} 件案卷的记录完整。")
    return HttpResponseRedirect("/status/")
