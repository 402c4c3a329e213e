"""A holiday notice: every day that cannot stand is named, what moves is shown first, and a wrong one is put right."""
from __future__ import annotations

from datetime import date, datetime

import pytest

from zhiheng.actions import holidays, rulebook
from zhiheng.actions.errors import Invalid
from zhiheng.actions.perform import perform
from zhiheng.kernel.clock import TZ
from zhiheng.records.clock import frozen
from zhiheng.records.models import Change, ClockRow, HolidayYear, Plan, PlanItem

pytestmark = pytest.mark.django_db

# An arrangement as a notice of 2027 might read; the real one is not published on the day of these tests.
NOTICE = {"source": "国办发明电〔2026〕9号", "holidays": [
    "元旦 1月1日至3日", "春节 2月5日至12日", "清明节 4月3日至5日", "劳动节 5月1日至5日", "端午节 6月9日", "中秋节 9月15日至17日",
    "国庆节 10月1日至7日"], "workdays": ["1月31日", "2月20日", "5月8日", "9月19日", "10月9日"]}


def _faults(year: int, **given) -> str:
    with pytest.raises(Invalid) as refused:
        holidays.read(year, NOTICE | given)
    return "；".join(e.says for e in refused.value.errors)


def test_a_notice_is_read_as_it_is_written():
    read = holidays.read(2027, NOTICE)
    assert date(2027, 2, 8) in read.off and len([d for d in read.off if d.month == 10]) == 7
    assert date(2027, 2, 20) in read.year.workdays and read.year.holidays[date(2027, 10, 3)] == "国庆节"
    lines = ["2027-01-01至2027-01-03", "5月1日（周六）至5日", *NOTICE["holidays"][1:3], *NOTICE["holidays"][4:]]
    same = holidays.read(2027, NOTICE | {"holidays": lines})
    assert date(2027, 5, 4) in same.off


def test_each_day_that_cannot_stand_is_named():
    assert "2027-02-22 是周一，本来就上班" in _faults(2027, workdays=["2月22日"])
    assert "2027-10-02 既放假又上班" in _faults(2027, workdays=["10月2日"])
    assert "没有 2027 年 2 月 30 日" in _faults(2027, workdays=["2月30日"])
    assert "2027-05-01 是劳动节法定假日，没有列为放假" in _faults(2027, holidays=["1月1日", "10月1日至7日"])
    assert "止日 2027-10-01 早于起日 2027-10-07" in _faults(2027, holidays=["10月7日至1日"])
    assert "2026-12-31 不在 2027 年" in _faults(2027, holidays=[*NOTICE["holidays"], "2026-12-31"])
    assert "写了两次" in _faults(2027, holidays=[*NOTICE["holidays"], "10月7日"])
    assert "没有读出日期" in _faults(2027, holidays=["春节放假"])
    assert "31 天，请核对" in _faults(2027, holidays=["10月1日至31日"])
    assert "文号" in _faults(2027, source="") and "不能登记" in _faults(2099)


def test_what_is_unusual_is_asked_about_and_does_not_hinder():
    assert any("离最近的假期" in r for r in holidays.read(2027, NOTICE | {"workdays": ["7月31日"]}).remarks)
    assert any("通常折合 13 天" in r for r in holidays.read(2027, NOTICE | {"workdays": []}).remarks)


def test_shipped_years_pass_their_own_check():
    for year in range(2019, 2027):
        assert holidays.read(year, holidays.typed_of(year)).off


@pytest.fixture
def resting(house):
    """An inspection completed in December: its result is to be published in 2027, whose notice is not known yet."""
    moment = datetime(2026, 12, 14, 10, tzinfo=TZ)
    with frozen(moment):
        no = house.files["inspection"].no
        perform(no, "complete", {"completed_on": "2026-12-14", "result": "发现问题 2 项，均已处置"}, house.people["li"], at=moment)
        body = {"statutory": 248, "officers": 4, "in_post": 4, "provisional": True, "other": [0] * 10, "non": [0] * 7, "orders": 0,
                "general": {"visits": 0, "half_days": 2}}
        plan = Plan.objects.create(agency=house.agency, year=2027, body=body, changed_at=moment)
        PlanItem.objects.create(plan=plan, enterprise=house.firm, kind="key", on=date(2027, 2, 8), officers=["li", "wang"])
        PlanItem.objects.create(plan=plan, enterprise=house.firm, kind="key", on=date(2027, 3, 8), officers=["li", "wang"])
        yield house
    rulebook.reload()


def _due(house) -> ClockRow:
    return ClockRow.objects.get(file=house.files["inspection"], clock="publish_result")


def test_a_look_shows_what_moves_and_changes_nothing(resting):
    before = _due(resting)
    assert before.provisional and before.due_on == date(2027, 1, 11)
    seen = holidays.preview(holidays.read(2027, NOTICE | {"holidays": ["元旦 1月1日至8日", *NOTICE["holidays"][1:]]}))
    mine = [m for m in seen.moved if m.no == resting.files["inspection"].no]
    assert [(m.before, m.after) for m in mine] == [(date(2027, 1, 11), date(2027, 1, 19))]
    assert [(p.before, p.was_provisional, p.displaced) for p in seen.plans] == [(248, True, 1)]
    assert _due(resting).due_on == date(2027, 1, 11) and not HolidayYear.objects.exists()
    assert not rulebook.rules_for(resting.agency).calendar.is_official(date(2027, 5, 5))


