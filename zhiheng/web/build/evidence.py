"""The grid of evidence."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhiheng.records.models import Evidence as Row
from zhiheng.web.build.law_words import minute
from zhiheng.web.parts import Button, Evidence, EvidenceGrid

KINDS = (("photo", "照片"), ("document", "书证"), ("record", "笔录"), ("audio", "录音"), ("video", "录像"),
         ("electronic", "电子数据"), ("other", "其他"))
KIND_ZH = dict(KINDS) | {"data": "电子数据", "thing": "物证"}


def grid(no: str, rows: Sequence[Row], findings: Mapping[str, str], may_add: bool) -> EvidenceGrid:
    """Every item with its hash; pictures show themselves."""
    counts: dict[str, int] = {}
    for r in rows:
        counts[kind_zh(r.kind)] = counts.get(kind_zh(r.kind), 0) + 1
    add = Button("收入证据", f"/files/{no}/evidence/", "evidence", icon="plus") if may_add else None
    return EvidenceGrid(tuple(_item(no, r, findings) for r in rows), " ".join(f"{k} {n}" for k, n in counts.items()), add)


def kind_zh(kind: str) -> str:
    return KIND_ZH.get(kind, kind)


def _item(no: str, r: Row, findings: Mapping[str, str]) -> Evidence:
    href = f"/files/{no}/evidence/{r.key}/"
    thumb = f"{href}content/" if r.media_type in ("image/jpeg", "image/png", "image/webp") else ""
    return Evidence(r.key, kind_zh(r.kind), r.title, href, thumb, minute(r.captured_at)[5:], r.place,
                    r.captured_by.name if r.captured_by else "", related=findings.get(r.finding, ""),
                    digest=f"{r.sha256[:4]}…{r.sha256[-4:]}")
