"""Instruments and recorders named in an act: what was wrong with one that day is said and stays with the act.

``view.attrs["things"]`` (records/queries/sources/things.py) maps an asset number to {kind, model, state, calibrated_on,
calibrated_until, certificate_no}. A reading is not void because the calibration had run out: what it proves must be found
true another way (行政处罚法 46-2), so the gate warns. Read: 计量法 9-1, 9-2 and 计量法实施细则 22.
"""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.kernel.facts import as_date
from zhiheng.kernel.gates import facts_say
from zhiheng.kernel.procedure import Gate, Severity, Unmet
from zhiheng.kernel.situation import Situation
from zhiheng.law.basis import penalty_law

FOUND_TRUE = penalty_law(46, 2)
CALIBRATE = Article("计量法", "9")
NOT_OVERDUE = Article("计量法实施细则", "22")
MEASURING = frozenset({"gas_detector", "measuring_kit", "dust_meter"})
"""Kinds whose readings are evidence. The same as registers.ledgers.equipment.CALIBRATED, which may not be imported here."""
GONE = {"scrapped": "已报废", "lost": "已登记遗失", "repair": "在维修中"}
Values = Mapping[str, Any]


def fault(values: Values | None, on: date) -> str:
    """What stands against an instrument on a day, in words; "" when nothing does."""
    if values is None:
        return "装备台账里没有登记"
    if values.get("state") in GONE:
        return GONE[str(values["state"])]
    if values.get("kind") not in MEASURING:
        return ""
    since, until = as_date(values, "calibrated_on"), as_date(values, "calibrated_until")
    if until is None:
        return "没有检定（校准）记录"
    if until < on:
        return f"检定（校准）已于 {until} 到期"
    return f"检定（校准）日期 {since} 晚于使用之日" if since is not None and since > on else ""


def said(no: str, values: Values | None) -> str:
    """四合一气体检测仪 MX4（YL-ZB-004，检定证书 J-12，有效期至 2026-12-09）."""
    if values is None:
        return no
    inside = [no]
    if values.get("kind") in MEASURING:
        inside += [f"检定证书 {values['certificate_no']}"] if values.get("certificate_no") else []
        inside += [f"检定有效期至 {values['calibrated_until']}"] if values.get("calibrated_until") else []
    return f"{values.get('model') or ''}（{'，'.join(inside)}）"


def named(known: Mapping[str, Values] | None, numbers: Any) -> list[str]:
    """The instruments of an act as a paper prints them."""
    return [said(str(no), (known or {}).get(str(no))) for no in numbers or ()]


def instruments_fit(fact: str = "instruments", note: str = "instruments_note") -> Gate:
    """Every instrument named is known, at hand, and within its calibration on the day of the act."""
    def check(s: Situation) -> Unmet | None:
        numbers = s.given(fact) or ()
        if not numbers:
            return None
        known = s.view.attrs.get("things") or {}
        bad = [f"{(known.get(no) or {}).get('model') or '仪器'}（{no}）{why}" for no in numbers if (why := fault(known.get(no), s.on))]
        if not bad:
            return None
        told = f"；说明：{s.given(note)}" if s.given(note) else ""
        return Unmet(f"使用的仪器{'；'.join(bad)}，其测得的数据作为证据存疑{told}", cure="用检定有效的仪器重新检测，或者在「仪器情况说明」里写明理由")
    return facts_say((FOUND_TRUE, CALIBRATE, NOT_OVERDUE), "instruments_fit", "检测仪器应当登记在册并在检定（校准）有效期内", check,
                     severity=Severity.WARNING)
