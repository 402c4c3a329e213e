"""The explanation of a weighed matter as plain JSON values; amounts in yuan, whole ones as integers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from zhiheng.kernel.article import Article
from zhiheng.kernel.discretion import PartyWeighing, Range, Step, Trigger, Weighing, party_reasoning

if TYPE_CHECKING:
    from zhiheng.law.weighing import Matter, Weighed

Json = Any
REQUIREMENTS = ("hearing", "legal_review", "collective_discussion")


def explain(matter: Matter) -> dict[str, Json]:
    """The whole explanation: place, day, every party with its violations, the sums, what is required and by which rule."""
    limits = matter.thresholds
    return {
        "place": matter.place or "national",
        "date": matter.on.isoformat(),
        "unit": "yuan",
        "parties": [_party(p, matter) for p in matter.parties],
        "total": yuan(matter.total_fen),
        **{kind: requirement(kind, matter.triggers) for kind in REQUIREMENTS},
        "thresholds": {
            "person": yuan(limits.person_fen),
            "unit": yuan(limits.unit_fen),
            "collective": yuan(limits.collective_fen) if limits.collective_fen is not None else None,
            "verified": limits.verified,
            "source": limits.source,
        },
        "warnings": list(matter.warnings),
    }


def yuan(fen: int) -> int | float:
    """Whole yuan as an integer; fen only where there are any."""
    return fen // 100 if fen % 100 == 0 else fen / 100


def article(a: Article) -> dict[str, Json]:
    """law, article, paragraph, item, and the words."""
    return {"law": a.law, "article": a.article, "paragraph": a.paragraph, "item": a.item, "text": a.short()}


def _steps(steps: Sequence[Step]) -> list[Json]:
    return [{"text": s.text, "articles": [article(a) for a in s.articles]} for s in steps]


def _range(found: Range | None) -> Json:
    return None if found is None else {"min": yuan(found.min_fen), "max": yuan(found.max_fen)}


def _party(party: PartyWeighing, matter: Matter) -> Json:
    rows = [(w, "") for w in party.items] + [(a.weighing, a.by.charge.id) for a in party.absorbed]
    rows.sort(key=lambda row: int(row[0].charge.id.rpartition(".")[2]))
    own = matter.own_triggers(party)
    return {
        "name": party.name,
        "kind": "unit" if party.is_unit else "person",
        "violations": [_weighing(w, by, matter.charges[w.charge.id]) for w, by in rows],
        "total": yuan(party.total_fen),
        "other_penalties": list(party.other_penalties),
        **{kind: requirement(kind, own) for kind in REQUIREMENTS},
        "steps": _steps(party.steps),
        "explanation": party_reasoning(party),
    }


def _weighing(weighing: Weighing, by: str, known: Weighed) -> Json:
    charged = weighing.charge
    band = weighing.band if not known.sparse else None
    return {
        "code": known.code,
        "stage": known.stage,
        "date": known.acted.isoformat(),
        "title": charged.title,
        "range": _range(weighing.range),
        "band": band.name if band else None,
        "band_range": _range(weighing.band_range) if not known.sparse else None,
        "benchmark": charged.benchmark.title if charged.benchmark and weighing.band else None,
        "proposed": 0 if by else yuan(weighing.proposed_fen),
        "absorbed_by": by or None,
        "no_penalty": weighing.no_penalty or None,
        "duty": [article(a) for a in charged.duty],
        "penalty": [article(a) for a in charged.penalty],
        "articles": [article(a) for a in sorted({*weighing.articles, *charged.penalty, *charged.duty})],
        "other_penalties": list(weighing.other_penalties),
        "steps": _steps((*weighing.steps, *known.notes)),
        "what_changes": list(weighing.what_changes),
        "compared": known.compared,
        "warnings": list(dict.fromkeys([*known.warnings, *weighing.warnings, *(n.text for n in known.notes)])),
    }


def requirement(kind: str, triggers: Sequence[Trigger]) -> Json:
    """Whether something is required, by which rule in words and by which articles; each rule by itself under ``rules``."""
    mine = [t for t in triggers if t.kind == kind]
    sure = [t for t in mine if t.certain]
    rules = [{"party": t.party or None, "says": t.says, "articles": [article(a) for a in t.articles],
              "verified": t.verified, "certain": t.certain} for t in mine]  # fmt: skip
    return {
        "required": bool(sure),
        "rule": "；".join(t.says for t in sure) or None,
        "articles": [article(a) for a in dict.fromkeys(a for t in sure for a in t.articles)],
        "rules": rules,
    }
