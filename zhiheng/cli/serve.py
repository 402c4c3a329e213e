"""zhiheng serve: the web service, one process, until Ctrl-C."""
from __future__ import annotations

import argparse
import errno
import logging
import os
import socket
import sys
from contextlib import suppress

from django.conf import settings
from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces

from zhiheng.kernel.errors import ZhihengError

EXAMPLE = "zhiheng serve --port 8000"
TRIES = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="监听地址，默认只限本机；对外服务用 0.0.0.0")
    parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
    parser.add_argument("--workers", type=int, default=1, help="进程数，默认 1（PostgreSQL 时可多开）")


def run(args: argparse.Namespace) -> int:
    """0 when stopped by the person."""
    call_command("migrate", verbosity=0)
    port = args.port
    if not free(args.host, port):
        raise ZhihengError(f"端口 {port} 已被占用", hint=f"可用 --port {open_port(args.host, port + 1)}")
    print(f"执衡  {address(args.host, port)}    按 Ctrl-C 停止", flush=True)
    return serve(args.host, port, args.workers)


def serve(host: str, port: int, workers: int = 1) -> int:
    """Run the application server until it is told to stop."""
    if host not in ("127.0.0.1", "localhost", "::1") and not os.environ.get("ZHIHENG_HOSTS"):
        print("提示：对外服务须用环境变量 ZHIHENG_HOSTS 写明可用的主机名", file=sys.stderr)
    logging.getLogger("_granian").setLevel(logging.WARNING)
    os.environ["ZHIHENG_DATA"] = str(settings.ZHIHENG_DATA)
    server = Granian("zhiheng.wsgi:application", address=host, port=port, interface=Interfaces.WSGI, workers=workers,
                     blocking_threads=4, log_enabled=False, workers_kill_timeout=3)  # browsers hold connections open
    with suppress(KeyboardInterrupt):
        server.serve()
    print("已停止")
    return 0


def free(host: str, port: int) -> bool:
    """Whether nobody listens there. ZhihengError when the address cannot be used at all."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            if fault.errno in (errno.EADDRINUSE, errno.EACCES):
                return False
            raise ZhihengError(f"不能在 {host}:{port} 监听：{fault.strerror}", hint="用 --host 和 --port 指定可用的地址") from None
        return True


def open_port(host: str, first: int) -> int:
    """The next port that nobody uses."""
    return next((p for p in range(first, first + TRIES) if free(host, p)), 0)


def address(host: str, port: int) -> str:
    shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"
