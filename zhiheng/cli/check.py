"""zhiheng check list | run ID: the gates of procedure, judged on facts alone.

``run`` reads the facts of one check as JSON and answers lawful or not, with rule, article, cure and first lawful day.
Exit code 0 met, 1 not met (a warning too), 2 when facts are missing or cannot be read.
"""
from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime, time
from pathlib import Path
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.kernel.clock import TZ, parse_when
from zhiheng.kernel.errors import ZhihengError
from zhiheng.kernel.facts import FieldSpec
from zhiheng.kernel.procedure import Severity
from zhiheng.law.checks import Answer, Check, answer, checks, get, procedure_zh, step_zh
from zhiheng.law.places import PlaceError
from zhiheng.law.scenario import fen

NEEDS_DJANGO = False
EXAMPLE = "zhiheng check list --procedure enforcement --json"

WEIGHT = {Severity.VOID: "拦截", Severity.DEFECT: "须补正或放行", Severity.WARNING: "提醒"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    sub = parser.add_subparsers(dest="do", required=True, metavar="list|show|run")
    listed = sub.add_parser("list", help="列出核对项")
    listed.add_argument("--procedure", metavar="ID", help="只列一个程序的，如 enforcement")
    shown = sub.add_parser("show", help="说明一项核对：规则、依据、要填的事实")
    shown.add_argument("check", metavar="ID", help="核对代码，如 enf_urging")
    ran = sub.add_parser("run", help="以事实核对")
    ran.add_argument("check", metavar="ID", help="核对代码，如 enf_urging")
    ran.add_argument("--facts", required=True, metavar="FILE|-", help="事实的 JSON 文件，- 表示标准输入；金额写 38000元 或整数分")
    ran.add_argument("--on", metavar="WHEN", help="按哪一天（时刻）核对，默认现在")
    ran.add_argument("--place", default="national", metavar="ID", help="按哪里的规定，默认全国")
    for one in (listed, shown, ran):
        one.add_argument("--json", action="store_true", help="以 JSON 打印")


def run(args: argparse.Namespace) -> int:
    """0 met or listed, 1 not met, 2 missing facts; an unknown check, place or file is refused in words."""
    if args.do == "list":
        return _list(args)
    if args.do == "show":
        return _show(get(args.check), args.json)
    found = get(args.check)
    try:
        came = answer(found.id, _money(found, _facts(args.facts)), at=_when(args.on), place=args.place)
    except PlaceError as fault:
        raise ZhihengError(str(fault)) from None
    told = as_json(came)
    print(json.dumps(told, ensure_ascii=False, indent=1) if args.json else "\n".join(_lines(came, told)))
    return 2 if came.faults else 0 if came.met else 1


def _facts(where: str) -> dict[str, Any]:
    try:
        text = sys.stdin.read() if where == "-" else Path(where).read_text(encoding="utf-8")
        found = json.loads(text)
    except OSError as fault:
        raise ZhihengError(f"读不到 {where}：{fault.strerror}") from None
    except ValueError as fault:
        raise ZhihengError(f"事实不是合法的 JSON：{fault}") from None
    if not isinstance(found, dict):
        raise ZhihengError("事实应当是一个对象：{\"名称\": 值, …}")
    return found


def _money(found: Check, facts: dict[str, Any]) -> dict[str, Any]:
    amounts = {f.name for f in found.fields if f.type == "money"}
    return {k: fen(v) if k in amounts else v for k, v in facts.items()}


def _when(text: str | None) -> datetime:
    if text is None:
        return datetime.now(TZ)
    try:
        given = parse_when(text)
    except ValueError as fault:
        raise ZhihengError(str(fault)) from None
    return given if isinstance(given, datetime) else datetime.combine(given, time(9), TZ)


def as_json(came: Answer) -> dict[str, Any]:
    """The answer as printed with --json."""
    unmet = came.found
    return {
        **_head(came.check), "on": came.at.date().isoformat(), "lawful": came.lawful, "met": came.met,
        "missing": [{"fact": f.path, "says": f.says} for f in came.faults],
        "unmet": unmet.says if unmet else None, "weight": unmet.severity.value if unmet else None,
        "cure": unmet.cure if unmet else None,
        "earliest": unmet.earliest.isoformat() if unmet and unmet.earliest else None,
        "release_by": unmet.release_by if unmet else None,
    }


def _head(found: Check) -> dict[str, Any]:
    return {"check": found.id, "zh": found.zh, "procedure": found.procedure, "procedure_zh": procedure_zh(found),
            "step": found.step, "rule": found.rule, "severity": found.severity.value, "verified": found.verified,
            "articles": [_cited(a) for a in found.articles]}


def _cited(article: Article) -> str:
    return article.zh() if article.article else article.law


def _lines(came: Answer, told: dict[str, Any]) -> list[str]:
    head = f"{came.check.zh}（{procedure_zh(came.check)}·{step_zh(came.check)}）"
    if came.faults:
        return [f"{head}：缺少事实，没有核对", *(f"  {f.path}：{f.says}" for f in came.faults)]
    mark = "" if came.check.verified else "（依据待核）"
    lines = [f"{head}：{'符合' if came.met else '提醒' if came.lawful else '不符合'}{mark}", f"  规则 {came.check.rule}",
             f"  依据 {'、'.join(told['articles'])}"]
    if came.found:
        lines += [f"  不符 {came.found.says}", f"  分量 {WEIGHT[came.found.severity]}"]
        lines += [f"  补正 {came.found.cure}"] if came.found.cure else []
        lines += [f"  最早 {came.found.earliest}"] if came.found.earliest else []
    return lines


def _list(args: argparse.Namespace) -> int:
    chosen = [c for c in checks().values() if args.procedure in (None, c.procedure)]
    if not chosen:
        known = dict.fromkeys(c.procedure for c in checks().values())
        raise ZhihengError(f"没有程序「{args.procedure}」", hint=f"可选：{'、'.join(known)}")
    if args.json:
        print(json.dumps([_row(c) for c in chosen], ensure_ascii=False, indent=1))
        return 0
    for found in chosen:
        mark = "" if found.verified else "  依据待核"
        print(f"{found.id}  {found.zh}  {procedure_zh(found)}  {WEIGHT[found.severity]}  {found.articles[0].short()}{mark}")
    return 0


def _row(found: Check) -> dict[str, Any]:
    return {**_head(found), "note": found.note, "enforced": ["/".join(e) for e in found.enforced],
            "facts": [_fact(f) for f in found.fields]}


def _fact(spec: FieldSpec) -> dict[str, Any]:
    told: dict[str, Any] = {"name": spec.name, "zh": spec.zh, "type": spec.type, "required": spec.required}
    return {**told, "choices": dict(spec.choices)} if spec.choices else told


def _show(found: Check, as_json_: bool) -> int:
    if as_json_:
        print(json.dumps(_row(found), ensure_ascii=False, indent=1))
        return 0
    print(f"{found.zh}  {found.id}\n  规则 {found.rule}\n  依据 {'、'.join(_cited(a) for a in found.articles)}")
    print(f"  分量 {WEIGHT[found.severity]}{'' if found.verified else '（依据待核）'}")
    for where in found.enforced:
        print(f"  已在 {'/'.join(where)} 强制")
    for spec in found.fields:
        words = f"：{'、'.join(f'{k} {zh}' for k, zh in spec.choices)}" if spec.choices else ""
        print(f"  {spec.name}  {spec.zh}  {spec.type}{'' if spec.required else '（视情况）'}{words}")
    return 0
