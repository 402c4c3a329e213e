"""zhiheng law find: from words to acts."""

from __future__ import annotations

import argparse
import json

import pytest

from zhiheng.cli import law
from zhiheng.kernel.errors import ZhihengError


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    law.add_arguments(parser)
    return law.run(parser.parse_args(arguments))


def test_everyday_words_find_the_act_with_its_citation(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("find", "员工没培训就上岗", "--on", "2026-11-23", "--json") == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert first["code"] == "AQSCF-097-1-3" and first["penalty"]["item"] == 3


def test_the_plain_form_shows_the_article_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("find", "灭火器过期", "--on", "2026-11-23", "--limit", "1") == 0
    shown = capsys.readouterr().out
    assert "安全生产法第99条第1款第3项" in shown and "灭火器" in shown


def test_nothing_found_is_said_and_answers_no(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("find", "zzzz", "--on", "2026-11-23") == 1
    assert "没有找到" in capsys.readouterr().out


def test_json_has_the_promised_keys_and_keeps_to_the_limit(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("find", "安法第九十七条第（七）项", "--on", "2026-11-23", "--limit", "2", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in found] == ["AQSCF-097-1-7", "AQSCF-097-1-7-P"]
    assert {"code", "title", "subject", "stage", "duty", "penalty", "from", "until", "source"} <= set(found[0])
    assert found[0]["duty"][0] == {"law": "安全生产法", "article": "30", "paragraph": 1, "item": None}


def test_an_unknown_place_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ZhihengError, match="nowhere"):
        run("find", "灭火器过期", "--place", "nowhere")
