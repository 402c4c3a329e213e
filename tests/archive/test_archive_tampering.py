"""The same tampered packages before the command line's checker and before 核验.html: the same verdict, word
for word."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.archive.case import sha
from zhiheng.archive import checker
from zhiheng.archive.bag import Unreadable, manifest, parse_manifest
from zhiheng.archive.build import build
from zhiheng.archive.model import PackageInput
from zhiheng.archive.signing import Signer, new_signer
from zhiheng.archive.verify import verify
from zhiheng.kernel import chain

Files = dict[str, bytes]
PHOTO = "data/证据/003-照片_除尘器3号积尘.jpg"
PAPER = "data/正卷/002-行政处罚决定书.pdf"


def flip_a_byte_of_a_photo(files: Files) -> None:
    files[PHOTO] = files[PHOTO][:2000] + bytes([files[PHOTO][2000] ^ 1]) + files[PHOTO][2001:]


def drop_a_paper(files: Files) -> None:
    del files[PAPER]


def add_a_file(files: Files) -> None:
    files["data/正卷/004-补充说明.pdf"] = b"%PDF new"


def _lines(files: Files) -> list[bytes]:
    return files["data/events.jsonl"].splitlines()


def _put(files: Files, lines: list[bytes]) -> None:
    files["data/events.jsonl"] = b"".join(x + b"\n" for x in lines)


def swap_two_events(files: Files) -> None:
    lines = _lines(files)
    lines[1], lines[2] = lines[2], lines[1]
    _put(files, lines)


def drop_an_event(files: Files) -> None:
    lines = _lines(files)
    del lines[2]
    _put(files, lines)


def change_an_event(files: Files) -> None:
    files["data/events.jsonl"] = files["data/events.jsonl"].replace(b'"fine":5500000', b'"fine":1500000', 1)


def write_an_event_otherwise(files: Files) -> None:
    files["data/events.jsonl"] = files["data/events.jsonl"].replace(b'"fine":5500000', b'"fine":5500000.0', 1)


def add_an_event(files: Files) -> None:
    last = json.loads(_lines(files)[-1])
    _put(
        files,
        [
            *_lines(files),
            chain.canonical(chain.seal(last["hash"], {"seq": 7, "kind": "act", "act": "close"})),
        ],
    )


def garble_an_event(files: Files) -> None:
    _put(files, [*_lines(files)[:3], b"{not json", *_lines(files)[4:]])


def alter_the_catalogue(files: Files) -> None:
    files["data/catalogue.json"] = files["data/catalogue.json"].replace(
        '"retention":"30年"'.encode(), '"retention":"10年"'.encode()
    )


def break_the_catalogue(files: Files) -> None:
    files["data/catalogue.json"] = b"{"


def change_the_page_itself(files: Files) -> None:
    files["data/核验.html"] += b"<!-- -->"


def drop_the_events(files: Files) -> None:
    del files["data/events.jsonl"]


def mend(files: Files) -> None:
    """What somebody with tools does: makes both manifests right again."""
    listing = manifest({n: sha(d) for n, d in files.items() if n.startswith("data/")})
    files["manifest-sha256.txt"] = listing
    tags = {
        n: sha(d) for n, d in files.items() if not n.startswith("data/") and n != "tagmanifest-sha256.txt"
    }
    files["tagmanifest-sha256.txt"] = manifest(tags)


def swap_a_photo_and_mend(files: Files) -> None:
    old = sha(files[PHOTO])
    flip_a_byte_of_a_photo(files)
    files["data/catalogue.json"] = files["data/catalogue.json"].replace(
        old.encode(), sha(files[PHOTO]).encode()
    )
    mend(files)


def drop_a_paper_and_mend(files: Files) -> None:
    drop_a_paper(files)
    catalogue = json.loads(files["data/catalogue.json"])
    catalogue["papers"] = [p for p in catalogue["papers"] if p["path"] != PAPER]
    files["data/catalogue.json"] = chain.canonical(catalogue)
    mend(files)


def shift_the_pages_and_mend(files: Files) -> None:
    files["data/catalogue.json"] = files["data/catalogue.json"].replace(b'"from":3,', b'"from":4,')
    mend(files)


def reorder_the_catalogue_and_mend(files: Files) -> None:
    catalogue = json.loads(files["data/catalogue.json"])
    papers = catalogue["papers"]
    papers[2], papers[3] = papers[3], papers[2]
    files["data/catalogue.json"] = chain.canonical(catalogue)
    mend(files)


def rewrite_the_chain_and_mend(files: Files) -> None:
    events = [json.loads(x) for x in _lines(files)]
    prev, out = events[0]["prev"], []
    for event in events:
        body = {k: v for k, v in event.items() if k not in chain.ENVELOPE} | {"facts": {"fine": 1}}
        out.append(chain.seal(prev, body))
        prev = out[-1]["hash"]
    _put(files, [chain.canonical(e) for e in out])
    catalogue = json.loads(files["data/catalogue.json"])
    catalogue["events"]["head"] = prev
    files["data/catalogue.json"] = chain.canonical(catalogue)
    mend(files)


def forge_the_signature(files: Files) -> None:
    proofs = json.loads(files["data/proofs.json"])
    signature = proofs["proofs"][0]["checkpoint"]["signature"]
    proofs["proofs"][0]["checkpoint"]["signature"] = ("0" if signature[0] != "0" else "1") + signature[1:]
    files["data/proofs.json"] = chain.canonical(proofs)


def forge_the_path(files: Files) -> None:
    proofs = json.loads(files["data/proofs.json"])
    proofs["proofs"][0]["path"][0] = "0" * 64
    files["data/proofs.json"] = chain.canonical(proofs)


def drop_the_tag_manifest(files: Files) -> None:
    del files["tagmanifest-sha256.txt"]


def add_a_file_beside_the_payload(files: Files) -> None:
    files["说明.txt"] = b"x"


EVENTS_FILE = "办案记录（events.jsonl）内容被改动"
CATALOGUE = "卷内目录数据（catalogue.json）内容被改动"
SEAL = "案卷包签章无效：清单或签章被改动"
CASES: list[tuple[Callable[[Files], None], list[str]]] = [
    (flip_a_byte_of_a_photo, ["证据第3项《照片 除尘器3号积尘》内容被改动"]),
    (drop_a_paper, ["正卷第2项《行政处罚决定书》缺失"]),
    (add_a_file, ["多出文件“data/正卷/004-补充说明.pdf”，清单中没有"]),
    (swap_two_events, ["办案记录第2项「现场勘验」排在第3项之后，次序被调换", EVENTS_FILE]),
    (drop_an_event, ["办案记录第3项「集体讨论」缺少这一项", EVENTS_FILE]),
    (change_an_event, ["办案记录第1项「立案」内容被改动", EVENTS_FILE]),
    (write_an_event_otherwise, ["办案记录第1项「立案」内容被改动", EVENTS_FILE]),
    (add_an_event, ["办案记录第7项登记的案卷到第6项为止，多出这一项", EVENTS_FILE]),
    (
        garble_an_event,
        [
            "办案记录第4项「作出处罚决定」第4行没有可用的序号",
            "办案记录第4项「作出处罚决定」缺少这一项",
            EVENTS_FILE,
        ],
    ),
    (alter_the_catalogue, [CATALOGUE]),
    (
        break_the_catalogue,
        ["卷内目录数据（catalogue.json）无法读取", "2026-11-22 校验点不能证明本案卷", CATALOGUE, SEAL],
    ),
    (change_the_page_itself, ["核验页（核验.html）内容被改动"]),
    (
        drop_the_events,
        [
            "办案记录（events.jsonl）无法读取",
            "2026-11-22 校验点登记了 6 项办案记录，包内没有这么多",
            "办案记录（events.jsonl）缺失",
        ],
    ),
    (
        swap_a_photo_and_mend,
        [
            "证据第3项《照片 除尘器3号积尘》的指纹不在办案记录中",
            "办案记录第2项「现场勘验」载明的证据《照片 除尘器3号积尘》不在卷内",
            SEAL,
        ],
    ),
    (
        drop_a_paper_and_mend,
        [
            "办案记录第4项「作出处罚决定」载明的文书《行政处罚决定书》不在卷内",
            "正卷目录次序不对：《送达回执》",
            SEAL,
        ],
    ),
    (shift_the_pages_and_mend, ["正卷目录页码不连续：《行政处罚决定书》", SEAL]),
    (
        reorder_the_catalogue_and_mend,
        [
            "正卷目录次序不对：《行政处罚决定书》",
            "正卷目录次序不对：《立案审批表》",
            "正卷目录页码不连续：《送达回执》",
            SEAL,
        ],
    ),
    (rewrite_the_chain_and_mend, ["2026-11-22 校验点登记的末端与办案记录第6项「结案」不符", SEAL]),
    (forge_the_signature, ["2026-11-22 校验点的签名无效", "校验点证明（proofs.json）内容被改动"]),
    (forge_the_path, ["2026-11-22 校验点不能证明本案卷", "校验点证明（proofs.json）内容被改动"]),
    (drop_the_tag_manifest, ["标签清单（tagmanifest-sha256.txt）缺失或不可读"]),
    (add_a_file_beside_the_payload, ["多出文件“说明.txt”，清单中没有"]),
]
NAMES = [change.__name__ for change, _ in CASES]


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


@pytest.mark.parametrize("at", range(0, 100, 7))
def test_a_flipped_byte_anywhere_in_the_zip_never_passes_unnoticed_or_crashes(whole: Path, at: int) -> None:
    data = bytearray(whole.read_bytes())
    place = len(data) * at // 100
    data[place] ^= 0x20
    whole.write_bytes(bytes(data))
    try:
        report = verify(whole)
    except Unreadable:
        return
    assert not report.ok or _only_zip_dressing(data, place)


def _only_zip_dressing(data: bytearray, place: int) -> bool:
    """Time stamps and local header fields of the zip carry nothing of the case."""
    headers = [i for i in range(len(data)) if data[i : i + 4] in (b"PK\x03\x04", b"PK\x01\x02")]
    return any(h <= place < h + 200 for h in headers)


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


class Checker:
    """核验.html opened from disk in a real browser."""

    def __init__(self, browser: Any, folder: Path, plain: bool) -> None:
        page = folder / "核验.html"
        page.write_text(checker.html(), encoding="utf-8")
        self.page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        self.errors: list[str] = []
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))
        self.asked: list[str] = []
        self.page.on("request", lambda r: self.asked.append(r.url))
        if plain:
            self.page.add_init_script("Object.defineProperty(globalThis, 'crypto', {value: {}})")
        self.page.goto(page.as_uri())
        self.own = page.as_uri()

    def check(self, source: Path) -> dict[str, Any]:
        self.page.evaluate("window.lastReport = null")
        self.page.set_input_files("#folder" if source.is_dir() else "#zip", str(source))
        # the page's own policy forbids eval, so the waiting is done by its timer
        result: dict[str, Any] = self.page.evaluate("""() => new Promise((done) => {
            const look = () => window.lastReport && document.getElementById("progress").hidden
                ? done(window.lastReport) : setTimeout(look, 20);
            look();
        })""")
        return result


@pytest.fixture(scope="module", params=[False, True], ids=["subtle", "plain-js"])
def page(
    request: pytest.FixtureRequest, archive_browser: Any, tmp_path_factory: pytest.TempPathFactory
) -> Any:
    made = Checker(archive_browser, tmp_path_factory.mktemp("page"), request.param)
    yield made
    assert made.errors == [] and set(made.asked) <= {made.own}
    made.page.close()


@pytest.mark.browser
def test_the_page_gives_the_verdict_of_the_command_for_every_package(
    page: Checker, whole: Path, tamper: Any, tmp_path: Path
) -> None:
    packages = [whole, *(tamper(whole, change) for change, _ in CASES)]
    for package in packages:
        report = verify(package).as_json()
        assert page.check(package) == report
        assert report["verdict"] in page.page.inner_text("#verdict")
    with zipfile.ZipFile(whole) as given:
        given.extractall(tmp_path / "folder")
    assert page.check(tmp_path / "folder")["ok"]


@pytest.mark.browser
def test_the_page_says_what_it_cannot_read_and_compares_the_published_fingerprint(
    page: Checker, whole: Path, signer: Signer, tmp_path: Path
) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK")
    assert "unreadable" in page.check(tmp_path / "x.zip")
    assert "不能核验" in page.page.inner_text("#verdict")
    page.check(whole)
    page.page.fill("#fingerprint", signer.id.upper())
    assert page.page.inner_text("#same") == "✓ 一致"
    page.page.fill("#fingerprint", "00")
    assert page.page.inner_text("#same") == "✕ 不一致"


@pytest.mark.browser
def test_the_page_marks_the_very_photo_in_the_catalogue(page: Checker, whole: Path, tamper: Any) -> None:
    page.check(tamper(whole, flip_a_byte_of_a_photo))
    marked = page.page.locator("#catalogue tr.no")
    assert marked.count() == 1 and "除尘器3号" in marked.inner_text()
    width = page.page.evaluate("document.documentElement.scrollWidth")
    page.page.set_viewport_size({"width": 390, "height": 844})
    assert page.page.evaluate("document.documentElement.scrollWidth") <= 390 < width
    page.page.set_viewport_size({"width": 1440, "height": 900})
