"""The reference: very many files with ten events each, multiplied inside the database from one of each kind."""
from __future__ import annotations

from datetime import date, datetime

from django.core.management import call_command
from django.db import connection, models, transaction

from zhiheng.kernel.clock import TZ
from zhiheng.records.grams import bigrams, initials
from zhiheng.records.models import (
    Agency,
    Assignment,
    Certificate,
    ClockRow,
    Enterprise,
    EnterpriseGram,
    Event,
    File,
    Mandate,
    Party,
    Person,
)

FIRMS, OPEN_ONE_IN, EVENTS, PAIRS = 20_000, 20, 10, 20
"""One file in twenty is open; twenty pairs of officers share them, so an officer of 200,000 files has 500 in hand."""
NOW = datetime(2026, 11, 23, 9, tzinfo=TZ)
FIRST = "鑫恒盛宏瑞金华源泰丰祥顺昌隆永新东南西北天地海山林森宇航嘉诚信达利民安康福禄寿喜"
SECOND = "达盛源通力兴茂合远方圆正大明光辉耀升腾飞跃进和平安泰宁顺利成功友谊胜捷"
TRADES = ("木业", "机械", "化工", "食品", "纺织", "建材", "家具", "铸造", "塑料", "冷链", "粮油", "纸业", "油品")

def ready(files: int) -> None:
    """Migrate, and fill when the reference of this size is not there yet."""
    call_command("migrate", verbosity=0)
    if File.objects.count() >= files:
        return
    with transaction.atomic():
        agency = _house()
        _multiply(agency, files)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _house() -> Agency:
    agency = Agency.objects.create(code="YL", region_short="云", name="云岭区应急管理局", place_id="yl", address="政务路 8 号",
                                   phone="0990-5550101", government="云岭区人民政府", court="云岭区人民法院")
    posts = [("li", "officer"), ("wang", "officer"), ("chen", "bureau_head"), ("zhang", "section_head")]
    posts += [(f"{side}{n}", "officer") for n in range(1, PAIRS) for side in "ab"]
    for username, role in posts:
        person = Person(username=username, name={"li": "李强", "wang": "王敏"}.get(username, f"姓名{username}"))
        person.set_unusable_password()
        person.save()
        Mandate.objects.create(person=person, agency=agency, role=role, since=date(2020, 1, 1))
        if role == "officer":
            Certificate.objects.create(person=person, number=f"9901{username}", fields=["工贸"],
                                       valid_from=date(2023, 1, 1), valid_until=date(2029, 6, 30))
    firms = Enterprise.objects.bulk_create(
        [Enterprise(agency=agency, name=(name := _name(n)), initials=initials(name), code=f"{n:018d}",
                    address=f"工业大道 {n} 号", industry="机械制造", grade="ABCD"[n % 4], principal="张三",
                    phone="0990-5550000") for n in range(FIRMS)], batch_size=2000)
    EnterpriseGram.objects.bulk_create(
        [EnterpriseGram(enterprise=firm, gram=gram) for firm in firms
         for gram in {*bigrams(firm.name), *bigrams(firm.initials)}], batch_size=10_000)
    return agency


