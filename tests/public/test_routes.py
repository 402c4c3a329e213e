"""Every public address as a stranger meets it: a page or a plain 404, nothing of a person, no door to write. A new address fails here
until somebody has said what it is."""
from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver

from tests.actions import draw_story as story
from tests.public.conftest import ENTER, PLAN, RECORD
from tests.web.story import PIN, Bureau, moment, rules_in_force
from zhiheng.actions import checkpoint, power_lists, publicity, signing, visits
from zhiheng.actions.perform import open_file, perform
from zhiheng.actions.publishing import publish_result
from zhiheng.kernel import masking
from zhiheng.law import powers
from zhiheng.public import limits
from zhiheng.records.clock import frozen
from zhiheng.records.models import Checkpoint, File, Paper

PAGE, TABLE, DATA, KEPT, PICTURE, LOST = "page", "table", "data", "kept", "picture", "lost"
TYPES = {PAGE: "text/html", TABLE: ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
         DATA: "application/json", KEPT: "text/html", PICTURE: "image/svg+xml", LOST: "text/html"}
# Name of the address → what it answers. KEPT: one file for the reader's disk. LOST: the 404 of everything else.
WHAT: dict[str, str] = {
    **dict.fromkeys(("home", "penalties", "inspections", "credit", "record", "ask", "verify", "paper", "about", "law", "matters", "matter",
                     "visit", "draws", "draw", "draw_check", "draw_rules", "delegations", "checkpoints"), PAGE),
    **dict.fromkeys(("credit_csv", "penalty_csv", "inspection_csv", "matters_csv", "matters_book"), TABLE),
    **dict.fromkeys(("matters_json", "draw_transcript", "draw_commitment", "checkpoint"), DATA),
    **dict.fromkeys(("visit_checker", "draw_checker", "checker"), KEPT), "flow": PICTURE, "lost": LOST}
TAKES_POST = {"verify", "paper", "visit"}
"""A file compared and forgotten (two), an entry or stars that only the code at the gate allows."""
WITH_OFFICERS = {"about", "draw", "draw_transcript"}
"""Where officers stand by name and number, as 事前公开 and 一公开 demand; nobody else's name stands anywhere."""
ODD = ("鑫" * 5000, "\U0001f3b2\u202e", "2026-13-45", "0000-00-00", "9999-12-31", "-1", "9" * 400, "%00", "a\x00b", "'\"><script>", "../../etc", "١٢")
KEYS = ("q", "year", "after", "size", "code", "on", "k", "x", "kind", "agency", "number", "before", "t", "r")
PRIVATE = ("陈立新", "13800001234", "13912345678", "110101199003078515", "AV-1")
OFFICERS = ("李强", "王敏")


def patterns() -> Iterator[tuple[str, str]]:
    """(name, route) of every address below /p/."""
    for item in get_resolver("zhiheng.public.urls").url_patterns:
        assert isinstance(item, URLPattern), "an included module is to be walked as well"
        yield item.name or "lost", "nowhere/at-all/" if item.name is None else str(item.pattern)


@pytest.fixture
def b(db, fonts) -> Iterator[Bureau]:
    with rules_in_force():
        yield story.district()


def inspected(b: Bureau) -> File:
    """One inspection with its result published; the people of the enterprise stand in its papers with telephone and number."""
    with frozen(moment("2026-11-18 09:00")):
        sent = open_file("inspection", "plan", PLAN, b.li, agency=b.agency, enterprise=b.firm, domain="工贸")
        _signed(sent, b.wang, b.zhang, b.chen)
    no = sent.file.no
    with frozen(moment("2026-11-19 10:00")):
        _signed(perform(no, "enter_site", ENTER, b.li), b.wang)
        _signed(perform(no, "record", RECORD | {"unit_signer": "陈立新", "phone": "13912345678"}, b.li), b.wang)
        _signed(perform(no, "no_problem", {"conclusion": "未发现违法行为"}, b.li))
        perform(no, "complete", {"completed_on": "2026-11-19", "result": "未发现问题"}, b.li)
    publish_result(no, at=moment("2026-11-20 08:00"))
    return File.objects.get(no=no)


def _signed(outcome: Any, *people: Any) -> None:
    for person in people:
        outcome = signing.sign(outcome.file.no, outcome.draft_seq, person, pin=PIN)


