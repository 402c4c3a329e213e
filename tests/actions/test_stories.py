"""The stories of the law, played on the product: the same refusals and dates, with real papers and rows."""
from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from zhiheng.actions import fsck, rulebook
from zhiheng.actions.stories import DatabaseExecutor
from zhiheng.law.rules import rules
from zhiheng.law.scenario import failed, load
from zhiheng.law.scenario_play import Player
from zhiheng.records.models import Payment, Penalty, Publication

FOLDER = Path(__file__).resolve().parents[1] / "law" / "scenarios"
BOTH = ("main_line", "inspection", "rectification", "hearing")  # whole roads: played on PostgreSQL as well
STORIES = sorted(p for p in FOLDER.glob("*.yaml")
                 if "postgresql" not in settings.DATABASES["default"]["ENGINE"] or p.stem in BOTH)


@pytest.fixture(autouse=True)
def real_rules(toy_rules, fonts):
    with rulebook.using(rules):
        yield


@pytest.mark.slow
@pytest.mark.parametrize("path", STORIES, ids=[p.stem for p in STORIES])
def test_the_product_does_what_the_story_says(path, db):
    story, executor = load(path), DatabaseExecutor()
    with executor.stage(story):
        faults = [f"第 {f.step.line} 行 {f.says}：{f.fault}" for f in failed(list(
            Player(story, rules(story.place), executor).run()))]
        broken = [b.says for no in executor.files.values() for b in fsck.check([no])]
    assert faults == [] and broken == []


def test_the_main_line_leaves_the_rows_that_are_counted(db):
    path = next(p for p in STORIES if p.stem == "main_line")
    story, executor = load(path), DatabaseExecutor()
    with executor.stage(story):
        list(Player(story, rules(story.place), executor).run())
        rows = {p.party.name: p for p in Penalty.objects.select_related("party")}
        assert {n: p.fine_fen for n, p in rows.items()} == {"鑫达木业有限公司": 5_500_000, "陈某某": 2_200_000}
        assert sum(p.amount_fen for p in Payment.objects.all()) == 7_700_000
        assert all(p.paid_fen == p.fine_fen and p.document_no and p.served_on for p in rows.values())
        shown = list(Publication.objects.order_by("pk"))
        assert [p.record["party"] for p in shown] == ["鑫达木业有限公司", "陈某某"] and "陈某某" not in str(shown[0].record)
