"""A one-page paper and a whole archive, without a database: ``python -m bench.paper_and_archive`` prints JSON."""
from __future__ import annotations

import hashlib
import json
import os
import tempfile
from datetime import date, datetime
from pathlib import Path
from statistics import median

from bench.timing import once, row
from zhiheng.archive import build as archive_build
from zhiheng.archive import signing, verify
from zhiheng.archive.model import EvidenceItem, FileInfo, PackageInput, PaperItem
from zhiheng.kernel import chain
from zhiheng.kernel.clock import TZ
from zhiheng.papers import engine

CONTEXT = {
    "code": "rectification_order", "no": "（云）应急责改〔2026〕31号", "date": "2026-11-09", "created": "2026-11-09T10:00:00+08:00",
    "draft": False, "seal": True,
    "agency": {"name": "云岭区应急管理局", "short": "云", "address": "政务路 8 号", "phone": "0990-5550101", "contact": "",
               "gov": "云岭区人民政府", "court": "云岭区人民法院"},
    "file": {"no": "YL-2026-00201", "title": "检查", "filed_no": ""},
    "party": {"kind": "unit", "name": "鑫达木业有限公司", "uscc": "", "address": "木器路 6 号", "legal_rep": "陈立新"}, "parties": [],
    "officers": [{"name": "李强", "certificate": "99010100123"}, {"name": "王敏", "certificate": "99010100124"}],
    "f": {"problems": [{"text": "积尘未及时清扫"}, {"text": "培训记录无本人签名"}], "deadline": "2026-11-20",
          "check_date": "2026-11-09", "items_ordered": ["1", "2"]},
    "violations": [], "sign": [], "verify": None}
PAPERS, PAGES, PHOTOS, PHOTO_BYTES = 100, 3, 200, 2_000_000


def paper() -> dict[str, str]:
    made = engine.render("rectification_order", CONTEXT)
    assert made.pages == 1
    took = median(once(lambda: engine.render("rectification_order", CONTEXT)) for _ in range(50))
    return row("one-page paper", "-", f"{took:.1f} ms", "-", "-", "< 20 ms", took < 20)


def archive() -> list[dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "case.zip"
        signer = signing.signer(Path(folder))
        package = _package(Path(folder))
        took = once(lambda: archive_build.build(package, out, signer=signer)) / 1000
        size = out.stat().st_size / 1e6
        report: list[object] = []
        checked = once(lambda: report.append(verify.verify(out))) / 1000
    label = f"archive of {PAPERS * PAGES} pages and {PHOTOS} photos ({size:.0f} MB)"
    return [row(label, "-", f"{took:.1f} s", "-", "-", "< 20 s", took < 20), row("its verification", "-", f"{checked:.1f} s", "-", "-", "-", True)]


def _package(folder: Path) -> PackageInput:
    papers = []
    for n in range(PAPERS):
        content = engine.render("rectification_order", CONTEXT | {"no": f"（云）应急责改〔2026〕{n + 1}号"}).pdf
        papers.append(PaperItem("rectification_order", "责令限期整改指令书", f"（云）应急责改〔2026〕{n + 1}号", date(2026, 11, 9), "main",
                                n + 1, PAGES, hashlib.sha256(content).hexdigest(), content))
    photos = []
    for n in range(PHOTOS):
        path = folder / f"{n}.jpg"
        path.write_bytes(b"\xff\xd8\xff\xe0" + os.urandom(PHOTO_BYTES))
        photos.append(EvidenceItem(f"EV-{n}", f"现场照片{n}", "照片", hashlib.sha256(path.read_bytes()).hexdigest(), path, ".jpg",
                                   datetime(2026, 11, 9, 10, tzinfo=TZ), "李强", ""))
    previous, events = chain.genesis("YL-2026-00201", "YL", "inspection"), []
    for seq, (act, held) in enumerate([("record", papers), ("add_evidence", photos)], 1):
        body = {"seq": seq, "act": act, "kind": "act", "facts": {}, "papers": [{"sha256": x.sha256} for x in held]}
        events.append(chain.seal(previous, body))
        previous = events[-1]["hash"]
    info = FileInfo(no="YL-2026-00201", title="检查", agency="云岭区应急管理局", agency_code="YL", procedure="inspection",
                    procedure_name="行政检查", retention="10年", retention_source="机关文件材料归档范围", archive_no="20260001")
    return PackageInput(info, tuple(papers), tuple(photos), tuple(events), {"record": "现场检查记录", "add_evidence": "补充证据"},
                        datetime(2026, 11, 23, 9, tzinfo=TZ))


if __name__ == "__main__":
    print(json.dumps([paper(), *archive()]))
