"""Lists, to-dos, the file page and the search box: right, and with a number of queries that does not grow."""
from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.actions import toy
from tests.actions.district import NOW
from tests.actions.test_perform import opened
from zhiheng.actions import signing
from zhiheng.actions.perform import perform
from zhiheng.actions.register import enroll
from zhiheng.records import models as m
from zhiheng.records.grams import fold_number
from zhiheng.records.queries.enterprise import enterprise_history
from zhiheng.records.queries.file_page import file_page
from zhiheng.records.queries.lists import files_list
from zhiheng.records.queries.people import kernel_people
from zhiheng.records.queries.public import public_list, public_record
from zhiheng.records.queries.scope import visible_to
from zhiheng.records.queries.search import search
from zhiheng.records.queries.todo import counts, todo

PROCEDURES = toy.rules().procedures


def many(district, count):
    """Files as copies of one: rows only, for lists."""
    for n in range(2, count + 2):
        due = NOW + timedelta(days=n - 5)
        file = m.File.objects.create(
            no=f"YL-2026-{n:05d}", agency=district.agency, procedure="penalty_ordinary", title=f"第{n}案", year=2026,
            seq=n, opened_at=NOW - timedelta(days=n), enterprise=district.enterprise, officers=["li", "wang"],
            next_due=due if n % 3 else None, due_sort=due if n % 3 else m.files.FAR)
        m.Assignment.objects.create(file=file, person=district.li)


def test_a_list_of_a_hundred_files_takes_at_most_ten_queries(district, django_assert_max_num_queries):
    opened(district)
    many(district, 100)
    with django_assert_max_num_queries(10):
        page = files_list(visible_to(district.li), {"state": "open", "procedure": "penalty_ordinary"}, size=100)
    assert len(page.rows) == 100 and page.count == 101 and page.rows[0].officers[0] == ("li", "李强")


def test_pages_join_without_gap_or_repetition_forwards_and_back(district):
    opened(district)
    many(district, 23)
    scope = visible_to(district.li)
    for sort in ("due", "newest"):
        whole = [r.file.no for r in files_list(scope, {"sort": sort}, size=100).rows]
        walked, cursor, pages = [], "", []
        while True:
            page = files_list(scope, {"sort": sort}, cursor=cursor, size=5)
            walked += [r.file.no for r in page.rows]
            pages.append(page)
            if not page.next:
                break
            cursor = page.next
        assert walked == whole and len(whole) == 24
        back = files_list(scope, {"sort": sort}, cursor=pages[2].previous, size=5)
        assert [r.file.no for r in back.rows] == whole[5:10]


def test_a_broken_cursor_and_an_unknown_filter_start_anew(district):
    opened(district)
    assert len(files_list(visible_to(district.li), {"nonsense": "1", "since": "gestern"}, cursor="%%%").rows) == 1


def test_filters_narrow_by_state_officer_and_words(district):
    first = opened(district)
    many(district, 6)
    scope = visible_to(district.li)
    assert {r.urgency for r in files_list(scope, {"state": "overdue"}).rows} == {"overdue"}
    assert files_list(scope, {"q": "鑫达"}).count == 7 and files_list(scope, {"q": "第3案"}).count == 1
    assert [r.file.no for r in files_list(scope, {"q": first.no}).rows] == [first.no]
    assert files_list(scope, {"officer": "wang"}).count == 1


def test_to_dos_are_sorted_by_urgency_and_leave_when_done(district):
    file = opened(district)
    rows = todo(district.li)
    assert [(t.kind, t.act, t.when) for t in rows] == [("clock", "decide", "later")]
    assert todo(district.sun) == [] and todo(district.song) == []
    late = todo(district.li, now=NOW + timedelta(days=200))
    assert late[0].when == "overdue" and counts(late)["red"] == 1
    sent = perform(file.no, "serve", {"text": "送"}, district.li)
    assert [t.kind for t in todo(district.wang)] == ["clock", "sign"] and len(todo(district.li)) == 1
    signing.return_draft(file.no, sent.draft_seq, district.wang, "地址有误")
    assert "returned" in [t.kind for t in todo(district.li)] and len(todo(district.wang)) == 1
    perform(file.no, "finish", {"text": "结"}, district.li)
    assert [t for t in todo(district.li) if t.kind == "clock"] == []


def test_what_falls_due_in_years_is_no_work_of_today(district):
    file = opened(district)
    for days, name in ((199, "near"), (201, "far")):
        m.ClockRow.objects.create(file=file, clock=name, zh=name, started_at=NOW, due_at=NOW + timedelta(days=days), state="running",
                                  todo="decide", todo_zh="决定", role="handler")
    seen = {t.zh for t in todo(district.li, now=NOW)}
    assert "near" in seen and "far" not in seen


