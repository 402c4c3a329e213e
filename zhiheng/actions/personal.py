"""Personal data of a file: whose names, numbers and addresses must not come out. What looks personal counts as such."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from zhiheng.kernel.view import FileView
from zhiheng.records.models import File

NAMES = frozenset({
    "legal_rep", "principal", "subject_name", "speaker", "witness", "invited", "site_person", "party_present",
    "unit_signer", "receiver", "contact_person", "replied_by", "agents", "guardian_name", "applicant", "agent",
    "informant", "victim"})
"""Facts that hold the name of a natural person, sometimes with a post behind it."""
ROWS = frozenset({"participants", "agents", "victims", "witnesses", "people"})
"""Facts whose rows are natural persons: their ``name`` counts."""
NUMBERS = frozenset({
    "id_no", "phone", "home", "subject_id_no", "subject_home", "subject_phone", "contact_phone", "birth_date", "tel",
    "fax"})
_PERSON = ("person", "individual")
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,4}")
_NOBODY = frozenset({"无", "没有", "不详", "拒绝签字", "拒绝签名", "拒签", "未到场", "本人"})


def people(file: File, view: FileView, key: str = "") -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(names of natural persons, numbers and addresses) of the file; the party ``key`` is not among the names."""
    own = view.subject(key) if key else None
    names: dict[str, None] = {}
    private: dict[str, None] = {}
    for party in view.of_kind("party"):
        if party.attrs.get("kind") in _PERSON:
            names[party.name] = None
            private |= dict.fromkeys(_texts(party.attrs.get("address")))
    for facts in (*(p.attrs for p in view.of_kind("party")), *(e.facts for e in view.events), _register(file)):
        for word, is_name in _walk(facts):
            (names if is_name else private)[word] = None
    mine = own.name if own is not None else ""
    return (tuple(n for n in names if n != mine and len(n) >= 2),
            tuple(p for p in private if p != mine and p not in names and _telling(p)))


def _telling(word: str) -> bool:
    """Two or three figures (110) are nobody's number and would be found in every amount."""
    return len(word) >= 5 if word.isdigit() else len(word) >= 2


def _register(file: File) -> Mapping[str, Any]:
    firm = file.enterprise
    if firm is None:
        return {}
    return {"principal": firm.principal, "phone": firm.phone, "people": firm.people}


def _walk(facts: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Every personal word of facts and of the rows within them: (word, whether it is a name)."""
    for field, value in facts.items():
        if field in NAMES:
            for text in _texts(value):
                yield from named(text)
        elif field in NUMBERS:
            for text in _texts(value):
                yield text, False
        for row in value if isinstance(value, (list, tuple)) else ():
            if isinstance(row, Mapping):
                if (field in ROWS or row.get("kind") in _PERSON) and isinstance(row.get("name"), str):
                    yield from named(row["name"])
                yield from _walk(row)


def named(text: str) -> Iterator[tuple[str, bool]]:
    """陈立新（主要负责人）、刘艳 安全员 -> both names; what cannot be split is kept whole as private text."""
    for part in re.split(r"[、，,；;/]", text):
        head = re.split(r"[\s（(:：]", part.strip())[0]
        if _NAME.fullmatch(head):
            if head not in _NOBODY:
                yield head, True
        elif len(part.strip()) >= 2:
            yield part.strip(), False


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        return (value.strip(),) if value.strip() else ()
    return tuple(v.strip() for v in value if isinstance(v, str) and v.strip()) if isinstance(value, (list, tuple)) else ()
