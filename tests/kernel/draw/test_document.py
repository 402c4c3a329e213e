"""The worked example of docs/draw.md is a draw, and its numbers are those the page says."""
from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pytest

from zhiheng.kernel.draw import Transcript, number_of, verify

TEXT = (Path(__file__).parents[3] / "docs/draw.md").read_text(encoding="utf-8")


@pytest.fixture
def said():
    block = re.search(r"```json\n(.+?)\n```", TEXT, re.DOTALL)
    assert block, "docs/draw.md shows a transcript"
    return json.loads(block[1])


def test_the_example_is_whole(said):
    checked = verify(Transcript(said))
    assert checked.ok and (checked.equal, checked.total) == (2, 2), checked.faults


def test_the_numbers_and_logarithms_told_are_right(said):
    seed, keys = bytes.fromhex(said["seed"]), []
    for firm, told in re.findall(r"`(A0\d)`\s(\d{16})", TEXT):
        odd = number_of(seed, firm)
        assert odd >> 1 == int(told)
        weight = next(int(c[3]) for c in said["pool"]["candidate"] if c[0] == firm)
        keys.append(f"{-math.log(odd / 2**54) / weight:.3f}")
    assert ", ".join(keys) in TEXT and len(keys) == 3
