"""Every paper of the three procedures, made from one story and compared with its kept text."""
from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.papers.reading import page_count, text_of
from tests.papers.story import FACTS, context
from zhiheng.law.papers import papers
from zhiheng.papers import engine, spec

SNAPSHOTS = Path(__file__).parent / "snapshots"
TEMPLATES = Path(engine.__file__).parent / "typ"


def test_every_paper_of_the_catalogue_has_a_template_and_a_place_in_the_story() -> None:
    assert set(FACTS) == set(spec.codes()) == set(papers())
    assert {path.stem for path in TEMPLATES.glob("*.typ")} - {"lib", "acts", "decision"} == set(papers())


@pytest.mark.parametrize("code", spec.codes())
def test_the_paper_says_what_it_said(code: str) -> None:
    """Set UPDATE_SNAPSHOTS=1 to keep the new text after looking at the picture."""
    done = engine.render(code, context(code))
    said, kept = text_of(done.pdf), SNAPSHOTS / f"{code}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        kept.write_text(said, encoding="utf-8")
    assert said == kept.read_text(encoding="utf-8")
    assert done.pages == page_count(done.pdf)


@pytest.mark.parametrize("code", spec.codes())
def test_the_paper_is_tagged_pdf_a_and_the_same_again(code: str) -> None:
    first, second = engine.render(code, context(code)), engine.render(code, context(code))
    assert first == second
    assert b"<pdfaid:part>2" in first.pdf
    assert b"<pdfaid:conformance>A" in first.pdf
    assert b"/StructTreeRoot" in first.pdf
    assert b"/MarkInfo" in first.pdf


@pytest.mark.parametrize("code", spec.codes())
def test_a_draft_of_nothing_but_the_file_can_be_previewed(code: str) -> None:
    """A preview opens with the form still empty; only the draft mark and the open number show."""
    empty = {"code": code, "draft": True, "agency": {"name": "云岭区应急管理局", "short": "云"}, "f": {}}
    if code.startswith("penalty_decision") or code == "no_penalty_decision":
        empty["party"] = {"kind": "person", "name": "陈某某"}
    done = engine.render(code, empty)
    assert "草稿" in text_of(done.pdf)


@pytest.mark.parametrize("code", spec.codes())
def test_what_may_be_left_out_may_be_left_out(code: str) -> None:
    """Only what the catalogue requires is given: the paper in force still comes out whole."""
    form = papers()[code]
    needed = {name for name in form.required} | {field.name for field in form.fields if field.unless}
    sparse = {name: value for name, value in FACTS[code].items() if name in needed}
    done = engine.render(code, context(code, f=sparse, sign=[], verify=None))
    assert "____" not in text_of(done.pdf)


@pytest.mark.parametrize("code", ["penalty_notice", "penalty_decision_org", "site_inspection_record"])
def test_a_preview_is_a_picture_of_the_asked_page(code: str) -> None:
    pictures = engine.render_png(code, context(code), page=None, ppi=48)
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    assert engine.render_png(code, context(code), page=1, ppi=48) == pictures[:1]
    assert engine.render_png(code, context(code), page=99, ppi=48) == []
