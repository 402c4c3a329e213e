"""The law library: an article as of a day with what surrounds it, words searched, texts brought by the administrator."""
from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zhiheng.law import violations
from zhiheng.law.reading import statutes
from zhiheng.law.texts import import_texts

OLD = "# 行政处罚法\n\n<!-- INFO END -->\n\n第一条 甲。\n\n第二条 罚款二万元以上十万元以下。\n\n第三条 自2017年9月1日起施行。\n"
NEW = OLD.replace("二万元以上十万元以下", "五万元以上十万元以下").replace("自2017年9月1日起施行", "自2021年7月15日起施行")


@pytest.fixture
def texts(tmp_path, settings):
    """Two texts of one law, told apart by their days."""
    settings.ZHIHENG_DATA = tmp_path
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "行政处罚法(2017-09-01).md").write_text(OLD, encoding="utf-8")
    (folder / "行政处罚法(2021-01-22).md").write_text(NEW, encoding="utf-8")
    import_texts(folder, tmp_path)
    return tmp_path


def test_the_text_is_that_of_the_day_and_the_cited_paragraph_is_marked(office, at_desk, texts):
    client = at_desk(office.people["li"])
    now = client.get("/law/行政处罚法/2/?on=2026-11-16&k=1").content.decode()
    then = client.get("/law/行政处罚法/2/?on=2020-01-01&k=1").content.decode()
    assert '<p class="cited" data-cited>罚款五万元以上' in now and '<p class="cited" data-cited>罚款二万元以上' in then
    assert "2021-07-14 止" in then
    assert "当时的文本没有导入" in client.get("/law/行政处罚法/2/?on=2010-01-01").content.decode()


def test_the_article_shows_its_neighbours_its_other_texts_and_the_citation_to_copy(office, at_desk, texts):
    html = at_desk(office.people["li"]).get("/law/行政处罚法/2/?on=2026-11-16&k=1").content.decode()
    assert "上一条 第1条" in html and "下一条 第3条" in html
    assert "<del>二万</del><ins>五万</ins>" in html and "其他时间的文本 1" in html
    assert "<output data-copy-from>行政处罚法第二条第一款</output>" in html


def test_the_acts_and_gates_that_rest_on_an_article_stand_below_it(office, at_desk, texts):
    client = at_desk(office.people["li"])
    html = client.get("/law/行政处罚法/63/?on=2026-11-16").content.decode()
    assert "哪些闸口和期限引用本条" in html and "没有第63条" in html
    act = client.get("/law/安全生产法/97/?on=2026-11-16").content.decode()
    assert "哪些违法行为适用本条" in act and "AQSCF-097-1-3" in act and "未导入文本" in act


def test_a_missing_text_shows_the_citation_alone_with_one_sentence(office, at_desk):
    html = at_desk(office.people["li"]).get("/law/安全生产法/97/?on=2026-11-16&k=1&x=3").content.decode()
    assert "安全生产法第九十七条第一款第（三）项" in html and html.count("没有导入这份规定当日有效的文本") == 1


@pytest.mark.parametrize("path", ["/law/行政处罚法/x/", "/law/行政处罚法/2/?on=never", "/law/没有的法/"])
def test_an_address_that_means_nothing_is_not_found(path, office, at_desk):
    assert at_desk(office.people["li"]).get(path).status_code == 404


def test_the_library_is_filtered_and_opens_an_article_or_a_law(office, at_desk, texts):
    client = at_desk(office.people["li"])
    assert client.get("/law/?q=安法97")["Location"].startswith("/law/%E5%AE%89%E5%85%A8%E7%94%9F%E4%BA%A7%E6%B3%95/97/?on=")
    assert client.get("/law/?q=罚款五万")["Location"].startswith("/law/search/")
    ended = client.get("/law/?state=ended").content.decode()
    assert "危险化学品安全管理条例" in ended and ">安全生产法<" not in ended
    held = client.get("/law/?state=text").content.decode()
    assert "行政处罚法" in held and "2 个文本" in held and "突发事件应对法" not in held


def test_words_are_found_in_the_texts_of_the_day(office, at_desk, texts):
    client = at_desk(office.people["li"])
    assert "行政处罚法第2条" in client.get("/law/search/?q=五万元").content.decode()
    old = client.get("/law/search/?q=五万元&on=2020-01-01").content.decode()
    assert "行政处罚法第2条" not in old and "没有条文含有" in old
    assert "行政处罚法第2条" in client.get("/law/search/?q=五万元&on=2020-01-01&every=1").content.decode()


def test_a_law_is_read_by_chapters_with_the_acts_that_rest_on_it(office, at_desk, texts):
    client = at_desk(office.people["li"])
    html = client.get("/law/行政处罚法/").content.decode()
    assert "第1条–第3条" in html and "罚款五万元" in html
    acts = client.get("/law/安全生产法/").content.decode()
    assert "依据本法处罚的违法行为" in acts and "没有导入这部法规的文本" in acts


def test_sources_list_everything_that_is_open_with_links(office, at_desk):
    html = at_desk(office.people["li"]).get("/law/sources/").content.decode()
    open_acts = sum(v.source != "law_text" for v in violations.every())
    assert f'违法行为 <span class="num">{open_acts}</span>' in html and "还没有导入法规文本" in html


# --- an administrator brings texts --------------------------------------------------------------------------------

def brought(client, *files):
    return client.post("/law/import/", {"do": "look", "texts": [SimpleUploadedFile(n, b.encode()) for n, b in files]})


def test_files_are_shown_for_what_they_are_before_anything_is_kept(office, at_desk, tmp_path):
    client = at_desk(office.people["admin"])
    html = brought(client, ("行政处罚法(2021-01-22).md", NEW), ("读我.md", "你好")).content.decode()
    assert "可导入 1 部" in html and "新增" in html and "没有读到条文" in html
    assert statutes(tmp_path) == {}
    token = re.search(r'name="token" value="(\w+)"', html).group(1)
    assert client.post("/law/import/", {"do": "keep", "token": token}).status_code == 302
    assert list(statutes(tmp_path)) == ["行政处罚法"]
    assert "已经导入" in client.post("/law/import/", {"do": "keep", "token": token}).content.decode()
    assert "没有新的文本可以导入" in brought(client, ("行政处罚法(2021-01-22).md", NEW)).content.decode()


@pytest.mark.parametrize("token", ["../../etc", "", "0" * 31, "0" * 32])
def test_a_token_that_names_nothing_keeps_nothing(token, office, at_desk, tmp_path):
    answer = at_desk(office.people["admin"]).post("/law/import/", {"do": "keep", "token": token})
    assert answer.status_code == 200 and statutes(tmp_path) == {}


def test_only_the_administrator_brings_texts(office, at_desk, tmp_path):
    assert brought(at_desk(office.people["li"]), ("行政处罚法(2021-01-22).md", NEW)).status_code == 403
    assert not (tmp_path / "law").exists()


def test_the_public_reads_the_words_too(office, client, texts):
    html = client.get("/p/law/行政处罚法/2/?on=2026-11-16&k=1").content.decode()
    assert "<mark>罚款五万元以上十万元以下。</mark>" in html and "2021-07-15" in html
    assert "请查阅公布的法律文本" in client.get("/p/law/安全生产法/97/").content.decode()
    assert client.get("/p/law/行政处罚法/x/").status_code == 404
