"""What the record of an agency gives away: conditions of its qualification not kept, reports that cannot be as they say.

Pure: values of ledger lines in, findings with their article out. A finding is a reason to look, never a finding of fact.
Order 1 of the ministry is cited in its text of 2019; the amendment of 2026 was not read, so every finding says 依据待核 for it.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.kernel.facts import as_date
from zhiheng.registers.ledgers.intermediaries import BUSINESS, QUALIFIED, order1

Values = Mapping[str, Any]
MOST_A_DAY = 3
"""Own threshold: reports of one project leader dated the same day."""


@dataclass(frozen=True)
class Finding:
    """One sentence, its article, and the acts of the catalogue it may come to."""

    key: str
    says: str
    article: Article
    codes: tuple[str, ...] = ()
    own: bool = False


@dataclass(frozen=True)
class Told:
    """A report as the signals need it: its line's id, its agency by name, its values."""

    pk: int
    agency: str
    values: Values


def conditions(v: Values, on: date) -> list[Finding]:
    """Which conditions of the qualification the registered figures do not meet; figures not registered are not judged."""
    found = [] if v.get("kind") not in ("assessment", "testing") else _staff(v) + _means(v)
    last = as_date(v, "until")
    if v.get("kind") in ("assessment", "testing", "certification") and last is not None and last < on and v.get("state") == "active":
        found.append(Finding("expired", f"资质证书 {last} 到期，仍登记为在本地执业", order1(14, 1, 2), ("AQPJ-029-1",)))
    return found


def _staff(v: Values) -> list[Finding]:
    testing, people = v.get("kind") == "testing", v.get("professionals")
    if people is None:
        return []
    found, item = [], order1(7, 1, 3) if testing else order1(6, 1, 4)
    fields = len(v.get("business") or ())
    least = 25 + 5 * max(fields - 1, 0)
    word = "专业技术人员" if testing else "专职安全评价师"
    if people < least:
        found.append(Finding("staff", f"{word} {people} 人，少于 {fields or 1} 个行业领域应有的 {least} 人", item))
    engineers = ("engineers", 30, "中级及以上注册安全工程师")
    shares = (engineers, ("mid_titles", 50, "中级及以上职称"), ("senior_titles", 25, "高级职称")) if testing else (
        ("first_grade", 20, "一级安全评价师"), engineers)
    found += [Finding(name, f"{zh} {v[name]} 人，不足 {percent}%", item) for name, percent, zh in shares
              if v.get(name) is not None and v[name] * 100 < people * percent]
    if not testing and None not in (v.get("first_grade"), v.get("second_grade")) and (v["first_grade"] + v["second_grade"]) * 2 < people:
        found.append(Finding("second_grade", f"一级和二级安全评价师共 {v['first_grade'] + v['second_grade']} 人，不足 50%", item))
    return found


def _means(v: Values) -> list[Finding]:
    testing = v.get("kind") == "testing"
    article = 7 if testing else 6
    rules = [("assets", 10_000_000_00 if testing else 8_000_000_00, 1, "固定资产", "元"), ("floor", 1000, 2, "工作场所建筑面积", "平方米")]
    rules += [("equipment", 8_000_000_00, 2, "检测检验设施设备原值", "元")] if testing else [("archive_floor", 100, 2, "档案室", "平方米")]
    found = [Finding(name, f"{zh} {_amount(v[name], unit)}，少于 {_amount(least, unit)}", order1(article, 1, n)) for name, least, n, zh, unit in rules
             if v.get(name) is not None and v[name] < least]
    if v.get("state") == "active" and not v.get("technical_head"):
        found.append(Finding("technical_head", "没有登记专职技术负责人", order1(7, 1, 6) if testing else order1(6, 1, 7)))
    return found


def _amount(number: int, unit: str) -> str:
    return f"{number // 100 // 10_000} 万元" if unit == "元" else f"{number} {unit}"


def signals(report: Told, agency: Values | None, others: Iterable[Told]) -> list[Finding]:
    """What is odd about one report, next to its agency and the other reports (of every agency)."""
    found = [*_qualified(report.values, agency), *_survey(report.values)]
    rest = [o for o in others if o.pk != report.pk]
    return [*found, *_elsewhere(report, rest), *_too_many(report, rest), *_two_agencies(report, rest)]


