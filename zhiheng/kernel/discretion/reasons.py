"""The sentence of reasons a decision carries, generated from the steps and meant to be edited by the
officer.
"""

from __future__ import annotations

from zhiheng.kernel.discretion.party import PartyWeighing
from zhiheng.kernel.discretion.values import Step, money
from zhiheng.kernel.discretion.weigh import Weighing


def cited(step: Step) -> str:
    """A step with its articles in brackets."""
    articles = "、".join(a.short() for a in step.articles)
    return f"{step.text.rstrip('。')}（{articles}）。" if articles else step.text


def reasoning(weighing: Weighing) -> str:
    """All steps of one charge as one paragraph, each with its article."""
    return "".join(cited(step) for step in weighing.steps)


def party_reasoning(party: PartyWeighing) -> str:
    """Numbered paragraphs per charge, then the rules about one act and the sum."""
    parts = [f"{i}. {reasoning(w)}" for i, w in enumerate(party.items, 1)]
    parts += [cited(step) for step in party.steps]
    parts.append(f"对{party.name}合计建议罚款 {money(party.total_fen)}。")
    return "\n".join(parts)
