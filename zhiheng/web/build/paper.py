"""The page of one paper."""
from __future__ import annotations

from typing import Any

from zhiheng.kernel.procedure import Procedure
from zhiheng.records.models import Event, Paper, Person
from zhiheng.web.build.law_words import minute
from zhiheng.web.build.papers import STATUS
from zhiheng.web.build.routes import short
from zhiheng.web.links import file_href, paper_href
from zhiheng.web.parts import Badge, Band, Link, SignRoute, SignStep
from zhiheng.web.parts_form import PageImage, PaperPreview


def paper_page(paper: Paper, procedure: Procedure, intact: bool) -> dict[str, Any]:
    """Pages, signatures, versions, the code by which anybody may check it. Three queries."""
    event = Event.objects.get(file=paper.file, seq=paper.event_seq)
    names = dict(Person.objects.filter(pk__in=[s[1] for s in event.signers]).values_list("pk", "name"))
    act = procedure.act(event.act)
    steps = tuple(SignStep(short(step), names.get(who[1], who[1]), "done")
                  for step, who in zip(act.route, event.signers, strict=False))
    others = Paper.objects.filter(file=paper.file, code=paper.code, subject=paper.subject).order_by("version")
    versions = tuple(Link(f"第 {x.version} 版 {minute(x.made_at)}", "" if x.pk == paper.pk else paper_href(x.pk))
                     for x in others)
    pages = tuple(PageImage(f"/papers/{paper.pk}/pages/{n}.png", n, f"{paper.zh}第 {n} 页")
                  for n in range(1, paper.pages + 1))
    view = PaperPreview(paper.code, paper.zh, pages if intact else (), f"/papers/{paper.pk}.pdf",
                        "定稿 · 所见即签署的文件")
    broken = Band("文件缺失或者被改动，与签署时的指纹不符", "late", detail="请报告系统管理员，并运行「zhiheng fsck」。")
    return {
        "paper": paper, "view": view, "broken": None if intact else broken, "badge": STATUS.get(
            paper.status, Badge("定稿", "done", "frozen")),
        "route": SignRoute(steps) if steps else None, "versions": versions if len(versions) > 1 else (),
        "facts": tuple((k, v) for k, v in (
            ("文号", paper.no), ("对象", paper.subject_name), ("版本", f"第 {paper.version} 版"), ("定稿", minute(paper.made_at)),
            ("作出", minute(event.occurred_at)), ("页数", str(paper.pages)), ("卷", "副卷" if paper.volume == "sub" else "正卷"),
            ("核验码", paper.verify_code), ("指纹", paper.sha256)) if v),
        "act": Link(f"来自「{act.zh}」", f"{file_href(paper.file.no)}#timeline"), "file": Link(paper.file.no, file_href(
            paper.file.no)), "intact": intact}
