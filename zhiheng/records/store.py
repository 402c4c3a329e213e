"""The content-addressed store: bytes lie under the SHA-256 of what they are, are never overwritten, never deleted."""
from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

_CHUNK = 1 << 20
_careful = [True]


@dataclass(frozen=True)
class Stored:
    """What was stored: SHA-256 in hex, size in bytes, and whether the store already had it."""

    sha256: str
    size: int
    known: bool


def root() -> Path:
    """The folder of the store inside the data directory."""
    return Path(settings.ZHIHENG_DATA) / "store"


def settle_writes(careful: bool) -> None:
    """Whether stored bytes must be on the disk before the call returns. Off only while a demonstration is built."""
    _careful[0] = careful


def path(sha256: str) -> Path:
    """Where the bytes of this hash lie. ValueError when it is no hash (never a way out of the store)."""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError("不是 SHA-256")
    return root() / "sha256" / sha256[:2] / sha256[2:4] / sha256


def has(sha256: str) -> bool:
    return path(sha256).is_file()


def put_bytes(data: bytes) -> Stored:
    """Store bytes; on return they are on the disk."""
    sha256 = hashlib.sha256(data).hexdigest()
    target = path(sha256)
    if target.is_file():
        return Stored(sha256, len(data), True)
    aside = _aside()
    with aside.open("xb") as out:
        out.write(data)
        _settle(out)
    return Stored(sha256, len(data), _place(aside, target))


def put(stream: BinaryIO, *, limit: int | None = None) -> Stored:
    """Store a stream of any length. ValueError when it is longer than ``limit`` bytes; nothing is kept then."""
    aside, digest, size = _aside(), hashlib.sha256(), 0
    try:
        with aside.open("xb") as out:
            while block := stream.read(_CHUNK):
                size += len(block)
                if limit is not None and size > limit:
                    raise ValueError(f"文件超过 {limit // (1 << 20)} MB")
                digest.update(block)
                out.write(block)
            _settle(out)
        sha256 = digest.hexdigest()
        return Stored(sha256, size, _place(aside, path(sha256)))
    finally:
        aside.unlink(missing_ok=True)


def read(sha256: str) -> bytes:
    """The bytes. FileNotFoundError when the store has none of this hash."""
    return path(sha256).read_bytes()


def open_(sha256: str) -> BinaryIO:
    return path(sha256).open("rb")


def intact(sha256: str) -> bool:
    """Whether the bytes are there and still are what their name says."""
    digest = hashlib.sha256()
    try:
        with open_(sha256) as stream:
            while block := stream.read(_CHUNK):
                digest.update(block)
    except FileNotFoundError:
        return False
    return digest.hexdigest() == sha256


def hashes() -> Iterator[str]:
    """Every hash the store holds."""
    return (p.name for p in sorted((root() / "sha256").glob("??/??/*")) if len(p.name) == 64)


def _aside() -> Path:
    folder = root() / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{os.getpid()}-{secrets.token_hex(8)}"


def _settle(out: BinaryIO) -> None:
    out.flush()
    if _careful[0]:
        os.fsync(out.fileno())


def _place(aside: Path, target: Path) -> bool:
    """Link into place: never over an existing file. True when it was there already."""
    target.parent.mkdir(parents=True, exist_ok=True)
    known = False
    try:
        os.link(aside, target)
    except FileExistsError:
        known = True
    aside.unlink()
    if _careful[0]:
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    target.chmod(0o444)
    return known
