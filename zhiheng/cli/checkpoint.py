"""zhiheng checkpoint: sign today's state of all files; print what to publish."""
from __future__ import annotations

import argparse
import json

from zhiheng.actions import checkpoint
from zhiheng.records.models import Agency

NEEDS_DJANGO = True
EXAMPLE = "zhiheng checkpoint --json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--agency", default="", help="机关简码，默认全部机关")
    parser.add_argument("--json", action="store_true", help="打印签名后的检查点（可供公布）")


def run(args: argparse.Namespace) -> int:
    """0 when made (or already there)."""
    agencies = Agency.objects.filter(files__isnull=False).distinct().order_by("code")
    if args.agency:
        agencies = agencies.filter(code=args.agency)
    made = [checkpoint.make(a, fresh=True) for a in agencies]
    if args.json:
        print(json.dumps([m.record | {"public_key": m.public_key} for m in made], ensure_ascii=False, indent=1))
        return 0
    for row in made:
        print(f"{row.agency.name}  {row.on}  第 {row.number} 号  案卷 {len(row.heads)} 个  根 {row.record['root']}")
    print(f"共 {len(made)} 个检查点" if made else "还没有案卷，不需要检查点")
    return 0
