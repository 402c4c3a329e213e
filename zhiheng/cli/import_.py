"""zhiheng import enterprises FILE: the register from a list as people have it."""
from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from zhiheng.actions.register import enroll
from zhiheng.exchange.enterprise_file import Report, Row, rows
from zhiheng.kernel.errors import ZhihengError
from zhiheng.records.models import Agency

NEEDS_DJANGO = True
EXAMPLE = "zhiheng import enterprises 企业名单.csv --json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["enterprises"], help="导入什么：enterprises 企业名单")
    parser.add_argument("file", type=Path, help="CSV（UTF-8 或 GBK）或 .xlsx")
    parser.add_argument("--agency", default="", help="归属机关简码，默认为唯一的顶级机关")
    parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
    parser.add_argument("--json", action="store_true", help="以 JSON 打印结果")


def run(args: argparse.Namespace) -> int:
    agency = _agency(args.agency)
    report = Report()
    good: list[dict[str, Any]] = []
    for row in rows(args.file):
        _sort(row, report, good, quiet=args.json)
    if args.dry_run:
        report.accepted = len(good)
    else:
        report.accepted, report.updated, report.unchanged = enroll(agency, good)
    if args.json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
    else:
        _print(report, args.dry_run)
    return 0


def _agency(code: str) -> Agency:
    found = Agency.objects.filter(code=code) if code else Agency.objects.filter(parent=None)
    if len(found) != 1:
        raise ZhihengError(f"没有简码为「{code}」的机关" if code else "请用 --agency 指明归属机关",
                           hint="现有机关：" + ("、".join(f"{a.code} {a.name}" for a in Agency.objects.all()) or
                                             "还没有机关，请先运行 zhiheng demo --build-only"))
    return found[0]


def _sort(row: Row, report: Report, good: list[dict[str, Any]], quiet: bool) -> None:
    place = {"row": row.number, "name": row.values.get("name", ""), "code": row.values.get("code") or ""}
    if row.rejected:
        report.rejected.append(place | {"reason": row.rejected})
        return
    if row.warnings:
        report.warned.append(place | {"reason": "；".join(row.warnings)})
    good.append(row.values)
    if not quiet and len(good) % 1000 == 0:
        print(f"已检查 {len(good)} 行", file=sys.stderr)


def _print(report: Report, dry: bool) -> None:
    verb = "可导入" if dry else "新增"
    print(f"{verb} {report.accepted} 家，更新 {report.updated} 家，无变化 {report.unchanged} 家；"
          f"提醒 {len(report.warned)} 行，拒绝 {len(report.rejected)} 行")
    for title, found in (("提醒", report.warned), ("拒绝", report.rejected)):
        for item in found[:20]:
            print(f"  {title} 第 {item['row']} 行 {item['name']}：{item['reason']}")
        if len(found) > 20:
            print(f"  {title}另有 {len(found) - 20} 行，用 --json 查看全部")
