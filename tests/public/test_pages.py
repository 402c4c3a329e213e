"""What a stranger sees: search, lists, records, verification, checkpoints; nothing of the people behind it."""
from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.public.conftest import at
from zhiheng.actions import checkpoint, publicity
from zhiheng.actions.perform import perform
from zhiheng.actions.publishing import publish_result
from zhiheng.archive import checker
from zhiheng.kernel import masking
from zhiheng.public import limits
from zhiheng.records import store
from zhiheng.records.clock import frozen
from zhiheng.records.models import File, Paper, Publication

PRIVATE = ("陈立新", "13800001234", "李强", "王敏", "AV-1", "工业园 3 号")


@pytest.fixture
def visitor() -> Client:
    return Client()


@pytest.fixture
def published(inspection) -> Publication:
    publish_result(inspection.no, at=at("2026-11-20T08:00"))
    return Publication.objects.get(file=inspection)


def read(visitor: Client, address: str, status: int = 200) -> str:
    answer = visitor.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    assert "Set-Cookie" not in answer and not answer.cookies and "Cookie" not in answer.get("Vary", "")
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


def test_an_inspection_is_found_by_two_characters_and_by_its_number_in_any_brackets(visitor, published):
    number = published.record["doc_no"]
    assert number == "（云）应急检记〔2026〕1号"
    for q in ("鑫达", "云应急检记2026-1", "(云)应急检记[2026]1号", "（云）应急检记〔2026〕第1号", "未发现"):
        assert published.slug in read(visitor, f"/p/?q={q}"), q
    assert published.slug not in read(visitor, "/p/?q=庆丰")
    assert published.slug in read(visitor, "/p/inspections/") and published.slug not in read(visitor, "/p/penalties/")


def test_the_record_shows_counts_and_nobody(visitor, published):
    shown = read(visitor, f"/p/records/{published.slug}/")
    for wanted in ("鑫达木业有限公司", "91990101MA00DEMA07",
                   "未发现违法行为和事故隐患", "云岭区应急管理局", "有效", "政府信息公开条例第十三条第一款"):
        assert wanted in shown
    assert published.file.no not in shown
    assert not [p for p in PRIVATE if p in shown]


def test_nothing_private_and_no_file_number_stands_on_any_page(visitor, published, district):
    checkpoint.make(district.agency)
    code = Paper.objects.filter(file=published.file).first().verify_code
    for address in ("/p/", "/p/penalties/", "/p/inspections/", "/p/inspections.csv", "/p/penalties.csv", "/p/checkpoints/",
                    "/p/checkpoints/YL/1.json", f"/p/verify/{code}/", f"/p/papers/{code}/", "/p/verify/",
                    f"/p/records/{published.slug}/", "/p/?size=large"):
        shown = read(visitor, address)
        assert not [p for p in ("陈立新", "13800001234", "李强", "王敏", "AV-1") if p in shown], address
        assert published.file.no not in shown, address


def test_a_result_that_is_not_published_has_no_page(visitor, inspection):
    slug = publicity.slug(inspection.no, "inspection", "")
    assert "没有找到" in read(visitor, f"/p/records/{slug}/", 404)
    assert slug not in read(visitor, "/p/")


@pytest.mark.parametrize("change", [{"blocked": "涉及国家秘密"}, {"published_at": None}, {"published_at": at("2026-12-01T00:00")}])
def test_blocked_unpublished_and_future_rows_are_nowhere(visitor, published, change):
    Publication.objects.filter(pk=published.pk).update(**change)
    read(visitor, f"/p/records/{published.slug}/", 404)
    for address in ("/p/", "/p/inspections/", "/p/inspections.csv", "/p/?q=鑫达"):
        assert published.slug not in read(visitor, address)


def test_a_withdrawn_record_says_so_with_the_reason_and_shows_nothing_else(visitor, published):
    publicity.withdraw(published, "决定经行政复议撤销", at=at("2026-11-23T08:00"))
    shown = read(visitor, f"/p/records/{published.slug}/", 410)
    assert "撤回" in shown and "决定经行政复议撤销" in shown and "第四十八条第二款" in shown
    assert "鑫达木业" not in shown and published.slug not in read(visitor, "/p/")


def test_a_reason_that_holds_private_data_is_not_repeated(visitor, published):
    publicity.withdraw(published, "当事人来电 13912345678 要求", at=at("2026-11-23T08:00"))
    shown = read(visitor, f"/p/records/{published.slug}/", 410)
    assert "13912345678" not in shown and "撤回" in shown


