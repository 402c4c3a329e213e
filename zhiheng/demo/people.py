"""What the district knows of its people: profiles, auxiliaries, declared interests, a year's sheets. Through the actions."""
from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from zhiheng.actions import appraisals, ledgers
from zhiheng.actions import people as actions
from zhiheng.demo.house import House
from zhiheng.records.models import Person
from zhiheng.registers.catalogue import ledger

MAJORS = (("安全工程", True, ["engineer"]), ("化学工程与工艺", True, []), ("法学", True, ["legal"]), ("行政管理", False, []),
          ("采矿工程", True, ["title"]), ("汉语言文学", False, []), ("机械设计制造及其自动化", True, []), ("会计学", False, []),
          ("消防工程", True, ["fire"]))
OFFICERS = ("liqiang", "wangmin", "sunqian", "zhengtao", "hemei", "zhaolei", "tangyu", "luojie", "xuhao")
AUXILIARIES = (("aux01", "程浩", "auxiliary", "YL", "执法大队一中队"), ("aux02", "苏婷", "auxiliary", "YL", "执法大队二中队"),
               ("aux03", "严辉", "auxiliary", "YLCG", "城关镇应急办"), ("tech01", "丁一", "technical", "YL", "执法大队一中队"))
TRAINED = (("zhaolei", 10), ("tangyu", 8), ("luojie", 12), ("xuhao", 4), ("hemei", 10))


def settle(house: House, today: date) -> None:
    """Profiles, people who assist, certificates of old, interests, trainings of the townships. Dates move with ``today``."""
    admin = house.people["admin"]
    for n, name in enumerate(OFFICERS):
        _profile(house.people[name], n, today, admin)
    for username, name, kind, agency, unit in AUXILIARIES:
        house.people[username] = actions.add_person(username, name, "", agency=house.agencies[agency], kind=kind, by=admin,
                                                    since=today - timedelta(days=400), profile={"unit": unit, "identity": "contract"})
    actions.add_certificate(
        house.people["hemei"], "99010100097", ["危险化学品"], date(today.year - 6, 3, 1), date(today.year - 3, 12, 31), by=admin,
        issuer="云岭区人民政府", area="云岭区", issued_on=date(today.year - 6, 2, 20))
    for name, firm, relation, detail in (("wangmin", 3, "spouse", "配偶任该企业财务负责人"), ("zhengtao", 5, "work", "三年前任该企业安全员"),
                                         ("zhaolei", 7, "stake", "")):
        found = house.firms[firm]
        ledgers.enter(ledger("interests"), house.bureau, _plain({
            "person": name, "enterprise": found.code or f"id-{found.pk}", "relation": relation, "detail": detail, "source": "self",
            "since": (today - timedelta(days=320)).isoformat()}), by=admin)
    for name, days in TRAINED:
        ledgers.enter(ledger("training_records"), house.bureau, {
            "person": name, "course": f"{today.year} 年镇街和科室执法人员培训", "kind": "township", "started_on": f"{today.year}-04-13",
            "ended_on": f"{today.year}-04-28", "days": days, "hours": days * 8, "result": "passed"}, by=admin)


def _profile(person: Person, n: int, today: date, admin: Person) -> None:
    major, related, papers = MAJORS[n % len(MAJORS)]
    moved = n not in (3, 7)
    raw = actions.person_values(person) | {
        "identity": "enforcement" if n % 3 else "civil", "establishment": "enforcement" if n < 5 else "public",
        "transfer": "done" if moved else "due", "transferred_on": f"{today.year - 4}-12-20" if moved else None,
        "presence": "seconded" if n == 8 else "on_post", "education": "master" if n == 0 else "bachelor", "major": major,
        "related": related, "qualifications": papers, "experience_since": f"{today.year - 1 - n}-07-01" if n != 5 else f"{today.year}-06-01",
        "joined_on": f"{today.year - 4}-01-04"}
    actions.change_person(person, _plain(raw), version=person.version, by=admin)
    person.refresh_from_db()


def appraise(house: House, today: date) -> None:
    """The sheets of the past year: one confirmed by both, one with an objection, one that waits for the person."""
    head, year = house.people["chenjun"], today.year - 1
    for n, name in enumerate(("liqiang", "wangmin", "sunqian")):
        person = house.people[name]
        held = appraisals.draw(person, house.bureau, year, by=head)
        if n == 0:
            appraisals.confirm_own(held, by=person)
            appraisals.confirm_head(held, "excellent", "检查细致，案卷质量好，整改复查及时。", by=head)
        elif n == 1:
            appraisals.object_to(held, "参加示范执法少记一次，九月在平山园区组织的一次没有登记。", by=person)


def _plain(raw: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in raw.items() if v not in (None, "", [])}
