"""A bureau with an inspection and a case, both carried through the real rules by the one door."""
from __future__ import annotations

from datetime import datetime

import pytest

from tests.actions import district as houses
from zhiheng.actions import rulebook, signing
from zhiheng.actions.perform import open_file, perform
from zhiheng.kernel.clock import TZ
from zhiheng.law.rules import rules as law_rules
from zhiheng.public import limits
from zhiheng.records.clock import frozen
from zhiheng.records.models import File

ITEMS = [{"question": "干式除尘系统是否设置控爆措施", "basis": "安全生产法第三十六条第一款"}]
PLAN = {
    "checked_unit": "鑫达木业有限公司", "checked_unit_address": "云岭区工业园 3 号", "industry": "木材加工",
    "source_type": "annual_plan", "plan_item_ref": "2026 年度计划 11 月第 7 项", "planned_from": "2026-11-19",
    "planned_to": "2026-11-19", "officers": ["li", "wang"], "inspection_items": ITEMS, "inspection_method": ["site"]}
ENTER = {
    "arrived_at": "2026-11-19T08:00:00+08:00", "place": "打磨车间", "identity_shown": True, "recusal_informed": True,
    "entry_code": "8K3F-27", "participants": [{"name": "陈立新", "post": "principal"}]}
RECORD = {
    "checked_unit": "鑫达木业有限公司", "checked_unit_address": "云岭区工业园 3 号", "legal_rep": "陈立新",
    "phone": "13800001234", "start_time": "2026-11-19T08:00:00+08:00", "end_time": "2026-11-19T08:40:00+08:00",
    "place": "打磨车间", "identity_shown": True, "recusal_informed": True, "av_record_refs": ["AV-1"],
    "unit_sign": "signed", "unit_signer": "陈立新", "answers": [{"question": ITEMS[0]["question"], "result": "pass"}],
    "findings": []}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TZ)


@pytest.fixture(autouse=True)
def quiet_house(tmp_path, settings):
    """An own data folder, the demo's Monday, the rules of the place, and nobody counted yet."""
    settings.ZHIHENG_DATA = tmp_path
    limits.forget()
    with rulebook.using(lambda _: law_rules("yl")), frozen(houses.NOW):
        yield


@pytest.fixture
def district(db):
    return houses.build()


def through(outcome, *people):
    for person in people:
        outcome = signing.sign(outcome.file.no, outcome.draft_seq, person)
    return outcome


@pytest.fixture
def inspection(district, fonts) -> File:
    """Inspected and completed on Thursday 19 November without findings; its result is not public yet."""
    d = district
    with frozen(at("2026-11-18T09:00")):
        sent = open_file("inspection", "plan", PLAN, d.li, agency=d.agency, enterprise=d.enterprise, domain="工贸")
        through(sent, d.wang, d.zhang, d.chen)
    no = sent.file.no
    with frozen(at("2026-11-19T10:00")):
        through(perform(no, "enter_site", ENTER, d.li), d.wang)
        through(perform(no, "record", RECORD, d.li), d.wang)
        through(perform(no, "no_problem", {"conclusion": "未发现违法行为"}, d.li))
        perform(no, "complete", {"completed_on": "2026-11-19", "result": "未发现问题"}, d.li)
    return File.objects.get(no=no)
