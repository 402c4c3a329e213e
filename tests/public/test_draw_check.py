"""抽查核验: a citizen computes a published draw again, on the portal and from a file on his own disk."""
from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.draw.shapes import ALTERED, SHAPES, Said, transcript
from zhiheng.public import draw_check
from zhiheng.records import store
from zhiheng.records.clock import now
from zhiheng.records.models import Agency, Draw


class Checker:
    """The page kept as one file, opened from disk with every address but its own forbidden."""

    def __init__(self, page: Any, folder: Path) -> None:
        place = folder / "抽查核验.html"
        place.write_text(draw_check.alone(), encoding="utf-8")
        self.page, self.folder, self.errors, self.asked = page, folder, [], set()
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: self.errors.append(str(e)))
        page.on("request", lambda r: self.asked.add(r.url.split(":")[0]))
        page.goto(place.as_uri())

    def check(self, said: Said | bytes) -> str:
        """The verdict in words."""
        place = self.folder / "记录.json"
        place.write_bytes(said if isinstance(said, bytes) else json.dumps(said).encode())
        before = self.page.evaluate("document.documentElement.dataset.done || ''")
        self.page.set_input_files("#file", str(place))
        self.page.wait_for_selector(f"html:not([data-done='{before}'])[data-done]", state="attached")
        return str(self.page.inner_text("#verdict"))


@pytest.fixture
def checker(page, tmp_path):
    made = Checker(page, tmp_path)
    yield made
    assert made.errors == [] and made.asked <= {"file", "blob"}


def test_from_disk_a_whole_draw_passes_and_every_line_stands_there(checker):
    for rows in SHAPES.values():
        said = transcript(rows)
        total = len(said["result"])
        assert checker.check(said).startswith(f"✓ 核验通过，逐行一致 {total}/{total}")
        assert checker.page.locator("#lines > li").count() == total
    assert checker.page.inner_text("#about").count("2026-11-25 21:15") == 1


@pytest.mark.parametrize("label, says", [
    ("a weight", "id0012"), ("an exclusion added", "id9003"), ("an exclusion taken away", "剔除比承诺时少了 1 行"), ("an officer's field", "o0"),
    ("a recusal", "回避中「o5"), ("a line's enterprise", "结果第 5 行应为"), ("the draw's number", "抽取编号"), ("the public number", "随机种子")])
def test_from_disk_whatever_was_altered_is_named(label, says, checker):
    said = transcript()
    ALTERED[label][0](said)
    told = checker.check(said)
    assert told.startswith("✕ 核验不通过") and says in told


