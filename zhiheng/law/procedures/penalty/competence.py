"""管辖: a case handed to another agency, received from one, objected to; two cases of one agency joined."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.kernel.facts import Facts, fact
from zhiheng.kernel.gates import after, facts_say, never_after, says
from zhiheng.kernel.procedure import Act, Clock, PaperRule, Prefilled, Unmet, When
from zhiheng.kernel.situation import Situation
from zhiheng.kernel.view import Subject
from zhiheng.law.basis import penalty_law
from zhiheng.law.gates_competence import (
    HANDED_ON,
    NO_SECOND,
    PLACE_OF_CONDUCT,
    designated_to_us,
    designation,
    standing_transfer,
)
from zhiheng.law.procedures.penalty import state
from zhiheng.law.procedures.penalty.facts_decision import MaterialRow
from zhiheng.law.routes import APPROVAL

Found = dict[str, Prefilled]
GUESTS = ("section_head", "bureau_head", "officer", "handler")
"""Whoever receives acts on the sender's file for his own agency (actions/competence.py), or enters an outside reply."""


@dataclass(frozen=True)
class TransferAgencyFacts:
    """移送管辖: the whole file with its materials."""

    addressee: str = fact("受移送机关")
    to_code: str = fact("受移送机关简码", required=False, help="本系统内的机关填写简码，如 YL；系统外的机关不填")
    cause: str = fact("案由")
    brief: str = fact("案情简介", as_="longtext")
    reasons: str = fact("移送理由", as_="longtext", article=PLACE_OF_CONDUCT,
                        good="违法行为发生地在平山园区，本机关没有管辖权。", bad="不归我们管。")
    basis: tuple[str, ...] = fact("移送依据", as_="articles")
    finding: str = fact("调查发现", as_="longtext")
    filed_date: date = fact("立案日期", required=False)
    materials: tuple[MaterialRow, ...] = fact("移送材料")
    officers: tuple[str, ...] = fact("经办人", as_="people")
    handler_opinion: str = fact("承办人意见", as_="longtext")


@dataclass(frozen=True)
class ReceivedFacts:
    """移送已接收: what the receipt says."""

    received_by: str = fact("接收机关")
    received_on: date = fact("接收日期")
    their_no: str = fact("接收机关案卷号", required=False, help="本系统内的机关接收后自动写入")
    receipt: str = fact("回执", required=False, help="系统外机关的回执文号或者签收人")


@dataclass(frozen=True)
class ObjectedFacts:
    """受移送机关有异议."""

    objected_by: str = fact("提出异议的机关")
    objected_on: date = fact("提出日期")
    reasons: str = fact("异议理由", as_="longtext")
    dispute_no: str = fact("报请指定管辖的案卷号", required=False)


@dataclass(frozen=True)
class ReceiveFacts:
    """接收移送案件: opens the file of the receiving agency."""

    sender: str = fact("移送机关")
    sender_no: str = fact("移送机关案卷号", required=False, help="本系统内移送的自动带出；系统外移送的不填")
    letter_no: str = fact("移送文书号", required=False)
    received_on: date = fact("接收日期", article=HANDED_ON)
    suspect: str = fact("涉嫌违法的单位或者个人")
    case_facts: str = fact("移送的案情", as_="longtext")
    materials: tuple[MaterialRow, ...] = fact("收到的材料", required=False)
    officers: tuple[str, ...] = fact("核查人员", as_="people", article=penalty_law(42, 1))


@dataclass(frozen=True)
class MergeFacts:
    """并案: this file is joined to another of the same agency."""

    into_no: str = fact("并入的案卷号")
    reasons: str = fact("并案理由", as_="longtext", good="两案是同一当事人在同一次检查中发现的违法行为，一并调查、分别裁量。")
    handler_opinion: str = fact("承办人意见", as_="longtext")


@dataclass(frozen=True)
class TakenParty:
    key: str = fact("对象编号")
    kind: str = fact("当事人类别", choices=(("unit", "单位"), ("person", "个人")))
    name: str = fact("名称（姓名）")
    was: str = fact("原编号")
    uscc: str = fact("统一社会信用代码", required=False)
    address: str = fact("地址", required=False)
    legal_rep: str = fact("法定代表人（负责人）", required=False)
    birth_date: date = fact("出生日期", required=False)
    post: str = fact("单位职务", required=False)


@dataclass(frozen=True)
class TakenViolation:
    key: str = fact("对象编号")
    code: str = fact("违法行为代码")
    party: str = fact("当事人编号")
    title: str = fact("违法行为", required=False)
    was: str = fact("原编号")


@dataclass(frozen=True)
class TakeInFacts:
    """接受并案: the parties and violations that come with the joined file, under keys of this one."""

    from_no: str = fact("并入的案卷")
    reasons: str = fact("并案理由", as_="longtext")
    parties: tuple[TakenParty, ...] = fact("当事人", required=False)
    violations: tuple[TakenViolation, ...] = fact("违法行为", required=False)


