from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.cache import cache
from django.test import Client

from tests.actions.district import NOW
from tests.web import house as houses
from zhiheng.records.clock import frozen


@pytest.fixture(autouse=True)
def data_folder(tmp_path, settings):
    settings.ZHIHENG_DATA = tmp_path
    cache.clear()
    return tmp_path


@pytest.fixture
def bureau(db):
    """People and register, no file; it is 2026-11-23 09:00."""
    with frozen(NOW):
        yield houses.build()


@pytest.fixture
def house(bureau, fonts):
    """The bureau with work on its desks."""
    return houses.work(bureau)


@pytest.fixture
def at_desk():
    """``at_desk(person)``: a browser in which this person is logged in."""

    def sit(person, **extra) -> Client:
        client = Client(**extra)
        client.force_login(person)
        return client

    return sit


# --- the desks: lists, login, workbench (tests.web.house) ---------------------------------------------------------


@pytest.fixture
def office(db, data_folder):
    """People of every post and the register, no file; it is Monday 09:00."""
    cache.clear()  # wrong tries of an earlier test are not this one's
    with frozen(NOW):
        yield houses.build()


@pytest.fixture
def house(office, fonts):
    """The office with work on its desks."""
    return houses.work(office)


@pytest.fixture
def at_desk():
    """``at_desk(person)``: a browser in which this person is logged in."""

    def sit(person, **extra) -> Client:
        client = Client(**extra)
        client.force_login(person)
        return client

    return sit
