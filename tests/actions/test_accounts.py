"""Passwords and PINs: a few tries, then a pause that grows; a second officer signs with his own."""
from __future__ import annotations

from datetime import timedelta

import pytest

from tests.actions.district import NOW
from tests.actions.test_perform import opened
from zhiheng.actions import accounts, signing
from zhiheng.actions.errors import LockedOut, NotAllowed, WrongSecret
from zhiheng.actions.perform import perform
from zhiheng.records.models import Event, Person


@pytest.fixture
def li(district):
    district.li.set_password("Zhiheng-2026")
    district.li.save()
    return district.li


def fail(at=NOW):
    with pytest.raises(WrongSecret):
        accounts.authenticate("li", "wrong", at=at)


def test_five_failures_lock_for_fifteen_minutes_then_for_twice_as_long(li):
    for _ in range(4):
        fail()
    with pytest.raises(LockedOut) as first:
        accounts.authenticate("li", "wrong", at=NOW)
    assert first.value.until == NOW + timedelta(minutes=15)
    with pytest.raises(LockedOut):
        accounts.authenticate("li", "Zhiheng-2026", at=NOW + timedelta(minutes=14))
    later = NOW + timedelta(minutes=16)
    for _ in range(4):
        fail(later)
    with pytest.raises(LockedOut) as second:
        accounts.authenticate("li", "wrong", at=later)
    assert second.value.until == later + timedelta(minutes=30)
    assert accounts.authenticate("li", "Zhiheng-2026", at=later + timedelta(minutes=31)) == li
    assert Person.objects.get(pk="li").locks == 0


def test_an_unknown_name_and_an_inactive_account_answer_like_a_wrong_password(li):
    Person.objects.filter(pk="li").update(is_active=False)
    for name in ("li", "nobody"):
        with pytest.raises(WrongSecret, match="账号或密码不正确"):
            accounts.authenticate(name, "Zhiheng-2026", at=NOW)


def test_the_second_officer_signs_with_his_own_pin_on_a_shared_device(district, li):
    accounts.set_pin(district.wang, "135790")
    file = opened(district)
    sent = perform(file.no, "serve", {"text": "送"}, li)
    with pytest.raises(WrongSecret):
        signing.sign(file.no, sent.draft_seq, district.wang, pin="000001", at=NOW)
    assert Person.objects.get(pk="wang").failures == 1
    done = signing.sign(file.no, sent.draft_seq, district.wang, pin="135790", device="li 的手机")
    assert done.effective and Event.objects.get(pk=done.event.pk).signers[1] == ["second", "wang"]


@pytest.mark.parametrize("pin", ["123", "abcdef", "111111", ""])
def test_a_weak_pin_is_refused(li, pin):
    with pytest.raises(NotAllowed):
        accounts.set_pin(li, pin)


def test_without_a_pin_nobody_signs_on_a_shared_device(district, li):
    with pytest.raises(NotAllowed, match="还没有设置"):
        accounts.verify_pin(district.wang, "135790")
