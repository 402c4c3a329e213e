"""Two agencies open at the same moment: one transaction sees the other, exactly one visit stands without a reason."""
from __future__ import annotations

import threading

import pytest
from django.db import connections

from tests.actions.test_competence import NOW, build
from zhiheng.actions import rulebook
from zhiheng.actions.errors import Refused
from zhiheng.law.rules import rules as law_rules
from zhiheng.records.clock import frozen
from zhiheng.records.models import File

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_agencies_opening_at_once_one_sees_the_other(transactional_db, fonts):
    with rulebook.using(lambda _: law_rules("yl")), frozen(NOW):
        house = build()
    found, gate = {}, threading.Barrier(2)

    def run(code: str) -> None:
        with rulebook.using(lambda _: law_rules("yl")), frozen(NOW):
            gate.wait()
            try:
                found[code] = house.visit(code, until="second")
            except Exception as fault:
                found[code] = fault
            finally:
                connections.close_all()

    threads = [threading.Thread(target=run, args=(code,)) for code in ("YLCG", "YLPS")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    faults = [f for f in found.values() if isinstance(f, Exception)]
    assert len(faults) == 1 and isinstance(faults[0], Refused)
    assert {o.gate for o in faults[0].obstacles} == {"visit_elsewhere"}
    assert File.objects.filter(procedure="inspection").count() == 1
