"""The page of a file: what may be done, why not yet, what runs, what has happened."""
from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web import story
from zhiheng.law.texts import import_texts


def page(at_desk, played, who, path=""):
    answer = at_desk(getattr(played.bureau, who)).get(f"/files/{played.case.no}/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_party_has_its_own_row(played, at_desk):
    html = page(at_desk, played, "li")
    assert html.count('data-state="penalty_notice:done"') == 2
    assert 'data-state="defence:current"' in html and "待复核" in html
    assert html.count('data-state="decide:todo"') == 2


def test_the_decision_lists_every_unmet_gate_with_its_article_and_the_first_lawful_act_is_primary(played, at_desk):
    html = page(at_desk, played, "li")
    block = re.search(r'data-part="why-not" data-act="decide".*?</details>\s*(?=<details|</section)', html, re.S).group(0)
    for gate in ("defence_reviewed", "hearing_period", "collective_discussion", "approved"):
        assert f'data-gate="{gate}"' in block
    for article in ("行政处罚法第45条第1款", "行政处罚法第64条第1款第1项", "行政处罚法第57条第2款"):
        assert article in block
    assert "最早" not in block or "11-24" in block
    first = re.search(r'data-part="act-list">\s*<a class="btn primary"[^>]*data-act="(\w+)"', html)
    assert first.group(1) == "review_defence"


def test_a_clock_is_explained_line_by_line(played, at_desk):
    html = page(at_desk, played, "li")
    assert 'data-clock="hearing_request:party-1"' in html and "怎么算的" in html
    assert "暂定" in html and "2027-01-11" in html  # the year 2027 has no published calendar


def test_the_chain_leads_from_the_inspection_to_the_case(played, at_desk):
    html = page(at_desk, played, "li")
    assert f'href="/files/{played.inspection.no}/"' in html
    there = at_desk(played.bureau.li).get(f"/files/{played.inspection.no}/").content.decode()
    assert f'href="/files/{played.case.no}/"' in there and "砂光车间除尘系统未设任一控爆措施" in there


def test_every_signature_hop_can_be_read(played, at_desk):
    html = page(at_desk, played, "li", "?t=hops")
    assert html.count("签署「行政处罚告知」") == 8  # two notices, four signatures each
    folded = page(at_desk, played, "li")
    assert "签署「行政处罚告知」" not in folded and "张伟 11-13：同意" in folded


@pytest.mark.parametrize("who", ["song", "zhou", "chen", "zhang"])
def test_others_see_the_file_and_only_what_is_theirs_to_do(played, at_desk, who):
    html = page(at_desk, played, who)
    acts = set(re.findall(r'<a class="btn [^"]*" href="[^"]*/acts/(\w+)/', html))
    assert "review_defence" not in acts  # only the officers of the file
    if who == "song":
        assert not acts and "您的身份只能查看，不能办理。" in html


@pytest.mark.parametrize("who", ["admin", "he"])
def test_who_may_not_see_an_open_case_gets_no_word_of_it(played, at_desk, who):
    client = at_desk(getattr(played.bureau, who))
    for path in ("", "all/", "archive/", "acts/decide/", "drafts/2/", "evidence/", "evidence/E001/"):
        answer = client.get(f"/files/{played.case.no}/{path}")
        assert answer.status_code in (403, 404) and "陈某某" not in answer.content.decode()


def test_the_page_needs_at_most_twenty_five_queries(played, at_desk):
    client = at_desk(played.bureau.li)
    client.get(f"/files/{played.case.no}/")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/files/{played.case.no}/")
    assert len(asked) <= 25, [q["sql"][:90] for q in asked.captured_queries]


def test_the_whole_file_reads_as_one_page(played, at_desk):
    html = page(at_desk, played, "zhou", "all/")
    assert "卷内目录" in html and "行政处罚告知" in html and "未培训6人，在4至10人档内" in html
    assert "990101197503020017" not in html  # the number of a person stands in the paper, not on overviews
    assert "990***********0017" in html


def test_the_package_of_the_file_is_handed_over(played, at_desk):
    answer = at_desk(played.bureau.li).get(f"/files/{played.case.no}/archive/")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/zip"
    assert b"".join(answer.streaming_content)[:2] == b"PK"


def test_a_paper_is_shown_as_the_frozen_file_and_says_when_it_was_touched(played, at_desk):
    client = at_desk(played.bureau.li)
    paper = played.case.papers.get(code="penalty_notice", subject="party-1")
    html = client.get(f"/papers/{paper.pk}/").content.decode()
    assert paper.no in html and paper.verify_code in html and paper.sha256 in html
    assert client.get(f"/papers/{paper.pk}/pages/1.png").content[:4] == b"\x89PNG"
    assert client.get(f"/papers/{paper.pk}.pdf").content[:5] == b"%PDF-"
    paper.sha256 = "0" * 64
    paper.save(update_fields=["sha256"])
    assert client.get(f"/papers/{paper.pk}.pdf").status_code == 409
    assert "与签署时的指纹不符" in client.get(f"/papers/{paper.pk}/").content.decode()
    assert at_desk(played.bureau.admin).get(f"/papers/{paper.pk}/").status_code in (403, 404)


def test_evidence_is_taken_in_with_its_hash_and_shown(played, at_desk, tmp_path):
    client = at_desk(played.bureau.wang)
    photo = tmp_path / "b.png"
    photo.write_bytes(story.PNG + b"x")
    with photo.open("rb") as stream:
        sent = client.post(f"/files/{played.case.no}/evidence/", {
            "kind": "photo", "title": "培训台账照片", "captured_at": "2026-11-20T10:00", "place": "档案室", "content": stream})
    assert sent.status_code == 302
    html = client.get(f"/files/{played.case.no}/evidence/E001/").content.decode()
    assert "培训台账照片" in html and "与收入时一致" in html and "2026-11-20 10:00" in html
    shown = client.get(f"/files/{played.case.no}/evidence/E001/content/")
    assert b"".join(shown.streaming_content) == story.PNG + b"x"
    assert "收入证据 E001" in page(at_desk, played, "li", "?t=evidence")


def test_a_page_that_could_run_is_never_shown_only_handed_over(played, at_desk, tmp_path):
    client = at_desk(played.bureau.wang)
    bad = tmp_path / "x.html"
    bad.write_text("<script>alert(1)</script>")
    with bad.open("rb") as stream:
        client.post(f"/files/{played.case.no}/evidence/", {"kind": "electronic", "title": "网页", "content": stream})
    answer = client.get(f"/files/{played.case.no}/evidence/E001/content/")
    assert answer["Content-Disposition"].startswith("attachment") and answer["Content-Type"] == "application/octet-stream"


def test_only_officers_take_evidence_in(played, at_desk, tmp_path):
    client = at_desk(played.bureau.song)
    photo = tmp_path / "b.png"
    photo.write_bytes(story.PNG)
    with photo.open("rb") as stream:
        client.post(f"/files/{played.case.no}/evidence/", {"kind": "photo", "title": "x", "content": stream})
    assert not played.case.evidence.exists()


def test_an_article_without_its_text_still_says_what_is_cited(played, at_desk):
    html = at_desk(played.bureau.li).get("/law/行政处罚法/64/?on=2026-09-28&k=1&x=1").content.decode()
    assert "行政处罚法第六十四条第一款第（一）项" in html and "没有导入" in html


def test_an_article_opens_with_the_cited_item_lit(played, at_desk, shared, settings):
    import_texts(shared / "law/statutes", settings.ZHIHENG_DATA)
    html = at_desk(played.bureau.li).get("/law/行政处罚法/64/?on=2026-09-28&k=1&x=1").content.decode()
    lit = re.findall(r'<p class="cited" data-cited>(.*?)</p>', html)
    assert len(lit) == 1 and "五日内提出" in lit[0]
