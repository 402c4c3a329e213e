"""What acts write besides events: rows that are searched and counted. Fed by facts only, so they can be rebuilt.

Every module of this package registers its effects by being imported here; a new one needs no list.
"""
from importlib import import_module
from pkgutil import iter_modules

from zhiheng.actions.effects.registry import Effect, EffectContext, apply, effect

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["Effect", "EffectContext", "apply", "effect"]
