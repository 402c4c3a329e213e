"""Gallery samples: shell, workbench, list."""

from __future__ import annotations

from zhiheng.web import parts as p
from zhiheng.web import parts_page as g

MENU = (
    ("desk", "工作台", "home", ("待我办理", "我发起的", "我的时限")),
    ("plan", "执法计划", "calendar", ("年度计划", "月调度", "双随机抽查", "专项行动", "联合与合并检查")),
    ("inspect", "执法检查", "inspect", ("检查任务", "检查方案", "现场检查记录", "检查结果处理", "整改复查")),
    ("penalty", "处罚与强制", "gavel", ("线索", "简易程序", "一般程序", "组织听证", "罚款执行", "电子案卷")),
    ("approve", "审核审批", "stamp", ("待我审批", "法制审核", "集体讨论", "已办")),
    ("firms", "监管对象", "firm", ("一企一档", "分级分类", "信用管理")),
    ("report", "举报事故许可", "report", ("举报投诉", "事故调查", "审批服务")),
    ("law", "法规知识", "book", ("法规库", "权责清单", "裁量基准", "文书样式")),
)


def shell(
    current: str = "待我办理",
    crumbs: tuple[p.Link, ...] = (),
    chain: p.Chain | None = None,
    bands: tuple[p.Band, ...] = (),
) -> g.Shell:
    """The frame of 李强, officer of the fictional bureau."""
    menu = tuple(
        g.MenuGroup(
            key,
            label,
            icon,
            tuple(
                g.MenuEntry(word, "/_gallery/list/", 12 if word == "待我办理" else 0, word == current)
                for word in entries
            ),
            open=current in entries or key == "desk",
        )
        for key, label, icon, entries in MENU
    )
    return g.Shell(
        agency="云岭区应急管理局",
        user="李强",
        post="执法大队",
        today="周一 2026-11-23",
        menu=menu,
        scope=(p.Tab("本级", "?org=", True), p.Tab("含下级", "?org=all")),
        posts=(p.Link("执法大队 · 执法人员", "1", note="当前"), p.Link("矿山科 · 执法人员", "2")),
        own_links=(p.Link("我的执法证", "/me/", note="至 2028-06-30"), p.Link("我的培训", "/me/")),
        todo=12,
        todo_urgent=3,
        messages=5,
        crumbs=crumbs,
        chain=chain,
        bands=bands,
    )


def _todo(tone: p.Tone, text: str, on: str, act: str, subject: str, party: str, button: str) -> g.TodoRow:
    return g.TodoRow(
        p.ClockBadge(text, tone, "sample", on),
        act,
        subject,
        party,
        p.Button(button, "/_gallery/form/"),
        "/_gallery/file/",
    )


def home() -> dict[str, object]:
    """The workbench picture: ten matters, a week, two visits, five figures."""
    tabs = p.Tabs(
        (
            p.Tab("全部", "?", True, "12"),
            p.Tab("今日到期", "?due=today", count="2", tone="due"),
            p.Tab("已超期", "?due=late", count="1", tone="late"),
            p.Tab("本周", "?due=week", count="5"),
            p.Tab("无期限", "?due=none", count="4"),
        ),
        "筛选待办",
    )
    rows = (
        _todo(
            "late",
            "已超期 3 日",
            "11-20",
            "整改复查",
            "（云）应急责改〔2026〕31号 第3项",
            "鑫达木业",
            "去复查",
        ),
        _todo("due", "今日 24:00", "11-23", "听证期满", "YL-2026-00123", "鑫达木业等2名", "看案卷"),
        _todo("due", "今日到期", "11-23", "办理送达", "（云）应急罚〔2026〕10号", "恒运化工", "办送达"),
        _todo("due", "剩 2 个工作日", "11-25", "检查方案", "11月计划 第7项", "华鼎铸造", "制方案"),
        _todo("plain", "剩 3 个工作日", "11-26", "现场检查", "YL-2026-00214 合并检查", "恒运化工", "去检查"),
        _todo("plain", "剩 4 个工作日", "11-27", "复核陈述申辩", "YL-2026-00123", "鑫达木业", "去复核"),
        _todo(
            "plain", "剩 9 个工作日", "12-04", "整改复查", "（云）应急责改〔2026〕33号", "永兴烟花", "去复查"
        ),
        _todo("provisional", "暂定", "2027-01-11", "作出决定", "YL-2026-00123", "鑫达木业等2名", "看案卷"),
        _todo("plain", "无期限", "", "补录笔录", "YL-2026-00171 询问刘某", "鑫达木业", "去补录"),
        _todo("plain", "无期限", "", "核对卷内目录", "YL-2026-00098", "庆丰机械", "去核对"),
    )
    days = tuple(
        g.Day(label, number, count, late, due, number == "23", label in "六日", f"?on=2026-11-{number}")
        for label, number, count, late, due in (
            ("一", "23", 0, 1, 2),
            ("二", "24", 1, 0, 0),
            ("三", "25", 3, 0, 0),
            ("四", "26", 0, 0, 0),
            ("五", "27", 1, 0, 0),
            ("六", "28", 0, 0, 0),
            ("日", "29", 0, 0, 0),
        )
    )
    visits = (
        g.Visit("09:00", "庆丰机械", "日常", p.Link("方案", "#"), "#"),
        g.Visit("15:30", "鑫达木业", "复查", None, "#", p.Badge("任务包已下载", "done")),
    )
    figures = tuple(
        p.Figure(key, label, f"{100 * n / d:.2f}%", str(n), str(d), f"/measures/{key}/", percent=100 * n / d)
        for key, label, n, d in (
            ("NK-01", "年度执法计划完成", 137, 147),
            ("NK-02", "现场问题处置", 212, 212),
            ("NK-03", "违法行为查处", 49, 50),
            ("NK-04", "三项制度落实", 34, 36),
            ("NK-05", "监督覆盖", 9, 11),
        )
    )
    return {
        "shell": shell(),
        "todo": g.TodoList("待我办理", "12", tabs, rows, p.Link("显示其余 2 项", "?all=1")),
        "week": g.WeekStrip("我的一周", days),
        "visits": g.VisitList("今日检查", visits),
        "figures": p.FigureStrip("五个百分之百（本局，截至昨日）", figures),
        "today": "周一 2026-11-23",
        "certificate": "执法证 99010100123 有效至 2028-06-30",
        "notes": (p.Link("预警 2", "#"), p.Link("退回补正 1", "#"), p.Link("证件 60 日内到期 1", "#")),
    }


