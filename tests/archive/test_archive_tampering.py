"""The same tampered packages before the command line's checker and before 核验.html: the same verdict, word
for word."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.archive.tampers import CASES, NAMES, PAPER, Files
from zhiheng.archive.bag import Unreadable, manifest, parse_manifest
from zhiheng.archive.build import build
from zhiheng.archive.model import PackageInput
from zhiheng.archive.signing import Signer, new_signer
from zhiheng.archive.verify import verify


@pytest.fixture
def whole(package: PackageInput, signer: Signer, tmp_path: Path) -> Path:
    return build(package, tmp_path / "whole.zip", signer=signer).path


@pytest.mark.parametrize(("change", "expected"), CASES, ids=NAMES)
def test_the_tampered_item_is_named(
    change: Callable[[Files], None], expected: list[str], whole: Path, tamper: Any
) -> None:
    report = verify(tamper(whole, change))
    assert [f.says for f in report.broken] == expected
    assert report.verdict.startswith(f"不完整：{expected[0]}")


def test_an_untouched_package_is_whole_as_zip_and_as_folder(whole: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(whole) as given:
        given.extractall(tmp_path / "folder")
    as_zip, as_folder = verify(whole), verify(tmp_path / "folder")
    assert as_zip.ok and as_zip == as_folder
    assert (
        as_zip.verdict == "完整：正卷 3 件、副卷 1 件、证据 4 件、办案记录 6 项，未发现改动、增加、缺少或调换"
    )


@pytest.mark.parametrize("at", range(100))
def test_a_flipped_byte_of_any_content_is_noticed_and_one_of_the_zip_around_it_never_crashes(
    whole: Path, at: int
) -> None:
    data = bytearray(whole.read_bytes())
    place = len(data) * at // 100
    inside = any(start <= place < stop for start, stop in _contents(whole))
    data[place] ^= 0x20
    whole.write_bytes(bytes(data))
    try:
        report = verify(whole)
    except Unreadable:
        return
    assert not inside or not report.ok


def _contents(package: Path) -> list[tuple[int, int]]:
    """Where the contents of the entries lie in the zip; time stamps and other dressing of it lie between them."""
    data = package.read_bytes()
    with zipfile.ZipFile(package) as given:
        starts = [
            (
                i.header_offset
                + 30
                + sum(struct.unpack("<HH", data[i.header_offset + 26 : i.header_offset + 30])),
                i,
            )
            for i in given.infolist()
        ]
    return [(start, start + i.compress_size) for start, i in starts]


def test_two_entries_of_one_name_are_named_because_one_hides_the_other(whole: Path) -> None:
    with zipfile.ZipFile(whole, "a") as made, pytest.warns(UserWarning, match="Duplicate"):
        name = next(n for n in made.namelist() if n.endswith(PAPER))
        made.writestr(name, made.read(name))
    assert [f.says for f in verify(whole).broken] == [f"压缩包内“{name}”出现两次"]


def test_a_signature_by_another_key_is_refused_when_the_published_key_is_given(
    whole: Path, signer: Signer
) -> None:
    assert verify(whole, [signer.id]).ok
    report = verify(whole, [new_signer().id])
    assert [f.code for f in report.broken] == ["key"]


def test_without_any_signature_a_given_key_is_not_satisfied(package: PackageInput, tmp_path: Path) -> None:
    bare = PackageInput(**{**package.__dict__, "proofs": (), "keys": {}})
    report = build(bare, tmp_path / "p.zip").report
    assert report.ok and any("尚无机关公布的校验点" in n for n in report.notes)
    assert not verify(tmp_path / "p.zip", [new_signer().id]).ok


@pytest.mark.parametrize("data", [b"", b"PK", b"hello"])
def test_what_is_no_package_is_unreadable_and_says_why(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(data)
    with pytest.raises(Unreadable):
        verify(tmp_path / "x.zip")
    with pytest.raises(Unreadable, match=r"bagit\.txt"):
        (tmp_path / "empty").mkdir()
        verify(tmp_path / "empty")


def test_manifest_paths_with_percent_and_line_feed_read_back() -> None:
    assert parse_manifest(manifest({"data/a%\n": "0" * 64}).decode()) == {"data/a%\n": "0" * 64}
