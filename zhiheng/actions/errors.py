"""Why something was not done. Nothing is written when one of these is raised."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from zhiheng.kernel.clock import TZ
from zhiheng.kernel.engine import Judgement, Obstacle
from zhiheng.kernel.errors import ZhihengError
from zhiheng.kernel.facts import FactError


class Refusal(ZhihengError):
    """Base of every refusal; ``message`` is a Chinese sentence."""


class Refused(Refusal):
    """Unmet gates. ``judgements`` carries every obstacle of every subject, not only the first."""

    def __init__(self, judgements: Iterable[Judgement]) -> None:
        self.judgements = tuple(judgements)
        self.obstacles: tuple[Obstacle, ...] = tuple(o for j in self.judgements for o in j.obstacles if o.stops)
        super().__init__("；".join(dict.fromkeys(o.says for o in self.obstacles)) or "不能办理")


class SignatureRefused(Refusal):
    """This person may not sign this step. ``obstacles`` say why."""

    def __init__(self, obstacles: Iterable[Obstacle]) -> None:
        self.obstacles = tuple(obstacles)
        super().__init__("；".join(o.says for o in self.obstacles))


class Invalid(Refusal):
    """The input cannot be read or is incomplete. ``errors`` name every fault by its field."""

    def __init__(self, errors: Iterable[FactError]) -> None:
        self.errors = tuple(errors)
        super().__init__("；".join(e.says for e in self.errors))


class KeyReused(Refusal):
    """An idempotency key came again with other content."""

    def __init__(self, key: str) -> None:
        super().__init__(f"请求编号「{key}」已经用于另一项内容，请刷新后重新提交")
        self.key = key


class NotAllowed(Refusal):
    """The person may not do this at all (not his draft, not the named superior)."""


class WrongSecret(Refusal):
    """Wrong password or PIN. ``left`` tries remain before the account is locked."""

    def __init__(self, says: str, left: int) -> None:
        super().__init__(says)
        self.left = left


class LockedOut(Refusal):
    """Too many failures; ``until`` is when it may be tried again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"连续输错次数过多，账号已锁定至 {until.astimezone(TZ):%Y-%m-%d %H:%M}")
        self.until = until