def test_a_new_content_marks_the_record_as_corrected(visitor, published):
    candidate = masking.Candidate(
        kind="inspection", party_kind=masking.UNIT, party_name="鑫达木业有限公司", agency="云岭区应急管理局",
        doc_no="（云）应急检记〔2026〕2号", decided_on=at("2026-11-19T00:00").date(), fields=(("检查结果", "发现问题 1 项"),),
        state_secret=False, trade_secret=False)
    publicity.show(published.file, "inspection", "", candidate, published_at=at("2026-11-22T09:00"),
                   seq=published.event_seq + 5, due_on=None)
    shown = read(visitor, f"/p/records/{published.slug}/")
    assert "已更正" in shown and "2026-11-22" in shown and "原文号 （云）应急检记〔2026〕1号" in shown


def test_lists_go_on_by_stable_addresses_and_hold_every_record_once(visitor, district, published):
    for n in range(1, 70):
        file = File.objects.create(no=f"YL-2026-9{n:04d}", agency=district.agency, procedure="inspection", year=2026,
                                   seq=90000 + n, opened_at=at("2026-11-01T09:00"))
        Publication.objects.create(
            file=file, kind="inspection", slug=f"{n:016x}", title="检查结果", decided_on=at("2026-11-02T00:00").date(),
            published_at=at("2026-11-03T09:00"), grams=" 庆丰 ",
            record={"party": f"庆丰{n}号店", "fields": [["检查结果", "=1+1"]], "basis": []})
    seen, address = [], "/p/inspections/"
    while address:
        shown = read(visitor, address)
        seen += [part.split("/")[0] for part in shown.split('/p/records/')[1:]]
        address = shown.split('<link rel="next" href="')[1].split('"')[0] if '<link rel="next"' in shown else ""
    assert len(seen) == 70 == len(set(seen))
    rows = list(csv.reader(io.StringIO(read(visitor, "/p/inspections.csv").removeprefix("\ufeff"))))
    assert len(rows) == 71 and rows[0][0] == "公开编号"
    assert rows[-1][rows[0].index("检查结果")] == "'=1+1"


def test_a_genuine_paper_is_called_so_under_both_addresses_and_in_any_writing(visitor, inspection):
    paper = Paper.objects.get(file=inspection, no__contains="检记")
    code = paper.verify_code
    for address in (f"/p/verify/{code}/", f"/p/papers/{code}/", f"/p/verify/{code.lower()}/",
                    f"/p/verify/{code[:5]} {code[5:]}/", f"/p/verify/{code[:5]}-{code[5:]}/"):
        shown = read(visitor, address)
        assert "✓ 真实有效" in shown and paper.no in shown and paper.sha256 in shown
    assert visitor.get(f"/p/verify/?code={code.lower()}").headers["Location"] == f"/p/verify/{code}/"


def test_a_replaced_paper_is_genuine_but_corrected_and_leads_to_the_new_one(visitor, inspection):
    old = Paper.objects.get(file=inspection, no__contains="检记")
    Paper.objects.filter(pk=old.pk).update(status="superseded")
    old.pk, old.version, old.verify_code = None, 2, "ABCDEFGHJK"
    old.save()
    first = Paper.objects.get(file=inspection, no__contains="检记", version=1)
    shown = read(visitor, f"/p/verify/{first.verify_code}/")
    assert "真实，已被更正" in shown and "/p/verify/ABCDEFGHJK/" in shown


def test_a_void_paper_is_revoked(visitor, inspection):
    Paper.objects.filter(file=inspection).update(status="void")
    code = Paper.objects.filter(file=inspection).first().verify_code
    assert "已撤销并撤回公开" in read(visitor, f"/p/verify/{code}/")


def test_the_paper_of_a_withdrawn_decision_is_revoked(visitor, inspection):
    Paper.objects.filter(file=inspection, no__contains="检记").update(code="penalty_decision_org")
    paper = Paper.objects.get(file=inspection, code="penalty_decision_org")
    row = Publication.objects.create(file=inspection, kind="penalty", slug="f" * 16, title="行政处罚决定",
                                     record={"party": "鑫达木业有限公司"}, published_at=at("2026-11-20T09:00"))
    assert f"/p/records/{row.slug}/" in read(visitor, f"/p/verify/{paper.verify_code}/")
    publicity.withdraw(row, "决定被人民法院撤销", at=at("2026-11-22T09:00"))
    shown = read(visitor, f"/p/verify/{paper.verify_code}/")
    assert "已撤销并撤回公开" in shown and row.slug not in shown


