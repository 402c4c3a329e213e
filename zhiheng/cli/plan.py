"""zhiheng plan days | fill | schedule | show | export: the annual plan without a browser. Figures as everywhere else."""
from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from zhiheng.actions import plans, schedule_jobs
from zhiheng.actions.rulebook import rules_for
from zhiheng.exchange import plan_file
from zhiheng.kernel.errors import ZhihengError
from zhiheng.law.calendars import calendar
from zhiheng.planning.days import NON, OTHER, PlanError, WorkDays, year_days
from zhiheng.planning.needs import cut
from zhiheng.records.clock import today
from zhiheng.records.models import Agency, Person, Plan
from zhiheng.records.queries.plan_schedule import items_of, loads, names_of, reached
from zhiheng.records.queries.plans import counted, needs_of, work_days

NEEDS_DJANGO = True
EXAMPLE = "zhiheng plan days 2025 --officers 8 --other 1035 --non 535 --json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="what", required=True, metavar="days|fill|schedule|show|export")
    days = commands.add_parser("days", help="一年有多少监督检查工作日：日历、人数、其他执法和非执法工作日")
    days.add_argument("year", type=int, help="年度")
    days.add_argument("--officers", type=int, required=True, help="列入计划的执法人员数")
    days.add_argument("--other", default="0", help="其他执法工作日，合计或者逐项用逗号分开")
    days.add_argument("--non", default="0", help="非执法工作日，合计或者逐项用逗号分开")
    filled = commands.add_parser("fill", help="按分级频次和工日生成家次")
    solved = commands.add_parser("schedule", help="自动排期，进度打印到标准错误")
    solved.add_argument("--mend", default="", metavar="原因", help="不重排全年，只动请假、证件失效影响到的家次")
    solved.add_argument("--seconds", type=float, default=50, help="最多计算多少秒，默认 50")
    worked = commands.add_parser("work", help="（由网页启动）完成已经开始的一次排期")
    worked.add_argument("plan", type=int, help="计划的序号")
    worked.add_argument("job", type=int, help="这次排期的序号")
    worked.add_argument("--seconds", type=float, default=50, help="最多计算多少秒，默认 50")
    shown = commands.add_parser("show", help="工日、需要、可行性、排期和进度")
    out = commands.add_parser("export", help="导出家次")
    out.add_argument("file", type=Path, help="存为这个 .xlsx 或 .json")
    for one in (filled, solved, shown, out):
        one.add_argument("--year", type=int, default=0, help="年度，默认今年")
        one.add_argument("--agency", default="", help="机关简码，默认为唯一的顶级机关")
    for one in (filled, solved):
        one.add_argument("--by", default="", help="记在谁的名下（账号），默认记为系统")
    for one in (days, filled, solved, shown, out):
        one.add_argument("--json", action="store_true", help="以 JSON 打印")


def run(args: argparse.Namespace) -> int:
    """0 when done; show: 1 when the days are short; schedule: 1 when some visit found no place."""
    match args.what:
        case "days":
            return _days(args)
        case "work":
            schedule_jobs.work(args.plan, args.job, seconds=args.seconds)
            return 0
    plan = _plan(args.agency, args.year or today().year)
    match args.what:
        case "fill":
            return _fill(plan, args)
        case "schedule":
            return _schedule(plan, args)
        case "export":
            body = plan_file.workbook(plan) if args.file.suffix == ".xlsx" else plan_file.plain(plan)
            args.file.write_bytes(body)
            return _print({"file": str(args.file), "visits": len(items_of(plan))}, args.json, f"已导出到 {args.file}")
    return _show(plan, args.json)


def _days(args: argparse.Namespace) -> int:
    found = year_days(args.year, calendar())
    account = WorkDays(found.statutory, args.officers, _list(args.other, len(OTHER)), _list(args.non, len(NON)))
    other, non, rest = account.shares()
    said = {"year": args.year, "whole": found.whole, "weekends": found.weekends, "holidays": found.holidays, "statutory": found.statutory,
            "provisional": found.provisional, "officers": args.officers, "total": account.total, "other": account.other_total,
            "non": account.non_total, "supervision": account.supervision, "shares": [str(other), str(non), str(rest)]}
    mark = "，放假安排未公布，暂定" if found.provisional else ""
    lines = [f"{args.year} 年 {found.whole} − 周末 {found.weekends} − 法定假日 {found.holidays} = {found.statutory} 工日/人{mark}",
             f"× {args.officers} 人 = 总法定工作日 {account.total:,}",
             f"其他执法 {account.other_total:,}（{other}%） 非执法 {account.non_total:,}（{non}%）",
             f"监督检查工作日 {account.total:,} − {account.other_total:,} − {account.non_total:,} = {account.supervision:,}（{rest}%）"]
    return _print(said, args.json, "\n".join(lines))


