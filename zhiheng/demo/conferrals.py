"""The agreements of the district's delegated bodies, made through the procedure before their first file; a spot check a year.

A street that the province gave powers of its own stands beside them, so that both ways can be seen.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from zhiheng.actions import agencies, signing
from zhiheng.actions.perform import open_file, perform
from zhiheng.demo import district
from zhiheng.demo.house import House
from zhiheng.demo.pace import moment, workday
from zhiheng.law import powers
from zhiheng.records.grams import initials
from zhiheng.records.models import Agency, Certificate, Mandate, Person

BASIS = ["所在省安全生产条例关于委托乡镇、街道、园区执法的规定（示例）"]
HEADS = {"YLCG": "何海", "YLPS": "沈川"}
AREAS = {"YLCG": ["城关镇"], "YLPS": ["平山园区"]}
STREET = "YLDL"
STREET_STAFF = (("duwen", "杜文", "officer", "街道综合行政执法队"), ("jiangyi", "江怡", "officer", "街道综合行政执法队"),
                ("pengbo", "彭博", "section_head", "街道综合行政执法队队长"), ("xiaqing", "夏晴", "legal_reviewer", "街道司法所（法制审核）"),
                ("tanlin", "谭林", "bureau_head", "街道办事处主任"), ("baihui", "白慧", "bureau_head", "街道办事处副主任"))


def agree(house: House, today: date) -> list[str]:
    """The agreements of all delegated bodies; the numbers of their files. In force before the first matter of the past year."""
    first = workday(date(today.year - 1, 1, 2))
    return [_agreement(house, code, first, n) for n, code in enumerate(AREAS)]


def stories(house: House, numbers: list[str], today: date) -> Iterator[tuple[datetime, Iterator[datetime]]]:
    """When the supervision of the agreements and the assigned street begin, for a world to play in its order."""
    for number, code in zip(numbers, AREAS, strict=True):
        for year in (today.year - 1, today.year):
            day = workday(date(year, 6, 12))
            yield moment(day, 16, 5), _once(partial(_spot_check, house, number, code, day))
    day = workday(date(today.year, 2, 24))
    yield moment(day, 9, 20), _once(partial(_street, house, day))


def _once(play: Callable[[], None]) -> Iterator[datetime]:
    play()
    yield from ()


def _agreement(house: House, code: str, first: date, n: int) -> str:
    chief, lawyer, head = (house.people[p] for p in ("chenjun", "zhouning", "gaofeng"))
    at = moment(first, 9, 10 + 20 * n)
    bureau = house.bureau
    listed = powers.version(bureau.place_id, first) or next(iter(reversed(powers.versions(bureau.place_id))), None)
    items = [i.code for i in listed.items if i.kind.id == "penalty" and house.agencies[code].name in i.delegated] if listed else []
    facts = _drafted(code, items, first)
    no = open_file("delegation", "draft", facts, chief, agency=bureau, at=at).file.no
    body = {"public": True, "public_proof": "区委编委关于机构设置的批复（示例）", "staff": True, "technical": False,
            "staff_proof": "、".join(s.name for s in district.STAFF if s.agency == code), "checked_on": first.isoformat()}
    perform(no, "check_capacity", body, chief, at=at + timedelta(minutes=90))
    perform(no, "legal_review", {"passed": True, "opinion": "依据充分，事项、权限、期限明确，同意提请签订。"}, lawyer,
            at=at + timedelta(hours=4))
    signed = {"signed_on": first.isoformat(), "until": facts["until"], "grantor_signer": head.name, "grantee_signer": HEADS[code],
              "grantee_signed": True}
    sent = perform(no, "sign", signed, chief, at=at + timedelta(hours=6))
    signing.sign(no, sent.draft_seq or 0, head, at=at + timedelta(hours=6, minutes=30))
    shown = at + timedelta(hours=7)
    perform(no, "publish", {"published_on": first.isoformat(), "grantor_place": "区政府网站行政执法公示专栏",
                            "grantee_place": "政务公开栏"}, chief, at=shown)
    filed = moment(workday(first, 3), 10, n)
    perform(no, "file_upward", {"filed_on": filed.date().isoformat(), "to": "云岭市应急管理局、云岭区司法局"}, chief, at=filed)
    return no


def _drafted(code: str, items: list[str], first: date) -> dict[str, Any]:
    from_list: Mapping[str, Any] = {"items": items, "kinds": ["warning", "criticism", "fine"], "bound": "below", "limit": 30_000_00}
    return {"grantee": code, "basis": BASIS, "inspection": True, "areas": AREAS[code], "since": first.isoformat(),
            "until": date(first.year + 2, 12, 31).isoformat(), "supervision": "每年至少组织一次监督检查，抽查案卷。",
            "liability": "在委托范围内以委托机关名义实施，不得再委托，不得实施行政强制措施。", **from_list}


def _spot_check(house: House, no: str, code: str, day: date) -> None:
    said = {"checked_on": day.isoformat(), "checkers": "陈军、周宁", "problems": code == "YLPS",
            "found": "抽查案卷 3 件，程序合法，裁量适当。" if code != "YLPS" else "抽查案卷 3 件，1 件送达回证没有写明时刻。"}
    if code == "YLPS":
        said |= {"demands": "补正送达回证，组织一次送达专题培训。", "deadline": workday(day, 15).isoformat()}
    perform(no, "spot_check", said, house.people["chenjun"], at=moment(day, 16, 5))


def _street(house: House, day: date) -> None:
    """东岭街道: powers by the province's decision, its own name on its papers."""
    made = agencies.create({
        "code": STREET, "name": "云岭区东岭街道办事处", "short_name": "东岭街道", "region_short": "云东岭", "kind": "street", "level": "township",
        "parent": "YL", "areas": ["东岭街道"], "government": "云岭区人民政府", "court": "云岭区人民法院", "superior": "云岭区应急管理局",
        "address": "云岭区东岭街道滨江路 21 号", "phone": "0990-5550303"}, by=house.people["admin"])
    house.agencies[STREET] = made
    for n, row in enumerate(STREET_STAFF):
        _colleague(house, made, row, n)
    chief, head, at = house.people["chenjun"], house.people["gaofeng"], moment(day, 9, 20)
    listed = powers.version(house.bureau.place_id, day)
    items = [i.code for i in listed.items if i.kind.id == "penalty" and i.delegated and i.usable(day)][:6] if listed else []
    if not items:
        return
    facts = {"title": "关于赋予乡镇街道部分县级行政处罚权的决定（示例）", "document_no": f"省政发〔{day.year}〕5号（示例）",
             "issuer": "省人民政府（示例）",
             "level": "province", "decided_on": date(day.year, 1, 10).isoformat(), "announced_on": date(day.year, 1, 12).isoformat(),
             "announced_at": "省政府网站", "grantee": STREET, "items": items, "inspection": True, "areas": ["东岭街道"],
             "since": date(day.year, 3, 2).isoformat(), "capacity": "综合行政执法队 6 人，持证 2 人，有执法记录仪和办案场所。"}
    sent = open_file("power_assignment", "register", facts, chief, agency=house.bureau, at=at)
    signing.sign(sent.file.no, sent.draft_seq or 0, head, at=at + timedelta(minutes=40))
    perform(sent.file.no, "publish", {"published_on": day.isoformat(), "place": "区政府网站行政执法公示专栏"}, chief,
            at=at + timedelta(hours=2))


def _colleague(house: House, agency: Agency, row: tuple[str, str, str, str], n: int) -> None:
    """One of the street's own people: what is assigned is decided by its own heads."""
    username, name, role, post = row
    model = house.people["zhaolei"]
    person = Person.objects.create(username=username, name=name, initials=initials(name), password=model.password, pin=model.pin,
                                   legally_qualified=role == "legal_reviewer")
    since = Mandate.objects.filter(person=model).values_list("since", flat=True).get()
    Mandate.objects.create(person=person, agency=agency, role=role, post=post, since=since)
    Certificate.objects.create(person=person, number=f"9901010020{n + 1}", fields=["工贸"], valid_from=since,
                               valid_until=date(since.year + 5, 6, 30))
    house.people[username] = person
