"""Published records as the pages show them. Only the masked record is read, never the file behind it."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zhiheng.kernel import masking
from zhiheng.kernel.article import Article
from zhiheng.kernel.clock import TZ
from zhiheng.records.models import Publication

KINDS: Mapping[str, str] = {"penalty": "行政处罚决定", "inspection": "行政检查结果"}
SHORT_NAMES: Mapping[str, str] = {"penalty": "处罚决定", "inspection": "检查结果"}
LIST_NAMES: Mapping[str, str] = {"penalty": "zp:penalties", "inspection": "zp:inspections"}
_IN_LIST = {"penalty": ("处罚内容",), "inspection": ("检查结果", "处理情况")}
LABELS = {"penalty": ("违法事实", "违反的规定", "处罚依据", "处罚内容", "罚款金额"),
          "inspection": ("检查日期", "检查结果", "处理情况")}
"""The columns of the CSV files, in this order for ever: others read them by machine."""


@dataclass(frozen=True)
class Row:
    """One record. ``state``: 有效, 已更正."""

    slug: str
    kind: str
    kind_zh: str
    party: str
    party_code: str
    agency: str
    doc_no: str
    decided_on: str
    published_on: date
    fields: tuple[tuple[str, str], ...]
    summary: str
    masked: tuple[str, ...]
    basis: tuple[str, ...]
    state: str
    corrected_on: str
    corrects: str

    def field(self, label: str) -> str:
        return next((text for name, text in self.fields if name == label), "")


def row(publication: Publication) -> Row:
    """The public face of a publication that is public (``published_at`` is set)."""
    record = publication.record
    fields = tuple((str(label), str(text)) for label, text in record.get("fields", ()))
    said = dict(fields)
    corrected = record.get("corrected") or {}
    assert publication.published_at is not None
    return Row(
        slug=publication.slug, kind=publication.kind, kind_zh=KINDS[publication.kind], party=str(record.get("party", "")),
        party_code=str(record.get("party_code", "")), agency=str(record.get("agency", "")),
        doc_no=str(record.get("doc_no", "")), decided_on=str(record.get("decided_on", "")),
        published_on=publication.published_at.astimezone(TZ).date(), fields=fields,
        summary="；".join(said[name] for name in _IN_LIST[publication.kind] if said.get(name)),
        masked=tuple(record.get("masked", ())), basis=tuple(Article.parse(k).zh() for k in record.get("basis", ())),
        state="已更正" if corrected else "有效", corrected_on=str(corrected.get("on", "")),
        corrects=str(corrected.get("doc_no", "")))


def reason_to_show(publication: Publication) -> str:
    """Why a record was taken back, as far as it may be said: reasons are free text and must pass the same scan."""
    reason = publication.withdrawn_reason
    return "" if masking.scan(reason) else reason