def test_what_is_no_transcript_is_told_in_words(checker):
    whole = json.dumps(transcript()).encode()
    for content, says in ((b"", "文件是空的"), (b"\x89PNG\x00\xff\xfe", "不是文字"), (whole[:len(whole) // 2], "没有下载完整"),
                          (b"[]", "最外层应为一个对象"), (b'{"pool": 1, "pool": 2}', "记录.json 里「pool」写了两次，不同程序会读出不同内容"),
                          (b'{"format": "x"}', "不认识的格式")):
        told = checker.check(content)
        assert told.startswith("✕") and says in told
    assert checker.check(whole).startswith("✓")


def test_names_in_the_file_are_never_markup(checker):
    rows = SHAPES["everybody drawn"]
    said = transcript(rows | {"candidate": [(c[0], f"<img src=x onerror=alert({n})>", *c[2:]) for n, c in enumerate(rows["candidate"])]})
    assert checker.check(said).startswith("✓")
    assert checker.page.locator("#result img").count() == 0 and "<img src=x" in checker.page.inner_text("#lines")


def test_the_promise_noted_beforehand_and_an_enterprise_asked_for(checker):
    said = transcript()
    checker.check(said)
    checker.page.fill("#promise", said["commitment_hash"].upper())
    assert checker.page.inner_text("#same").startswith("✓")
    assert checker.page.inner_text("#verdict").startswith("✓")
    checker.page.fill("#promise", "0" * 64)
    assert checker.page.inner_text("#same").startswith("✕") and checker.page.inner_text("#verdict").startswith("✕ 与您手中的承诺书不符")
    checker.page.fill("#promise", "")
    assert checker.page.inner_text("#verdict").startswith("✓ 核验通过，逐行一致 12/12")
    for words, says in (("停产企业", "已剔除：停产"), (said["result"][0][1], "抽中，第 1 名"), ("查无此企业", "名录和剔除名单里都没有")):
        checker.page.fill("#words", words)
        checker.page.click("#seek button")
        checker.page.get_by_text(says).wait_for()


def test_lines_that_differ_say_what_the_file_says(checker):
    said = transcript()
    names = dict(c[:2] for c in said["pool"]["candidate"])
    said["result"][0], said["result"][1][3] = ["1", said["result"][5][1], "B", ["o1"], ""], 7
    said["result"] += [["x"], 5]
    assert "一致 10/14" in checker.check(said)
    first, extra = checker.page.locator("#lines > li").nth(0).inner_text(), checker.page.locator("#lines > li").nth(12).inner_text()
    assert f"文件写的是：{names[said['result'][5][1]]}，人1" in first and "多出来的一行" in extra
    said["result"] = "abc"
    assert "一致 0/12" in checker.check(said)


def test_a_long_result_is_shown_by_and_by(checker):
    many: dict[str, Any] = {"setting": [("officers_per_place", "0")], "stratum": [("S", "全部", "450")],
                            "candidate": [(f"c{n:03d}", f"企业{n}", "S", "1", "", "") for n in range(500)]}
    assert checker.check(transcript(many)).startswith("✓ 核验通过，逐行一致 450/450")
    lines, more = checker.page.locator("#lines > li"), checker.page.locator("#more")
    for count in (200, 400, 450):
        lines.nth(count - 1).wait_for()
        assert lines.count() == count and more.is_visible() == (count < 450)
        if count < 450:
            more.click()


def test_where_a_browser_refuses_a_worker_the_page_computes_itself(page, tmp_path):
    page.add_init_script("Object.defineProperty(globalThis, 'Worker', {value: undefined})")
    plain = Checker(page, tmp_path)
    assert plain.check(transcript()).startswith("✓ 核验通过，逐行一致 12/12") and plain.errors == []


@pytest.fixture
def published(db):
    agency = Agency.objects.create(code="YL", name="云岭区应急管理局", region_short="云")

    def make(number: str, state: str, said: Said | None) -> Draw:
        held = store.put_bytes(json.dumps(said).encode()).sha256 if said else ""
        seq = int(number[-2:])
        return Draw.objects.create(number=number, agency=agency, year=2026, seq=seq, title="第4批", state=state, transcript=held, committed_at=now())
    return make


def test_the_transcript_is_given_out_once_it_is_published_and_not_before(client, published):
    said = transcript()
    for number, state, held, status in (("YL-2026-D01", "published", said, 200), ("YL-2026-D02", "revealed", said, 404),
                                        ("YL-2026-D03", "committed", None, 404), ("YL-2026-D05", "void", said, 200),
                                        ("YL-2026-D06", "void", None, 404)):
        published(number, state, held)
        answer = client.get(f"/p/draws/{number}.json")
        assert answer.status_code == status, number
        assert status == 404 or json.loads(b"".join(answer.streaming_content)) == said
    assert client.get("/p/draws/YL-2026-D99.json").status_code == 404


def test_the_page_the_file_and_the_rules_are_there_for_everybody(client, db):
    shown = client.get("/p/draws/check/")
    assert shown.status_code == 200 and draw_check.fingerprint() in shown.content.decode() and "Set-Cookie" not in shown.headers
    kept = client.get("/p/draws/check.html")
    assert kept.headers["Content-Disposition"].startswith("attachment") and kept.content.decode() == draw_check.alone()
    assert not re.search(r"(src|href)=", re.sub(r"<script.*?</script>", "", draw_check.alone(), flags=re.DOTALL))
    assert "zhiheng-draw-1" in client.get("/p/draws/rules/").content.decode()


def test_on_the_portal_the_number_alone_is_enough_also_on_a_phone(transactional_db, published, live_server, new_context):
    published("YL-2026-D04", "published", transcript())
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    errors: list[str] = []
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.goto(f"{live_server.url}/p/draws/check/?number=YL-2026-D04")
    page.get_by_text("核验通过，逐行一致 12/12").wait_for()
    for address in ("/p/draws/check/?number=YL-2026-D99", "/p/draws/rules/"):
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.goto(live_server.url + address)
    page.goto(f"{live_server.url}/p/draws/check/?number=YL-2026-D99")
    page.get_by_text("没有取到 YL-2026-D99 的抽取记录").wait_for()
    assert errors == [] and page.context.cookies() == []
