"""Who sees what, at every level and in every post: a table. What a row does not name is not seen."""
from __future__ import annotations

from datetime import timedelta

import pytest

from tests.records import tree as trees
from tests.records.tree import TODAY, Tree
from zhiheng.records.models import Agency, Attachment, Enterprise, Person, Standing
from zhiheng.records.queries.enterprise import enterprise_history
from zhiheng.records.queries.ledgers import held_by, lines_of_all
from zhiheng.records.queries.lists import files_list
from zhiheng.records.queries.register import register_list, seen_of
from zhiheng.records.queries.scope import Scope, visible_to
from zhiheng.records.queries.search import search

COUNTY_FIRMS = "城关 石桥 园区"
COUNTY_TREE = "区开 区结 队开 镇开 园开"
CITY_FIRMS = f"{COUNTY_FIRMS} 青山 市属"
CITY_TREE = f"{COUNTY_TREE} 县开 市开"

# sentence: post, agency, areas → files, enterprises, enterprises whose ledger lines are read
SEES: dict[str, tuple[str, str, list[str], str, str, str]] = {
    "an officer of the county sees his bureau's files and the county's register":
        ("officer", "YL", [], "区开 区结", COUNTY_FIRMS, "城关 石桥"),
    "an officer with an area sees the files, enterprises and lines of that area":
        ("officer", "YL", ["石桥镇"], "区开", "石桥", "石桥"),
    "an officer of the team sees the team's files and the county's register":
        ("officer", "YLZD", [], "队开", COUNTY_FIRMS, ""),
    "an officer of the township sees its files and the enterprises of its area":
        ("officer", "YLCG", [], "镇开", "城关", ""),
    "an officer of a park without areas of its own sees its files and the county's register":
        ("officer", "YLPK", [], "园开", COUNTY_FIRMS, "园区"),
    "an officer of the city sees the city's files and the register of every county":
        ("officer", "CY", [], "市开", CITY_FIRMS, "市属"),
    "a section head sees his bureau and what stands under it":
        ("section_head", "YL", [], COUNTY_TREE, COUNTY_FIRMS, COUNTY_FIRMS),
    "a reviewer sees the same": ("legal_reviewer", "YL", [], COUNTY_TREE, COUNTY_FIRMS, COUNTY_FIRMS),
    "a head sees the same": ("bureau_head", "YL", [], COUNTY_TREE, COUNTY_FIRMS, COUNTY_FIRMS),
    "a supervisor sees the same": ("supervisor", "YL", [], COUNTY_TREE, COUNTY_FIRMS, COUNTY_FIRMS),
    "an archivist sees what has ended": ("archivist", "YL", [], "区结", COUNTY_FIRMS, COUNTY_FIRMS),
    "an administrator sees the register and no case": ("administrator", "YL", [], "", COUNTY_FIRMS, "城关 石桥"),
    "a head of the city sees every county": ("bureau_head", "CY", [], CITY_TREE, CITY_FIRMS, CITY_FIRMS),
    "a supervisor of the city sees every county": ("supervisor", "CY", [], CITY_TREE, CITY_FIRMS, CITY_FIRMS),
    "a head of the township sees nothing of the county's files": ("bureau_head", "YLCG", [], "镇开", "城关", ""),
    "an administrator of the township sees its area": ("administrator", "YLCG", [], "", "城关", ""),
    "a head of the next county sees his own only": ("bureau_head", "QS", [], "县开", "青山", "青山"),
    "a bureau elsewhere sees its own only": ("bureau_head", "PV", [], "外开", "外地", "外地"),
}


@pytest.fixture
def tree(db) -> Tree:
    return trees.build()


def named(tree: Tree, scope: Scope) -> tuple[set[str], set[str]]:
    """Short names of the files and enterprises in a scope."""
    files, firms = {f.pk: n for n, f in tree.files.items()}, {e.pk: n for n, e in tree.firms.items()}
    return ({files[pk] for pk in scope.files.values_list("pk", flat=True)},
            {firms[pk] for pk in scope.enterprises.values_list("pk", flat=True)})


@pytest.mark.parametrize("sentence", SEES)
def test_each_post_at_each_level(tree, sentence):
    role, agency, area, files, firms, lines = SEES[sentence]
    scope = visible_to(tree.post(role, agency, area), TODAY)
    assert named(tree, scope) == (set(files.split()), set(firms.split()))
    # Everything that hangs on a file is seen with it, and not without.
    numbers = {tree.files[n].no for n in files.split()}
    for part in (scope.papers, scope.evidence, scope.findings):
        assert set(part.values_list("file__no", flat=True)) == numbers
    assert {r.file.no for r in files_list(scope, {}).rows} == numbers
    assert {x.title for x in lines_of_all(scope)} == {f"{n}许可证" for n in lines.split()}


@pytest.mark.parametrize("sentence", SEES)
def test_the_register_counts_and_finds_only_what_is_seen(tree, sentence):
    role, agency, area, files, firms, _ = SEES[sentence]
    scope = visible_to(tree.post(role, agency, area), TODAY)
    names = {f"{n}机械厂" for n in firms.split()}
    page = register_list(scope, {"q": "机械", "grade": "D"}, exact=True)
    assert {e.name for e in page.rows} == names and page.count == len(names)
    found = search("机械", scope)
    assert {e.name for e in found.enterprises} == names and {f.no for f in found.files} <= {tree.files[n].no for n in files.split()}
    ids = [e.pk for e in page.rows]
    assert set(Standing.objects.filter(enterprise__in=scope.enterprises).values_list("enterprise__name", flat=True)) == names
    assert {a.title for a in Attachment.objects.filter(register="enterprises", target__in=[str(i) for i in ids])} == {
        f"{name}照片" for name in names}


