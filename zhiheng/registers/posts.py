"""Sets of posts that ledgers share."""
from __future__ import annotations

HEADS = frozenset({"section_head", "bureau_head"})
STAFF = HEADS | {"officer", "legal_reviewer"}
WATCH = STAFF | {"supervisor", "administrator"}
KEEPERS = frozenset({"section_head", "administrator"})
