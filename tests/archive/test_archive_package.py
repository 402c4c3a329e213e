"""电子案卷: what goes in, in which order, and that it is the same bytes each time."""

from __future__ import annotations

import dataclasses
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.archive.case import paper, papers, photo, sha
from zhiheng.archive import checker
from zhiheng.archive.bag import parse_manifest
from zhiheng.archive.build import build
from zhiheng.archive.catalogue import catalogue, note_for_paper, rows_for_paper, safe_name
from zhiheng.archive.model import PackageFault, PackageInput
from zhiheng.archive.signing import Signer, signer, verify
from zhiheng.kernel import chain


def read(out: Path, name: str) -> bytes:
    with zipfile.ZipFile(out) as given:
        return given.read(next(n for n in given.namelist() if n.endswith(name)))


def test_pages_run_through_each_volume_and_cover_catalogue_and_note_carry_none() -> None:
    rows = catalogue(papers(), [photo(1, "照片 除尘器")])
    assert [(r.group, r.item, r.name, r.page_from, r.page_to) for r in rows] == [
        ("main", 0, "案卷首页", None, None),
        ("main", 0, "卷内目录", None, None),
        ("main", 1, "立案审批表", 1, 2),
        ("main", 2, "行政处罚决定书", 3, 6),
        ("main", 3, "送达回执", 7, 7),
        ("main", 0, "卷内备考表", None, None),
        ("sub", 1, "集体讨论记录", 1, 3),
        ("evidence", 1, "照片 除尘器", None, None),
    ]


def test_the_printed_catalogue_has_name_number_date_pages_and_note() -> None:
    rows = catalogue(papers(), [photo(1, "照片 除尘器")])
    printed = rows_for_paper(rows)
    assert printed[1] == {
        "title": "行政处罚决定书",
        "no": "（云）应急罚〔2026〕10号",
        "date": "2026-11-12",
        "pages": "3-6",
        "note": "",
    }
    assert printed[2]["pages"] == "7" and printed[3]["note"] == "电子附件"
    assert [r["title"] for r in rows_for_paper(rows, "sub")] == ["集体讨论记录"]
    assert note_for_paper(rows) == {"pieces": 4, "pages": 10, "media": 1}


def test_a_superseded_paper_stays_in_the_volume_and_says_so() -> None:
    old = paper("case_filing_approval", "立案审批表", "旧", date(2026, 10, 11), 10, 2, status="superseded")
    row = next(r for r in catalogue([*papers(), old], []) if r.no == "旧")
    assert (row.item, row.remark) == (1, "已被替代")


def test_the_same_case_makes_the_same_bytes(package: PackageInput, signer: Signer, tmp_path: Path) -> None:
    one, two = tmp_path / "1.zip", tmp_path / "2.zip"
    build(package, one, signer=signer)
    build(package, two, signer=signer)
    assert one.read_bytes() == two.read_bytes()


def test_the_package_is_a_bag_whose_manifests_name_every_file(package: PackageInput, tmp_path: Path) -> None:
    out = tmp_path / "p.zip"
    build(package, out)
    with zipfile.ZipFile(out) as given:
        home = "案卷-2026-CF-0012/"
        names = {n.removeprefix(home) for n in given.namelist()}
        listing = parse_manifest(given.read(home + "manifest-sha256.txt").decode())
        tags = parse_manifest(given.read(home + "tagmanifest-sha256.txt").decode())
        assert set(listing) == {n for n in names if n.startswith("data/")}
        assert set(tags) == {"bagit.txt", "bag-info.txt", "manifest-sha256.txt"}
        assert all(sha(given.read(home + n)) == h for n, h in {**listing, **tags}.items())
        size = sum(i.file_size for i in given.infolist() if i.filename.startswith(home + "data/"))
        assert f"Payload-Oxum: {size}.{len(listing)}\n" in given.read(home + "bag-info.txt").decode()
        assert given.read(home + "bagit.txt") == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def test_papers_and_pictures_are_stored_as_they_are_and_not_packed_again(
    package: PackageInput, tmp_path: Path
) -> None:
    out = tmp_path / "p.zip"
    build(package, out)
    with zipfile.ZipFile(out) as given:
        kinds = {i.compress_type for i in given.infolist() if i.filename.endswith((".pdf", ".jpg"))}
    assert kinds == {zipfile.ZIP_STORED}


def test_a_photo_that_differs_from_its_recorded_hash_is_named_and_nothing_is_written(
    package: PackageInput, tmp_path: Path
) -> None:
    bad = dataclasses.replace(package.evidence[2], content=b"other")
    changed = dataclasses.replace(package, evidence=(*package.evidence[:2], bad, package.evidence[3]))
    with pytest.raises(PackageFault, match="除尘器3号积尘》的内容与登记的指纹不一致"):
        build(changed, tmp_path / "p.zip")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"content": None}, "未附时须写明理由"),
        ({"withheld": "副卷"}, "未附时须写明理由"),
        ({"pages": 0}, "没有页数"),
        ({"original_sha256": "a" * 64}, "隐去副本"),
        ({"sha256": ""}, "没有指纹"),
        ({"volume": "third"}, "卷别不明"),
    ],
)
def test_input_that_contradicts_itself_is_refused(
    package: PackageInput, tmp_path: Path, change: dict[str, Any], reason: str
) -> None:
    one = dataclasses.replace(package.papers[2], **change)
    with pytest.raises(PackageFault, match=reason):
        build(
            dataclasses.replace(package, papers=(*package.papers[:2], one, *package.papers[3:])),
            tmp_path / "p.zip",
        )


