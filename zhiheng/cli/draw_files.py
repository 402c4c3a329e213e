"""Transcripts, pools and promises as files: read with a sentence for whatever is wrong, written whole or not at all."""
from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from json import JSONDecodeError
from pathlib import Path
from typing import Any, NoReturn

from zhiheng.kernel.collecting import paused
from zhiheng.kernel.draw.pool import shown
from zhiheng.kernel.errors import ZhihengError

MOST = 4 << 30
"""Bytes of a file that is read at all; ten million candidates are about one gigabyte."""


class Unreadable(ZhihengError):
    """A file that is no transcript, pool or promise."""


def read(path: Path) -> dict[str, Any]:
    """The object in a JSON file. Unreadable says what the file is instead."""
    name = shown(path.name)
    text = _text(path, name)
    try:
        with paused():
            found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except JSONDecodeError as fault:
        cut = "，像是没有下载完整" if fault.pos >= len(text.rstrip()) - 1 else ""
        raise Unreadable(f"{name} 不是完整的 JSON（第 {fault.lineno} 行第 {fault.colno} 个字符起读不懂{cut}）", hint="重新下载后再核验") from None
    except RecursionError:
        raise Unreadable(f"{name} 的内容层层嵌套，不是抽取记录") from None
    except ValueError as fault:
        raise Unreadable(f"{name} {fault}") from None
    if not isinstance(found, dict):
        raise Unreadable(f"{name} 不是抽取记录：最外层应为一个对象")
    return found


def _text(path: Path, name: str) -> str:
    try:
        if path.is_dir():
            raise Unreadable(f"{name} 是文件夹，不是文件", hint="写出文件名，或者用 文件夹/*.json")
        size = path.stat().st_size
        if size > MOST:
            raise Unreadable(f"{name} 有 {size / (1 << 30):.1f} GB，超过 {MOST >> 30} GB，不像抽取记录")
        data = path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(f"没有这个文件：{shown(path)}", hint="检查文件名和所在文件夹") from None
    except OSError as fault:
        raise Unreadable(f"读不了 {name}：{fault.strerror}") from None
    if not data.strip():
        raise Unreadable(f"{name} 是空的")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(f"{name} 不是文字（UTF-8），不是抽取记录，或者已经损坏") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A key twice would let one program read the first and another the second."""
    found = dict(pairs)
    if len(found) != len(pairs):
        double = next(k for n, (k, _) in enumerate(pairs) if k in {p[0] for p in pairs[:n]})
        raise ValueError(f"里「{shown(double)[:40]}」写了两次，不同程序会读出不同内容")
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"里有「{text}」，不是 JSON 允许的数")


def write(path: Path, data: bytes, mode: int = 0o644) -> Path:
    """Put a file in place in one step: another reader sees the old one or the whole new one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    except OSError as fault:
        raise ZhihengError(f"不能写入 {shown(path.parent)}：{fault.strerror}", hint="换一个可以写入的文件夹") from None
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(aside).chmod(mode)
        Path(aside).replace(path)
    except OSError as fault:
        raise ZhihengError(f"不能写入 {shown(path)}：{fault.strerror}") from None
    finally:
        Path(aside).unlink(missing_ok=True)
    return path


def dumped(said: Mapping[str, Any]) -> bytes:
    return json.dumps(dict(said), ensure_ascii=False).encode()
