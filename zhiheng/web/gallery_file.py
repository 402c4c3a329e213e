"""Gallery samples: the case page and its parts."""

from __future__ import annotations

from zhiheng.web import parts as p
from zhiheng.web import parts_page as g
from zhiheng.web.gallery_home import shell

ARTICLE = "/_gallery/states/"


def law(*labels: str) -> tuple[p.Link, ...]:
    return tuple(p.Link(label, ARTICLE, True) for label in labels)


def why_not() -> p.WhyNot:
    """Three unmet gates of the decision, as in the screen book."""
    unmet = (
        p.UnmetGate(
            "defence-reviewed",
            "陈述申辩尚未复核",
            law("行政处罚法第45条第1款"),
            detail="11-18 收到书面申辩 1 份",
            who="李强、王敏",
            cure=p.Button("复核陈述申辩", "#", "review_defence"),
        ),
        p.UnmetGate(
            "discussed",
            "尚未集体讨论",
            law("行政处罚法第57条第2款"),
            "release",
            "合计 ¥77,000.00，达到本局讨论标准",
            "法制科",
            cure=p.Button("提请集体讨论", "#", "collective_discussion"),
            release=p.Button("申请放行…", "#", kind="quiet"),
        ),
        p.UnmetGate(
            "hearing-settled",
            "听证申请期未满",
            law("行政处罚法第63条", "行政处罚法第64条第1款第1项"),
            detail="11-16 送达，5 个工作日，至 11-23 24:00",
            earliest="11-24 · 无需操作",
            cure=p.Button("录入书面放弃", "#", "waive_hearing", "quiet"),
        ),
    )
    met = tuple(
        p.MetGate(text, law(article))
        for text, article in (
            ("两名执法人员，证件有效", "行政处罚法第42条第1款"),
            ("已立案", "行政处罚法第54条第2款"),
            ("已调查终结", "行政处罚法第57条第1款"),
            ("已告知拟处罚内容", "行政处罚法第44条"),
            ("法制审核通过", "行政处罚法第58条"),
            ("事实有证据", "行政处罚法第46条"),
            ("在办案期限内", "行政处罚法第60条"),
        )
    )
    return p.WhyNot("decide", "作出处罚决定", unmet, met, "2026-09-28", "#")


def _folded(act: str, label: str, *texts: str) -> p.WhyNot:
    gates = tuple(p.UnmetGate(f"{act}-{i}", text, law("行政处罚法第61条")) for i, text in enumerate(texts))
    return p.WhyNot(act, label, gates, folded=True)


def node_bar() -> p.NodeBar:
    stages = (
        p.Node("线索", "done", key="lead"),
        p.Node("调查", "done", "立案 10-12 · 取证 9 · 终结 11-06", "investigating"),
        p.Node("审理", "current", "法审 ✓11-12 · 集体讨论 —", "deciding"),
        p.Node("执行", "todo", key="performing"),
        p.Node("归档", "todo", key="archived"),
    )
    first = (
        p.Node("告知", "done", "11-16"),
        p.Node("申辩", "current", "待复核"),
        p.Node("听证", "current", "今日到期", tone="due"),
        p.Node("决定"),
        p.Node("送达"),
        p.Node("缴款"),
    )
    second = (
        p.Node("告知", "done", "11-16"),
        p.Node("申辩", "skipped", "无"),
        p.Node("听证", "current", "今日到期", tone="due"),
        p.Node("决定"),
        p.Node("送达"),
        p.Node("缴款"),
    )
    return p.NodeBar(
        stages,
        (p.PartyRow("①", "鑫达木业", first), p.PartyRow("②", "陈某某", second)),
        tuple(p.Link(word, "#") for word in ("延期", "中止", "移送", "终止（撤销）")),
    )


def clocks() -> p.ClockList:
    steps = (
        "起 10-12 立案（当日不计）",
        "第 90 日 2027-01-10 周日",
        "顺延 01-11",
        "中止 0 日",
        "规则 2021-07-15 版；日历 2026 官方 / 2027 暂定",
    )
    return p.ClockList(
        (
            p.ClockRow(
                "听证申请",
                "11-16 送达起 5 个工作日",
                p.ClockBadge("今日 24:00", "due", "request_hearing"),
                law("行政处罚法第64条第1款第1项"),
                ("起 11-16 送达（当日不计）", "第 5 个工作日 11-23", "日历 2026 官方"),
            ),
            p.ClockRow(
                "作出决定",
                "10-12 立案起 90 日",
                p.ClockBadge("暂定", "provisional", "decide", "2027-01-11"),
                law("行政处罚法第60条"),
                steps,
            ),
            p.ClockRow(
                "复查",
                "11-20 整改期满起",
                p.ClockBadge("剩 9 个工作日", "plain", "reinspect", "12-04"),
                (),
                unverified="依据待核 · 管理时限",
            ),
        )
    )


def timeline() -> p.Timeline:
    tabs = p.Tabs(
        tuple(
            p.Tab(w, f"?t={w}", i == 0) for i, w in enumerate(("全部", "行为", "文书", "证据", "他人意见"))
        ),
        "时间线",
        "#timeline",
    )
    link = p.Link
    return p.Timeline(
        (
            p.TimelineEntry(
                "11-18 09:20",
                "当事人",
                "提交书面申辩（邮寄，签收 11-18）",
                "defence",
                "due",
                (link("原件", "#"),),
            ),
            p.TimelineEntry(
                "11-16 15:02",
                "李强 王敏",
                "送达 罚告12号、听告12号 直接送达",
                "serve",
                "done",
                (link("回执", "#"),),
            ),
            p.TimelineEntry(
                "11-12 10:31",
                "法制审核 周宁",
                "通过（意见 2 条，已采纳）",
                "legal_review",
                "done",
                (link("意见书", "#"),),
            ),
            p.TimelineEntry(
                "11-06 17:40",
                "李强 王敏",
                "调查终结",
                "conclude_investigation",
                "done",
                (link("调查报告", "#"),),
            ),
            p.TimelineEntry(
                "10-20 10:05",
                "李强 王敏",
                "先行登记保存 1 批（已于 7 日内处理）",
                "register_evidence",
                "done",
            ),
            p.TimelineEntry(
                "10-13 08:55", "李强 王敏", "取证 询问 刘某", "inquiry", "done", late="补录 晚 26 小时"
            ),
            p.TimelineEntry(
                "10-12 09:10", "局领导 郑海", "批准立案", "file_case", "done", (link("立案审批表", "#"),)
            ),
        ),
        tabs,
    )


