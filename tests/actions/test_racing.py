"""Two at once, and a power cut in the middle: nothing is lost and nothing is half done."""
from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections

from tests.actions import district as houses
from tests.actions import toy
from tests.actions.test_perform import opened, whole
from zhiheng.actions import fsck, rulebook, signing
from zhiheng.actions.errors import NotAllowed, SignatureRefused
from zhiheng.actions.perform import perform
from zhiheng.records.clock import frozen
from zhiheng.records.models import Event, File, Paper

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def district(transactional_db):
    return houses.build()


def worker(*words, wait=True):
    """Another process on the same database, with the same data folder."""
    held = connection.settings_dict
    env = {**os.environ, "WORKER_DATA": str(settings.ZHIHENG_DATA), "WORKER_DB": str(held["NAME"]),
           "ZHIHENG_NOW": houses.NOW.isoformat(), "DJANGO_SETTINGS_MODULE": "zhiheng.settings"}
    process = subprocess.Popen([sys.executable, "-m", "tests.actions.workers", *words], cwd=ROOT, env=env,
                               stderr=subprocess.PIPE, text=True)
    return finish(process) if wait else process


def finish(process):
    _, said = process.communicate(timeout=120)
    return process.returncode, said


def test_two_officers_of_two_processes_on_one_file_lose_nothing(district):
    file = opened(district)
    running = [worker("race", file.no, who, "12", wait=False) for who in ("li", "wang")]
    assert [finish(p) for p in running] == [(0, ""), (0, "")]
    texts = {e.facts["text"] for e in Event.objects.filter(file=file, act="note")}
    assert texts == {f"{who} {n}" for who in ("li", "wang") for n in range(12)}
    file.refresh_from_db()
    assert file.event_count == 25 and whole(file)


def in_threads(*jobs):
    """Run jobs at once, each on its own connection; their results or exceptions."""
    found, gate = [None] * len(jobs), threading.Barrier(len(jobs))

    def run(place, job):
        with rulebook.using(toy.rules), frozen(houses.NOW):
            gate.wait()
            try:
                found[place] = job()
            except Exception as fault:
                found[place] = fault
            finally:
                connections.close_all()

    threads = [threading.Thread(target=run, args=(n, job)) for n, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_one_step_signed_twice_at_once_takes_effect_once(district):
    file = opened(district)
    sent = perform(file.no, "serve", {"text": "送"}, district.li)
    done = in_threads(*[lambda: signing.sign(file.no, sent.draft_seq, district.wang)] * 3)
    assert sum(1 for d in done if not isinstance(d, Exception)) == 1
    assert all(isinstance(d, (NotAllowed, SignatureRefused)) for d in done if isinstance(d, Exception))
    assert Event.objects.filter(file=file, kind="act", act="serve").count() == 1


def test_one_request_sent_thrice_at_once_is_one_act(district):
    file = opened(district)
    done = in_threads(*[lambda: perform(file.no, "note", {"text": "记"}, district.li, key="same")] * 3)
    assert len({d.event.pk for d in done}) == 1 and sorted(d.replayed for d in done) == [False, True, True]
    opens = in_threads(*[lambda: opened(district, key="new").no] * 3)
    assert len(set(opens)) == 1 and File.objects.count() == 2


def test_files_opened_at_once_get_numbers_without_gap_or_repetition(district):
    numbers = in_threads(*[lambda: opened(district).no] * 4)
    assert sorted(numbers) == [f"YL-2026-0000{n}" for n in range(1, 5)]


@pytest.mark.parametrize("point", ["before_events", "after_events", "before_caches", "before_commit"])
def test_a_process_killed_in_the_middle_of_an_act_leaves_nothing_of_it(district, point):
    file = opened(district)
    code, _ = worker("kill", file.no, point)
    assert code == -9
    file.refresh_from_db()
    assert file.event_count == 1 and Event.objects.filter(file=file).count() == 1 and not Paper.objects.exists()
    assert list(fsck.check()) == [] and len(fsck.orphans()) == 1
    assert perform(file.no, "note", {"text": "半途"}, district.li, key="killed").effective


def test_a_process_that_finishes_leaves_all_of_it(district):
    file = opened(district)
    assert worker("kill", file.no, "never")[0] == 0
    file.refresh_from_db()
    assert file.event_count == 2 and whole(file) and list(fsck.check()) == []
