"""并入检查: one visit of two agencies with two records. The second joins the first's visit and keeps a file of its own record.

Basis: 国办发〔2024〕54号 (能合并的检查合并进行), read in official explanations only: its gates are defects.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhiheng.kernel.facts import fact
from zhiheng.kernel.gates import facts_say, never_after
from zhiheng.kernel.procedure import Act, Prefilled, Severity, Unmet
from zhiheng.kernel.situation import Situation
from zhiheng.law.basis import penalty_law
from zhiheng.law.gates_common import two_certified_officers
from zhiheng.law.gates_competence import MERGED_VISITS, Row, to_be_joined, visits_of_others
from zhiheng.law.procedures.inspection_facts import Item
from zhiheng.law.routes import SECTION_APPROVAL


@dataclass(frozen=True)
class JoinFacts:
    """并入检查: which visit is joined, by whom, for which matters."""

    first_no: str = fact("并入的检查", help="其他机关尚未进行的检查的案卷号", article=MERGED_VISITS)
    first_agency: str = fact("该检查的机关")
    checked_unit: str = fact("被检查单位")
    checked_unit_address: str = fact("地址", required=False)
    visit_on: date = fact("一同检查的日期")
    officers: tuple[str, ...] = fact("行政执法人员", as_="people", article=penalty_law(42, 1),
                                     help="本机关参加的执法人员，不少于两人，均须持有效执法证。")
    inspection_items: tuple[Item, ...] = fact("本机关的检查内容", help="由本机关逐项作答，记入本机关的现场检查记录。")
    remark: str = fact("备注", required=False, as_="longtext")


@dataclass(frozen=True)
class AcceptJoinFacts:
    """接受并入: what the first visit learns of the one that joins it."""

    unit: str = fact("并入的机关")
    their_no: str = fact("并入机关的案卷号")
    visit_on: date = fact("一同检查的日期")
    people: tuple[str, ...] = fact("参加的执法人员")
    inspection_items: tuple[Item, ...] = fact("并入机关的检查内容", required=False)


def _to_join(s: Situation) -> list[Row]:
    return to_be_joined(visits_of_others(s), str(s.view.attrs.get("agency_code") or ""))


def _joinable(s: Situation) -> Unmet | None:
    rows = _to_join(s)
    if any(r["no"] == s.given("first_no") for r in rows):
        return None
    known = f"可以并入的是 {rows[0]['no']}（{rows[0]['agency']}）" if rows else "其他机关现在没有尚未进行的检查"
    return Unmet(f"{s.given('first_no')} 不是其他机关对该单位尚未进行的检查，或者本机关已经并入", cure=f"{known}；没有的，制现场检查方案单独检查")


def join(s: Situation) -> dict[str, Prefilled]:
    """From the first visit that is not made yet, and the register."""
    row = next(iter(_to_join(s)), None)
    unit = s.view.attrs.get("enterprise") or {}
    found = {"checked_unit": Prefilled(unit.get("name"), "一企一档"),
             "checked_unit_address": Prefilled(unit.get("address"), "一企一档"),
             "inspection_items": Prefilled(s.view.attrs.get("proposed_items"), "执法手册：按行业、风险与历史推荐")}
    if row:
        source = f"检查 {row['no']}"
        found |= {"first_no": Prefilled(row["no"], source), "first_agency": Prefilled(row["agency"], source),
                  "visit_on": Prefilled(row.get("day"), source)}
    return {k: v for k, v in found.items() if v.value}


ACTS = (
    Act("join_visit", "并入检查", JoinFacts, (MERGED_VISITS,), by=("officer",), route=SECTION_APPROVAL, prefill=join,
        stage="plan", moves_to="plan", once=True, gates=(
            two_certified_officers("officers"),
            facts_say(MERGED_VISITS, "visit_to_join", "并入的是其他机关对同一企业尚未进行的检查", _joinable,
                      severity=Severity.DEFECT, verified=False),
            never_after(MERGED_VISITS, "plan", "已有本机关的检查方案，不再并入", severity=Severity.DEFECT)),
        help="一次检查、两份记录：与先立检查的机关同日进场，各自制作检查记录；不计入企业的年度检查频次。"),
    Act("accept_joint", "接受并入", AcceptJoinFacts, (MERGED_VISITS,), by=("officer", "handler"), side=True, stage="plan", gates=(
        never_after(MERGED_VISITS, "record", "已有现场检查记录，不能再并入", severity=Severity.DEFECT),),
        help="本系统内的机关并入本次检查时，这里自动登记。不使用本系统的部门一同检查的，由承办人登记。"),
)
