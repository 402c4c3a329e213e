"""zhiheng weigh FILE|-: statutory range, band and proposed fine of a matter, every step explained."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from zhiheng.cli.sheets import with_sheets
from zhiheng.law.weighing import Fault, Faulty, weigh_document
from zhiheng.law.weighing_json import REQUIREMENTS

NEEDS_DJANGO = False
EXAMPLE = "zhiheng weigh 案情.json --json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="案情 JSON 文件；- 表示标准输入")
    parser.add_argument("--json", action="store_true", help="以 JSON 打印全部说明")


def run(args: argparse.Namespace) -> int:
    """0 when weighed; 2 when something is missing or wrong, said on standard error (and as JSON with
    --json).
    """
    with_sheets()
    try:
        result = weigh_document(_read(args.file))
    except Faulty as faulty:
        return _refuse(faulty.faults, args.json)
    if args.json:
        print(json.dumps(result, ensure_ascii=False, indent=1))
    else:
        print("\n".join(_lines(result)))
    return 0


def _read(name: str) -> Any:
    try:
        text = sys.stdin.read() if name == "-" else _file(name)
        return json.loads(text)
    except json.JSONDecodeError as fault:
        raise Faulty([Fault("", f"不是可读的 JSON：第 {fault.lineno} 行第 {fault.colno} 列。")]) from None
    except (ValueError, RecursionError) as fault:
        if isinstance(fault, UnicodeDecodeError):
            raise Faulty([Fault("", f"「{name}」不是 UTF-8 文字。")]) from None
        raise Faulty([Fault("", "不是可读的 JSON：数字太长或者嵌套太深。")]) from None
    except OSError as fault:
        raise Faulty([Fault("", f"读不了「{name}」：{fault}。")]) from None


def _file(name: str) -> str:
    with open(name, encoding="utf-8-sig") as stream:
        return stream.read()


def _refuse(faults: tuple[Fault, ...], as_json: bool) -> int:
    if as_json:
        print(
            json.dumps(
                {"errors": [{"path": f.path, "says": f.says} for f in faults]}, ensure_ascii=False, indent=1
            )
        )
    for fault in faults:
        print(f"{fault.path}：{fault.says}" if fault.path else fault.says, file=sys.stderr)
    return 2


def _lines(result: dict[str, Any]) -> list[str]:
    lines = [f"提醒：{w}" for w in result["warnings"]]
    for party in result["parties"]:
        lines.append(party["explanation"])
        for v in party["violations"]:
            lines += [f"  同时：{other}" for other in v["other_penalties"]]
            lines += [f"  提醒：{w}" for w in v["warnings"]]
            lines += [f"  {change}" for change in v["what_changes"]]
    lines.append(f"合计 {result['total']:,} 元")
    for kind in REQUIREMENTS:
        lines += [
            f"触发：{rule['says']}（{'、'.join(a['text'] for a in rule['articles'])}）"
            for rule in result[kind]["rules"]
        ]
    return lines
