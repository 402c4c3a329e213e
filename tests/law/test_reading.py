"""Texts of the law as people hand them over: read, refused with a reason, kept as a whole, found by words."""
from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tests.law.texts_at_hand import TEXTS, imported, needs_texts
from zhiheng.kernel.article import Article
from zhiheng.law import text_search, texts
from zhiheng.law.cite import cite
from zhiheng.law.reading import article_text, end_of, parse_statute, statute, statutes, texts_file
from zhiheng.law.text_diff import Piece, article_changes, changed, changes
from zhiheng.law.text_search import search
from zhiheng.law.texts import import_texts, in_upload, keep, look, remove

PLAIN = "# 某法\n\n2025年3月1日 通过\n\n<!-- INFO END -->\n\n## 第一章 总则\n\n第一条 甲。\n\n第二条 本法自2026年5月1日起施行。\n"
LATER = PLAIN.replace("第一条 甲。", "第一条 罚款二万元以上十万元以下。")


def folder_of(path: Path, **files: str | bytes) -> Path:
    path.mkdir(exist_ok=True)
    for name, body in files.items():
        data = body if isinstance(body, bytes) else body.encode()
        (path / name.replace("__", ".")).write_bytes(data)
    return path


@pytest.mark.parametrize("body", [
    b"\xef\xbb\xbf" + PLAIN.encode(), PLAIN.replace("\n", "\r\n").encode(), PLAIN.encode("gb18030"),
    PLAIN.replace("第一条 ", "第１条　").replace("第二条 ", "**第2条** ").encode(),
    PLAIN.replace("第一条 ", "### 第一条\n\n").replace("第二条 ", "第二条").encode(),
    PLAIN.replace("<!-- INFO END -->", "目录\n\n第一章 总则\n\n第二章 附则\n").encode()])
def test_marks_line_ends_widths_and_heads_of_many_hands_make_no_difference(body: bytes) -> None:
    text = parse_statute("某法(2025-03-01)", texts.decode(body))
    assert list(text.articles) == ["1", "2"] and text.text(cite("某法1")) == "甲。"
    assert [h.title for h in text.headings] == ["第一章 总则"]


def test_articles_inserted_later_keep_their_place_and_number() -> None:
    body = PLAIN.replace("第二条", "第一条之一 乙。\n\n第一条之二 丙。\n\n第二条")
    text = parse_statute("某法(2025-03-01)", body)
    assert list(text.articles) == ["1", "1-1", "1-2", "2"]
    assert text.text(cite("某法第一条之二")) == "丙。" and text.neighbours("1-1") == ("1", "1-2")


def test_words_that_only_speak_of_an_article_begin_none() -> None:
    text = parse_statute("某法(2025-03-01)", PLAIN.replace("甲。", "甲。\n\n第九条规定的情形除外。"))
    assert list(text.articles) == ["1", "2"] and len(text.articles["1"]) == 2


def test_a_table_stays_with_the_words_it_belongs_to() -> None:
    text = parse_statute("某法(2025-03-01)", PLAIN.replace("甲。", "标准如下：\n\n|档次|罚款|\n|---|---|\n|轻|一万元|"))
    assert text.text(cite("某法1-1")) == "标准如下：\n档次　罚款\n轻　一万元"


def test_an_annex_is_no_part_of_the_last_article() -> None:
    text = parse_statute("某法(2025-03-01)", PLAIN + "\n## 附件\n\n目录一览\n")
    assert "目录" not in (text.text(cite("某法2")) or "")


def test_the_day_in_force_is_that_of_the_text_when_it_names_one_for_this_version() -> None:
    assert parse_statute("某法(2025-03-01)", PLAIN).since == date(2026, 5, 1)
    amended = parse_statute("某法(2027-03-01)", PLAIN)
    assert amended.since == date(2027, 3, 1) and not amended.since_known


