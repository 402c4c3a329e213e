"""The ticket of one approved visit (亮码): what an enterprise may check before it opens the gate, in as few bytes as a square
code can carry. ``payload.signature``, both in base64url; the signature is over :data:`PREFIX` and the payload.

Keys of the payload: v (1), n file, a agency, u enterprise, c its code, d [first, last day], o [[name, certificate], ...],
e experts and partners, i matters looked at (the first :data:`MATTERS`, cut), m how many there are, k the key's id.
"""
from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

PREFIX = b"zhiheng visit ticket 1\n"
"""Before the payload when signing: a signature of something else is never a ticket."""
MATTERS, WORDS = 6, 18
LONGEST = 4000
"""Characters; longer is no ticket of ours."""


class NoTicket(ValueError):
    """What was scanned is no ticket, or one cut short."""


@dataclass(frozen=True)
class Ticket:
    """What the ticket says. ``matters`` are cut for the code, ``count`` is how many the plan really has."""

    no: str
    agency: str
    unit: str
    code: str
    first: date
    last: date
    officers: tuple[tuple[str, str], ...]
    others: tuple[str, ...]
    matters: tuple[str, ...]
    count: int
    key: str = ""

    def payload(self, key: str) -> bytes:
        """The bytes that are signed: the same for the same visit and key."""
        said = {"v": 1, "n": self.no, "a": self.agency, "u": self.unit, "c": self.code, "d": [self.first.isoformat(), self.last.isoformat()],
                "o": [list(o) for o in self.officers], "e": list(self.others), "i": [_cut(m) for m in self.matters[:MATTERS]],
                "m": self.count, "k": key}
        return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def issue(ticket: Ticket, key: str, sign: Callable[[bytes], str]) -> str:
    """The text of the square code. ``sign`` answers a signature in hex."""
    payload = ticket.payload(key)
    return f"{_text(payload)}.{_text(bytes.fromhex(sign(PREFIX + payload)))}"


def read(text: str) -> tuple[Ticket, bytes, str]:
    """(the ticket, the bytes that were signed, the signature in hex). NoTicket in words for anything else."""
    if len(text) > LONGEST:
        raise NoTicket("这不是入企检查码：内容过长")
    payload, dot, signature = text.strip().partition(".")
    if not dot:
        raise NoTicket("这不是入企检查码，或者没有扫全")
    try:
        raw, signed = _bytes(payload), _bytes(signature)
        said = json.loads(raw)
        first, last = (date.fromisoformat(d) for d in said["d"])
        ticket = Ticket(str(said["n"]), str(said["a"]), str(said["u"]), str(said["c"]), first, last,
                        tuple((str(name), str(card)) for name, card in said["o"]), tuple(map(str, said["e"])),
                        tuple(map(str, said["i"])), int(said["m"]), str(said["k"]))
        if said["v"] != 1:
            raise NoTicket("这个入企检查码的版本较新，请联网核验")
    except (binascii.Error, ValueError, KeyError, TypeError, RecursionError) as fault:
        raise NoTicket(str(fault) if isinstance(fault, NoTicket) else "这不是入企检查码，或者没有扫全") from None
    return ticket, PREFIX + raw, signed.hex()


def _cut(words: str) -> str:
    return words if len(words) <= WORDS else f"{words[:WORDS - 1]}…"


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
