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
# Further folders of texts in the same form, separated as in PATH.
MORE = tuple(Path(p) for p in os.environ.get("ZHIHENG_TEXTS", "").split(os.pathsep) if p)

needs_texts = pytest.mark.skipif(
    not TEXTS.is_dir(), reason=f"NOT CHECKED: no statute texts at {TEXTS}; set ZHIHENG_SHARED")


@cache
def imported() -> Path:
    """A data directory that holds the texts."""
    folder = Path(mkdtemp(prefix="zhiheng-texts-"))
    for source in (TEXTS, *MORE):
        import_texts(source, folder)
    return folder
