"""The one kind of error that a person is meant to read."""
from __future__ import annotations

from zhiheng.kernel.article import Article


class ZhihengError(Exception):
    """What happened (``message``), by which rule (``article``), what to do (``hint``). All in Chinese."""

    def __init__(self, message: str, *, article: Article | None = None, hint: str = "") -> None:
        self.message, self.article, self.hint = message, article, hint
        super().__init__(self.says())

    def says(self) -> str:
        parts = [self.message]
        if self.article:
            parts.append(self.article.short())
        if self.hint:
            parts.append(self.hint)
        return "。".join(p.rstrip("。") for p in parts) + "。"
