"""The eight factors: from the inputs to whole points of the factor's base weight, with the sentences that say why.

Each function gives (points, lines). A line is (sentence, refs): what was counted, what it took off or gave, and the
records it rests on. What is not registered is said to be so, with its low or neutral points: never silently good.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from zhiheng.kernel.money import figures
from zhiheng.kernel.spans import add_months
from zhiheng.law.grading_inputs import Hazard, Inputs, Ref

Line = tuple[str, tuple[Ref, ...]]
Found = tuple[int, list[Line]]
Table = Mapping[str, Any]
SHOWN = 3
SOURCES_ZH = {"1": "一级", "2": "二级", "3": "三级", "4": "四级"}


def years_before(on: date, years: int) -> date:
    """The same day so many years ago; what happened after it lies within the years."""
    return add_months(on, -12 * years)


def recent(problems: Iterable[Hazard], on: date, years: int) -> list[Hazard]:
    first = years_before(on, years)
    return [h for h in problems if first < h.found_on <= on]


def industry_risk(x: Inputs, t: Table, on: date) -> Found:
    """The inherent danger of the trade, less its special dangers and major hazard sources."""
    rules = t["industry_risk"]
    words = " ".join((x.industry, *x.fields))
    group = next((g for g in rules["groups"] if any(w in words for w in g["words"])), None)
    whole = int(group["points"] if group else rules["unknown"])
    known = group["zh"] if group else ""
    lines: list[Line] = [(f"行业“{x.industry or '、'.join(x.fields)}”属于{known}，基础分 {whole}" if group
                          else f"行业未登记或者不能归类，按基础分 {whole} 计", (("登记信息", "firm:register"),))]
    said = " ".join(x.hazards)
    for topic in rules["topics"]:
        if any(w in said for w in topic["words"]):
            whole -= topic["less"]
            lines.append((f"{topic['zh']}，减 {topic['less']}", (("登记信息", "firm:register"),)))
    if x.sources:
        worst = min(x.sources, key=lambda s: s.level)
        off = int(rules["sources"].get(worst.level, rules["source_word"]))
        whole -= off
        lines.append((f"重大危险源 {len(x.sources)} 处，最高 {SOURCES_ZH.get(worst.level, '级别未登记')}，减 {off}", _refs(s.ref for s in x.sources)))
    elif "重大危险源" in said:
        whole -= rules["source_word"]
        lines.append((f"登记有重大危险源，级别未登记，减 {rules['source_word']}", (("登记信息", "firm:register"),)))
    return max(0, whole), lines


def risk_level(x: Inputs, t: Table, on: date) -> Found:
    """The gravest risk of the enterprise's own list."""
    rules = t["risk_level"]
    if not x.risks:
        return int(rules["unknown"]), [(f"安全风险清单未登记，按 {rules['unknown']} 分计", (("登记资料", "firm:ledgers"),))]
    order = list(rules["points"])
    worst = max(x.risks, key=lambda r: order.index(r.level))
    counts = Counter(r.level for r in x.risks)
    whole = int(rules["points"][worst.level])
    named = "、".join(f"{rules['zh'][k]} {counts[k]} 处" for k in reversed(order) if counts[k])
    lines: list[Line] = [(f"风险清单：{named}；最高为{rules['zh'][worst.level]}，得 {whole}",
                          _refs(r.ref for r in x.risks if r.level == worst.level))]
    more = (counts["red"] - 1) * int(rules["further_red"]) if counts["red"] > 1 else 0
    if more:
        lines.append((f"红色风险不止一处，再减 {min(more, whole - rules['least'])}，最低 {rules['least']}", ()))
    return max(int(rules["least"]), whole - more), lines


def standardisation(x: Inputs, t: Table, on: date) -> Found:
    rules, ref = t["standardisation"], (("登记信息", "firm:register"),)
    if x.standard not in rules["points"]:
        return int(rules["none"]), [(f"标准化等级未登记或者没有达标，按 {rules['none']} 分计", ref)]
    if x.standard_until is not None and x.standard_until < on:
        return int(rules["none"]), [(f"标准化{x.standard}已于 {x.standard_until} 到期，按没有达标计 {rules['none']} 分", ref)]
    whole = int(rules["points"][x.standard])
    until = f"（有效期至 {x.standard_until}）" if x.standard_until else "（有效期未登记）"
    return whole, [(f"标准化{x.standard}{until}，得 {whole}", ref)]


