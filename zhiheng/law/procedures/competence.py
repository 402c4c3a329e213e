"""管辖协调: a dispute reported and settled or decided, a matter taken up, sent down or designated, help asked of another area.

Basis: 行政处罚法 22, 25, 26; order 18 (2026), articles 8, 9, 11, 30. No law gives the superior a number of days: the duty stands
on his desk until he has decided, and the day for handing over is the one his decision names.
"""
from __future__ import annotations

from typing import Any

from zhiheng.kernel.facts import as_date
from zhiheng.kernel.gates import after, facts_say, never_after, says
from zhiheng.kernel.procedure import Act, Clock, PaperRule, Prefilled, Procedure, Severity, Stage, Unmet, When
from zhiheng.kernel.situation import Situation
from zhiheng.law.basis import penalty_law, penalty_rules_2026
from zhiheng.law.gates_competence import DESIGNATED, NO_SECOND, UP_OR_DOWN
from zhiheng.law.procedures import competence_facts as f
from zhiheng.law.routes import BY_HEAD, HEAD_APPROVAL, SECTION_APPROVAL

ASSIST = (penalty_law(26), penalty_rules_2026(30, 2))
UP, GRAVE = penalty_rules_2026(11, 1), penalty_rules_2026(11, 2)
LEVELS = ("take_up", "send_down")


# --- gates -------------------------------------------------------------------------------------------------------

def _consulted(s: Situation) -> Unmet | None:
    if s.given("ground") != "dispute":
        return None
    lacking = [zh for name, zh in (("other_agency", "另一机关"), ("other_view", "另一机关意见"), ("consulted_on", "协商日期"),
                                   ("consultation", "协商经过和结果")) if not s.given(name)]
    if lacking:
        return Unmet(f"管辖争议应当先协商，报请没有写明{'、'.join(lacking)}", cure="先与对方协商并记录双方意见，协商不成的再报请")
    day = as_date(s.facts or {}, "consulted_on")
    return Unmet(f"协商日期 {day} 晚于今天", cure="核对日期") if day and day > s.on else None


def _objected(s: Situation) -> Unmet | None:
    if s.given("ground") != "objection":
        return None
    no = s.given("matter_no")
    if any(r.get("no") == no for r in s.view.attrs.get("handed_to_us") or ()):
        return None
    return Unmet(f"没有移送本机关而尚未接收的案卷「{no or '未填'}」", cure="填写移送来的案卷号；已经接收的，接收之前才能提出异议")


def _paths(s: Situation) -> list[str]:
    """The agencies of the files named, as paths of the tree of agencies."""
    held = s.view.attrs.get("matters") or {}
    return [held[no]["path"] for no in s.given("matter_nos") or () if no in held]


def _known_files(s: Situation) -> Unmet | None:
    held = s.view.attrs.get("matters") or {}
    unknown = [no for no in s.given("matter_nos") or () if no not in held]
    return Unmet(f"系统内没有案卷 {'、'.join(unknown)}", cure="核对案卷号") if unknown else None


def _superior(s: Situation) -> Unmet | None:
    """Who decides stands above all the agencies concerned; above or equal for taking up and sending down."""
    if s.actor is None:
        return None
    house = s.view.attrs.get("house") or {}
    competent = (house.get(str(s.given("competent_code"))) or {}).get("path")
    if competent is None:
        return Unmet(f"系统内没有简码为「{s.given('competent_code')}」的机关", cure="核对管辖机关简码")
    concerned = [*_paths(s), competent]
    levels = s.given("ground") in LEVELS
    mine = (s.view.attrs.get("head_paths") or {}).get(s.actor.id) or ()
    for path in mine:
        if all(p.startswith(path) and (levels or p != path) for p in concerned):
            return None
    says_ = "提级、交办由上级机关对下级机关的案件作出" if levels else "指定管辖由有争议的机关共同的上一级机关作出，争议一方不能自己指定"
    return Unmet(f"{s.actor.name}不在{'上级机关' if levels else '共同的上一级机关'}任职：{says_}",
                 cure="报共同的上一级机关；对本机关所属、所委托的乡镇园区，用提级或者交办")


