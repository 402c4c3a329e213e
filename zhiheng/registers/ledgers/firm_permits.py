"""许可证、重大危险源、安责险、承诺: what an enterprise may do, what it keeps dangerous, what it has promised."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from zhiheng.kernel.article import Article
from zhiheng.kernel.facts import FactError, Fen, fact
from zhiheng.registers.declare import Ledger, Mark, Values
from zhiheng.registers.firm import FIRM_HEADERS, firm
from zhiheng.registers.posts import FIELD_KEEPERS, WATCH
from zhiheng.registers.rules import in_order, not_after_years, required_when

THREE_YEARS = Article("安全生产许可证条例", "9", 1)
PERMITS = (("safety_production", "安全生产许可证"), ("hazchem_trade", "危险化学品经营许可证"), ("hazchem_use", "危险化学品安全使用许可证"),
           ("fireworks_production", "烟花爆竹安全生产许可证"), ("fireworks_wholesale", "烟花爆竹经营（批发）许可证"),
           ("fireworks_retail", "烟花爆竹经营（零售）许可证"), ("mining", "采矿许可证"), ("other", "其他"))


@dataclass(frozen=True)
class Permit:
    """一张许可证."""

    enterprise: str = firm()
    kind: str = fact("许可证种类", choices=PERMITS)
    number: str = fact("证书编号", max_length=60)
    scope: str = fact("许可范围", required=False, as_="longtext", max_length=500)
    issuer: str = fact("发证机关", max_length=80)
    since: date = fact("有效期自")
    until: date = fact("有效期至", article=THREE_YEARS,
                       help="安全生产许可证有效期为 3 年；需要延期的，企业应当于期满前 3 个月申请。")
    state: str = fact("状态", choices=(("valid", "有效"), ("held", "暂扣"), ("revoked", "吊销"), ("cancelled", "注销"), ("renewed", "已换证")))


def _held(values: Values, on: date) -> Mark | None:
    return Mark("暂扣", "late") if values.get("state") == "held" else None


def _term(values: Values) -> Iterable[FactError]:
    if values.get("kind") in ("safety_production", "fireworks_production"):
        yield from not_after_years("since", "until", 3, f"安全生产许可证的有效期为 3 年（{THREE_YEARS}），请核对起止日期。")(values)


permits = Ledger(
    "permits", "许可证台账", "监管对象", Permit, key=("kind", "number"), title=("kind", "number"),
    columns=("enterprise", "kind", "number", "issuer", "since", "until"), reads=WATCH, writes=FIELD_KEEPERS, line="许可证",
    search=("number", "scope", "issuer"), filters=("kind", "state"), since="since", until="until", warn=timedelta(days=92),
    enterprise="enterprise", rest=("state", frozenset({"revoked", "cancelled", "renewed"})), marking=_held, checks=(_term,),
    basis=(THREE_YEARS,), headers=FIRM_HEADERS | {
        "kind": ("证照名称", "许可证名称", "证件类型"), "number": ("许可证号", "证号", "许可证编号"), "since": ("发证日期", "起始日期"),
        "until": ("到期日期", "有效期", "截止日期"), "issuer": ("颁发机关",), "scope": ("经营范围", "许可内容")})

FILED = Article("安全生产法", "40", 2)
GRADES = (("1", "一级"), ("2", "二级"), ("3", "三级"), ("4", "四级"))


@dataclass(frozen=True)
class HazardSource:
    """一处重大危险源."""

    enterprise: str = firm()
    name: str = fact("重大危险源名称", max_length=100)
    grade: str = fact("级别", choices=GRADES)
    substances: str = fact("主要危险物质", max_length=200)
    quantity: str = fact("设计最大量", required=False, max_length=80, help="写数值和单位，例如液氨 12 吨。")
    principal: str = fact("主要负责人（包保）", required=False, max_length=40)
    technical: str = fact("技术负责人（包保）", required=False, max_length=40)
    operating: str = fact("操作负责人（包保）", required=False, max_length=40)
    filed_on: date = fact("备案日期", required=False, article=FILED)
    filing_no: str = fact("备案编号", required=False, max_length=60, article=FILED,
                          help="重大危险源及有关安全措施、应急措施应当报应急管理部门和有关部门备案。")
    assessed_on: date = fact("最近安全评估日期", required=False)
    next_assessment: date = fact("下次安全评估期限", required=False)
    connected: bool = fact("是否接入监测预警系统", required=False)
    state: str = fact("状态", choices=(("in_use", "在用"), ("stopped", "停用"), ("removed", "已核销")))


def _filed(values: Values, on: date) -> Mark | None:
    if values.get("state") == "in_use" and not values.get("filing_no"):
        return Mark("没有备案", "late")
    return None


hazard_sources = Ledger(
    "hazard_sources", "重大危险源", "监管对象", HazardSource, key=("enterprise", "name"), title=("name", "grade"),
    columns=("enterprise", "name", "grade", "substances", "filing_no", "next_assessment", "state"), reads=WATCH,
    writes=FIELD_KEEPERS, line="重大危险源", search=("name", "substances", "filing_no"), filters=("grade", "connected", "state"),
    since="assessed_on", until="next_assessment", warn=timedelta(days=90), enterprise="enterprise",
    rest=("state", frozenset({"removed"})), marking=_filed, basis=(Article("安全生产法", "40", 1), FILED),
    checks=(in_order("assessed_on", "next_assessment", "下次评估期限不能早于最近评估日期。"),),
    headers=FIRM_HEADERS | {"name": ("危险源名称", "名称"), "grade": ("危险源级别", "等级"), "substances": ("危险物质", "危化品名称"),
                            "filing_no": ("备案号",), "next_assessment": ("评估到期", "下次评估日期"), "principal": ("主要负责人",),
                            "technical": ("技术负责人",), "operating": ("操作负责人",)})

INSURED = Article("安全生产法", "51", 2)


@dataclass(frozen=True)
class Policy:
    """一份安全生产责任保险."""

    enterprise: str = firm()
    policy_no: str = fact("保单号", max_length=60)
    insurer: str = fact("承保机构", max_length=80)
    per_person: Fen = fact("每人限额（元）", required=False)
    total: Fen = fact("累计限额（元）", required=False)
    premium: Fen = fact("保费（元）", required=False)
    insured: int = fact("投保人数", required=False, min=0, max=1_000_000)
    must: bool = fact("应当投保", article=INSURED, help="属于国家规定的高危行业、领域的，应当投保安全生产责任保险。")
    since: date = fact("保险期自")
    until: date = fact("保险期至")
    services: int = fact("本期事故预防服务次数", required=False, min=0, max=1000)
    state: str = fact("状态", choices=(("valid", "承保中"), ("renewed", "已续保"), ("cancelled", "已退保")))


insurance = Ledger(
    "insurance", "安责险台账", "监管对象", Policy, key=("policy_no",), title=("policy_no", "insurer"),
    columns=("enterprise", "insurer", "policy_no", "must", "insured", "premium", "until"), reads=WATCH, writes=FIELD_KEEPERS,
    line="保单", search=("policy_no", "insurer"), filters=("must", "state"), since="since", until="until",
    enterprise="enterprise", sums=("premium",), rest=("state", frozenset({"renewed", "cancelled"})), basis=(INSURED,),
    headers=FIRM_HEADERS | {"policy_no": ("保险单号", "保单编号"), "insurer": ("保险公司", "保险机构"), "since": ("起保日期", "保险起期"),
                            "until": ("到期日期", "保险止期", "终保日期"), "must": ("是否高危行业", "是否应投保"), "premium": ("保费",),
                            "total": ("保额", "保险金额")})


@dataclass(frozen=True)
class Commitment:
    """一份承诺."""

    enterprise: str = firm()
    kind: str = fact("承诺类型", choices=(("trust", "守信（标准化达标）企业承诺制"), ("safety", "安全生产承诺"), ("repair", "信用修复承诺"),
                                        ("permit", "告知承诺"), ("rectify", "整改承诺")))
    signed_on: date = fact("签订日期")
    content: str = fact("承诺内容", as_="longtext", max_length=1000)
    signer: str = fact("承诺人", max_length=40)
    until: date = fact("承诺期至", required=False)
    state: str = fact("履行情况", choices=(("running", "履行中"), ("kept", "已履行"), ("broken", "未履行"), ("withdrawn", "已撤销")))
    checked_on: date = fact("核查日期", required=False)
    finding: str = fact("核查情况", required=False, as_="longtext", max_length=500)


def _broken(values: Values, on: date) -> Mark | None:
    return Mark("未履行承诺", "late") if values.get("state") == "broken" else None


commitments = Ledger(
    "commitments", "承诺台账", "监管对象", Commitment, key=("enterprise", "kind", "signed_on"), title=("kind", "signed_on"),
    columns=("enterprise", "kind", "signed_on", "signer", "until", "state"), reads=WATCH, writes=FIELD_KEEPERS, line="承诺",
    search=("content", "signer"), filters=("kind", "state"), since="signed_on", until="until", enterprise="enterprise",
    rest=("state", frozenset({"kept", "withdrawn"})), marking=_broken, checks=(
        required_when("state", ("broken",), "finding", "没有履行承诺的，请写明核查情况。"),
        required_when("state", ("kept", "broken"), "checked_on", "请填写核查日期。")),
    headers=FIRM_HEADERS | {"kind": ("类型",), "signed_on": ("承诺日期", "签署日期"), "signer": ("法定代表人", "签字人"),
                            "content": ("内容",), "state": ("状态",)},
    about="守信企业实行承诺制、减少检查频次的，承诺没有履行时应当恢复原来的检查频次。")

