"""The form that takes evidence in, and the page of one piece."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhiheng.kernel.facts import FactError, fact, schema
from zhiheng.law.basis import penalty_law
from zhiheng.records.models import Evidence, File, Finding
from zhiheng.web.build.evidence import KINDS, kind_zh
from zhiheng.web.build.fields import Choices, Shown, fields
from zhiheng.web.build.law_words import minute
from zhiheng.web.desk import Desk
from zhiheng.web.links import file_href
from zhiheng.web.parts import Band, Link
from zhiheng.web.parts_form import ActForm, FieldGroup, FieldSpec
from zhiheng.web.parts_page import Option


@dataclass(frozen=True)
class UploadFacts:
    """What is said of a piece of evidence when it is taken in."""

    kind: str = fact("种类", choices=KINDS, article=penalty_law(46, 1))
    title: str = fact("名称", good="3 号砂光机除尘管道 照片", bad="IMG_0231", max_length=150)
    captured_at: datetime = fact("拍摄或取得时间", required=False, help="照片、录像以设备记录的时间为准。")
    place: str = fact("拍摄或取得地点", required=False, max_length=200)
    finding: str = fact("证明的问题", required=False)
    notes: str = fact("来源及取得方式", required=False, as_="longtext", help="谁提供、如何取得、与原件核对情况。", max_length=400,
                      article=penalty_law(46, 3))


def upload_page(file: File, raw: Mapping[str, Any], errors: Sequence[FactError], findings: Sequence[Finding],
                mine: Desk) -> dict[str, Any]:
    """The form with the file control first."""
    held = Choices(on=mine.scope.on, by_name={"finding": tuple(Option(f.text[:60], f.key) for f in findings)})
    made = fields(schema(UploadFacts), Shown(raw, {}, {e.path: e.says for e in errors}), held)
    own = {e.path: e.says for e in errors}
    upload = FieldSpec("content", "文件", "file", required=True, multiple=True, error=own.get("content", ""),
                       hint="照片、扫描件、录音录像、电子数据，每个不超过 200 MB。收入后不能修改、删除。")
    form = ActForm(
        "evidence", "收入证据", f"{file_href(file.no)}evidence/", (FieldGroup("", (upload, *made)),), file.no,
        "收入时计算指纹，并写入案卷记录", tuple(Link(e.says, f"#f-{e.path or 'content'}") for e in errors), submit="收入案卷",
        save="")
    may = mine.may_act and "officer" in mine.roles
    return {"form": form if may else None,
            "band": None if may else Band("证据由执法人员收集入卷", "rest", (Link("回到案卷", file_href(file.no)),))}


def evidence_page(e: Evidence, intact: bool) -> dict[str, Any]:
    """Everything known of it; pictures are shown, the rest is handed over."""
    href = f"{file_href(e.file.no)}evidence/{e.key}/content/"
    facts = (("编号", e.key), ("种类", kind_zh(e.kind)), ("拍摄或取得", minute(e.captured_at)),
             ("取得人", e.captured_by.name if e.captured_by else ""), ("地点", e.place), ("来源及取得方式", e.notes),
             ("收入", f"{minute(e.stored_at)} {e.stored_by.name}"), ("原文件名", e.filename), ("大小", f"{e.size:,} 字节"),
             ("指纹 SHA-256", e.sha256))
    broken = Band("文件缺失或者被改动，与收入时的指纹不符", "late", detail="请报告系统管理员，并运行「zhiheng fsck」。")
    return {"item": e, "facts": tuple((k, v) for k, v in facts if v), "picture": e.media_type.startswith("image/"),
            "href": href, "broken": None if intact else broken, "intact": intact,
            "file": Link(e.file.no, file_href(e.file.no))}
