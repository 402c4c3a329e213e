"""zhiheng fsck [FILE…]: is the whole record as it was written? Every break with its file and what it is."""
from __future__ import annotations

import argparse
import json
import sys

from zhiheng.actions import fsck
from zhiheng.records.models import File

NEEDS_DJANGO = True
EXAMPLE = "zhiheng fsck --quick"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="案卷号", help="只检查这些案卷；不写则检查全部")
    parser.add_argument("--quick", action="store_true", help="不逐个读取文书和证据的内容，也不重算缓存")
    parser.add_argument("--json", action="store_true", help="以 JSON 打印")


def run(args: argparse.Namespace) -> int:
    """0 whole, 1 broken."""
    missing = set(args.files) - set(File.objects.filter(no__in=args.files).values_list("no", flat=True))
    found = [fsck.Break(no, "file", "没有这个案卷") for no in sorted(missing)]
    found += list(fsck.check(args.files or None, blobs=not args.quick, derived=not args.quick))
    count = len(args.files) or File.objects.count()
    orphans = fsck.orphans() if not args.files and not args.quick else []
    if args.json:
        print(json.dumps({"ok": not found, "files": count, "orphans": len(orphans),
                          "breaks": [{"file": b.file, "area": b.area, "says": b.says} for b in found]},
                         ensure_ascii=False, indent=1))
        return 1 if found else 0
    for item in found:
        print(f"✕ {item.file or '全局'}  {item.says}")
    print(f"检查案卷 {count} 个：" + (f"发现 {len(found)} 处问题" if found else "完整，未被改动"))
    if orphans:
        print(f"注：存储中有 {len(orphans)} 个文件没有登记（中断的请求留下的，无害）", file=sys.stderr)
    return 1 if found else 0