def _direction(s: Situation) -> Unmet | None:
    """Taken up: the competent one is above the files' agencies; sent down: below."""
    house, ground = s.view.attrs.get("house") or {}, s.given("ground")
    competent = (house.get(str(s.given("competent_code"))) or {}).get("path")
    if competent is None or ground not in LEVELS:
        return None
    for path in _paths(s):
        up = path.startswith(competent) and path != competent
        down = competent.startswith(path) and path != competent
        if (ground == "take_up" and not up) or (ground == "send_down" and not down):
            return Unmet(f"{s.given('competent_name')}不是{'上级' if ground == 'take_up' else '下级'}机关，不能{dict(f.GROUNDS)[ground]}",
                         cure="改选决定的种类，或者核对管辖机关")
    return None


def _later(s: Situation) -> Unmet | None:
    day = as_date(s.facts or {}, "hand_over_by")
    return Unmet(f"移送材料的期限 {day} 早于今天", cure="核对日期") if day and day < s.on else None


def _late_question(s: Situation) -> Unmet | None:
    """A decided case has no competence left to dispute."""
    held = s.view.attrs.get("matters") or {}
    done = [no for no in s.given("matter_nos") or () if (held.get(no) or {}).get("decided")]
    return Unmet(f"{'、'.join(done)} 已经作出处罚决定，不能再指定管辖", cure="违法或者不适当的，由上级责令改正（令第18号第12条）") if done else None


def _result(s: Situation) -> Unmet | None:
    if any(s.done(a) for a in ("agree", "carry_out", "assistance_reply")):
        return None
    return Unmet("没有协商一致、指定的落实或者协查答复", cure="先登记结果")


# --- what the forms bring along ------------------------------------------------------------------------------------

def report(s: Situation) -> dict[str, Prefilled]:
    """From the transfer that waits, where there is one about the same enterprise."""
    row = next(iter(s.view.attrs.get("handed_to_us") or ()), None)
    unit = s.view.attrs.get("enterprise") or {}
    found: dict[str, Any] = {"place_of_conduct": unit.get("address"), "superior": s.view.attrs.get("superior_name")}
    if row:
        found |= {"ground": "objection", "matter": row.get("cause"), "matter_no": row["no"], "other_agency": row["agency"],
                  "other_no": row["no"], "other_view": row.get("reasons")}
    return {k: Prefilled(v, f"移送 {row['no']}" if row else "登记") for k, v in found.items() if v}


def designate(s: Situation) -> dict[str, Prefilled]:
    """From the report."""
    told = s.view.last("report")
    if told is None:
        return {"basis": Prefilled([DESIGNATED[0].zh()], "管辖的规定")}
    facts, source = told.facts, "报请"
    nos = [n for n in dict.fromkeys((facts.get("matter_no"), facts.get("other_no"))) if n]
    ground = "take_up" if facts.get("ground") == "grave" else "dispute"
    basis = [UP.zh()] if ground == "take_up" else [DESIGNATED[0].zh(), DESIGNATED[1].zh()]
    found: dict[str, Any] = {"ground": ground, "matter": facts.get("matter"), "matter_nos": nos, "basis": basis}
    return {k: Prefilled(v, source) for k, v in found.items() if v}


