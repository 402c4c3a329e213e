"""How the papers of the team standard are printed: the unit by name, items with words and sums, assessors by name."""
from __future__ import annotations

from typing import Any

from zhiheng.kernel.facts import Facts
from zhiheng.kernel.view import FileView, Subject
from zhiheng.law.procedures.standardisation import CONCLUSIONS, FIVE, RESULTS, called

Printed = dict[str, Any]


def _listed(view: FileView) -> Printed:
    listed = view.last("list_unit")
    return {"unit_name": listed.facts.get("unit_name"), "year": str(listed.facts.get("year"))} if listed else {}


def _own(view: FileView) -> list[Printed]:
    last = view.last("self_assess")
    return list(last.facts.get("items") or ()) if last else []


def _total(rows: list[Printed], full: int) -> str:
    return f"{sum(int(r.get('points') or 0) for r in rows)} / {full}"


def application(view: FileView, facts: Facts, chosen: tuple[Subject, ...]) -> Printed:
    rows = _own(view)
    return {**_listed(view), "total": _total(rows, sum(int(r["full"]) for r in rows)),
            "items": [{**r, "standard": dict(FIVE).get(str(r.get("standard")), ""), "full": str(r["full"]), "points": str(r["points"]),
                       "evidence": r.get("evidence") or r.get("gap") or ""} for r in rows]}


def acceptance(view: FileView, facts: Facts, chosen: tuple[Subject, ...]) -> Printed:
    own = {str(r["number"]): r for r in _own(view)}
    rows = list(facts.get("items") or ())
    return {**_listed(view), "total": _total(rows, sum(int(r["full"]) for r in own.values())),
            "conclusion_zh": dict(CONCLUSIONS).get(str(facts.get("conclusion")), ""),
            "assessor_names": [called(view, str(p)) for p in facts.get("assessors") or ()],
            "items": [{"number": r.get("number"), "requirement": (own.get(str(r.get("number"))) or {}).get("requirement", ""),
                       "result": dict(RESULTS).get(str(r.get("result")), ""), "points": str(r.get("points", "")), "reason": r.get("reason") or ""}
                      for r in rows]}


def revoked(view: FileView, facts: Facts, chosen: tuple[Subject, ...]) -> Printed:
    return _listed(view)


PRINTED = {"standard_application": application, "standard_acceptance": acceptance, "standard_revoked": revoked}
