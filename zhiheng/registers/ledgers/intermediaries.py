"""中介机构: evaluation, testing and training agencies, the reports they issued, the checks on them."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from zhiheng.kernel.article import Article
from zhiheng.kernel.facts import FactError, Fen, fact
from zhiheng.registers.declare import Ledger, Mark, Values
from zhiheng.registers.firm import FIRM_HEADERS, firm
from zhiheng.registers.posts import FIELD_KEEPERS, WATCH
from zhiheng.registers.rules import credit_code, in_order, not_after_years, required_when

QUALIFIED = Article("安全生产法", "72", 1)
NO_FALSE = Article("安全生产法", "72", 2)
UNTRUE, FALSE = Article("安全生产法", "92", 1), Article("安全生产法", "92", 2)


def order1(article: int, paragraph: int | None = None, item: int | None = None) -> Article:
    """Order 1 of the ministry in the text of 2019, which was read; it was amended in 2026 (order 20), which was not."""
    return Article("安全评价检测检验机构管理办法", str(article), paragraph, item)


ASSESSOR, TESTER, FIVE_YEARS, ON_SITE, TOLD = order1(6), order1(7), order1(13), order1(18, 1), order1(19)
BUSINESS = (("mine", "矿山"), ("metal", "金属冶炼"), ("hazchem", "危险化学品生产和储存"), ("fireworks", "烟花爆竹"), ("trade", "其他工贸"),
            ("other", "其他"))
"""Fields of business: the first four are named by 6-1-3; the annex with the others was not read."""


@dataclass(frozen=True)
class Intermediary:
    """一家中介机构."""

    code: str = fact("统一社会信用代码", max_length=18)
    name: str = fact("机构名称", max_length=120)
    kind: str = fact("类别", choices=(("assessment", "安全评价"), ("testing", "检测检验"), ("certification", "认证"),
                                    ("training", "安全培训"), ("service", "安全生产社会化服务")))
    qualification_no: str = fact("资质证书编号", required=False, max_length=60, article=QUALIFIED)
    scope: str = fact("业务范围", required=False, as_="longtext", max_length=500)
    business: tuple[str, ...] = fact("资质认可的行业领域", required=False, choices=BUSINESS, article=order1(15))
    issuer: str = fact("资质认可机关", required=False, max_length=80)
    since: date = fact("资质有效期自", required=False)
    until: date = fact("资质有效期至", required=False, article=FIVE_YEARS, help="有效期五年；需要延续的，届满三个月前申请。")
    professionals: int = fact("专职技术人员数", required=False, min=0, max=100_000)
    first_grade: int = fact("其中一级安全评价师", required=False, min=0, max=100_000, article=order1(6, 1, 4))
    second_grade: int = fact("其中二级安全评价师", required=False, min=0, max=100_000, article=order1(6, 1, 4))
    engineers: int = fact("其中中级及以上注册安全工程师", required=False, min=0, max=100_000)
    mid_titles: int = fact("其中中级及以上职称", required=False, min=0, max=100_000, article=order1(7, 1, 3))
    senior_titles: int = fact("其中高级职称", required=False, min=0, max=100_000, article=order1(7, 1, 3))
    assets: Fen = fact("固定资产（元）", required=False, help="评价机构不少于八百万元，检测检验机构不少于一千万元")
    equipment: Fen = fact("检测检验设施设备原值（元）", required=False, article=order1(7, 1, 2))
    floor: int = fact("工作场所建筑面积（平方米）", required=False, min=0, max=1_000_000)
    archive_floor: int = fact("其中档案室（平方米）", required=False, min=0, max=1_000_000, article=order1(6, 1, 2))
    technical_head: str = fact("专职技术负责人", required=False, max_length=40)
    process_head: str = fact("过程控制（质量）负责人", required=False, max_length=40)
    website: str = fact("公众查询网站", required=False, max_length=120)
    address: str = fact("地址", required=False, max_length=160)
    contact: str = fact("负责人", required=False, max_length=40)
    phone: str = fact("联系电话", required=False, max_length=40)
    state: str = fact("状态", choices=(("active", "在本地执业"), ("suspended", "停业整顿"), ("revoked", "吊销资质"), ("left", "退出")))


def _five_years(values: Values) -> Iterable[FactError]:
    if values.get("kind") in ("assessment", "testing"):
        yield from not_after_years("since", "until", 5, f"资质证书有效期五年（{FIVE_YEARS}），请核对起止日期。")(values)


def _stopped(values: Values, on: date) -> Mark | None:
    return Mark("停业整顿", "late") if values.get("state") == "suspended" else None


intermediaries = Ledger(
    "intermediaries", "中介机构", "监管对象", Intermediary, key=("code", "kind"), title=("name", "kind"),
    columns=("name", "kind", "qualification_no", "scope", "until", "professionals", "state"), reads=WATCH,
    writes=FIELD_KEEPERS, line="机构", search=("code", "qualification_no", "scope"), filters=("kind", "state"),
    since="since", until="until", warn=timedelta(days=90), rest=("state", frozenset({"revoked", "left"})), marking=_stopped,
    basis=(QUALIFIED, NO_FALSE, FIVE_YEARS), checks=(credit_code("code"), _five_years, required_when(
        "kind", ("assessment", "testing", "certification"), "qualification_no",
        f"安全评价、认证、检测、检验机构须具备国家规定的资质条件，请填写资质证书编号（{QUALIFIED}）。")),
    headers={"code": ("信用代码",), "name": ("名称", "单位名称", "中介机构名称"), "kind": ("机构类型", "机构类别"),
             "qualification_no": ("资质编号", "证书编号"), "until": ("资质有效期", "有效期至", "到期日期"), "contact": ("法定代表人", "联系人"),
             "professionals": ("人员数量",)})


@dataclass(frozen=True)
class Report:
    """机构出具的一份报告."""

    intermediary: str = fact("机构名称", max_length=120)
    report_no: str = fact("报告编号", max_length=80)
    enterprise: str = firm()
    kind: str = fact("报告类型", choices=(("pre", "安全预评价"), ("acceptance", "安全验收评价"), ("status", "安全现状评价"),
                                        ("major", "重大危险源评估"), ("testing", "检测检验"), ("training", "培训证明"), ("other", "其他")))
    business: str = fact("行业领域", required=False, choices=BUSINESS, article=order1(22, 1, 3))
    told_on: date = fact("书面告知日期", required=False, article=TOLD, help="开展现场技术服务前七个工作日内书面告知项目实施地资质认可机关")
    survey_on: date = fact("现场勘验（检测）日期", required=False, article=ON_SITE)
    surveyors: tuple[str, ...] = fact("现场勘验（检测）人员", required=False, article=order1(22, 1, 8), help="到现场的人员，每人一行")
    images: bool = fact("有现场图像影像", required=False, article=ON_SITE)
    published: bool = fact("已在网上公开", required=False, article=order1(18, 2))
    issued_on: date = fact("出具日期")
    valid_until: date = fact("有效期至", required=False)
    conclusion: str = fact("主要结论", required=False, as_="longtext", max_length=1000)
    author: str = fact("项目负责人", required=False, max_length=40)
    verified: str = fact("核查情况", choices=(("none", "未核查"), ("suspected", "怀疑失实"), ("true", "属实"), ("untrue", "失实"),
                                          ("false", "涉嫌虚假")))
    verified_on: date = fact("核查日期", required=False)
    finding: str = fact("核查发现", required=False, as_="longtext", max_length=1000, article=FALSE)
    case_no: str = fact("线索案卷", required=False, max_length=40)


def _verified(values: Values, on: date) -> Mark | None:
    match values.get("verified"):
        case "suspected":
            return Mark("怀疑失实", "due")
        case "false":
            return Mark("虚假报告线索", "late")
        case "untrue":
            return Mark("报告失实", "late")
    return None


intermediary_reports = Ledger(
    "intermediary_reports", "机构报告", "监管对象", Report, key=("intermediary", "report_no"), title=("report_no", "kind"),
    columns=("enterprise", "intermediary", "report_no", "kind", "issued_on", "verified"), reads=WATCH, writes=FIELD_KEEPERS,
    line="报告", search=("intermediary", "report_no", "author"), filters=("kind", "verified"), since="issued_on",
    until="valid_until", warn=timedelta(days=90), enterprise="enterprise", marking=_verified, basis=(NO_FALSE, UNTRUE, FALSE),
    checks=(required_when("verified", ("untrue", "false"), "finding",
                          f"核查认为失实或者虚假的，请写明哪里与现场不符（{NO_FALSE}、{UNTRUE}）。"),
            required_when("verified", ("true", "untrue", "false"), "verified_on", "请填写核查日期。"),
            in_order("told_on", "issued_on", "书面告知日期不能晚于报告出具日期，请核对。")),
    headers=FIRM_HEADERS | {"intermediary": ("评价机构", "检测机构", "中介机构", "出具机构"), "report_no": ("报告号", "编号"),
                            "kind": ("类型", "报告类别"), "issued_on": ("报告日期", "完成日期"), "conclusion": ("评价结论", "结论"),
                            "enterprise": ("委托单位", *FIRM_HEADERS["enterprise"])})


@dataclass(frozen=True)
class Check:
    """对机构的一次检查或者一条线索."""

    intermediary: str = fact("机构名称", max_length=120)
    checked_on: date = fact("日期")
    origin: str = fact("来源", choices=(("plan", "计划检查"), ("special", "专项执法"), ("complaint", "举报"), ("at_firm", "检查企业时发现"),
                                      ("assigned", "上级交办"), ("accident", "事故调查")))
    matter: str = fact("问题", choices=(("none", "没有发现问题"), ("lend", "租借资质"), ("attach", "挂靠"), ("false", "虚假报告"),
                                      ("untrue", "失实报告"), ("absent", "人员没有到现场勘验"), ("scope", "超出资质范围"),
                                      ("publish", "没有公开服务或者报告"), ("other", "其他")), article=NO_FALSE)
    facts: str = fact("情况", as_="longtext", max_length=2000)
    report_no: str = fact("涉及报告编号", required=False, max_length=80)
    checkers: tuple[str, ...] = fact("检查人", required=False, as_="people")
    outcome: str = fact("处理", choices=(("none", "不需要处理"), ("pending", "尚未处理"), ("order", "责令整改"), ("case", "立案"),
                                       ("transfer", "移送发证机关"), ("untrue_lead", "查不属实")))
    file_no: str = fact("检查（案卷）编号", required=False, max_length=40)


def _handled(values: Values) -> Iterable[FactError]:
    if values.get("matter") != "none" and values.get("outcome") == "none":
        yield FactError("outcome", "发现了问题，请选择处理方式或者「尚未处理」。")


def _pending(values: Values, on: date) -> Mark | None:
    return Mark("尚未处理", "due") if values.get("outcome") == "pending" else None


intermediary_checks = Ledger(
    "intermediary_checks", "机构检查与线索", "监管对象", Check, key=("intermediary", "checked_on", "matter"),
    title=("intermediary", "matter"), columns=("intermediary", "checked_on", "origin", "matter", "report_no", "outcome", "file_no"),
    reads=WATCH, writes=FIELD_KEEPERS, line="检查或线索", search=("facts", "report_no", "file_no"),
    filters=("origin", "matter", "outcome"), since="checked_on", marking=_pending, basis=(NO_FALSE, UNTRUE, FALSE), checks=(
        _handled, required_when("outcome", ("case",), "file_no", "已经立案的，请填写案卷编号。")),
    headers={"intermediary": ("机构", "被检查机构", "中介机构名称"), "checked_on": ("检查日期", "检查时间"), "matter": ("存在问题", "问题类型"),
             "facts": ("检查情况", "问题描述"), "outcome": ("处理结果", "处理情况")})
