"""zhiheng plan: figures of published plans, a plan filled, scheduled, shown and exported without a browser."""
from __future__ import annotations

import json
from datetime import date

import pytest

from tests.actions import district
from zhiheng.actions import schedule_jobs
from zhiheng.cli import main
from zhiheng.records.clock import frozen
from zhiheng.records.models import Agency, Enterprise, Plan, PlanItem
from zhiheng.records.queries.plans import default_body


@pytest.fixture
def plan(db, tmp_path, settings):
    settings.ZHIHENG_DATA = tmp_path
    with frozen(district.NOW):
        house = district.build()
        Agency.objects.filter(pk=house.agency.pk).update(place_id="yl")
        Enterprise.objects.filter(pk=house.enterprise.pk).update(key_unit=True, running="在营", fields=["工贸"])
        yield Plan.objects.create(agency=house.agency, year=2027, body=default_body(248, 2, True), changed_at=district.NOW)


def said(capsys) -> dict:
    return json.loads(capsys.readouterr().out)


def test_days_of_the_published_plan_come_out(capsys):
    assert main(["plan", "days", "2025", "--officers", "8", "--other", "1035", "--non", "535", "--json"]) == 0
    found = said(capsys)
    assert (found["statutory"], found["total"], found["supervision"], found["shares"]) == (248, 1984, 414, ["52.17", "26.97", "20.87"])


def test_days_that_are_more_than_there_are_or_no_numbers_are_refused_in_words(capsys):
    assert main(["plan", "days", "2025", "--officers", "8", "--other", "1500", "--non", "500"]) == 2
    assert "达 16 工日" in capsys.readouterr().err
    assert main(["plan", "days", "2025", "--officers", "8", "--other", "许多"]) == 2
    assert "不是工日数" in capsys.readouterr().err


def test_a_plan_is_filled_scheduled_shown_and_exported(plan, capsys, tmp_path):
    assert main(["plan", "fill", "--year", "2027", "--by", "li", "--json"]) == 0
    assert said(capsys)["added"] >= 1
    assert main(["plan", "schedule", "--year", "2027", "--seconds", "5", "--json"]) == 0
    caught = capsys.readouterr()
    assert json.loads(caught.out)["unplaced"] == [] and "%" in caught.err, "progress goes to stderr"
    assert main(["plan", "show", "--year", "2027", "--json"]) == 0
    shown = said(capsys)
    assert shown["feasible"] and shown["by_november"] == shown["visits"] and set(shown["loads"]) == {"李强", "王敏"}
    assert main(["plan", "export", str(tmp_path / "plan.json"), "--year", "2027"]) == 0
    assert len(json.loads((tmp_path / "plan.json").read_text())["visits"]) == shown["visits"]
    assert main(["plan", "export", str(tmp_path / "plan.xlsx"), "--year", "2027"]) == 0
    assert (tmp_path / "plan.xlsx").read_bytes()[:2] == b"PK"


def test_a_visit_nobody_can_make_is_named_and_the_command_says_no(plan, capsys):
    PlanItem.objects.create(plan=plan, kind="key", field="矿山", enterprise=Enterprise.objects.get())
    assert main(["plan", "schedule", "--year", "2027", "--seconds", "5"]) == 1
    assert "执法证不含「矿山」领域" in capsys.readouterr().out


def test_a_plan_that_is_being_scheduled_is_not_scheduled_twice(plan, capsys):
    PlanItem.objects.create(plan=plan, kind="key", enterprise=Enterprise.objects.get(), on=date(2027, 3, 2), officers=["li", "wang"])
    schedule_jobs.begin(plan.pk, None, "run")
    assert main(["plan", "schedule", "--year", "2027"]) == 2
    assert "正在自动排期" in capsys.readouterr().err


@pytest.mark.parametrize("arguments, says", [
    (["plan", "show", "--year", "2019"], "没有 2019 年度计划"), (["plan", "show", "--agency", "XX"], "没有机关「XX」"),
    (["plan", "fill", "--year", "2027"], "记在谁的名下"), (["plan", "fill", "--year", "2027", "--by", "谁"], "没有账号「谁」")])
def test_what_is_not_there_is_said(plan, capsys, arguments, says):
    assert main(arguments) == 2
    assert says in capsys.readouterr().err
