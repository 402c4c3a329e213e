"""The ``zhiheng`` command: a table of commands, one module each.

A command module has ``add_arguments(parser)``, ``run(args) -> int`` and ``EXAMPLE``; with
``NEEDS_DJANGO = True`` the settings are loaded before ``run``. A command whose module is not part of this
installation is not listed. Exit codes: 0 done, 1 the answer is no (a command's own), 2 wrong use or a fault.
"""
from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple, Protocol, cast

from zhiheng import __version__
from zhiheng.cli.parsing import ChineseParser
from zhiheng.kernel.errors import ZhihengError


class Command(NamedTuple):
    """Where a command lives, its one line of help, and whether its module already imports the record."""

    module: str
    help: str
    record: bool = False


class CommandModule(Protocol):
    """What a command module offers."""

    EXAMPLE: str

    def add_arguments(self, parser: ArgumentParser) -> None: ...

    def run(self, args: Namespace) -> int: ...


COMMANDS: dict[str, Command] = {
    "demo": Command("zhiheng.cli.demo", "建立演示区县并启动，供试用", record=True),
    "init": Command("zhiheng.cli.init", "在空系统里登记第一个机关和系统管理员", record=True),
    "serve": Command("zhiheng.cli.serve", "启动网页服务", record=True),
    "worker": Command("zhiheng.cli.worker", "执行后台任务（期限、送出、公示）", record=True),
    "explain": Command("zhiheng.cli.explain", "说明一个程序：行为、条件、依据、时限、流程图"),
    "due": Command("zhiheng.cli.due", "计算期限届满日并逐行说明"),
    "check": Command("zhiheng.cli.check", "以事实核对程序要求：合法与否、依据、补正、最早日期"),
    "weigh": Command("zhiheng.cli.weigh", "按裁量基准测算处罚幅度"),
    "benchmark": Command("zhiheng.cli.benchmark", "导出、检查、发布本局裁量基准表", record=True),
    "play": Command("zhiheng.cli.play", "按剧本走案卷，核对拒绝、放行和期限"),
    "files": Command("zhiheng.cli.files", "查询案件", record=True),
    "law": Command("zhiheng.cli.law", "查阅法条、违法行为与裁量基准"),
    "grade": Command("zhiheng.cli.grade", "企业分级：按记录评定、说明得分，发布本局标准", record=True),
    "draw": Command("zhiheng.cli.draw", "双随机抽查：冻结、公布承诺、揭晓、离线核验、导出"),
    "plan": Command("zhiheng.cli.plan", "年度计划：算工日、生成家次、排期、查看、导出", record=True),
    "handbook": Command("zhiheng.cli.handbook", "执法手册：查、导出、发布检查事项", record=True),
    "powers": Command("zhiheng.cli.powers", "权责清单：查看、比较、依据失效、导出、发布", record=True),
    "import": Command("zhiheng.cli.import_", "导入企业、人员或法规文本", record=True),
    "reindex": Command("zhiheng.cli.reindex", "重建企业检索词", record=True),
    "archive": Command("zhiheng.cli.archive", "导出或核验电子案卷"),
    "fsck": Command("zhiheng.cli.fsck", "检查全部记录是否完整、未被改动", record=True),
    "checkpoint": Command("zhiheng.cli.checkpoint", "生成记录的检查点", record=True),
    "backup": Command("zhiheng.cli.backup", "备份", record=True),
    "restore": Command("zhiheng.cli.restore", "从备份恢复", record=True),
}


def available() -> dict[str, Command]:
    """The commands of this installation, in the order of the table."""
    return {name: command for name, command in COMMANDS.items() if find_spec(command.module)}


def overview() -> str:
    """What ``zhiheng --help`` prints."""
    rows = "\n".join(f"  {name:<12}{command.help}" for name, command in available().items())
    return (
        f"执衡 {__version__} · 应急管理行政执法办案\n\n用法：zhiheng <命令> [选项]\n\n{rows}\n\n"
        "每个命令的用法：zhiheng <命令> --help"
    )


def _complain(text: str) -> int:
    print(f"错误：{text}", file=sys.stderr)
    return 2


def _unknown(name: str) -> int:
    near = get_close_matches(name, available(), n=1, cutoff=0.5)
    advice = f"是否想用「{near[0]}」？" if near else "全部命令见 zhiheng --help"
    return _complain(f"没有「{name}」这个命令。{advice}")


def _run(name: str, rest: Sequence[str]) -> int:
    command = available()[name]
    if command.record:  # models can be imported only after the settings are loaded
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.settings")
        import_module("django").setup()
    module = cast(CommandModule, import_module(command.module))
    parser = ChineseParser(prog=f"zhiheng {name}", description=command.help, example=module.EXAMPLE)
    module.add_arguments(parser)
    args = parser.parse_args(rest)
    if getattr(module, "NEEDS_DJANGO", False):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.settings")
        import_module("django").setup()
    return module.run(args) or 0


def _explain_fault(fault: Exception) -> str:
    """One line for the person: our own errors speak for themselves, others are named."""
    if isinstance(fault, ZhihengError):
        return fault.line()
    text = " ".join(str(fault).split())
    if type(fault).__module__.startswith("zhiheng."):
        return text
    if type(fault).__name__ in {"OperationalError", "ProgrammingError"} and "records_" in text:
        return "数据库里还没有案卷的表，或者是旧版本的。建议：先运行 zhiheng init（空系统）或 zhiheng demo --build-only（示范区县）"
    if isinstance(fault, OSError):
        return f"无法读写文件：{text}"
    return f"程序出错（{type(fault).__name__}：{text}）。设置 ZHIHENG_DEBUG=1 再运行可看到详情"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in {"-h", "--help", "help"}:
        print(overview())
        return 0
    if words[0] in {"-V", "--version"}:
        print(f"zhiheng {__version__}")
        return 0
    name = words[0]
    if name not in available():
        return _unknown(name)
    try:
        return _run(name, words[1:])
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader (head, less) went away; Python must not complain about it again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as fault:
        if os.environ.get("ZHIHENG_DEBUG") == "1":
            raise
        return _complain(_explain_fault(fault))
