"""Receiving, giving out and archiving photos and documents of any register. Whoever calls has checked who may."""
from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from zhiheng.actions import attachments
from zhiheng.actions.errors import Refusal
from zhiheng.kernel.facts import as_date, parse, schema
from zhiheng.records import store
from zhiheng.records.queries.attachments import kept_one
from zhiheng.web.build.attachments import AddFacts
from zhiheng.web.desk import desk
from zhiheng.web.reading import read

INLINE = frozenset({*attachments.PHOTOS, "application/pdf"})
"""What a browser may show; anything else is only handed over."""
CONTENT_POLICY = "default-src 'none'; img-src 'self'; object-src 'self'; style-src 'unsafe-inline'; sandbox"
AT_ONCE = 30


def receive(request: HttpRequest, register: str, target: object, back: str) -> HttpResponse:
    """Keep the files of a form; what was not kept is said, what was stays kept. Leads back."""
    specs = schema(AddFacts)
    raw, faults = read(specs, request.POST)
    parsed = parse(specs, raw)
    said = [f.says for f in (*faults, *parsed.errors)]
    files = request.FILES.getlist("content")
    if not files:
        said.append("请选择要上传的文件。")
    if len(files) > AT_ONCE:
        said.append(f"一次最多上传 {AT_ONCE} 件。")
    if said:
        for line in said:
            messages.error(request, line)
        return HttpResponseRedirect(back)
    title, kept = str(parsed.values["title"]), 0
    for at, upload in enumerate(files):
        numbered = title + (f"（{at + 1}）" if len(files) > 1 else "")
        try:
            _keep(request, register, target, upload, numbered, as_date(parsed.values, "taken_on"))
            kept += 1
        except Refusal as fault:
            messages.error(request, f"{fault}。")
    if kept:
        messages.success(request, f"已存入 {kept} 件。")
    return HttpResponseRedirect(back)


def _keep(request: HttpRequest, register: str, target: object, upload: UploadedFile, title: str, taken: object) -> None:
    attachments.add(register, target, upload.file, title=title, filename=upload.name or "",  # type: ignore[arg-type]
                    taken_on=taken, by=desk(request).person)  # type: ignore[arg-type]


def serve(request: HttpRequest, register: str, target: object, pk: int) -> HttpResponseBase:
    """The bytes. Shown only when it is a picture or PDF; everything else is handed over as a file."""
    found = kept_one(register, target, pk)
    if found is None or not store.has(found.content):
        raise Http404("没有这件资料")
    inline = found.media_type in INLINE and "download" not in request.GET
    answer = FileResponse(store.open_(found.content), as_attachment=not inline, filename=_filename(found.title, found.media_type),
                          content_type=found.media_type if inline else "application/octet-stream")
    answer.headers["Content-Security-Policy"] = CONTENT_POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def put_away(request: HttpRequest, register: str, target: object, pk: int, back: str) -> HttpResponse:
    """Archive one with the reason of the form. Leads back."""
    found = kept_one(register, target, pk)
    if found is None:
        raise Http404("没有这件资料")
    try:
        attachments.archive(found, request.POST.get("reason", ""), by=desk(request).person)
        messages.success(request, f"「{found.title}」已归档。")
    except Refusal as fault:
        messages.error(request, f"{fault}。")
    return HttpResponseRedirect(back)


_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp", "application/pdf": "pdf",
            "text/plain": "txt"} | {media: ending for ending, media in attachments.OFFICE.items()}


def _filename(title: str, media: str) -> str:
    return f"{title}.{_ENDINGS.get(media, 'bin')}"
