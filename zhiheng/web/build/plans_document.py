"""④ 文本: a version of the plan as the official document says it, from the content that version keeps."""
from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from zhiheng.actions.plan_texts import PARTS
from zhiheng.papers.book import Book, Section
from zhiheng.planning.days import NON, OTHER, PlanError, WorkDays
from zhiheng.planning.needs import GENERAL, KEY, OFFICERS
from zhiheng.records.queries.plans import work_days
from zhiheng.web.build.plans_days import KIND_ZH, LENGTHS, ORDER, plain

MONTHS = range(1, 13)
NAMES_SHOWN = 30
"""Enterprises of the annex in the preview; the file has all."""


@dataclass(frozen=True)
class Firm:
    name: str
    area: str
    grade: str


@dataclass(frozen=True)
class Kept:
    """A version: ``body`` and ``places`` as it keeps them, names of its enterprises, and what stands below the title."""

    agency: str
    year: int
    title: str
    line: str
    draft: bool
    body: Mapping[str, Any]
    places: Sequence[Sequence[Any]]
    firms: Mapping[int, Firm]
    made: datetime

    def count(self, kind: str) -> int:
        return sum(p[2] == kind for p in self.places)


def book_of(kept: Kept, *, names: bool = True, most: int | None = None) -> Book:
    """``names`` False: the edition for publication, which says numbers and frequencies only. ``most`` rows of the annex of
    enterprises, None for all. PlanError when the days do not stand."""
    days = work_days(kept.body)
    written = offered(kept) | dict(kept.body.get("text") or {})
    sections = (
        Section("编制依据与原则", (BASIS,)), Section(PARTS["guiding"], (written["guiding"],)), _days(kept, days), _items(kept),
        _key(kept), _general(kept), Section(PARTS["methods"], (written["methods"],)),
        Section(PARTS["joint"], (written["joint"],)), Section(PARTS["division"], (written["division"],)),
        Section(PARTS["safeguards"], (written["safeguards"],)))
    annexes = (*((_directory(kept, most),) if names else ()), _months(kept))
    return Book("年度监督检查计划", kept.agency, kept.title, kept.line, kept.draft, sections, annexes, kept.made)


BASIS = ("根据《中华人民共和国安全生产法》第六十二条第二款，按照分类分级监督管理的要求，参照"
         "《安全生产年度监督检查计划编制办法》（安监总政法〔2017〕150号），"
         "遵循统筹兼顾、分类分级、突出重点、提高效能、留有余地的原则，编制本计划。")


def offered(kept: Kept) -> dict[str, str]:
    """The sentences of each written part before anybody wrote them."""
    joint = kept.count("joint")
    room = int((kept.body.get("campaign") or {}).get("visits", 0))
    units = Counter(str(p[4]) for p in kept.places if p[4])
    shares = "；".join(f"{unit}承担 {n} 家次" for unit, n in units.most_common())
    return {
        "guiding": f"坚持预防为主，把监督检查的力量用在风险较高的单位。全年计划检查 {len(kept.places)} 家次，重点单位全部覆盖；"
                   "六月末完成百分之六十，十一月末全部完成。"
                   "检查发现的问题逐项整改、逐项复查，违法行为依法查处。",
        "methods": "依照法律、法规、规章和标准，按行业检查表检查安全生产责任、教育培训、设备设施、危险作业和应急准备等事项。"
                   "每次检查由不少于两名执法人员进行，"
                   "出示执法证件，制作检查记录；能够合并的检查合并进行，不重复检查。",
        "joint": (f"预留专项检查 {room} 家次。" if room else "没有预留专项检查。") + (f"联合检查 {joint} 家次。" if joint else "")
                 + "开展专项检查的，依规定批准、备案并公布，纳入本计划调整。举报、转办和监测预警引起的检查，须有来源文书，不占频次上限。",
        "division": f"{shares or kept.agency + '组织实施'}。日期和人员以排期为准，因病假、回避等须改派的，仍须两名以上执法人员。",
        "safeguards": "保障执法人员、车辆、装备和经费。计划批准后不得随意调整；确需调整的，写明理由，依程序批准、备案。"
                      "每月调度进度，半年、年终总结。"}


def _days(kept: Kept, days: WorkDays) -> Section:
    other, non, left = days.shares()
    mark = "该年放假安排尚未公布，以上为暂定，公布后重算。" if kept.body.get("provisional") else ""
    rounding = "（各项比例四舍五入）" if other + non + left != 100 else ""
    said = (f"在册人员 {kept.body.get('in_post', days.officers)} 名，列入计划的执法人员 {days.officers} 名，每人法定工作日 {days.statutory} 日，"
            f"总法定工作日 {days.statutory} × {days.officers} = {days.total:,} 工日。其他执法工作日 {days.other_total:,} 工日，占 {other}%；"
            f"非执法工作日 {days.non_total:,} 工日，占 {non}%；"
            f"监督检查工作日 {days.total:,} − {days.other_total:,} − {days.non_total:,} = {days.supervision:,} 工日，"
            f"占 {left}%{rounding}。{mark}")
    return Section("执法人员与工作日测算", (said,))


