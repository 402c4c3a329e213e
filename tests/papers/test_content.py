"""What the law wants a paper to say, and what must survive unusual sizes."""
from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.papers.reading import body_of, text_of
from tests.papers.story import PERSON, VIOLATIONS, context
from zhiheng.law.cite import laws
from zhiheng.law.papers import in_archive_order, papers
from zhiheng.law.reading import parse_statute
from zhiheng.papers import engine

LONG_NAME = "云岭区城关镇鑫达木业家具制造与进出口贸易有限责任公司第一分公司（筹备组）东厂区综合车间管理委员会"


def said(code: str, ctx: dict[str, Any] | None = None) -> str:
    return body_of(engine.render(code, ctx or context(code)).pdf)


@pytest.mark.parametrize("code", ["penalty_decision_org", "penalty_decision_person"])
def test_a_penalty_decision_states_the_six_items_of_article_59(code: str) -> None:
    text, ctx = said(code), context(code)
    assert ctx["party"]["name"] in text and ctx["party"]["address"] in text
    assert "违法事实和证据" in text and ctx["violations"][0]["evidence"][0] in text
    assert "行政处罚的种类和依据" in text and ctx["violations"][0]["punished"] in text
    assert "15日内" in text and ctx["f"]["pay_bank"] in text and ctx["f"]["pay_bank_address"] in text
    assert "六十日内向云岭区人民政府申请行政复议" in text and "六个月内直接向云岭区人民法院提起行政诉讼" in text
    assert "云岭区应急管理局（印章）2026年11月23日" in text


def test_the_additional_fine_is_three_percent_a_day_and_capped() -> None:
    assert "每日按罚款数额的百分之三加处罚款，加处罚款的数额不超出罚款的数额" in said("penalty_decision_org")


def test_each_violation_is_weighed_apart_and_the_sum_is_written_twice() -> None:
    text = said("penalty_decision_org")
    assert "人民币叁万捌仟元整（¥38,000.00）" in text and "人民币壹万柒仟元整（¥17,000.00）" in text
    assert "合计罚款人民币伍万伍仟元整（¥55,000.00）" in text


def test_the_notice_tells_of_the_defence_and_that_it_may_not_harm() -> None:
    text = said("penalty_notice")
    assert "有权进行陈述和申辩" in text and "5个工作日内" in text
    assert "不会因陈述、申辩给予更重的处罚" in text


def test_the_hearing_may_be_asked_for_within_five_working_days_at_no_cost() -> None:
    text = said("hearing_right_notice", context("hearing_right_notice", f={"evidence_list": ["现场检查记录1份"]}))
    assert "在收到本告知书之日起5个工作日内" in text
    assert "不承担组织听证的费用" in text


def test_a_person_is_addressed_as_a_person() -> None:
    text = said("penalty_notice", context("penalty_notice", party=PERSON))
    assert "陈某某：" in text and "你有权进行陈述和申辩" in text
    assert "你单位有权" not in text


def test_a_draft_has_no_number_but_shows_its_pattern() -> None:
    text = said("penalty_notice", context("penalty_notice", number=None, draft=True))
    assert "（云）应急罚告〔2026〕__号" in text


def test_a_single_set_of_facts_serves_as_well_as_a_list() -> None:
    facts = context("penalty_notice")["f"] | {
        "illegal_facts": "未按规定培训。", "violated_provisions": ["《中华人民共和国安全生产法》第二十八条第一款"],
        "penalty_basis": ["《中华人民共和国安全生产法》第九十七条第一款第（三）项"], "proposed_penalty": "罚款人民币叁万元整。",
        "discretion_reason": "属一般档次。",
    }
    text = said("penalty_notice", context("penalty_notice", violations=[], f=facts))
    assert "违反了《中华人民共和国安全生产法》第二十八条第一款的规定" in text and "罚款人民币叁万元整" in text


def test_seven_hundred_characters_run_on_without_loss() -> None:
    facts = "".join(f"第{n}处设备现场情况经逐一核对记录在案并拍照固定。" for n in range(100, 130))
    assert len(facts) > 700
    ctx = context("case_filing_approval")
    ctx["f"]["case_facts"] = facts
    ctx["f"]["handler_opinion"] = facts
    text = said("case_filing_approval", ctx)
    assert text.count("第129处") == 2
    assert "审批人：吴海" in text


def test_twelve_violations_go_over_pages_with_their_number_and_title() -> None:
    ctx = context("penalty_decision_org", violations=VIOLATIONS * 6)
    ctx["f"]["fine_amount"] = 33_000_000
    done = engine.render("penalty_decision_org", ctx)
    text = re.sub(r"\s", "", text_of(done.pdf))
    assert done.pages >= 6
    assert text.count("（续页）") == done.pages - 1
    assert "（十二）" in text and "合计罚款人民币叁拾叁万元整（¥330,000.00）" in text
    assert f"第{done.pages}页共{done.pages}页" in text


def test_a_long_list_repeats_its_header_on_every_page() -> None:
    ctx = context("site_inspection_record")
    ctx["f"]["findings"] = ctx["f"]["findings"] * 20
    done = engine.render("site_inspection_record", ctx)
    text = re.sub(r"\s", "", text_of(done.pdf))
    assert done.pages > 2
    assert text.count("序号部位检查项结果检查情况照片编号") >= done.pages - 1
    assert text.count("被检查单位现场负责人：") == done.pages


def test_a_record_carries_the_signatures_on_every_page() -> None:
    ctx = context("inquiry_record")
    ctx["f"]["qa"] = ctx["f"]["qa"] * 15
    done = engine.render("inquiry_record", ctx)
    assert done.pages > 2
    assert re.sub(r"\s", "", text_of(done.pdf)).count("被询问人：询问人：记录人：") == done.pages


@pytest.mark.parametrize("code", list(papers()))
def test_a_very_long_name_is_printed_whole(code: str) -> None:
    ctx = context(code)
    ctx["party"]["name"] = LONG_NAME
    ctx["parties"] = [ctx["party"]]
    if "addressee" in ctx["f"]:
        ctx["f"]["addressee"] = LONG_NAME
    engine.render(code, ctx)
    if "party.name" in papers()[code].needs and not ctx["f"].keys() & {"speaker", "applicant"}:
        assert LONG_NAME in said(code, ctx)


def test_the_catalogue_rests_on_provisions_that_exist() -> None:
    shared = Path(os.environ.get("ZHIHENG_SHARED", Path(__file__).parents[3] / "shared"))
    folder = shared / "law" / "statutes"
    if not folder.is_dir():
        pytest.skip(f"no statute texts at {folder}")
    texts = [parse_statute(path.stem, path.read_text(encoding="utf-8")) for path in folder.glob("*.md")]
    by_title = {text.title: text for text in texts}
    for form in papers().values():
        for place in form.basis:
            text = by_title.get(place.law)  # of some laws the text is registered but lies in no folder at hand
            assert not place.article or (text.text(place) if text else place.law in laws()), f"{form.code}: {place}"


def test_a_bound_file_has_the_main_volume_first_and_the_decision_after_the_cover() -> None:
    order = in_archive_order(tuple(papers()))
    assert order[:3] == ("case_file_cover", "case_file_catalogue", "penalty_decision_org")
    volumes = [papers()[code].volume for code in order]
    assert volumes == sorted(volumes)