def taken(facts: Facts, seq: int) -> tuple[Subject, ...]:
    """Subjects of the joined file; a party both files have keeps the key of this one and is not introduced again."""
    found = [Subject("party", p["key"], p["name"], {k: v for k, v in p.items() if k not in ("key", "name")})
             for p in facts.get("parties") or ()]
    found += [Subject("finding", v["key"], v.get("title") or v["code"], {"code": v["code"], "party": v["party"]})
              for v in facts.get("violations") or ()]
    return tuple(found)


# --- gates -------------------------------------------------------------------------------------------------------

def _to_somebody(s: Situation) -> Unmet | None:
    code, house = s.given("to_code"), s.view.attrs.get("house") or {}
    if code and code == s.view.attrs.get("agency_code"):
        return Unmet("不能移送给本机关", cure="填写有管辖权的机关")
    if code and code not in house:
        return Unmet(f"系统内没有简码为「{code}」的机关", cure="核对简码；系统外的机关不填简码")
    known = designation(s.view)
    wanted = known[1].facts if known else {}
    if known and not designated_to_us(s.view) and code != wanted.get("competent_code"):
        return Unmet(f"已指定由{wanted.get('competent_name')}管辖，只能移送该机关", cure="改填被指定的机关")
    return None


def _second(s: Situation) -> Unmet | None:
    if not s.view.done("receive_transfer") or designation(s.view):
        return None
    return Unmet("本案是其他机关移送来的，不得再自行移送", cure="在「管辖协调」报请共同的上一级机关指定管辖")


def _once_standing(s: Situation) -> Unmet | None:
    sent = standing_transfer(s.view)
    return Unmet(f"本案已于 {sent.occurred_at.date()} 移送{sent.facts.get('addressee')}") if sent else None


def _undecided(s: Situation) -> Unmet | None:
    done = [p.name for p in state.parties(s.view) if s.view.last("decide", p.key) or s.view.last("decide_no_penalty", p.key)]
    return Unmet(f"对{'、'.join(done)}已经作出决定") if done else None


def _crime(s: Situation) -> Unmet | None:
    if state.crime_signs(s.view) and state.crime_judgement(s.view) != "judged_not":
        return Unmet("列有可能涉嫌犯罪的情形，应当先作移送公安机关的判断", cure="送法制审核作出判断", cure_act="legal_review")
    return None


def _registered(s: Situation) -> Unmet | None:
    left = state.undisposed(s.view)
    return Unmet(f"先行登记保存的 {left[0].name} 尚未处理", cure="先作出处理决定", cure_act="dispose_evidence") if left else None


def _by_addressee(s: Situation) -> Unmet | None:
    sent = s.view.last("transfer_agency")
    if sent is None or not sent.facts.get("to_code") or s.facts is None or s.given("their_no"):
        return None
    return Unmet(f"受移送的{sent.facts.get('addressee')}在本系统内，由它接收并建立案卷", cure="在「监督考评 › 管辖协调」办理接收")


def _addressed(s: Situation) -> Unmet | None:
    no = s.given("sender_no")
    rows = s.view.attrs.get("handed_to_us") or ()
    if not no or any(r.get("no") == no for r in rows):
        return None
    return Unmet(f"案卷 {no} 没有移送本机关，或者已经接收", cure="核对移送文书；系统外移送的不填案卷号")


def _joinable(s: Situation) -> Unmet | None:
    row = next((r for r in s.view.attrs.get("own_cases") or () if r.get("no") == s.given("into_no")), None)
    if row is None:
        return Unmet(f"本机关没有正在办理的同一当事人案件 {s.given('into_no')}", cure="填写本机关同一当事人、尚未办结的案卷号")
    return Unmet(f"{row['no']} 已经作出决定，不能再并入", cure="另案办理") if row.get("decided") else None


# --- what the forms bring along ------------------------------------------------------------------------------------

def transfer(s: Situation) -> Found:
    """From the filing, or the clue; everything in the file is listed as material."""
    filed, lead = s.view.last("file_case"), s.view.last("lead")
    source = "立案审批表" if filed else "线索"
    begun = (filed or lead)
    found: dict[str, Any] = {"officers": list(s.view.officers()), "basis": [PLACE_OF_CONDUCT.zh(), HANDED_ON.zh()]}
    if begun:
        found |= {"cause": begun.facts.get("cause") or f"{begun.facts.get('suspect') or ''}涉嫌违法线索",
                  "brief": begun.facts.get("case_facts"), "finding": begun.facts.get("case_facts")}
    if filed:
        found["filed_date"] = filed.occurred_at.date().isoformat()
    found["materials"] = [{"name": str(x), "copies": 1} for x in s.view.attrs.get("material_names") or ()] or None
    known = designation(s.view)
    if known and not designated_to_us(s.view):
        found |= {"addressee": known[1].facts.get("competent_name"), "to_code": known[1].facts.get("competent_code"),
                  "reasons": f"{known[0]} 已指定由该机关管辖。"}
    return {k: Prefilled(v, source) for k, v in found.items() if v}


