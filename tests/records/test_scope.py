"""Who sees what. Everything starts from nothing; a mandate opens its own part and no more."""
from __future__ import annotations

import io
from datetime import date, timedelta

import pytest

from tests.actions.district import NOW
from tests.actions.test_perform import opened
from zhiheng.actions import evidence
from zhiheng.actions.perform import open_file, perform
from zhiheng.records.models import Agency, Enterprise, File, Mandate, Person
from zhiheng.records.queries.scope import visible_to


@pytest.fixture
def files(district):
    """One open and one finished file of the bureau, one of a township below it, one of a bureau elsewhere."""
    d = district
    mine, done = opened(d), opened(d)
    perform(done.no, "finish", {"text": "结"}, d.li)
    evidence.add(mine.no, io.BytesIO(b"x"), title="照片", kind="photo", actor=d.li)
    found = {"open": mine.no, "ended": done.no}
    for name, code, parent in (("town", "YLCG", d.agency), ("elsewhere", "PS", None)):
        agency = Agency.objects.create(code=code, region_short="云", name=name, parent=parent)
        officer = Person.objects.create(username=name, name=name)
        Mandate.objects.create(person=officer, agency=agency, role="officer", since=date(2020, 1, 1))
        Enterprise.objects.create(agency=agency, name=f"{name}厂")
        found[name] = open_file("penalty_ordinary", "open", {"officers": [name]}, officer, agency=agency).file.no
    return found


SEES = {
    "li": {"open", "ended"}, "sun": {"open", "ended"}, "zhang": {"open", "ended", "town"},
    "zhou": {"open", "ended", "town"}, "chen": {"open", "ended", "town"}, "song": {"open", "ended", "town"},
    "he": {"ended"}, "admin": set(), "town": {"town"}, "elsewhere": {"elsewhere"}}


@pytest.mark.parametrize("username", SEES)
def test_each_post_sees_its_own_part_of_the_files(files, username):
    scope = visible_to(Person.objects.get(pk=username))
    names = {v: k for k, v in files.items()}
    assert {names[no] for no in scope.files.values_list("no", flat=True)} == SEES[username]
    assert set(scope.events.values_list("file__no", flat=True)) == {files[n] for n in SEES[username]}
    assert scope.evidence.exists() == ("open" in SEES[username])


def test_nobody_and_whoever_has_no_mandate_today_sees_nothing(files, district):
    stranger = Person.objects.create(username="x", name="某人")
    past = Person.objects.create(username="y", name="前任")
    Mandate.objects.create(person=past, agency=district.agency, role="bureau_head", since=date(2020, 1, 1),
                           until=NOW.date() - timedelta(days=1))
    future = Person.objects.create(username="z", name="候任")
    Mandate.objects.create(person=future, agency=district.agency, role="bureau_head", since=date(2027, 1, 1))
    gone = district.chen
    gone.is_active = False
    for person in (None, stranger, past, future, gone):
        scope = visible_to(person)
        for part in (scope.files, scope.events, scope.papers, scope.evidence, scope.enterprises, scope.people,
                     scope.penalties, scope.findings, scope.publications):
            assert not part.exists()


def test_an_administrator_sees_people_and_the_register_but_no_case(files, district):
    scope = visible_to(district.admin)
    assert scope.people.count() == 10 and scope.enterprises.count() == 2
    assert not scope.files.exists() and not scope.papers.exists()


def test_a_supervisor_reads_and_may_do_nothing(files, district):
    assert visible_to(district.song).read_only and not visible_to(district.chen).read_only


def test_an_area_limits_a_delegated_officer_to_enterprises_there_and_to_his_own_files(files, district):
    Mandate.objects.filter(person=district.sun).update(area=["平山"])
    assert not visible_to(district.sun).files.exists()
    Enterprise.objects.filter(pk=district.enterprise.pk).update(area="平山")
    assert visible_to(district.sun).files.count() == 2
    Mandate.objects.filter(person=district.li).update(area=["别处"])
    assert visible_to(district.li).files.count() == 2 and not visible_to(district.li).enterprises.exists()


def test_a_mandate_of_two_posts_joins_them(files, district):
    Mandate.objects.create(person=district.admin, agency=district.agency, role="archivist", since=date(2020, 1, 1))
    assert [f.no for f in visible_to(district.admin).files] == [files["ended"]]
    assert File.objects.count() == 4
