"""The left menu: only pages that exist, and of those only what the post may use."""

from __future__ import annotations

from dataclasses import dataclass

from zhiheng.web.parts_page import MenuEntry, MenuGroup

HEADS = frozenset({"section_head", "bureau_head"})
FIELD = HEADS | {"officer"}
READERS = FIELD | {"legal_reviewer"}
WATCH = HEADS | {"legal_reviewer", "supervisor"}
EVERYBODY = READERS | {"supervisor", "archivist", "administrator"}


@dataclass(frozen=True)
class Entry:
    """A word of the menu and the posts that have it. ``counts`` names the figure that stands at it."""

    label: str
    href: str
    posts: frozenset[str]
    counts: str = ""


GROUPS: tuple[tuple[str, str, str, tuple[Entry, ...]], ...] = (
    (
        "desk",
        "工作台",
        "home",
        (
            Entry("待我办理", "/", frozenset({"officer"}), "todo"),
            Entry("待我审批", "/", HEADS, "todo"),
            Entry("待我审核", "/", frozenset({"legal_reviewer"}), "todo"),
            Entry("今日概况", "/", frozenset({"supervisor", "archivist", "administrator"})),
            Entry("消息", "/messages/", EVERYBODY, "unread"),
        ),
    ),
    (
        "plans",
        "执法计划",
        "calendar",
        (
            Entry("年度计划", "/plans/", READERS | {"supervisor"}),
            Entry("月调度", "/dispatch/", READERS | {"supervisor"}),
            Entry("检查合并", "/overlaps/", READERS | {"supervisor"}),
            Entry("双随机抽查", "/draws/", READERS | {"supervisor"}),
            Entry("专项行动", "/campaigns/", READERS | {"supervisor"}),
        ),
    ),
    (
        "inspect",
        "执法检查",
        "inspect",
        (
            Entry("检查任务", "/inspections/", FIELD),
            Entry("新建检查", "/inspections/new/", frozenset({"officer"})),
            Entry("整改复查", "/rectifications/", FIELD),
        ),
    ),
    (
        "penalty",
        "处罚与强制",
        "gavel",
        (
            Entry("一般程序", "/penalties/", READERS),
            Entry("电子案卷", "/archives/", READERS | {"archivist"}),
        ),
    ),
    (
        "approve",
        "审核审批",
        "stamp",
        (
            Entry("待我审批", "/approvals/", HEADS, "waiting"),
            Entry("待我审核", "/approvals/", frozenset({"legal_reviewer"}), "waiting"),
            Entry("待我会签", "/approvals/", frozenset({"officer"}), "waiting"),
            Entry("已办", "/approvals/done/", READERS),
        ),
    ),
    (
        "firms",
        "监管对象",
        "firm",
        (
            Entry("一企一档", "/enterprises/", FIELD | {"supervisor", "administrator"}),
            Entry("企业分布", "/enterprises/map/", FIELD | {"supervisor", "administrator"}),
            Entry("疑似重复", "/enterprises/doubles/", frozenset({"section_head", "administrator"})),
            Entry("分级分类", "/grades/", READERS | {"supervisor"}),
            Entry("信用管理", "/credit/", EVERYBODY),
            Entry("中介机构", "/intermediaries/", EVERYBODY - {"archivist"}),
            Entry("企业台账", "/ledgers/?group=firms", EVERYBODY - {"archivist"}),
        ),
    ),
    (
        "watch",
        "监督考评",
        "eye",
        (
            Entry("统计与考核", "/measures/", WATCH),
            Entry("公示管理", "/publicity/", WATCH),
            Entry("选取偏差", "/bias/", WATCH),
            Entry("频次台账", "/frequency/", WATCH | {"officer"}),
            Entry("入企评价", "/visits/ratings/", frozenset({"supervisor"})),
            Entry("管辖协调", "/competence/board/", WATCH | {"officer"}),
        ),
    ),
    (
        "team",
        "队伍保障",
        "team",
        (
            Entry("人员证件", "/officers/", WATCH | {"administrator"}),
            Entry("队伍短缺", "/shortfalls/", WATCH | {"administrator"}),
            Entry("委托执法", "/conferrals/", EVERYBODY - {"archivist"}),
            Entry("装备车服", "/things/", WATCH | {"officer", "administrator"}),
            Entry("标准化创建", "/standardisation/", WATCH | {"officer", "administrator"}),
            Entry("活动登记", "/activities/", WATCH | {"officer", "administrator"}),
            Entry("经费与收支两条线", "/money-apart/", HEADS | {"supervisor", "administrator"}),
            Entry("队伍台账", "/ledgers/?group=team", EVERYBODY - {"archivist"}),
        ),
    ),
    (
        "law",
        "法规知识",
        "book",
        (
            Entry("法规库", "/law/", EVERYBODY),
            Entry("权责清单", "/matters/", EVERYBODY),
            Entry("裁量基准", "/benchmarks/", EVERYBODY),
            Entry("同类案件", "/like-cases/", EVERYBODY - {"administrator"}),
            Entry("执法手册", "/handbook/", EVERYBODY),
            Entry("常用说法", "/words/", EVERYBODY),
            Entry("期限与闸口", "/gates/", EVERYBODY),
        ),
    ),
    ("house", "系统管理", "cog", (
        Entry("机构与身份", "/agencies/", frozenset({"administrator"})),
        Entry("任职与权限", "/mandates/", frozenset({"administrator"})),
        Entry("日历", "/calendar/", frozenset({"administrator"})),
        Entry("系统状态", "/status/", frozenset({"administrator"})),
    )),
)


def menu(roles: frozenset[str], here: str, figures: dict[str, int]) -> tuple[MenuGroup, ...]:
    """The groups of a post; ``here`` is the address of the page, without which nothing is marked."""
    built = []
    for key, label, icon, entries in GROUPS:
        mine = [e for e in entries if e.posts & roles]
        if mine:
            built.append(_group(key, label, icon, mine, here, figures))
    return tuple(built)


def _group(
    key: str, label: str, icon: str, entries: list[Entry], here: str, figures: dict[str, int]
) -> MenuGroup:
    drawn = tuple(MenuEntry(e.label, e.href, figures.get(e.counts, 0), e.href == here) for e in entries)
    inside = any(e.current for e in drawn) or any(e.href != "/" and here.startswith(e.href) for e in entries)
    return MenuGroup(key, label, icon, drawn, open=inside or key in ("desk", "inspect", "penalty", "approve"))