def _items(kept: Kept) -> Section:
    rows = [("其他执法", zh, str(d)) for zh, d in zip(OTHER, kept.body["other"], strict=False)]
    rows += [("非执法", zh, str(d)) for zh, d in zip(NON, kept.body["non"], strict=False)]
    rows.append(("合计", "", f"{sum(map(int, kept.body['other'])) + sum(map(int, kept.body['non'])):,}"))
    return Section("其他执法和非执法工作日", ("各项工作日如下表（工日）：",), ("类别", "事项", "工日"), rows, ("5em", "1fr", "5em"))


def _half(places: Sequence[Sequence[Any]], kind: str) -> Decimal:
    return Decimal(sum(int(p[7]) for p in places if p[2] == kind) * OFFICERS) / 2


def _key(kept: Kept) -> Section:
    firms = Counter(int(p[1]) for p in kept.places if p[2] == KEY and p[1])
    times = Counter(firms.values())
    said = "，".join(f"每年 {n} 次的 {count} 家" for n, count in sorted(times.items()))
    text = (f"重点单位 {len(firms)} 家，全部列入检查，共 {kept.count(KEY)} 家次，需 {plain(_half(kept.places, KEY))} 工日"
            f"{f'（{said}）' if said else ''}。名录和检查月份见附表。")
    return Section("重点单位名单、频次和时间", (text,))


def _general(kept: Kept) -> Section:
    count = kept.count(GENERAL)
    length = LENGTHS.get(int(kept.body["general"]["half_days"]), "1 日")
    text = (f"一般单位随机抽查 {count} 家次，每家 {OFFICERS} 人 {length}，需 {plain(_half(kept.places, GENERAL))} 工日。"
            "检查对象和执法人员随机产生，抽查前公布承诺，"
            "抽取过程和结果公开，任何人可以核验；已达年度频次上限的不列入抽取。") if count else "本年没有安排一般单位随机抽查。"
    return Section("一般单位双随机抽查", (text,))


def _directory(kept: Kept, most: int | None) -> Section:
    by_firm: dict[int, list[str]] = {}
    for place in kept.places:
        if place[2] == KEY and place[1]:
            by_firm.setdefault(int(place[1]), []).append(str(place[5]))
    listed = sorted(by_firm, key=lambda pk: (kept.firms[pk].name if pk in kept.firms else "", pk))
    unknown = Firm("（已不在库中）", "", "")
    rows = []
    for n, pk in enumerate(listed[:most], 1):
        firm, days = kept.firms.get(pk, unknown), sorted(by_firm[pk])
        months = "、".join(dict.fromkeys(f"{int(d[5:7])} 月" for d in days if d)) or "未排定"
        rows.append((str(n), firm.name, firm.area or "—", firm.grade or "—", f"{len(days)} 次", months))
    left = len(listed) - len(rows)
    said = (f"预览只列前 {most} 家，另有 {left} 家。",) if left else ()
    return Section("重点单位名录", said, ("序号", "企业名称", "属地", "等级", "频次", "检查月份"), rows,
                   ("3em", "1fr", "5.5em", "3em", "3.5em", "7em"))


def _months(kept: Kept) -> Section:
    kinds = [k for k in ORDER if kept.count(k)]
    by = Counter((p[2], int(str(p[5])[5:7]) if p[5] else 0) for p in kept.places)
    total, added, rows = len(kept.places), 0, []
    for month in (*MONTHS, *((0,) if any(m == 0 for _, m in by) else ())):
        held = [by[k, month] for k in kinds]
        added += sum(held)
        share = f"{100 * added / total:.2f}%" if total else "—"
        rows.append((f"{month} 月" if month else "未排定", *map(str, held), str(sum(held)), str(added), share))
    rows.append(("合计", *(str(kept.count(k)) for k in kinds), str(total), str(total), "100.00%" if total else "—"))
    return Section("月度安排", ("单位：家次。",), ("月份", *(KIND_ZH[k] for k in kinds), "合计", "累计", "累计占比"), rows,
                   ("4em", *("1fr" for _ in kinds), "4em", "4em", "5.5em"))


__all__ = ["Firm", "Kept", "PlanError", "book_of", "offered"]
