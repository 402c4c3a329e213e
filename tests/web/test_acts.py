"""One form for every act: filled before it is typed, refused with reasons, signed with one's own PIN."""
from __future__ import annotations

import re

import pytest

from tests.web import story
from zhiheng.actions.perform import open_file
from zhiheng.records.models import DraftForm, File, Message


def url(played, act, query="", no=None):
    return f"/files/{no or played.case.no}/acts/{act}/{query}"


REVIEW = {"review-rows": "1", "review-0-claim": "罚款数额过高", "review-0-accepted": "0", "review-0-reason": "裁量适当，数额在档内。",
          "claims": "罚款数额过高", "conclusion": "意见不成立，不予采纳。", "key": "form-1"}


def test_nothing_is_typed_twice_and_every_value_says_where_it_comes_from(played, at_desk):
    html = at_desk(played.bureau.li).get(url(played, "penalty_notice", "?subject=party-2")).content.decode()
    assert "来自裁量面板" in html and 'value="22000"' in html and "人民币贰万贰仟元整" in html
    assert "来自调查报告" in html and "安全生产法第九十四条第一款" in html
    assert html.count("data:image/png;base64,") >= 2  # the papers it becomes


def test_a_missing_field_is_named_on_top_and_what_was_typed_is_kept(played, at_desk):
    client = at_desk(played.bureau.li)
    sent = client.post(url(played, "review_defence", "?subject=party-1"), REVIEW | {"conclusion": "", "do": "submit"})
    html = sent.content.decode()
    assert "请填写「结论」" in html and 'href="#f-conclusion"' in html and "裁量适当，数额在档内。" in html
    assert not played.case.events.filter(act="review_defence").exists()


def test_a_signature_asks_for_ones_own_pin_after_saying_what_will_follow(played, at_desk):
    client = at_desk(played.bureau.li)
    asked = client.post(url(played, "review_defence", "?subject=party-1"), REVIEW | {"do": "submit"}).content.decode()
    assert 'data-part="confirm"' in asked and "将制作《陈述申辩复核意见书》" in asked and "签署顺序" in asked
    assert not played.case.events.filter(act="review_defence").exists()

    wrong = client.post(url(played, "review_defence", "?subject=party-1"), REVIEW | {"do": "submit", "pin": "000000"})
    assert "签名口令不正确" in wrong.content.decode()
    assert not played.case.events.filter(act="review_defence").exists()

    done = client.post(url(played, "review_defence", "?subject=party-1"), REVIEW | {"do": "submit", "pin": story.PIN})
    assert done.status_code == 302
    assert [e.kind for e in played.case.events.filter(act="review_defence")] == ["draft", "sign"]
    assert not DraftForm.objects.filter(act="review_defence").exists()


def submitted(played, at_desk):
    at_desk(played.bureau.li).post(url(played, "review_defence", "?subject=party-1"),
                                  REVIEW | {"do": "submit", "pin": story.PIN})
    return played.case.events.get(act="review_defence", kind="draft").seq


def test_the_same_form_sent_twice_is_one_act(played, at_desk):
    client = at_desk(played.bureau.li)
    for _ in range(2):
        client.post(url(played, "review_defence", "?subject=party-1"), REVIEW | {"do": "submit", "pin": story.PIN})
    assert played.case.events.filter(act="review_defence", kind="draft").count() == 1


def test_the_second_officer_signs_with_his_own_login(played, at_desk):
    seq = submitted(played, at_desk)
    client = at_desk(played.bureau.wang)
    html = client.get(f"/files/{played.case.no}/drafts/{seq}/").content.decode()
    assert "裁量适当，数额在档内。" in html and 'value="wang"' in html and "data:image/png" in html
    sent = client.post(f"/files/{played.case.no}/drafts/{seq}/", {"do": "sign", "signer": "wang", "pin": story.PIN})
    assert sent.status_code == 302
    assert played.case.papers.filter(code="defense_review_opinion", subject="party-1").exists()


