"""Kinds of people, what is registered of each, and what follows from it. Pure.

An auxiliary helps and never signs: punishment is for officers with the qualification (行政处罚法 42-1), and S3 (三) lets
auxiliaries only assist. A day is a calendar date of Asia/Shanghai.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.kernel.facts import FactError, FieldSpec, as_date, fact, schema
from zhiheng.kernel.spans import add_months
from zhiheng.registers.declare import Values

KINDS = (("officer", "执法人员"), ("reviewer", "法制审核人员"), ("auxiliary", "执法辅助人员"), ("technical", "技术检查员"),
         ("social", "社会监督员"), ("expert", "专家"), ("adviser", "法律顾问"))
KIND_ZH = dict(KINDS)
ASSISTING = frozenset({"auxiliary", "technical", "social", "expert", "adviser"})
"""Who may assist and never enforces."""
QUALIFIED = Article("行政处罚法", "42", 1)
TRAINED = Article("安全生产违法行为行政处罚办法", "16", 2)
"""安全生产行政执法人员应当参加执法培训和考核，取得执法证件."""
ASSIST_ONLY = "玉溪实施方案（三）：招聘的行政执法辅助人员协助执法人员开展相关工作"
_ROLES = {"reviewer": frozenset({"legal_reviewer", "section_head", "bureau_head", "archivist", "supervisor", "administrator"}),
          "auxiliary": frozenset({"archivist"})}
DOMAINS = ("工贸", "危险化学品", "矿山", "烟花爆竹", "防灾减灾救灾")
"""Fields of enforcement that a certificate may name, as enterprises name theirs (监管领域)."""

EDUCATION = (("doctor", "博士研究生"), ("master", "硕士研究生"), ("bachelor", "大学本科"), ("college", "大学专科"), ("other", "高中及以下"))
QUALIFICATIONS = (("engineer", "注册安全工程师"), ("legal", "国家统一法律职业资格"), ("fire", "注册消防工程师"),
                  ("assessor", "安全评价师"), ("title", "相关专业中级以上职称"), ("other", "其他相关职业资格"))
IDENTITY = (("enforcement", "行政执法类公务员"), ("civil", "其他公务员"), ("public", "参照公务员法管理人员"), ("staff", "事业编制人员"),
            ("contract", "聘用人员"))
ESTABLISHMENT = (("admin", "行政编制"), ("enforcement", "行政执法专项编制"), ("public", "事业编制"), ("none", "没有编制"))
TRANSFER = (("done", "已划转到执法队伍"), ("due", "应划转，尚未划转"), ("none", "不需划转"))
PRESENCE = (("on_post", "在岗"), ("seconded", "借调到外单位"), ("study", "脱产学习"), ("leave", "长期病事假"), ("not_come", "尚未到岗"))


@dataclass(frozen=True)
class Profile:
    """登记项."""

    unit: str = fact("科室、中队", required=False, max_length=60)
    identity: str = fact("身份", required=False, choices=IDENTITY)
    establishment: str = fact("编制类型", required=False, choices=ESTABLISHMENT)
    transfer: str = fact("编制划转", required=False, choices=TRANSFER, help="改革时应当划入综合行政执法队伍的，登记是否已经划转。")
    transferred_on: date = fact("划转日期", required=False)
    presence: str = fact("到岗情况", required=False, choices=PRESENCE)
    education: str = fact("学历", required=False, choices=EDUCATION)
    school: str = fact("毕业院校", required=False, max_length=80)
    major: str = fact("专业", required=False, max_length=80)
    related: bool = fact("是否应急管理相关专业", required=False, help="安全工程、化工、矿业、机械、消防、法学等，由本机关按岗位需要认定。")
    qualifications: tuple[str, ...] = fact("职业资格", required=False, choices=QUALIFICATIONS)
    qualification_no: str = fact("资格证书编号", required=False, max_length=120)
    experience_since: date = fact("从事执法（安全监管）工作起", required=False)
    remark: str = fact("备注", required=False, as_="longtext", max_length=500)


def fields() -> tuple[FieldSpec, ...]:
    """Everything asked of a person besides name, kind and days."""
    return schema(Profile)


def faults(values: Values, kind: str) -> list[FactError]:
    """What contradicts itself in a profile."""
    found = []
    if values.get("transfer") == "done" and not values.get("transferred_on"):
        found.append(FactError("transferred_on", "登记为已经划转的，请填写划转日期。"))
    if values.get("transferred_on") and values.get("transfer") != "done":
        found.append(FactError("transfer", "填了划转日期，编制划转应为「已划转到执法队伍」。"))
    if kind == "officer" and values.get("identity") == "contract":
        found.append(FactError("identity", f"聘用人员登记为「执法辅助人员」，只能协助执法（{ASSIST_ONLY}）。"))
    if values.get("related") and not values.get("major"):
        found.append(FactError("major", "登记为相关专业的，请填写专业名称。"))
    return found


def role_fault(kind: str, role: str) -> str:
    """Why this kind of person may not hold a role; empty when he may."""
    if kind == "officer" or role in _ROLES.get(kind, frozenset()):
        return ""
    who = KIND_ZH.get(kind, kind)
    if role == "officer":
        return (f"{who}只能协助执法，不能任执法人员，也不能在执法文书的执法人员处签名（{QUALIFIED}：由具有行政执法资格的执法人员"
                f"实施；{ASSIST_ONLY}）")
    return f"{who}不能任这一角色，只能协助工作"


@dataclass(frozen=True)
class Strength:
    """Which of education, qualification and experience somebody brings; ``years`` are whole years of enforcement."""

    education: bool
    qualification: bool
    years: int

    @property
    def experience(self) -> bool:
        return self.years >= 1

    @property
    def says(self) -> str:
        parts = [zh for ok, zh in ((self.education, "相关学历"), (self.qualification, "职业资格"),
                                   (self.experience, f"执法经验 {self.years} 年")) if ok]
        return "、".join(parts)


def strength(profile: Mapping[str, Any], on: date, *, lawyer: bool = False) -> Strength:
    """What a profile proves on a day. What is not registered is not proven. ``lawyer``: 国家统一法律职业资格."""
    since = as_date(profile, "experience_since")
    years = 0
    while since is not None and add_months(since, 12 * (years + 1)) <= on:
        years += 1
    return Strength(bool(profile.get("related") and profile.get("education") not in (None, "other")),
                    bool(profile.get("qualifications")) or lawyer, years)
