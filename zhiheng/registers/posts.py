"""Sets of posts that ledgers share."""
from __future__ import annotations

HEADS = frozenset({"section_head", "bureau_head"})
STAFF = HEADS | {"officer", "legal_reviewer"}
WATCH = STAFF | {"supervisor", "administrator"}
KEEPERS = frozenset({"section_head", "administrator"})
FIELD_KEEPERS = KEEPERS | {"officer"}
"""Whoever visits the enterprises keeps what is known of them up to date."""
PERSONNEL = HEADS | {"supervisor", "administrator"}
"""Rewards and errors of colleagues are not for everybody."""
ADVICE = KEEPERS | {"legal_reviewer"}
