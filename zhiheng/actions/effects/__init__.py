"""What acts write besides events: rows that are searched and counted. Fed by facts only, so they can be rebuilt."""
from zhiheng.actions.effects import conferrals, inspection, penalty, publicity, subjects  # registered by being imported
from zhiheng.actions.effects.registry import Effect, EffectContext, apply, effect

__all__ = ["Effect", "EffectContext", "apply", "conferrals", "effect", "inspection", "penalty", "publicity",
           "subjects"]
