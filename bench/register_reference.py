"""The register of reference: very many enterprises with their search words, visits, hazards and lines of ledgers.

Written through the fields and the search words of the house itself; only the writing goes past it, for speed.
"""
from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.core.management import call_command
from django.db import connection, models, transaction

from zhiheng.actions.register import words
from zhiheng.kernel.clock import TZ
from zhiheng.records.grams import bigrams, initials
from zhiheng.records.models import (
    Agency,
    Certificate,
    Enterprise,
    EnterpriseGram,
    File,
    Finding,
    Line,
    LineGram,
    Mandate,
    Person,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=TZ)
FIRST = "鑫恒盛宏瑞金华源泰丰祥顺昌隆永新东南西北天地海山林森宇航嘉诚信达利民安康福禄寿喜"
SECOND = "达盛源通力兴茂合远方圆正大明光辉耀升腾飞跃进和平安泰宁顺利成功友谊胜捷"
TRADES = ("木业", "机械", "化工", "食品", "纺织", "建材", "家具", "铸造", "塑料", "冷链", "粮油", "纸业", "油品")
RARE = "琥珀"
AREAS = ("城关镇", "石桥镇", "丛林镇", "东岭镇", "青年镇", "平山镇", "河口镇", "白塔镇", "柳林镇", "新街镇", "老街镇", "龙泉镇",
         "凤山镇", "马场镇", "桃源镇", "沙河镇", "北屯镇", "南湖镇", "西坡镇", "清溪镇")
FIELDS = (["工贸"], ["工贸"], ["工贸"], ["危险化学品"], ["烟花爆竹"], ["矿山"], ["工贸"], ["工贸"])
HAZARDS = (["粉尘涉爆"], [], [], ["有限空间"], [], [], ["涉氨制冷", "有限空间"], [], [], ["金属熔融"], [], [])
GRADES = ("A", "A", "B", "B", "B", "B", "C", "C", "D", "")
VISITS, BATCH = 2, 5_000
"""Two enterprises of five have been visited; each visit found something in one of two."""


def ready(firms: int) -> None:
    """Migrate, and fill when the register of this size is not there yet. Only in a data folder named for it."""
    if not os.environ.get("ZHIHENG_DATA"):
        raise SystemExit("ZHIHENG_DATA must name a folder of the measurements; the usual one is not theirs")
    call_command("migrate", verbosity=0)
    if Enterprise.objects.count() >= firms:
        return
    with transaction.atomic():
        agency = house()
        _firms(agency, firms)
        _visits(agency)
        _lines(agency, firms // 2)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def house() -> Agency:
    """A bureau with a township below it: an officer, a head, an administrator, an officer of the township."""
    bureau = Agency.objects.create(code="YL", region_short="云", name="云岭区应急管理局", place_id="yl")
    town = Agency.objects.create(code="YLCG", region_short="云", name="城关镇人民政府", place_id="yl", parent=bureau,
                                 kind="township", level="township", delegated=True)
    for username, agency, role, area in (("li", bureau, "officer", []), ("chen", bureau, "bureau_head", []),
                                         ("admin", bureau, "administrator", []), ("zhao", town, "officer", [AREAS[0]])):
        person = Person(username=username, name=f"姓名{username}")
        person.set_unusable_password()
        person.save()
        Mandate.objects.create(person=person, agency=agency, role=role, area=area, since=date(2020, 1, 1))
        Certificate.objects.create(person=person, number=f"9901{username}", fields=["工贸"], valid_from=date(2023, 1, 1),
                                   valid_until=date(2029, 6, 30))
    return bureau


def _firms(agency: Agency, count: int) -> None:
    for start in range(0, count, BATCH):
        made = Enterprise.objects.bulk_create([_firm(agency, n) for n in range(start, min(count, start + BATCH))])
        _fast(EnterpriseGram, ("gram", "enterprise_id"), [(g, e.pk) for e in made for g in sorted(words(e))])


def _firm(agency: Agency, n: int) -> Enterprise:
    rest, trade = divmod(n, len(TRADES))
    rest, second = divmod(rest, len(SECOND))
    third, first = divmod(rest, len(FIRST))
    head = RARE if n % 20_000 == 19_999 else FIRST[first]
    name = f"云岭{head}{SECOND[second]}{SECOND[third % len(SECOND)]}{TRADES[trade]}有限公司"
    return Enterprise(
        agency=agency, name=name, initials=initials(name), code=f"{n:018d}", address=f"工业大道 {n} 号", industry="机械制造",
        industry_code="3484", area=AREAS[n * 7 % len(AREAS)], fields=FIELDS[n % len(FIELDS)], hazards=HAZARDS[n % len(HAZARDS)],
        grade=GRADES[n * 3 % len(GRADES)], key_unit=n % 40 == 0, standard=("", "三级", "二级")[n % 3], running="在营",
        employees=n % 900, principal="张三", phone="0990-5550000", safety_manager="李四", latitude=30 + n % 997 / 1000,
        longitude=103 + n % 991 / 1000, extra={"visit_cap": 3})


def _visits(agency: Agency) -> None:
    ids = list(Enterprise.objects.order_by("pk").values_list("pk", flat=True))
    seen = [pk for n, pk in enumerate(ids) if n % 5 < VISITS]
    for start in range(0, len(seen), BATCH):
        part = seen[start:start + BATCH]
        files = File.objects.bulk_create([_visit(agency, start + n, pk) for n, pk in enumerate(part)])
        Finding.objects.bulk_create(
            Finding(file=f, key=f"f-{f.seq}", text="未设", state="" if f.seq % 4 == 0 else "closed") for f in files if f.seq % 2 == 0)


def _visit(agency: Agency, n: int, firm: int) -> File:
    return File(no=f"YL-2026-{n:06d}", agency=agency, procedure="inspection", title="检查", enterprise_id=firm, year=2026 - n % 3,
                opened_at=NOW - timedelta(days=n % 1000), seq=n, stage="complete", ended_at=NOW if n % 20 else None)


def _lines(agency: Agency, count: int) -> None:
    """Permits of the register, half as many as enterprises."""
    ids = list(Enterprise.objects.order_by("pk").values_list("pk", flat=True)[:count])
    for start in range(0, count, BATCH):
        part = range(start, min(count, start + BATCH))
        made = Line.objects.bulk_create([_line(agency, n, ids[n]) for n in part])
        _fast(LineGram, ("gram", "line_id"), [(g, x.pk) for x in made for g in bigrams(x.title)])


def _line(agency: Agency, n: int, firm: int) -> Line:
    until = NOW.date() + timedelta(days=n % 1500 - 100)
    number = f"危经 {n:06d} 号"
    values = {"enterprise": f"{firm}", "kind": "hazchem_trade", "number": number, "issuer": "区应急局", "since": "2023-11-01",
              "until": until.isoformat(), "state": "valid"}
    return Line(ledger="permits", agency=agency, key=f"{n}", title=f"{number} {TRADES[n % len(TRADES)]}", values=values,
                enterprise_id=firm, since=date(2023, 11, 1), until=until, changed_at=NOW)


def _fast(model: type[models.Model], columns: Sequence[str], rows: list[tuple[object, ...]]) -> None:
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join("%s" for _ in columns)
        cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)

