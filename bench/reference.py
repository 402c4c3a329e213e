"""The reference: very many files with ten events each, multiplied inside the database from one of each kind."""
from __future__ import annotations

from datetime import date, datetime

from django.core.management import call_command
from django.db import connection, models, transaction

from zhiheng.kernel.clock import TZ
from zhiheng.records.models import (
    Agency,
    Assignment,
    Certificate,
    ClockRow,
    Enterprise,
    Event,
    File,
    Mandate,
    Person,
)

FIRMS, OPEN_ONE_IN, EVENTS = 20_000, 20, 10
NOW = datetime(2026, 11, 23, 9, tzinfo=TZ)


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
    for username, role in (("li", "officer"), ("wang", "officer"), ("chen", "bureau_head"), ("zhang", "section_head")):
        person = Person.objects.create_user(username, "bench", name={"li": "李强", "wang": "王敏"}.get(username, username))
        Mandate.objects.create(person=person, agency=agency, role=role, since=date(2020, 1, 1))
        if role == "officer":
            Certificate.objects.create(person=person, number=f"9901{username}", fields=["工贸"],
                                       valid_from=date(2023, 1, 1), valid_until=date(2029, 6, 30))
    Enterprise.objects.bulk_create(
        [Enterprise(agency=agency, name=f"云岭第{n}机械厂", code=f"{n:018d}", address=f"工业大道 {n} 号", industry="机械制造",
                    principal="张三", phone="0990-5550000") for n in range(FIRMS)], batch_size=2000)
    return agency


def _multiply(agency: Agency, files: int) -> None:
    firm = Enterprise.objects.order_by("pk")[0].pk
    base = dict(agency=agency, procedure="penalty_ordinary", title="云岭机械厂 行政处罚（普通程序）", enterprise_id=firm,
                opened_at=NOW, year=2020, domain="工贸", stage="investigation", officers=["li", "wang"],
                next_clock="decision", last_act="inquiry", last_at=NOW, event_count=EVENTS, head_hash="0" * 64)
    seed = File.objects.create(no="YL-2020-00000", seq=0, **base)
    n = "s.n"
    ended = f"CASE WHEN s.n % {OPEN_ONE_IN} = 0 THEN NULL ELSE t.opened_at END"
    due = f"CASE WHEN s.n % {OPEN_ONE_IN} = 0 THEN {_days('t.opened_at', 's.n % 400 - 20')} ELSE NULL END"
    _copy(File, seed.pk, files - 1, {
        "no": f"'YL-2020-' || {n}", "seq": n, "enterprise_id": f"{firm} + s.n % {FIRMS}", "ended_at": ended,
        "next_due": due, "opened_at": _days("t.opened_at", "-(s.n % 700)"), "due_sort": f"COALESCE({due}, t.due_sort)"})
    person = Person.objects.get(pk="li")
    event = Event.objects.create(file=seed, seq=1, kind="act", act="inquiry", actor=person, occurred_at=NOW, recorded_at=NOW,
                                 facts={"text": "询问笔录内容" * 20}, prev_hash="0" * 64, hash="0" * 64)
    _per_file(Event, event.pk, EVENTS, "seq", "s.n", seed.pk)
    for who in ("li", "wang"):
        row = Assignment.objects.create(file=seed, person_id=who)
        _per_file(Assignment, row.pk, 1, None, None, seed.pk)
    clock = ClockRow.objects.create(file=seed, clock="decision", zh="作出决定", started_at=NOW, due_at=NOW,
                                    due_on=NOW.date(), state="running", todo="decide", todo_zh="作出处罚决定", role="handler")
    _per_file(ClockRow, clock.pk, 1, None, None, seed.pk, only=f"f.id % {OPEN_ONE_IN} = 0")
    from_counter = "INSERT INTO records_filecounter (agency_id, year, last) VALUES (%s, 2026, 0)"
    with connection.cursor() as cursor:
        cursor.execute(from_counter, [agency.pk])


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


def _per_file(model: type[models.Model], pk: int, count: int, column: str | None, value: str | None, seed: int,
              only: str = "1 = 1") -> None:
    own = {"file_id": "f.id"} | ({column: value} if column and value else {})
    columns = _columns(model)
    values = ", ".join(own.get(c, f't."{c}"') for c in columns)
    names = ", ".join(f'"{c}"' for c in columns)
    table = model._meta.db_table
    _execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} t, records_file f, {_series(count)} "
             f"WHERE t.id = {pk} AND f.id <> {seed} AND {only}")


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("%%", "%"))