def inspection_result(x: Inputs, t: Table, on: date) -> Found:
    """Problems a visit, what was not put right in time, major hazards, within the window."""
    rules, whole = t["inspection_result"], _weight(t, "inspection_result")
    first = years_before(on, t["window_years"])
    visits = [v for v in x.visits if first < v[0] <= on]
    found = recent(x.problems, on, t["window_years"])
    if not visits and not found:
        return int(rules["unknown"]), [(f"近三年没有检查记录，按中间分 {rules['unknown']} 计", ())]
    per = len(found) / max(1, len(visits))
    off = next(o for most, o in rules["per_visit"] if most is None or per <= most)
    lines: list[Line] = [(f"近三年检查 {len(visits)} 次，发现问题 {len(found)} 项，平均每次 {per:.1f} 项，{_off(off)}",
                          _refs(v[1] for v in visits))]
    late, major = [h for h in found if h.late(on)], [h for h in found if h.major]
    for part, zh, rows in ((rules["overdue"], "逾期未改或者复查不合格", late), (rules["major"], "重大事故隐患", major)):
        if rows:
            cut = min(part["most"], part["each"] * len(rows))
            off += cut
            lines.append((f"{zh} {len(rows)} 项，{_off(cut)}（每项 {part['each']}，最多 {part['most']}）", _refs(h.ref for h in rows)))
    return max(0, whole - off), lines


def penalty(x: Inputs, t: Table, on: date) -> Found:
    """Penalties served within the window: how often, repeated for one violation, their sum."""
    rules, whole = t["penalty"], _weight(t, "penalty")
    first = years_before(on, t["window_years"])
    fines = [f for f in x.fines if first < f.on <= on]
    if not fines:
        return whole, [("近三年没有送达的处罚决定（本系统以外的处罚未登记的不计）", ())]
    cut = min(rules["times"]["most"], rules["times"]["each"] * len(fines))
    lines: list[Line] = [(f"近三年受处罚 {len(fines)} 次，{_off(cut)}（每次 {rules['times']['each']}，最多 {rules['times']['most']}）",
                          _refs(f.ref for f in fines))]
    times = Counter(code for f in fines for code in set(f.codes) if code)
    again = [code for code, n in times.items() if n > 1]
    if again:
        cut += rules["repeated"]
        lines.append((f"同一违法行为重复受罚 {len(again)} 项，{_off(rules['repeated'])}",
                      _refs(f.ref for f in fines if set(f.codes) & set(again))))
    total = sum(f.fen for f in fines)
    off = next(o for below, o in rules["amounts"] if below is None or total < below * 100)
    lines.append((f"罚款合计 {figures(total)}，{_off(off)}", ()))
    return max(0, whole - cut - off), lines


def accident(x: Inputs, t: Table, on: date) -> Found:
    rules, whole = t["accident"], _weight(t, "accident")
    first = years_before(on, t["window_years"])
    held = [a for a in x.accidents if first < a.on <= on]
    if not held:
        return whole, [("近三年事故台账没有这家企业的登记", ())]
    deaths, serious = sum(a.deaths for a in held), sum(a.serious for a in held)
    refs = _refs(a.ref for a in held)
    if any(a.concealed for a in held):
        return 0, [(f"近三年事故 {len(held)} 起，有迟报、漏报、谎报或者瞒报，不得分", refs)]
    off = rules["death"] * deaths + rules["serious"] * serious + rules["each"] * len(held)
    return max(0, whole - off), [(f"近三年事故 {len(held)} 起，死亡 {deaths} 人、重伤 {serious} 人，{_off(min(whole, off))}", refs)]


def credit(x: Inputs, t: Table, on: date) -> Found:
    rules = t["credit"]
    whole = int(rules[x.credit if x.credit in rules else ""])
    words = {"serious": "在严重失信主体名单内", "bad": "有安全生产不良记录", "trustworthy": "守信企业"}
    ref = (("信用", "firm:credit"),)
    says = f"{words[x.credit]}{f'（{x.credit_says}）' if x.credit_says else ''}" if x.credit in words else "没有信用认定，按一般情形"
    lines: list[Line] = [(f"{says}，得 {whole}", ref)]
    if x.promise == "broken" and whole:
        off = min(whole, rules["promise_broken"])
        whole -= off
        lines.append((f"没有履行承诺，{_off(off)}", ref))
    return whole, lines


def self_management(x: Inputs, t: Table, on: date) -> Found:
    """One point for each thing the enterprise does by itself and the registers show."""
    ref, whole = (("登记资料", "firm:ledgers"),), 0
    lines: list[Line] = []
    for row in t["self_management"]:
        held = (x.own or {}).get(row["id"])
        if held is None:
            lines.append((f"{row['zh']}：未登记，不得分", ref))
            continue
        good, says = held
        whole += int(good)
        lines.append((f"{row['zh']}：{says}，{'得 1' if good else '不得分'}", ref))
    return whole, lines


FACTORS: Mapping[str, Callable[[Inputs, Table, date], Found]] = {
    f.__name__: f for f in (industry_risk, risk_level, standardisation, inspection_result, penalty, accident, credit,
                            self_management)}


def _weight(t: Table, factor: str) -> int:
    return int(next(f["weight"] for f in t["factors"] if f["id"] == factor))


def _off(points: int) -> str:
    return f"减 {points}" if points else "不减分"


def _refs(found: Iterable[Ref] | Sequence[Ref]) -> tuple[Ref, ...]:
    """At most a few records, each once; the newest come first as the reads give them."""
    return tuple(dict.fromkeys(found))[:SHOWN]
