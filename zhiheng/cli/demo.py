"""zhiheng demo: build the fictional district once, then serve it; one account per post is printed."""
from __future__ import annotations

import argparse
import sys
import time
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connections

from zhiheng.cli.serve import address, free, open_port, serve
from zhiheng.demo import build
from zhiheng.demo.district import PASSWORD, PIN, STAFF
from zhiheng.kernel.errors import ZhihengError

EXAMPLE = "zhiheng demo --build-only"
ROLES = {"officer": "执法人员", "section_head": "科室（大队）负责人", "legal_reviewer": "法制审核人员", "bureau_head": "局领导",
         "archivist": "档案管理员", "supervisor": "执法监督（只读）", "administrator": "系统管理员"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--build-only", action="store_true", help="只建立数据，不启动")
    parser.add_argument("--fresh", action="store_true", help="把已有的演示数据移到一旁，重新建立")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址，默认 127.0.0.1")
    parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000；被占用时取下一个空闲端口")
    parser.add_argument("--seed", type=int, default=7, help="随机种子：同一种子建出同样的案卷")
    parser.add_argument("--enterprises", type=int, default=400, help="企业数，默认 400，不少于 150")


def run(args: argparse.Namespace) -> int:
    """0 when built (and, unless --build-only, served and stopped by the person)."""
    if args.enterprises < 150:
        raise ZhihengError("企业数不少于 150，否则一年的检查排不开")
    recipe = build.Recipe(args.seed, args.enterprises)
    if args.fresh or build.interrupted():
        _set_aside()
    if build.standing(recipe):
        print(f"演示数据已在 {settings.ZHIHENG_DATA}，直接使用（重建用 --fresh）")
    else:
        started = time.monotonic()
        print(f"在 {settings.ZHIHENG_DATA} 建立演示数据：虚构的云岭区，上一年与本年至今，约需几分钟")
        build.build(recipe, print, progress=_progress)
        print(f"用时 {time.monotonic() - started:.0f} 秒")
    _accounts()
    if args.build_only:
        return 0
    port = args.port
    if not free(args.host, port):
        port = open_port(args.host, args.port + 1)
        if not port:
            raise ZhihengError(f"端口 {args.port} 及其后的端口都被占用", hint="用 --port 指定空闲端口")
        print(f"端口 {args.port} 已被占用，改用 {port}")
    print(f"\n请打开  {address(args.host, port)}    按 Ctrl-C 停止\n", flush=True)
    connections.close_all()
    return serve(args.host, port)


def _progress(percent: int) -> None:
    """A line that rewrites itself on a screen, and a line every tenth in a log."""
    if sys.stdout.isatty():
        print(f"\r  {'█' * (percent // 4):<25} {percent:>3} %", end="" if percent < 99 else "\n", flush=True)
    elif percent % 10 == 0:
        print(f"  {percent} %", flush=True)


def _accounts() -> None:
    """One account for every post."""
    print(f"\n登录密码 {PASSWORD}    签名口令 {PIN}\n")
    for role, zh in ROLES.items():
        who = next(s for s in STAFF if s.role == role)
        others = [s.username for s in STAFF if s.role == role and s is not who]
        more = f"（另有 {'、'.join(others)}）" if others else ""
        print(f"  {zh:　<12}{who.username:<10} {who.name}  {who.post}{more}")
    print()


def _set_aside() -> None:
    """Move an earlier demonstration beside itself. ZhihengError when the folder holds other data."""
    data = Path(settings.ZHIHENG_DATA)
    if not build.mark().is_file():
        return
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        raise ZhihengError("PostgreSQL 里的演示不能就地重建", hint="换一个空数据库，或删除旧库后再运行")
    connections.close_all()
    name = Path(str(settings.DATABASES["default"]["NAME"]))
    aside = data / f"demo-before-{datetime.now():%Y%m%d-%H%M%S}"
    aside.mkdir()
    for place in (name, name.with_name(name.name + "-wal"), name.with_name(name.name + "-shm"), data / "store", build.mark()):
        if place.exists():
            place.rename(aside / place.name)
    print(f"旧的演示数据已移到 {aside}")
