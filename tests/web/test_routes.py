"""Every address, as every post and as a stranger: nothing answers that is not meant to. A new address fails here
until somebody has said who may open it."""
from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.actions.draw_story import SET_UP as DRAW
from tests.web.test_campaigns import SET_UP
from zhiheng.actions import grading_runs, ledgers, power_lists
from zhiheng.actions.perform import open_file
from zhiheng.exchange import imports
from zhiheng.exchange.enterprise_file import ENTERPRISES
from zhiheng.records.models import Draw, Enterprise, Evidence, Message, Paper, Plan, PlanItem
from zhiheng.records.queries.plans import default_body
from zhiheng.registers.catalogue import ledger

EVERYBODY = frozenset(["officer", "section_head", "legal_reviewer", "bureau_head", "archivist", "supervisor", "administrator"])
CASES = EVERYBODY - {"administrator"}
ACTING = frozenset({"officer", "section_head", "legal_reviewer", "bureau_head"})
LOOKING = ACTING | {"supervisor"}
STAFF = frozenset({"section_head", "legal_reviewer", "bureau_head", "supervisor", "administrator"})
ADMIN = frozenset({"administrator"})
KEEPERS = frozenset({"section_head", "administrator"})
HEADS = frozenset({"section_head", "bureau_head"})
WHO = {"officer": "li", "section_head": "zhang", "legal_reviewer": "zhou", "bureau_head": "chen", "archivist": "he",
       "supervisor": "song", "administrator": "admin"}

