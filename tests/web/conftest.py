from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from tests.actions.district import NOW
from tests.web import house as houses
from tests.web.story_fixtures import played, played_once
from zhiheng.records.clock import frozen

__all__ = ["at_desk", "data_folder", "house", "office", "played", "played_once"]


@pytest.fixture(autouse=True)
def data_folder(tmp_path, settings):
    settings.ZHIHENG_DATA = tmp_path
    cache.clear()
    return tmp_path


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
