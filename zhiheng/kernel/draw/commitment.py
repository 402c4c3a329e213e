"""What is published before the draw, and the seed that nobody could know then.

The agency fixes the pool and a secret before the public number exists, and publishes the hash of both: afterwards it
can change neither. The number comes from outside, so the agency could not choose a pool or a secret that suits it.
"""
from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from zhiheng.kernel.draw.pool import STRAY, DrawError

RULE = "zhiheng-draw-1"
MOMENT = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([+-][0-9]{2}:[0-5][0-9]|Z)")


@dataclass(frozen=True)
class Commitment:
    """Published at ``committed_at``; nothing may be revealed before ``public_at`` (ISO moments with zone).

    ``public_source`` names the number that will be used and where anyone reads it; ``replaces`` is empty, or the
    number and rank of the place that is drawn anew, with ``reason``.
    """

    number: str
    agency: str
    title: str
    pool_hash: str
    secret_hash: str
    public_source: str
    public_at: str
    committed_at: str
    replaces: str = ""
    reason: str = ""
    rule: str = RULE

    def __post_init__(self) -> None:
        for spec in fields(self):
            if STRAY.search(str(getattr(self, spec.name))):
                raise DrawError(f"承诺的「{spec.name}」含有控制字符")
        if _moment(self.public_at) <= _moment(self.committed_at):
            raise DrawError("公开随机数的时间须晚于承诺公布的时间，否则等于先看到结果再定名录")

    @property
    def text(self) -> str:
        """One line a field, name and value with a tab between, in the order of the fields."""
        return "".join(f"{name}\t{value}\n" for name, value in asdict(self).items())

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    def as_dict(self) -> dict[str, str]:
        return asdict(self)

    @classmethod
    def read(cls, said: Mapping[str, object]) -> Commitment:
        """From a transcript. DrawError when a field is missing or the rule is another."""
        names = [f.name for f in fields(cls)]
        if missing := [n for n in names if not isinstance(said.get(n), str)]:
            raise DrawError(f"承诺缺少「{missing[0]}」")
        if said["rule"] != RULE:
            raise DrawError(f"不认识的抽取规则「{said['rule']}」")
        return cls(**{n: str(said[n]) for n in names})


def _moment(text: str) -> datetime:
    if not MOMENT.fullmatch(text):
        raise DrawError(f"时间「{text[:40]}」没有写明时区，或者写法不是 2026-11-25T21:15:00+08:00")
    try:
        return datetime.fromisoformat(text)
    except ValueError as fault:
        raise DrawError(f"时间「{text}」无法识别") from fault


def secret_hash(secret: str) -> str:
    """SHA-256 of the secret's text (64 hexadecimal digits), hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()


def seed_of(commitment: Commitment, secret: str, public_number: str) -> bytes:
    """The 32 bytes that decide everything: SHA-256 of rule, commitment's hash, secret and public number, line by line."""
    if not public_number.strip():
        raise DrawError("没有公开随机数，不能揭晓")
    if STRAY.search(public_number.strip()):
        raise DrawError("公开随机数含有换行等控制字符，请照公布的写成一行")
    text = "\n".join((RULE, commitment.hash, secret, public_number.strip()))
    return hashlib.sha256(text.encode()).digest()
