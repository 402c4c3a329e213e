"""zhiheng play FILE.yaml…: play scenario files, by default against the real engine in a throw-away database.

The format is described in docs/scenarios.md. Exit code 1 when any step comes out otherwise than the file expects.
"""
from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from zhiheng.kernel.errors import ZhihengError
from zhiheng.kernel.situation import Rules
from zhiheng.law.places import PlaceError
from zhiheng.law.rules import rules
from zhiheng.law.scenario import Finding, ScenarioError, Story, load
from zhiheng.law.scenario_kernel import KernelExecutor
from zhiheng.law.scenario_play import Player

NEEDS_DJANGO = False  # the settings are loaded here, after the environment points to a throw-away directory
EXAMPLE = "zhiheng play tests/law/scenarios/main_line.yaml"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE.yaml", help="剧本文件，可以多个")
    parser.add_argument("--rules-only", action="store_true", help="只在内存中按规则走，不用数据库（快）")
    parser.add_argument("--quiet", action="store_true", help="只打印不符的步骤和每个剧本的结果")
    parser.add_argument("--json", action="store_true", help="以 JSON 打印")


def run(args: argparse.Namespace) -> int:
    """0 when every step of every file is as expected, else 1; a malformed file or place is refused with its line."""
    try:
        stories = [load(Path(name)) for name in args.files]
        books = {s.place: rules(s.place) for s in stories}
    except (ScenarioError, PlaceError) as fault:
        raise ZhihengError(str(fault), hint="格式见 docs/scenarios.md") from None
    for story in stories:
        unknown = [f.procedure for f in story.files.values() if f.procedure not in books[story.place].procedures]
        if unknown:
            raise ZhihengError(f"{story.path}：没有程序「{unknown[0]}」", hint="可选：" + "、".join(books[story.place].procedures))
    player = _in_memory(stories, books) if args.rules_only else _on_the_product(stories, books)
    return _print_json(player) if args.json else _print(player, args.quiet)


Played = Iterator[tuple[Story, Iterator[Finding]]]


def _in_memory(stories: list[Story], books: dict[str, Rules]) -> Played:
    for story in stories:
        found = books[story.place]
        yield story, Player(story, found, KernelExecutor(found)).run()


def _on_the_product(stories: list[Story], books: dict[str, Rules]) -> Played:
    with _throw_away():
        executor_of = import_module("zhiheng.actions.stories").DatabaseExecutor
        for story in stories:
            executor = executor_of()
            with executor.stage(story):
                yield story, Player(story, books[story.place], executor).run()


@contextmanager
def _throw_away() -> Iterator[None]:
    """Settings on an empty SQLite database in a temporary directory; the fonts stay those of the installation."""
    fonts = import_module("zhiheng.papers.fonts").directory()
    with tempfile.TemporaryDirectory(prefix="zhiheng-play-", ignore_cleanup_errors=True) as place:
        os.environ.update({"ZHIHENG_DATA": place, "ZHIHENG_FONTS": str(fonts), "ZHIHENG_LOG": "ERROR",
                           "DJANGO_SETTINGS_MODULE": "zhiheng.settings"})
        for name in ("DATABASE_URL", "ZHIHENG_NOW"):
            os.environ.pop(name, None)
        import_module("django").setup()
        import_module("django.core.management").call_command("migrate", verbosity=0, interactive=False)
        try:
            yield
        finally:
            import_module("django.db").connections.close_all()


def _print(played: Played, quiet: bool) -> int:
    failed = total = 0
    for story, findings in played:
        if not quiet:
            print(f"{story.title}（{story.path}）")
        bad = 0
        for finding in findings:
            total += 1
            bad += not finding.ok
            if not quiet or not finding.ok:
                print(_line(finding))
        failed += bad
        print(f"{'✓' if not bad else '✗'} {story.title}" + (f"：{bad} 步不符" if bad else ""))
        if not quiet:
            print()
    print(f"共 {total} 步，{failed} 步不符" if failed else f"共 {total} 步，全部相符")
    return 1 if failed else 0


def _line(finding: Finding) -> str:
    if finding.ok:
        return f"  ✓ {finding.says}"
    return f"  ✗ 第 {finding.step.line} 行 {finding.says}\n      {finding.fault}"


def _print_json(played: Played) -> int:
    told: list[dict[str, Any]] = []
    for story, findings in played:
        steps = [{"line": f.step.line, "kind": f.step.kind, "says": f.says, "ok": f.ok, "fault": f.fault,
                  "obstacles": [{"gate": o.gate, "says": o.says, "articles": [a.short() for a in o.articles],
                                 "severity": o.severity.value} for o in f.obstacles]} for f in findings]
        told.append({"story": story.title, "file": story.path, "ok": all(s["ok"] for s in steps), "steps": steps})
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return 0 if all(t["ok"] for t in told) else 1
