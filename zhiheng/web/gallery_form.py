"""Gallery samples: an act form beside its paper, every kind of field, the discretion panel."""

from __future__ import annotations

from zhiheng.web import parts as p
from zhiheng.web import parts_discretion as d
from zhiheng.web import parts_form as f
from zhiheng.web import parts_page as g
from zhiheng.web.gallery_file import law
from zhiheng.web.gallery_home import shell

HELP = f.FieldHelp(
    "写明何时、何地、何人、何事，及其证据；每一句都要有证据可指。",
    "2026年9月28日，本局在检查中发现你单位打磨车间6名新上岗人员未经安全生产教育和培训合格即上岗作业（证据2、3）。",
    "你单位安全管理混乱，培训不到位。",
    "不能提交：告知书应当载明拟处罚的事实、理由和依据。",
    law("行政处罚法第44条"),
)


def _options(*words: str, chosen: str = "") -> tuple[g.Option, ...]:
    return tuple(g.Option(w, w, w == chosen) for w in words)


def _preview() -> f.PaperPreview:
    zones = (f.Zone("violation_facts", 11, 29, 78, 12), f.Zone("fine", 11, 44.5, 62, 3.5))
    return f.PaperPreview(
        "penalty_notice",
        "预览",
        (
            f.PageImage("/_gallery/sheet.svg", 1, "行政处罚告知书第1页", zones),
            f.PageImage("/_gallery/sheet.svg", 2, "行政处罚告知书第2页"),
        ),
        "#",
        "将生成的文书 · 草稿",
    )


def act_form() -> dict[str, object]:
    """行政处罚告知书 being filled on 11-13."""
    groups = (
        f.FieldGroup(
            "",
            (
                f.FieldSpec(
                    "party",
                    "当事人",
                    "radio",
                    "鑫达木业",
                    required=True,
                    options=_options("鑫达木业", "陈某某"),
                    hint="一人一份，共 2 份。",
                ),
                f.FieldSpec(
                    "violation_facts",
                    "违法事实",
                    "longtext",
                    "2026年9月28日，本局在检查中发现你单位打磨车间6名新上岗从业人员未经安全生产教育和培训合格"
                    "即上岗作业。以上事实有询问笔录、培训台账、现场照片等证据证实。",
                    required=True,
                    help=HELP,
                    source="来自调查报告 11-06",
                    source_link=p.Link("查看", "#"),
                    hint="证据目录 3 项已带入。",
                    lines=5,
                ),
                f.FieldSpec(
                    "violated", "违反条款", "articles", required=True, links=law("安全生产法第28条第1款")
                ),
                f.FieldSpec(
                    "basis", "处罚依据", "articles", required=True, links=law("安全生产法第97条第1款第3项")
                ),
                f.FieldSpec(
                    "fine",
                    "拟处罚 · 罚款",
                    "money",
                    "38,000.00",
                    required=True,
                    capital="人民币叁万捌仟元整",
                    source="来自裁量面板",
                    source_link=p.Link("改", "#"),
                ),
                f.FieldSpec(
                    "defence_days", "陈述申辩期限", "number", "5", unit="个工作日（本局规定）", width="half"
                ),
                f.FieldSpec(
                    "hearing",
                    "听证告知",
                    "radio",
                    "",
                    required=True,
                    width="half",
                    options=_options("一并告知", "不适用"),
                    error="拟罚数额达到本局听证标准，请选择「一并告知」。行政处罚法第63条。",
                ),
            ),
        ),
    )
    checks = f.CheckList(
        (
            f.Check("两名承办人证件有效", True, "two-officers"),
            f.Check("调查终结", True, "concluded"),
            f.Check("法制审核通过", True, "reviewed"),
            f.Check(
                "达到听证标准，未附听证告知",
                False,
                "hearing-notice",
                law("行政处罚法第63条"),
                p.Link("一并制作", "#"),
            ),
            f.Check("主体资格请人工判断", None, "subject"),
        )
    )
    route = p.SignRoute(
        (
            p.SignStep("承办", "李强", "current"),
            p.SignStep("同办", "王敏"),
            p.SignStep("审核", "法制科"),
            p.SignStep("审批", "局领导"),
        )
    )
    form = f.ActForm(
        "penalty_notice",
        "行政处罚告知书",
        "#",
        groups,
        "YL-2026-00123 ① 鑫达木业",
        "草稿 · 未生效 · 14:03 已自动保存",
        (p.Link("听证告知：拟罚数额达到本局听证标准，请选择「一并告知」。", "#f-hearing"),),
        checks,
        route,
        discard_href="#",
        after="完成后：2 份文书、启动 2 个时限",
        autosave_href="/_gallery/save/",
        preview_href="/_gallery/form/",
        capital_href="/_gallery/capital/",
        preview=_preview(),
    )
    return {
        "shell": shell(
            "一般程序",
            (p.Link("处罚与强制", "#"), p.Link("YL-2026-00123", "/_gallery/file/"), p.Link("行政处罚告知书")),
        ),
        "form": form,
    }