# Name of the address → posts for which a GET may answer with a page (or lead to one). The rest get 403 or 404.
MAY: dict[str, frozenset[str]] = {
    "home": EVERYBODY, "me": EVERYBODY, "size": EVERYBODY, "messages": EVERYBODY, "search": EVERYBODY,
    **dict.fromkeys(("campaigns", "campaigns_export", "campaign", "campaign_daily", "campaign_tasks"), LOOKING),
    "bias": LOOKING - {"officer"}, "overlaps": LOOKING, "bias_rows": frozenset(), "frequency_firm": frozenset(),  # the two ask for more
    **dict.fromkeys(("visit_code", "visit_code_picture", "frequency"), LOOKING), "visit_ratings": frozenset({"supervisor"}),
    **dict.fromkeys(("dispatch", "dispatch_report", "dispatch_rows", "dispatch_visits"), LOOKING),
    **dict.fromkeys(("draws", "draw"), LOOKING),
    **dict.fromkeys(("plans", "plan", "plan_approval", "plan_compare", "plan_document", "plan_firms", "plan_picture",
                     "plan_text"), LOOKING),
    **dict.fromkeys(("plan_schedule", "plan_schedule_map", "plan_schedule_merge", "plan_schedule_move", "plan_schedule_people",
                     "plan_schedule_points", "plan_schedule_towns", "plan_visits", "plan_visits_export"), LOOKING),
    "plan_schedule_join": frozenset({"officer", "section_head"}),
    "calendar": STAFF, "calendar_year": STAFF,
    **dict.fromkeys(("approvals", "approvals_export", "approvals_done", "approvals_done_export"), ACTING), "messages_export": EVERYBODY,
    **dict.fromkeys(("publicity", "publicity_export", "publicity_records", "publicity_records_export"), LOOKING),
    "archives": CASES, "archives_export": CASES, "enterprises": EVERYBODY,
    "enterprises_export": EVERYBODY, "enterprise": EVERYBODY,
    **dict.fromkeys(("enterprise_doubles", "enterprise_map", "enterprise_points"), EVERYBODY),
    **dict.fromkeys(("enterprise_compare", "enterprise_edit", "enterprise_new"), KEEPERS),
    "enterprise_file": frozenset(),  # nothing is kept with the enterprise of these tests
    "inspections": CASES, "inspections_export": CASES, "rectifications": CASES, "rectifications_export": CASES,
    "intermediaries": EVERYBODY - {"archivist"}, "intermediaries_export": EVERYBODY - {"archivist"},
    "intermediary": EVERYBODY - {"archivist"}, "intermediary_lead": frozenset({"officer"}),
    "credit": EVERYBODY, "credit_export": EVERYBODY, "serious-breaches": CASES, "serious-breaches_export": CASES,
    "commitments": CASES, "commitments_export": CASES,
    "penalties": CASES, "penalties_export": CASES,
    **dict.fromkeys(("grades", "grade_firm", "grade_firm_card", "grade_run", "grade_run_export"), LOOKING),
    "competence": CASES, "competence_export": CASES, "competence_board": LOOKING, "measures": LOOKING,
    "measure": LOOKING, "measure_rows": LOOKING,
    "officers": STAFF, "officers_export": STAFF, "officer": STAFF, "officer_new": ADMIN,
    "officer_edit": ADMIN, "officer_handover": HEADS,
    "officer_rates": STAFF, "officer_rate": STAFF, **dict.fromkeys(("officer_sheet", "officer_sheet_pdf"), HEADS | {"supervisor"}),
    "me_record": EVERYBODY, "status": ADMIN,
    "message": frozenset({"officer"}),  # the message is the officer's own
    # --- one file: the archivist sees it only when it has ended, the administrator never ---
    "file": LOOKING, "file_all": LOOKING, "archive_download": LOOKING, "draft_page": LOOKING,
    "paper": LOOKING, "paper_pdf": LOOKING, "paper_page": LOOKING,
    "evidence": LOOKING, "evidence_content": LOOKING,
    "ledgers": EVERYBODY - {"archivist"}, "shortfalls": STAFF, "shortfalls_export": STAFF,
    "ledger": EVERYBODY - {"archivist"}, "ledger_line": EVERYBODY - {"archivist"},
    "ledger_export": EVERYBODY - {"archivist"},
    "ledger_new": KEEPERS,
    **dict.fromkeys(("activities", "activities_export", "standardisation", "things", "thing", "things_export"), EVERYBODY - {"archivist"}),
    "money_apart": HEADS | {"supervisor", "administrator"}, "money_apart_export": HEADS | {"supervisor",
    "administrator"},
    "standard-files": CASES, "standard-files_export": CASES, "thing_labels": KEEPERS,
    "ledger_file": frozenset(),  # nothing is kept with the line of these tests
    "import_new": KEEPERS, "import_run": KEEPERS, "import_errors": KEEPERS,
    "benchmarks": EVERYBODY, "benchmark_export": EVERYBODY, "benchmark_import": frozenset({"legal_reviewer", "administrator"}),
    "like_cases": CASES,
    "law_article": EVERYBODY, "law_index": EVERYBODY, "law": EVERYBODY, "law_page": EVERYBODY,
    "law_search": EVERYBODY,
    "law_sources": EVERYBODY, "law_import": ADMIN, "capital": CASES,
    **dict.fromkeys(("matters", "matters_compare", "matters_coverage", "matters_export", "matters_lapsed", "matters_proposed",
                     "matter"), EVERYBODY),
    "words": EVERYBODY, "figures": EVERYBODY, "gates": EVERYBODY, "gate": EVERYBODY, "terms": EVERYBODY,
    "term": EVERYBODY,
    "matters_new": frozenset({"legal_reviewer", "administrator"}),
    **dict.fromkeys(("handbook", "handbook_export", "handbook_item", "handbook_versions"), EVERYBODY),
    **dict.fromkeys(("handbook_edit", "handbook_import", "handbook_new"),
                    frozenset({"legal_reviewer", "section_head", "administrator"})),
    **dict.fromkeys(("agencies", "agency", "mandates", "mandates_export", "mandate"), STAFF), "agency_new": ADMIN, "mandate_new": ADMIN,
    **dict.fromkeys(("conferrals", "conferrals_export", "conferral_matrix", "conferral_matrix_export"), EVERYBODY - {"archivist"}),
}
# Addresses that only take a POST, or only somebody who may write; a GET is refused to the others.
WRITES = {
    "enterprise_close", "enterprise_distinct", "enterprise_file_add", "enterprise_file_archive", "enterprise_merge",
    "enterprise_reopen", "enterprise_split",
    "logout", "identity", "me_password", "me_pin", "messages_read", "officer_certificate", "officer_post",
    "officer_leave", "officer_password", "officer_post_end", "officer_return", "officer_sheet_answer",
    "officer_sheet_confirm",
    "officer_sheet_draw", "me_interest", "me_sheet", "officer_suspend", "officer_unlock", "status_check",
    "act_form", "act_check", "act_discard", "act_save",
    "act_preview", "evidence_add", "release", "new_inspection", "new_file", "new_check", "new_save", "new_preview",
    "ledger_archive", "ledger_restore", "thing_do", "ledger_file_add", "ledger_file_archive", "ledger_views",
    "list_columns", "list_views",
    "import_confirm", "import_write", "import_cancel",
    "intermediary_enrol", "dispatch_fix", "overlap_refuse", "draw_do", "draw_transcript", "plans_begin", "plan_do", "plan_send",
    "benchmark_errors", "benchmark_publish", "benchmark_withdraw",
    "matters_publish", "figures_set", "matters_faults", "handbook_retire", "handbook_withdraw",
    "words_add", "words_remove", "words_withdraw", "agency_close", "mandate_end",
}
WRITES |= {
    "plan_scenario", "plan_schedule_cancel", "plan_schedule_run",
    "grades_due", "grade_firm_override", "grade_firm_recompute", "grade_firm_review", "grade_override_end",
    "grade_run_confirm", "grade_run_new", "grade_run_row", "grade_run_withdraw",
}
OPEN = {"login", "health"}


