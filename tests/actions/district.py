"""A small bureau for tests: two officers, a third without certificate, superiors of each role, one enterprise."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhiheng.actions.register import enroll
from zhiheng.kernel.clock import TZ
from zhiheng.records.models import Agency, Certificate, Enterprise, Mandate, Person

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=TZ)
ROLES = {"li": "officer", "wang": "officer", "sun": "officer", "zhang": "section_head", "zhou": "legal_reviewer",
         "chen": "bureau_head", "he": "archivist", "song": "supervisor", "admin": "administrator"}
NAMES = {"li": "李强", "wang": "王敏", "sun": "孙倩", "zhang": "张伟", "zhou": "周宁", "chen": "陈立", "he": "何文",
         "song": "宋平", "admin": "管理员"}


@dataclass
class District:
    agency: Agency
    enterprise: Enterprise
    people: dict[str, Person]

    def __getattr__(self, name: str) -> Person:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None


def build() -> District:
    agency = Agency.objects.create(code="YL", region_short="云", name="云岭区应急管理局", address="云岭区解放路 1 号",
                                   phone="0990-0000000", government="云岭区人民政府", court="云岭区人民法院", place_id="toy")
    people = {}
    for username, role in ROLES.items():
        people[username] = Person.objects.create(username=username, name=NAMES[username],
                                                 legally_qualified=role == "legal_reviewer")
        Mandate.objects.create(person=people[username], agency=agency, role=role, since=date(2020, 1, 1))
        if role == "officer" and username != "sun":
            Certificate.objects.create(person=people[username], number=f"9901{username}", fields=["工贸"],
                                       valid_from=date(2023, 1, 1), valid_until=date(2028, 6, 30))
    enroll(agency, [{"name": "鑫达木业有限公司", "code": "91990101MA00DEMA07", "address": "云岭区工业园 3 号",
                     "industry": "木材加工", "principal": "陈某某", "grade": "C"}])
    firm = Enterprise.objects.get(code="91990101MA00DEMA07")
    return District(agency, firm, people)
