"""行政处罚（普通程序): clue → filing → evidence → report → notice per party → reviews → decision → service → archive.

Read this page for the shape; each group of acts stands in ``penalty/`` beside its gates. 行政处罚法 (2021) chapter 5.
"""
from __future__ import annotations

from datetime import date

from zhiheng.kernel.procedure import Act, Procedure, Stage
from zhiheng.law import gates_mandate as mandate
from zhiheng.law.basis import penalty_law
from zhiheng.law.gates_competence import kept_by_the_competent
from zhiheng.law.procedures.penalty import (
    competence,
    course,
    decision,
    evidence,
    execution,
    filing,
    hearing,
    notice,
    review,
)
from zhiheng.law.procedures.penalty.clocks import CLOCKS

_ACTS = {a.id: a for part in (filing, evidence, review, notice, hearing, decision, course, competence,
                                     execution) for a in part.ACTS}

ORDER = (
    "lead", "receive_transfer", "extend_filing", "file_case", "request_recusal", "decide_recusal", "reassign",
    "confirm_address", "inquiry_notice", "inquiry", "scene_record", "sampling", "register_evidence", "dispose_evidence", "add_evidence",
    "commission_appraisal", "appraisal_result",
    "extend_case", "suspend", "resume",
    "conclude_investigation", "legal_review",
    "penalty_notice", "defence", "waive_defence", "review_defence",
    "request_hearing", "waive_hearing", "hearing_notice", "postpone_hearing", "hold_hearing", "hearing_report",
    "collective_discussion", "handling_approval", "decide", "decide_no_penalty",
    "transfer_criminal", "transfer_other", "withdraw_case",
    "transfer_agency", "transfer_received", "transfer_objected", "merge_into", "take_in",
    "serve", "publish", "report_upward", "payment_notice", "payment", "remind_payment", "defer_payment",
    "close", "archive",
)
"""The lawful order in which the acts are offered."""

STAGES = (
    Stage("lead", "线索", ("lead", "file_case")),
    Stage("investigation", "调查", ("inquiry", "scene_record", "conclude_investigation")),
    Stage("review", "审理", ("legal_review", "penalty_notice", "collective_discussion", "decide")),
    Stage("execution", "执行", ("serve", "payment", "publish")),
    Stage("archive", "归档", ("close", "archive")),
)


def _acts() -> tuple[Act, ...]:
    return mandate.limited((kept_by_the_competent(_ACTS[name]) for name in ORDER), mandate.PENALTY)


PENALTY_ORDINARY = Procedure(
    id="penalty_ordinary",
    zh="行政处罚（普通程序）",
    articles=(penalty_law(54), penalty_law(57)),
    stages=STAGES,
    acts=_acts(),
    clocks=CLOCKS,
    entry=("lead", "file_case", "receive_transfer"),
    since=date(2021, 7, 15),
    extent=mandate.extent,
)