def addresses() -> Iterator[tuple[str, URLPattern]]:
    """Every named address of the desks; the public site has its own tests."""
    yield from _walk(get_resolver(settings.ROOT_URLCONF).url_patterns, "/")


def _walk(patterns, prefix) -> Iterator[tuple[str, URLPattern]]:
    for item in patterns:
        if isinstance(item, URLResolver):
            yield from _walk(item.url_patterns, prefix + str(item.pattern))
        elif not item.callback.__module__.startswith("zhiheng.public."):
            yield prefix + str(item.pattern), item


def names() -> list[str]:
    return sorted({item.name or str(item.pattern) for _, item in addresses()})


@pytest.fixture
def filled(house):
    """``filled(route)``: a real address of that route, on the inspection that all our posts but two may see."""
    file = house.files["inspection"]
    paper = Paper.objects.filter(file=file).first()
    item = Evidence.objects.filter(file=file).first()
    message = Message.objects.filter(person=house.people["li"]).first() or Message.objects.create(
        person=house.people["li"], file=file, kind="note", text="知悉", at=file.opened_at)
    line = ledgers.enter(ledger("equipment"), house.agency, {
        "asset_no": "1", "kind": "uav", "model": "M30", "state": "in_store"}, by=None)
    agency_line = ledgers.enter(ledger("intermediaries"), house.agency, {
        "code": house.firm.code, "name": "云岭安评", "kind": "training", "state": "active"}, by=None)
    report_line = ledgers.enter(ledger("intermediary_reports"), house.agency, {
        "intermediary": "云岭安评", "report_no": "AP-1", "enterprise": house.firm.code, "kind": "status",
        "issued_on": "2026-11-02",
        "verified": "none"}, by=None)
    run = imports.begin(ENTERPRISES, house.agency, "企业名称\n甲厂\n".encode(), "名单.csv", by=None)
    power_lists.publish_prepared(house.agency.place_id, by=None)
    grading = grading_runs.begin(house.agency, by=None)
    drawn = Draw.objects.create(number="YL-2026-D01", agency=house.agency, year=2026, seq=1, title="第一批",
                                file=open_file("random_draw", "set_up", DRAW, house.people["li"], agency=house.agency).file)
    campaign = open_file("campaign", "set_up", SET_UP, house.people["li"], agency=house.agency)
    twin = Enterprise.objects.create(agency=house.agency, name="鑫达木业")
    plan = Plan.objects.create(agency=house.agency, year=2027, body=default_body(248, 3, True), changed_at=file.opened_at)
    visit = PlanItem.objects.create(plan=plan, enterprise=house.firm, kind="key")
    values = {
        "stays": house.firm.pk, "goes": twin.pk,
        "check": "enf_urging", "term": "hearing_request", "item": "CF-008", "no": file.no, "act": "complete",
        "seq": house.draft_seq, "key": item.key if item else "none",
        "gate": "clear_or_findings", "law": "行政处罚法", "article": "63", "procedure": "inspection",
        "year": 2027, "code": house.firm.code, "username": "li", "rate": "card", "name": "NK-02", "number": 1,
        "ledger": "equipment", "listing": "equipment"}

    def address(route: str, name: str) -> str:
        out = route
        for part in (p for p in route.replace(">", "<").split("<") if ":" in p):
            key = part.split(":")[1]
            value = values.get(key)
            if key == "pk":
                value = message.pk if name == "message" else paper.pk
                value = line.pk if name.startswith(("ledger", "thing")) else run.pk if name.startswith("import") else value
            if name in ("intermediary", "intermediary_enrol") and key == "pk":
                value = agency_line.pk
            if name == "intermediary_lead" and key == "pk":
                value = report_line.pk
            if name.startswith("campaign") and key == "number":
                value = campaign.file.no
            if name in ("draw", "draw_do", "draw_transcript") and key == "number":
                value = drawn.number
            if name.startswith("grade_") and key == "pk":
                value = grading.pk if name.startswith("grade_run") else house.firm.pk
            if name.startswith("grade_run") and key == "row":
                value = 1
            if name.startswith("plan_schedule") and key in ("pk", "other"):
                value = visit.pk
            if name.startswith("handbook_") and key == "code":
                value = "G-05"
            if name.startswith("mandate") and key == "pk":
                value = house.people["li"].mandates.first().pk
            if name.startswith("agency") and key == "code":
                value = house.agency.code
            if name == "draft_page" and key == "no":
                value = house.files["waiting"].no
            if name in ("new_file", "new_check", "new_save", "new_preview") and key == "act":
                value = "plan"
            out = out.replace(f"<{part}>", str(value))
        return out

    return address