def test_an_entered_notice_takes_the_mark_off_terms_and_plans_and_keeps_the_list(resting):
    done = holidays.save(2027, NOTICE, resting.people["admin"])
    row, plan = _due(resting), Plan.objects.get(year=2027)
    assert not row.provisional and row.due_on == date(2027, 1, 12)  # the first of January is off
    assert plan.body["provisional"] is False and plan.body["statutory"] == done.effect.plans[0].after
    assert not ClockRow.objects.filter(provisional=True).exists() and not done.refused
    kept = Change.objects.filter(register="holiday_year", target="2027")
    assert [c.what for c in kept.order_by("number")] == ["created", "recomputed"]
    assert kept.get(what="created").fields["source"][1] == NOTICE["source"]


def test_a_wrong_notice_is_corrected_with_a_reason_and_terms_move_again(resting):
    admin = resting.people["admin"]
    holidays.save(2027, NOTICE | {"holidays": ["元旦 1月1日至8日", *NOTICE["holidays"][1:]]}, admin)
    assert _due(resting).due_on == date(2027, 1, 19)
    with pytest.raises(Invalid, match="更正须写明理由"):
        holidays.save(2027, NOTICE, admin)
    done = holidays.save(2027, NOTICE | {"reason": "元旦假期误填至 8 日"}, admin)
    assert _due(resting).due_on == date(2027, 1, 12)
    assert [(m.before, m.after) for m in done.effect.moved if m.no == resting.files["inspection"].no] == [(date(2027, 1, 19), date(2027, 1, 12))]
    assert Change.objects.filter(register="holiday_year", what="changed").get().reason == "元旦假期误填至 8 日"


def test_a_plan_whose_days_no_longer_stand_is_named_and_not_hidden(resting):
    Plan.objects.update(body=Plan.objects.get().body | {"other": [248 * 4, *[0] * 9]})
    done = holidays.save(2027, NOTICE | {"holidays": ["春节 1月20日至30日", *NOTICE["holidays"]]}, resting.people["admin"])
    assert len(done.refused) == 1 and "不再成立" in done.refused[0]
    assert Plan.objects.get().body["provisional"] is True


def test_another_process_learns_that_the_calendar_changed(resting):
    assert not rulebook.rules_for(resting.agency).calendar.is_official(date(2027, 5, 5))
    HolidayYear.objects.create(year=2027, source="x", holidays=["2027-05-05"], workdays=[], updated_at=datetime(2026, 12, 1, tzinfo=TZ))
    assert not rulebook.rules_for(resting.agency).calendar.is_official(date(2027, 5, 5))
    (rulebook._mark()).touch()  # what the other process does
    assert rulebook.rules_for(resting.agency).calendar.is_official(date(2027, 5, 5))


def _form(**given) -> dict[str, str]:
    typed = NOTICE | given
    return {n: "\n".join(v) if isinstance(v, list) else v for n, v in typed.items()}


def test_the_administrator_looks_then_keeps_and_finds_the_list_again(resting, at_desk):
    client = at_desk(resting.people["admin"])
    assert "暂定" in client.get("/calendar/").content.decode()
    wide = _form(holidays=["元旦 1月1日至8日", *NOTICE["holidays"][1:]])
    look = client.post("/calendar/2027/", wide).content.decode()
    assert resting.files["inspection"].no in look and "2027-01-11" in look and "2027-01-19" in look and "什么都没有保存" in look
    assert "鑫达木业" not in look  # whoever keeps the calendar reads no cases
    assert not HolidayYear.objects.exists()
    back = client.post("/calendar/2027/", wide | {"do": "back"})
    assert back.status_code == 200 and "元旦 1月1日至8日" in back.content.decode() and not HolidayYear.objects.exists()
    kept = client.post("/calendar/2027/", wide | {"do": "keep"}, follow=True).content.decode()
    assert "已登记" in kept and "2027-01-19" in kept and "最近一次登记" in kept and NOTICE["source"] in kept
    assert "国办发明电〔2026〕9号" in client.get("/calendar/").content.decode()


def test_a_notice_with_faults_is_shown_again_with_every_fault(resting, at_desk):
    answer = at_desk(resting.people["admin"]).post("/calendar/2027/", _form(workdays=["2月22日", "10月2日"], source="x"))
    text = answer.content.decode()
    assert answer.status_code == 400 and "本来就上班" in text and "既放假又上班" in text and "文号" in text


def test_a_correction_without_a_reason_is_asked_for_one_before_the_look(resting, at_desk):
    client = at_desk(resting.people["admin"])
    client.post("/calendar/2027/", _form(do="keep"))
    assert "更正须写明理由" in client.post("/calendar/2027/", _form()).content.decode()


def test_others_read_the_calendar_and_enter_nothing(resting, at_desk):
    client = at_desk(resting.people["song"])
    assert "登记放假安排" not in client.get("/calendar/2026/").content.decode()
    assert client.post("/calendar/2027/", _form(do="keep")).status_code in (403, 404) and not HolidayYear.objects.exists()
    assert client.get("/calendar/2099/").status_code == 404
