"""zhiheng worker: what happens by itself: due dates, reminders, checkpoints. Stop with Ctrl+C or SIGTERM."""
from __future__ import annotations

import argparse
import signal
import sys
import threading

from django.db import close_old_connections

from zhiheng.jobs.sweep import Report, loop, sweep

NEEDS_DJANGO = True
EXAMPLE = "zhiheng worker --once"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="只执行一轮")
    parser.add_argument("--every", type=float, default=60.0, metavar="秒", help="每轮间隔，默认 60 秒")


def run(args: argparse.Namespace) -> int:
    """0 when stopped as asked."""
    if args.once:
        _tell(sweep())
        return 0
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())

    def wait(seconds: float) -> bool:
        close_old_connections()
        return stopped.wait(seconds)

    loop(max(args.every, 1.0), wait, _tell)
    return 0


def _tell(report: Report) -> None:
    if any(vars(report).values()):
        print(f"公开检查结果 {report.published} 件，公示超期提醒 {report.publicity_late} 条，"
              f"提醒 {report.due} 条，证件提醒 {report.certificates} 条，重算期限 {report.recomputed} 个案卷，"
              f"检查点 {report.checkpoints} 个，重新评定 {report.regraded} 家", file=sys.stderr, flush=True)
