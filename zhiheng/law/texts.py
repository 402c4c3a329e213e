"""Bringing statute texts in: look at every file first, say what each is, then keep all that are laws at once.

A failed import leaves the old texts: the one file of all texts is written beside and put in its place as a whole.
"""
from __future__ import annotations

import io
import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from zhiheng.law import text_search
from zhiheng.law.cite import laws
from zhiheng.law.reading import Statute, of_draft, plain, statutes, texts_file
from zhiheng.law.statute_text import Draft, decode
from zhiheng.law.statute_text import read as read_text

State = Literal["new", "changed", "same", "refused"]
STATES: dict[State, str] = {"new": "新增", "changed": "更新", "same": "未变", "refused": "不是法律文本"}
KINDS = (".md", ".markdown", ".txt")
MOST_FILES = 2000
MOST_BYTES = 20_000_000
"""Of one file, and of everything in one archive."""

Source = tuple[str, Callable[[], bytes]]


@dataclass(frozen=True)
class Incoming:
    """One file and what it is. ``says`` is the reason of a refusal, ``notes`` what a person should look at."""

    name: str
    state: State
    statute: Statute | None = None
    says: str = ""
    notes: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """新增 危险化学品安全法 2025-12-27 版，2026-05-01 起施行，127 条."""
        if self.statute is None:
            return f"{STATES[self.state]} {self.name}：{self.says}"
        s = self.statute
        told = f"{STATES[self.state]} {s.title} {s.adopted} 版，{s.since} 起施行，{len(s.articles)} 条"
        return told + "".join(f"（{note}）" for note in self.notes)


def in_folder(folder: Path) -> Iterator[Source]:
    """Every file below a folder. ValueError when there are too many to be a folder of laws."""
    paths = [p for p in sorted(folder.rglob("*")) if p.is_file() and not p.name.startswith(".")]
    if len(paths) > MOST_FILES:
        raise ValueError(f"{folder} 里有 {len(paths)} 个文件，一次最多 {MOST_FILES} 个；请指定存放法律文本的文件夹")
    return ((str(p.relative_to(folder)), p.read_bytes) for p in paths)


def in_upload(name: str, data: bytes) -> Iterator[Source]:
    """A file, or every file in a zip archive. ValueError for an archive that cannot be read or grows too large."""
    if not name.lower().endswith(".zip"):
        yield name, lambda: data
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = [e for e in archive.infolist() if not e.is_dir() and not PurePosixPath(e.filename).name.startswith(".")]
    except zipfile.BadZipFile:
        raise ValueError(f"{name} 不是完好的 ZIP 压缩包") from None
    if len(entries) > MOST_FILES or sum(e.file_size for e in entries) > MOST_BYTES:
        raise ValueError(f"{name} 太大：一次最多 {MOST_FILES} 个文件、{MOST_BYTES // 1_000_000} MB")
    for entry in entries:
        if not entry.filename.startswith("__MACOSX/"):
            yield _entry_name(entry), (lambda e: lambda: archive.read(e))(entry)


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """Names in archives made on Chinese Windows are GBK without saying so."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename


def look(sources: Iterable[Source], data_dir: Path | None = None) -> Iterator[Incoming]:
    """What each file is, one by one; nothing is kept. The same version twice: the second is refused."""
    seen: dict[tuple[str, object], str] = {}
    for name, content in sources:
        found = _look(name, content, data_dir)
        if found.statute is not None:
            key = (found.statute.title, found.statute.adopted)
            if key in seen:
                found = Incoming(name, "refused", says=f"与 {seen[key]} 是同一部法律的同一文本")
            seen.setdefault(key, name)
        yield found


def _look(name: str, content: Callable[[], bytes], data_dir: Path | None) -> Incoming:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.suffix.lower() not in KINDS:
        return Incoming(name, "refused", says=f"不是 Markdown 文件（{path.suffix or '没有扩展名'}）")
    try:
        data = content()
        if len(data) > MOST_BYTES:
            raise ValueError(f"超过 {MOST_BYTES // 1_000_000} MB")
        draft = read_text(path.stem, decode(data))
    except (ValueError, OSError, zipfile.BadZipFile, RuntimeError) as fault:
        return Incoming(name, "refused", says=str(fault))
    made = of_draft(draft)
    old = next((s for s in statutes(data_dir).get(made.title, ()) if s.adopted == made.adopted), None)
    state: State = "new" if old is None else "same" if plain(old) == plain(made) else "changed"
    return Incoming(name, state, made, notes=_notes(made, draft))


def _notes(made: Statute, draft: Draft) -> tuple[str, ...]:
    notes = list(draft.notes[:1] if draft.notes and draft.notes[0].startswith("缺") else ())
    law = laws().get(made.title)
    if law is None:
        notes.append("未登记的法律，只供阅读")
    elif law.version[:4].isdecimal() and not law.version.startswith(made.adopted.isoformat()):
        notes.append(f"数据依据的是 {law.version} 版")
    elif made.effective and made.effective != law.since:
        notes.append(f"文本写明 {made.effective} 起施行，登记为 {law.since}，请核对")
    if not made.since_known:
        notes.append("施行日期未读到，暂以通过日计")
    return tuple(notes)


def keep(found: Iterable[Incoming], data_dir: Path | None = None) -> list[Statute]:
    """Keep every law among them beside those already here, all or none; returns them in order. OSError as it comes."""
    incoming = [f.statute for f in found if f.statute is not None]
    kept = {(s.title, s.adopted): s for versions in statutes(data_dir).values() for s in versions}
    joined = kept | {(s.title, s.adopted): s for s in incoming}
    if joined != kept:
        write(texts_file(data_dir), [joined[key] for key in sorted(joined)])
        text_search.index(data_dir)
    return incoming


def import_texts(source: Path, data_dir: Path | None = None) -> list[Statute]:
    """Look at every file in ``source`` and keep the laws; returns them. ValueError when there is none."""
    found = list(look(in_folder(source), data_dir))
    kept = keep(found, data_dir)
    if not kept:
        raise ValueError(f"{source} 里没有法律文本（*.md）")
    return kept


def remove(title: str, adopted: str, data_dir: Path | None = None) -> bool:
    """Take one text away again; False when it was not here."""
    every = [s for versions in statutes(data_dir).values() for s in versions]
    left = [s for s in every if (s.title, s.adopted.isoformat()) != (title, adopted)]
    if len(left) == len(every):
        return False
    write(texts_file(data_dir), left)
    text_search.index(data_dir)
    return True


def write(path: Path, texts: Iterable[Statute]) -> None:
    """The file of all texts, written beside and put in its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    body = json.dumps({"format": 1, "texts": [plain(s) for s in texts]}, ensure_ascii=False, indent=1)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(body)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, 0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
