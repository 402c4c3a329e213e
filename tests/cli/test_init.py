"""The first day: an empty system gets its first agency and administrator by one command, once."""
from __future__ import annotations

import io
import json

import pytest

from zhiheng import cli
from zhiheng.records.models import Agency, Enterprise, Mandate, Person

WORDS = ["init", "--agency", "云岭区应急管理局", "--code", "yl", "--region", "云", "--area", "城关镇", "--admin", "admin", "--name", "周洁"]
PASSWORD = "Yunling-2026-first"
pytestmark = pytest.mark.django_db


def start(monkeypatch, words=WORDS, password=PASSWORD):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    return cli.main(words)


def test_the_first_administrator_can_log_in_and_enter_the_rest(monkeypatch, client, capsys):
    assert start(monkeypatch) == 0
    agency = Agency.objects.get()
    assert (agency.code, agency.areas, agency.place_id) == ("YL", ["城关镇"], "national")
    assert Mandate.objects.get().role == "administrator" and PASSWORD not in capsys.readouterr().out
    client.post("/login/", {"username": "admin", "password": PASSWORD})
    assert client.get("/agencies/").status_code == 200


def test_a_system_in_use_is_not_founded_again(monkeypatch, capsys):
    start(monkeypatch)
    assert start(monkeypatch, [*WORDS[:-3], "second", "--name", "另一人"]) == 2
    assert "初始化只在空系统里做一次" in capsys.readouterr().err
    assert Person.objects.count() == 1


@pytest.mark.parametrize(("words", "password", "says"), [
    (WORDS, "12345678", "密码"),
    ([*WORDS[:4], "云岭", *WORDS[5:]], PASSWORD, "机关简码只能用字母和数字"),
    ([*WORDS[:-3], "管理员", "--name", "周洁"], PASSWORD, "账号只能用字母和数字"),
    ([*WORDS, "--place", "atlantis"], PASSWORD, "没有地方规则「atlantis」"),
])
def test_what_cannot_stand_is_said_and_nothing_is_kept(monkeypatch, capsys, words, password, says):
    assert start(monkeypatch, words, password) == 2
    assert says in capsys.readouterr().err
    assert not Agency.objects.exists() and not Person.objects.exists()


def test_a_list_is_imported_into_the_new_bureau(monkeypatch, capsys, tmp_path):
    start(monkeypatch)
    capsys.readouterr()
    book = tmp_path / "名单.csv"
    book.write_text("企业名称,地址\n云岭区新华木业有限公司,城关镇新华路1号\n", encoding="utf-8")
    assert cli.main(["import", "enterprises", str(book), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["accepted"] == 1 and Enterprise.objects.get().agency.code == "YL"
