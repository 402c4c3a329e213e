"""Backup and restore: the database and the data folder in one archive, taken while people work."""
from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections

from zhiheng import __version__
from zhiheng.environment import secret_key
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.errors import ZhihengError
from zhiheng.records.models import Event, File

MANIFEST, DATABASE = "backup.json", "database"
KEPT = ("store/sha256", "signing-key.pem", "secret_key")
"""What of the data folder belongs to the record; fonts and caches are made again by setup."""


def backup(out: Path, *, at: datetime | None = None) -> dict[str, Any]:
    """Write a backup to ``out`` (.tar), whole or not at all; returns its manifest.

    The database is copied first and the store after it: the store only grows, so every paper that the copy names is
    in the archive.
    """
    aside = out.with_name(f".{out.name}.{os.getpid()}.part")
    with _folder() as work:
        manifest = {"product": "zhiheng", "version": __version__, "engine": connection.vendor,
                    "made_at": (at or datetime.now(TZ)).isoformat(), "files": File.objects.count(),
                    "events": Event.objects.count()}
        _dump(work / DATABASE)
        (work / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
        out.parent.mkdir(parents=True, exist_ok=True)
        try:
            with tarfile.open(aside, "w") as tar:
                tar.add(work / MANIFEST, MANIFEST)
                tar.add(work / DATABASE, DATABASE)
                for name in KEPT:
                    if (data() / name).exists():
                        tar.add(data() / name, f"data/{name}")
            aside.chmod(0o600)  # it holds the signing key
            os.replace(aside, out)
        finally:
            aside.unlink(missing_ok=True)
    return manifest


def restore(source: Path, *, force: bool = False) -> dict[str, Any]:
    """Put a backup in place. ZhihengError when there already are records (unless ``force``), or it is not ours.

    What was there before is kept beside it, renamed.
    """
    with _folder() as work:
        _unpack(source, work)
        manifest = _manifest(work, source)
        if not force and _occupied():
            raise ZhihengError("数据目录里已有案卷，不能覆盖", hint="换一个空的数据目录，或加 --force（原数据会改名保留）")
        _load(work / DATABASE)
        for name in KEPT:
            if (work / "data" / name).exists():
                _put(work / "data" / name, data() / name)
    # Addresses of publications are made with this key: what runs on in this process must use the restored one.
    settings.SECRET_KEY = secret_key(data())
    return manifest


def _unpack(source: Path, work: Path) -> None:
    if not source.is_file():
        raise ZhihengError(f"没有这个文件：{source}", hint="检查文件名和所在文件夹")
    try:
        with tarfile.open(source) as tar:
            tar.extractall(work, filter="data")
    except tarfile.TarError:
        raise ZhihengError(f"{source.name} 不是备份文件，或者没有传完") from None


def data() -> Path:
    return Path(settings.ZHIHENG_DATA)


def _manifest(work: Path, source: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((work / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise ZhihengError(f"{source.name} 不是本系统的备份") from None
    if manifest.get("engine") != connection.vendor:
        raise ZhihengError(f"备份来自 {manifest.get('engine')}，现在使用 {connection.vendor}",
                           hint="把 DATABASE_URL 设为同一种数据库后再恢复")
    return manifest


def _occupied() -> bool:
    try:
        return "records_file" in connection.introspection.table_names() and File.objects.exists()
    finally:
        connection.close()


def _dump(target: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(target) as copy:
            connection.connection.backup(copy)
        copy.close()
        return
    _postgres("pg_dump", "--format=custom", f"--file={target}")


def _load(source: Path) -> None:
    if connection.vendor == "sqlite":
        connections.close_all()
        place = Path(str(settings.DATABASES["default"]["NAME"]))
        if place.exists():
            os.replace(place, place.with_name(f"{place.name}.before-restore"))
        for tail in ("-wal", "-shm"):
            place.with_name(place.name + tail).unlink(missing_ok=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, place)
        return
    connections.close_all()
    _postgres("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(source))


def _postgres(tool: str, *arguments: str) -> None:
    """Run a PostgreSQL tool against our database; the address goes by environment, never by the command line."""
    found = shutil.which(tool, path=os.environ.get("ZHIHENG_PG_BIN")) or shutil.which(tool)
    if found is None:
        raise ZhihengError(f"没有找到 {tool}", hint="安装 PostgreSQL 客户端工具，或用 ZHIHENG_PG_BIN 指明其文件夹")
    held = settings.DATABASES["default"]
    env = dict(os.environ, PGHOST=str(held["HOST"]), PGPORT=str(held["PORT"]), PGUSER=str(held["USER"]),
               PGPASSWORD=str(held["PASSWORD"]), PGDATABASE=str(held["NAME"]))
    env = {k: v for k, v in env.items() if v or not k.startswith("PG")}
    command = [found, f"--dbname={held['NAME']}", *arguments]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ZhihengError(f"{tool} 没有成功：{done.stderr.strip().splitlines()[-1] if done.stderr else ''}")


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True, copy_function=_copy_new)
        return
    if target.exists() and target.read_bytes() != source.read_bytes():
        os.replace(target, target.with_name(f"{target.name}.before-restore"))
    shutil.copy2(source, target)


def _copy_new(source: str, target: str) -> None:
    if not os.path.exists(target):
        shutil.copy2(source, target)


@contextmanager
def _folder() -> Iterator[Path]:
    data().mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix="backup-", dir=data()))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