def test_without_a_day_in_its_name_a_file_is_dated_by_its_own_history() -> None:
    assert parse_statute("某法正式稿", PLAIN).adopted == date(2025, 3, 1)


@pytest.mark.parametrize(("name", "body", "why"), [
    ("说明.md", "# 读我", "没有读到条文"), ("某法(2025-02-30).md", PLAIN, "2025-02-30"),
    ("某法(2025-03-01).md", PLAIN + PLAIN, "出现两次"), ("某法(2025-03-01).docx", "PK", "不是 Markdown"),
    ("某法(2025-03-01).txt", "PK\x03\x04", "不是文字文件"), ("某法.md", PLAIN.replace("# 某法", ""), "法律名称"),
    ("某法(2025-03-01).md", "第一条\n\n第二条\n", "只有条号")])
def test_a_file_that_is_no_law_is_named_with_the_reason(name: str, body: str, why: str, tmp_path: Path) -> None:
    found = list(look([(name, body.encode)], tmp_path))
    assert [f.state for f in found] == ["refused"] and why in found[0].says and name in found[0].line
    with pytest.raises(ValueError, match="没有法律文本"):
        import_texts(folder_of(tmp_path / "in", **{name.replace(".", "__"): body}), tmp_path)
    assert statutes(tmp_path) == {}


def test_the_same_text_again_changes_nothing_and_says_so(tmp_path: Path) -> None:
    source = folder_of(tmp_path / "in", **{"某法(2025-03-01)__md": PLAIN})
    import_texts(source, tmp_path)
    before = texts_file(tmp_path).stat().st_mtime_ns
    assert [f.state for f in look(texts.in_folder(source), tmp_path)] == ["same"]
    import_texts(source, tmp_path)
    assert texts_file(tmp_path).stat().st_mtime_ns == before
    folder_of(source, **{"某法(2025-03-01)__md": LATER})
    assert [f.state for f in look(texts.in_folder(source), tmp_path)] == ["changed"]


def test_two_files_of_the_same_text_are_not_both_taken(tmp_path: Path) -> None:
    states = [f.state for f in look([("某法(2025-03-01).md", PLAIN.encode), ("甲/某法(2025-03-01).md", LATER.encode)], tmp_path)]
    assert states == ["new", "refused"]


def test_an_import_that_fails_leaves_the_old_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import_texts(folder_of(tmp_path / "in", **{"某法(2025-03-01)__md": PLAIN}), tmp_path)

    def full(fd: int) -> None:
        raise OSError("磁盘已满")

    monkeypatch.setattr(texts.os, "fsync", full)
    with pytest.raises(OSError, match="磁盘已满"):
        import_texts(folder_of(tmp_path / "in2", **{"某法(2027-03-01)__md": LATER, "他法(2020-01-01)__md": PLAIN}), tmp_path)
    assert [(t, len(v)) for t, v in statutes(tmp_path).items()] == [("某法", 1)]
    assert not list((tmp_path / "law").glob("*.new"))


def test_each_day_has_its_text_and_a_text_ends_on_the_eve_of_the_next(tmp_path: Path) -> None:
    import_texts(folder_of(tmp_path / "in", **{
        "某法(2025-03-01)__md": PLAIN, "某法(2026-12-01)__md": LATER.replace("2026年5月1日", "2027年1月1日")}), tmp_path)
    place = cite("某法1")
    assert article_text(place, date(2026, 4, 30), tmp_path) is None
    assert article_text(place, date(2026, 12, 31), tmp_path) == "甲。"
    assert article_text(place, date(2027, 1, 1), tmp_path) == "罚款二万元以上十万元以下。"
    old = statute("某法", date(2026, 12, 31), tmp_path)
    assert old and end_of(old, tmp_path) == date(2026, 12, 31)
    assert remove("某法", "2026-12-01", tmp_path) and end_of(old, tmp_path) is None
    assert not remove("某法", "2026-12-01", tmp_path)