def test_every_address_has_a_name_and_stands_in_the_table():
    known = set(MAY) | WRITES | OPEN
    assert set(names()) - known == set(), "say in this table who may open the new address"


def test_a_stranger_reaches_nothing_but_the_login_page(filled):
    client = Client()
    for route, item in addresses():
        href = filled(route, item.name)
        for ask in (client.get, client.post):
            answer = ask(href)
            if item.name in OPEN:
                assert answer.status_code in (200, 403, 405), href
            else:
                assert answer.status_code == 302 and answer["Location"].startswith("/login/"), href


def test_a_swapped_part_tells_a_stranger_where_to_log_in(house):
    answer = Client().get("/penalties/", headers={"HX-Request": "true"})
    assert answer.status_code == 401 and answer["HX-Redirect"].startswith("/login/")


def test_each_post_opens_what_is_its_own_and_nothing_else(filled, house, at_desk):
    wrong = []
    for role, who in WHO.items():
        client = at_desk(house.people[who])
        for route, item in addresses():
            href = filled(route, item.name)
            status = client.get(href).status_code
            if not _as_said(role, item.name, status):
                wrong.append((role, href, status))
    assert wrong == []


def _as_said(role: str, name: str, status: int) -> bool:
    if name in OPEN:
        return status in (200, 302)
    if name in WRITES:
        return status in (200, 302, 400, 403, 404, 405)
    if role not in MAY[name]:
        return status in (403, 404)
    return status in (200, 302) or (status == 404 and name.startswith("evidence"))  # the story holds no evidence


def test_whoever_may_not_act_changes_nothing_by_sending_a_form(filled, house, at_desk):
    before = {f.no: f.event_count for f in house.agency.files.all()}
    for role in ("supervisor", "archivist", "administrator"):
        client = at_desk(house.people[WHO[role]])
        for route, item in addresses():
            if item.name.startswith(("act_", "draft", "evidence", "release", "new_", "file", "paper", "archive")):
                answer = client.post(filled(route, item.name), {"do": "submit", "pin": "246810"})
                assert answer.status_code in (200, 302, 400, 403, 404, 405, 409, 422), (role, route)
    assert {f.no: f.event_count for f in house.agency.files.all()} == before


def test_people_of_another_bureau_or_without_a_post_find_none_of_our_files(filled, house, at_desk):
    for who in ("stranger", "nobody"):
        client = at_desk(house.people[who])
        for route, item in addresses():
            if "<str:no>" in route or item.name in ("paper", "paper_pdf", "paper_page", "enterprise", "officer", "message"):
                for ask in (client.get, client.post):
                    assert ask(filled(route, item.name)).status_code in (403, 404, 405), (who, route)


def test_a_page_of_another_post_says_which_post_may_see_it(house, at_desk):
    answer = at_desk(house.people["li"]).get("/status/")
    said = answer.content.decode()
    assert answer.status_code == 403 and "可以查看的身份：系统管理员" in said and "由系统管理员登记" in said


def test_what_may_not_be_seen_and_what_does_not_exist_are_answered_alike(house, at_desk):
    client = at_desk(house.people["stranger"])
    hidden, absent = client.get(f"/files/{house.files['case'].no}/"), client.get("/files/YL-2026-99999/")
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert "没有找到" in hidden.content.decode() and "没有找到" in absent.content.decode()


def test_every_page_forbids_foreign_scripts_and_is_kept_by_nobody(house, at_desk):
    answer = at_desk(house.people["li"]).get("/")
    assert "script-src 'self'" in answer["Content-Security-Policy"] and answer["Cache-Control"] == "no-store"
