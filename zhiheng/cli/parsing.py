"""argparse in Chinese: usage, headings and the complaints a person really meets."""
from __future__ import annotations

import re
import sys
from argparse import SUPPRESS, Action, ArgumentParser, RawDescriptionHelpFormatter, _MutuallyExclusiveGroup
from collections.abc import Iterable
from typing import NoReturn

_COMPLAINTS = (
    (r"the following arguments are required: (.+)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1"),
    (r"argument (.+?): expected one argument", r"参数 \1 后面应有一个值"),
    (r"argument (.+?): expected at least one argument", r"参数 \1 后面至少应有一个值"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", r"参数 \1 不能是 \2，可选：\3"),
    (r"argument (.+?): invalid \w+ value: (.+)", r"参数 \1 的值 \2 不对"),
    (r"argument (.+?): not allowed with argument (.+)", r"参数 \1 不能与 \2 同时使用"),
    (r"one of the arguments (.+) is required", r"应给出以下参数之一：\1"),
    (r"ambiguous option: (.+?) could match (.+)", r"参数 \1 不明确，可能是：\2"),
)


def translated(complaint: str) -> str:
    """argparse's complaint in Chinese; unknown ones stay as they are."""
    for pattern, chinese in _COMPLAINTS:
        found = re.fullmatch(pattern, complaint, re.DOTALL)
        if found:
            return found.expand(chinese)
    return complaint


class _Formatter(RawDescriptionHelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[Action],
        groups: Iterable[_MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class ChineseParser(ArgumentParser):
    """A parser for one command; ``example`` closes its help."""

    def __init__(self, prog: str, description: str = "", example: str = "", **others: object) -> None:
        closing = f"示例：\n  {example.strip()}" if example else None
        super().__init__(
            prog=prog, description=description, epilog=closing, formatter_class=_Formatter, add_help=False
        )
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", default=SUPPRESS, help="显示本说明")

    def error(self, message: str) -> NoReturn:
        """One line and exit code 2."""
        print(f"错误：{translated(message)}。用法见 {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)
