"""zhiheng due TERM --from WHEN: when a statutory term ends, explained line by line."""
from __future__ import annotations

import argparse
import json
from datetime import date, datetime, time
from typing import Any

from zhiheng.kernel.clock import TZ, parse_when
from zhiheng.kernel.errors import ZhihengError
from zhiheng.kernel.terms import Direction, Due, Status, Term, Undated, Unit
from zhiheng.law.terms import due_of, term, terms

NEEDS_DJANGO = False
EXAMPLE = "zhiheng due hearing_request --from 2026-11-16 --json"

_MEANS = {Direction.WITHIN: "最迟", Direction.AFTER: "最早", Direction.AT_LEAST_BEFORE: "最迟（提前）"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("term", nargs="?", help="期限代码，如 hearing_request；--list 列出全部")
    parser.add_argument("--from", dest="start", metavar="WHEN",
                        help="起算日；以小时计的写到时分，只写日的自零时起算；提前类期限写举行之日")
    parser.add_argument("--list", action="store_true", help="列出全部期限")
    parser.add_argument("--json", action="store_true", help="以 JSON 打印")


def run(args: argparse.Namespace) -> int:
    """0 when answered; a wrong id, day or repealed rule is refused in words."""
    if args.list:
        _print_list(args.json)
        return 0
    if not args.term or not args.start:
        raise ZhihengError("请写明期限代码和起算日", hint=f"例：{EXAMPLE}")
    found = term(args.term)
    try:
        answer = answer_for(found, args.start)
    except ValueError as fault:
        if not (args.json and found.status is Status.REPEALED):
            raise ZhihengError(str(fault)) from None
        answer = _answer(found, None, False, [str(fault)], False)  # a script walks all terms: no date, and why
    print(json.dumps(answer, ensure_ascii=False, indent=1) if args.json else "\n".join(_lines(answer)))
    return 0


def answer_for(found: Term, start: str) -> dict[str, Any]:
    """The answer as printed with --json. ``due`` is a day, for hour terms a moment, null without a number.

    TermError, CalendarError or ValueError in Chinese when it cannot be computed.
    """
    begin, remark = _begin(found, parse_when(start))
    try:
        due: Due | Undated = due_of(found.id, begin)
    except Undated as undated:
        due = undated
    return _answer(found, _when(found, due), isinstance(due, Due) and due.provisional, [*remark, *due.explanation],
                   not due.basis_unverified)


def _answer(found: Term, due: str | None, provisional: bool, explanation: list[str], verified: bool) -> dict[str, Any]:
    return {
        "term": found.id, "zh": found.zh, "due": due, "direction": found.direction.value, "provisional": provisional,
        "explanation": explanation, "articles": [a.zh() for a in found.articles], "basis_verified": verified,
    }


def _begin(found: Term, start: date | datetime) -> tuple[date | datetime, list[str]]:
    """A day given for a term in hours: midnight is the strictest reading, and it is said."""
    if found.unit is not Unit.HOUR or isinstance(start, datetime):
        return start, []
    return datetime.combine(start, time(), TZ), ["没有写明时刻，自当日零时起算（届满最早的算法）；写明时刻可得准确时点"]


def _when(found: Term, due: Due | Undated) -> str | None:
    if isinstance(due, Undated):
        return None
    return due.at.isoformat() if found.unit is Unit.HOUR else due.on.isoformat()


def _lines(answer: dict[str, Any]) -> list[str]:
    means = _MEANS[Direction(answer["direction"])]
    marks = "（暂定）" if answer["provisional"] else ""
    marks += "" if answer["basis_verified"] else "（依据待核）"
    head = f"{answer['zh']}：{means} {answer['due']}" if answer["due"] else f"{answer['zh']}：没有确定日期"
    return [head + marks, *(f"  {line}" for line in answer["explanation"])]


def _print_list(as_json: bool) -> None:
    if as_json:
        print(json.dumps([_row(t) for t in terms().values()], ensure_ascii=False, indent=1))
        return
    for found in terms().values():
        mark = "" if found.verified else "  依据待核"
        print(f"{found.id}  {found.zh}  {found.length_zh()}  {found.articles[0].short()}{mark}")


def _row(found: Term) -> dict[str, Any]:
    return {
        "term": found.id, "zh": found.zh, "length": found.length, "unit": found.unit.value,
        "direction": found.direction.value, "from": found.starts_zh,
        "articles": [a.zh() for a in found.articles],
        "basis_verified": found.verified, "status": found.status.value, "note": found.note,
    }
