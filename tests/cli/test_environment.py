"""What the environment says, and what the house makes of it."""
from __future__ import annotations

import stat

import pytest
from django.test import Client

from zhiheng.environment import database, secret_key
from zhiheng.kernel.errors import ZhihengError


def test_without_an_address_the_record_is_a_sqlite_file_that_survives_a_power_cut(tmp_path):
    made = database("", tmp_path)
    assert made["NAME"] == str(tmp_path / "zhiheng.sqlite3")
    assert "synchronous=FULL" in made["OPTIONS"]["init_command"]
    assert made["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_postgres_address_is_read_with_its_escapes_and_pooled(tmp_path, monkeypatch):
    monkeypatch.delenv("ZHIHENG_DB_POOL")
    made = database("postgres://case:p%40ss@db.local:5433/record?sslmode=require", tmp_path)
    assert (made["USER"], made["PASSWORD"], made["HOST"], made["PORT"], made["NAME"]) == (
        "case", "p@ss", "db.local", "5433", "record"
    )
    assert made["OPTIONS"]["sslmode"] == "require"
    assert made["OPTIONS"]["pool"]["max_size"] == 8
    assert made["CONN_MAX_AGE"] == 0


def test_a_local_socket_is_named_in_the_query(tmp_path):
    made = database("postgresql://case:@/record?host=/run/pg", tmp_path)
    assert made["HOST"] == "/run/pg"
    assert "host" not in made["OPTIONS"]


def test_any_other_database_is_refused_in_plain_words(tmp_path):
    with pytest.raises(ZhihengError, match="DATABASE_URL"):
        database("mysql://x/y", tmp_path)


def test_the_secret_is_made_once_and_readable_by_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY")
    first = secret_key(tmp_path)
    assert len(first) >= 50
    assert secret_key(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_every_answer_forbids_scripts_that_are_not_ours_and_names_its_request(db):
    answer = Client().get("/no-such-page", headers={"X-Request-ID": "abc-12345"})
    assert answer.status_code in {302, 404}
    assert "script-src 'self';" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Request-ID"] == "abc-12345"
    assert answer["Cache-Control"] == "no-store"


def test_a_forged_request_id_does_not_reach_the_log(db):
    answer = Client().get("/no-such-page", headers={"X-Request-ID": "x<script>"})
    assert "<" not in answer["X-Request-ID"]
