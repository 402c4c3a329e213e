"""zhiheng restore FILE: put a backup in place and check it."""
from __future__ import annotations

import argparse
from pathlib import Path

from zhiheng.actions import fsck
from zhiheng.actions.safekeeping import restore

NEEDS_DJANGO = True
EXAMPLE = "zhiheng restore 备份-2026-11-23.tar"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, metavar="文件", help="备份文件（.tar）")
    parser.add_argument("--force", action="store_true", help="已有案卷时也恢复；原数据改名保留")


def run(args: argparse.Namespace) -> int:
    """0 restored and whole, 1 restored but something is broken."""
    made = restore(args.source, force=args.force)
    found = list(fsck.check())
    for item in found:
        print(f"✕ {item.file or '全局'}  {item.says}")
    print(f"已恢复 {made['made_at']} 的备份：案卷 {made['files']} 个，" + ("检查完整" if not found else f"{len(found)} 处问题"))
    return 1 if found else 0
