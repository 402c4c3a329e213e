"""The gallery of parts: every reusable part with example content, for looking and for tests.

Include ``gallery.urlpatterns`` only where DEBUG is on or in the test urls; it reads no data and writes none.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from zhiheng.web import gallery_file, gallery_firm, gallery_form, gallery_home, gallery_states
from zhiheng.web.parts import Link

Builder = Callable[[], dict[str, object]]

PAGES: dict[str, tuple[str, Builder]] = {
    "home": ("工作台", gallery_home.home),
    "file": ("案卷页", gallery_file.file_page),
    "form": ("行为表单", gallery_form.act_form),
    "discretion": ("裁量面板", gallery_form.discretion),
    "inspection": ("检查页", gallery_firm.inspection),
    "list": ("列表", gallery_home.inspections),
    "firm": ("一企一档", gallery_firm.firm),
    "fields": ("字段", gallery_form.fields),
    "states": ("状态与其他", gallery_states.states),
    "login": ("登录", gallery_states.login),
}

SHEET = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 794 1123" font-family="FangSong, serif">
<rect width="794" height="1123" fill="#fff"/>
<g fill="#111" text-anchor="middle">
<text x="397" y="150" font-size="30">云岭区应急管理局</text>
<text x="397" y="206" font-size="36" letter-spacing="10">行政处罚告知书</text>
<text x="397" y="252" font-size="19">（云）应急罚告〔2026〕__号　草稿</text>
</g>
<g fill="#111" font-size="17">{lines}</g></svg>"""
LINES = (
    "鑫达木业有限公司：",
    "　　经查，你单位于2026年9月28日被检查时，车间内6名新上岗从业人员",
    "未经安全生产教育和培训合格即上岗作业。以上事实有询问笔录、培训台账、",
    "现场照片等证据证实。",
    "　　上述行为违反了《中华人民共和国安全生产法》第二十八条第一款的规定。",
    "依据该法第九十七条第一款第三项，拟对你单位作出罚款人民币叁万捌仟元整",
    "（¥38,000.00）的行政处罚。",
    "　　你单位有权自收到本告知书之日起5个工作日内进行陈述、申辩。",
)


def gallery(request: HttpRequest, name: str = "home") -> HttpResponse:
    """One page of the gallery; an unknown name is not found."""
    if name not in PAGES:
        raise Http404(name)
    title, build = PAGES[name]
    pages = tuple(Link(label, f"/_gallery/{key}/") for key, (label, _) in PAGES.items())
    return render(request, "zh/gallery.html", {"title": title, "name": name, "pages": pages, **build()})


def sheet(request: HttpRequest) -> HttpResponse:
    """A sample page image (SVG) that stands for a rendered paper."""
    lines = "".join(f'<text x="108" y="{320 + 40 * i}">{line}</text>' for i, line in enumerate(LINES))
    return HttpResponse(SHEET.format(lines=lines), content_type="image/svg+xml")


urlpatterns = [
    path("_gallery/", gallery, name="gallery"),
    path("_gallery/sheet.svg", sheet, name="gallery-sheet"),
    path("_gallery/<slug:name>/", gallery, name="gallery-page"),
]