def _qualified(v: Values, agency: Values | None) -> list[Finding]:
    issued = as_date(v, "issued_on")
    if v.get("kind") in ("training", "other"):
        return []
    if agency is None:
        return [Finding("unknown", "出具机构没有登记资质", QUALIFIED, ("AQPJ-029-1",))]
    found, since, until = [], as_date(agency, "since"), as_date(agency, "until")
    if issued and ((until and issued > until) or (since and issued < since)):
        found.append(Finding("expired", f"出具日期 {issued} 不在资质有效期（{since or '—'} 至 {until or '—'}）内", order1(22, 1, 2),
                             ("AQPJ-029-1", "AQPJ-029-2")))
    held = tuple(agency.get("business") or ())
    if v.get("business") and held and v["business"] not in held:
        names = dict(BUSINESS)
        found.append(Finding("scope", f"报告属于{names[v['business']]}，不在资质认可的{'、'.join(names[x] for x in held)}内", order1(22, 1, 3),
                             ("AQPJ-030-6",)))
    return found


def _survey(v: Values) -> list[Finding]:
    if v.get("kind") in ("training", "other"):
        return []
    issued, surveyed, told = (as_date(v, n) for n in ("issued_on", "survey_on", "told_on"))
    found = []
    if surveyed is None or not v.get("surveyors"):
        found.append(Finding("no_survey", "没有现场勘验（检测）的日期或者人员", order1(18, 1), ("AQPJ-030-8", "AQPJ-030-9")))
    if surveyed and issued and issued < surveyed:
        found.append(Finding("before_survey", f"报告 {issued} 出具，早于现场勘验日期 {surveyed}", order1(18, 1), ("AQSCF-092-2-c", "AQPJ-030-8")))
    if v.get("images") is False:
        found.append(Finding("no_images", "没有现场图像影像", order1(18, 1), ("AQPJ-030-3",)))
    if v.get("published") is False:
        found.append(Finding("unpublished", "报告信息没有在网上公开", order1(18, 2), ("AQPJ-030-3",)))
    if surveyed and told and told > surveyed:
        found.append(Finding("late_notice", f"{surveyed} 已开展现场技术服务，{told} 才书面告知", order1(19), ("AQPJ-030-4",)))
    leader = v.get("author")
    if leader and v.get("surveyors") and leader not in v["surveyors"]:
        found.append(Finding("leader_absent", f"项目负责人 {leader} 不在现场勘验人员中", order1(22, 1, 8), ("AQPJ-030-8", "AQPJ-030-8-P")))
    return found


def _people(v: Values) -> set[str]:
    return {p for p in (*(v.get("surveyors") or ()),) if p}


def _elsewhere(report: Told, rest: Sequence[Told]) -> list[Finding]:
    day, mine = report.values.get("survey_on"), _people(report.values)
    found: dict[str, Told] = {}
    for other in rest:
        if not day or other.values.get("survey_on") != day or other.values.get("enterprise") == report.values.get("enterprise"):
            continue
        for name in sorted(mine & _people(other.values)):
            found.setdefault(name, other)
    return [Finding("two_sites", f"{name} 同日（{day}）又在 {other.values.get('report_no')} 的现场", order1(22, 1, 8),
                    ("AQPJ-030-8", "AQSCF-092-2-c")) for name, other in found.items()]


def _too_many(report: Told, rest: Sequence[Told]) -> list[Finding]:
    day, leader = report.values.get("issued_on"), report.values.get("author")
    same = Counter(o.agency for o in rest if leader and o.values.get("author") == leader and o.values.get("issued_on") == day)
    count = 1 + same[report.agency]
    if count <= MOST_A_DAY:
        return []
    return [Finding("too_many", f"项目负责人 {leader} 同日（{day}）出具 {count} 份报告，超过 {MOST_A_DAY} 份", order1(22, 1, 6),
                    ("AQPJ-030-2", "AQSCF-092-2-c"), own=True)]


def _two_agencies(report: Told, rest: Sequence[Told]) -> list[Finding]:
    leader = report.values.get("author")
    others = sorted({o.agency for o in rest if leader and o.values.get("author") == leader and o.agency != report.agency})
    if not others:
        return []
    says = f"项目负责人 {leader} 还在{'、'.join(others)}的报告上担任负责人（可能同名）"
    return [Finding("two_agencies", says, order1(22, 1, 7), ("AQPJ-030-6",))]
