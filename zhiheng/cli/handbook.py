"""zhiheng handbook list | export | publish: check items found, written as a workbook, and a bureau's own brought into force."""
from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

from zhiheng.actions import handbook as actions
from zhiheng.actions import rulebook
from zhiheng.actions.errors import Invalid, NotAllowed
from zhiheng.exchange import checklist_file
from zhiheng.kernel.clock import parse_day
from zhiheng.kernel.errors import ZhihengError
from zhiheng.law import checklists
from zhiheng.law.checklists import Item
from zhiheng.records.clock import today

NEEDS_DJANGO = True
EXAMPLE = "zhiheng handbook list 泄爆"
SHEETS = rulebook.local_sheets
"""Loaded so that the bureau's own sheets are known to this command."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="what", required=True, metavar="list|export|publish")
    seek = commands.add_parser("list", help="查检查事项：两个字、法条或代码")
    seek.add_argument("words", nargs="*", help="如 泄爆、安法36")
    seek.add_argument("--json", action="store_true", help="以 JSON 打印")
    out = commands.add_parser("export", help="写成 Excel 工作簿")
    out.add_argument("file", type=Path, help="要写的 .xlsx 文件")
    out.add_argument("--own", action="store_true", help="只写本局新增和修改的")
    for one in (seek, out):
        one.add_argument("--area", default="", help="行业或风险，如 粉尘涉爆")
        one.add_argument("--place", default="", help="地方代码，合并该地本局的事项，如 yl")
        one.add_argument("--on", default="", help="按哪一天，默认今天")
    bring = commands.add_parser("publish", help="发布本局的检查事项（Excel），整体替换上一版")
    bring.add_argument("file", type=Path, help="工作簿")
    bring.add_argument("--place", required=True, help="地方代码，如 yl")
    bring.add_argument("--since", default="", help="施行日期，默认今天")
    bring.add_argument("--title", default="", help="名称")
    bring.add_argument("--source", default="", help="依据的文件")


def run(args: argparse.Namespace) -> int:
    """0 when done; 1 when nothing is found or a workbook has faults, each told with its row."""
    if args.what == "publish":
        return _publish(args)
    found = _found(args)
    if args.what == "export":
        kept = [i for i in found if i.origin] if args.own else found
        args.file.write_bytes(checklist_file.write(kept, "检查事项", [("日期", _day(args.on).isoformat())]))
        print(f"已写出 {len(kept)} 项：{args.file}")
        return 0
    if args.json:
        print(json.dumps([checklists.row_of(i) | {"area_zh": i.area_zh, "source": i.source, "origin": i.origin} for i in found],
                         ensure_ascii=False, indent=1))
    else:
        for item in found:
            print(f"{item.id}  {item.area_zh}  {'[重大] ' if item.major_hazard else ''}{item.question}")
            print(f"    {item.cites(_day(args.on))}  {'、'.join(item.violations) or '没有对应的处罚事项'}")
        print(f"共 {len(found)} 项")
    return 0 if found else 1


def _day(text: str) -> date:
    return parse_day(text) if text else today()


def _found(args: argparse.Namespace) -> list[Item]:
    areas = checklists.areas()
    code = next((k for k, zh in areas.items() if args.area in (k, zh)), "")
    if args.area and not code:
        raise ZhihengError(f"没有「{args.area}」这一行业或风险", hint="可选：" + "、".join(areas.values()))
    held = checklists.items(args.place, _day(args.on))
    found = checklists.search(" ".join(getattr(args, "words", ())), held)
    return [i for i in found if not code or i.area == code]


def _publish(args: argparse.Namespace) -> int:
    if not args.file.is_file():
        raise ZhihengError(f"没有这个文件：{args.file}", hint="检查文件名和所在文件夹")
    with args.file.open("rb") as stream:
        brought = checklist_file.read(stream, args.file.name)
    faults = list(brought.faults)
    if not faults:
        try:
            made = actions.publish_rows(args.place, brought.rows, brought.retired, since=_day(args.since), title=args.title,
                                        source=args.source, by=None)
        except Invalid as fault:
            faults = [e.says for e in fault.errors]
        except NotAllowed as fault:
            raise ZhihengError(str(fault)) from None
        else:
            print(f"已发布第 {made.number} 版，{made.since} 起施行")
            return 0
    for says in faults:
        print(says)
    print(f"没有发布：{len(faults)} 处要改")
    return 1