def test_the_second_officer_may_sign_on_the_first_ones_device_with_his_own_pin_only(played, at_desk):
    seq = submitted(played, at_desk)
    played.bureau.wang.pin = story.make_password("135791")
    played.bureau.wang.save()
    client, there = at_desk(played.bureau.li), f"/files/{played.case.no}/drafts/{seq}/"
    refused = client.post(there, {"do": "sign", "signer": "wang", "pin": story.PIN})
    assert "签名口令不正确" in refused.content.decode()
    assert client.post(there, {"do": "sign", "signer": "wang", "pin": "135791"}).status_code == 302
    signed = played.case.events.filter(act="review_defence", kind="sign").order_by("seq").last()
    assert signed.actor_id == "wang"


def test_an_empty_pin_never_signs(played, at_desk):
    seq = submitted(played, at_desk)
    client = at_desk(played.bureau.wang)
    client.post(f"/files/{played.case.no}/drafts/{seq}/", {"do": "sign", "signer": "wang"})
    client.post(f"/files/{played.case.no}/drafts/{seq}/", {"do": "sign", "signer": "wang", "pin": ""})
    assert not played.case.events.filter(act="review_defence", kind="act").exists()


def test_nobody_signs_anothers_step(played, at_desk):
    seq = submitted(played, at_desk)
    for who in ("li", "sun", "chen", "zhou"):
        at_desk(getattr(played.bureau, who)).post(
            f"/files/{played.case.no}/drafts/{seq}/", {"do": "sign", "signer": who, "pin": story.PIN})
    assert not played.case.events.filter(act="review_defence", kind="act").exists()


def test_a_return_needs_a_reason_and_comes_back_with_what_was_written(played, at_desk):
    seq = submitted(played, at_desk)
    wang, there = at_desk(played.bureau.wang), f"/files/{played.case.no}/drafts/{seq}/"
    assert "退回须写明理由" in wang.post(there, {"do": "return", "signer": "wang", "pin": story.PIN}).content.decode()
    sent = wang.post(there, {"do": "return", "signer": "wang", "pin": story.PIN, "reason": "第1点没有回应数额", "paragraph": "第1点"})
    assert sent.status_code == 302
    html = at_desk(played.bureau.li).get(url(played, "review_defence", "?subject=party-1")).content.decode()
    assert "第1点没有回应数额" in html and "裁量适当，数额在档内。" in html
    told = at_desk(played.bureau.li).get(f"/files/{played.case.no}/").content.decode()
    assert 'data-state="returned"' in told and "修改后重新提交" in told


def test_the_submitter_takes_his_draft_back(played, at_desk):
    seq = submitted(played, at_desk)
    li = at_desk(played.bureau.li)
    assert "撤回修改" in li.get(f"/files/{played.case.no}/drafts/{seq}/").content.decode()
    li.post(f"/files/{played.case.no}/drafts/{seq}/", {"do": "withdraw"})
    assert played.case.events.order_by("seq").last().kind == "withdraw"


def test_an_act_that_is_not_open_is_refused_with_all_its_reasons(played, at_desk):
    html = at_desk(played.bureau.li).get(url(played, "decide", "?subject=party-1")).content.decode()
    assert 'data-part="why-not"' in html and "陈述申辩尚未复核" in html and "行政处罚法第57条第2款" in html
    client = at_desk(played.bureau.li)
    client.post(url(played, "decide", "?subject=party-1"), {"do": "submit", "pin": story.PIN})
    assert not played.case.events.filter(act="decide").exists()


