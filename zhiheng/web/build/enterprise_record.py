"""What is registered of an enterprise: ledgers by theme, people, register facts, photos and documents, field history."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from zhiheng.kernel.clock import TZ
from zhiheng.kernel.supervision import HAZARDS
from zhiheng.records.models import Change
from zhiheng.records.queries.attachments import kept
from zhiheng.records.queries.doubles import MergedFirm, changes_of, merged_into
from zhiheng.registers.enterprise import EXTRA, FIELDS, said_value
from zhiheng.web import links
from zhiheng.web.build import attachments, holdings
from zhiheng.web.build.enterprise_page import FirmPage
from zhiheng.web.build.enterprises import masked_phone, may_write
from zhiheng.web.build.words import day_text
from zhiheng.web.parts import Badge, Empty, Timeline, TimelineEntry
from zhiheng.web.parts_firm import Merged, MergedRow, Panel
from zhiheng.web.parts_page import Cell, Column, Row, Table

RISKS = ("firm_risks", "hazard_sources", "accidents")
PERMITS = ("permits", "insurance", "intermediary_reports")
PEOPLE = ("safety_managers", "special_work")
HELP = ("firm_trainings", "commitments")
HOLDERS = frozenset({"officer", "section_head", "administrator"})
"""Posts that may add photos and documents to an enterprise."""
WHAT = {"created": "登记", "imported": "导入", "changed": "修改", "merged": "合并", "absorbed": "并入", "split": "拆分恢复",
        "distinct": "认定不是同一家", "closed": "注销或迁出", "reopened": "恢复", "attached": "存入资料", "detached": "归档资料"}


def held(p: FirmPage, names: Iterable[str]) -> int | None:
    """How many lines ledgers of a theme hold; None where the post reads none."""
    return sum(p.ledgers.get(n, 0) for n in names) if p.reads_ledgers else None


def _panels(p: FirmPage, names: tuple[str, ...] | None = None) -> list[Panel]:
    books = holdings.of_enterprise(p.mine, p.key, p.ledgers, p.lines)
    order = {name: at for at, name in enumerate(names or ())}
    chosen = [h for h in books if names is None or h.key in order]
    if names is not None:
        chosen.sort(key=lambda h: order[h.key])
    return [_panel(h) for h in chosen]


def _panel(h: holdings.Held) -> Panel:
    body = (h.table,) if h.count else ()
    return Panel(h.zh, body, str(h.count), (h.add,) if h.add else (), more=holdings.further(h))


def risks(p: FirmPage) -> tuple[object, ...]:
    """The hazards watched on their own, then risk list, major hazard sources, accidents."""
    known = {h.zh: h.hint for h in HAZARDS}
    rows = tuple(Row((Cell(w, links.with_query("/enterprises/", {"hazard": w}), strong=True), Cell(known.get(w, "—"))), key=w)
                 for w in p.firm.hazards)
    watched = Table((Column("专项监管类别"), Column("通常在哪里", wide=True)), rows, "专项监管类别", Empty("没有登记。"), action_label="")
    return (Panel("专项监管类别", (watched,), str(len(rows))), *_panels(p, RISKS))


def permits(p: FirmPage) -> tuple[object, ...]:
    return tuple(_panels(p, PERMITS))


def helped(p: FirmPage) -> tuple[object, ...]:
    return tuple(_panels(p, HELP))


def ledgers(p: FirmPage) -> tuple[object, ...]:
    """Every ledger, what runs out first leading."""
    return tuple(_panels(p))


def people(p: FirmPage) -> tuple[object, ...]:
    """Whom to ask for at the gate, then managers and special work."""
    firm = p.firm
    rows = [("主要负责人", firm.principal, firm.phone), ("安全负责人", firm.safety_manager, firm.safety_phone)]
    rows += [(str(x.get("position") or "人员"), str(x.get("name") or ""), str(x.get("phone") or "")) for x in firm.people]
    shown = tuple(dict.fromkeys((post, name, phone) for post, name, phone in rows if name))
    drawn = tuple(Row((Cell(post), Cell(name, strong=True), Cell(masked_phone(phone))), key=f"{post}-{name}")
                  for post, name, phone in shown)
    table = Table((Column("身份"), Column("姓名"), Column("电话")), drawn, "负责人", Empty("没有登记。"), action_label="")
    return (Panel("负责人", (table,), str(len(drawn)), note="电话只显示一部分，全号在案卷里"), *(_panels(p, PEOPLE) if p.reads_ledgers else ()))


def registered(p: FirmPage) -> tuple[object, ...]:
    """Every field of the register; telephones are masked, full ones stand in the file where they are needed."""
    firm = p.firm
    said = [(spec.zh, said_value(spec.name, getattr(firm, spec.name, None))) for spec in FIELDS if spec.name not in ("place", "parent")]
    said = [(zh, masked_phone(text) if zh.endswith("电话") and text else text) for zh, text in said]
    said += [(EXTRA[name].zh, said_value(name, firm.extra.get(name))) for name in EXTRA if firm.extra.get(name)]
    said.append(("位置", f"{firm.latitude:.5f}，{firm.longitude:.5f}" if firm.latitude is not None and firm.longitude is not None else ""))
    said.append(("上级单位", firm.parent.name if firm.parent else ""))
    said.append(("曾用名称", "、".join(firm.former_names)))
    said.append(("曾用代码", "、".join(firm.former_codes)))
    rows = [Row((Cell(zh), Cell(text or "—")), key=zh) for zh, text in said]
    if firm.industry and not firm.industry_code:
        rows.insert(0, Row((Cell("行业代码"), Cell(badge=Badge("待确认", "unverified"), lines=(f"清单里只写了“{firm.industry}”",))), key="industry"))
    table = Table((Column("项目"), Column("内容", wide=True)), tuple(rows), "登记信息", action_label="")
    return (Panel("登记信息", (table,)),)


def kept_files(p: FirmPage) -> tuple[object, ...]:
    may = bool(HOLDERS & p.mine.roles) and not p.mine.scope.read_only
    return (attachments.part(kept("enterprises", p.firm.pk), f"{p.home}files/", back=p.at("files"), may_add=may),)


# --- 变更史 -------------------------------------------------------------------------------------------------------

def changed(p: FirmPage) -> tuple[object, ...]:
    """Every change of every field: who, when, before, after, why. From forms, lists and merging alike."""
    gone = merged_into(p.firm)
    names = {str(g.enterprise.pk): g.enterprise.name for g in gone}
    line = Timeline(tuple(_entry(c, names.get(c.target, "")) for c in changes_of(p.firm, gone)))
    return (_merged(p, gone), line) if gone else (line,)


def _merged(p: FirmPage, gone: Sequence[MergedFirm]) -> Merged:
    may = may_write(p)
    return Merged(tuple(MergedRow(g.enterprise.name, g.enterprise.code or "没有代码", day_text(g.at), g.reason,
                                  f"/enterprises/doubles/{g.enterprise.pk}/split/" if may else "") for g in gone))


def _entry(row: Change, of: str) -> TimelineEntry:
    """One change; ``of`` names the row it belonged to before it was merged."""
    moment = row.at.astimezone(TZ)
    told = [f"{_zh(n)}：{_shown(n, old)} → {_shown(n, new)}" for n, (old, new) in row.fields.items() if n in KNOWN]
    if row.what in ("imported", "created"):
        told = [f"{_zh(n)}：{_shown(n, new)}" for n, (_, new) in row.fields.items() if n in KNOWN and new not in (None, "", [])]
    if row.reason:
        told.append(f"理由：{row.reason}")
    head = f"{of}：" if of else ""
    return TimelineEntry(f"{moment:%Y-%m-%d}", row.by.name if row.by else "系统", f"{head}{WHAT.get(row.what, row.what)}（{moment:%H:%M}）",
                         row.what, detail="；".join(told))


KNOWN = {s.name: s.zh for s in FIELDS} | {k: s.zh for k, s in EXTRA.items()} | {
    "latitude": "纬度", "longitude": "经度", "grade": "安全等级", "closed_on": "注销（迁出）日", "key_unit": "重点单位",
    "attachment": "资料", "absorbed": "并入的企业", "distinct": "不是同一家",
    "former_names": "曾用名称", "former_codes": "曾用代码", "parent": "上级单位",
    "merged_into": "并入"}


def _zh(name: str) -> str:
    return KNOWN.get(name, name)


def _shown(name: str, value: Any) -> str:
    if name in ("phone", "safety_phone") and value:
        return masked_phone(str(value))
    return said_value(name, value) or "空"

