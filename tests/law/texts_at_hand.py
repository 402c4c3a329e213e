"""The statute texts that stand beside the repository, imported once for a run; absent ones skip loudly."""
from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from zhiheng.law.texts import import_texts

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("ZHIHENG_SHARED", ROOT.parent / "shared"))
TEXTS = SHARED / "law" / "statutes"

needs_texts = pytest.mark.skipif(
    not TEXTS.is_dir(), reason=f"NOT CHECKED: no statute texts at {TEXTS}; set ZHIHENG_SHARED")


@cache
def imported() -> Path:
    """A data directory that holds the texts."""
    folder = Path(mkdtemp(prefix="zhiheng-texts-"))
    import_texts(TEXTS, folder)
    return folder