@pytest.fixture
def filled(b) -> Callable[[str, str], str]:
    """``filled(name, route)``: a real address, in a bureau where something stands on every page."""
    file, drawn = inspected(b), story.whole(b, until="publish")
    with frozen(moment("2026-11-26 20:00")):
        checkpoint.make(b.agency)
        power_lists.publish_prepared(b.agency.place_id, by=None)
    listed = powers.version(b.agency.place_id, moment("2026-11-27").date())
    paper = Paper.objects.filter(file=file).first()
    assert listed is not None and paper is not None
    values = {"slug": publicity.slug(file.no, "inspection", ""), "procedure": "inspection", "law": "行政处罚法", "article": "42",
              "number": drawn.number, "agency": b.agency.code}

    def address(name: str, route: str) -> str:
        code = listed.items[0].code if name == "matter" else paper.verify_code
        for part in re.findall(r"<[^>]+>", route):
            key = part.strip("<>").split(":")[1]
            value = Checkpoint.objects.first().number if name == "checkpoint" and key == "number" else code if key == "code" else values[key]
            route = route.replace(part, str(value))
        return f"/p/{route}" + (f"?t={visits.code_of(file)}" if name == "visit" else "")
    return address


def asked(href: str, **given: Any) -> HttpResponse:
    """The answer to a stranger, who has not asked for anything before."""
    limits.forget()
    with frozen(moment("2026-11-27 09:00") + timedelta(minutes=1)):
        return Client(raise_request_exception=False).get(href, **given)


def read(answer: HttpResponse) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace")


def test_every_address_stands_in_the_table():
    assert {name for name, _ in patterns()} == set(WHAT), "say in this table what the new address is"


def test_a_stranger_gets_what_the_table_says_and_a_plain_404_elsewhere(filled):
    for name, route in patterns():
        href = filled(name, route)
        answer = asked(href)
        assert answer.status_code == (404 if name == "lost" else 200), href
        assert answer["Content-Type"].startswith(TYPES[WHAT[name]]), href
        assert ("attachment" in answer.get("Content-Disposition", "")) == (WHAT[name] == KEPT or name in {
            "credit_csv", "penalty_csv", "inspection_csv", "matters_csv", "matters_book", "draw_transcript", "draw_commitment"}), href
        assert not answer.cookies and "Cookie" not in answer.get("Vary", ""), href
        if WHAT[name] in (PAGE, LOST):
            assert "<title>" in read(answer) and ("没有找到" in read(answer)) == (name == "lost"), href


def test_every_address_carries_the_policy_that_lets_no_foreign_script_run(filled):
    for name, route in patterns():
        policy = asked(filled(name, route))["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy, name


def test_no_address_shows_a_person_or_a_number_of_one(filled):
    for name, route in patterns():
        shown = html.unescape(read(asked(filled(name, route))))
        if WHAT[name] in (PAGE, PICTURE, LOST):
            shown = re.sub(r"<[^>]+>", " ", shown)
        assert not [p for p in PRIVATE if p in shown], name
        if name not in WITH_OFFICERS and name != "visit":
            assert not [p for p in OFFICERS if p in shown], name
        plain = re.sub(r"[0-9A-Fa-f]{16,}|[A-Za-z0-9_-]{40,}", " ", shown) if WHAT[name] != KEPT else ""  # fingerprints; our own scripts
        found = {(f.kind, f.text) for f in masking.scan(plain) if f.kind in {"身份证号", "手机号", "电子邮箱", "护照或通行证号"}}
        assert not found, (name, found)


def test_only_three_addresses_take_a_form_and_the_others_refuse_it(filled):
    for name, route in patterns():
        limits.forget()
        href = filled(name, route)
        with frozen(moment("2026-11-27 09:00")):
            answer = Client().post(href.partition("?")[0], {"q": "x", "do": "enter"})
        assert answer.status_code == (200 if name in TAKES_POST else 405), href
        for verb in ("put", "delete", "patch"):
            limits.forget()
            assert getattr(Client(), verb)(href).status_code == 405, (verb, href)


def test_odd_parameters_break_no_page(filled):
    broken = []
    for name, route in patterns():
        href = filled(name, route).partition("?")[0]
        for odd in ODD:
            answer = asked(href, data=dict.fromkeys(KEYS, odd))
            if answer.status_code >= 500 or (odd in read(answer) and "<script" in odd):
                broken.append((href, odd[:20], answer.status_code))
            limits.forget()
            if name in TAKES_POST and Client(raise_request_exception=False).post(href, dict.fromkeys(KEYS, odd) | {"do": "rate"}).status_code >= 500:
                broken.append(("POST", href, odd[:20]))
    assert broken == []


def test_odd_names_in_the_address_are_nowhere(filled):
    for name, route in patterns():
        if "<" not in route:
            continue
        for odd in ("鑫" * 300, "\U0001f3b2", "%00", "..", "-1", "9" * 60):
            answer = asked("/p/" + re.sub(r"<[^>]+>", odd, route))
            expected: tuple[int, ...] = (200, 302, 404) if name in ("verify", "paper", "law") else (404,)  # 查无此件 is an answer
            assert answer.status_code in expected, (name, odd[:8], answer.status_code)


def test_an_address_that_only_lacks_its_last_stroke_is_led_on_and_no_other(filled):
    assert asked("/p/draws")["Location"] == "/p/draws/"
    assert asked("/p/no-such-page").status_code == asked("/p/about/x.svg").status_code == 404
