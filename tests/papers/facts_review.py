from __future__ import annotations

from typing import Any

FACTS: dict[str, dict[str, Any]] = {}
