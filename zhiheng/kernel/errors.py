"""The error a person is meant to read: what is wrong, under which article, and what to do about it."""
from __future__ import annotations


class ZhihengError(Exception):
    """A refusal or a fault in plain Chinese.

    ``message`` says what is wrong; ``article`` is the citation it rests on, if any (《…》第…条);
    ``hint`` is the next step. Command line and pages show these three and never a traceback.
    """

    def __init__(self, message: str, *, article: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.article = article
        self.hint = hint

    def __str__(self) -> str:
        return self.line()

    def line(self) -> str:
        """All of it on one line."""
        cited = f"（{self.article}）" if self.article else ""
        advice = f" 建议：{self.hint}" if self.hint else ""
        return f"{self.message}{cited}{advice}".replace("\n", " ")
