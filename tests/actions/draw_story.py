"""A district with forty enterprises of several grades, and a draw played through the actions."""
from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from tests.web.story import PIN, Bureau, bureau, moment
from zhiheng.actions import draws, signing
from zhiheng.actions.perform import open_file, perform
from zhiheng.actions.register import enroll
from zhiheng.records import store
from zhiheng.records.clock import frozen
from zhiheng.records.models import Certificate, Draw, Enterprise, Event, Mandate, Person
from zhiheng.records.queries.draws import stored

SOURCE, NUMBER, EVIDENCE = "中国福利彩票双色球第 2026314 期", "03 08 11 19 22 30 + 07", "https://www.cwl.gov.cn/ 截图 1"
SET_UP_ON, PUBLIC, AFTER = "2026-11-20 09:00", "2026-11-25 21:15", "2026-11-26 09:00"
SET_UP: dict[str, Any] = {
    "title": "第四季度工贸企业双随机抽查", "items": [{"code": "CF-0031", "title": "安全生产教育和培训"}],
    "strata": [{"id": "B", "title": "A、B 级", "grades": "AB", "percent": 10, "weight": 1},
               {"id": "C", "title": "C 级和未评级", "grades": "C无", "percent": 20, "weight": 2}],
    "per_place": 2, "limit": 20, "visits_from": "2026-12-01", "visits_to": "2026-12-20", "officers": ["li", "wang"]}


def district() -> Bureau:
    """The small bureau with forty more enterprises; one of each kind that cannot be drawn; an officer whose card ends."""
    return stocked(bureau())


def stocked(made: Bureau) -> Bureau:
    """The same for a bureau that is there."""
    rows = [{"name": f"云岭第{n}机械厂", "address": f"云岭区工业路{n}号", "grade": "ABC"[n % 3], "area": "平山园区", "fields": ["工贸"]}
            for n in range(1, 41)]
    enroll(made.agency, rows)
    firms = {e.name: e for e in Enterprise.objects.all()}
    Enterprise.objects.filter(pk=firms["云岭第1机械厂"].pk).update(closed_on=date(2026, 5, 1))
    Enterprise.objects.filter(pk=firms["云岭第2机械厂"].pk).update(running="停产")
    Enterprise.objects.filter(pk=firms["云岭第3机械厂"].pk).update(key_unit=True)
    Enterprise.objects.filter(pk=firms["云岭第4机械厂"].pk).update(grade="D")
    for name, until in (("old", date(2026, 12, 10)), ("qian", date(2028, 1, 1))):
        made.people[name] = Person.objects.create(username=name, name={"old": "钱旧", "qian": "钱新"}[name])
        Mandate.objects.create(person=made.people[name], agency=made.agency, role="officer", since=date(2020, 1, 1))
        Certificate.objects.create(person=made.people[name], number=f"990101{name}", fields=["工贸"], valid_from=date(2023, 1, 1),
                                   valid_until=until)
    return made


def set_up(b: Bureau, at: str = SET_UP_ON, **facts: Any) -> str:
    """A draw set and signed; the number of its file."""
    when = moment(at)
    with frozen(when):
        sent = open_file("random_draw", "set_up", SET_UP | facts, b.li, agency=b.agency, at=when)
        signing.sign(sent.file.no, sent.draft_seq or 0, b.zhang, pin=PIN, at=when + timedelta(minutes=5))
    return sent.file.no


def freeze(b: Bureau, no: str, at: str = "2026-11-20 09:30") -> Draw:
    with frozen(moment(at)):
        draws.freeze(no, b.li, at=moment(at))
    return held(no)


def commit(b: Bureau, no: str, at: str = "2026-11-20 10:00", public: str = PUBLIC) -> Draw:
    with frozen(moment(at)):
        draws.commit(no, b.li, SOURCE, moment(public), at=moment(at))
    return held(no)


def reveal(b: Bureau, no: str, at: str = AFTER, number: str = NUMBER) -> Draw:
    when = moment(at)
    with frozen(when):
        sent = perform(no, "reveal", {"public_number": number, "evidence": EVIDENCE}, b.li, at=when)
        signing.sign(no, sent.draft_seq or 0, b.zhou, pin=PIN, at=when + timedelta(minutes=5))
    return held(no)


def publish(b: Bureau, no: str, at: str = "2026-11-26 09:30") -> Draw:
    with frozen(moment(at)):
        draws.publish(no, b.li, at=moment(at))
    return held(no)


def assign(b: Bureau, no: str, at: str = "2026-11-26 10:00") -> Draw:
    with frozen(moment(at)):
        draws.assign(no, b.li, at=moment(at))
    return held(no)


def whole(b: Bureau, *, until: str = "assign", **facts: Any) -> Draw:
    """A draw walked until a step: set_up, freeze, commit, reveal, publish, assign."""
    no = set_up(b, **facts)
    for name, step in (("freeze", freeze), ("commit", commit), ("reveal", reveal), ("publish", publish), ("assign", assign)):
        if until == "set_up":
            break
        step(b, no)
        if name == until:
            break
    return held(no)


def replace(b: Bureau, row: Draw, rank: int, at: str = "2026-11-27 09:00", reason: str = "现场核实已停产拆除") -> Draw:
    """One place drawn anew: the draw that came of it."""
    assert row.file is not None
    when = moment(at)
    with frozen(when):
        sent = perform(row.file.no, "replace", {"rank": rank, "ground": "closed", "reason": reason}, b.li, at=when)
        done = signing.sign(row.file.no, sent.draft_seq or 0, b.zhang, pin=PIN, at=when + timedelta(minutes=2))
        assert done.spawned, "the draw of the one place is opened by itself"
        waiting = Event.objects.get(file__no=done.spawned[0], act="set_up", kind="draft")
        signing.sign(done.spawned[0], waiting.seq, b.zhang, pin=PIN, at=when + timedelta(minutes=3))
    return Draw.objects.get(replaces=row, settings__replaces=f"{row.number}/{rank}")


def held(no: str) -> Draw:
    return Draw.objects.select_related("file", "agency").get(file__no=no)


def at(text: str) -> datetime:
    return moment(text)


def void(b: Bureau, row: Draw, when: str = "2026-11-26 11:00") -> None:
    assert row.file is not None
    moment_ = moment(when)
    with frozen(moment_):
        sent = perform(row.file.no, "void", {"reason": "剔除名单漏列停产企业 12 家"}, b.zhang, at=moment_)
        signing.sign(row.file.no, sent.draft_seq or 0, b.chen, pin=PIN, opinion="同意", at=moment_ + timedelta(minutes=1))


def touched(row: Draw, change: Callable[[dict[str, Any]], object]) -> str:
    """The transcript with something changed, in the store: its hash."""
    said = stored(row.transcript)
    change(said)
    return store.put_bytes(json.dumps(said, ensure_ascii=False).encode()).sha256