def test_what_a_colleague_did_meanwhile_is_shown_and_nothing_typed_is_lost(played, at_desk):
    client, there = at_desk(played.bureau.li), url(played, "review_defence", "?subject=party-1")
    seen = str(File.objects.get(no=played.case.no).event_count)
    with story.frozen(story.moment("2026-11-23 08:40")):
        at_desk(played.bureau.wang).post(url(played, "waive_hearing", "?subject=party-2"), {
            "waived_at": "2026-11-23", "speaker": "陈某某", "document": "书面声明", "do": "submit", "key": "w1"})
    html = client.post(there, REVIEW | {"do": "submit", "pin": story.PIN, "seen": seen}).content.decode()
    assert "案卷已由王敏于 11-23 08:40 办理「放弃听证」" in html and "裁量适当，数额在档内。" in html
    assert not played.case.events.filter(act="review_defence").exists()
    now = str(File.objects.get(no=played.case.no).event_count)
    assert client.post(there, REVIEW | {"do": "submit", "pin": story.PIN, "seen": now}).status_code == 302


def test_the_reader_of_the_supervision_may_look_and_not_act(played, at_desk):
    client = at_desk(played.bureau.song)
    answer = client.post(url(played, "review_defence", "?subject=party-1"), REVIEW | {"do": "submit", "pin": story.PIN})
    assert answer.status_code == 403
    assert not played.case.events.filter(act="review_defence").exists()


def test_a_draft_is_kept_while_typing_and_offered_again(played, at_desk):
    client = at_desk(played.bureau.li)
    kept = client.post(url(played, "review_defence", "draft/?subject=party-1"), REVIEW | {"conclusion": "写了一半"})
    assert kept.json()["saved_at"] == "08:30"
    html = client.get(url(played, "review_defence", "?subject=party-1")).content.decode()
    assert "写了一半" in html and "08:30 已保存" in html
    assert "写了一半" not in at_desk(played.bureau.wang).get(url(played, "review_defence", "?subject=party-1")).content.decode()
    client.get(url(played, "review_defence", "discard/?subject=party-1"))
    assert "写了一半" not in client.get(url(played, "review_defence", "?subject=party-1")).content.decode()


def test_the_paper_follows_what_is_typed(played, at_desk):
    client = at_desk(played.bureau.li)
    one = client.post(url(played, "review_defence", "preview/?subject=party-1"), REVIEW).content
    two = client.post(url(played, "review_defence", "preview/?subject=party-1"), REVIEW | {"conclusion": "全部采纳。"}).content
    assert b'class="panel paper"' in one and one != two


def test_amounts_are_read_as_people_write_them(played, at_desk):
    client = at_desk(played.bureau.li)
    assert client.get("/capital/?amount=7.7万").content.decode() == "人民币柒万柒仟元整"
    html = client.post(url(played, "penalty_notice", "?subject=party-1"), {"proposed_fine": "三百", "do": "submit"}).content.decode()
    assert "看不懂金额「三百」" in html and 'value="三百"' in html


# --- the discretion panel -------------------------------------------------------------------------------------------

def weighed(played, at_desk, wish="weigh", **more):
    facts = {"w-1-f-untrained_persons": "6", "w-1-f-again_in_year": "true", "w-2-f-misrecorded_times": "3",
             "w-3-f-unperformed_duties": "1"}
    return at_desk(played.bureau.li).post(url(played, "conclude_investigation"), facts | more | {"do": wish}).content.decode()


def test_the_panel_goes_from_facts_to_the_amount_step_by_step(played, at_desk):
    html = weighed(played, at_desk)
    assert "起点 30,000 元，建议 38,000 元" in html and "人民币叁万捌仟元整" in html
    assert "听证告知" in html and "集体讨论" in html


def test_leaving_the_band_asks_for_reasons_and_above_the_statute_is_refused(played, at_desk):
    html = weighed(played, at_desk, **{"w-1-amount": "62000"})
    assert 'data-state="departure"' in html and "说明理由（不少于 30 字" in html
    html = weighed(played, at_desk, **{"w-1-amount": "110000"})
    assert 'data-state="refused"' in html and "超过法定上限 100,000 元" in html


