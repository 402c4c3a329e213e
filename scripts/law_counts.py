"""Renew the counts of docs/law-and-sources.md: ``python -m scripts.law_counts [--texts DIR]`` writes, ``--check`` compares.

The tables stand between two marks and are made from the data and from one comparison with the statute texts; nobody
writes them by hand. Without the texts only the counts of the data could be made, so nothing is written.
"""
from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from zhiheng.law import checking, citing, counts
from zhiheng.law.texts import import_texts

ROOT = Path(__file__).parents[1]
MANUAL = ROOT / "docs" / "law-and-sources.md"
SHARED = Path(os.environ.get("ZHIHENG_SHARED", ROOT.parent / "shared"))
BEGIN, END = "<!-- counts: python -m scripts.law_counts -->", "<!-- /counts -->"
TODAY = date(2026, 11, 23)
"""The day the tables are made for: what is in force changes with it."""


def fresh(texts: Path) -> str:
    """The tables as they follow from data and texts now."""
    citing.register_all()
    with TemporaryDirectory() as folder:
        import_texts(texts, Path(folder))
        return counts.manual(TODAY, checking.check(Path(folder), today=TODAY))


def written() -> str:
    """The tables as they stand in the manual."""
    return MANUAL.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0].strip()


def main() -> int:
    """0 when the manual is true (now)."""
    parser = argparse.ArgumentParser(description="Renew the counts of docs/law-and-sources.md.")
    parser.add_argument("--texts", type=Path, default=SHARED / "law" / "statutes", help="folder of the statute texts")
    parser.add_argument("--check", action="store_true", help="only compare")
    given = parser.parse_args()
    if not given.texts.is_dir():
        print(f"no statute texts at {given.texts}: nothing written", file=sys.stderr)
        return 1
    tables = fresh(given.texts)
    if given.check:
        return 0 if tables == written() else 1
    before, _, rest = MANUAL.read_text(encoding="utf-8").partition(BEGIN)
    MANUAL.write_text(f"{before}{BEGIN}\n\n{tables}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
