from __future__ import annotations

import pytest

from tests.actions import district as houses
from tests.actions import toy
from zhiheng.actions import rulebook
from zhiheng.records.clock import frozen


@pytest.fixture(autouse=True)
def surroundings(tmp_path, settings):
    settings.ZHIHENG_DATA = tmp_path
    with rulebook.using(toy.rules), frozen(houses.NOW):
        yield


@pytest.fixture
def district(db):
    return houses.build()
