"""② of the annual plan: the key enterprises and how often each is visited."""
from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhiheng.records.queries import plan_pages as read
from zhiheng.records.queries.caps import cap_of, caps_of
from zhiheng.records.queries.plan_pages import Account
from zhiheng.web.build import plans as build
from zhiheng.web.build import plans_days
from zhiheng.web.build import plans_firms as firms_build
from zhiheng.web.desk import desk
from zhiheng.web.plan_views import may_compile, page, plan_or_404, readers
from zhiheng.web.sheets import MOST, spreadsheet


@readers
@require_safe
def firms(request: HttpRequest, year: int) -> HttpResponse:
    """``?q=`` words of the name, ``?after=`` the page, ``?firm=`` whose number of visits is changed, ``?export=1`` the sheet."""
    mine, plan = desk(request), plan_or_404(request, year)
    acc = read.account(plan, mine.now.date())
    kept = {n: request.GET.get(n, "").strip()[:60] for n in ("q", "after") if request.GET.get(n)}
    found, before, writes = firms_build.matching(acc.firms, kept.get("q", "")), read.visits_before(plan), may_compile(mine, plan)
    wanted, further = (found[:MOST], 0) if "export" in request.GET else firms_build.page_of(found, kept.get("after", ""))
    caps = caps_of(wanted, acc.first_day)
    listed = firms_build.firms_panel(acc, wanted, len(found), caps, before, writes, kept, further)
    if "export" in request.GET:
        return spreadsheet(f"{plan.year}年重点单位名录", [listed.body[0]], [("计划", build.title(plan))], by=mine.person.name, at=mine.now)  # type: ignore[list-item]
    context = {
        "bands": (*build.bands(plan), *plans_days.verdict(acc)), "q": kept.get("q", ""), "after": kept.get("after", ""), "writes": writes,
        "of": request.GET.get("of", "")[:20], "here_href": build.href(plan, "firms").partition("?")[0],
        "do_fill": build.href(plan, "do/fill"), "do_times": build.href(plan, "do/times"), "back": build.href(plan, "firms", **kept),
        "export": build.href(plan, "firms", export="1", **kept),
        "panels": [listed, firms_build.directory_panel(acc, read.directory(plan, acc.firms)), firms_build.rest_panel(acc)]}
    return page(request, "zh/plan_firms.html", plan, "firms", context | (_chosen(acc, request.GET.get("firm", "")) if writes else {}))


def _chosen(acc: Account, text: str) -> dict[str, object]:
    firm = next((f for f in acc.firms if str(f.pk) == text), None)
    if firm is None:
        return {}
    cap = cap_of(firm, acc.first_day)
    most = f"全年至多 {cap.most} 次（{cap.says}）。" if cap.most is not None else "没有规定全年上限。"
    return {"chosen": firm, "chosen_times": sum(i.enterprise_id == firm.pk and i.kind == "key" for i in acc.items),
            "chosen_says": f"周期每年 {max(1, cap.least)} 次，{most}重点单位不能少于一次；举报、转办等触发的检查不计在内。"}
