"""亮码: whoever opens his gate may check the visit first, register it, and rate it so that nobody knows who said what."""
from __future__ import annotations

import base64
import json
import re
from datetime import date, datetime
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.test import Client

from tests.actions import district as houses
from tests.public.conftest import PLAN, RECORD, through
from zhiheng.actions import visits
from zhiheng.actions.errors import NotAllowed
from zhiheng.actions.perform import open_file, perform
from zhiheng.archive import signing
from zhiheng.kernel.clock import TZ
from zhiheng.kernel.visit_ticket import NoTicket, issue, read
from zhiheng.records.clock import frozen
from zhiheng.records.models import Certificate, Change, File, Mandate, Person
from zhiheng.records.queries import visit_tickets as ask
from zhiheng.records.queries.scope import visible_to

TODAY = {"planned_from": "2026-11-23", "planned_to": "2026-11-24"}


@pytest.fixture
def planned(district, fonts) -> File:
    d = district
    facts = PLAN | TODAY | {"experts": ["周工（粉尘防爆）"]}
    sent = open_file("inspection", "plan", facts, d.people["li"], agency=d.agency, enterprise=d.enterprise)
    return File.objects.select_related("agency", "enterprise").get(no=through(
        sent, d.people["wang"], d.people["zhang"], d.people["chen"]).file.no)


def seen(text: str, **more: str) -> str:
    answer = Client().get("/p/visit/", {"t": text} | more)
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    return re.sub(r"<[^>]+>", " ", answer.content.decode())


def altered(text: str, **said: object) -> str:
    payload, _, signature = text.partition(".")
    held = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    raw = json.dumps(held | said, ensure_ascii=False, separators=(",", ":")).encode()
    return f"{base64.urlsafe_b64encode(raw).decode().rstrip('=')}.{signature}"


def test_a_code_says_who_comes_when_and_for_what_and_is_the_same_each_time(planned):
    text = visits.code_of(planned)
    assert text == visits.code_of(planned) and len(text) < 2000
    said = seen(text)
    assert "✓ 有效" in said and "鑫达木业有限公司" in said and planned.no in said and "周工（粉尘防爆）" in said
    assert all(n in said for c in Certificate.objects.filter(person__in=["li", "wang"]) for n in (c.number, c.person.name))
    assert "干式除尘系统是否设置控爆措施"[:12] in said and "登记检查人员入企" in said


def test_no_plan_no_code(district):
    d = district
    sent = open_file("inspection", "plan", PLAN | TODAY, d.people["li"], agency=d.agency, enterprise=d.enterprise)
    assert visits.code_of(sent.file) == "", "a plan that nobody approved opens no gate"


def test_altered_foreign_early_expired_and_broken_codes_say_so(planned):
    text = visits.code_of(planned)
    forged = altered(text, u="云岭食品厂")
    assert "内容被改动" in seen(forged) and "云岭食品厂" not in seen(forged), "what a forger claims is not repeated"
    other = signing.new_signer()
    assert "签名密钥不明" in seen(issue(ask.ticket_of(planned), other.id, other.sign))
    for on, says in ((date(2026, 11, 22), "还没有到检查日期"), (date(2026, 11, 25), "已过期")):
        with frozen(datetime(on.year, on.month, on.day, 9, tzinfo=TZ)):
            assert says in seen(text) and "登记检查人员入企" not in seen(text)
    for broken in ("abc", text[:80], text.split(".")[0], "A" * 6000, "....", "%00.x"):
        assert "不是检查码" in seen(broken)
    assert "请粘贴检查码的网址" in seen("")
    assert "✓ 有效" in seen(f"https://x.example/p/visit/?t={text}"), "the whole address may be pasted"


def test_a_code_signed_for_something_else_is_none(planned):
    key = signing.signer(visits.Path(visits.settings.ZHIHENG_DATA))
    payload = ask.ticket_of(planned).payload(key.id)
    bare = issue(ask.ticket_of(planned), key.id, lambda message: key.sign(payload))
    assert visits.checked(bare)[1] == "altered", "the signature is over the prefix too"
    with pytest.raises(NoTicket):
        read("e30.e30")


def test_a_visit_called_off_or_with_other_officers_says_so(planned, district):
    text, p = visits.code_of(planned), district.people
    File.objects.filter(pk=planned.pk).update(officers=["wang"])
    assert "已被更新" in seen(text)
    File.objects.filter(pk=planned.pk).update(officers=["li", "wang"])
    told = {"called_off_on": "2026-11-23", "reason": "企业停产，改在复产以后检查。"}
    through(perform(planned.no, "call_off", told, p["li"]), p["wang"], p["zhang"])
    assert "检查已取消" in seen(text)
    with pytest.raises(NotAllowed):
        visits.register_entry(text)


def test_a_suspended_certificate_is_told_to_the_enterprise(planned):
    Certificate.objects.filter(person="wang").update(suspensions=[["2026-11-01", "2026-12-01", "待核查"]])
    assert "今天没有有效的执法证件" in seen(visits.code_of(planned))


