"""Reading the environment for the settings. Only the standard library; faults say which variable is wrong."""
from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from zhiheng.kernel.errors import ZhihengError

# FULL: a decision that was shown as recorded must survive a power cut.
_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-65536",
)


def flag(name: str) -> bool:
    """Whether the variable says yes (1, true, yes, on)."""
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def words(name: str) -> list[str]:
    """The variable's comma separated values, empty ones left out."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def secret_key(data: Path) -> str:
    """SECRET_KEY, else the key kept in the data folder: made at the first start, readable by its owner only."""
    given = os.environ.get("SECRET_KEY")
    if given:
        return given
    place = data / "secret_key"
    fresh = data / f".secret_key.{os.getpid()}.{secrets.token_hex(4)}"
    if not place.exists():
        # Written aside and linked: of two first starts at once, one key wins and both read that one whole.
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secrets.token_urlsafe(64))
        try:
            os.link(fresh, place)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return place.read_text(encoding="ascii")


def database(url: str, data: Path) -> dict[str, Any]:
    """Django's settings for sqlite:///path, postgres://…, or nothing (zhiheng.sqlite3 in ``data``)."""
    parts = urlsplit(url)
    if not url:
        return _sqlite(data / "zhiheng.sqlite3")
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path.removeprefix("/"))).resolve())
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgres(url)
    raise ZhihengError(
        "DATABASE_URL 只能以 sqlite:/// 或 postgres:// 开头", hint="不设置则使用数据目录中的 SQLite"
    )


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            # A writer waits in line from its first statement, so two of them never meet in the middle.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "; ".join(_SQLITE_PRAGMAS),
        },
        # A file: several threads of a live server share it, which they cannot do with one in memory.
        "TEST": {"NAME": str(path.parent / f"test-{os.getpid()}.sqlite3")},
    }


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    # A local socket is named in the query (?host=/run/…), because a path cannot stand for a host.
    host = options.pop("host", None) or parts.hostname or ""
    if os.environ.get("ZHIHENG_DB_POOL") != "0":
        most = int(os.environ.get("ZHIHENG_DB_POOL") or 8)
        options["pool"] = {"min_size": 1, "max_size": most, "timeout": 20}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,  # the pool keeps them
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": options,
    }
