"""``python -m zhiheng`` is the same as the ``zhiheng`` command."""
from __future__ import annotations

from zhiheng.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
