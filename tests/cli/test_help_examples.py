"""The example at the foot of every help is one that works: its options exist, and it runs where it can be run."""
from __future__ import annotations

import json
import re
import shlex
from argparse import Namespace
from importlib import import_module
from pathlib import Path

import pytest

from zhiheng import cli
from zhiheng.cli.parsing import ChineseParser
from zhiheng.records.models import Agency, Enterprise

ROOT = Path(__file__).parents[2]
ANSWERS = {"explain": "<svg", "due": "2026-11-23", "law": "AQSCF-097-1-3", "weigh": "建议罚款"}
"""Commands that need no record, and a word of what the example prints."""


def example(name: str) -> list[str]:
    """The words of the example, without a redirection into a file."""
    return shlex.split(import_module(cli.COMMANDS[name].module).EXAMPLE.partition(">")[0])


def parsed(name: str) -> Namespace:
    parser = ChineseParser(prog=f"zhiheng {name}")
    import_module(cli.COMMANDS[name].module).add_arguments(parser)
    return parser.parse_args(example(name)[2:])


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_the_example_is_of_this_command_and_its_options_exist(name: str) -> None:
    assert example(name)[:2] == ["zhiheng", name]
    assert parsed(name) is not None


@pytest.mark.parametrize("name", ANSWERS)
def test_an_example_that_needs_no_record_answers_at_once(name, tmp_path, monkeypatch, capsys) -> None:
    told = (ROOT / "docs" / "discretion.md").read_text(encoding="utf-8")
    case = re.search(r"```json\n(.+?)```", told, re.DOTALL)
    assert case, "docs/discretion.md shows the input of weigh"
    (tmp_path / "案情.json").write_text(case[1], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert cli.main(example(name)[1:]) == 0
    assert ANSWERS[name] in capsys.readouterr().out


def test_the_example_of_play_is_a_story_of_this_repository() -> None:
    assert all((ROOT / place).is_file() for place in example("play")[2:])


@pytest.mark.parametrize("name", ["files", "fsck", "checkpoint", "worker"])
def test_examples_on_an_empty_record_find_nothing_wrong(db, name, capsys) -> None:
    assert cli.main(example(name)[1:]) == 0
    assert "错误" not in capsys.readouterr().err


def test_the_example_of_import_takes_a_list_in(db, tmp_path, monkeypatch, capsys) -> None:
    Agency.objects.create(code="YL", name="云岭区应急管理局", region_short="云")
    (tmp_path / "企业名单.csv").write_text("企业名称,地址\n鑫达木业有限公司,云岭区工业园3号\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert cli.main(example("import")[1:]) == 0
    assert json.loads(capsys.readouterr().out)["accepted"] == 1
    assert Enterprise.objects.get().name == "鑫达木业有限公司"


def test_a_record_without_tables_is_told_what_to_do_first(monkeypatch, capsys) -> None:
    def absent(*_):
        raise type("OperationalError", (Exception,), {})("no such table: records_file")

    monkeypatch.setattr(cli, "_run", absent)
    assert cli.main(["files"]) == 2
    assert "zhiheng init" in capsys.readouterr().err
