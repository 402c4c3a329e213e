"""zhiheng archive verify PACKAGE | export FILE: check a 电子案卷 package without a server; make one."""

from __future__ import annotations

import argparse
import json
import os
import sys
from importlib import import_module
from pathlib import Path

from zhiheng.archive.bag import Unreadable
from zhiheng.archive.report import Report
from zhiheng.archive.verify import verify

NEEDS_DJANGO = False  # verify must run on a machine that has nothing but the package
EXAMPLE = "zhiheng archive verify 案卷-YL-2026-00012.zip"
EXPORT = "zhiheng.actions.archive"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="what", required=True, metavar="verify|export")
    check = commands.add_parser("verify", help="核验案卷包：内容、增减、次序、校验点和签名")
    check.add_argument("package", type=Path, help="案卷包（.zip），或解压后的文件夹")
    check.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="指纹",
        help="机关公布的签名公钥指纹；给出后，签名须出自其中之一",
    )
    check.add_argument("--json", action="store_true", help="以 JSON 打印")
    make = commands.add_parser("export", help="把一个案卷导出为案卷包")
    make.add_argument("file", help="案卷编号")
    make.add_argument("--out", type=Path, default=None, metavar="文件", help="写到哪里，默认为当前文件夹")


def run(args: argparse.Namespace) -> int:
    """verify: 0 whole, 1 broken, 2 no package. export: 0 written."""
    return _verify(args) if args.what == "verify" else _export(args)


def _verify(args: argparse.Namespace) -> int:
    try:
        report = verify(args.package, [k.lower() for k in args.key])
    except Unreadable as fault:
        if args.json:
            print(json.dumps({"ok": None, "unreadable": str(fault)}, ensure_ascii=False))
        print(f"不能核验：{fault}", file=sys.stderr)
        return 2
    print(json.dumps(report.as_json(), ensure_ascii=False, indent=2) if args.json else _text(report))
    return 0 if report.ok else 1


def _text(report: Report) -> str:
    """The verdict first, then every fault, what was left out, and what was not proved."""
    lines = [report.verdict, *([report.title] if report.title else [])]
    lines += [f"  ✕ {f.says}" for f in report.broken]
    lines += [f"  — {w}" for w in report.withheld]
    return "\n".join([*lines, *(f"  注：{n}" for n in report.notes)])


def _export(args: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.settings")
    import_module("django").setup()
    out = args.out or Path(f"案卷-{args.file}.zip")
    import_module(EXPORT).export(args.file, out)
    print(f"已导出并核验：{out}")
    return 0
