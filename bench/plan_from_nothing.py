"""A plan made from nothing for a real list: ``python -m bench.plan_from_nothing LIST.csv --officers 20 --year 2027``.

Works in an empty data folder (ZHIHENG_DATA): a bureau and its officers, the list imported as people would, everybody graded,
the plan compiled, filled and scheduled, all through the actions of the product; prints what came out as JSON. A list of names
and codes says nothing of hazards, so the grading finds no key enterprise in it: ``--key`` names words by which a bureau would
register them (加油站, 燃气 …). Days are those of the published plan of 2025, scaled to the number of officers. Process time is
given beside wall time, because the machine may be shared.
"""
from __future__ import annotations

import argparse
import json
import os
import time
from collections import Counter
from datetime import date
from pathlib import Path
from statistics import pstdev
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db.models import Q  # noqa: E402

from zhiheng.actions import grading, people, plans, schedule_jobs  # noqa: E402
from zhiheng.actions.perform import open_file  # noqa: E402
from zhiheng.exchange import imports  # noqa: E402
from zhiheng.exchange.enterprise_file import ENTERPRISES  # noqa: E402
from zhiheng.planning.days import NON, OTHER  # noqa: E402
from zhiheng.records.models import Agency, Enterprise, Person, Plan, PlanItem  # noqa: E402
from zhiheng.records.queries.plan_schedule import items_of, loads, reached  # noqa: E402
from zhiheng.records.queries.plans import counted, needs_of, work_days  # noqa: E402

OTHER_SHARE, NON_SHARE = 1035 / 1984, 535 / 1984
"""The published plan of 2025: 1,984 days, of which 1,035 other enforcement and 535 other duties."""
ORDERS_SHARE = 62 / 140
"""Orders expected a visit, as there."""
SPARE = 0.07


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.plan_from_nothing")
    parser.add_argument("list", type=Path)
    parser.add_argument("--officers", type=int, default=20)
    parser.add_argument("--year", type=int, default=2027)
    parser.add_argument("--key", default="", help="words in the names of enterprises registered as key, separated by commas")
    parser.add_argument("--half-days", type=int, default=2, help="half-days of an ordinary visit")
    args = parser.parse_args()
    call_command("migrate", verbosity=0)
    if Agency.objects.exists():
        raise SystemExit("the data folder is not empty: set ZHIHENG_DATA to a new one")
    out: dict[str, Any] = {}
    agency, by = _bureau(args.officers, args.year)
    out["import"] = _timed(lambda: _imported(agency, args.list))
    out["grading"] = _timed(lambda: _graded(args.key))
    plan = _compiled(agency, by, args.year, args.officers)
    out["fill"] = _timed(lambda: _filled(plan, by, args.half_days))
    out["schedule"] = _timed(lambda: _scheduled(plan, by))
    print(json.dumps(out | _said(plan), ensure_ascii=False, indent=1))


def _timed(work: Any) -> dict[str, Any]:
    wall, process = time.perf_counter(), time.process_time()
    found = work()
    return {**found, "wall_s": round(time.perf_counter() - wall, 1), "process_s": round(time.process_time() - process, 1)}


def _bureau(officers: int, year: int) -> tuple[Agency, Person]:
    agency = Agency.objects.create(code="SY", region_short="试", name="试算应急管理局", short_name="试算局", place_id="yl")
    for n in range(officers):
        person = people.add_person(f"o{n:02d}", f"执法员{n + 1:02d}", "", agency=agency, role="officer", since=date(2020, 1, 1), by=None)
        people.add_certificate(person, f"9909{n:05d}", ["工贸", "危险化学品"], date(2024, 1, 1), date(year + 2, 6, 30), by=None,
                               reason="试算用的证件")
    return agency, Person.objects.get(pk="o00")


def _imported(agency: Agency, path: Path) -> dict[str, Any]:
    run = imports.whole(ENTERPRISES, agency, path, by=None)
    return {"rows": sum(run.counts.get(k, 0) for k in ("accepted", "warned", "merged", "rejected")), "enterprises": Enterprise.objects.count(),
            "merged": run.counts.get("merged", 0), "rejected": run.counts.get("rejected", 0)}