def inspections() -> dict[str, object]:
    """List of inspection tasks with filters and keyset pager."""
    columns = (
        g.Column("期限"),
        g.Column("企业"),
        g.Column("级别"),
        g.Column("类型·来源"),
        g.Column("检查人员"),
        g.Column("本年计次/上限"),
        g.Column("方案"),
        g.Column("状态"),
    )
    data = (
        (
            "late",
            "已超期 3 日",
            "鑫达木业",
            p.Risk("黄", "C"),
            "专项·粉尘涉爆",
            "李强 王敏",
            "1/4（专项不计）",
            "已批",
            "超期未复查",
            "去复查",
        ),
        (
            "due",
            "11-25",
            "华鼎铸造",
            p.Risk("红", "D"),
            "日常·年度计划",
            "李强 孙倩",
            "1/6",
            "未制",
            "待制方案",
            "制方案",
        ),
        (
            "plain",
            "11-26",
            "恒运化工",
            p.Risk("黄", "C"),
            "日常·双随机",
            "王敏 孙倩",
            "3/4",
            "已批",
            "待检查",
            "合并检查",
        ),
        (
            "done-late",
            "超期已办 晚 2 日",
            "永兴烟花",
            p.Risk("红", "D"),
            "复查",
            "李强 王敏",
            "2/6",
            "—",
            "超期已复查",
            "查看",
        ),
        (
            "done",
            "已办 11-18",
            "庆丰机械",
            p.Risk("蓝", "A"),
            "日常·双随机",
            "李强 赵磊",
            "1/1",
            "已批",
            "已闭环",
            "查看",
        ),
        (
            "rest",
            "已中止",
            "汇丰矿业",
            p.Risk("橙", "B"),
            "个案·举报",
            "王敏 孙倩",
            "0/3",
            "已批",
            "待检查",
            "查看",
        ),
    )
    rows = tuple(
        g.Row(
            (
                g.Cell(badge=p.ClockBadge(text, tone, "reinspect")),
                g.Cell(
                    firm, "/_gallery/firm/", strong=True, lines=("另2家拟查",) if firm == "恒运化工" else ()
                ),
                g.Cell(badge=risk),
                g.Cell(kind),
                g.Cell(who),
                g.Cell(times),
                g.Cell(plan),
                g.Cell(state),
            ),
            p.Button(button, "/_gallery/inspection/", "reinspect"),
            firm,
            tone,
        )
        for tone, text, firm, risk, kind, who, times, plan, state, button in data  # type: ignore[misc]
    )

    def options(*words: str) -> tuple[g.Option, ...]:
        return tuple(g.Option(w, w, i == 0, href=f"?v={w}") for i, w in enumerate(words))

    filters = (
        g.Filter("type", "类型", "links", options("全部", "日常", "个案", "专项")),
        g.Filter("state", "状态", "select", options("待制方案", "待批", "待检查", "待复查", "已闭环")),
        g.Filter("who", "人员", "text"),
        g.Filter("on", "日期", "period"),
    )
    page = g.ListPage(
        "检查任务",
        g.Table(columns, rows, "检查任务"),
        "/_gallery/list/",
        filters,
        (p.Tab("本周我的", "?s=1", True), p.Tab("超期复查", "?s=2"), p.Tab("存为筛选", "?s=new")),
        "1000+",
        "?exact=1",
        (p.Button("导出 Excel", "#", icon="download"), p.Button("新建检查", "#", "plan", "primary", "plus")),
        "?before=9",
        "?after=50",
        page_note="第 51–100 行",
    )
    return {"shell": shell("检查任务", (p.Link("执法检查", "#"), p.Link("检查任务"))), "list_page": page}
