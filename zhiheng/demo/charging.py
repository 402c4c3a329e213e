"""From findings to amounts: parties, violations and the rows of a proposal, weighed by the bureau's own benchmark."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.demo.faults import Found
from zhiheng.law.weighing import weigh_document

UNIT, PERSON = "unit", "person"


@dataclass(frozen=True)
class Charge:
    """One violation of one party with its amount. Amounts are integer fen; ``band`` is the benchmark's."""

    kind: str
    found: Found
    fine: int
    low: int
    high: int
    band: str
    reasons: str
    again: bool = False

    @property
    def code(self) -> str:
        return self.found.fault.violation


def weighed(found: Sequence[tuple[str, Found]], decided: date, *, again: bool = False,
            place: str = "yl") -> tuple[Charge, ...]:
    """The proposals of the benchmark for these findings, one charge each."""
    day = decided.isoformat()
    parties = [{"name": kind, "kind": kind, "violations": [
        {"code": f.fault.violation, "date": day, "facts": f.facts | ({"again_in_year": True} if again and n == 0 else {})}
        for n, f in enumerate(x for k, x in found if k == kind)]} for kind in dict.fromkeys(k for k, _ in found)]
    said = weigh_document({"place": place, "date": day, "parties": parties})
    rows = [(p["kind"], v) for p in said["parties"] for v in p["violations"]]
    ordered = [pair for kind in dict.fromkeys(k for k, _ in found) for pair in found if pair[0] == kind]
    return tuple(_charge(kind, f, row, again) for (kind, f), (_, row) in zip(ordered, rows, strict=True))


def _charge(kind: str, found: Found, row: Mapping[str, Any], again: bool) -> Charge:
    band = row["band_range"] or row["range"]
    steps = [t for s in row["steps"] if (t := s["text"]).startswith("起点") or "属「" in t or "：+" in t]
    said = "".join(steps).replace(" → ", "，").replace("；", "，").replace("：是", "").replace("：+", "增加 ")
    return Charge(kind, found, int(row["proposed"]) * 100, int(band["min"]) * 100, int(band["max"]) * 100,
                  row["band"] or "一般", said or "按裁量基准确定。", again)


def proposals(charges: Sequence[Charge], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows of the investigation report."""
    return [{"party": names[c.kind], "violation": c.code, "fact_text": c.found.text, "stage": "first",
             "kinds": ["fine"], "fine": c.fine, "band": c.band, "band_min": c.low, "band_max": c.high,
             "reasons": c.reasons, "departs": False} for c in charges]