def fields() -> dict[str, object]:
    """Every kind of field, repeated rows, question and answer, and the confirm panel with the PIN."""
    spec = f.FieldSpec
    items = f.rows_field(
        spec("items", "先行登记保存物品", "rows", required=True),
        (
            spec("name", "名称"),
            spec("model", "规格型号"),
            spec("amount", "数量", "number"),
            spec("place", "存放地点"),
        ),
        [{"name": "除尘滤筒", "model": "DFO-3", "amount": "4", "place": "打磨车间"}],
    )
    talk = f.rows_field(
        spec("talk", "询问内容", "qa", required=True),
        (spec("question", "问", "longtext", lines=1), spec("answer", "答", "longtext", lines=2)),
        [
            {
                "question": "你单位新上岗人员是否经过安全生产教育和培训？",
                "answer": "有6人还没有培训，因为订单急，先上岗了。",
            }
        ],
        1,
    )
    people = (
        g.Option("李强", "1", True, "99010100123"),
        g.Option("王敏", "2", True, "99010100124"),
        g.Option("孙倩", "3", False, "99010100131"),
    )
    groups = (
        f.FieldGroup(
            "文字与数",
            (
                spec("address", "住所", value="云岭区平山园区8号", width="half", source="来自一企一档"),
                spec("number", "人数", "number", "6", unit="人", width="half"),
                spec("fine", "罚款", "money", "22,000.00", capital="人民币贰万贰仟元整", width="half"),
                spec(
                    "term",
                    "整改期限",
                    "term",
                    "15",
                    width="half",
                    options=_options("工作日", "日", chosen="日"),
                ),
            ),
        ),
        f.FieldGroup(
            "日期与选择",
            (
                spec("on", "检查日期", "date", "2026-11-09", required=True, width="third"),
                spec("at", "开始时间", "datetime", "2026-11-09T09:15", width="third"),
                spec(
                    "mode",
                    "送达方式",
                    "select",
                    "直接送达",
                    width="third",
                    options=_options("直接送达", "留置送达", "邮寄送达", "电子送达", "公告送达", "转交送达"),
                ),
                spec(
                    "matter",
                    "违法行为",
                    "search",
                    width="half",
                    options=_options("未按规定进行安全生产教育和培训", "未如实记录培训情况"),
                ),
                spec(
                    "rights",
                    "已告知",
                    "multi",
                    values=("回避",),
                    width="half",
                    options=_options("回避", "陈述申辩", "如实回答"),
                ),
                spec(
                    "officers",
                    "执法人员",
                    "people",
                    required=True,
                    options=people,
                    hint="至少两人，证件在有效期内。",
                ),
            ),
        ),
        f.FieldGroup(
            "重复行与附件",
            (
                items,
                talk,
                spec(
                    "photos",
                    "现场照片",
                    "file",
                    accept="image/*",
                    multiple=True,
                    links=(p.Link("照片1 09-28 10:12", "#"), p.Link("照片2", "#")),
                ),
                spec("note", "结论", "static", "由系统按基准算出，不能改写。"),
            ),
        ),
    )
    confirm = f.ConfirmPanel(
        "签发后立即对外生效",
        (
            "将产生文号（云）应急罚〔2026〕12号；",
            "启动送达期限 7 个工作日至 12-02；",
            "12-02 前自动公示隐名版。",
        ),
        "签名并签发",
        who="李强",
    )
    route = p.SignRoute(
        (
            p.SignStep("承办", "李强", "done", "11-13 14:10"),
            p.SignStep("同办", "王敏", "done", "11-13 14:40"),
            p.SignStep("审核", "法制科 周宁", "returned", "11-14 09:02"),
            p.SignStep("审批", "局领导"),
        ),
        "周宁 11-14：第3段「……」未写明证据来源，请补。",
    )
    form = f.ActForm(
        "decide", "字段样式", "#", groups, "", confirm=confirm, route=route, autosave_href="/_gallery/save/"
    )
    return {"shell": shell("一般程序", (p.Link("字段"),)), "form": form}


