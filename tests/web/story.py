"""A small bureau and two stories played through the actions: an inspection with findings, a case of two parties."""
from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.auth.hashers import make_password

from zhiheng.actions import evidence, rulebook, signing
from zhiheng.actions.outcome import Outcome
from zhiheng.actions.perform import open_file, perform
from zhiheng.actions.register import enroll
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.procedure import Per
from zhiheng.law.rules import rules as law_rules
from zhiheng.law.scenario_facts import complete
from zhiheng.records.clock import frozen
from zhiheng.records.models import Agency, Certificate, Enterprise, File, Mandate, Person
from zhiheng.records.queries.view import load_view

PASSWORD, PIN = "Yunling-2026", "246810"
FIRM = "鑫达木业有限公司"
PEOPLE = {
    "li": ("李强", "officer"), "wang": ("王敏", "officer"), "sun": ("孙倩", "officer"), "zhang": ("张伟", "section_head"),
    "zhou": ("周宁", "legal_reviewer"), "chen": ("陈立", "bureau_head"), "gao": ("高峰", "bureau_head"),
    "lin": ("林华", "bureau_head"), "he": ("何文", "archivist"), "song": ("宋平", "supervisor"), "admin": ("管理员", "administrator")}
# A picture of one white point: what a test needs of a photo.
PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0d"
                    "ef46b80000000049454e44ae426082")
ITEMS = [{"code": "G-05", "question": "从业人员是否经教育培训合格上岗", "basis": "安全生产法第二十八条"},
         {"code": "D-01", "question": "干式除尘系统是否设置控爆措施", "basis": "安全生产法第三十六条第一款"},
         {"code": "G-09", "question": "安全警示标志是否齐全", "basis": "安全生产法第三十五条"}]
FINDINGS = [{"text": "砂光车间除尘系统未设任一控爆措施", "basis": "安全生产法第三十六条第一款", "level": "major"},
            {"text": "6 名从业人员未经安全生产教育和培训上岗作业", "basis": "安全生产法第二十八条第一款", "level": "general",
             "violation": "AQSCF-097-1-3"}]
CASE: dict[str, dict[str, Any]] = {
    "file_case": {
        "cause": "涉嫌未按照规定对从业人员进行安全生产教育和培训案", "violation_on": "2026-09-28", "source_time": "2026-09-28",
        "place_of_violation": "云岭区工业园3号", "officers": ["li", "wang"], "initial_evidence": ["9月28日现场检查记录"],
        "case_facts": "2026年9月28日检查发现，该公司6名从业人员未经安全生产教育和培训即上岗作业，3人次培训情况未如实记录。",
        "parties": [
            {"kind": "unit", "name": FIRM, "uscc": "91990101MA00DEMA07", "address": "云岭区工业园3号", "legal_rep": "陈某某",
             "phone": "0990-1234567"},
            {"kind": "person", "name": "陈某某", "address": "云岭区人民路8号", "birth_date": "1975-03-02", "employer": FIRM,
             "post": "主要负责人", "id_no": "990101197503020017", "phone": "13800001234"}],
        "violations": [{"code": "AQSCF-097-1-3", "party": FIRM}, {"code": "AQSCF-097-1-4", "party": FIRM},
                       {"code": "AQSCF-094-1", "party": "陈某某"}]},
    "conclude_investigation": {"proposals": [
        {"party": FIRM, "violation": "AQSCF-097-1-3", "stage": "first", "kinds": ["fine"], "fine": 3_800_000, "band": "一般",
         "band_min": 2_000_000, "band_max": 5_000_000, "reasons": "未培训6人，在4至10人档内，一年内第二次。"},
        {"party": FIRM, "violation": "AQSCF-097-1-4", "stage": "first", "kinds": ["fine"], "fine": 1_700_000, "band": "较轻",
         "band_min": 0, "band_max": 2_000_000, "reasons": "未如实记录3人次，属较轻。"},
        {"party": "陈某某", "violation": "AQSCF-094-1", "stage": "first", "kinds": ["fine"], "fine": 2_200_000, "band": "较轻",
         "band_min": 2_000_000, "band_max": 3_000_000, "reasons": "未督促落实教育培训，属较轻。"}]},
    "collective_discussion": {
        "attendees": ["局长陈立", "副局长高峰", "副局长林华"],
        "opinions": [{"name": "陈立", "opinion": "同意"}, {"name": "高峰", "opinion": "同意"}, {"name": "林华", "opinion": "同意"}]},
    "decide": {"gain_statement": "无违法所得。", "correction": "责令立即改正，对全体从业人员进行安全生产教育和培训。"},
}