def test_an_archive_made_on_windows_is_read_by_its_chinese_names(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("法律/某法(2025-03-01).md", PLAIN)
        archive.writestr("读我.pdf", b"%PDF")
        archive.writestr("__MACOSX/._某法.md", b"x")
    found = list(look(in_upload("一批.zip", out.getvalue()), tmp_path))
    assert [f.state for f in found] == ["new", "refused"] and len(keep(found, tmp_path)) == 1
    with pytest.raises(ValueError, match="ZIP"):
        list(in_upload("坏.zip", b"PK nothing"))


def test_what_changed_between_two_texts_is_told_in_whole_numbers() -> None:
    found = changes("处二万元以上十万元以下的罚款", "处五万元以上二十万元以下的罚款")
    assert found[0] == Piece("same", "处") and Piece("out", "二万") in found and Piece("in", "五万") in found
    assert "".join(p.text for p in found if p.kind != "in") == "处二万元以上十万元以下的罚款"
    assert "".join(p.text for p in found if p.kind != "out") == "处五万元以上二十万元以下的罚款"


def test_an_article_only_one_text_has_came_in_as_a_whole() -> None:
    old = parse_statute("某法(2025-03-01)", PLAIN)
    new = parse_statute("某法(2027-03-01)", PLAIN.replace("第二条", "第一条之一 乙。\n\n第二条"))
    assert article_changes(old, new, "1-1") == (Piece("in", "乙。"),)
    assert not changed(article_changes(old, new, "1"))


def test_two_characters_find_the_articles_that_hold_them(tmp_path: Path) -> None:
    import_texts(folder_of(tmp_path / "in", **{"某法(2025-03-01)__md": LATER}), tmp_path)
    assert [f.article for f in search("罚款", tmp_path)] == ["1"]
    assert [f.article for f in search("二万元 罚款", tmp_path)] == ["1"]
    assert search("听证", tmp_path) == [] and search("  ", tmp_path) == []
    assert search("罚款", tmp_path, on=date(2026, 4, 30)) == []
    assert [f.article for f in search("款", tmp_path)] == ["1"]


def test_pieces_that_somebody_cut_short_are_made_again(tmp_path: Path) -> None:
    import_texts(folder_of(tmp_path / "in", **{"某法(2025-03-01)__md": LATER}), tmp_path)
    kept = tmp_path / "law" / "pieces.json"
    assert kept.is_file()
    kept.write_text("{", encoding="utf-8")
    text_search._index.cache_clear()
    assert search("罚款", tmp_path)


@needs_texts
def test_every_article_of_the_texts_is_found_by_its_own_first_words() -> None:
    folder = imported()
    lost = []
    for versions in statutes(folder).values():
        for number, paragraphs in list(versions[-1].articles.items())[::7]:
            words = paragraphs[0].lead[:16]
            if number not in {f.article for f in search(words, folder, law=versions[-1].title)}:
                lost.append((versions[-1].title, number))
    assert lost == []


@needs_texts
def test_no_text_at_hand_lacks_an_article_or_its_chapters() -> None:
    found = list(look(texts.in_folder(TEXTS), imported()))
    assert {f.state for f in found} == {"same"}
    assert [f.line for f in found if any("缺" in n for n in f.notes)] == []
    safety = statute("安全生产法", date(2026, 11, 23), imported())
    assert safety and len(safety.headings) == 7 and safety.chapter("97") == "第六章 法律责任"


def test_a_law_is_read_by_any_of_its_registered_names(tmp_path: Path) -> None:
    import_texts(folder_of(tmp_path / "in", **{"行政处罚法(2021-01-22)__md": PLAIN}), tmp_path)
    assert article_text(Article("处罚法", "1"), date(2026, 11, 23), tmp_path) == "甲。"
    assert article_text(Article("没有的法", "1"), date(2026, 11, 23), tmp_path) is None
