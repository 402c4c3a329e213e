"""The chain of a file: every event carries the hash of the one before it (行政处罚法 47: recorded and kept
whole).

Canonical form is that of RFC 8785 narrowed to what a browser and Python agree on: sorted keys, no spaces,
UTF-8, integers below 2**53, no floats. The hash is taken over a small header that names the act and holds the
hash of the body, so a package may withhold the body of an event (副卷, personal data) and its place in the
chain still proves.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

ALGORITHM = "sha256"
MAX_INT = 2**53 - 1  # the largest integer that JavaScript reads exactly
ENVELOPE = frozenset({"alg", "prev", "hash"})  # written around the body, never part of it
_HEX64 = re.compile(r"[0-9a-f]{64}")
_BEIJING = timezone(timedelta(hours=8))  # written as +08:00, whatever zone the moment came in


class NotCanonical(ValueError):
    """A value that has no canonical form: a float, a naive moment, a key that is not text, a lone
    surrogate."""


def canonical(value: Any) -> bytes:
    """The one byte string that stands for ``value``; raises :class:`NotCanonical`."""
    try:
        return _text(value).encode("utf-8")
    except UnicodeEncodeError as fault:
        raise NotCanonical("lone surrogate in text") from fault


def _text(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        if abs(value) > MAX_INT:
            raise NotCanonical(f"integer too large: {value}")
        return str(int(value))
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise NotCanonical(f"moment without time zone: {value}")
        return json.dumps(value.astimezone(_BEIJING).isoformat())
    if isinstance(value, date):
        return json.dumps(value.isoformat())
    if isinstance(value, Mapping):
        return _object(value)
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(_text(v) for v in value) + "]"
    raise NotCanonical(f"no canonical form for {type(value).__name__}")


def _object(value: Mapping[Any, Any]) -> str:
    for key in value:
        if not isinstance(key, str):
            raise NotCanonical(f"key is not text: {key!r}")
    # UTF-16 order, because that is how RFC 8785 and JavaScript sort keys
    keys = sorted(value, key=lambda k: k.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(f"{json.dumps(k, ensure_ascii=False)}:{_text(value[k])}" for k in keys) + "}"


def digest(domain: str, value: Any) -> str:
    """SHA-256 hex over ``domain`` and the canonical form; the domain keeps kinds of hashes apart."""
    return hashlib.sha256(domain.encode() + b"\n" + canonical(value)).hexdigest()


def genesis(file_no: str, agency: str, procedure: str) -> str:
    """What the first event of a file points back to, so that no event can be carried to another file."""
    return digest("zhiheng.genesis.v1", {"file": file_no, "agency": agency, "procedure": procedure})


def attested(body: Any) -> tuple[str, ...]:
    """Every SHA-256 (64 lower-case hex digits) named anywhere in ``body``, sorted: papers, evidence."""
    found: set[str] = set()
    _collect(body, found)
    return tuple(sorted(found))


def _collect(value: Any, found: set[str]) -> None:
    if isinstance(value, str):
        if _HEX64.fullmatch(value):
            found.add(value)
    elif isinstance(value, Mapping):
        for inner in value.values():
            _collect(inner, found)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _collect(inner, found)


def header(prev: str, event: Mapping[str, Any]) -> dict[str, Any]:
    """What the hash of ``event`` is taken over. A withheld event brings its own ``body`` hash and
    ``attests``."""
    if event.get("alg", ALGORITHM) != ALGORITHM:
        raise NotCanonical(f"unknown hash algorithm: {event.get('alg')!r}")
    head = {
        "alg": ALGORITHM,
        "prev": prev,
        "seq": event.get("seq"),
        "kind": event.get("kind"),
        "act": event.get("act"),
    }
    if "withheld" in event:
        return head | {"body": event.get("body"), "attests": event.get("attests")}
    body = {k: v for k, v in event.items() if k not in ENVELOPE}
    return head | {"body": digest("zhiheng.body.v1", body), "attests": attested(body)}


def event_hash(prev_hash: str, event: Mapping[str, Any]) -> str:
    """The hash (hex) of one event after ``prev_hash``; ``alg``, ``prev`` and ``hash`` of the dict are not
    hashed twice."""
    return digest("zhiheng.event.v1", header(prev_hash, event))


def seal(prev_hash: str, event: Mapping[str, Any]) -> dict[str, Any]:
    """``event`` with ``alg``, ``prev`` and ``hash`` written on it; the key ``withheld`` is not for real
    events."""
    if "withheld" in event:
        raise NotCanonical("a withheld event cannot be sealed")
    return dict(event) | {"alg": ALGORITHM, "prev": prev_hash, "hash": event_hash(prev_hash, event)}


def withhold(event: Mapping[str, Any], reason: str) -> dict[str, Any]:
    """A sealed event without its body: act, place and hashes stay, and :func:`verify_chain` still holds
    it."""
    head = header(str(event["prev"]), event)
    return head | {"hash": event["hash"], "withheld": reason}


@dataclass(frozen=True)
class Break:
    """One fault of a chain. ``kind``: changed, dropped, added, reordered, link, head. ``why`` is Chinese."""

    seq: int
    kind: str
    why: str


def verify_chain(
    events: Iterable[Mapping[str, Any]], first: str, *, head: str | None = None, count: int | None = None
) -> list[Break]:
    """Every fault, by seq; empty means whole. ``first`` is the file's genesis.

    ``head`` and ``count`` come from elsewhere (a signed checkpoint of exactly these items): without them an
    end cut off or added cannot be seen.
    """
    items = list(events)
    by_seq: dict[int, Mapping[str, Any]] = {}
    breaks: list[Break] = []
    for place, item in enumerate(items, 1):
        seq = item.get("seq")
        if type(seq) is not int or seq < 1:
            breaks.append(Break(place, "changed", f"第{place}行没有可用的序号"))
        elif seq in by_seq:
            breaks.append(Break(seq, "added", "同一序号出现两次，多出一项"))
        else:
            by_seq[seq] = item
    breaks += _out_of_order(items)
    breaks += _each_by_itself(by_seq)
    last = max([*by_seq, count or 0, 0])
    breaks += [Break(s, "dropped", "缺少这一项") for s in range(1, last + 1) if s not in by_seq]
    if count is not None:
        breaks += [Break(s, "added", f"登记的案卷到第{count}项为止，多出这一项") for s in by_seq if s > count]
    breaks += _links(by_seq, first)
    breaks += _against_head(by_seq, head, count)
    return sorted(breaks, key=lambda b: b.seq)


def _out_of_order(items: Sequence[Mapping[str, Any]]) -> list[Break]:
    out, highest = [], 0
    for item in items:
        seq = item.get("seq")
        if type(seq) is not int:
            continue
        if seq < highest:
            out.append(Break(seq, "reordered", f"排在第{highest}项之后，次序被调换"))
        highest = max(highest, seq)
    return out


def intact(event: Mapping[str, Any]) -> bool:
    """True when the event's own hash is the hash of what it says."""
    try:
        return event_hash(str(event.get("prev")), event) == event.get("hash")
    except NotCanonical:
        return False


def _each_by_itself(by_seq: Mapping[int, Mapping[str, Any]]) -> list[Break]:
    return [Break(seq, "changed", "内容被改动") for seq, item in by_seq.items() if not intact(item)]


def _links(by_seq: Mapping[int, Mapping[str, Any]], first: str) -> list[Break]:
    """Neighbours that do not join. A changed item is already named by itself and keeps its stated hash."""
    out = []
    for seq, item in by_seq.items():
        before = first if seq == 1 else by_seq.get(seq - 1, {}).get("hash")
        if before is not None and item.get("prev") != before:
            what = "不是从本案卷起始的" if seq == 1 else f"与第{seq - 1}项不衔接，两项之一被替换"
            out.append(Break(seq, "link", what))
    return out


def _against_head(
    by_seq: Mapping[int, Mapping[str, Any]], head: str | None, count: int | None
) -> list[Break]:
    if head is None:
        return []
    at = count if count is not None else max(by_seq, default=0)
    stated = by_seq.get(at, {}).get("hash")
    if at == 0 or stated is None or stated == head:
        return []  # a missing last item is already named as dropped
    return [Break(at, "head", "与登记的案卷末端指纹不一致")]
