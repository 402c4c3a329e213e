"""zhiheng benchmark export|check|publish: a bureau's benchmark as an Excel workbook, judged row by row, put into force."""
from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from zhiheng.actions import benchmark_sheets, rulebook
from zhiheng.actions.errors import Refusal
from zhiheng.exchange import benchmark_file
from zhiheng.kernel.clock import parse_day
from zhiheng.kernel.errors import ZhihengError
from zhiheng.law import benchmarks, places
from zhiheng.law.benchmark_diff import differences
from zhiheng.records.clock import today

EXAMPLE = "zhiheng benchmark export 裁量基准.xlsx --place yl"
KINDS = {"added": "新增", "removed": "取消", "changed": "修改"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="what", required=True, metavar="export|check|publish")
    out = commands.add_parser("export", help="把某地某日施行的裁量基准写成 Excel 工作簿（没有基准的，写出空表）")
    out.add_argument("file", type=Path, help="写到哪个 .xlsx 文件")
    _place(out)
    out.add_argument("--on", default="", help="哪一天施行的基准，默认今天")
    judge = commands.add_parser("check", help="逐行检查工作簿：超出法定、重叠、空档、不递增、代码、阶段、金额、日期")
    judge.add_argument("file", type=Path, help="填好的 .xlsx 文件")
    judge.add_argument("--since", default="", help="施行日期；不写则取表中「参数」的施行日期")
    judge.add_argument("--errors", type=Path, default=None, help="把标出问题的工作簿写到这个文件")
    judge.add_argument("--json", action="store_true", help="以 JSON 打印")
    publish = commands.add_parser("publish", help="检查无误后发布为新的一版；有一处问题就什么都不发布")
    publish.add_argument("file", type=Path, help="填好的 .xlsx 文件")
    _place(publish)
    publish.add_argument("--since", default="", help="施行日期；不写则取表中「参数」的施行日期")
    publish.add_argument("--title", default="", help="基准名称；不写则取表中「参数」的名称")
    publish.add_argument("--source", default="", help="依据文件")


def _place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--place", required=True, help=f"地方代码：{'、'.join(places.places())}")


def run(args: argparse.Namespace) -> int:
    """0 when done; 1 when the workbook has faults, each named with its row."""
    if args.what != "check" and args.place not in places.places():
        raise ZhihengError(f"没有地方规则「{args.place}」", hint=f"可选：{'、'.join(places.places())}")
    if args.what == "export":
        return _export(args)
    brought = _read(args)
    if args.what == "check":
        return _check(args, brought)
    return _tell(brought) if brought.faults else _publish(args, brought)


def _export(args: argparse.Namespace) -> int:
    rulebook.reload()
    on = parse_day(args.on) if args.on else today()
    book = benchmarks.book(args.place, on)
    args.file.write_bytes(benchmark_file.workbook(book, places.place_zh(args.place), on))
    print(f"已写入 {args.file}：{book['title'] or '空表'}，{len(book['benchmarks'])} 项")
    return 0


def _read(args: argparse.Namespace) -> benchmark_file.Brought:
    if not args.file.is_file():
        raise ZhihengError(f"没有这个文件：{args.file}", hint="检查文件名和所在文件夹")
    try:
        since = parse_day(args.since) if args.since else None
    except ValueError as fault:
        raise ZhihengError(str(fault)) from None
    return benchmark_file.read(args.file.read_bytes(), args.file.name, since=since)


def _check(args: argparse.Namespace, brought: benchmark_file.Brought) -> int:
    if args.errors is not None and brought.faults:
        args.errors.write_bytes(benchmark_file.error_workbook(args.file.read_bytes(), brought.faults))
    if args.json:
        print(json.dumps({"title": brought.title, "since": brought.since and brought.since.isoformat(),
                          "tables": len(brought.body["benchmarks"]), "faults": brought.faults}, ensure_ascii=False, indent=1))
        return 1 if brought.faults else 0
    if brought.faults:
        return _tell(brought)
    print(f"没有问题：《{brought.body['title']}》{len(brought.body['benchmarks'])} 项，{brought.since} 起施行")
    return 0


def _tell(brought: benchmark_file.Brought) -> int:
    for fault in brought.faults:
        print(fault)
    print(f"共 {len(brought.faults)} 处问题，没有发布。", file=sys.stderr)
    return 1


def _publish(args: argparse.Namespace, brought: benchmark_file.Brought) -> int:
    assert brought.since is not None
    before = benchmarks.book(args.place, brought.since)
    try:
        row = benchmark_sheets.publish(args.place, brought.body, title=args.title or brought.title,
                                       since=brought.since, source=args.source or brought.source, by=None)
    except Refusal as fault:
        raise ZhihengError(str(fault)) from None
    print(f"已发布《{row.title}》第 {row.number} 版，{row.since} 起施行，{len(brought.body['benchmarks'])} 项")
    for change in differences(before, brought.body):
        print(f"{KINDS[change.kind]} {change.code} {change.title}（{change.stage}）" if change.code else change.title)
        for line in change.lines:
            print(f"  {line}")
    return 0
