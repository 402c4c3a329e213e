"""The frame of every page of the desks."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest

from zhiheng.kernel.clock import weekday_name
from zhiheng.kernel.money import capital, figures
from zhiheng.records.models import Agency, Conferral, Mandate, Person
from zhiheng.records.queries.conferrals import Acting, acting, needs_conferral
from zhiheng.records.queries.tally import Tally, tally
from zhiheng.web.build.menu import menu
from zhiheng.web.desk import Desk, desk
from zhiheng.web.parts import Band, Chain, Link
from zhiheng.web.parts_page import Shell

LARGE = "zh_size"
"""The cookie of 大字; it belongs to the device, and is kept for the person as well."""


def shell(
    request: HttpRequest,
    *,
    crumbs: Sequence[Link] = (),
    chain: Chain | None = None,
    bands: Sequence[Band] = (),
    current: str = "",
) -> Shell:
    """The frame for the person at this desk; at most three queries.

    ``current`` is the menu's address if it is not the page's own.
    """
    mine = desk(request)
    counted = tally(mine.scope, mine.now)
    day = mine.now.date()
    return Shell(
        agency=mine.post.agency.name if mine.post else "执衡",
        user=mine.person.name,
        post=post_word(mine.post),
        today=f"{weekday_name(day)} {day.isoformat()}",
        menu=menu(mine.roles, current or request.get_full_path(), _figures(counted)),
        posts=_posts(mine),
        own_links=(Link("我的证件与培训", "/me/record/"), Link("我的账号与签名口令", "/me/")),
        todo=counted.todo,
        todo_urgent=counted.red,
        messages=counted.unread,
        query=request.GET.get("q", "")[:80] if request.path == "/search/" else "",
        crumbs=tuple(crumbs),
        chain=chain,
        bands=(*_own_bands(mine), *bands),
        read_only="监督（只读）" if mine.scope.read_only else "",
        large=is_large(request),
        large_href="/size/",
    )


def is_large(request: HttpRequest) -> bool:
    """Whether large type is chosen: on this device, else by this person."""
    chosen = request.COOKIES.get(LARGE)
    if chosen:
        return chosen == "large"
    return isinstance(request.user, Person) and bool(request.user.settings.get("large"))


def post_word(post: Mandate | None) -> str:
    """执法大队一中队 · 执法人员."""
    if post is None:
        return "没有有效的任职"
    return " · ".join(word for word in (post.post, post.get_role_display()) if word)


def anonymous_agency() -> str:
    """The bureau's name at the login page: the only root agency, else the product's name."""
    roots = list(Agency.objects.filter(parent__isnull=True).values_list("name", flat=True)[:2])
    return roots[0] if len(roots) == 1 else "应急管理综合行政执法"


def _figures(counted: Tally) -> dict[str, int]:
    return {"todo": counted.todo, "waiting": counted.waiting, "unread": counted.unread}


def _posts(mine: Desk) -> tuple[Link, ...]:
    """Nothing to switch for whoever has one post."""
    if len(mine.mandates) < 2:
        return ()
    return tuple(
        Link(
            f"{x.agency.short_name or x.agency.name} · {post_word(x)}",
            str(x.pk),
            note="当前" if x == mine.post else "",
        )
        for x in mine.mandates
    )


def _own_bands(mine: Desk) -> tuple[Band, ...]:
    """No post, or a delegated one with its limits."""
    if mine.post is None:
        detail = "请系统管理员登记任职（机关、角色、起止日期）。"
        return (Band("您今天没有有效的任职，看不到任何案卷", "due", detail=detail),)
    if not needs_conferral(mine.post.agency):
        return ()
    found = acting(mine.post.agency, mine.now.date())
    return (_own_power(found, mine),)


def _own_power(found: Acting, mine: Desk) -> Band:
    """我的委托权限: in whose name, for how many items, up to which fine, until when."""
    row, on, more = found.conferral, mine.now.date(), (Link("我的委托权限", "/conferrals/"),)
    assert mine.post is not None
    if row is None or not (row.since <= on and (row.until is None or on <= row.until) and (row.ended_on is None or on < row.ended_on)):
        return Band("现在没有有效的委托书或者赋权决定，不能办理检查和处罚", "due", more, "delegated", "在办的移交委托机关；续签并公布后再办。")
    word = "受委托执法" if row.kind == "delegation" else "赋权执法"
    return Band(f"{word} · {_limits(found, row, mine.post)}", "rest", more, "delegated", icon="stamp")


def _limits(found: Acting, row: Conferral, post: Mandate) -> str:
    listed = [i for i in row.items if i != "inspection"]
    said = [f"以{found.name}名义执法", f"处罚事项 {len(listed)} 项" + ("、行政检查" if "inspection" in row.items else "")]
    ceilings = [c for c in (row.ceiling_fen, post.ceiling_fen) if c is not None]
    if ceilings:
        most = min(ceilings)
        word = f"低于 {figures(most + 1)}" if most % 100 == 99 else f"不超过 {figures(most)}"
        said.append(f"罚款{word}（{capital(most + 1 if most % 100 == 99 else most)}）")
    ends = [d for d in (row.until, post.until) if d is not None]
    if ends:
        said.append(f"至 {min(ends).isoformat()}")
    return " · ".join(said)
