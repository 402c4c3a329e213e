"""The one error of this floor, in words for the person at the desk."""
from __future__ import annotations

from zhiheng.kernel.errors import ZhihengError


class PaperError(ZhihengError, ValueError):
    """A paper cannot be made; ``str()`` is Chinese and says what to do.

    ``field`` is the path of the value at fault inside the context (``f.illegal_facts``), empty when none is;
    ``problems`` holds every fault found, so that a form can show them all at once.
    """

    def __init__(self, problems: str | list[str], field: str = "") -> None:
        self.problems = [problems] if isinstance(problems, str) else list(problems)
        self.field = field
        super().__init__("；".join(self.problems))
