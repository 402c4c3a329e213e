"""The administrator brings statute texts: every file is shown for what it is before anything is kept."""
from __future__ import annotations

import re
import secrets
import shutil
import time
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from zhiheng.law.reading import text_dir
from zhiheng.law.texts import KINDS, MOST_BYTES, Incoming, Source, in_upload, keep, look
from zhiheng.web.build.law_pages import incoming_table
from zhiheng.web.desk import for_posts
from zhiheng.web.file_desk import page
from zhiheng.web.parts import Link

OLD = 24 * 3600
"""Seconds after which files that were looked at and never kept are thrown away."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_posts("administrator")
def bring(request: HttpRequest) -> HttpResponse:
    """Choose files; see what each is; keep the laws among them. The files wait in the data folder in between."""
    if request.method != "POST":
        return _page(request)
    token = request.POST.get("token", "")
    if request.POST.get("do") == "keep" and re.fullmatch(r"[0-9a-f]{32}", token):
        return _keep(request, _waiting() / token)
    given = request.FILES.getlist("texts")
    if not given:
        return _page(request, fault="没有选文件。请选一个或几个 Markdown 文件，或者一个 ZIP 压缩包。")
    if sum(f.size or 0 for f in given) > MOST_BYTES:
        return _page(request, fault=f"文件合计超过 {MOST_BYTES // 1_000_000} MB，请分几次导入。")
    token = secrets.token_hex(16)
    _store(_waiting() / token, given)
    return _shown(request, token)


def _shown(request: HttpRequest, token: str) -> HttpResponse:
    try:
        found = _look(_waiting() / token)
    except ValueError as fault:
        return _page(request, fault=str(fault))
    able = sum(f.state in ("new", "changed") for f in found)
    return _page(request, found=found, token=token if able else "", able=able)


def _keep(request: HttpRequest, folder: Path) -> HttpResponse:
    if not folder.is_dir():
        return _page(request, fault="这些文件已经导入或者放置超过一天，请重新选择。")
    found = _look(folder)
    kept = [f for f in found if f.state in ("new", "changed")]
    keep(found, settings.ZHIHENG_DATA)
    shutil.rmtree(folder, ignore_errors=True)
    messages.success(request, f"已导入 {len(kept)} 部法规文本。" if kept else "没有新的文本，未作改动。")
    return HttpResponseRedirect("/law/?state=text")


def _look(folder: Path) -> list[Incoming]:
    sources: list[Source] = []
    for path in sorted(folder.iterdir()):
        sources += in_upload(path.name.partition("-")[2], path.read_bytes())
    return list(look(sources, settings.ZHIHENG_DATA))


def _store(folder: Path, given: list[UploadedFile]) -> None:
    """Under numbers, so that no name of a file decides where it lies."""
    _sweep()
    folder.mkdir(parents=True)
    for n, upload in enumerate(given):
        name = re.sub(r"[/\\\x00]", "_", str(upload.name or "无名"))
        (folder / f"{n:03}-{name[-150:]}").write_bytes(upload.read())


def _waiting() -> Path:
    return text_dir(settings.ZHIHENG_DATA) / "waiting"


def _sweep() -> None:
    for folder in _waiting().glob("*"):
        if folder.is_dir() and time.time() - folder.stat().st_mtime > OLD:
            shutil.rmtree(folder, ignore_errors=True)


def _page(request: HttpRequest, *, found: list[Incoming] | None = None, token: str = "", able: int = 0,
          fault: str = "") -> HttpResponse:
    context = {"found": incoming_table(found) if found is not None else None, "token": token, "able": able, "fault": fault,
               "kinds": ",".join((*KINDS, ".zip")), "count": len(found or ())}
    trail = (Link("法规知识"), Link("法规库", "/law/"), Link("导入文本"))
    return page(request, "zh/law_import.html", context, title="导入法规文本", crumbs=trail, status=422 if fault else 200)
