"""Is the paper in my hand genuine? Always one of four answers, never an error, never the paper's content."""
from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from zhiheng.kernel.clock import TZ
from zhiheng.public.limits import polite
from zhiheng.public.page import page
from zhiheng.records.grams import fold
from zhiheng.records.models import Paper, Publication
from zhiheng.records.queries.public import authority, paper_by_code

VALID, CORRECTED, WITHDRAWN, UNKNOWN = "真实有效", "真实，已被更正", "已撤销并撤回公开", "查无此件"
_TONES = {VALID: "done", CORRECTED: "done-late", WITHDRAWN: "late", UNKNOWN: "late"}
_SAYS = {
    VALID: "本系统制作过这份文书，现行有效（未变更、未撤销）。请核对文书名称、文号、日期与您手中的是否一致。",
    CORRECTED: "本系统制作过这份文书，后来已制作新的一份代替它，请以新的为准。",
    WITHDRAWN: "本系统制作过这份文书，它已被撤销，公开的信息已经撤回，不再有效。",
    UNKNOWN: "没有这个核验码。请核对是否看错、漏输；仍查不到的，可能不是本机关的文书，请拨打本机关公布的电话核实。",
}
DECISION = "penalty_decision"
MOST = 20 * 1024 * 1024


@dataclass(frozen=True)
class Shown:
    """What may be said of a genuine paper: nothing of whom it concerns."""

    zh: str
    no: str
    agency: str
    made_on: str
    pages: int
    sha256: str


def answer_for(paper: Paper | None) -> str:
    """One of the four answers."""
    if paper is None:
        return UNKNOWN
    if paper.status == "void" or _withdrawn(paper):
        return WITHDRAWN
    return CORRECTED if paper.status == "superseded" else VALID


@require_http_methods(["GET", "HEAD"])
@polite
def ask(request: HttpRequest) -> HttpResponse:
    """Type the code that is printed on the paper; a scanned one leads to its answer directly."""
    code = fold(request.GET.get("code", ""))[:40]
    if code:
        more = "?size=large" if request.GET.get("size") == "large" else ""
        return HttpResponseRedirect(reverse("zp:verify", args=[code.upper()]) + more)
    return page(request, "verify", {"title": "扫码核验", "answer": "", "asked": "code" in request.GET})


@csrf_exempt  # nothing is changed and nobody is logged in: a file is compared and forgotten
@require_http_methods(["GET", "HEAD", "POST"])
@polite
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """The answer for one code; POST with ``file`` also says whether that PDF is the one that was sealed."""
    paper = paper_by_code(code[:40])
    answer = answer_for(paper)
    context = {"title": answer, "answer": answer, "tone": _TONES[answer], "says": _SAYS[answer], "code": code[:40],
               "checked_file": ""}
    if paper is not None:
        context |= {"paper": _shown(paper), "newer": _newer(paper) if answer == CORRECTED else "",
                    "public": _public_page(paper) if answer == VALID else "",
                    "checked_file": _compared(request, paper) if request.method == "POST" else ""}
    return page(request, "verify", context, age=0)


def _shown(paper: Paper) -> Shown:
    day = paper.made_at.astimezone(TZ).date()
    return Shown(paper.zh, paper.no, authority(paper.file.agency, day), day.isoformat(), paper.pages,
                 paper.sha256)


def _newer(paper: Paper) -> str:
    """The code of the paper that took this one's place."""
    found = Paper.objects.filter(file=paper.file, code=paper.code, subject=paper.subject,
                                 version__gt=paper.version).order_by("version").last()
    return found.verify_code if found else ""


def _publication(paper: Paper) -> Publication | None:
    if not paper.code.startswith(DECISION):
        return None
    return Publication.objects.filter(file=paper.file, kind="penalty", party=paper.subject,
                                      published_at__isnull=False).first()


def _withdrawn(paper: Paper) -> bool:
    row = _publication(paper)
    return row is not None and row.withdrawn_at is not None


def _public_page(paper: Paper) -> str:
    row = _publication(paper)
    return reverse("zp:record", args=[row.slug]) if row is not None and not row.blocked else ""


def _compared(request: HttpRequest, paper: Paper) -> str:
    """same, other, or none (no file came, or one too large to be a paper)."""
    given = request.FILES.get("file")
    if not isinstance(given, UploadedFile) or not given.size or given.size > MOST:
        return "none"
    seen = hashlib.sha256()
    for chunk in given.chunks():
        seen.update(chunk)
    return "same" if seen.hexdigest() == paper.sha256 else "other"
