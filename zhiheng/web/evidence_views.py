"""Evidence: taken into the file with its hash, looked at, never changed."""
from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.actions import evidence
from zhiheng.actions.errors import NotAllowed
from zhiheng.kernel.facts import FactError, as_datetime, parse, schema
from zhiheng.records import store
from zhiheng.records.models import Evidence, Finding
from zhiheng.web.build.evidence_pages import UploadFacts, evidence_page, upload_page
from zhiheng.web.desk import case_reader, desk
from zhiheng.web.file_desk import crumbs, device, page, visible_file
from zhiheng.web.links import file_href
from zhiheng.web.reading import read

LARGEST = 200 << 20
INLINE = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "application/pdf", "video/mp4", "audio/mpeg",
                    "audio/mp4"})
"""What a browser may show; anything else is only handed over."""
CONTENT_POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; object-src 'self'; style-src 'unsafe-inline'; sandbox"


@case_reader
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, no: str) -> HttpResponse:
    """收入证据: one or several pieces of the same kind at once; the hash is made before anything else."""
    mine = desk(request)
    file = visible_file(mine, no)
    specs = schema(UploadFacts)
    raw, faults = read(specs, request.POST) if request.method == "POST" else (_offered(request), [])
    errors: list[FactError] = list(faults)
    if request.method == "POST":
        parsed = parse(specs, raw)
        errors += list(parsed.errors)
        files = request.FILES.getlist("content")
        if not files:
            errors.append(FactError("content", "请选择要收入的文件。"))
        errors += [FactError("content", f"「{f.name}」是空文件。") for f in files if not f.size]
        errors += [FactError("content", f"「{f.name}」超过 {LARGEST >> 20} MB。") for f in files if (f.size or 0) > LARGEST]
        if not errors:
            try:
                made = [_store(request, no, f, parsed.values, i, len(files)) for i, f in enumerate(files)]
                messages.success(request, f"已收入 {len(made)} 项证据：{'、'.join(f'{e.key} {e.title}' for e in made)}。")
                return HttpResponseRedirect(f"{file_href(no)}#evidence")
            except NotAllowed as fault:
                errors.append(FactError("", f"{fault}。"))
    findings = list(Finding.objects.filter(file=file).order_by("pk"))
    context = upload_page(file, raw, errors, findings, mine)
    return page(request, "zh/evidence_add.html", context, title=f"收入证据 {no}", crumbs=crumbs(file, "收入证据"),
                status=422 if errors else 200)


def _offered(request: HttpRequest) -> dict[str, str]:
    """What a link already knows of the piece: its kind, its title (the check item it belongs to), its place."""
    return {name: request.GET[name][:150] for name in ("kind", "title", "place") if request.GET.get(name)}


def _store(request: HttpRequest, no: str, upload: object, values: dict[str, object], index: int, of: int) -> Evidence:
    """One uploaded file; several of one form are numbered in their titles."""
    mine = desk(request)
    title = str(values["title"]) + (f"（{index + 1}）" if of > 1 else "")
    taken = as_datetime(values, "captured_at")
    name, kind = str(getattr(upload, "name", "")), str(getattr(upload, "content_type", ""))
    return evidence.add(
        no, upload.file, title=title, kind=str(values["kind"]), actor=mine.person, filename=name,  # type: ignore[attr-defined]
        media_type=kind, captured_at=taken, captured_by=mine.person if taken else None,
        place=str(values.get("place") or ""), finding=str(values.get("finding") or ""), notes=str(values.get("notes") or ""),
        device=device(request), limit=LARGEST)


@case_reader
@require_safe
def show(request: HttpRequest, no: str, key: str) -> HttpResponse:
    """One piece of evidence with when, where, by whom, what it proves, and whether it still is what was taken."""
    found = _item(request, no, key)
    intact = store.intact(found.sha256)
    return page(request, "zh/evidence.html", evidence_page(found, intact), title=f"{found.key} {found.title}",
                crumbs=crumbs(found.file, found.key))


@case_reader
@require_safe
def content(request: HttpRequest, no: str, key: str) -> HttpResponseBase:
    """The bytes. Shown only when it is a picture, film, sound or PDF; everything else is handed over as a file."""
    found = _item(request, no, key)
    if not store.has(found.sha256):
        raise Http404("证据文件缺失")
    inline = found.media_type in INLINE and "download" not in request.GET
    answer = FileResponse(store.open_(found.sha256), as_attachment=not inline, filename=found.filename or found.key,
                          content_type=found.media_type if inline else "application/octet-stream")
    answer.headers["Content-Security-Policy"] = CONTENT_POLICY
    return answer


def _item(request: HttpRequest, no: str, key: str) -> Evidence:
    visible_file(desk(request), no, reading=True)
    found = Evidence.objects.select_related("file", "captured_by", "stored_by").filter(file__no=no, key=key).first()
    if found is None:
        raise Http404("没有这项证据")
    return found