def test_a_paper_that_no_event_knows_stops_the_package_and_the_older_one_stays(
    package: PackageInput, tmp_path: Path
) -> None:
    out = tmp_path / "p.zip"
    build(package, out)
    before = out.read_bytes()
    stranger = paper("inquiry_record", "询问笔录", "", date(2026, 10, 20), 15, 2)
    with pytest.raises(PackageFault, match="《询问笔录》的指纹不在办案记录中"):
        build(dataclasses.replace(package, papers=(*package.papers, stranger)), out)
    assert out.read_bytes() == before and [p.name for p in tmp_path.iterdir()] == ["p.zip"]
    assert not build(
        dataclasses.replace(package, papers=(*package.papers, stranger)), out, strict=False
    ).report.ok


def test_a_package_for_the_party_leaves_out_the_sub_volume_and_still_verifies(
    package: PackageInput, signer: Signer, tmp_path: Path
) -> None:
    held = tuple(
        dataclasses.replace(p, content=None, withheld="副卷材料，不向当事人提供") if p.volume == "sub" else p
        for p in package.papers
    )
    events = tuple(
        chain.withhold(e, "副卷") if e["act"] == "collective_discussion" else e for e in package.events
    )
    partial = dataclasses.replace(package, papers=held, events=events, recipient="鑫达木业有限公司")
    report = build(partial, tmp_path / "p.zip", signer=signer).report
    assert report.ok
    assert report.withheld == (
        f"副卷第1项《集体讨论记录》未附：副卷材料，不向当事人提供（指纹 {held[5].sha256}）",
    )
    assert "办案记录有 1 项未附内容，其次序、行为名称和指纹仍在链上" in report.notes
    assert not any("副卷" in n for n in zipfile.ZipFile(tmp_path / "p.zip").namelist())


def test_a_copy_with_personal_data_covered_stands_for_the_signed_original(
    package: PackageInput, tmp_path: Path
) -> None:
    original = package.papers[4]
    copy = b"%PDF covered"
    covered = dataclasses.replace(
        original,
        content=copy,
        sha256=sha(copy),
        original_sha256=original.sha256,
        redaction="隐去收件人身份证号",
    )
    report = build(
        dataclasses.replace(package, papers=(*package.papers[:4], covered, *package.papers[5:])),
        tmp_path / "p.zip",
    ).report
    assert report.ok and "原件指纹 " + original.sha256 in report.withheld[0]


def test_events_after_the_last_checkpoint_are_said_to_be_uncovered(
    package: PackageInput, tmp_path: Path
) -> None:
    later = chain.seal(package.events[-1]["hash"], {"seq": 7, "kind": "act", "act": "close"})
    report = build(dataclasses.replace(package, events=(*package.events, later)), tmp_path / "p.zip").report
    assert report.ok and "办案记录第7至7项在最近一次校验点之后，尚未列入校验点" in report.notes


def test_the_catalogue_record_says_how_long_the_file_is_kept_and_by_which_source(
    package: PackageInput, tmp_path: Path
) -> None:
    build(package, tmp_path / "p.zip")
    file = json.loads(read(tmp_path / "p.zip", "data/catalogue.json"))["file"]
    assert (file["retention"], file["retention_source"]) == ("30年", "本机关归档范围和保管期限表")


def test_the_checking_page_is_one_file_that_asks_nothing_of_any_network() -> None:
    page = checker.html()
    assert "default-src 'none'" in page and page.count("<script>") == 1
    for word in ("http://", "https://", " src=", "import ", "fetch(", "XMLHttpRequest", "innerHTML", "/*S"):
        assert word not in page, word


def test_names_of_items_can_be_file_names_everywhere() -> None:
    assert safe_name("照片：a/b\\c?*\n") == "照片：a_b_c"
    assert safe_name("../..") == "未命名"
    assert safe_name("...") == "未命名"


def test_the_key_is_made_once_kept_private_and_a_readable_one_is_refused(tmp_path: Path) -> None:
    first = signer(tmp_path)
    assert signer(tmp_path).id == first.id
    key = next(tmp_path.iterdir())
    assert key.stat().st_mode & 0o777 == 0o600
    assert verify(first.public.hex(), b"m", first.sign(b"m")) and not verify(
        first.public.hex(), b"n", first.sign(b"m")
    )
    assert not verify("zz", b"m", "00") and not verify(first.public.hex(), b"m", "00")
    key.chmod(0o644)
    with pytest.raises(PermissionError):
        signer(tmp_path)


def test_another_implementation_of_bagit_accepts_the_package(
    package: PackageInput, signer: Signer, tmp_path: Path
) -> None:
    bagit = pytest.importorskip("bagit", reason="RFC 8493 NOT CROSS-CHECKED: bagit is missing")
    with zipfile.ZipFile(build(package, tmp_path / "p.zip", signer=signer).path) as given:
        given.extractall(tmp_path / "bag")
    assert bagit.Bag(str(next((tmp_path / "bag").iterdir()))).validate()
