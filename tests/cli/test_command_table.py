"""The command itself: what it lists, what it says to a slip of the hand, how it reports a fault."""
from __future__ import annotations

import sys
from types import ModuleType

import pytest

from zhiheng import cli
from zhiheng.kernel.errors import ZhihengError


@pytest.fixture
def command(monkeypatch):
    """A command ``try`` with one required argument, doing what the test hands in."""

    def make(run):
        module = ModuleType("zhiheng.cli.try_")
        module.EXAMPLE = "zhiheng try 甲"
        module.add_arguments = lambda parser: parser.add_argument("word", help="一个词")
        module.run = run
        monkeypatch.setitem(sys.modules, "zhiheng.cli.try_", module)
        monkeypatch.setitem(cli.COMMANDS, "try", cli.Command("zhiheng.cli.try_", "试一试"))
        monkeypatch.setattr(cli, "find_spec", lambda name: name == "zhiheng.cli.try_")

    return make


def raiser(fault):
    def run(args):
        raise fault

    return run


def test_help_lists_only_commands_that_are_part_of_this_installation(command, capsys):
    command(lambda args: 0)
    assert cli.main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert "试一试" in shown
    assert cli.COMMANDS["restore"].help not in shown


def test_a_slip_of_the_hand_is_answered_with_the_nearest_command(command, capsys):
    command(lambda args: 0)
    assert cli.main(["tri", "甲"]) == 2
    assert "是否想用「try」" in capsys.readouterr().err


def test_a_refusal_names_its_article_and_the_next_step_on_one_line(command, capsys):
    fault = ZhihengError("不能送达", article="《行政处罚法》第六十一条", hint="先完成审批")
    command(raiser(fault))
    assert cli.main(["try", "甲"]) == 2
    caught = capsys.readouterr()
    assert caught.err == "错误：不能送达（《行政处罚法》第六十一条） 建议：先完成审批\n"
    assert caught.out == ""


def test_an_unforeseen_fault_is_one_line_too(command, capsys):
    command(raiser(KeyError("x")))
    assert cli.main(["try", "甲"]) == 2
    shown = capsys.readouterr().err
    assert shown.count("\n") == 1
    assert "KeyError" in shown
    assert "Traceback" not in shown


def test_the_traceback_is_there_for_who_asks_for_it(command, monkeypatch):
    command(raiser(KeyError("x")))
    monkeypatch.setenv("ZHIHENG_DEBUG", "1")
    with pytest.raises(KeyError):
        cli.main(["try", "甲"])


def test_a_missing_argument_is_named_in_chinese(command, capsys):
    command(lambda args: 0)
    with pytest.raises(SystemExit) as ended:
        cli.main(["try"])
    assert ended.value.code == 2
    assert capsys.readouterr().err == "错误：缺少参数：word。用法见 zhiheng try --help\n"


def test_help_of_a_command_is_chinese_and_ends_with_an_example(command, capsys):
    command(lambda args: 0)
    with pytest.raises(SystemExit) as ended:
        cli.main(["try", "--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert shown.startswith("用法：zhiheng try")
    assert shown.rstrip().endswith("zhiheng try 甲")
    assert "usage" not in shown


def test_the_answer_of_a_command_is_the_exit_code(command):
    command(lambda args: 1)
    assert cli.main(["try", "甲"]) == 1
