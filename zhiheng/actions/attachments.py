"""Photos and documents kept with a row of any register: add, archive instead of delete, restore. Never changed."""
from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from typing import BinaryIO

from django.db import transaction

from zhiheng.actions import changes
from zhiheng.actions.errors import NotAllowed
from zhiheng.records import store
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Attachment, Person

LARGEST = 50 << 20
"""Bytes of one photo or document."""
ENOUGH = 4
"""Characters that a reason must have at least."""
KINDS = (("photo", "照片"), ("document", "资料"))
_HEADS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"GIF8", "image/gif"), (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"))
OFFICE: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint",
    "zip": "application/zip", "ofd": "application/ofd", "wps": "application/vnd.ms-works"}
PHOTOS = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
NAMES = "照片（JPG、PNG、GIF、WebP）、PDF、Word、Excel、PPT、WPS、OFD、ZIP 和纯文本"


def add(register: str, target: object, stream: BinaryIO, *, title: str, filename: str = "", taken_on: date | None = None,
        by: Person | None, limit: int = LARGEST) -> Attachment:
    """Keep a photo or a document with a row. What it is, is read off its first bytes, not off its name.

    The same bytes a second time give the row already kept. NotAllowed: empty, too large, of no known kind, no title,
    taken in the future.
    """
    moment = clock_now()
    if not title.strip():
        raise NotAllowed("请填写标题")
    if taken_on is not None and taken_on > moment.date():
        raise NotAllowed("拍摄（形成）日期不能晚于今天")
    head = stream.read(512)
    if not head:
        raise NotAllowed(f"「{filename or title}」是空文件")
    media = media_type(head, filename)
    if not media:
        raise NotAllowed(f"「{filename or title}」不能收存：可以收存{NAMES}")
    try:
        held = store.put(_Whole(head, stream), limit=limit)  # type: ignore[arg-type]
    except ValueError as fault:
        raise NotAllowed(f"「{filename or title}」太大，{fault}") from fault
    with transaction.atomic():
        known = Attachment.objects.filter(register=register, target=str(target), content=held.sha256, archived_at=None).first()
        if known is not None:
            return known
        made = Attachment.objects.create(
            register=register, target=str(target), kind="photo" if media in PHOTOS else "document", title=title.strip()[:120],
            content=held.sha256, media_type=media, size=held.size, taken_on=taken_on, by=by, at=moment)
        changes.note(register, target, "attached", {"attachment": [None, made.title]}, by=by, at=moment)
    return made


def archive(attachment: Attachment, reason: str, *, by: Person | None) -> None:
    """Take one out of use; it and its bytes stay. NotAllowed without a reason."""
    if len(reason.strip()) < ENOUGH:
        raise NotAllowed(f"归档须写明理由（至少 {ENOUGH} 个字）")
    with transaction.atomic():
        held = Attachment.objects.select_for_update().get(pk=attachment.pk)
        if held.archived_at is not None:
            raise NotAllowed("这一件已经归档")
        held.archived_at, held.archived_reason = clock_now(), reason.strip()[:200]
        held.save(update_fields=["archived_at", "archived_reason"])
        changes.note(held.register, held.target, "detached", {"attachment": [held.title, None]}, by=by, at=held.archived_at,
                     reason=reason.strip())


def media_type(head: bytes, filename: str = "") -> str:
    """What the first bytes say; "" when they are of no kind that is kept. Programs and web pages are none."""
    ending = filename.rsplit(".", 1)[-1].lower() if "." in filename else ""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    found = next((media for start, media in _HEADS if head.startswith(start)), "")
    if found == "application/zip":
        return OFFICE.get(ending, "") if ending in ("docx", "xlsx", "pptx", "zip", "ofd") else ""
    if found == "application/x-ole-storage":
        return OFFICE.get(ending, "") if ending in ("doc", "xls", "ppt", "wps") else ""
    return found or ("text/plain" if ending in ("txt", "csv") and _is_text(head) else "")


def _is_text(head: bytes) -> bool:
    return b"\0" not in head and head[:2] != b"MZ"


class _Whole(io.RawIOBase):
    """The bytes already looked at, then the rest of the stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def read(self, size: int = -1) -> bytes:
        if self._head:
            head, self._head = self._head, b""
            return head
        return self._rest.read(size)
