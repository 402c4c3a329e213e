"""The head of the page of an enterprise: who it is, what an officer is asked on the telephone, what to mind."""

from __future__ import annotations

from collections.abc import Sequence

from zhiheng.exchange.enterprise_file import ENTERPRISES
from zhiheng.registers.codes import registration_number_valid
from zhiheng.registers.codes import valid_code as valid_code
from zhiheng.web import links
from zhiheng.web.build.enterprise_page import Badges, Bands, Buttons, FirmFigure, FirmPage, FirmTab
from zhiheng.web.build.lists import risk
from zhiheng.web.parts import Badge, Band, Button, Link, Tab, Tabs
from zhiheng.web.parts_page import EnterpriseHeader

HREF = "/enterprises/"


def header(p: FirmPage, tab: FirmTab, tabs: Sequence[FirmTab], figures: Sequence[FirmFigure], buttons: Sequence[Buttons],
           badges: Sequence[Badges], bands: Sequence[Bands]) -> EnterpriseHeader:
    """The declared tabs, figures, buttons and bands drawn; those that have nothing to say are left out."""
    firm = p.firm
    said = [(f.zh, *found) for f in figures if (found := f.value(p)) is not None]
    drawn = [Tab(t.zh, p.at(t.key), t is tab, "" if count == "" else str(count))
             for t in tabs if (count := t.count(p)) is not None]
    return EnterpriseHeader(
        firm.name, firm.code or "没有代码", risk(firm.grade), valid_code(firm.code),
        tuple(w for w in (firm.industry, *firm.fields, *firm.hazards, firm.area) if w),
        figures=tuple(said), buttons=tuple(b for one in buttons if (b := one(p)) is not None),
        bands=tuple(b for one in bands if (b := one(p)) is not None), why_href=p.at("grade") if firm.grade else "",
        tabs=Tabs(tuple(drawn), "企业档案"),
        code_badge=_code_badge(firm.code), badges=tuple(b for one in badges if (b := one(p)) is not None))


def _code_badge(code: str | None) -> Badge | None:
    """What the number is worth: right, an old one, or wrong."""
    if not code:
        return Badge("待补登", "due", "no-code")
    if len(code) == 18:
        return Badge("校验码正确", "done", "code") if valid_code(code) else Badge("校验码不符", "late", "code")
    if len(code) == 15 and code.isdigit():
        return Badge("旧注册号", "rest", "code") if registration_number_valid(code) else Badge("旧注册号，校验位不符", "due", "code")
    return Badge("旧式注册号", "rest", "code")


def may_write(p: FirmPage) -> bool:
    return bool(ENTERPRISES.writes & p.mine.roles)


def gone(p: FirmPage) -> bool:
    return p.firm.closed_on is not None or p.firm.running in ("注销", "迁出")


def begin_button(p: FirmPage) -> Button | None:
    if "officer" not in p.mine.roles or gone(p):
        return None
    return Button("发起检查", f"/inspections/new/?enterprise={p.firm.pk}", "plan", "primary")


def sheet_button(p: FirmPage) -> Button | None:
    return Button("导出检查表", f"/handbook/export/?enterprise={p.firm.pk}", icon="download")


def edit_button(p: FirmPage) -> Button | None:
    return Button("修改登记", f"{p.home}edit/", icon="pen") if may_write(p) else None


def key_badge(p: FirmPage) -> Badge | None:
    return Badge("重点企业", "due", "key", icon="flag") if p.firm.key_unit else None


def gone_band(p: FirmPage) -> Band | None:
    if not gone(p):
        return None
    word = p.firm.running if p.firm.running in ("注销", "迁出") else "注销"
    on = f"已于 {p.firm.closed_on} {word}" if p.firm.closed_on else f"已{word}"
    way = (Link("恢复", f"{p.home}edit/#state"),) if may_write(p) else ()
    return Band(on, "rest", way, detail="档案保留，不再安排检查。")


def bare_band(p: FirmPage) -> Band | None:
    if p.firm.code or gone(p):
        return None
    if p.firm.parent_id:
        return Band("分支没有自己的代码", "rest", detail="以总部的代码识别。")
    return Band("没有统一社会信用代码", "due", detail="请在下次检查时核对营业执照后补登。")


def double_band(p: FirmPage) -> Band | None:
    """The likeliest suspicion with the way to compare; whoever may not merge is told as well."""
    if not p.doubles:
        return None
    first = p.doubles[0]
    more = f"，另有 {len(p.doubles) - 1} 家也像" if len(p.doubles) > 1 else ""
    ways = (Link("比对合并", compare_href(p.firm.pk, first.other.pk)),) if may_write(p) else (
        Link("查看", links.enterprise_href(first.other.code, first.other.pk)),)
    return Band(f"与「{first.other.name}」（{first.other.code or '无码'}）可能是同一家{more}", "due", ways, "double",
                detail="；".join(first.why) + "。")


def industry_band(p: FirmPage) -> Band | None:
    if p.firm.industry_code or not p.firm.industry or not may_write(p):
        return None
    return Band(f"行业“{p.firm.industry}”没有对应到唯一的行业代码，待确认", "unverified", (Link("确认行业", f"{p.home}edit/#f-industry_code"),))


def compare_href(one: int, other: int) -> str:
    """The page where two rows stand side by side; the first stays unless the person turns them round."""
    return f"{HREF}doubles/{one}/{other}/"


def masked_phone(text: str) -> str:
    """138****5678; a short number keeps only its last figures."""
    figures_only = [c for c in text if c.isdigit()]
    if len(figures_only) < 7:
        return "—" if not text else "****"
    return f"{text[:3]}****{text[-4:]}"