def papers() -> p.PaperList:
    done = p.Badge("定稿", "done")
    return p.PaperList(
        (
            p.PaperRow("filing_approval", "立案审批表", "12号", "10-12", "#", done, "2 页"),
            p.PaperRow("inquiry_record", "询问笔录（刘某）", "", "10-13", "#", done, "4 页"),
            p.PaperRow("investigation_report", "案件调查报告", "", "11-06", "#", done, "6 页"),
            p.PaperRow(
                "penalty_notice",
                "行政处罚告知书",
                "（云）应急罚告〔2026〕12号",
                "11-16",
                "#",
                p.Badge("已送达", "done"),
                "2 页",
            ),
            p.PaperRow(
                "penalty_notice",
                "行政处罚告知书 第1版",
                "",
                "11-15",
                "#",
                p.Badge("已撤销", "refused"),
                "2 页",
                struck=True,
            ),
            p.PaperRow("", "", locked=True, on="11-12"),
        ),
        p.Tabs((p.Tab("正卷", "?v=1", True, "9"), p.Tab("副卷", "?v=2", count="2"))),
        (p.Link("案件处理呈批表", "#"), p.Link("集体讨论记录", "#")),
        "决定前必备：",
        p.Link("卷内目录", "#"),
    )


def evidence() -> p.EvidenceGrid:
    good = p.Badge("合法", "done")
    return p.EvidenceGrid(
        (
            p.Evidence(
                "1",
                "现场照片",
                "车间积尘照片",
                "#",
                "",
                "09-28 10:12",
                "打磨车间",
                "李强",
                good,
                "事实1",
                "4be0…7a",
            ),
            p.Evidence(
                "2", "书证", "培训台账复印件", "#", "", "10-13", "", "王敏", good, "事实1、2", "91c2…08"
            ),
            p.Evidence(
                "3", "询问笔录", "刘某询问笔录", "#", "", "10-13 08:55", "", "李强 王敏", good, "事实1"
            ),
            p.Evidence(
                "4",
                "视听资料",
                "现场执法录像 4 段",
                "#",
                "",
                "09-28",
                "",
                "孙倩",
                p.Badge("来源待补", "due", icon="warn"),
                "全部",
            ),
            p.Evidence("5", "书证", "", locked=True),
        ),
        "照片4 书证3 笔录3 视听2 · 合法性 9/9 关联 8/9",
        p.Button("补充证据", "#", "add_evidence"),
    )


def file_page() -> dict[str, object]:
    head = g.FileHeader(
        "YL-2026-00123",
        "鑫达木业、陈某某（主要负责人） — 未按规定对从业人员进行安全生产教育和培训 等 3 项",
        "（云）应急立〔2026〕12号 · 普通程序 · 承办 李强 王敏（证有效）",
        (g.Cell("一案双罚"), g.Cell("法规适用日 2026-09-28（行为发生日）", "#")),
        (),
        (p.Button("综合浏览", "#"),),
        tuple(p.Button(w, "#") for w in ("回避", "转办", "登记干预", "导出案卷包", "打印目录")),
    )
    acts = p.ActList(
        (
            p.Button("复核陈述申辩", "/_gallery/form/", "review_defence"),
            p.Button("提请集体讨论", "#", "collective_discussion"),
            p.Button("录入听证申请", "#", "request_hearing"),
            p.Button("补充证据", "#", "add_evidence"),
        ),
        more=(p.Button("延期", "#", "extend_case"), p.Button("中止", "#", "suspend")),
    )
    parties = (
        p.PartyCard(
            "①",
            "鑫达木业有限公司",
            "单位",
            (
                ("信用代码", "91990101MA00DEMA07"),
                ("法定代表人", "陈某某"),
                ("电话", "138****5678"),
                ("拟处罚", "¥55,000.00"),
            ),
            (p.Badge("有听证权", "link"),),
            (p.Link("主体材料", "#"),),
        ),
        p.PartyCard(
            "②",
            "陈某某",
            "主要负责人",
            (("证件号", "530***********1234"), ("拟处罚", "¥22,000.00")),
            (p.Badge("有听证权", "link"),),
        ),
    )
    chain = p.Chain((p.Link("线索 J0027", "#"), p.Link("检查 YL-2026-00164", "#")), "本案")
    return {
        "shell": shell(
            "一般程序", (p.Link("处罚与强制", "#"), p.Link("一般程序", "#"), p.Link("YL-2026-00123")), chain
        ),
        "head": head,
        "bar": node_bar(),
        "acts": acts,
        "clocks": clocks(),
        "why": (
            why_not(),
            _folded("serve", "送达", "尚未作出处罚决定"),
            _folded("publish", "公示", "尚未作出处罚决定", "尚未送达"),
            _folded("close", "结案", "尚未作出处罚决定", "尚未送达", "尚未缴清罚款", "尚未公示"),
        ),
        "timeline": timeline(),
        "papers": papers(),
        "evidence": evidence(),
        "parties": parties,
    }