@pytest.mark.parametrize("sentence", SEES)
def test_visits_and_hazards_of_an_enterprise_are_those_of_the_files_seen(tree, sentence):
    role, agency, area, files, firms, lines = SEES[sentence]
    scope = visible_to(tree.post(role, agency, area), TODAY)
    held = dict((name, firm) for name, _, firm, _ in trees.FILES)
    seen = seen_of(scope, [tree.firms[n].pk for n in firms.split()])
    for firm in firms.split():
        visits = sum(1 for name in files.split() if held[name] == firm)
        got = seen[tree.firms[firm].pk]
        assert (got.visits, got.hazards) == (visits, visits), firm
        history = enterprise_history(tree.firms[firm], scope)
        assert {r.file.no for r in history.rows} == {tree.files[n].no for n in files.split() if held[n] == firm}
        counts, _ = held_by(scope, enterprise=tree.firms[firm])
        assert sum(counts.values()) == (1 if firm in lines.split() else 0), firm


NOTHING = {
    "without a mandate": lambda tree: Person.objects.create(username="x", name="某人"),
    "with a mandate that ended yesterday": lambda tree: tree.post("bureau_head", "CY", until=TODAY - timedelta(days=1)),
    "with a mandate that begins tomorrow": lambda tree: tree.post("bureau_head", "CY", since=TODAY + timedelta(days=1)),
    "with an account that is closed": lambda tree: _closed(tree.post("bureau_head", "CY")),
    "who is nobody": lambda tree: None,
}


def _closed(person: Person) -> Person:
    Person.objects.filter(pk=person.pk).update(is_active=False)
    return Person.objects.get(pk=person.pk)


@pytest.mark.parametrize("who", NOTHING)
def test_whoever_holds_no_post_today_sees_nothing(tree, who):
    scope = visible_to(NOTHING[who](tree), TODAY)
    assert named(tree, scope) == (set(), set()) and not scope.people.exists() and not lines_of_all(scope).exists()
    for part in (scope.events, scope.papers, scope.evidence, scope.findings, scope.penalties, scope.publications):
        assert not part.exists()
    assert register_list(scope, {}).count == 0 and not search("机械", scope).enterprises


def test_a_mandate_holds_on_its_first_and_on_its_last_day(tree):
    person = tree.post("bureau_head", "YL", since=TODAY, until=TODAY)
    assert visible_to(person, TODAY).files.exists()
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        assert not visible_to(person, day).files.exists()


def test_two_posts_see_what_each_sees_and_not_more(tree):
    person = tree.post("officer", "YLCG")
    tree.post("officer", "QS", person=person)
    assert named(tree, visible_to(person, TODAY)) == ({"镇开", "县开"}, {"城关", "青山"})


def test_an_area_never_hides_a_file_that_was_assigned(tree):
    person = tree.post("officer", "YL", ["石桥镇"])
    trees.assign(tree, "区结", person)
    files, firms = named(tree, visible_to(person, TODAY))
    assert files == {"区开", "区结"} and firms == {"石桥"}


def test_an_area_opens_no_enterprise_of_the_next_county(tree):
    Enterprise.objects.filter(pk=tree.firms["青山"].pk).update(area="石桥镇")
    assert named(tree, visible_to(tree.post("officer", "YL", ["石桥镇"]), TODAY))[1] == {"石桥"}


def test_a_township_keeps_sight_of_what_it_registered_itself(tree):
    Enterprise.objects.filter(pk=tree.firms["石桥"].pk).update(agency=tree.agencies["YLCG"])
    assert named(tree, visible_to(tree.post("officer", "YLCG"), TODAY))[1] == {"城关", "石桥"}
    assert named(tree, visible_to(tree.post("officer", "YLCG", ["城关镇"]), TODAY))[1] == {"城关"}, "unless his own area is narrower"


def test_what_was_merged_away_is_in_nobodys_register(tree):
    Enterprise.objects.filter(pk=tree.firms["石桥"].pk).update(merged_into=tree.firms["城关"])
    assert named(tree, visible_to(tree.post("bureau_head", "CY"), TODAY))[1] == {"城关", "园区", "青山", "市属"}


def test_colleagues_are_those_of_the_bureau_and_below_not_of_the_next_county(tree):
    mine, town = tree.post("officer", "YL"), tree.post("officer", "YLCG")
    other, city = tree.post("officer", "QS"), tree.post("administrator", "CY")
    assert set(visible_to(mine, TODAY).people) == {mine, town} == set(visible_to(town, TODAY).people)
    assert set(visible_to(city, TODAY).people) == {mine, town, other, city}


def test_an_agency_of_three_levels_down_works_with_the_register_of_its_county(tree):
    station = Agency.objects.create(code="YLCGZ", region_short="云", name="城关镇应急站", kind="team", parent=tree.agencies["YLCG"])
    tree.agencies["YLCGZ"] = station
    assert named(tree, visible_to(tree.post("officer", "YLCGZ"), TODAY)) == (set(), set(COUNTY_FIRMS.split()))