def test_a_superior_sees_what_waits_for_his_signature(district):
    file = opened(district)
    signing.release(file.no, "approve", "soft", district.chen, "当事人下落不明且情况紧急先行审批")
    sent = perform(file.no, "approve", {"text": "报"}, district.li)
    assert todo(district.chen) == []
    signing.sign(file.no, sent.draft_seq, district.wang)
    assert [(t.kind, t.draft_seq, t.step_zh) for t in todo(district.chen)] == [("sign", sent.draft_seq, "审批人")]
    assert todo(district.zhang) == []


@pytest.mark.parametrize("events", [5, 60])
def test_the_file_page_takes_at_most_25_queries_however_long_the_file(district, events,
                                                                     django_assert_max_num_queries):
    file = opened(district)
    for n in range(events):
        perform(file.no, "note", {"text": f"记 {n}"}, district.li)
    with django_assert_max_num_queries(25):
        page = file_page(file.no, visible_to(district.li), PROCEDURES)
    assert len(page.events) == events + 1 and page.view.done("note") and page.may_act


def test_a_file_out_of_scope_is_not_found(district):
    file = opened(district)
    with pytest.raises(m.File.DoesNotExist):
        file_page(file.no, visible_to(district.admin), PROCEDURES)


def test_search_finds_two_characters_initials_codes_and_numbers_in_any_brackets(district):
    enroll(district.agency, [{"name": "鑫达木业有限公司", "code": "91990101MA00DEMA07"},
                             {"name": "恒运化工有限公司", "code": "91990101MA00DEMB15"}])
    file = opened(district)
    m.DocumentNumber.objects.create(
        agency=district.agency, word="应急罚", year=2026, serial=12, text="（云）应急罚〔2026〕12号",
        folded=fold_number("（云）应急罚〔2026〕12号"), series="x", file=file, given_at=NOW)
    scope = visible_to(district.li)
    for q in ("鑫达", "达木", "xdmy", "XD", "91990101MA00DEMA07", "鑫"):
        assert [e.name for e in search(q, scope).enterprises] == ["鑫达木业有限公司"], q
    assert len(search("有限", scope).enterprises) == 2 and search("鑫化", scope).enterprises == ()
    for q in ("（云）应急罚〔2026〕12号", "(云)应急罚[2026]12号", "应急罚【2026】12", "应急罚2026-12"):
        assert [n.serial for n in search(q, scope).numbers] == [12], q
    assert search(file.no.lower(), scope).exact == file
    assert search("安全生产法97", scope).article.article == "97"
    assert search("李强", scope).people[0].pk == "li"
    assert search("鑫达", visible_to(None)).empty and not search("应急罚〔2026〕12号", visible_to(district.admin)).numbers


def test_the_history_of_an_enterprise_is_counted_for_who_may_see_it(district, django_assert_max_num_queries):
    opened(district)
    opened(district)
    with django_assert_max_num_queries(9):
        history = enterprise_history(district.enterprise, visible_to(district.li))
    assert len(history.rows) == 2 and len(history.clocks) == 2
    assert enterprise_history(district.enterprise, visible_to(district.admin)).rows == ()


def test_the_public_sees_only_what_is_published_not_withdrawn_and_never_blocked(district):
    file = opened(district)
    states = {"shown": {}, "later": {"published_at": NOW + timedelta(days=1)}, "unpublished": {"published_at": None},
              "withdrawn": {"withdrawn_at": NOW}, "blocked": {"blocked": "未成年人"}}
    for slug, more in states.items():
        m.Publication.objects.create(**{"file": file, "party": slug, "kind": "penalty", "slug": slug, "title": slug,
                                        "grams": " 鑫达 达木 ", "published_at": NOW, "decided_on": date(2026, 11, 1)} | more)
    assert [p.slug for p in public_list().rows] == ["shown"] == [p.slug for p in public_list("鑫达").rows]
    assert public_list("恒运").rows == () and public_record("blocked") is None and public_record("shown")


def test_a_certificate_is_the_one_that_covers_the_day(district):
    m.Certificate.objects.create(person=district.li, number="old", fields=["矿山"], valid_from=date(2018, 1, 1),
                                 valid_until=date(2022, 12, 31))
    on = {d: kernel_people(["li"], district.agency, d)["li"].certificate.number for d in
          (date(2020, 5, 1), date(2026, 5, 1))}
    assert on == {date(2020, 5, 1): "old", date(2026, 5, 1): "9901li"}
