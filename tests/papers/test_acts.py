"""What the acts of the procedures say becomes papers: every scenario's acts are printed through the real context."""
from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from zhiheng.actions import context, papers
from zhiheng.kernel.view import ACT, Event, FileView
from zhiheng.law.rules import rules
from zhiheng.law.scenario import load
from zhiheng.law.scenario_kernel import KernelExecutor
from zhiheng.law.scenario_play import play
from zhiheng.papers import engine

SCENARIOS = Path(__file__).parents[1] / "law" / "scenarios"
AGENCY = SimpleNamespace(name="云岭区应急管理局", region_short="云", address="云岭区政和路18号", phone="0990-6543210",
                         government="云岭区人民政府", court="云岭区人民法院", kind="bureau",
                         joined=False, delegated=False)
FILE: Any = SimpleNamespace(no="YL-2026-00123", title="鑫达木业有限公司未按照规定对从业人员进行安全生产教育和培训案",
                            enterprise=None, agency=AGENCY, _prefetched_filed_no="（云）应急立〔2026〕12号")


@pytest.mark.parametrize("story", ["main_line", "inspection", "rectification", "hearing"])
def test_each_act_that_took_effect_prints_its_papers(story: str) -> None:
    path = SCENARIOS / f"{story}.yaml"
    if not path.exists():
        pytest.skip(f"no scenario {story}")
    told = load(path)
    bound = rules()
    executor = KernelExecutor(bound)
    play(told, bound, executor)
    printed = [code for view in executor.views.values() for code in _print(bound, view)]
    assert printed


def _print(bound: Any, view: FileView) -> Iterator[str]:
    for index, event in enumerate(view.events):
        if event.kind == ACT:
            then = dataclasses.replace(view, events=view.events[: index + 1], now=event.recorded_at)
            yield from _of_act(bound, then, event)


def _of_act(bound: Any, view: FileView, event: Event) -> Iterator[str]:
    act = bound.procedures[view.procedure].act(event.act)
    chosen = tuple(s for key in event.subjects if (s := view.subject(key)) is not None)
    sign = [{"role": role, "name": view.people[who].name, "at": "2026年11月20日9时05分", "opinion": "同意。"}
            for role, who in event.signers]
    for rule, target in papers.wanted(act, event.facts, chosen or (None,)):  # type: ignore[arg-type]
        ctx = context.build(rule.code, file=FILE, view=view, act=act, facts=event.facts, subject=target, subjects=chosen,
                            at=event.occurred_at, sign=sign, no="（云）应急试〔2026〕12号", verify="AB23CD45EF")
        assert engine.render(rule.code, ctx).pages >= 1
        yield rule.code
