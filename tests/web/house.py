"""A bureau with work on its desks: an inspection with an order and a lead, a plan that waits for signatures."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.actions import district as districts
from zhiheng.actions import signing
from zhiheng.actions.perform import open_file, perform
from zhiheng.records.grams import initials
from zhiheng.records.models import Agency, Certificate, Enterprise, File, Finding, Mandate, Person

PASSWORD = "Zhiheng-2026"
FIRM = "鑫达木业有限公司"
ITEMS = [{"question": "干式除尘系统是否设置控爆措施", "basis": "安全生产法第三十六条第一款"}]
PLAN = {
    "checked_unit": FIRM, "checked_unit_address": "云岭区工业园 3 号", "industry": "木材加工",
    "source_type": "annual_plan", "plan_item_ref": "2026 年度计划 11 月第 7 项", "planned_from": "2026-11-23",
    "planned_to": "2026-11-23", "officers": ["li", "wang"], "inspection_items": ITEMS, "inspection_method": ["site"]}
ENTER = {
    "arrived_at": "2026-11-23T08:00:00+08:00", "place": "打磨车间", "identity_shown": True, "recusal_informed": True,
    "entry_code": "8K3F-27", "participants": [{"name": "陈某某", "post": "principal"}]}
RECORD = {
    "checked_unit": FIRM, "checked_unit_address": "云岭区工业园 3 号", "legal_rep": "陈某某", "phone": "13800000000",
    "start_time": "2026-11-23T08:00:00+08:00", "end_time": "2026-11-23T08:40:00+08:00", "place": "打磨车间",
    "identity_shown": True, "recusal_informed": True, "av_record_refs": ["AV-1"], "unit_sign": "signed",
    "unit_signer": "陈某某", "answers": [{"question": ITEMS[0]["question"], "result": "fail", "note": "未设"}],
    "findings": [{"text": "除尘系统未设任一控爆措施", "basis": "安全生产法第三十六条第一款", "level": "major"},
                 {"text": "2 人培训记录无本人签名", "basis": "安全生产法第二十八条第四款", "level": "general"}]}
ORDER = {"issue_date": "2026-11-23", "problems": ["除尘系统未设任一控爆措施", "2 人培训记录无本人签名"],
         "deadline": "2026-12-01", "unit_sign": "signed", "unit_signer": "陈某某",
         "basis": "安全生产法第六十五条第一款第（二）项"}


@dataclass
class House:
    """People by account (see tests.actions.district), files by name: inspection, rectification, case, waiting."""

    agency: Agency
    firm: Enterprise
    people: dict[str, Person]
    files: dict[str, File] = field(default_factory=dict)
    draft_seq: int = 0


def build() -> House:
    """People, register, one other bureau that must stay invisible; no file yet."""
    made = districts.build()
    Agency.objects.filter(pk=made.agency.pk).update(place_id="yl")
    made.agency.refresh_from_db()
    for person in made.people.values():
        person.set_password(PASSWORD)
        person.initials = initials(person.name)
        person.save()
    firm = made.enterprise
    elsewhere = Agency.objects.create(code="QS", region_short="青", name="青山区应急管理局", place_id="yl")
    stranger = Person.objects.create_user("stranger", PASSWORD, name="外人")
    Mandate.objects.create(person=stranger, agency=elsewhere, role="officer", since=date(2020, 1, 1))
    nobody = Person.objects.create_user("nobody", PASSWORD, name="无职")
    return House(made.agency, firm, made.people | {"stranger": stranger, "nobody": nobody})


def work(house: House) -> House:
    """An inspection with two findings, its order (a re-inspection opens), its lead, and a second plan on its way."""
    p = house.people
    sent = open_file("inspection", "plan", PLAN, p["li"], agency=house.agency, enterprise=house.firm)
    no = sent.file.no
    through(sent, p["wang"], p["zhang"], p["chen"])
    through(perform(no, "enter_site", ENTER, p["li"]), p["wang"])
    through(perform(no, "record", RECORD, p["li"]), p["wang"])
    keys = list(Finding.objects.filter(file__no=no).order_by("key").values_list("key", flat=True))
    order = through(perform(no, "rectification_order", ORDER, p["li"], subjects=keys), p["wang"])
    reason = {"reason": "涉嫌未设控爆措施", "lead_on": "2026-11-23"}
    lead = through(perform(no, "propose_case", reason, p["li"], subjects=keys[:1]), p["wang"], p["zhang"])
    waiting = open_file("inspection", "plan", PLAN, p["li"], agency=house.agency, enterprise=house.firm)
    through(waiting, p["wang"])
    names = {"inspection": no, "rectification": order.spawned[0], "case": lead.spawned[0], "waiting": waiting.file.no}
    house.files = {name: File.objects.get(no=value) for name, value in names.items()}
    house.draft_seq = waiting.draft_seq
    return house


def open_plan(house: House, firm: Enterprise | None = None) -> File:
    """One more approved plan for today."""
    p = house.people
    sent = open_file("inspection", "plan", PLAN, p["li"], agency=house.agency, enterprise=firm or house.firm)
    through(sent, p["wang"], p["zhang"], p["chen"])
    return File.objects.get(no=sent.file.no)


def another_firm(house: House, n: int) -> Enterprise:
    """One more enterprise of the bureau, the ``n``-th beside that of the story."""
    return Enterprise.objects.create(agency=house.agency, name=f"云岭区第{n}木业有限公司", area="城关镇", industry="木材加工")


def through(outcome, *people):
    """Let the rest of the route sign."""
    for person in people:
        outcome = signing.sign(outcome.file.no, outcome.draft_seq, person)
    return outcome


def second_post(house: House, person: str, role: str, post: str = "") -> Mandate:
    """Another post of the same person."""
    return Mandate.objects.create(person=house.people[person], agency=house.agency, role=role, post=post,
                                  since=date(2020, 1, 1))


def expiring(house: House, person: str, days: int) -> Certificate:
    """A certificate that runs out in so many days from the story's Monday."""
    card = Certificate.objects.get(person=house.people[person])
    card.valid_until = districts.NOW.date() + timedelta(days=days)
    card.save()
    return card
