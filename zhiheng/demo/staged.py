"""Cases and visits of these days, so that every post finds something to do today. Dates count back from today."""
from __future__ import annotations

from datetime import date, timedelta

from zhiheng.demo import competence
from zhiheng.demo.charging import PERSON, UNIT
from zhiheng.demo.faults import PRINCIPAL, Found, by_item
from zhiheng.demo.inspecting import Visit
from zhiheng.demo.pace import workday
from zhiheng.demo.programme import Programme
from zhiheng.demo.prosecuting import Case
from zhiheng.demo.rectifying import Mending


def stage(p: Programme) -> None:
    """Everything that is under way today."""
    story(p)
    for n, (stop, role, party, back) in enumerate(WAITING):
        waiting_case(p, n, stop, role, party, back)
    finished(p)
    hearing(p)
    overdue(p)
    for n, role in enumerate(("second", "section_head", "bureau_head", "bureau_head")):
        firm = p.firm(p.today.year, "YL")
        p.world.visit(workday(p.today, -2), firm, Visit(stop=role), p.people("YL", n))
    for n in range(3):  # approved, and to be made today
        p.world.visit(workday(p.today, -2), p.firm(p.today.year, "YL"), Visit(), p.people("YL", n))
    competence.fill(p, lambda firm, on: Case(p.unit(("G-13", 2)), firm, on, source="complaint", quick=True))


def story(p: Programme) -> None:
    """鑫达木业 of the manual: two parties noticed five working days ago, a defence by mail, the period ends today."""
    firm, pair = p.house.firms[0], p.people("YL", 0)
    served = workday(p.today, -5)
    visited = served - timedelta(days=49)
    charged = [Found(by_item()["G-05"], 6), Found(by_item()["G-06"], 3)]
    charges = p.charges([*((UNIT, f) for f in charged)], again=True) + p.charges([(PERSON, Found(PRINCIPAL, 1))])
    case = Case(charges, firm, workday(visited), defends=True, stop="review_defence", anchors={
        "file_case": served - timedelta(days=35), "conclude_investigation": workday(served, -6),
        "legal_review": workday(served, -2), "penalty_notice": workday(served, -1), "serve_notice": served})
    p.world.visit(workday(workday(visited), -2), firm, Visit(found=[Found(by_item()["C-06"], 2)], charged=charged), pair,
                  case=lambda on: case)
    second = Visit(found=[Found(by_item()["D-03"], 3), Found(by_item()["D-07"], 2), Found(by_item()["G-09"], 2)],
                   source="campaign", document=f"云政办函〔{p.today.year}〕41号", days_to_mend=9)
    p.world.visit(workday(served, -7), firm, second, pair, mending=Mending(partial=True))


WAITING: tuple[tuple[str, str, int, int], ...] = (
    ("file_case", "bureau_head", 0, 3), ("scene_record", "second", 0, 6), ("legal_review", "", 0, 16),
    ("penalty_notice", "section_head", 0, 19), ("handling_approval", "bureau_head", 0, 42),
    ("conclude_investigation", "section_head", 0, 14), ("collective_discussion", "bureau_head", 0, 42))
"""(act, role whose signature it waits for, party, working days since the lead)."""


def waiting_case(p: Programme, n: int, stop: str, role: str, party: int, back: int) -> None:
    """A case that lies at one act; the lead came ``back`` working days ago."""
    firm, begun = p.firm(p.today.year, "YL"), workday(p.today, -back)
    heavy = stop == "collective_discussion"
    charges = p.unit(("G-05", 9), ("G-07", 2)) if heavy else p.unit((("G-13", "G-17", "G-12", "G-15")[n % 4], 2))
    anchors = {}
    if stop in ("handling_approval", "collective_discussion"):
        anchors = {"serve_notice": workday(p.today, -8), "penalty_notice": workday(p.today, -9)}
    case = Case(charges, firm, workday(begun, -2), stop=stop, stop_role=role, stop_party=party, anchors=anchors,
                source=("complaint", "transfer", "assigned")[n % 3], quick=not anchors)
    p.world.case(begun, case, p.people("YL", n))


def hearing(p: Programme) -> None:
    """A party asked for a hearing yesterday or so; its notice must be made in time."""
    begun = workday(p.today, -40)
    if begun.year != p.today.year:
        return
    case = Case(p.unit(("G-05", 12), ("G-16", 2)), p.firm(p.today.year, "YL"), workday(begun, -1), hearing=True,
                stop="hearing_notice", source="transfer",
                anchors={"penalty_notice": workday(p.today, -5), "serve_notice": workday(p.today, -4)})
    p.world.case(begun, case, p.people("YL", 1))


def overdue(p: Programme) -> None:
    """Rectifications whose last day has passed without anybody looking again."""
    for n, back in enumerate((38, 33, 30)):
        firm = p.firm(p.today.year, "YL")
        visit = Visit(found=p.findings(firm, 2), days_to_mend=8)
        p.world.visit(workday(p.today, -back), firm, visit, p.people("YL", n),
                      mending=Mending(replies=n != 1, looked_at=False))


def finished(p: Programme) -> None:
    """Decided cases: service due today, publication due, unpaid, not punished, closed and not yet archived, archived."""
    today, year = p.today, p.today.year
    _decided(p, workday(today, -7), "serve_decision")
    _decided(p, workday(today, -6), "publish")
    _decided(p, workday(today, -25), "payment")
    _decided(p, workday(today, -25), "archive")
    _decided(p, workday(today, -70), "")
    _decided(p, workday(today, -110), "", publish=12)  # later than the seven working days: the figure shows it
    _decided(p, workday(today, -60), "", code="YLPS")
    _decided(p, workday(today, -90), "", code="YLCG")
    firm, begun = p.firm(year, "YL"), workday(today, -60)
    if begun.year == year:
        p.world.case(begun, Case(p.unit(("G-12", 1)), firm, workday(begun, -2), no_penalty=True, source="complaint"),
                     p.people())


def _decided(p: Programme, day: date, stop: str, code: str = "YL", publish: int = 0) -> None:
    """A case decided on ``day``, published ``publish`` working days later when that is given.

    Left out when that day lies in the past year, whose figures are fixed."""
    begun = workday(day, -38)
    if begun.year != p.today.year:
        return
    firm = p.firm(begun.year, code)
    anchors = {"penalty_notice": workday(day, -9), "serve_notice": workday(day, -8), "decide": day}
    if stop == "publish":
        anchors["serve_decision"] = workday(day, 2)
    if publish:
        anchors["publish"] = workday(day, publish)
    case = Case(p.unit((p.random.choice(("G-13", "G-17", "G-12")), p.random.randint(2, 5))), firm, workday(begun, -1),
                stop=stop, anchors=anchors, source="transfer")
    p.world.case(begun, case, p.people(code))