def receive(s: Situation) -> Found:
    """From the transfer that waits for this agency; one about the same enterprise first."""
    row = next(iter(s.view.attrs.get("handed_to_us") or ()), None)
    if row is None:
        return {}
    wanted = {"sender": row["agency"], "sender_no": row["no"], "letter_no": row.get("letter_no"), "suspect": row.get("suspect"),
              "case_facts": row.get("case_facts"), "materials": list(row.get("materials") or ())}
    return {k: Prefilled(v, f"移送 {row['no']}") for k, v in wanted.items() if v}


ACTS = (
    Act("receive_transfer", "接收移送案件", ReceiveFacts, (HANDED_ON,), by=("officer", "section_head"), once=True,
        prefill=receive, stage="lead", moves_to="lead", gates=(
            facts_say(HANDED_ON, "transfer_addressed", "接收的应当是移送本机关的案件", _addressed),
            never_after(penalty_law(54, 2), "lead", "本案是自行登记的线索，不是移送来的案件", id="not_own_lead")),
        help="接收之日起五个工作日内决定是否立案；移送机关的案卷和证据从关联中查看。对管辖有异议的不退回，报请指定管辖。"),
    Act("transfer_agency", "移送管辖", TransferAgencyFacts, (PLACE_OF_CONDUCT, HANDED_ON), by=("handler", "officer"),
        route=APPROVAL, side=True, prefill=transfer, stage="lead",
        papers=(PaperRule("case_transfer_approval"), PaperRule("case_transfer_letter")), gates=(
            says(HANDED_ON, "something_to_hand_on", "登记了线索或者立案的，才能移送",
                 lambda s: None if any(s.view.done(a) for a in ("lead", "file_case", "receive_transfer"))
                 else Unmet("还没有线索，也没有立案", cure="先登记线索", cure_act="lead")),
            says(HANDED_ON, "not_moved", "已经移送的不重复移送", _once_standing),
            says(NO_SECOND, "no_second_transfer", "受移送的不得再自行移送，有异议的报请指定管辖", _second),
            facts_say(PLACE_OF_CONDUCT, "competent_addressee", "移送有管辖权的机关", _to_somebody),
            says(penalty_law(57, 1), "undecided_all", "作出决定之前才能移送管辖", _undecided),
            says(penalty_law(27, 1), "crime_before_moving", "涉嫌犯罪的移送公安机关", _crime),
            says(penalty_law(56), "registered_disposed", "先行登记保存的证据应当先处理", _registered)),
        help="整个案件（线索）移送有管辖权的应急管理部门或者乡镇、园区；移送其他部门的，用「移送其他机关」。"),
    Act("transfer_received", "移送已接收", ReceivedFacts, (HANDED_ON,), by=GUESTS, once=True, side=True, ends=True,
        stage="execution", gates=(
            after(HANDED_ON, "transfer_agency", "没有移送，无从接收"),
            facts_say(HANDED_ON, "received_by_addressee", "系统内的移送由受移送机关接收", _by_addressee)),
        help="受移送机关接收后，本案卷即移出，只供查看、归档。"),
    Act("transfer_objected", "受移送机关有异议", ObjectedFacts, (NO_SECOND,), by=GUESTS, side=True, stage="execution", gates=(
        after(NO_SECOND, "transfer_agency", "没有移送，无从提出异议"),
        never_after(NO_SECOND, "transfer_received", "已经接收，异议应当在接收前提出", id="before_receipt"))),
    Act("merge_into", "并案", MergeFacts, (penalty_law(29), penalty_law(54, 1)), route=APPROVAL, once=True, side=True, ends=True,
        stage="investigation", gates=(
            facts_say((penalty_law(29), penalty_law(54, 1)), "merge_target", "并入本机关正在办理的同一当事人案件", _joinable),
            says(penalty_law(57, 1), "undecided_all", "作出决定之前才能并案", _undecided),
            says(penalty_law(56), "registered_disposed", "先行登记保存的证据应当先处理", _registered)),
        help="法律没有并案的专门规定；为避免对同一违法行为重复处罚、便于全面调查，经批准并入另一案。证据留在原卷，从关联中查看。"),
    Act("take_in", "接受并案", TakeInFacts, (penalty_law(54, 1),), by=("handler", "officer"), side=True, stage="investigation",
        introduces=taken, gates=(
            after(penalty_law(54, 2), "file_case", "立案后才能接受并案", id="filed"),
            says(penalty_law(57, 1), "undecided_all", "作出决定之前才能并案", _undecided))),
)

CLOCKS = (
    Clock("transfer_receipt", "等待受移送机关接收", "", (When("transfer_agency"),),
          (When("transfer_received", or_acts=("transfer_objected",)),), todo="transfer_received", articles=(HANDED_ON,)),
)
