"""zhiheng explain PROCEDURE: a procedure as prose with articles, as JSON, or as an SVG flow chart."""
from __future__ import annotations

import argparse
import json
from datetime import datetime

from zhiheng.kernel.chart import chart
from zhiheng.kernel.clock import TZ, parse_when
from zhiheng.kernel.errors import ZhihengError
from zhiheng.kernel.explain import model, prose
from zhiheng.law.places import PlaceError
from zhiheng.law.rules import rules

NEEDS_DJANGO = False
EXAMPLE = "zhiheng explain penalty_ordinary --chart > 流程图.svg"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("procedure", nargs="?", help="程序代码，如 penalty_ordinary；不写则列出全部")
    parser.add_argument("--place", default="yl", help="地方规则，默认 yl（云岭区）")
    parser.add_argument("--on", metavar="DAY", default="2026-11-23", help="按哪一天有效的规则说明，默认 2026-11-23")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="以 JSON 打印")
    shape.add_argument("--chart", action="store_true", help="打印流程图（SVG）")


def run(args: argparse.Namespace) -> int:
    """0 when told; an unknown procedure, place or day is refused in words."""
    try:
        found = rules(args.place)
        day = parse_when(args.on)
    except (PlaceError, ValueError) as fault:
        raise ZhihengError(str(fault)) from None
    if not args.procedure:
        for procedure in found.procedures.values():
            print(f"{procedure.id}  {procedure.zh}  {len(procedure.acts)} 项行为")
        return 0
    if args.procedure not in found.procedures:
        raise ZhihengError(f"没有程序「{args.procedure}」", hint=f"可选：{'、'.join(found.procedures)}")
    at = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day, 9, tzinfo=TZ)
    told = model(found, found.procedures[args.procedure], at)
    if args.json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        print(chart(told) if args.chart else prose(told))
    return 0
