"""zhiheng reindex: the search words of every enterprise anew, after another version of Zhiheng cuts names differently."""
from __future__ import annotations

import argparse

from zhiheng.actions.register import reindex
from zhiheng.records.models import Enterprise

NEEDS_DJANGO = True
EXAMPLE = "zhiheng reindex --agency YL"
SLICE = 500


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--agency", default="", help="只重建这个机关简码名下的企业，默认全部")


def run(args: argparse.Namespace) -> int:
    """0 when done. Slices of 500, each whole or not at all, so that a search in between finds most of them."""
    found = Enterprise.objects.order_by("pk")
    if args.agency:
        found = found.filter(agency__code=args.agency)
    done, after = 0, 0
    while part := list(found.filter(pk__gt=after)[:SLICE]):
        reindex(part)
        done, after = done + len(part), part[-1].pk
    print(f"已重建 {done} 家企业的检索词")
    return 0
