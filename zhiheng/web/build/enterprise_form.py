"""The form of an enterprise: the declared fields in groups, with a finder of industries and one of head offices."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from zhiheng.kernel.facts import FactError
from zhiheng.kernel.supervision import FIELDS as BRANCHES
from zhiheng.kernel.supervision import HAZARDS
from zhiheng.records.models import Enterprise
from zhiheng.registers.enterprise import ALL
from zhiheng.registers.industries import Catalogue
from zhiheng.web.build.fields import Choices, Shown, fields
from zhiheng.web.parts import Link
from zhiheng.web.parts_form import ActForm, FieldGroup, FieldHelp, FieldSpec
from zhiheng.web.parts_page import Option

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("主体", ("name", "code", "legal_rep", "registered_address", "registrar", "economy", "running", "parent", "parent_q")),
    ("在哪里", ("address", "area", "place")),
    ("行业与监管", ("industry_q", "industry", "industry_code", "fields", "hazards", "department")),
    ("规模与标准化", ("scale", "employees", "special_workers", "safety_staff", "engineers", "standard", "standard_until")),
    ("人员", ("principal", "phone", "safety_manager", "safety_phone", "people")),
    ("理由", ("reason",)),
)


@dataclass(frozen=True)
class Found:
    """What the finders found: industries for words, head offices for words, the name of the head office chosen."""

    industry_q: str = ""
    industries: tuple[Option, ...] = ()
    parent_q: str = ""
    parents: tuple[Option, ...] = ()
    parent_name: str = ""


def form(action: str, raw: Mapping[str, Any], book: Catalogue, found: Found, *, areas: Sequence[str], new: bool,
         errors: Sequence[FactError] = (), clash: Mapping[str, str] | None = None, version: int = 0, title: str = "",
         kept: str = "") -> ActForm:
    """The whole form. ``clash``: fields that somebody else changed meanwhile, each with what he wrote."""
    by_path = {e.path: e.says for e in errors} | dict(clash or {})
    choices = Choices(by_name={"area": tuple(Option(a, a) for a in areas)})
    made = {f.name: f for f in fields(ALL, Shown(raw, {}, by_path), choices)}
    made |= _finders(found, book)
    known = book.get(str(raw.get("industry_code") or ""))
    made["industry_code"] = replace(made["industry_code"], hint=known.path if known else f"按《{book.source}》")
    made["parent"] = replace(made["parent"], hint=found.parent_name)
    made["fields"] = replace(made["fields"], options=tuple(_marked(o) for o in made["fields"].options))
    hints = {h.zh: h.hint for h in HAZARDS}
    made["hazards"] = replace(made["hazards"], options=tuple(replace(o, count=hints.get(o.value, "")) for o in made["hazards"].options))
    groups = [FieldGroup(zh, tuple(made[n] for n in names)) for zh, names in GROUPS if not (new and zh == "理由")]
    said = [Link(e.says, f"#f-{e.path.split('.')[0]}") for e in errors]
    said += [Link(f"「{made[n].label}」{says}", f"#f-{n}") for n, says in (clash or {}).items()]
    hidden = (("version", str(version)),) if version else ()
    return ActForm("enterprise", title, action, tuple(groups), subject="一企一档", draft=kept or "带 * 的必填", errors=tuple(said),
                   submit="登记" if new else "保存", save="", hidden=hidden,
                   after="每一项改动都记入变更史。" if not new else "登记以后可以上传照片和资料。")


def _marked(option: Option) -> Option:
    """Fields stand out among their branches."""
    return replace(option, count="领域") if option.value in {f.zh for f in BRANCHES} else option


def _finders(found: Found, book: Catalogue) -> dict[str, FieldSpec]:
    trade = FieldHelp("写行业的几个字或者代码的前几位，查找后加入。", "木材加工", "做家具的", "可以直接填行业代码。")
    head = FieldHelp("写总部名称中的两个字、首字母或者代码，查找后加入。", "", "", "没有总部的不填。")
    return {
        "industry_q": FieldSpec("industry_q", "查找行业", "find", value=found.industry_q, options=found.industries, help=trade,
                                hint=_none(found.industry_q, found.industries, f"《{book.source}》里没有找到")),
        "parent_q": FieldSpec("parent_q", "查找总部", "find", value=found.parent_q, options=found.parents, help=head,
                              hint=_none(found.parent_q, found.parents, "一企一档里没有找到"))}


def _none(asked: str, options: Sequence[Option], says: str) -> str:
    return f"{says}“{asked}”。" if asked and not options else ""


def industry_options(book: Catalogue, asked: str) -> tuple[Option, ...]:
    """What the catalogue finds, with the four levels."""
    return tuple(Option(f"{i.code} {i.name}", f"industry:{i.code}", count=i.path) for i in book.find(asked, 12)) if asked else ()


def parent_options(rows: Sequence[Enterprise]) -> tuple[Option, ...]:
    return tuple(Option(e.name, f"parent:{e.code or f'id-{e.pk}'}", count=f"{e.code or '没有代码'} {e.area}") for e in rows)
