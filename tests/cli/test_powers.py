"""zhiheng powers: the list, what changed, what lapsed, out and in again as a workbook."""
from __future__ import annotations

import json

import pytest

from zhiheng import cli
from zhiheng.actions import power_lists
from zhiheng.records.models import Agency, LocalSheet, Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def listed(monkeypatch, tmp_path):
    monkeypatch.setenv("ZHIHENG_NOW", "2026-11-23T09:00:00+08:00")
    monkeypatch.chdir(tmp_path)
    Agency.objects.create(code="YL", name="云岭区应急管理局", region_short="云", place_id="yl")
    Person.objects.create_user("zhouning", "Zhiheng-2026", name="周宁")
    power_lists.publish_prepared("yl", by=None)


def told(capsys, *words: str, code: int = 0):
    assert cli.main(["powers", *words, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_the_list_of_a_day_is_counted_by_kind(capsys):
    now, then = told(capsys, "list", "--on", "2026-11-23"), told(capsys, "list", "--on", "2025-06-01", "--kind", "行政许可")
    assert (now["number"], now["total"], now["by_kind"]["行政处罚"], now["usable"]) == (2, 119, 110, 84 + 2)
    assert (then["number"], then["total"], then["items"][0]["basis"][0]) == (1, 4, "危险化学品安全管理条例第三十三条第一款")


def test_two_versions_are_compared_and_a_version_that_never_was_is_refused(capsys):
    found = told(capsys, "diff")
    assert found["added"] == [] and len({c["code"] for c in found["changed"]}) == 33
    assert cli.main(["powers", "diff", "1", "9"]) == 2 and "现有版次：2、1" in capsys.readouterr().err


def test_what_waits_for_migration_is_the_answer_no(capsys):
    found = told(capsys, "lapsed", "--on", "2026-11-23", code=1)
    assert [x["code"] for x in found["lapsed"] if not x["handled"]] == ["CF-109", "CF-110"]
    assert len(told(capsys, "lapsed", "--on", "2026-04-15", code=1)["within_90_days"]) == 33


def test_the_proposed_version_goes_out_and_comes_in_as_the_next(capsys):
    told(capsys, "export", "清单.xlsx", "--proposed", "--on", "2026-11-23")
    made = told(capsys, "publish", "清单.xlsx", "--since", "2026-12-01", "--title", "下一版", "--by", "zhouning")
    assert made["number"] == 3 and LocalSheet.objects.get(number=3).made_by.username == "zhouning"
    assert told(capsys, "lapsed", "--on", "2026-12-01")["lapsed"]


def test_a_list_with_faults_is_not_published_and_its_rows_are_named(capsys, tmp_path):
    told(capsys, "export", "旧.xlsx", "--number", "1")
    made = told(capsys, "publish", "旧.xlsx", "--since", "2026-12-01", "--title", "x", "--by", "zhouning",
                "--errors", "问题.xlsx", code=1)
    assert made["published"] is False and made["faults"][0]["row"] == 2 and (tmp_path / "问题.xlsx").is_file()
    assert LocalSheet.objects.count() == 2