def _name(n: int) -> str:
    """Twenty thousand different names of three words, so that two characters find some and not all."""
    first, second = divmod(n // len(TRADES), len(SECOND))
    return f"{FIRST[first % len(FIRST)]}{SECOND[second]}{TRADES[n % len(TRADES)]}有限公司{first // len(FIRST) or ''}"


def _multiply(agency: Agency, files: int) -> None:
    firm = Enterprise.objects.order_by("pk")[0].pk
    base = dict(agency=agency, procedure="penalty_ordinary", title="云岭机械厂 行政处罚（普通程序）", enterprise_id=firm,
                opened_at=NOW, year=2020, domain="工贸", stage="investigation", officers=["li", "wang"],
                next_clock="decision", last_act="inquiry", last_at=NOW, event_count=EVENTS, head_hash="0" * 64)
    seed = File.objects.create(no="YL-2020-00000", seq=0, **base)
    n = "s.n"
    ended = f"CASE WHEN s.n % {OPEN_ONE_IN} = 0 THEN NULL ELSE t.opened_at END"
    due = f"CASE WHEN s.n % {OPEN_ONE_IN} = 0 THEN {_days('t.opened_at', '(s.n / 20 * 7 + s.n / 400) % 200 - 20')} ELSE NULL END"
    _copy(File, seed.pk, files - 1, {
        "no": f"'YL-2020-' || {n}", "seq": n, "enterprise_id": f"{firm} + s.n % {FIRMS}", "ended_at": ended,
        "officers": _json(f"'[\"' || {_officer('s.n', 'li', 'a')} || '\", \"' || {_officer('s.n', 'wang', 'b')} || '\"]'"),
        "next_due": due, "opened_at": _days("t.opened_at", "-(s.n % 700)"), "due_sort": f"COALESCE({due}, t.due_sort)"})
    person = Person.objects.get(pk="li")
    event = Event.objects.create(file=seed, seq=1, kind="act", act="inquiry", actor=person, occurred_at=NOW, recorded_at=NOW,
                                 facts={"text": "询问笔录内容" * 20}, prev_hash="0" * 64, hash="0" * 64)
    _per_file(Event, event.pk, EVENTS, {"seq": "s.n"}, seed.pk)
    for first, others in (("li", "a"), ("wang", "b")):
        row = Assignment.objects.create(file=seed, person_id=first)
        _per_file(Assignment, row.pk, 1, {"person_id": _officer("f.seq", first, others)}, seed.pk)
    party = Party.objects.create(file=seed, key="unit", kind="unit", name="云岭机械厂")
    _per_file(Party, party.pk, 1, {"enterprise_id": "f.enterprise_id", "name": _name_of_firm()}, seed.pk)
    clock = ClockRow.objects.create(file=seed, clock="decision", zh="作出决定", started_at=NOW, due_at=NOW,
                                    due_on=NOW.date(), state="running", todo="decide", todo_zh="作出处罚决定", role="handler")
    _per_file(ClockRow, clock.pk, 1, {"due_at": "f.next_due"}, seed.pk, only="f.ended_at IS NULL")
    _vary()
    from_counter = "INSERT INTO records_filecounter (agency_id, year, last) VALUES (%s, 2026, 0)"
    with connection.cursor() as cursor:
        cursor.execute(from_counter, [agency.pk])


def _vary() -> None:
    """Four files of ten are penalties, four inspections, two re-inspections, in all their stages; penalties are fined."""
    turn = "(seq / 400 % 10)"
    stages = {"penalty_ordinary": ("lead", "investigation", "review", "execution"), "inspection": ("plan", "site", "dispose", "complete"),
              "rectification": ("ordered", "replied", "reinspected", "ordered")}
    last = {"penalty_ordinary": "archive", "inspection": "closed", "rectification": "concluded"}
    for procedure, when in (("penalty_ordinary", "< 4"), ("inspection", "BETWEEN 4 AND 7"), ("rectification", "> 7")):
        running = " ".join(f"WHEN {n} THEN '{stage}'" for n, stage in enumerate(stages[procedure]))
        _execute(f"UPDATE records_file SET procedure = '{procedure}', stage = CASE WHEN ended_at IS NULL THEN "
                 f"CASE seq / 20 % 4 {running} END ELSE '{last[procedure]}' END WHERE {turn} {when}")
    day = "date(f.opened_at, '60 days')" if connection.vendor == "sqlite" else "(f.opened_at + interval '60 days')::date"
    empty = _json("'[]'")
    _execute("INSERT INTO records_penalty (file_id, party_id, event_seq, decided_on, decision, document_no, fine_fen, "
             f"confiscated_fen, kinds, paid_fen) SELECT f.id, p.id, 9, {day}, 'penalty', '', 2000000, 0, {empty}, 2000000 "
             "FROM records_file f JOIN records_party p ON p.file_id = f.id "
             "WHERE f.procedure = 'penalty_ordinary' AND f.ended_at IS NOT NULL")


def _officer(n: str, first: str, others: str) -> str:
    """The account of the officer on one side of the pair that has file ``n``."""
    pair = f"({n} / {OPEN_ONE_IN} % {PAIRS})"
    return f"CASE WHEN {pair} = 0 THEN '{first}' ELSE '{others}' || {pair} END"


def _name_of_firm() -> str:
    return "(SELECT e.name FROM records_enterprise e WHERE e.id = f.enterprise_id)"


def _json(text: str) -> str:
    return text if connection.vendor == "sqlite" else f"({text})::jsonb"


def _days(column: str, count: str) -> str:
    if connection.vendor == "sqlite":
        return f"strftime('%%Y-%%m-%%d %%H:%%M:%%S', {column}, ({count}) || ' days')"
    return f"{column} + ({count}) * interval '1 day'"


def _series(count: int) -> str:
    if connection.vendor == "sqlite":
        return f"(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {count}) SELECT n FROM c) s"
    return f"generate_series(1, {count}) s(n)"


def _columns(model: type[models.Model]) -> list[str]:
    return [f.column for f in model._meta.concrete_fields if not f.primary_key]


def _copy(model: type[models.Model], pk: int, count: int, own: dict[str, str]) -> None:
    columns = _columns(model)
    values = ", ".join(own.get(c, f't."{c}"') for c in columns)
    names = ", ".join(f'"{c}"' for c in columns)
    table = model._meta.db_table
    _execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} t, {_series(count)} WHERE t.id = {pk}")


def _per_file(model: type[models.Model], pk: int, count: int, own: dict[str, str], seed: int, only: str = "1 = 1") -> None:
    own = {"file_id": "f.id"} | own
    columns = _columns(model)
    values = ", ".join(own.get(c, f't."{c}"') for c in columns)
    names = ", ".join(f'"{c}"' for c in columns)
    table = model._meta.db_table
    _execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} t, records_file f, {_series(count)} "
             f"WHERE t.id = {pk} AND f.id <> {seed} AND {only}")


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("%%", "%"))
