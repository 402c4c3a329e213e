"""The register of sources by the name under which gates find them in ``view.attrs``."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from zhiheng.records.models import File

Source = Callable[[File, datetime], Any]
_REGISTER: dict[str, Source] = {}


def source(name: str) -> Callable[[Source], Source]:
    """Answer for ``name``. ValueError when two functions would."""
    def keep(function: Source) -> Source:
        if _REGISTER.get(name, function) is not function:
            raise ValueError(f"登记资料「{name}」有两个来源")
        _REGISTER[name] = function
        return function
    return keep


@cache
def _sources() -> Mapping[str, Source]:
    """Every source declared in this package, found by importing its modules once."""
    for module in iter_modules([str(Path(__file__).parent)]):
        import_module(f"{__package__}.{module.name}")
    return _REGISTER


def asked_of(file: File, moment: datetime) -> dict[str, Callable[[], Any]]:
    """The declared sources of a file, none of them asked yet."""
    return {name: partial(function, file, moment) for name, function in _sources().items()}
