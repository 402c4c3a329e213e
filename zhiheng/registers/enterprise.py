"""What the register asks of an enterprise: one declaration gives the form, its help and the words of the history."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.kernel.facts import FieldSpec, fact, schema
from zhiheng.kernel.supervision import field_words, hazard_words
from zhiheng.registers.declare import said

STANDARDS = ("一级", "二级", "三级")
OPERATING = ("在营", "停产停业")
GONE = ("注销", "迁出")
SCALES = ("大型", "中型", "小型", "微型")


def _same(words: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((w, w) for w in words)


@dataclass(frozen=True)
class PersonFacts:
    """One person to be asked for."""

    name: str = fact("姓名", max_length=40)
    position: str = fact("职务", required=False, max_length=40)
    phone: str = fact("电话", required=False, max_length=40)


@dataclass(frozen=True)
class EnterpriseFacts:
    """Fields of the register that have a column of their own."""

    name: str = fact("名称", max_length=120, help="按营业执照填写全称。", good="云岭区鑫达木业有限公司", bad="鑫达")
    code: str = fact("统一社会信用代码或注册号", required=False, max_length=18,
                     help="18 位统一社会信用代码；没有换发的填 15 位注册号。没有代码的分支可以不填。")
    address: str = fact("生产经营地址", required=False, max_length=200)
    area: str = fact("所在乡镇街道", required=False, max_length=60)
    place: str = fact("位置（纬度,经度）", required=False, max_length=60, good="29.61234,106.50123",
                      help="先纬度后经度，用逗号隔开；在现场可以读取手机的位置。")
    parent: str = fact("上级单位（总部）", required=False, max_length=120, help="分支机构、连锁门店填总部的代码；总部须已登记。")
    industry: str = fact("行业", required=False, max_length=80)
    industry_code: str = fact("国民经济行业代码", required=False, max_length=8, help="两位大类，或者四位小类代码。")
    fields: tuple[str, ...] = fact("监管领域", required=False, choices=_same(field_words()),
                                   help="选了细类的，所属领域自动选上。")
    hazards: tuple[str, ...] = fact("专项监管类别", required=False, choices=_same(hazard_words()),
                                    article=Article("安全生产法", "40", 1), help="重大危险源须登记建档并备案。")
    scale: str = fact("规模", required=False, choices=_same(SCALES))
    employees: int = fact("从业人数", required=False, min=0, max=9_999_999)
    standard: str = fact("标准化等级", required=False, choices=_same(STANDARDS))
    running: str = fact("经营状态", required=False, choices=_same(OPERATING), help="注销、迁出在企业页面上另行办理。")
    principal: str = fact("主要负责人", required=False, max_length=40)
    phone: str = fact("联系电话", required=False, max_length=60)
    safety_manager: str = fact("安全负责人", required=False, max_length=40)
    safety_phone: str = fact("安全负责人电话", required=False, max_length=60)
    people: tuple[PersonFacts, ...] = fact("其他人员", required=False)


@dataclass(frozen=True)
class ExtraFacts:
    """Fields of the register kept beside the columns."""

    standard_until: date = fact("标准化有效期至", required=False)
    legal_rep: str = fact("法定代表人", required=False, max_length=40)
    registered_address: str = fact("注册地址", required=False, max_length=200)
    registrar: str = fact("登记机关", required=False, max_length=80)
    economy: str = fact("经济类型", required=False, max_length=40)
    department: str = fact("主管部门", required=False, max_length=80)
    special_workers: int = fact("特种作业人员数", required=False, min=0, max=999_999)
    safety_staff: int = fact("专职安全管理人员数", required=False, min=0, max=99_999)
    engineers: int = fact("注册安全工程师数", required=False, min=0, max=99_999)


@dataclass(frozen=True)
class WhyFacts:
    """Asked when the name, the number or the whole being of an enterprise changes."""

    reason: str = fact("修改理由", required=False, max_length=200, as_="longtext",
                       help="名称或代码有变动的必须写明，例如：营业执照变更、换发统一社会信用代码、原登记有误。")


FIELDS = schema(EnterpriseFacts)
EXTRA: Mapping[str, FieldSpec] = {s.name: s for s in schema(ExtraFacts)}
WHY = schema(WhyFacts)
ALL = (*FIELDS, *EXTRA.values(), *WHY)
REASONED = ("name", "code")
"""Fields whose change asks for a reason."""
_SPECS = {s.name: s for s in (*FIELDS, *EXTRA.values())}


def said_value(name: str, value: Any) -> str:
    """A value of the register in words; a list of people by name and post."""
    if name == "people":
        return "、".join(f"{x.get('name', '')}（{x.get('position') or '人员'}）" for x in value or ())
    spec = _SPECS.get(name)
    return said(spec, value) if spec is not None else "" if value in (None, "", []) else "、".join(map(str, value)) if isinstance(
        value, list) else str(value)
