"""How the facts of 管辖协调 are printed: to whom the report goes, by which rule help is asked."""
from __future__ import annotations

from typing import Any

from zhiheng.kernel.facts import Facts
from zhiheng.kernel.view import FileView, Subject
from zhiheng.law.gates_competence import DESIGNATED, NO_SECOND
from zhiheng.law.procedures import competence_facts as f
from zhiheng.law.procedures.competence import ASSIST, GRAVE

Printed = dict[str, Any]
RULE = {"dispute": DESIGNATED, "objection": (NO_SECOND,), "grave": (GRAVE,)}


def report(view: FileView, facts: Facts, chosen: tuple[Subject, ...]) -> Printed:
    ground = str(facts.get("ground") or "dispute")
    return {"addressee": facts.get("superior"), "ground": dict(f.REPORTED).get(ground, ground),
            "basis": [a.zh() for a in RULE.get(ground, DESIGNATED)]}


def designation(view: FileView, facts: Facts, chosen: tuple[Subject, ...]) -> Printed:
    ground = str(facts.get("ground") or "")
    return {"ground": dict(f.GROUNDS).get(ground, ground)}


def assistance(view: FileView, facts: Facts, chosen: tuple[Subject, ...]) -> Printed:
    return {"basis": [a.zh() for a in ASSIST]}


PRINTED = {"jurisdiction_report": report, "jurisdiction_designation": designation, "assistance_letter": assistance}
