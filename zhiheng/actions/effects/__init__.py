"""What acts write besides events: rows that are searched and counted. Fed by facts only, so they can be rebuilt."""
from zhiheng.actions.effects import (  # registered by being imported
    conferrals,
    credit,
    inspection,
    penalty,
    publicity,
    subjects,
)
from zhiheng.actions.effects.registry import Effect, EffectContext, apply, effect

__all__ = ["Effect", "EffectContext", "apply", "competence", "conferrals", "credit", "effect", "inspection", "penalty", "publicity",
           "subjects"]
