"""Who somebody is: password at login, PIN for a signature on a shared device; both lock after repeated failures."""
from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F

from zhiheng.actions.errors import LockedOut, NotAllowed, WrongSecret
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Person

FAILURES = 5
FIRST_LOCK = timedelta(minutes=15)
LONGEST_LOCK = timedelta(hours=24)


@cache
def _nobodys() -> str:
    """The hash that stands in for an unknown person's; made when first wanted, for it costs a fifth of a second."""
    return make_password("nobody")


def authenticate(username: str, password: str, *, at: datetime | None = None) -> Person:
    """The person of this name and password. WrongSecret, or LockedOut after five failures (15 min, doubling)."""
    moment = at or clock_now()
    person = Person.objects.filter(username=username.strip(), is_active=True).first()
    if person is None:
        check_password(password, _nobodys())  # the same time is taken, so that names cannot be guessed
        raise WrongSecret("账号或密码不正确", FAILURES)
    return _check(person, check_password(password, person.password), "账号或密码不正确", moment)


def verify_pin(person: Person, pin: str, *, at: datetime | None = None) -> Person:
    """Check a signing PIN; failures count towards the same lock as the password's."""
    if not person.pin:
        raise NotAllowed(f"{person.name}还没有设置签名口令")
    return _check(person, check_password(pin, person.pin), "签名口令不正确", at or clock_now())


def set_pin(person: Person, pin: str) -> None:
    """Set the signing PIN: 6 to 12 figures, not all alike, not the password."""
    if not re.fullmatch(r"\d{6,12}", pin) or len(set(pin)) == 1:
        raise NotAllowed("签名口令须为 6 至 12 位数字，且不能全部相同")
    if person.password and check_password(pin, person.password):
        raise NotAllowed("签名口令不能与登录密码相同")
    person.pin = make_password(pin)
    person.save(update_fields=["pin"])


def unlock(person: Person) -> None:
    """An administrator opens a locked account again."""
    Person.objects.filter(pk=person.pk).update(failures=0, locks=0, locked_until=None)


def _check(person: Person, right: bool, says: str, at: datetime) -> Person:
    """Count in the database, not in memory: two devices trying at once share the tries."""
    with transaction.atomic():
        rows = Person.objects.filter(pk=person.pk)
        held = rows.select_for_update().get()
        if held.locked_until and at < held.locked_until:
            until = held.locked_until
        elif right:
            if held.failures or held.locks:
                rows.update(failures=0, locks=0, locked_until=None)
            return held
        else:
            rows.update(failures=F("failures") + 1)
            left = FAILURES - held.failures - 1
            until = None
            if left <= 0:
                until = at + min(FIRST_LOCK * 2 ** min(held.locks, 10), LONGEST_LOCK)
                rows.update(failures=0, locks=F("locks") + 1, locked_until=until)
    if until is not None:
        raise LockedOut(until)
    raise WrongSecret(f"{says}，还可以再试 {left} 次", left)


def set_password(person: Person, password: str) -> Person:
    """A new login password; NotAllowed when it is also the signing PIN. Returns the person as kept now."""
    kept = Person.objects.get(pk=person.pk)
    if kept.pin and check_password(password, kept.pin):
        raise NotAllowed("登录密码不能与签名口令相同")
    kept.password = make_password(password)
    kept.save(update_fields=["password"])
    return kept


def keep_setting(person: Person, name: str, value: object) -> None:
    """Keep a preference of the person (post last used, large type); no other setting is lost."""
    with transaction.atomic():
        kept = Person.objects.select_for_update().get(pk=person.pk)
        kept.settings = {**kept.settings, name: value}
        kept.save(update_fields=["settings"])