@pytest.mark.parametrize("code", ["ZZZZZZZZZZ", "1", "%00", "%F0%9F%98%80", "a" * 500, "' OR 1=1 --", "..%2F.."])
def test_what_we_never_made_is_answered_and_never_an_error(visitor, district, code):
    answer = visitor.get(f"/p/verify/{code}/")
    assert answer.status_code in (200, 404) and "Traceback" not in answer.content.decode()
    if answer.status_code == 200:
        assert "查无此件" in answer.content.decode()


def test_a_changed_pdf_is_told_from_the_sealed_one(visitor, inspection):
    paper = Paper.objects.get(file=inspection, no__contains="检记")
    sealed = store.path(paper.sha256).read_bytes()
    address = f"/p/verify/{paper.verify_code}/"
    same = visitor.post(address, {"file": SimpleUploadedFile("a.pdf", sealed)}).content.decode()
    other = visitor.post(address, {"file": SimpleUploadedFile("a.pdf", sealed[:-1] + b"x")}).content.decode()
    assert "指纹一致" in same and "与定稿不一致" in other
    assert "请选择" in visitor.post(address).content.decode()


def test_checkpoints_are_published_with_key_and_checker(visitor, inspection, district):
    made = checkpoint.make(district.agency)
    shown = read(visitor, "/p/checkpoints/")
    assert made.record["root"] in shown and made.public_key in shown and checker.published_sha256() in shown
    told = visitor.get("/p/checkpoints/YL/1.json").json()
    assert told["hash"] == made.hash and told["signature"] == made.record["signature"] and "heads" not in told
    assert read(visitor, "/p/checker.html") == checker.html()
    assert "没有找到" in read(visitor, "/p/checkpoints/YL/99.json", 404)
    assert made.record["root"] in read(visitor, "/p/checkpoints/?before=2026-99-99")
    assert made.record["root"] not in read(visitor, "/p/checkpoints/?before=2026-11-23")


def test_who_enforces_and_how_is_open_before_anything_happens(visitor, district):
    shown = read(visitor, "/p/about/")
    for wanted in ("云岭区应急管理局", "9901li", "云岭区人民法院", "行政处罚（普通程序）", "行政检查", "流程图"):
        assert wanted in shown
    assert "孙倩" not in shown  # no certificate, no name on the list
    assert read(visitor, "/p/about/penalty_ordinary.svg").startswith("<svg")
    read(visitor, "/p/about/nothing.svg", 404)


def test_pages_may_be_kept_a_while_and_verification_never(visitor, published):
    assert visitor.get("/p/").headers["Cache-Control"] == "public, max-age=300"
    assert visitor.get("/p/verify/ABCDEFGHJK/").headers["Cache-Control"] == "no-store"


def test_an_empty_house_and_unknown_addresses_have_pages(visitor, db):
    for address in ("/p/", "/p/penalties/", "/p/about/", "/p/checkpoints/", "/p/verify/"):
        read(visitor, address)
    for address in ("/p/nothing/", "/p/records/%00/", "/p/?year=99999", "/p/?after=' OR 1", "/p/?q=%00"):
        assert visitor.get(address).status_code in (200, 404)
    assert visitor.get("/p/penalties").headers["Location"] == "/p/penalties/"
    assert visitor.post("/p/").status_code == 405


def test_who_asks_too_often_is_asked_to_wait(visitor, db, monkeypatch):
    monkeypatch.setattr(limits, "PER_MINUTE", 3)
    monkeypatch.setattr(limits.time, "time", lambda: 1_000_000.0)
    answers = [visitor.get("/p/") for _ in range(4)]
    assert [a.status_code for a in answers] == [200, 200, 200, 429]
    assert answers[-1].headers["Retry-After"] == "20" and "20 秒后" in answers[-1].content.decode()
    other = Client(REMOTE_ADDR="10.0.0.9")
    assert other.get("/p/").status_code == 200


def test_large_type_stays_on_every_link(visitor, published):
    shown = read(visitor, "/p/?size=large")
    assert 'data-size="large"' in shown and "/p/penalties/?size=large" in shown and f"/p/records/{published.slug}/?size=large" in shown
    assert 'data-size="large"' not in read(visitor, "/p/")


def test_an_officer_publishes_by_the_act_and_the_house_finds_nothing_left(visitor, inspection, district):
    with frozen(at("2026-11-19T12:00")):
        perform(inspection.no, "publish", {"published_on": "2026-11-19"}, district.li)
    row = Publication.objects.get(file=inspection)
    assert row.due_on == at("2026-12-17T00:00").date()  # 20 working days after completion
    assert row.slug in read(visitor, "/p/inspections/")
