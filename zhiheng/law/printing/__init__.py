"""From the facts of an act to the facts a paper prints. Pure; one function a paper where the names differ.

``printed(code, view, facts, subjects)`` returns the paper's facts: the act's own, then those derived here.
"""
from __future__ import annotations

from typing import Any

from zhiheng.kernel.facts import Facts
from zhiheng.kernel.view import FileView, Subject
from zhiheng.law.printing.campaign import PRINTED as CAMPAIGN
from zhiheng.law.printing.competence import PRINTED as COMPETENCE
from zhiheng.law.printing.delegation import PRINTED as DELEGATION
from zhiheng.law.printing.draws import PRINTED as DRAWS
from zhiheng.law.printing.inspection import PRINTED as INSPECTION
from zhiheng.law.printing.penalty import PRINTED as PENALTY
from zhiheng.law.printing.standardisation import PRINTED as STANDARDISATION

_BY_CODE = {**CAMPAIGN, **INSPECTION, **PENALTY, **DELEGATION, **COMPETENCE, **DRAWS, **STANDARDISATION}


def printed(code: str, view: FileView, facts: Facts, subjects: tuple[Subject, ...]) -> dict[str, Any]:
    """The facts of paper ``code``. What the act asked under the paper's own names passes through unchanged."""
    derive = _BY_CODE.get(code)
    return {**facts, **(derive(view, facts, subjects) if derive else {})}
