"""Whatever is changed behind the product's back is found and named."""
from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.actions.district import NOW
from tests.actions.test_perform import opened
from zhiheng.actions import checkpoint, evidence, fsck, numbers, rebuild, signing
from zhiheng.actions.perform import perform
from zhiheng.records import store
from zhiheng.records.models import (
    AppendOnly,
    ClockRow,
    Event,
    Evidence,
    File,
    FileCounter,
    Finding,
    NumberCounter,
    Party,
)
from zhiheng.records.protect import arm, disarm


def told(**more):
    return [(b.area, b.says) for b in fsck.check(**more)]


@pytest.fixture
def file(district):
    made = opened(district)
    sent = perform(made.no, "serve", {"text": "送达"}, district.li)
    signing.sign(made.no, sent.draft_seq, district.wang)
    perform(made.no, "note", {"text": "检查台账"}, district.li)
    return File.objects.get(pk=made.pk)


def test_a_record_that_nobody_touched_is_whole(file):
    assert told() == []


@pytest.mark.parametrize("statement", ["UPDATE records_event SET act = 'x'", "DELETE FROM records_event"])
def test_the_database_itself_refuses_to_change_or_drop_an_event(file, statement):
    with pytest.raises(DatabaseError, match="只能追加"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.filter(file=file).count() == file.event_count


def test_the_product_has_no_way_to_change_or_drop_an_event(file):
    event = Event.objects.filter(file=file).first()
    event.act = "x"
    for attempt in (event.save, event.delete, Event.objects.all().delete, lambda: Event.objects.update(act="x"),
                    lambda: Event.objects.bulk_update([event], ["act"])):
        with pytest.raises(AppendOnly):
            attempt()


def meddle(statement, *values):
    """The intruder with the keys of the database: lowers the triggers, changes a row, raises them again."""
    disarm(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    arm(connection)


def test_a_changed_event_is_named(file):
    meddle("UPDATE records_event SET facts = %s WHERE seq = 2", '{"text": "别的"}')
    assert told()[0] == ("chain", "第 2 项记录：内容被改动")


def test_a_dropped_event_and_a_cut_off_end_are_named(file):
    meddle("DELETE FROM records_event WHERE seq = 3")
    assert ("chain", "第 3 项记录：缺少这一项") in told()
    meddle("DELETE FROM records_event WHERE seq = 6")
    assert ("chain", "第 6 项记录：缺少这一项") in told()


def test_lowered_triggers_are_told(file):
    disarm(connection)
    assert told() == [("protection", "数据库没有拒绝修改、删除记录的触发器")]
    arm(connection)


def test_a_changed_cache_is_named_with_what_it_should_be(file):
    File.objects.filter(pk=file.pk).update(stage="end", next_due=NOW)
    ClockRow.objects.filter(file=file).update(due_on=NOW.date())
    says = "；".join(s for a, s in told() if a == "cache")
    assert "stage=end（应为 work）" in says and "due_on=2026-11-23" in says
    rebuild.rebuild(file.no)
    assert told() == []


def test_a_lost_party_is_found_and_made_again(file):
    Party.objects.filter(file=file, key="party-2").delete()
    assert any("缺少 1 行" in s for _, s in told())
    rebuild.rebuild(file.no)
    assert Party.objects.filter(file=file).count() == 2


def test_checking_changes_nothing(file):
    Finding.objects.create(file=file, key="x", text="伪造")
    assert any(a == "cache" for a, _ in told())
    assert Finding.objects.filter(file=file).count() == 1


def test_a_missing_file_number_is_named(file, district):
    FileCounter.objects.update(last=2)
    assert ("number", "2026 年案卷号缺第 2 号") in told()


def test_a_serial_taken_with_a_file_is_no_gap_of_the_word_that_counts_by_itself(file):
    with_file = numbers.give(file, "应急回", NOW, own_series=False)
    alone = numbers.give(file, "应急回", NOW, own_series=True)
    assert (with_file.serial, alone.serial) == (1, 2) and with_file.text != alone.text
    assert told() == []
    NumberCounter.objects.filter(series="word:应急回").update(last=4)
    assert ("number", "文号登记簿 word:应急回 2026 年缺第 3 号") in told()


def test_evidence_is_kept_once_and_its_hash_stands_in_the_chain(file, district):
    one = evidence.add(file.no, io.BytesIO(b"photo"), title="照片", kind="photo", actor=district.li)
    two = evidence.add(file.no, io.BytesIO(b"photo"), title="照片", kind="photo", actor=district.li)
    assert one.pk == two.pk and one.key == "E001"
    assert Event.objects.get(file=file, kind="evidence").facts["sha256"] == one.sha256
    assert told() == []
    path = store.path(one.sha256)
    path.chmod(0o644)
    path.write_bytes(b"PHOTO")
    assert told() == [("evidence", "证据 E001「照片」的文件缺失或者被改动")]
    path.unlink()
    assert told() == [("evidence", "证据 E001「照片」的文件缺失或者被改动")]
    Evidence.objects.update(sha256="0" * 64)
    assert ("evidence", "证据 E001「照片」的登记与记录不符") in told()


def test_a_blob_without_row_is_harmless_and_reported(file):
    lost = store.put_bytes(b"left behind").sha256
    assert fsck.orphans() == [lost] and told() == []


def test_checkpoints_are_chained_and_signed_and_notice_a_rewritten_file(file, district):
    first = checkpoint.make(district.agency, at=NOW)
    assert checkpoint.make(district.agency, at=NOW).pk == first.pk
    perform(file.no, "note", {"text": "又记"}, district.li)
    second = checkpoint.make(district.agency, at=NOW + timedelta(days=1))
    assert second.record["prev"] == first.hash and told() == []
    meddle("DELETE FROM records_event WHERE seq = 7")
    File.objects.filter(pk=file.pk).update(event_count=6, head_hash=Event.objects.get(file=file, seq=6).hash)
    assert any(a == "checkpoint" and "现在缺少" in s for a, s in told())


def test_a_forged_checkpoint_is_named(file, district):
    made = checkpoint.make(district.agency, at=NOW)
    made.record["size"] = 9
    made.save()
    assert {s for a, s in told() if a == "checkpoint"} == {"2026-11-23 的检查点签名不符", "2026-11-23 的检查点内容被改动"}
