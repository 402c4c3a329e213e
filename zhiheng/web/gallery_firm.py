"""Gallery samples: the inspection page and the enterprise page."""

from __future__ import annotations

from zhiheng.web import parts as p
from zhiheng.web import parts_page as g
from zhiheng.web.gallery_file import timeline
from zhiheng.web.gallery_home import shell


def inspection() -> dict[str, object]:
    """The closed loop of hazards, as a table: one row per hazard with its disposal and re-inspection."""
    columns = (
        g.Column("问题", wide=True),
        g.Column("依据"),
        g.Column("处置"),
        g.Column("期限"),
        g.Column("企业回复"),
        g.Column("复查"),
    )
    rows = (
        g.Row(
            (
                g.Cell("1 除尘系统未设任一控爆措施", "#", p.Badge("重大", "refused", icon="warn")),
                g.Cell("令第10号 第11条第3项", "#"),
                g.Cell("现场处理措施·暂停使用"),
                g.Cell("即时"),
                g.Cell("11-12 照片3"),
                g.Cell(badge=p.Badge("已复查 11-13", "done")),
            )
        ),
        g.Row(
            (
                g.Cell("2 积尘未及时清扫", "#", p.Badge("重大", "refused", icon="warn")),
                g.Cell("令第10号 第11条", "#"),
                g.Cell("责改 31号"),
                g.Cell("11-20"),
                g.Cell("11-19 照片2"),
                g.Cell(badge=p.Badge("已复查 11-20", "done")),
            )
        ),
        g.Row(
            (
                g.Cell("3 2 人培训记录无本人签名", "#", p.Badge("一般", "rest", icon="dot")),
                g.Cell("安全生产法第28条第4款", "#"),
                g.Cell("责改 31号"),
                g.Cell("11-20"),
                g.Cell("未回复"),
                g.Cell(badge=p.ClockBadge("已超期 3 日", "late", "reinspect")),
            ),
            p.Button("整改复查", "#", "reinspect"),
            "3",
            "late",
        ),
    )
    node = p.Node
    bar = p.NodeBar(
        (
            node("方案", "done", "11-06 批"),
            node("现场", "done", "11-09 40/40 项"),
            node("问题", "done", "3 项"),
            node("处置", "done", "3/3"),
            node("企业回复", "current", "2/3"),
            node("复查", "problem", "2/3 超期"),
            node("立案建议", "todo", "1 项"),
        )
    )
    head = g.FileHeader(
        "YL-2026-00201",
        "鑫达木业有限公司 91990101MA00DEMA07",
        "专项·粉尘涉爆 · 李强 王敏 + 专家 周工",
        (
            g.Cell(
                "入企凭证 8K3F-27 · 扫码 09:12（设备时间）· 现场 09:15–10:38 · 到场 3/3 · 音像 4 段",
                "",
            ),
        ),
        (p.Badge("超期未复查", "late"),),
        (p.Button("综合浏览", "#"),),
        kind="检查",
    )
    acts = p.ActList(
        (
            p.Button("整改复查", "#", "reinspect"),
            p.Button("同意延期…", "#", "decide_extension"),
            p.Button("移交其他部门…", "#", "refer_out"),
            p.Button("立案", "#", "propose_case"),
        )
    )
    return {
        "shell": shell(
            "检查任务", (p.Link("执法检查", "#"), p.Link("检查任务", "#"), p.Link("YL-2026-00201"))
        ),
        "head": head,
        "bar": bar,
        "acts": acts,
        "hazards": g.Table(columns, rows, "问题与处置"),
    }


def firm() -> dict[str, object]:
    header = g.EnterpriseHeader(
        "鑫达木业有限公司",
        "91990101MA00DEMA07",
        p.Risk("黄", "C 级"),
        True,
        ("重点企业", "粉尘涉爆", "有限空间"),
        "#",
        (
            ("本年检查 计次/上限", "1/4", "#"),
            ("全部单位", "3 次", "#"),
            ("未闭环隐患", "1", "#"),
            ("在办案件", "1", "#"),
            ("信用", "正常", ""),
            ("标准化", "三级（2027-03 到期）", ""),
        ),
        (p.Button("发起检查", "#", "plan", "primary"), p.Button("打印明白卡", "#", icon="print")),
        tabs=p.Tabs(
            tuple(
                p.Tab(w, "#", i == 0, n)
                for i, (w, n) in enumerate(
                    (
                        ("概况", ""),
                        ("风险与危险源", "4"),
                        ("许可证照", "5"),
                        ("人员", "12"),
                        ("检查", "9"),
                        ("隐患", "31"),
                        ("案件", "2"),
                        ("变更史", ""),
                    )
                )
            )
        ),
    )
    return {
        "shell": shell("一企一档", (p.Link("监管对象", "#"), p.Link("一企一档", "#"), p.Link("鑫达木业"))),
        "firm": header,
        "timeline": timeline(),
    }
