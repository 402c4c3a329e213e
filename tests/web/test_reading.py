"""Every citation a page shows opens the words of the law: no page may name an article that cannot be read."""
from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest

from zhiheng.law.mentions import mentions
from zhiheng.records.models import Paper
from zhiheng.web.build.menu import GROUPS

SILENT = {"script", "style", "textarea", "option", "title", "template", "output", "select"}
"""What a page holds but nobody reads as words: values of controls, and the citation that is there to be copied."""


class Words(HTMLParser):
    """The words outside links, with the element they stand in; and every address that shows an article."""

    def __init__(self) -> None:
        super().__init__()
        self.path: list[str] = []
        self.words: list[tuple[str, str]] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and (given.get("href") or "").startswith(("/law/", "/p/law/")):
            self.links.append(str(given["href"]))
        if tag not in ("input", "br", "meta", "link", "img", "hr", "use", "path"):
            current = "a" if given.get("aria-current") else tag
            self.path.append("a" if tag == "h2" and "article" in self.path else current)  # the title of the words themselves

    def handle_endtag(self, tag: str) -> None:
        if self.path:
            self.path.pop()

    def handle_data(self, data: str) -> None:
        if not SILENT.intersection(self.path) and "a" not in self.path:
            self.words.append(("/".join(self.path[-3:]), data))


def unread(html: str) -> list[str]:
    page = Words()
    page.feed(html)
    return [f"{where}: {words.strip()[:90]}" for where, words in page.words if mentions(words)]


def article_links(html: str) -> list[str]:
    page = Words()
    page.feed(html)
    return [h for h in page.links if len(urlsplit(h).path.strip("/").split("/")) > 2]


# Pages by name: the post whose desk shows them, and the address on the files of the story.
PAGES = {
    "home": ("li", "/"), "approvals": ("chen", "/approvals/"), "approvals done": ("chen", "/approvals/done/"),
    "inspections": ("li", "/inspections/"), "rectifications": ("li", "/rectifications/"), "penalties": ("li", "/penalties/"),
    "case": ("li", "/files/{case}/"), "case hops": ("zhou", "/files/{case}/?t=hops"), "case whole": ("li", "/files/{case}/all/"),
    "inspection": ("li", "/files/{inspection}/"), "inspection whole": ("li", "/files/{inspection}/all/"),
    "paper": ("li", "/papers/{paper}/"), "enterprise": ("li", "/enterprises/{code}/"), "enterprises": ("li", "/enterprises/"),
    "search": ("li", "/search/?q=安全生产法97"), "messages": ("li", "/messages/"), "measures": ("chen", "/measures/"),
    "publicity": ("chen", "/publicity/"), "archives": ("chen", "/archives/"), "officers": ("chen", "/officers/"),
    "evidence": ("li", "/files/{case}/evidence/"), "release": ("chen", "/files/{case}/release/decide/recusal_informed/"),
    "law": ("li", "/law/"), "law page": ("li", "/law/安全生产法/"), "article": ("li", "/law/行政处罚法/63/?k=1&x=1"),
    "sources": ("li", "/law/sources/"), "law search": ("li", "/law/search/?q=培训"), "new inspection": ("li", "/inspections/new/"),
    "status": ("admin", "/status/"),
    "public home": ("li", "/p/"), "public about": ("li", "/p/about/"),
}
CASE_ACTS = ("review_defence", "conclude_investigation", "legal_review", "penalty_notice", "hearing_notice", "collective_discussion",
             "handling_approval", "decide", "serve", "add_evidence", "suspend", "file_case", "inquiry", "withdraw_case")
INSPECTION_ACTS = ("record", "rectification_order", "propose_case", "complete", "emergency_entry", "onsite_measure")
PAGES |= {f"case form {a}": ("li", f"/files/{{case}}/acts/{a}/") for a in CASE_ACTS}
PAGES |= {f"inspection form {a}": ("li", f"/files/{{inspection}}/acts/{a}/") for a in INSPECTION_ACTS}


WHO = {"officer": "li", "section_head": "zhang", "legal_reviewer": "zhou", "bureau_head": "chen", "administrator": "admin",
       "supervisor": "song", "archivist": "he"}
MENU = {e.href: WHO[sorted(e.posts & set(WHO))[-1]] for _, _, _, entries in GROUPS for e in entries}
PAGES |= {f"menu {href}": (who, href) for href, who in MENU.items() if href not in {h for _, h in PAGES.values()}}


@pytest.fixture
def shown(played, at_desk):
    """``shown(name)``: the page as its post sees it."""

    def ask(name: str) -> str:
        who, path = PAGES[name]
        paper = Paper.objects.filter(file=played.case).first()
        href = path.format(case=played.case.no, inspection=played.inspection.no, paper=paper.pk, code=played.case.enterprise.code)
        answer = at_desk(getattr(played.bureau, who)).get(href)
        assert answer.status_code in (200, 403, 404), href
        return answer.content.decode() if answer.status_code == 200 else ""

    return ask


@pytest.mark.parametrize("name", PAGES)
def test_every_citation_on_a_page_is_a_link_to_its_words(name, shown):
    assert unread(shown(name)) == []


def test_every_link_to_an_article_on_the_pages_of_a_case_answers(shown, played, at_desk):
    client = at_desk(played.bureau.li)
    links = {h for name in ("case", "inspection", "case form decide", "case whole", "sources") for h in article_links(shown(name))}
    assert len(links) > 40
    assert [h for h in links if client.get(h).status_code != 200] == []


def test_a_link_names_the_day_whose_text_is_meant(shown, played):
    on = {parse_qs(urlsplit(h).query).get("on", [""])[0] for h in article_links(shown("case"))}
    assert "" not in on and len(on) > 1  # the day of the conduct, of the steps, of today
