"""The checker in JavaScript, written from docs/draw.md alone, judges as the Python does: two readings of one page of rules."""
from __future__ import annotations

import copy
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.draw.shapes import ALTERED, BROKEN, SHAPES, Said, random_pool, transcript
from zhiheng.cli import draw_files
from zhiheng.kernel.draw import Transcript, Verified, verify

ROOT = Path(__file__).parents[3]
SCRIPT = ROOT / "zhiheng/public/static/zp/draw-check.js"
Judge = Callable[[list[tuple[Any, Any]]], list[dict[str, Any]]]
IN_A_PAGE = """(requests) => JSON.parse(requests).map(([given, published]) => {
    let said = given;
    try { if (typeof given === "string") said = zhihengDraw.read(given, "x.json"); } catch (error) { return { unreadable: error.message }; }
    const { ok, number, equal, total, faults, places } = zhihengDraw.check(said, published);
    return { ok, number, equal, total, faults, result: places.map((p) => [p.rank, p.row[0], p.stratum, p.officers, p.says]) };
})"""


@pytest.fixture(scope="session")
def judge(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Judge:
    """Verdicts of the JavaScript: in Node when there is one, else in Chromium; with neither the test is skipped and said so."""
    node = shutil.which("node") or shutil.which("nodejs")
    if node is None:
        return _in_chromium(request.getfixturevalue("browser"))
    folder = tmp_path_factory.mktemp("requests")

    def ask(requests: list[tuple[Any, Any]]) -> list[dict[str, Any]]:
        place = folder / "requests.json"
        place.write_text(json.dumps(requests), encoding="utf-8")
        done = subprocess.run([node, Path(__file__).parent / "checker.mjs", SCRIPT, place], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        found: list[dict[str, Any]] = json.loads(done.stdout)
        return found
    return ask


def _in_chromium(browser: Any) -> Judge:
    def ask(requests: list[tuple[Any, Any]]) -> list[dict[str, Any]]:
        page = browser.new_page()
        page.add_script_tag(content=SCRIPT.read_text(encoding="utf-8"))
        found: list[dict[str, Any]] = page.evaluate(IN_A_PAGE, json.dumps(requests))
        page.close()
        return found
    return ask


def places(checked: Verified) -> set[tuple[str, str]]:
    return {(f.where, f.row) for f in checked.faults}


def named(verdict: dict[str, Any]) -> set[tuple[str, str]]:
    return {(f["where"], f["row"]) for f in verdict["faults"]}


def test_draws_of_every_shape_are_computed_alike(judge):
    whole = [transcript(rows) for rows in SHAPES.values()]
    whole.append(transcript(number="第\u3000２０２６ 期", replaces="YL-2026-D03/2", reason="现场核实已停产"))
    whole += [transcript(number="\ufeff1\ufeff"), transcript(public_at="2026-11-20T01:00:01Z"), transcript(public_at="2028-02-29T00:00:00-12:00"),
              transcript(committed_at="2026-11-25T21:14:59+08:00")]
    for said, verdict in zip(whole, judge([(said, said["commitment"]) for said in whole]), strict=True):
        mine = verify(Transcript(said), said["commitment"])
        assert mine.ok and verdict["ok"], verdict["faults"]
        assert (verdict["equal"], verdict["total"]) == (mine.equal, mine.total) == (len(said["result"]),) * 2
        assert verdict["result"] == said["result"]


def test_a_hundred_pools_made_at_random_are_computed_alike(judge):
    whole = [transcript(random_pool(seed), number=f"第{seed}期") for seed in range(100)]
    assert sum(len(s["result"]) for s in whole) > 1000 and any(line[4] for s in whole for line in s["result"])
    for said, verdict in zip(whole, judge([(said, None) for said in whole]), strict=True):
        assert verdict["ok"] and verdict["result"] == said["result"], verdict["faults"]


def test_whatever_is_altered_both_find_it_and_name_the_same_place(judge):
    honest = transcript()
    spoilt: list[Said] = []
    for change, _ in ALTERED.values():
        spoilt.append(copy.deepcopy(honest))
        change(spoilt[-1])
    for (label, (_, place)), said, verdict in zip(ALTERED.items(), spoilt, judge([(s, None) for s in spoilt]), strict=True):
        mine = verify(Transcript(said))
        assert not mine.ok and not verdict["ok"], label
        assert place in places(mine) and place in named(verdict), (label, places(mine), named(verdict))
        assert places(mine) == named(verdict), label
        assert (mine.equal, mine.total) == (verdict["equal"], verdict["total"]), label


def test_what_cannot_be_computed_is_said_by_both_and_crashes_neither(judge):
    spoilt: list[Said] = []
    for change in BROKEN.values():
        spoilt.append(transcript())
        change(spoilt[-1])
    for label, said, verdict in zip(BROKEN, spoilt, judge([(s, None) for s in spoilt]), strict=True):
        mine = verify(Transcript(said))
        for faults in (places(mine), named(verdict)):
            assert ("transcript", "") in faults, label
        assert all(f.says for f in mine.faults) and all(f["says"] for f in verdict["faults"])


def test_a_forged_whole_fits_itself_and_not_the_promise_kept_from_before(judge):
    honest, forged = transcript(), transcript(SHAPES["everybody drawn"])
    kept, kept_hash = honest["commitment"], honest["commitment_hash"]
    alone, beside, by_hash, right = judge([(forged, None), (forged, kept), (forged, kept_hash), (honest, kept_hash.upper())])
    assert alone["ok"] and right["ok"]
    assert named(beside) == {("commitment", "pool_hash")} == places(verify(Transcript(forged), kept))
    assert named(by_hash) == {("commitment", "hash")} == places(verify(Transcript(forged), kept_hash))


TWICE = {
    "another pool": lambda text: text.replace('{"format"', '{"pool": {}, "format"', 1),
    "the same key written with an escape": lambda text: text.replace('"secret":', '"s\\u0065cret": "x", "secret":', 1),
    "white space before the colon": lambda text: text.replace('"seed":', '"seed" \n\t: "0", "seed":', 1),
    "in the commitment": lambda text: text.replace('"agency":', '"agency": "某局", "agency":', 1),
    "a key that is a name of the language": lambda text: text.replace('{"format"', '{"__proto__": 1, "__proto__": 2, "format"', 1),
    "a sign that moves a cursor": lambda text: text.replace('{"format"', '{"\\u202e\U0001f3b2": 1, "\\u202e\U0001f3b2": 2, "format"', 1),
}


def test_a_key_written_twice_is_refused_by_both_in_the_same_words(judge, tmp_path):
    place, whole = tmp_path / "x.json", json.dumps(transcript(), ensure_ascii=False)
    spoilt = {label: change(whole) for label, change in TWICE.items()}
    for (label, text), verdict in zip(spoilt.items(), judge([(text, None) for text in spoilt.values()]), strict=True):
        place.write_text(text, encoding="utf-8")
        with pytest.raises(draw_files.Unreadable) as refused:
            draw_files.read(place)
        assert "写了两次，不同程序会读出不同内容" in str(refused.value), label
        assert verdict == {"unreadable": str(refused.value)}, label


def test_what_only_looks_like_a_key_written_twice_is_no_reason_to_refuse(judge):
    rows = SHAPES["everybody drawn"]
    names = [':"pool":', '\\"pool": "', ': {"seed": 1, "seed": 2}']
    said = transcript(rows | {"candidate": [(c[0], names[n % 3], *c[2:]) for n, c in enumerate(rows["candidate"])]})
    verdict = judge([(json.dumps(said, ensure_ascii=False), None)])[0]
    assert verdict.get("ok"), verdict


def test_the_example_of_the_page_of_rules_is_whole_for_it_as_well(judge):
    block = re.search(r"```json\n(.+?)\n```", (ROOT / "docs/draw.md").read_text(encoding="utf-8"), re.DOTALL)
    assert block and judge([(json.loads(block[1]), None)])[0]["ok"]


def test_the_script_names_no_address_and_calls_no_library():
    text = SCRIPT.read_text(encoding="utf-8")
    assert "http" not in text and "import " not in text and "eval(" not in text and "</script" not in text
