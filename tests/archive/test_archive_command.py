"""zhiheng archive verify: for the clerk of a court who has nothing but the package."""

from __future__ import annotations

import json
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from zhiheng.archive.build import build
from zhiheng.archive.model import PackageInput
from zhiheng.archive.signing import Signer
from zhiheng.cli import archive


def command(*words: str) -> int:
    parser = ArgumentParser()
    archive.add_arguments(parser)
    return archive.run(parser.parse_args(list(words)))


@pytest.fixture
def whole(package: PackageInput, signer: Signer, tmp_path: Path) -> Path:
    return build(package, tmp_path / "whole.zip", signer=signer).path


def test_a_whole_package_answers_zero_and_says_so_in_the_first_line(
    whole: Path, signer: Signer, capsys: Any
) -> None:
    assert command("verify", str(whole), "--key", signer.id) == 0
    assert capsys.readouterr().out.startswith("完整：正卷 3 件")


def test_a_broken_package_answers_one_and_lists_every_item(whole: Path, tamper: Any, capsys: Any) -> None:
    broken = tamper(whole, lambda files: [files.pop(n) for n in list(files) if "/证据/" in n])
    assert command("verify", str(broken)) == 1
    printed = capsys.readouterr().out
    assert printed.startswith("不完整：证据第1项《照片 除尘器1号积尘》缺失（另有 3 处）")
    assert printed.count("✕ 证据第") == 4


def test_what_is_no_package_answers_two(tmp_path: Path, capsys: Any) -> None:
    assert command("verify", str(tmp_path / "none.zip"), "--json") == 2
    said = capsys.readouterr()
    assert "找不到 none.zip" in said.err and json.loads(said.out)["ok"] is None


def test_json_holds_verdict_faults_and_counts(whole: Path, capsys: Any) -> None:
    assert command("verify", str(whole), "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["ok"] is True and said["counts"]["evidence"] == 4 and said["broken"] == []


def test_a_key_that_is_not_the_published_one_answers_one(whole: Path) -> None:
    assert command("verify", str(whole), "--key", "0" * 32) == 1


def test_verifying_loads_no_web_framework(whole: Path) -> None:
    code = (
        "import sys; from pathlib import Path; import zhiheng.cli.archive; "
        "from zhiheng.archive.verify import verify; "
        f"assert verify(Path({str(whole)!r})).ok; assert 'django' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_export_hands_the_file_number_and_the_path_to_the_one_who_reads_the_record(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Any
) -> None:
    asked: list[Any] = []
    doors = {
        "django": SimpleNamespace(setup=lambda: asked.append("django")),
        archive.EXPORT: SimpleNamespace(export=lambda no, out: asked.append((no, out))),
    }
    monkeypatch.setattr(archive, "import_module", doors.__getitem__)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "zhiheng.settings")
    out = tmp_path / "out.zip"
    assert command("export", "YL-2026-C0012", "--out", str(out)) == 0
    assert asked == ["django", ("YL-2026-C0012", out)]
    assert str(out) in capsys.readouterr().out