def _list(text: str, most: int) -> tuple[int, ...]:
    try:
        found = tuple(int(x) for x in text.replace("，", ",").split(","))
    except ValueError as fault:
        raise ZhihengError(f"「{text}」不是工日数", hint="写合计，如 1035，或者逐项用逗号分开") from fault
    if len(found) > most:
        raise ZhihengError(f"只有 {most} 项，给出了 {len(found)} 项")
    return found


def _plan(code: str, year: int) -> Plan:
    agencies = Agency.objects.filter(code=code) if code else Agency.objects.filter(parent=None)
    if agencies.count() != 1:
        raise ZhihengError(f"没有机关「{code}」" if code else "请用 --agency 指明机关")
    plan = Plan.objects.select_related("agency", "file").filter(agency=agencies.get(), year=year).first()
    if plan is None:
        raise ZhihengError(f"{agencies.get().name}没有 {year} 年度计划", hint="计划在网页上「编制年度计划」开始")
    return plan


def _by(account: str) -> Person | None:
    found = Person.objects.filter(pk=account).first() if account else None
    if account and found is None:
        raise ZhihengError(f"没有账号「{account}」")
    return found


def _fill(plan: Plan, args: argparse.Namespace) -> int:
    by = _by(args.by)
    if by is None:
        raise ZhihengError("生成家次须写明记在谁的名下", hint="例：--by liqiang")
    done = plans.fill(plan.pk, by)
    said = {"added": done.added, "removed": done.removed, "capped": list(done.capped)}
    low = f"；频次上限低于周期要求的 {len(done.capped)} 家" if done.capped else ""
    return _print(said, args.json, f"增加 {done.added} 家次，去掉 {done.removed} 家次{low}")


def _schedule(plan: Plan, args: argparse.Namespace) -> int:
    job = schedule_jobs.begin(plan.pk, _by(args.by), schedule_jobs.MEND if args.mend else schedule_jobs.RUN, args.mend)
    try:
        found = schedule_jobs.work(plan.pk, job.number, seconds=args.seconds,
                                   tell=lambda words, percent: print(f"{percent:3d}%  {words}", file=sys.stderr, flush=True))
    except KeyboardInterrupt:
        schedule_jobs.drop(plan.pk, "按 Ctrl-C 停止，没有写入任何内容")
        raise
    ended = schedule_jobs.latest(plan.pk)
    said = {"placed": found.placed, "unplaced": [{"item": key, "why": why} for key, why in found.unplaced], "moved": found.moved,
            "loads": dict(found.loads), "seconds": ended.seconds if ended else 0}
    lines = [f"排定 {found.placed} 家次，变动 {found.moved} 家次，未排 {len(found.unplaced)} 家次，用时 {said['seconds']} 秒",
             *(f"  第 {key} 号：{why}" for key, why in found.unplaced[:20])]
    _print(said, args.json, "\n".join(lines))
    return 1 if found.unplaced else 0


def _show(plan: Plan, as_json: bool) -> int:
    items, figures = items_of(plan), dict(counted(plan, today()).figures)
    names = names_of(o for i in items for o in i.officers)
    half, nearly = (reached(items, date(plan.year, m, d)) for m, d in ((6, 30), (11, 30)))
    held = loads(items, ())
    figures.pop("content")
    said: dict[str, Any] = {"agency": plan.agency.name, "year": plan.year, "state": plan.state, **figures, "by_june": half,
                            "by_november": nearly, "done": sum(i.state == "done" for i in items),
                            "loads": {names.get(x.person, x.person): {"visits": x.total, "days": x.days} for x in held}}
    lines = [f"{plan.agency.name} {plan.year} 年度计划（第 {plan.version} 稿）"]
    try:
        account, needs = work_days(plan.body), needs_of(plan.body, items)
    except PlanError as fault:
        lines.append(f"工日的账不成立：{fault}")
        short = True
    else:
        gap, short = cut(needs), not needs.feasible
        lines.append(f"监督检查工作日 {account.supervision}，需要 {needs.days}，{gap.says if gap else f'可行，余 {needs.spare}'}")
        said |= {"feasible": needs.feasible, "spare": str(needs.spare)}
    calendar_of = "暂定" if not rules_for(plan.agency).calendar.is_official(date(plan.year, 1, 1)) else "官方"
    placed = sum(i.on is not None for i in items)
    lines.append(f"家次 {len(items)}：已排 {placed}，6 月末 {half}，11 月末 {nearly}，已完成 {said['done']}；日历{calendar_of}")
    lines += [f"  {names.get(x.person, x.person)} {x.total} 家次 {x.days:g} 工日" for x in held]
    _print(said, as_json, "\n".join(lines))
    return 1 if short else 0


def _print(said: dict[str, Any], as_json: bool, words: str) -> int:
    print(json.dumps(said, ensure_ascii=False, indent=1) if as_json else words)
    return 0
