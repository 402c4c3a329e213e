"""BagIt 1.0 (RFC 8493) inside a zip: written in one pass, byte for byte the same from the same input.

The zip itself is the transport; PDFs and pictures are stored as they are, text is deflated.
"""

from __future__ import annotations

import hashlib
import os
import struct
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

CHUNK = 1 << 20
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment zip can write; a real time would make two builds differ
DEFLATED = (".json", ".jsonl", ".html", ".txt")
# what zipfile raises for an entry that somebody changed: wrong sum, cut stream, unknown method, false flags, a
# name that is no UTF-8
DAMAGED = (
    KeyError,
    OSError,
    zipfile.BadZipFile,
    EOFError,
    NotImplementedError,
    RuntimeError,
    zlib.error,
    struct.error,
    ValueError,
)
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class HashMismatch(ValueError):
    """A payload file is not what the record says. ``args`` = (path, expected hex, found hex)."""


@dataclass(frozen=True)
class Payload:
    """One payload file below ``data/``; ``sha256`` empty = not known before."""

    path: str
    content: bytes | Path
    sha256: str = ""

    def size(self) -> int:
        return len(self.content) if isinstance(self.content, bytes) else self.content.stat().st_size

    def chunks(self) -> Iterator[bytes]:
        if isinstance(self.content, bytes):
            yield self.content
            return
        with self.content.open("rb") as source:
            while piece := source.read(CHUNK):
                yield piece


def encode_path(path: str) -> str:
    """RFC 8493 2.1.3: only line feed, carriage return and percent are escaped in a manifest."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def decode_path(path: str) -> str:
    return path.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def manifest(hashes: Mapping[str, str]) -> bytes:
    return "".join(f"{hashes[p]}  {encode_path(p)}\n" for p in sorted(hashes)).encode()


def parse_manifest(text: str) -> dict[str, str]:
    """path → hex; ValueError on a line that is not one."""
    out = {}
    for line in text.splitlines():
        digest, _, path = line.partition(" ")
        if len(digest) != 64 or not path.strip():
            raise ValueError(line)
        out[decode_path(path.lstrip(" *"))] = digest.lower()
    return out


def write(
    out: Path,
    base: str,
    payload: list[Payload],
    info: Mapping[str, str],
    tags: Callable[[bytes], Mapping[str, bytes]],
) -> dict[str, str]:
    """Write the bag ``base`` into the zip ``out`` (whole or not at all); returns payload path → sha256.

    ``tags`` gets the finished manifest and gives further tag files (a signature over it). HashMismatch when a
    file differs from its recorded hash.
    """
    handle, aside = tempfile.mkstemp(dir=out.parent, prefix=".package-", suffix=".zip")
    os.close(handle)
    try:
        with zipfile.ZipFile(aside, "w", allowZip64=True) as target:
            hashes = _write_all(target, base, payload, info, tags)
        os.chmod(aside, 0o644)
        os.replace(aside, out)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
    return hashes


def _write_all(
    target: zipfile.ZipFile,
    base: str,
    payload: list[Payload],
    info: Mapping[str, str],
    tags: Callable[[bytes], Mapping[str, bytes]],
) -> dict[str, str]:
    oxum = f"{sum(p.size() for p in payload)}.{len(payload)}"
    lines = "".join(f"{k}: {v}\n" for k, v in [*info.items(), ("Payload-Oxum", oxum)])
    head = {"bag-info.txt": lines.encode(), "bagit.txt": DECLARATION}
    for name, data in head.items():
        _put(target, f"{base}/{name}", Payload(name, data))
    hashes = {}
    for item in sorted(payload, key=lambda p: p.path):
        found = _put(target, f"{base}/data/{item.path}", item)
        if item.sha256 and found != item.sha256:
            raise HashMismatch(item.path, item.sha256, found)
        hashes[f"data/{item.path}"] = found
    listing = manifest(hashes)
    tail = {"manifest-sha256.txt": listing, **tags(listing)}
    every = {**head, **tail}
    tail["tagmanifest-sha256.txt"] = manifest({n: hashlib.sha256(d).hexdigest() for n, d in every.items()})
    for name in sorted(tail):
        _put(target, f"{base}/{name}", Payload(name, tail[name]))
    return hashes


def _put(target: zipfile.ZipFile, name: str, item: Payload) -> str:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED if name.endswith(DEFLATED) else zipfile.ZIP_STORED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    digest = hashlib.sha256()
    entry.file_size = item.size()  # lets zipfile choose the fields for files beyond 2 GB
    with target.open(entry, "w") as sink:
        for piece in item.chunks():
            digest.update(piece)
            sink.write(piece)
    return digest.hexdigest()


class Unreadable(ValueError):
    """Not a package at all. The message is a Chinese sentence."""


class Bag:
    """A package opened for reading: a zip, or a folder it was unpacked into. Names are relative to the
    bag."""

    def __init__(self, source: Path) -> None:
        self._zip: zipfile.ZipFile | None = None
        self._root = source
        self.repeated: tuple[str, ...] = ()  # names that occur twice in the zip: one hides behind the other
        try:
            names = self._folder_names(source) if source.is_dir() else self._zip_names(source)
        except FileNotFoundError:
            raise Unreadable(f"找不到 {source.name}。") from None
        except DAMAGED:
            raise Unreadable("不是可读的压缩包，文件可能没有传完。") from None
        homes = sorted(
            (n[: -len("bagit.txt")] for n in names if n == "bagit.txt" or n.endswith("/bagit.txt")), key=len
        )
        if not homes:
            raise Unreadable("不是案卷包：里面没有 bagit.txt。")
        self._home = homes[0]
        self.names = [n.removeprefix(self._home) for n in names if n.startswith(self._home)]
        self.strangers = [n for n in names if not n.startswith(self._home)]

    def _folder_names(self, source: Path) -> list[str]:
        return sorted(p.relative_to(source).as_posix() for p in source.rglob("*") if p.is_file())

    def _zip_names(self, source: Path) -> list[str]:
        self._zip = zipfile.ZipFile(source)
        listed = [i.filename for i in self._zip.infolist() if not i.is_dir()]
        self.repeated = tuple(n for n, times in Counter(listed).items() if times > 1)
        return list(dict.fromkeys(listed))

    def close(self) -> None:
        if self._zip:
            self._zip.close()

    def open(self, name: str) -> IO[bytes]:
        return (
            self._zip.open(self._home + name) if self._zip else (self._root / (self._home + name)).open("rb")
        )

    def read(self, name: str) -> bytes | None:
        """The whole content; None when absent or damaged."""
        try:
            with self.open(name) as source:
                return source.read()
        except DAMAGED:
            return None

    def hash(self, name: str) -> str:
        """SHA-256 hex of the content; "" when it cannot be read (a damaged entry of the zip)."""
        digest = hashlib.sha256()
        try:
            with self.open(name) as source:
                while piece := source.read(CHUNK):
                    digest.update(piece)
        except DAMAGED:
            return ""
        return digest.hexdigest()
