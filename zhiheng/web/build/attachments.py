"""Photos and documents of a row of a register as one part, and the form that adds them."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from zhiheng.actions.attachments import KINDS, LARGEST, NAMES, PHOTOS
from zhiheng.kernel.facts import fact, schema
from zhiheng.records.models import Attachment
from zhiheng.records.queries.attachments import KeptFiles
from zhiheng.web.build.fields import Choices, Shown, fields
from zhiheng.web.build.words import day_text
from zhiheng.web.parts_firm import Attachments, Kept
from zhiheng.web.parts_form import FieldHelp, FieldSpec


@dataclass(frozen=True)
class AddFacts:
    """What is asked of photos and documents sent together."""

    title: str = fact("标题", max_length=100, help="写明是什么：厂区大门、打磨车间、平面布置图、应急预案。几件同传时自动编号。")
    taken_on: date = fact("拍摄（形成）日期", required=False)


def part(found: KeptFiles, base: str, *, back: str, may_add: bool, title: str = "照片与资料") -> Attachments:
    """``base`` is the address below which ``add/``, ``<pk>/`` and ``<pk>/archive/`` lie; ``back`` the page itself."""
    return Attachments(
        tuple(_one(a, base, may_add) for a in found.inuse), _fields() if may_add else (), f"{base}add/" if may_add else "", back,
        tuple(_one(a, base, False) for a in found.archived), title)


def _one(row: Attachment, base: str, may: bool) -> Kept:
    href = f"{base}{row.pk}/"
    said = [f"{dict(KINDS)[row.kind]} · {_size(row.size)}"]
    if row.taken_on:
        said.append(f"拍摄（形成）{row.taken_on}")
    said.append(f"{row.by.name if row.by else '系统'} {day_text(row.at)} 存入")
    gone = f"{day_text(row.archived_at)} 归档：{row.archived_reason}" if row.archived_at else ""
    return Kept(row.title, href, f"{href}?download=1", row.kind, href if row.media_type in PHOTOS else "", tuple(said),
                f"{href}archive/" if may else "", gone)


def _fields() -> tuple[FieldSpec, ...]:
    made = fields(schema(AddFacts), Shown({}), Choices())
    help = FieldHelp(f"可以一次选择几件。可以收存{NAMES}，每件不超过 {LARGEST >> 20} MB。", "", "", "不能上传。")
    choose = FieldSpec("content", "文件", "file", required=True, multiple=True, help=help)
    return (choose, *(replace(f, max_length=100) if f.name == "title" else f for f in made))


def _size(size: int) -> str:
    return f"{size / (1 << 20):.1f} MB" if size >= 1 << 20 else f"{max(1, round(size / 1024))} KB"
