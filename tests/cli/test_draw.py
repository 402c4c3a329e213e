"""zhiheng draw: for whoever has nothing but the published file, and for the bureau that draws."""
from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.actions import draw_story as story
from tests.kernel.draw.shapes import ALTERED, BROKEN, pool, transcript
from tests.web.story import PIN, moment, rules_in_force
from zhiheng import cli
from zhiheng.records.models import Draw, DrawPick, Event


def kept(folder: Path, said: object, name: str = "YL-2026-D04.json") -> str:
    place = folder / name
    place.write_text(json.dumps(said, ensure_ascii=False) if not isinstance(said, str) else said, encoding="utf-8")
    return str(place)


def told(capsys, *words: str, code: int = 0):
    assert cli.main(["draw", *words, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_a_whole_transcript_is_equal_line_by_line(tmp_path, capsys):
    place = kept(tmp_path, transcript())
    said = told(capsys, "verify", place)
    assert (said["ok"], said["equal"], said["total"], said["faults"], said["number"]) == (True, 12, 12, [], "YL-2026-D04")
    assert cli.main(["draw", "verify", place]) == 0
    assert capsys.readouterr().out.startswith("✓ YL-2026-D04：核验通过，逐行一致 12/12\n注：没有与事先公布的承诺书比对")


def test_it_needs_neither_a_record_nor_the_framework(tmp_path):
    place = kept(tmp_path, transcript())
    code = "import sys; from zhiheng.cli import main; done = main(sys.argv[1:]); sys.exit(9 if 'django' in sys.modules else done)"
    done = subprocess.run([sys.executable, "-c", code, "draw", "verify", place], cwd=tmp_path, capture_output=True, text=True, check=False,
                          env={"PATH": "", "PYTHONPATH": os.pathsep.join(sys.path), "ZHIHENG_DATA": str(tmp_path / "none")})
    assert done.returncode == 0 and "12/12" in done.stdout, done.stderr
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("label", ALTERED)
def test_what_was_altered_is_named_and_the_answer_is_no(label, tmp_path, capsys):
    change, (where, row) = ALTERED[label]
    said = transcript()
    change(said)
    found = told(capsys, "verify", kept(tmp_path, said), code=1)
    assert found["ok"] is False and any((f["where"], f["row"]) == (where, row) and f["says"] for f in found["faults"])


@pytest.mark.parametrize("label", BROKEN)
def test_what_cannot_be_computed_is_a_sentence_on_paper_and_on_the_terminal(label, tmp_path, capsys):
    said = transcript()
    BROKEN[label](said)
    place = tmp_path / "x.json"
    place.write_text(json.dumps(said), encoding="utf-8")
    assert cli.main(["draw", "verify", str(place)]) == 1
    shown = capsys.readouterr()
    assert shown.out.count("✕") >= 2 and shown.err == "" and "Traceback" not in shown.out


@pytest.mark.parametrize("content, says", [
    (b"", "是空的"), (b"  \n", "是空的"), (b"\x89PNG\r\n\xff\xfe\x00", "不是文字"), (b"abc", "不是完整的 JSON"), (b"[1, 2]", "最外层应为一个对象"),
    (b"7", "最外层应为一个对象"), (b'{"a": NaN}', "NaN"), (b'{"pool": 1, "pool": 2}', "「pool」写了两次"),
    (b'{"a": ' + b"9" * 5000 + b"}", "x.json"), (b"[" * 200_000, "层层嵌套")])
def test_a_file_that_is_no_transcript_is_said_to_be_none(content, says, tmp_path, capsys):
    place = tmp_path / "x.json"
    place.write_bytes(content)
    assert cli.main(["draw", "verify", str(place)]) == 2
    shown = capsys.readouterr()
    assert "不能核验" in shown.out and says in shown.out and "Traceback" not in shown.out + shown.err


def test_half_a_download_a_folder_and_a_missing_file_are_told_apart(tmp_path, capsys):
    whole = json.dumps(transcript(), ensure_ascii=False)
    half = kept(tmp_path, whole[:len(whole) // 2])
    assert cli.main(["draw", "verify", half, str(tmp_path), str(tmp_path / "none.json")]) == 2
    shown = capsys.readouterr().out
    assert "没有下载完整" in shown and "是文件夹" in shown and "没有这个文件" in shown


def test_a_file_saved_with_a_mark_at_its_beginning_is_read(tmp_path, capsys):
    place = tmp_path / "marked.json"
    place.write_text(json.dumps(transcript(), ensure_ascii=False), encoding="utf-8-sig")
    assert cli.main(["draw", "verify", str(place)]) == 0


def test_signs_that_move_the_cursor_never_reach_the_terminal(tmp_path, capsys):
    said = transcript()
    said["pool"]["candidate"][3][1] = "\x1b[2J假厂\x9b1m\u202e"
    said["number"] = "\x1b]0;x\x07"
    assert cli.main(["draw", "verify", kept(tmp_path, said)]) == 1
    shown = capsys.readouterr().out
    assert "假厂" in shown and not {"\x1b", "\x9b", "\u202e", "\x07"} & set(shown)


def test_the_promise_kept_from_before_counts_as_file_as_transcript_and_as_fingerprint(tmp_path, capsys):
    honest, forged = transcript(), transcript(pool(61))
    place, other = kept(tmp_path, honest, "honest.json"), kept(tmp_path, forged, "forged.json")
    promise = kept(tmp_path, honest["commitment"], "promise.json")
    for kept_from_before in (promise, place, honest["commitment_hash"], honest["commitment_hash"].upper()):
        assert told(capsys, "verify", place, "--commitment", kept_from_before)["ok"]
        found = told(capsys, "verify", other, "--commitment", kept_from_before, code=1)
        assert {f["where"] for f in found["faults"]} == {"commitment"}


def test_a_promise_that_is_none_is_refused_in_words(tmp_path, capsys):
    place = kept(tmp_path, transcript())
    for given, says in (("12ab", "也不是 64 位指纹"), (kept(tmp_path, {"a": 1}, "a.json"), "没有承诺书"),
                        (str(tmp_path / "no.json"), "没有这个文件")):
        assert cli.main(["draw", "verify", place, "--commitment", given]) == 2
        assert says in capsys.readouterr().err
    assert cli.main(["draw", "verify", place, place, "--commitment", "0" * 64]) == 2
    assert "一次核对一个" in capsys.readouterr().err


def test_several_files_are_judged_each_and_together(tmp_path, capsys):
    wrong = transcript()
    wrong["result"].pop()
    places = [kept(tmp_path, transcript(), "a.json"), kept(tmp_path, wrong, "b.json")]
    found = told(capsys, "verify", *places, code=1)
    assert found["ok"] is False and [f["ok"] for f in found["files"]] == [True, False] and (found["equal"], found["total"]) == (23, 24)
    assert told(capsys, "verify", *places, str(tmp_path / "none"), code=2)["ok"] is None


def test_from_files_alone_promise_reveal_and_check(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZHIHENG_NOW", "2026-11-20T09:00:00+08:00")
    kept(tmp_path, pool(), "pool.json")
    promise = ["draw", "commit", "--pool", "pool.json", "--number", "A-1", "--agency", "某局", "--title", "第1批", "--source", "双色球",
               "--at", "2026-11-25T21:15", "--output", "A-1"]
    assert cli.main(promise) == 0
    assert (Path("A-1/secret.txt").stat().st_mode & 0o077, len(Path("A-1/secret.txt").read_text())) == (0, 64)
    assert cli.main(promise) == 2 and "已经存在" in capsys.readouterr().err
    reveal = ["draw", "reveal", "--promise", "A-1", "--public", "03 08"]
    assert cli.main(reveal) == 2 and "此前不能揭晓" in capsys.readouterr().err
    monkeypatch.setenv("ZHIHENG_NOW", "2026-11-26T09:00:00+08:00")
    assert cli.main(reveal) == 0
    capsys.readouterr()
    assert told(capsys, "verify", "A-1/transcript.json", "--commitment", "A-1/commitment.json")["equal"] == 12
    assert cli.main([*reveal[:-1], "99"]) == 2 and "不能重来" in capsys.readouterr().err


TABLES = {"candidate.csv": "企业名单\n代码,企业名称,分层,权重,领域,属地\nA1,甲厂,C,2,工贸,东镇\nA2,乙厂,C,,,西镇\n\nA3,丙厂,C,1,危化,东镇\n",
          "stratum.csv": "代号,名称,抽取数\nC,C 级,2\n", "officer.csv": "姓名,证号,领域\n李强,P1,工贸、危化\n王敏,P2,\"工贸,危化\"\n"}
PROMISE = ["draw", "commit", "--pool", "tables", "--number", "A", "--agency", "局", "--title", "批", "--source", "源", "--at", "2099-01-01 10:00",
           "--output", "out"]


def tables(folder: Path, **changed: str | None) -> None:
    (folder / "tables").mkdir()
    for name, text in (TABLES | {k.replace("_", "."): v for k, v in changed.items()}).items():
        if text is not None:
            (folder / "tables" / name).write_text(text, encoding="gb18030")


def test_a_folder_of_tables_as_a_bureau_has_them_is_a_pool(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tables(tmp_path)
    assert cli.main(PROMISE) == 0
    held = json.loads(Path("out/pool.json").read_text(encoding="utf-8"))
    assert held["candidate"] == [["A1", "甲厂", "C", "2", "工贸", "东镇"],
                                 ["A2", "乙厂", "C", "1", "", "西镇"], ["A3", "丙厂", "C", "1", "危化", "东镇"]]
    assert held["officer"] == [["P1", "李强", "工贸|危化", "", "999"], ["P2", "王敏", "工贸|危化", "", "999"]]
    assert held["stratum"] == [["C", "C 级", "2"]] and held["recusal"] == []


@pytest.mark.parametrize("changed, says", [
    ({"stratum_csv": None}, "没有 stratum.csv"), ({"candidates_csv": "a"}, "不认识的表 candidates.csv"),
    ({"candidate_csv": "x,y\n1,2\n"}, "没有找到表头"),
    ({"candidate_csv": "代码,企业名称,分层\nA1,甲厂,C\nA1,乙厂,C\n"}, "出现两次"),
    ({"candidate_csv": "代码,企业名称,分层,权重\nA1,甲厂,C,半\n"}, "权重须为"),
    ({"stratum_csv": ""}, "是空文件"), ({"stratum_csv": "代号,名称,抽取数\nC,C 级,9\n"}, "不能抽取 9 家")])
def test_a_table_that_does_not_do_is_told_and_nothing_is_written(changed, says, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    tables(tmp_path, **changed)
    assert cli.main(PROMISE) == 2
    assert says in capsys.readouterr().err and not Path("out").exists()


@pytest.mark.parametrize("rows, says", [
    ([], "最外层应为一个对象"), ({"candidates": []}, "不认识的部分"), ({"candidate": [["a", 1]]}, "一行一行的文字"),
    ({"candidate": [["a", "甲", "S", "1", "", ""]]}, "没有登记"), ({"candidate": [["a", "甲\n", "S", "1", "", ""]]}, "控制字符"),
    ({"stratum": [["S", "全部", "1"]]}, "不能抽取")])
def test_a_pool_that_cannot_be_drawn_from_is_refused_before_anything_is_written(rows, says, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    place = kept(tmp_path, rows, "pool.json")
    assert cli.main(["draw", "commit", "--pool", place, "--number", "A", "--agency", "局", "--title", "批", "--source", "源",
                     "--at", "2099-01-01 10:00", "--output", "out"]) == 2
    assert says in capsys.readouterr().err and not Path("out").exists()


def test_arguments_that_do_not_fit_together_are_said_in_words(tmp_path, capsys):
    for words, says in ((["commit", "--source", "x", "--at", "2099-01-01 10:00"], "批次编号和经办人"),
                        (["reveal", "--public", "1"], "批次编号和经办人"),
                        (["commit", "--pool", "p", "--source", "x", "--at", "明天"], "须写明 --number"),
                        (["reveal", "--promise", str(tmp_path), "--public", "1"], "没有这个文件")):
        assert cli.main(["draw", *words]) == 2
        assert says in capsys.readouterr().err
    with pytest.raises(SystemExit):
        cli.main(["draw", "verify"])
    assert "缺少参数：文件" in capsys.readouterr().err


@pytest.fixture
def b(db, tmp_path_factory, settings, fonts, monkeypatch):
    settings.ZHIHENG_DATA = tmp_path_factory.mktemp("data")
    monkeypatch.setenv("ZHIHENG_PIN", PIN)
    monkeypatch.setenv("ZHIHENG_PIN_WITH", PIN)
    with rules_in_force():
        yield story.district()


def at(monkeypatch, when: str) -> None:
    monkeypatch.setenv("ZHIHENG_NOW", moment(when).isoformat())


def test_the_whole_road_on_the_command_line_with_two_people_at_one_terminal(b, tmp_path, monkeypatch, capsys):
    no = story.set_up(b)
    number = Draw.objects.get().number
    at(monkeypatch, "2026-11-20 09:30")
    assert cli.main(["draw", "freeze", number, "--by", "li"]) == 0
    assert cli.main(["draw", "commit", no, "--by", "li", "--source", story.SOURCE, "--at", story.PUBLIC]) == 0
    assert story.held(no).commitment["hash"] in capsys.readouterr().out
    reveal = ["draw", "reveal", number, "--by", "li", "--with", "zhou", "--public", story.NUMBER, "--evidence", story.EVIDENCE]
    assert cli.main(reveal) == 1 and "此前不能揭晓" in capsys.readouterr().err
    at(monkeypatch, story.AFTER)
    assert cli.main(reveal) == 0
    assert cli.main(["draw", "export", "--all", "--output", str(tmp_path / "out")]) == 0
    capsys.readouterr()
    found = told(capsys, "verify", str(tmp_path / "out" / f"{number}.json"), "--commitment", story.held(no).commitment["hash"])
    assert found["ok"] and found["total"] == DrawPick.objects.count() > 0
    assert cli.main(reveal) == 1 and "已经揭晓" in capsys.readouterr().err


def test_one_alone_only_hands_it_in_and_a_wrong_pin_writes_nothing(b, monkeypatch, capsys):
    row = story.whole(b, until="commit")
    at(monkeypatch, story.AFTER)
    words = ["draw", "reveal", row.number, "--by", "li", "--public", story.NUMBER, "--evidence", story.EVIDENCE]
    before = Event.objects.count()
    monkeypatch.setenv("ZHIHENG_PIN_WITH", "999999")
    assert cli.main([*words, "--with", "zhou"]) == 1 and "签名口令不正确" in capsys.readouterr().err
    assert Event.objects.count() == before
    assert cli.main([*words, "--with", "li"]) == 2 and "两人到场" in capsys.readouterr().err
    assert cli.main(words) == 0 and "等待监督人" in capsys.readouterr().out
    assert not story.held(row.file.no).transcript


def test_export_names_what_is_not_revealed_yet_and_overwrites_nothing_by_half(b, tmp_path, capsys):
    revealed, waiting = story.whole(b, until="reveal"), story.whole(b, until="commit", title="第二批")
    (tmp_path / f"{revealed.number}.json").write_text("旧")
    found = told(capsys, "export", "--all", "--output", str(tmp_path))
    assert [Path(p).name for p in found["written"]] == [f"{revealed.number}.json"] == os.listdir(tmp_path)
    assert found["left"] == [{"number": waiting.number, "why": "还没有揭晓，没有抽取记录"}]
    assert told(capsys, "verify", found["written"][0])["ok"]
    assert cli.main(["draw", "export", waiting.number]) == 1
    for words, says in ((["YL-2026-D99"], "没有「YL-2026-D99」"), ([], "请写一个批次编号"), ([revealed.number, "--all"], "请写一个批次编号"),
                        (["--all", "--output", found["written"][0]], "不是文件夹")):
        assert cli.main(["draw", "export", *words]) == 2 and says in capsys.readouterr().err


def test_a_pin_is_never_an_argument_and_without_a_terminal_one_is_told_where_it_goes(b, monkeypatch, capsys):
    row = story.whole(b, until="freeze")
    at(monkeypatch, "2026-11-20 10:00")
    monkeypatch.delenv("ZHIHENG_PIN")
    words = ["draw", "commit", row.number, "--source", story.SOURCE, "--at", story.PUBLIC, "--by"]
    assert cli.main([*words, "li"]) == 2 and "ZHIHENG_PIN" in capsys.readouterr().err
    assert cli.main([*words, "nobody"]) == 2 and "没有账号" in capsys.readouterr().err
    assert story.held(row.file.no).committed_at is None
