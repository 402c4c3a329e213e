"""The stories are long: they are played once a module, inside one transaction that is rolled back at its end."""
from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.conf import settings as django_settings
from django.db import transaction

from tests.web import story
from zhiheng.records.clock import frozen
from zhiheng.records.models import File

NOW = story.moment("2026-11-23 08:30")


@dataclass
class Played:
    """The bureau with an inspection (order and proposal made) and the case that came from it, defence received."""

    bureau: story.Bureau
    inspection: File
    case: File
    folder: object


@pytest.fixture(scope="module")
def played_once(django_db_setup, django_db_blocker, tmp_path_factory, fonts):
    before, folder = django_settings.ZHIHENG_DATA, tmp_path_factory.mktemp("story")
    django_settings.ZHIHENG_DATA = folder
    with django_db_blocker.unblock(), story.rules_in_force(), transaction.atomic():
        bureau = story.bureau()
        visit = story.inspection(bureau)
        lead = visit.outcome_links.get(outcome__procedure="penalty_ordinary").outcome
        case = story.penalty(bureau, lead.no)
        django_settings.ZHIHENG_DATA = before
        yield Played(bureau, visit, case, folder)
        transaction.set_rollback(True)


@pytest.fixture
def played(played_once, db, data_folder, settings):
    """It is 2026-11-23 08:30: the defence of the unit waits for its review, the hearing may be asked for until tonight."""
    settings.ZHIHENG_DATA = played_once.folder
    with story.rules_in_force(), frozen(NOW):
        yield played_once