def test_adopting_writes_rows_and_reasons_into_the_form(played, at_desk):
    html = weighed(played, at_desk, "adopt", **{"w-1-amount": "38000", "w-2-amount": "17000", "w-3-amount": "22000"})
    assert re.search(r'name="proposals-0-fine"[^>]*|value="38000"', html)
    assert "合计建议罚款" in html and "人民币伍万伍仟元整" in html
    row = DraftForm.objects.get(act="conclude_investigation").data["raw"]["proposals"][0]
    assert row["fine"] == 3_800_000 and row["band"] == "一般" and row["band_max"] == 5_000_000


# --- a new file ------------------------------------------------------------------------------------------------------

PLAN = {"checked_unit": story.FIRM, "checked_unit_address": "云岭区工业园3号", "industry": "木材加工", "source_type": "annual_plan",
        "plan_item_ref": "2026 年度计划 11 月第 7 项", "planned_from": "2026-11-24", "planned_to": "2026-11-24",
        "officers": ["li", "wang"], "inspection_method": ["site"], "inspection_items-rows": "1",
        "inspection_items-0-question": "除尘系统是否设置控爆措施", "key": "new-1"}


def test_an_unfinished_plan_is_kept_for_its_enterprise(played, at_desk):
    client, firm = at_desk(played.bureau.li), played.bureau.firm.pk
    client.post(f"/new/inspection/plan/draft/?enterprise={firm}&domain=工贸", PLAN | {"remark": "带上测尘仪"})
    assert "带上测尘仪" in client.get(f"/new/inspection/plan/?enterprise={firm}&domain=工贸").content.decode()
    drawn = client.post(f"/new/inspection/plan/preview/?enterprise={firm}&domain=工贸", PLAN).content
    assert b"data:image/png;base64," in drawn
    assert client.get(f"/new/inspection/plan/check/?enterprise={firm}&domain=工贸").status_code == 200


def test_choosing_the_enterprise_shows_its_year_before_anything_is_planned(played, at_desk):
    client = at_desk(played.bureau.li)
    found = client.get("/inspections/new/?q=木业").content.decode()
    assert story.FIRM in found and f"?enterprise={played.bureau.firm.pk}" in found
    html = client.get(f"/inspections/new/?enterprise={played.bureau.firm.pk}").content.decode()
    assert "本年检查" in html and played.inspection.no in html and "制现场检查方案" in html


def test_an_officer_whose_certificate_is_suspended_reads_so_before_he_plans_anything(played, at_desk):
    client, card = at_desk(played.bureau.li), played.bureau.li.certificates.first()
    assert "不能签署执法文书" not in client.get("/inspections/new/").content.decode()
    card.suspensions = [["2026-01-01", "2027-12-31", "复核"]]
    card.save()
    for address in ("/inspections/new/", f"/inspections/new/?enterprise={played.bureau.firm.pk}"):
        html = client.get(address).content.decode()
        assert "今天不能签署执法文书" in html and "由其他持证人员办理" in html


def test_a_plan_is_filled_submitted_and_signed_to_the_end_by_form(played, at_desk):
    li, there = at_desk(played.bureau.li), f"/new/inspection/plan/?enterprise={played.bureau.firm.pk}&domain=工贸"
    html = li.get(there).content.decode()
    assert "来自一企一档" in html and "为什么选它" in html and 'data-part="why-not"' not in html
    assert "签名并提交" in li.post(there, PLAN | {"do": "submit"}).content.decode()
    sent = li.post(there, PLAN | {"do": "submit", "pin": story.PIN})
    no = sent["Location"].split("/")[2]
    seq = File.objects.get(no=no).signings.get().draft_seq
    for who in ("wang", "zhang", "chen"):
        client = at_desk(getattr(played.bureau, who))
        assert client.post(f"/files/{no}/drafts/{seq}/", {"do": "sign", "signer": who, "pin": story.PIN,
                                                         "opinion": "同意"}).status_code == 302
    paper = File.objects.get(no=no).papers.get()
    assert paper.code == "site_inspection_plan" and paper.no.startswith("（云）应急检查〔2026〕")
    assert played.inspection.kind == "annual_plan"


