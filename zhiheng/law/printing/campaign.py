"""专项行动: the programme as it was drawn up with the frozen scope, and the summary's addressee."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhiheng.kernel.facts import Facts, as_date
from zhiheng.kernel.view import FileView, Subject
from zhiheng.law.procedures import campaign_facts as f

MOST_NAMES = 300
SCOPE: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("hazard", "专项监管类别为", {}), ("field", "监管领域为", {}), ("area", "属地为", {}), ("industry", "行业代码开头为", {}),
    ("grade", "安全等级为", dict(f.GRADES)), ("key", "属于", dict(f.KEY)), ("q", "名称或风险词含", {}))
FREE = "本次检查由上级部署，不计入同一企业年度检查频次"
COUNTED = "本次检查计入同一企业年度检查频次，达到上限的企业并入其他检查"


def scope_words(facts: Mapping[str, Any]) -> str:
    """The filters as a sentence: 专项监管类别为「粉尘涉爆」，属地为「平山园区」."""
    return "，".join(f"{says}「{words.get(facts[name], facts[name])}」" for name, says, words in SCOPE if facts.get(name))


def _programme(view: FileView, facts: Facts, subjects: tuple[Subject, ...]) -> dict[str, Any]:
    drawn = view.last("set_up")
    if drawn is None:
        return {}
    d = drawn.facts
    superior = d.get("ordered") == "superior"
    areas = "，".join(f"{a['area']} {a['firms']} 家" for a in facts.get("areas") or ())
    names = list((view.attrs.get("campaign_scope") or {}).get("names") or ())
    return {"title": d["title"], "reason": d["reason"], "checks": list(d["checks"]), "division": d["division"],
            "ordered": f"{d.get('ordered_by') or '上级机关'}部署" if superior else "本级组织", "basis": d.get("basis") or "",
            "period": f"{_day(d, 'period_from')}至{_day(d, 'period_to')}", "scope_words": scope_words(d) or "辖区内全部在营企业", "area_words": areas,
            "cap_words": FREE if superior and d.get("basis") else COUNTED,
            "names": names if len(names) <= MOST_NAMES else []}


def _day(facts: Mapping[str, Any], name: str) -> str:
    on = as_date(facts, name)
    return f"{on.year}年{on.month}月{on.day}日" if on else ""


def _summary(view: FileView, facts: Facts, subjects: tuple[Subject, ...]) -> dict[str, Any]:
    drawn, approved = view.last("set_up"), view.last("approve")
    to = [str(x) for x in ((approved.facts.get("approved_by") if approved else ""), (drawn.facts.get("ordered_by") if drawn else "")) if x]
    return {"title": drawn.facts["title"] if drawn else "", "to": "、".join(dict.fromkeys(to)) or "批准机关"}


PRINTED = {"campaign_programme": _programme, "campaign_summary": _summary}
