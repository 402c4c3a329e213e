"""zhiheng backup FILE: database, papers, evidence and keys in one archive, while people work."""
from __future__ import annotations

import argparse
from pathlib import Path

from zhiheng.actions.safekeeping import backup

NEEDS_DJANGO = True
EXAMPLE = "zhiheng backup 备份-2026-11-23.tar"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", type=Path, metavar="文件", help="写到哪里（.tar）")


def run(args: argparse.Namespace) -> int:
    """0 when written."""
    made = backup(args.out)
    print(f"已备份到 {args.out}：案卷 {made['files']} 个，记录 {made['events']} 项。内含签名密钥，请妥善保管")
    return 0