def test_only_officers_open_files(played, at_desk):
    for who in ("song", "admin", "he"):
        assert at_desk(getattr(played.bureau, who)).get(
            f"/new/inspection/plan/?enterprise={played.bureau.firm.pk}&domain=工贸").status_code in (403, 404)


def test_an_order_is_for_the_problems_chosen(played, at_desk):
    html = at_desk(played.bureau.li).get(url(played, "rectification_order", no=played.inspection.no)).content.decode()
    keys = list(played.inspection.findings.order_by("pk").values_list("key", flat=True))
    assert all(f'name="subjects" value="{k}"' in html for k in keys)


def test_violations_are_found_by_everyday_words_and_added_to_the_form(played, at_desk, bureau_lead):
    client = at_desk(played.bureau.li)
    there = f"/files/{bureau_lead}/acts/file_case/"
    found = client.post(there, {"find-q": "没培训就上岗", "do": "find", "violation_on": "2026-09-28"}).content.decode()
    assert 'value="add:AQSCF-097-1-3"' in found
    added = client.post(there, {"do": "add:AQSCF-097-1-3", "violation_on": "2026-09-28", "parties-rows": "1",
                                "parties-0-kind": "unit", "parties-0-name": story.FIRM}).content.decode()
    assert 'value="AQSCF-097-1-3"' in added and "已加入一项违法行为" in added


@pytest.fixture
def bureau_lead(played):
    """A case with nothing but its lead."""
    return open_file("penalty_ordinary", "lead", {
        "case_source": "complaint", "source_time": "2026-11-20", "suspect": story.FIRM, "case_facts": "举报称未培训上岗。"},
        played.bureau.li, agency=played.bureau.agency, enterprise=played.bureau.firm, domain="工贸").file.no


# --- releases --------------------------------------------------------------------------------------------------------

def defect(played):
    """A gate of the notice that the head of the bureau may release."""
    return f"/files/{played.case.no}/release/penalty_notice/review_before_notice/?subject=party-1"


def test_an_officer_asks_and_the_head_releases_with_reasons_that_stay(played, at_desk):
    asked = at_desk(played.bureau.li).post(defect(played), {"reason": "法制审核意见当日即可补齐，情况紧急。"})
    assert asked.status_code == 302 and Message.objects.filter(kind="release", person="chen").exists()

    chen = at_desk(played.bureau.chen)
    assert "不少于 10 个字" in chen.post(defect(played), {"reason": "同意", "pin": story.PIN}).content.decode()
    done = chen.post(defect(played), {"reason": "经研究，法制审核意见当日补齐，同意先行告知。", "pin": story.PIN})
    assert done.status_code == 302
    html = at_desk(played.bureau.song).get(f"/files/{played.case.no}/").content.decode()
    assert "经研究，法制审核意见当日补齐" in html


def test_what_may_not_be_released_has_no_page(played, at_desk):
    chen = at_desk(played.bureau.chen)
    assert chen.get(f"/files/{played.case.no}/release/decide/defence_reviewed/").status_code == 404


@pytest.mark.parametrize("which", ["inspection", "case", "rectification"])
def test_every_act_of_the_procedure_has_a_form_and_a_check(played, at_desk, which):
    file = played.inspection.outcome_links.get(outcome__procedure="rectification").outcome if which == "rectification" \
        else getattr(played, which)
    procedure = story.law_rules("yl").procedures[file.procedure]
    client = at_desk(played.bureau.li)
    for act in procedure.acts:
        answer = client.get(url(played, act.id, no=file.no))
        assert answer.status_code == 200 and f'data-act="{act.id}"' in answer.content.decode(), act.id
        assert client.get(url(played, act.id, "check/", no=file.no)).status_code == 200
