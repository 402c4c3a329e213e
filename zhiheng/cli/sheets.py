"""What bureaus have published counts in commands that apply the law alone, where there is a database."""
from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path


def with_sheets() -> None:
    """The bureau's published benchmarks and words count where there is a database; without one the data of the house does.

    No data folder is made and nothing is asked of a person for that.
    """
    data = Path(os.environ.get("ZHIHENG_DATA") or "var")
    if os.environ.get("DATABASE_URL") or (data / "zhiheng.sqlite3").is_file():
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.settings")
        try:
            import_module("django").setup()
            import_module("zhiheng.actions.rulebook")
        except Exception as fault:  # settings of another machine, no driver: the law itself can still be applied
            print(f"提醒：没有读取本局发布的数据（{type(fault).__name__}：{fault}）。", file=sys.stderr)