@dataclass
class Bureau:
    """The people, the enterprise, and what has been opened so far."""

    agency: Agency
    firm: Enterprise
    people: dict[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def do(self, no: str, act: str, who: str, when: str, *subjects: str, **facts: Any) -> Outcome:
        """Do an act with the facts the form brings along and samples for the rest; everybody signs."""
        at = moment(when)
        file = File.objects.select_related("agency", "enterprise").get(no=no)
        rules = rulebook.rules_for(file.agency)
        declared = rules.procedures[file.procedure].act(act)
        with frozen(at):
            view = load_view(file, rules.procedures, now=at, people=set(PEOPLE))
            given = CASE.get(act, {}) | facts
            made = complete(rules, view, declared, given, key=subjects[0] if len(subjects) == 1 else None,
                            actor=view.people[who], at=at)
            if "officers" in made and not given.get("officers"):
                made["officers"] = ["li", "wang"]
            keys = subjects if declared.per is not Per.FILE else ()
            return self.signed(perform(no, act, made, self.people[who], subjects=keys), at)

    def signed(self, outcome: Outcome, at: datetime) -> Outcome:
        """Let the rest of the route sign, each his own step."""
        rules = rulebook.rules_for(outcome.file.agency)
        by_role = {"handler": ["li"], "second": ["wang"], "section_head": ["zhang"], "legal_reviewer": ["zhou"],
                   "bureau_head": ["chen", "gao"]}
        while not outcome.effective:
            view = load_view(outcome.file, rules.procedures, now=at)
            draft = next(d for d in view.drafts() if d.seq == outcome.draft_seq)
            route = rules.procedures[outcome.file.procedure].act(draft.act).route
            done = {h.actor for h in draft.signed}
            who = next(u for u in by_role[route[len(draft.signed)].role] if u not in done)
            outcome = signing.sign(outcome.file.no, draft.seq, self.people[who], at=at)
        return outcome


def moment(text: str) -> datetime:
    """2026-11-09 or 2026-11-09 10:30, Chinese time."""
    return datetime.fromisoformat(text if len(text) > 10 else f"{text} 10:00").replace(tzinfo=TZ)


def bureau() -> Bureau:
    """One bureau with a person of every post, one enterprise."""
    agency = Agency.objects.create(
        code="YL", region_short="云", name="云岭区应急管理局", short_name="区应急局", address="云岭区解放路 1 号", phone="0990-0000000",
        government="云岭区人民政府", court="云岭区人民法院", place_id="yl",
        treasury={"bank": "云岭农商银行营业部", "bank_address": "云岭区人民路1号", "account": "6200000001"})
    enroll(agency, [{
        "name": FIRM, "code": "91990101MA00DEMA07", "address": "云岭区工业园3号", "industry": "木材加工", "area": "平山园区",
        "principal": "陈某某", "phone": "0990-1234567", "grade": "C", "fields": ["工贸"], "hazards": ["粉尘涉爆"],
        "employees": "86"}])
    made = Bureau(agency, Enterprise.objects.get())
    for name, (zh, role) in PEOPLE.items():
        made.people[name] = Person.objects.create(
            username=name, name=zh, password=make_password(PASSWORD), pin=make_password(PIN),
            legally_qualified=role == "legal_reviewer")
        Mandate.objects.create(person=made.people[name], agency=agency, role=role, since=date(2020, 1, 1), post="")
        if role == "officer":
            Certificate.objects.create(person=made.people[name], number=f"990101{name}", fields=["工贸"],
                                       valid_from=date(2023, 1, 1), valid_until=date(2028, 6, 30))
    return made


def rules_in_force() -> Any:
    """Within this block the real rules of the example bureau hold."""
    return rulebook.using(lambda _: law_rules("yl"))


def inspection(b: Bureau, *, until: str = "order") -> File:
    """An inspection of 2026-09-28 with two findings: ``plan``, ``record``, ``order`` (then a re-inspection is open)."""
    at = moment("2026-09-25")
    plan = {
        "checked_unit": FIRM, "checked_unit_address": "云岭区工业园3号", "industry": "木材加工", "source_type": "annual_plan",
        "plan_item_ref": "2026 年度计划 9 月第 7 项", "planned_from": "2026-09-28", "planned_to": "2026-09-28",
        "officers": ["li", "wang"], "inspection_items": ITEMS, "inspection_method": ["site", "documents"]}
    with frozen(at):
        sent = open_file("inspection", "plan", plan, b.li, agency=b.agency, enterprise=b.firm, domain="工贸", at=at)
        no = b.signed(sent, at).file.no
    if until == "plan":
        return File.objects.get(no=no)
    b.do(no, "enter_site", "li", "2026-09-28 09:15", arrived_at="2026-09-28T09:15:00+08:00", entry_code="8K3F-27",
         participants=[{"name": "陈某某", "post": "principal"}])
    b.do(no, "record", "li", "2026-09-28 11:00", start_time="2026-09-28T09:15:00+08:00",
         end_time="2026-09-28T10:40:00+08:00", unit_signer="陈某某", av_record_refs=["AV-0928"], findings=FINDINGS,
         answers=[{"code": i["code"], "question": i["question"], "result": r} for i, r in zip(ITEMS, ("fail", "fail", "pass"), strict=True)])
    with frozen(moment("2026-09-28 11:05")):
        evidence.add(no, io.BytesIO(PNG), title="砂光车间照片", kind="photo", actor=b.li, filename="a.png",
                     media_type="image/png", captured_at=moment("2026-09-28 09:40"), captured_by=b.li, place="砂光车间")
    if until == "record":
        return File.objects.get(no=no)
    keys = list(File.objects.get(no=no).findings.order_by("pk").values_list("key", flat=True))
    b.do(no, "rectification_order", "li", "2026-09-28 11:30", *keys, deadline="2026-10-08", unit_sign="signed",
         unit_signer="陈某某")
    b.do(no, "propose_case", "li", "2026-10-09", keys[1], reason="检查发现6名从业人员未经培训上岗作业，涉嫌违法。")
    return File.objects.get(no=no)


STEPS: tuple[tuple[Any, ...], ...] = (
    ("file_case", "li", "2026-10-12"),
    ("inquiry", "li", "2026-10-13 10:00", "", dict(start_time="2026-10-13T09:00:00+08:00", end_time="2026-10-13T09:50:00+08:00",
                                                  subject_name="刘某", came_by="present")),
    ("scene_record", "li", "2026-10-13 16:00", "", dict(
        start_time="2026-10-13T14:00:00+08:00", end_time="2026-10-13T15:00:00+08:00", party_present="刘某")),
    ("conclude_investigation", "li", "2026-11-06"), ("legal_review", "zhou", "2026-11-12"),
    ("penalty_notice", "li", "2026-11-13", "party-1"), ("penalty_notice", "li", "2026-11-13 11:00", "party-2"),
    ("serve", "li", "2026-11-16 15:02", "party-1"), ("serve", "li", "2026-11-16 15:30", "party-2"),
    ("defence", "li", "2026-11-18", "party-1", dict(claims=["罚款数额过高"], form="written")),
    ("review_defence", "li", "2026-11-23 09:00", "party-1", dict(review=[
        {"claim": "罚款数额过高", "accepted": False, "reason": "裁量适当"}])),
    ("collective_discussion", "chen", "2026-11-24"), ("handling_approval", "li", "2026-11-24 15:00"),
    ("decide", "li", "2026-11-25", "party-1"), ("decide", "li", "2026-11-25 11:00", "party-2"),
    ("serve", "li", "2026-11-26", "party-1"), ("serve", "li", "2026-11-26 11:00", "party-2"),
    ("publish", "li", "2026-11-27", "party-1"), ("publish", "li", "2026-11-27 11:00", "party-2"),
    ("payment_notice", "li", "2026-11-27 14:00", "party-1"), ("payment_notice", "li", "2026-11-27 15:00", "party-2"),
    ("payment", "li", "2026-12-01", "party-1", dict(settled=True)), ("payment", "li", "2026-12-02", "party-2", dict(settled=True)),
    ("close", "li", "2026-12-04"), ("archive", "he", "2026-12-10"),
)
"""The case of two parties, step by step: act, by whom, when, for whom, with which facts."""


def penalty(b: Bureau, no: str | None = None, *, until: str = "defence") -> File:
    """The case up to and including the last step named ``until``; ``no`` goes on with a file that has a lead."""
    if no is None:
        at = moment("2026-10-10")
        facts = {"case_source": "inspection", "source_time": "2026-09-28", "suspect": FIRM,
                 "case_facts": "检查发现6名从业人员未经培训上岗作业。"}
        with frozen(at):
            no = open_file("penalty_ordinary", "lead", facts, b.li, agency=b.agency, enterprise=b.firm, domain="工贸",
                           at=at).file.no
    last = max(i for i, s in enumerate(STEPS) if s[0] == until)
    for act, who, when, *more in STEPS[:last + 1]:
        subject = [more[0]] if more and more[0] else []
        facts = more[1] if len(more) > 1 else {}
        b.do(no, act, who, when, *subject, **facts)
    return File.objects.get(no=no)
