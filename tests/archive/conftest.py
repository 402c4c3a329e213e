"""The package of the case, ways to tamper with it, and a real browser for its page."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.archive.case import story
from zhiheng.archive.model import PackageInput
from zhiheng.archive.signing import Signer, new_signer


@pytest.fixture(scope="session")
def signer() -> Signer:
    return new_signer()


@pytest.fixture
def package(signer: Signer) -> PackageInput:
    return story(signer)


Tamper = Callable[[Path, Callable[[dict[str, bytes]], None]], Path]


@pytest.fixture
def tamper() -> Tamper:
    """Unpack, let ``change`` work on {name below the bag: bytes}, pack again without mending any manifest."""

    def apply(source: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
        with zipfile.ZipFile(source) as given:
            home = given.namelist()[0].split("/")[0] + "/"
            files = {n.removeprefix(home): given.read(n) for n in given.namelist()}
        change(files)
        out = source.with_name(f"tampered-{len(list(source.parent.iterdir()))}.zip")
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for name, data in files.items():
                made.writestr(home + name, data)
        return out

    return apply


def _chromium() -> str | None:
    return os.environ.get("ZHIHENG_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def archive_browser() -> Iterator[Any]:
    """A real Chromium. Skips loudly where there is none: then the page is not proved."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="核验.html NOT PROVED: playwright is missing"
    )
    path = _chromium()
    if path is None:
        pytest.skip("核验.html NOT PROVED: no chromium on this machine")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