def test_the_entry_is_registered_with_its_time_and_comes_along_into_the_act(planned, district):
    text = visits.code_of(planned)
    answer = Client(enforce_csrf_checks=True).post("/p/visit/", {"t": text, "do": "enter"})
    assert answer.status_code == 302
    query = {k: v[0] for k, v in parse_qs(urlsplit(answer["Location"]).query).items()}
    entry = ask.entries_of(planned.no)[0]
    said = seen(**{"text": query["t"]}, r=query["r"])
    assert entry.voucher in said and "检查结束后可以在这个网址评价" in said
    for _ in range(9):
        Client().post("/p/visit/", {"t": text, "do": "enter"})
    assert len(ask.entries_of(planned.no)) == visits.MOST_ENTRIES, "whoever reloads adds nothing for ever"
    desk = Client()
    desk.force_login(district.people["li"])
    form = desk.get(f"/files/{planned.no}/acts/enter_site/").content.decode()
    assert ask.entries_of(planned.no)[-1].voucher in form and "企业扫码登记" in form
    page = desk.get(f"/files/{planned.no}/code/").content.decode()
    assert entry.voucher in page and quote("/p/visit/") in page
    assert desk.get(f"/files/{planned.no}/code.svg")["Content-Type"].startswith("image/svg+xml")


def test_only_who_registered_the_entry_rates_once_and_after_the_visit(planned, district):
    text, p, word = visits.code_of(planned), district.people, ask.rating_word(planned.no)
    with pytest.raises(NotAllowed):
        visits.rate(text, word, 5)  # nobody has registered an entry
    visits.register_entry(text)
    with pytest.raises(NotAllowed, match="检查结束后"):
        visits.rate(text, word, 1)
    entered = {"arrived_at": "2026-11-23T08:00:00+08:00", "place": "打磨车间", "identity_shown": True, "recusal_informed": True,
               "entry_code": "8K3F-27", "participants": [{"name": "陈立新", "post": "principal"}]}
    through(perform(planned.no, "enter_site", entered, p["li"]), p["wang"])
    through(perform(planned.no, "record", RECORD | {"start_time": "2026-11-23T08:00:00+08:00", "end_time": "2026-11-23T08:40:00+08:00"},
                    p["li"]), p["wang"])
    with pytest.raises(NotAllowed):
        visits.rate(text, "0" * 16, 5)
    for stars in ("", "0", "6", "55", "²"):
        refused = Client().post("/p/visit/", {"t": text, "r": word, "do": "rate", "stars": stars})
        assert "请选择 1 至 5 星" in refused.content.decode()
    Client().post("/p/visit/", {"t": text, "r": word, "do": "rate", "stars": "1", "points": ["repeated", "nonsense"]})
    assert "评价已收到" in seen(text, r=word)
    with pytest.raises(NotAllowed, match="评价过"):
        visits.rate(text, word, 5)
    row = Change.objects.get(register=ask.RATING)
    kept = json.dumps(row.fields, ensure_ascii=False) + row.target
    assert planned.no not in kept and "鑫达" not in kept and "li" not in kept and (row.by, row.at) == (None, datetime(2026, 11, 1, tzinfo=TZ))


def test_the_supervisor_sees_the_stars_without_a_name_and_the_visited_unit_finds_none(planned, district):
    said = {"stars": [None, 1], "points": [None, ["repeated"]], "month": [None, "2026-11"], "agency": [None, district.agency.pk],
            "name": [None, "区应急局"]}
    Change.objects.create(register=ask.RATING, target="x" * 40, number=1, at=houses.NOW, what="created", fields=said)
    song = district.people.get("song") or Person.objects.create_user("watcher", "x", name="监督")
    Mandate.objects.get_or_create(person=song, agency=district.agency, role="supervisor", defaults={"since": date(2020, 1, 1)})
    desk = Client()
    desk.force_login(song)
    page = desk.get("/visits/ratings/").content.decode()
    assert "1 星" in page and "短期内重复检查" in page and "鑫达木业" not in page and planned.no not in page
    assert ask.ratings(visible_to(song, date(2026, 11, 23)), 2025) == []
    for who in ("li", "zhang", "chen"):
        desk = Client()
        desk.force_login(district.people[who])
        assert desk.get("/visits/ratings/").status_code == 403
        assert "短期内重复检查" not in desk.get(f"/files/{planned.no}/").content.decode()


def test_off_line_the_page_kept_on_disk_verifies_and_names_alteration(planned, page, tmp_path):
    answer = Client().get("/p/visit/check.html")
    assert "attachment" in answer["Content-Disposition"]
    place, asked, errors = tmp_path / "核验.html", set(), []
    place.write_bytes(answer.content)
    page.on("request", lambda r: asked.add(r.url.split(":")[0]))
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.clock.set_fixed_time(houses.NOW)
    page.goto(place.as_uri())

    def verdict(text: str) -> str:
        before = page.evaluate("document.documentElement.dataset.done || ''")
        page.fill("#text", text)
        page.click("#ask button")
        page.wait_for_selector(f"html:not([data-done='{before}'])[data-done]", state="attached")
        return str(page.inner_text("#verdict"))

    text, other = visits.code_of(planned), signing.new_signer()
    assert verdict(f"https://x.example/p/visit/?t={text}").startswith("✓ 有效") and "鑫达木业" in page.inner_text("#visit")
    assert "内容被改动" in verdict(altered(text, d=["2026-11-23", "2026-12-31"]))
    assert "签名密钥不明" in verdict(issue(ask.ticket_of(planned), other.id, other.sign))
    assert "不是检查码" in verdict("abc") and "不是检查码" in verdict(text[:60])
    page.clock.set_fixed_time(datetime(2026, 11, 26, 9, tzinfo=TZ))
    assert "已过期" in verdict(text)
    page.evaluate("void (crypto.subtle.importKey = () => Promise.reject(new Error('unsupported')))")
    assert "不能离线核验" in verdict(text)
    assert asked <= {"file"} and errors == []