def _graded(words: str) -> dict[str, Any]:
    found = Q(pk__in=())
    for word in filter(None, words.replace("，", ",").split(",")):
        found |= Q(name__contains=word)
    grading.recompute(Enterprise.objects.values_list("pk", flat=True))
    by_themselves = Enterprise.objects.filter(key_unit=True).count()
    Enterprise.objects.filter(found, merged_into=None).update(key_unit=True)
    return {"grades": dict(Counter(Enterprise.objects.values_list("grade", flat=True))), "key_by_grading": by_themselves,
            "key": Enterprise.objects.filter(key_unit=True).count()}


def _compiled(agency: Agency, by: Person, year: int, officers: int) -> Plan:
    sent = open_file("annual_plan", "compile", {"year": year, "title": f"试算应急管理局{year}年度安全生产监督检查计划",
                                                 "compiled_on": "2026-11-23", "officers": [by.pk, "o01"]}, by, agency=agency)
    plan = Plan.objects.get(file=sent.file)
    total = int(plan.body["statutory"]) * officers
    other, non = round(total * OTHER_SHARE), round(total * NON_SHARE)
    spread = [other // len(OTHER)] * len(OTHER), [non // len(NON)] * len(NON)
    spread[0][0] += other % len(OTHER)
    spread[1][0] += non % len(NON)
    return plans.set_figures(plan.pk, {"officers": officers, "in_post": officers, "other": spread[0], "non": spread[1]}, by)


def _filled(plan: Plan, by: Person, half_days: int) -> dict[str, Any]:
    """Key enterprises at their cycle; then as many ordinary visits as days allow, a spare kept and orders looked at again."""
    plans.fill(plan.pk, by)
    plan.refresh_from_db()
    key = PlanItem.objects.filter(plan=plan).count()
    free = work_days(plan.body).supervision * 2 * (1 - SPARE) - key * 2 * (2 + ORDERS_SHARE)
    most = Enterprise.objects.filter(merged_into=None).exclude(key_unit=True).count()
    general = max(0, min(most, int(free / (2 * (half_days + ORDERS_SHARE)))))
    plans.set_figures(plan.pk, {"orders": round((key + general) * ORDERS_SHARE), "general": {"visits": general, "half_days": half_days}}, by)
    done = plans.fill(plan.pk, by)
    return {"key_visits": key, "general_visits": general, "capped": len(done.capped)}


def _scheduled(plan: Plan, by: Person) -> dict[str, Any]:
    job = schedule_jobs.begin(plan.pk, by, schedule_jobs.RUN)
    found = schedule_jobs.work(plan.pk, job.number, seconds=50)
    return {"placed": found.placed, "unplaced": len(found.unplaced), "why": dict(Counter(why for _, why in found.unplaced).most_common(5))}


def _said(plan: Plan) -> dict[str, Any]:
    plan.refresh_from_db()
    items = items_of(plan)
    needs, held = needs_of(plan.body, items), loads(items, ())
    days = [x.days for x in held]
    a_day = Counter(i.on for i in items if i.on)
    return {
        "days": {"statutory": plan.body["statutory"], "total": work_days(plan.body).total, "supervision": needs.supervision,
                 "needed": str(needs.days), "spare": str(needs.spare), "feasible": needs.feasible},
        "visits": len(items), "covered": f"{counted(plan, date(plan.year, 1, 1)).figures['key_covered']}",
        "by_june": reached(items, date(plan.year, 6, 30)), "by_november": reached(items, date(plan.year, 11, 30)),
        "days_an_officer": {"least": min(days, default=0), "most": max(days, default=0), "spread": round(pstdev(days), 2) if days else 0},
        "visits_a_day": {"days_used": len(a_day), "most": max(a_day.values(), default=0)}}


if __name__ == "__main__":
    main()
