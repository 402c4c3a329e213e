"""The package of the case, and ways to tamper with it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

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