def _item(
    no: str,
    matter: str,
    basis: str,
    statute: tuple[int, int],
    band: tuple[int, int],
    amount: int,
    words: tuple[str, str, str],
    factors: tuple[d.Factor, ...],
    **more: object,
) -> d.DiscretionItem:
    """One item; amounts here are yuan and become fen."""
    bar = d.RangeBar(statute[0] * 100, statute[1] * 100, band[0] * 100, band[1] * 100, amount * 100)
    inside = not bar.outside
    state = p.Badge("在档内", "done") if inside else p.Badge("偏离基准", "due", icon="flag")
    field = f.FieldSpec(f"amount-{no}", "拟定", "money", f"{amount:,}.00", capital=words[2], required=True)
    return d.DiscretionItem(
        no,
        matter,
        law(basis),
        f"{statute[0]:,}–{statute[1]:,}",
        words[0],
        f"{band[0]:,}–{band[1]:,}",
        words[1],
        bar,
        factors,
        field,
        state,
        **more,
    )  # type: ignore[arg-type]


def discretion() -> dict[str, object]:
    cases = d.Histogram(
        (1, 2, 5, 8, 6, 3, 2, 1),
        4,
        "近 24 个月同档 24 件：中位 34,000 · 四分位 26,000–42,000 · 本件第 62 百分位",
        "#",
        "看这 24 件",
        "20,000",
        "50,000",
    )
    factor = d.Factor
    departure = d.DepartureForm(
        "须写方向、理由（不少于 30 字）与证据，并经集体讨论。",
        (
            f.FieldSpec(
                "direction",
                "方向",
                "radio",
                "减轻",
                options=_options("从重", "从轻", "减轻"),
                required=True,
                width="half",
            ),
            f.FieldSpec("evidence", "证据", "search", width="half", required=True),
            f.FieldSpec("reason", "理由", "longtext", required=True, lines=3),
        ),
    )
    unit = (
        _item(
            "1",
            "未按规定培训",
            "安全生产法第97条第1款第3项",
            (0, 100000),
            (20000, 50000),
            38000,
            (
                "一般",
                "起点 30,000（6 人在 4–10 人档内线性）+ 一年内第二次 8,000 = 建议 38,000",
                "人民币叁万捌仟元整",
            ),
            (
                factor("未培训人数", "6 人", "一般", p.Link("证据3", "#")),
                factor("一年内次数", "第二次", "+8,000"),
            ),
            cases=cases,
            first_time="不适用（一年内第二次）",
        ),
        _item(
            "2",
            "未如实记录培训",
            "安全生产法第97条第1款第4项",
            (0, 100000),
            (0, 20000),
            17000,
            ("较轻", "建议 17,000", "人民币壹万柒仟元整"),
            (factor("未记录", "3 人次", "较轻"),),
        ),
    )
    head = (
        _item(
            "3",
            "未履行安全生产管理职责",
            "安全生产法第94条第1款",
            (20000, 50000),
            (20000, 30000),
            36000,
            ("较轻", "建议 22,000", "人民币叁万陆仟元整"),
            (factor("后果", "未造成事故", "较轻"),),
            departure=departure,
        ),
    )
    panel = d.DiscretionPanel(
        "应急〔2024〕90号 + 本省细则 版本 2024-11-01 起",
        (
            d.DiscretionParty("①", "鑫达木业（单位）", unit, "¥55,000.00"),
            d.DiscretionParty("②", "陈某某（主要负责人）", head),
        ),
        "¥91,000.00",
        "人民币玖万壹仟元整",
        p.Link("基准原文", "#", True),
        ("分别裁量、合并处罚", "同一事实不两次罚款"),
        ("听证告知（两名当事人）", "集体讨论"),
        adopt=p.Button("采用并写入说理", "#", kind="primary"),
    )
    return {"shell": shell("一般程序", (p.Link("裁量"),)), "panel": panel}
