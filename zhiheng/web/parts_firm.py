"""View models of the page of an enterprise: a panel around any part, photos and documents, the map."""
from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zhiheng.web.parts import Button, Link
from zhiheng.web.parts_form import FieldSpec


@dataclass(frozen=True, slots=True)
class Panel:
    """A titled block of a page holding one part or several. ``note`` stands small below the title."""

    title: str
    body: tuple[object, ...]
    count: str = ""
    tools: tuple[Button, ...] = ()
    note: str = ""
    key: str = ""
    more: Link | None = None
    template: ClassVar[str] = "zh/parts/panel.html"


@dataclass(frozen=True, slots=True)
class Kept:
    """One photo or document. ``thumb`` is the address of the picture itself, drawn small; "" for documents."""

    title: str
    href: str
    download: str
    kind: str
    thumb: str = ""
    lines: tuple[str, ...] = ()
    archive: str = ""
    archived: str = ""


@dataclass(frozen=True, slots=True)
class Attachments:
    """Photos and documents of one row of a register. Without ``add`` nothing can be added; ``back`` is the page itself."""

    items: tuple[Kept, ...]
    fields: tuple[FieldSpec, ...] = ()
    add: str = ""
    back: str = ""
    archived: tuple[Kept, ...] = ()
    title: str = "照片与资料"
    template: ClassVar[str] = "zh/parts/attachments.html"


@dataclass(frozen=True, slots=True)
class MergedRow:
    name: str
    code: str
    on: str
    reason: str
    split: str


@dataclass(frozen=True, slots=True)
class Merged:
    """Rows that were merged into this one; ``split`` undoes it, "" for posts that may not."""

    rows: tuple[MergedRow, ...]
    template: ClassVar[str] = "zh/parts/merged.html"
