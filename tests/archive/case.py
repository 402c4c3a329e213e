"""One closed case of 云岭区应急管理局 as the packager gets it."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from zhiheng.archive.model import EvidenceItem, FileInfo, PackageInput, PaperItem
from zhiheng.archive.signing import Signer
from zhiheng.kernel import chain, merkle

TZ = ZoneInfo("Asia/Shanghai")
AGENCY, PROCEDURE, FILE_NO = "YL", "penalty_ordinary", "YL-2026-C0012"
ACTS = {
    "file_case": "立案",
    "scene_record": "现场勘验",
    "collective_discussion": "集体讨论",
    "decide": "作出处罚决定",
    "serve": "送达",
    "close": "结案",
}


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def pdf(text: str) -> bytes:
    return b"%PDF-1.7\n" + text.encode() * 40 + b"\n%%EOF\n"


def paper(
    code: str, name: str, no: str, day: date, order: int, pages: int, volume: str = "main", **more: Any
) -> PaperItem:
    content = pdf(name + no)
    return PaperItem(code, name, no, day, volume, order, pages, sha(content), content, **more)


def photo(number: int, name: str) -> EvidenceItem:
    content = b"\xff\xd8\xff\xe0" + bytes((number * 7 + i * i) % 251 for i in range(4000))
    return EvidenceItem(
        f"EV-{number}",
        name,
        "照片",
        sha(content),
        content,
        ".JPG",
        datetime(2026, 9, 28, 10, number, tzinfo=TZ),
        "李强",
        "finding-1",
    )


def papers() -> tuple[PaperItem, ...]:
    return (
        paper("case_file_cover", "案卷首页", "", date(2026, 11, 23), -1, 1),
        paper("case_file_catalogue", "卷内目录", "", date(2026, 11, 23), 0, 1),
        paper(
            "penalty_decision_org", "行政处罚决定书", "（云）应急罚〔2026〕10号", date(2026, 11, 12), 20, 4
        ),
        paper("case_filing_approval", "立案审批表", "（云）应急立〔2026〕12号", date(2026, 10, 12), 10, 2),
        paper("service_receipt", "送达回执", "", date(2026, 11, 13), 30, 1),
        paper("collective_discussion", "集体讨论记录", "", date(2026, 11, 10), 10, 3, "sub"),
        paper("case_file_note", "卷内备考表", "", date(2026, 11, 23), 200, 1),
    )


def sealed(held: tuple[PaperItem, ...], photos: tuple[EvidenceItem, ...]) -> tuple[dict[str, Any], ...]:
    by_act = {
        "file_case": "case_filing_approval",
        "decide": "penalty_decision_org",
        "serve": "service_receipt",
        "collective_discussion": "collective_discussion",
    }
    prev, out = chain.genesis(FILE_NO, AGENCY, PROCEDURE), []
    for seq, act in enumerate(ACTS, 1):
        made = [
            {"code": p.code, "name": p.name, "sha256": p.original_sha256 or p.sha256}
            for p in held
            if p.code == by_act.get(act)
        ]
        taken = (
            [{"id": e.id, "name": e.name, "sha256": e.sha256} for e in photos]
            if act == "scene_record"
            else []
        )
        event = chain.seal(
            prev,
            {
                "seq": seq,
                "kind": "act",
                "act": act,
                "actor": "李强",
                "facts": {"fine": 5_500_000},
                "occurred_at": datetime(2026, 10, 11 + seq, 9, tzinfo=TZ),
                "papers": made,
                "evidence": taken,
            },
        )
        out.append(event)
        prev = event["hash"]
    return tuple(out)


def proof_for(events: tuple[dict[str, Any], ...], signer: Signer) -> dict[str, Any]:
    heads = [merkle.Head(f"YL-2026-C{n:04d}", n, sha(str(n).encode())) for n in range(1, 12)]
    heads.append(merkle.Head(FILE_NO, len(events), events[-1]["hash"]))
    point = merkle.checkpoint(AGENCY, date(2026, 11, 22), heads, merkle.FIRST_PREV, signer.id)
    point["signature"] = signer.sign(merkle.to_be_signed(point))
    return merkle.proof(point, heads, FILE_NO)


def story(signer: Signer) -> PackageInput:
    held = papers()
    photos = tuple(photo(n, f"照片 除尘器{n}号积尘") for n in range(1, 5))
    events = sealed(held, photos)
    info = FileInfo(
        FILE_NO,
        "鑫达木业有限公司未按规定对从业人员进行安全生产教育和培训案",
        "云岭区应急管理局",
        AGENCY,
        PROCEDURE,
        "行政处罚（普通程序）",
        "30年",
        "本机关归档范围和保管期限表",
        "2026-CF-0012",
    )
    return PackageInput(
        info,
        held,
        photos,
        events,
        ACTS,
        datetime(2026, 11, 23, 9, tzinfo=TZ),
        (proof_for(events, signer),),
        {signer.id: signer.public.hex()},
    )
