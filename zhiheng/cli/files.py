"""zhiheng files: list files for people and scripts."""
from __future__ import annotations

import argparse
import json
from typing import Any

from zhiheng.actions.rulebook import rules_for
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.errors import ZhihengError
from zhiheng.law.rules import procedures
from zhiheng.records.models import File

NEEDS_DJANGO = True
EXAMPLE = "zhiheng files --procedure penalty_ordinary --stage review --json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--procedure", default="", help="程序代码，如 penalty_ordinary")
    parser.add_argument("--stage", default="", help="阶段代码，如 investigation")
    parser.add_argument("--state", choices=["all", "open", "ended"], default="all", help="在办或办结")
    parser.add_argument("--limit", type=int, default=0, help="最多多少行，默认不限")
    parser.add_argument("--json", action="store_true", help="以 JSON 打印")


def run(args: argparse.Namespace) -> int:
    """0; an empty list is an answer, an unknown procedure or stage is refused."""
    found = File.objects.select_related("enterprise", "agency").order_by("no")
    if args.procedure:
        found = found.filter(procedure=args.procedure)
    if args.stage:
        found = found.filter(stage=args.stage)
    if args.state != "all":
        found = found.filter(ended_at__isnull=args.state == "open")
    rows = [_row(f) for f in (found[:args.limit] if args.limit else found).iterator(chunk_size=1000)]
    if not rows:
        _refuse_unknown(args.procedure, args.stage)
    if args.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    for row in rows:
        due = f"{'◇' if row['provisional'] else ''}{row['next_due'][:10]}" if row["next_due"] else "—"
        print(f"{row['no']}  {row['procedure_zh']}  {row['stage_zh']}  {due}  {row['title']}")
    print(f"共 {len(rows)} 个案卷")
    return 0


def _refuse_unknown(procedure: str, stage: str) -> None:
    """A slip of the hand must not look like an empty list."""
    known = procedures()
    if procedure and procedure not in known:
        raise ZhihengError(f"没有程序「{procedure}」", hint=f"可选：{'、'.join(known)}")
    stages = {s.id: s.zh for p in known.values() if not procedure or p.id == procedure for s in p.stages}
    if stage and stage not in stages:
        raise ZhihengError(f"没有阶段「{stage}」", hint=f"可选：{'、'.join(f'{i}（{zh}）' for i, zh in stages.items())}")


def _row(file: File) -> dict[str, Any]:
    procedure = rules_for(file.agency).procedures.get(file.procedure)
    stages = {s.id: s.zh for s in procedure.stages} if procedure else {}
    return {
        "no": file.no, "procedure": file.procedure, "procedure_zh": procedure.zh if procedure else file.procedure,
        "stage": file.stage, "stage_zh": stages.get(file.stage, file.stage), "title": file.title,
        "enterprise": file.enterprise.name if file.enterprise else None, "agency": file.agency.code,
        "officers": file.officers, "opened_at": file.opened_at.astimezone(TZ).isoformat(),
        "next_due": file.next_due.astimezone(TZ).isoformat() if file.next_due else None,
        "next_clock": file.next_clock or None, "provisional": file.next_provisional,
        "ended_at": file.ended_at.astimezone(TZ).isoformat() if file.ended_at else None, "events": file.event_count,
        "head": file.head_hash}
