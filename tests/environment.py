"""The surroundings of a test run; pytest loads it before the settings (addopts in pyproject.toml)."""
from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def prepare() -> None:
    """A data folder of its own, the checkout's fonts, no pool (a pool would hold the test database open)."""
    place = tempfile.mkdtemp(prefix="zhiheng-test-")
    atexit.register(shutil.rmtree, place, True)
    os.environ["ZHIHENG_DATA"] = place
    os.environ["SECRET_KEY"] = "only for tests"
    os.environ["ZHIHENG_DB_POOL"] = "0"
    os.environ.setdefault("ZHIHENG_FONTS", str(ROOT / "var/fonts"))
    for name in ("ZHIHENG_DEBUG", "ZHIHENG_HTTPS", "ZHIHENG_HOSTS", "ZHIHENG_NOW", "ZHIHENG_LOG"):
        os.environ.pop(name, None)


prepare()
