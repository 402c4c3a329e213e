"""Every declared ledger, found in the modules of ``registers/ledgers``: a new ledger needs no list."""
from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from zhiheng.registers import ledgers as package
from zhiheng.registers.declare import Ledger


@cache
def ledgers() -> Mapping[str, Ledger]:
    """All ledgers by id, in the order of their modules. ValueError when an id is declared twice."""
    found: dict[str, Ledger] = {}
    for module in sorted(m.name for m in iter_modules(package.__path__)):
        for value in vars(import_module(f"{package.__name__}.{module}")).values():
            if not isinstance(value, Ledger):
                continue
            if found.get(value.id, value) is not value:
                raise ValueError(f"台账 {value.id} 登记了两次")
            found[value.id] = value
    return MappingProxyType(found)


def ledger(key: str) -> Ledger:
    """One ledger by id; KeyError in words."""
    if key not in ledgers():
        raise KeyError(f"没有「{key}」这个台账")
    return ledgers()[key]
