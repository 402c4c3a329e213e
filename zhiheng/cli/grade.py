"""zhiheng grade ENTERPRISE | --all: the grade the records give, with every factor; a bureau's own scheme checked and published."""
from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from zhiheng.actions import grading, grading_scheme
from zhiheng.actions.ledgers import enterprise_of
from zhiheng.kernel.errors import ZhihengError
from zhiheng.law.grading import sheet_faults
from zhiheng.law.grading_score import Grade
from zhiheng.records.clock import today
from zhiheng.records.models import Enterprise
from zhiheng.records.queries.grading import firms_after

NEEDS_DJANGO = True
EXAMPLE = "zhiheng grade 鑫达木业有限公司 --json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("enterprise", nargs="?", help="统一社会信用代码，或者只有一家的企业全称")
    parser.add_argument("--all", action="store_true", help="名录内全部企业，只列合计")
    parser.add_argument("--on", metavar="日期", help="按哪一天的记录评定，默认今天；只有今天的可以写入")
    parser.add_argument("--write", action="store_true", help="写入评定结果（不写则只计算）")
    parser.add_argument("--json", action="store_true", help="以 JSON 打印")
    parser.add_argument("--publish", metavar="文件", help="发布本局分级标准（JSON：levels、weights、frequency）")
    parser.add_argument("--place", default="", help="发布到哪个地方规则，如 yl")
    parser.add_argument("--title", default="", help="本局分级标准的名称")
    parser.add_argument("--source", default="", help="依据文件")


def run(args: argparse.Namespace) -> int:
    """0 when done; 1 when a sheet was refused."""
    on = _day(args.on)
    if args.publish:
        return _publish(args, on)
    if args.write and on != today():
        raise ZhihengError("只有今天的评定可以写入", hint="去掉 --on，或者去掉 --write")
    if args.all:
        return _all(on, args.write, args.json)
    if not args.enterprise:
        raise ZhihengError("请写明企业，或者用 --all", hint=f"例：{EXAMPLE}")
    firm = enterprise_of(args.enterprise)
    if firm is None:
        raise ZhihengError(f"一企一档里没有「{args.enterprise}」，或者有几家同名", hint="请用统一社会信用代码")
    found = grading.grades([firm], on)[firm.pk]
    if args.write:
        grading.recompute([firm.pk])
    print(json.dumps(_json(firm, found), ensure_ascii=False, indent=1) if args.json else _said(firm, found))
    return 0


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else today()
    except ValueError as fault:
        raise ZhihengError(f"日期「{text}」写法不对", hint="写法如 2026-11-23") from fault


def _json(firm: Enterprise, found: Grade) -> dict[str, Any]:
    return {"enterprise": firm.name, "code": firm.code, **found.detail(), "key": [[k.id, k.says] for k in found.key]}


def _said(firm: Enterprise, found: Grade) -> str:
    level = found.level
    lines = [f"{firm.name}：{level.id} 级 {level.state}（{level.colour}卡），{found.tenths / 10:g} 分，标准 {found.rule}，{found.on}"]
    for factor in found.factors:
        lines.append(f"  {factor.zh} {factor.tenths / 10:g}/{factor.weight}")
        lines += [f"    {says}{''.join(f' [{words}]' for words, _ in refs)}" for says, refs in factor.lines]
    lines += [f"  否决：{v.says}" for v in found.vetoes]
    lines += [f"  重点：{k.says}" for k in found.key] or ["  不列为重点"]
    return "\n".join([*lines, *(f"  注意：{n}" for n in found.notes)])


def _all(on: date, write: bool, as_json: bool) -> int:
    started, last, counts, vetoed, changed = time.monotonic(), 0, dict.fromkeys("ABCD", 0), 0, 0
    found = Enterprise.objects.filter(merged_into=None, closed_on=None)
    while firms := firms_after(found, last):
        last = firms[-1].pk
        for one in grading.grades(firms, on).values():
            counts[one.level.id] += 1
            vetoed += bool(one.vetoes)
        if write:
            changed += grading.recompute([f.pk for f in firms]).changed
        print(f"已评定 {sum(counts.values())} 家", file=sys.stderr)
    total = sum(counts.values())
    said = {"on": on.isoformat(), "total": total, "grades": counts, "vetoed": vetoed, "changed": changed if write else None,
            "seconds": round(time.monotonic() - started, 2)}
    words = "，".join(f"{g} 级 {n}" for g, n in counts.items())
    print(json.dumps(said, ensure_ascii=False) if as_json else f"{on} 评定 {total} 家：{words}；否决 {vetoed} 家"
          f"{f'；等级或重点类别变动 {changed} 家' if write else '（没有写入）'}")
    return 0


def _publish(args: argparse.Namespace, on: date) -> int:
    path = Path(args.publish)
    if not path.is_file() or not args.place or not args.title:
        example = "例：zhiheng grade --publish 分级.json --place yl --title 本局分级办法 --source 文号"
        raise ZhihengError("发布须写明文件、--place 和 --title", hint=example)
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as fault:
        raise ZhihengError(f"{path.name} 不是 JSON：{fault}") from fault
    faults = sheet_faults(args.place, body, on) if isinstance(body, dict) else ["须是一个对象"]
    if faults:
        print("\n".join(faults), file=sys.stderr)
        return 1
    made = grading_scheme.publish(args.place, body, title=args.title, since=on, source=args.source, by=None)
    print(f"已发布「{made.title}」第 {made.number} 版，自 {made.since} 起施行")
    return 0
