"""核验.html opened from disk in a real browser: the verdict of the command, word for word."""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.archive.tampers import CASES, flip_a_byte_of_a_photo
from zhiheng.archive import checker
from zhiheng.archive.build import build
from zhiheng.archive.model import PackageInput
from zhiheng.archive.signing import Signer
from zhiheng.archive.verify import verify


@pytest.fixture
def whole(package: PackageInput, signer: Signer, tmp_path: Path) -> Path:
    return build(package, tmp_path / "whole.zip", signer=signer).path


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
        return self.answer()

    def answer(self) -> dict[str, Any]:
        # the page's own policy forbids eval, so the waiting is done by its timer
        result: dict[str, Any] = self.page.evaluate("""() => new Promise((done) => {
            const look = () => window.lastReport && document.getElementById("progress").hidden
                ? done(window.lastReport) : setTimeout(look, 20);
            look();
        })""")
        return result


@pytest.fixture(scope="module", params=[False, True], ids=["subtle", "plain-js"])
def checking(
    request: pytest.FixtureRequest, browser: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Checker]:
    made = Checker(browser, tmp_path_factory.mktemp("page"), request.param)
    yield made
    assert made.errors == [] and set(made.asked) <= {made.own}
    made.page.close()


def test_the_page_gives_the_verdict_of_the_command_for_every_package(
    checking: Checker, whole: Path, tamper: Any, tmp_path: Path
) -> None:
    packages = [whole, *(tamper(whole, change) for change, _ in CASES)]
    for package in packages:
        report = verify(package).as_json()
        assert checking.check(package) == report
        assert report["verdict"] in checking.page.inner_text("#verdict")
    with zipfile.ZipFile(whole) as given:
        given.extractall(tmp_path / "folder")
    assert checking.check(tmp_path / "folder")["ok"]


def test_the_page_says_what_it_cannot_read_and_compares_the_published_fingerprint(
    checking: Checker, whole: Path, signer: Signer, tmp_path: Path
) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK")
    assert "unreadable" in checking.check(tmp_path / "x.zip")
    assert "不能核验" in checking.page.inner_text("#verdict")
    checking.check(whole)
    checking.page.fill("#fingerprint", signer.id.upper())
    assert checking.page.inner_text("#same") == "✓ 一致"
    checking.page.fill("#fingerprint", "00")
    assert checking.page.inner_text("#same") == "✕ 不一致"


def test_the_page_marks_the_very_photo_in_the_catalogue(checking: Checker, whole: Path, tamper: Any) -> None:
    checking.check(tamper(whole, flip_a_byte_of_a_photo))
    marked = checking.page.locator("#catalogue tr.no")
    assert marked.count() == 1 and "除尘器3号" in marked.inner_text()
    width = checking.page.evaluate("document.documentElement.scrollWidth")
    checking.page.set_viewport_size({"width": 390, "height": 844})
    assert checking.page.evaluate("document.documentElement.scrollWidth") <= 390 < width
    checking.page.set_viewport_size({"width": 1440, "height": 900})


def test_a_package_dropped_on_the_page_is_checked(checking: Checker, whole: Path) -> None:
    checking.page.evaluate(
        """(text) => {
        window.lastReport = null;
        const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0)), given = new DataTransfer();
        given.items.add(new File([bytes], "案卷.zip"));
        window.dispatchEvent(new DragEvent("drop", { dataTransfer: given, cancelable: true }));
    }""",
        base64.b64encode(whole.read_bytes()).decode(),
    )
    assert checking.answer()["ok"]


def test_a_package_with_the_fields_of_very_large_zips_is_read(
    checking: Checker, package: PackageInput, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)
    out = build(package, tmp_path / "large.zip").path
    assert b"PK\x06\x06" in out.read_bytes()
    assert checking.check(out)["ok"]