ACTS = (
    Act("report", "报请管辖", f.ReportFacts, (DESIGNATED[0], NO_SECOND, GRAVE), by=("officer", "section_head"),
        route=SECTION_APPROVAL, prefill=report, stage="report", moves_to="report", once=True,
        papers=(PaperRule("jurisdiction_report"),), gates=(
            facts_say(DESIGNATED, "consulted_first", "对管辖发生争议的应当协商，协商不成的报请指定", _consulted),
            facts_say(NO_SECOND, "objection_to_transfer", "受移送的机关有异议的，接收之前报请指定", _objected)),
        help="争议双方的意见都写入报告；受移送有异议的不得退回或者再移送。"),
    Act("agree", "协商一致", f.AgreeFacts, (DESIGNATED[0],), by=("handler", "section_head"), stage="decided",
        moves_to="decided", once=True, gates=(
        after(DESIGNATED[0], "report", "先有报请，才登记协商一致"),
        never_after(DESIGNATED[0], "designate", "已经指定管辖", id="not_designated"))),
    Act("designate", "指定管辖（提级、交办）", f.DesignateFacts, (*DESIGNATED, UP), by=("bureau_head", "section_head"),
        route=BY_HEAD, prefill=designate, stage="decided", moves_to="decided", once=True,
        papers=(PaperRule("jurisdiction_designation"),), gates=(
            never_after(DESIGNATED[0], "agree", "两机关已经协商一致", id="not_agreed"),
            facts_say(DESIGNATED, "matters_known", "指定所涉的案卷应当存在", _known_files),
            facts_say((*DESIGNATED, UP), "common_superior", "由共同的上一级机关指定；提级、交办由上级机关决定", _superior),
            facts_say(UP, "up_or_down", "提级归上级，交办归下级", _direction),
            facts_say(DESIGNATED[0], "still_open", "作出处罚决定之前才能指定管辖", _late_question),
            facts_say(DESIGNATED[0], "hand_over_day", "移送材料的期限应当在今天以后", _later, severity=Severity.DEFECT)),
        help="生效后，其他机关的案卷不得再往下办理，只能移送；被指定的机关可以继续。"),
    Act("carry_out", "登记落实", f.CarriedFacts, (DESIGNATED[0],), by=("section_head", "bureau_head", "handler"), stage="decided",
        once=True, gates=(after(DESIGNATED[0], "designate", "指定管辖以后才登记落实"),)),
    Act("request_assistance", "请求协查", f.AssistanceFacts, ASSIST, by=("officer",), route=HEAD_APPROVAL, stage="report",
        moves_to="report", once=True, papers=(PaperRule("assistance_letter"),), gates=(
            never_after(ASSIST, "report", "本卷是报请管辖，协查另行发函", id="not_a_dispute"),),
        help="跨行政区域的案件需要其他地区协查或者异地检查的，出具协助调查函。"),
    Act("assistance_reply", "登记协查答复", f.AssistanceReplyFacts, ASSIST, stage="decided", moves_to="decided", once=True, gates=(
        after(ASSIST, "request_assistance", "没有发出协查函，无从登记答复"),)),
    Act("close", "办结", f.CloseFacts, (DESIGNATED[0],), by=("handler", "section_head", "bureau_head"), ends=True, once=True,
        stage="closed", moves_to="closed", gates=(says(DESIGNATED[0], "has_result", "有结果的才能办结", _result),)),
)

COMPETENCE = Procedure(
    "competence", "管辖协调", (DESIGNATED[0], UP_OR_DOWN),
    stages=(Stage("report", "报请、发函", ("report", "request_assistance")),
            Stage("decided", "决定、答复", ("agree", "designate", "carry_out", "assistance_reply")),
            Stage("closed", "办结", ("close",))),
    acts=ACTS,
    clocks=(
        Clock("designation", "作出指定管辖决定", "", (When("report"),), (When("designate"), When("agree")), todo="designate",
              articles=(DESIGNATED[0],)),
        Clock("hand_over", "落实指定、移送材料", "", (When("designate"),), (When("carry_out"), When("close")),
              due_fact="hand_over_by", todo="carry_out", articles=(DESIGNATED[0],)),
        Clock("assistance", "等待协查答复", "", (When("request_assistance"),), (When("assistance_reply"), When("close")),
              due_fact="reply_by", todo="assistance_reply", articles=ASSIST),
    ),
    entry=("report", "designate", "request_assistance"),
)
