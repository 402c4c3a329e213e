"""The commands of the record, as a keeper of the machine runs them."""
from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.actions.test_perform import opened
from zhiheng.actions.perform import perform
from zhiheng.cli import main
from zhiheng.records.models import File

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def two(district):
    first, second = opened(district), opened(district)
    perform(second.no, "finish", {"text": "结"}, district.li)
    return first, second


def answer(capsys, *words):
    code = main(list(words))
    return code, json.loads(capsys.readouterr().out)


def test_files_are_listed_by_procedure_stage_and_state(two, capsys):
    code, rows = answer(capsys, "files", "--json")
    assert code == 0 and [r["no"] for r in rows] == [f.no for f in two]
    assert rows[0]["stage_zh"] == "开始" and rows[0]["next_clock"] == "decide_in_time"
    assert [r["no"] for r in answer(capsys, "files", "--state", "ended", "--json")[1]] == [two[1].no]
    assert answer(capsys, "files", "--procedure", "inspection", "--json")[1] == []
    assert main(["files", "--stage", "start"]) == 0 and "共 1 个案卷" in capsys.readouterr().out


def test_fsck_says_whole_and_then_names_the_file_and_the_fault(two, capsys):
    assert main(["fsck"]) == 0 and "完整" in capsys.readouterr().out
    File.objects.filter(pk=two[0].pk).update(stage="end")
    code, said = answer(capsys, "fsck", "--json")
    assert code == 1 and said["breaks"][0]["file"] == two[0].no and "stage=end" in said["breaks"][0]["says"]
    assert main(["fsck", two[1].no]) == 0
    assert main(["fsck", "YL-1999-00001"]) == 1


def test_a_checkpoint_is_printed_for_publishing(two, capsys):
    code, made = answer(capsys, "checkpoint", "--json")
    assert code == 0 and made[0]["size"] == 2 and made[0]["signature"] and made[0]["public_key"]
    assert main(["worker", "--once"]) == 0


def test_a_backup_of_one_house_is_restored_whole_in_another(tmp_path):
    """Two fresh data folders, three processes, nothing shared but the backup."""
    def zhiheng(place, *words):
        env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
        return subprocess.run([sys.executable, "-m", "zhiheng", *words], cwd=ROOT, capture_output=True, text=True,
                              env=env | {"ZHIHENG_DATA": str(tmp_path / place)}, check=False)
    made = subprocess.run(
        [sys.executable, "-c", "import django; django.setup(); from django.core.management import call_command;"
         "call_command('migrate', verbosity=0); from tests.actions.district import build; build()"],
        cwd=ROOT, env={**{k: v for k, v in os.environ.items() if k != "DATABASE_URL"},
                       "ZHIHENG_DATA": str(tmp_path / "old"), "DJANGO_SETTINGS_MODULE": "zhiheng.settings"},
        capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    out = zhiheng("old", "backup", str(tmp_path / "b.tar"))
    assert out.returncode == 0 and "案卷 0 个" in out.stdout, out.stderr
    back = zhiheng("new", "restore", str(tmp_path / "b.tar"))
    assert back.returncode == 0 and "检查完整" in back.stdout, back.stderr + back.stdout
    assert zhiheng("new", "fsck").returncode == 0
