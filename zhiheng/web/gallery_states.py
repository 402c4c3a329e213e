"""Gallery samples: states, bands, figures, search answer, law article, login."""

from __future__ import annotations

from zhiheng.web import parts as p
from zhiheng.web import parts_law
from zhiheng.web import parts_page as g
from zhiheng.web.gallery_home import shell


def states() -> dict[str, object]:
    """Bands, errors, empties, job, search answer, article, restricted, skeleton, gauges."""
    basis = p.Link("行政处罚法第63条", "/_gallery/states/", True)
    tones: tuple[tuple[str, p.Tone], ...] = (
        ("已超期 3 日", "late"),
        ("今日到期", "due"),
        ("剩 2 个工作日", "due"),
        ("超期已办（晚 2 日）", "done-late"),
        ("已办", "done"),
        ("暂定 2027-01-11", "provisional"),
        ("依据待核", "unverified"),
        ("已中止计时 · 听证 · 自 11-18", "rest"),
        ("受保护", "locked"),
        ("剩 12 日", "plain"),
    )
    blocks: tuple[
        p.Band
        | p.ErrorBand
        | p.Empty
        | p.Restricted
        | g.JobProgress
        | parts_law.LawArticle
        | g.SearchResults
        | g.Skeleton
        | p.Figure,
        ...,
    ] = (
        p.Band(
            "案卷已由 王敏 于 14:05 办理『送达』。你的填写已保留。",
            "due",
            (p.Link("查看变化", "#"), p.Link("继续", "#")),
            "stale",
            icon="warn",
        ),
        p.Band(
            "已归档 · 只读 · 案卷指纹 9f2c…e1",
            "rest",
            (p.Link("下载案卷包", "#"), p.Link("核验", "#")),
            "archived",
            icon="box",
        ),
        p.Band(
            "以云岭区应急管理局名义执法 · 限额 3 万元以下 · 至 2027-03-31 · 不含行政强制",
            "plain",
            key="delegation",
            icon="stamp",
        ),
        p.Band(
            "可能涉嫌犯罪：须先作移送判断",
            "late",
            (p.Link("行政处罚法第27条", "#", True), p.Link("去判断", "#")),
            "criminal",
            icon="warn",
        ),
        p.Band("已改。", "done", (p.Link("撤销", "#"),)),
        p.ErrorBand("没有取到数据", "7F3A-19C2", "#"),
        p.Empty("没有超期整改。"),
        p.Empty("本月还没有检查任务。", p.Button("从年度计划生成", "#", kind="primary")),
        p.Restricted(who="由 档案管理员 授权"),
        g.JobProgress(
            "导入企业 1,000 家",
            412,
            1000,
            p.Badge("正在导入", "link"),
            "每秒 96 行 · 约剩 6 秒",
            cancel=p.Button("取消", "#", kind="danger"),
            files=(p.Link("错误文件（12 行）", "#"),),
        ),
        p.Figure(
            "NK-01",
            "年度执法计划完成率",
            "93.20%",
            "137",
            "147",
            "#",
            "#",
            "#",
            "已完成的计划项 ÷ 计划项。",
            "100%",
            p.Link("差的 10 项", "#"),
            93.2,
            "2026-11-23 14:03",
        ),
        p.Figure(
            "NK-02",
            "现场问题处置率",
            "100.00%",
            "212",
            "212",
            "#",
            percent=100.0,
            target="100%",
            definition="已处置 ÷ 已发现。",
        ),
        g.SearchResults(
            "鑫达",
            (
                g.SearchGroup("企业", (p.Link("鑫达木业有限公司", "#", note="91990101MA00DEMA07"),)),
                g.SearchGroup(
                    "案卷",
                    (
                        p.Link("YL-2026-00123 未按规定培训", "#", note="普通程序"),
                        p.Link("YL-2026-00201 专项·粉尘涉爆", "#", note="检查"),
                    ),
                    p.Link("全部 9 件", "#"),
                ),
            ),
        ),
        parts_law.LawArticle(
            "中华人民共和国行政处罚法",
            "第六十三条",
            "2026-09-28",
            (
                (
                    "行政机关拟作出下列行政处罚决定，应当告知当事人有要求听证的权利，当事人要求听证的，行政机关应当组织听证：",
                    True,
                ),
                ("（一）较大数额罚款；", True),
                ("当事人不承担行政机关组织听证的费用。", False),
            ),
            "2021-07-15 起施行",
            "样例文本",
        ),
        g.Skeleton(5),
    )
    return {
        "shell": shell("法规库", (p.Link("状态与其他"),)),
        "tones": tuple(p.Badge(t, tone) for t, tone in tones),
        "risks": (p.Risk("红", "D"), p.Risk("橙", "C"), p.Risk("黄", "B"), p.Risk("蓝", "A")),
        "blocks": blocks,
        "basis": basis,
    }


def login() -> dict[str, object]:
    """The bare login page."""
    return {
        "login": g.Login(
            "云岭区应急管理局",
            "/login/",
            second=True,
            account="liqiang",
            note="登录后进入上次使用的身份。忘记口令请找系统管理员。",
        )
    }
