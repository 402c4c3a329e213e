"""The database itself refuses to change or drop an event, on SQLite and on PostgreSQL.

``disarm`` exists for two users only: a test that plays the intruder, and the emptying of a test database.
"""
from __future__ import annotations

from typing import Any

_SAYS = "案卷记录只能追加"
_TABLE = "records_event"

_SQLITE = {
    "update": f"CREATE TRIGGER IF NOT EXISTS {_TABLE}_no_update BEFORE UPDATE ON {_TABLE} "
              f"BEGIN SELECT RAISE(ABORT, '{_SAYS}，不能修改'); END",
    "delete": f"CREATE TRIGGER IF NOT EXISTS {_TABLE}_no_delete BEFORE DELETE ON {_TABLE} "
              f"BEGIN SELECT RAISE(ABORT, '{_SAYS}，不能删除'); END",
}
_POSTGRES = (
    f"CREATE OR REPLACE FUNCTION {_TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_SAYS}，不能 %%', TG_OP USING ERRCODE = 'integrity_constraint_violation'; END $$",
    f"CREATE OR REPLACE TRIGGER {_TABLE}_no_change BEFORE UPDATE OR DELETE ON {_TABLE} "
    f"FOR EACH ROW EXECUTE FUNCTION {_TABLE}_refuse()",
    f"CREATE OR REPLACE TRIGGER {_TABLE}_no_truncate BEFORE TRUNCATE ON {_TABLE} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION {_TABLE}_refuse()",
)


def arm(connection: Any) -> None:
    """Set the triggers (again); harmless when they stand."""
    with connection.cursor() as cursor:
        for sql in _POSTGRES if connection.vendor == "postgresql" else _SQLITE.values():
            cursor.execute(sql.replace("%%", "%") if connection.vendor == "postgresql" else sql)


def disarm(connection: Any) -> None:
    """Take the triggers away."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER IF EXISTS {_TABLE}_no_change ON {_TABLE}")
            cursor.execute(f"DROP TRIGGER IF EXISTS {_TABLE}_no_truncate ON {_TABLE}")
            return
        for name in _SQLITE:
            cursor.execute(f"DROP TRIGGER IF EXISTS {_TABLE}_no_{name}")


def armed(connection: Any) -> bool:
    """Whether the triggers stand; fsck reports it when they do not."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname IN (%s, %s) AND tgenabled <> 'D'",
                           [f"{_TABLE}_no_change", f"{_TABLE}_no_truncate"])
        else:
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name IN (%s, %s)",
                           [f"{_TABLE}_no_update", f"{_TABLE}_no_delete"])
        return int(cursor.fetchone()[0]) == 2
