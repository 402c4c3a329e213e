"""Typing facts into an act's form as a person does: by the visible control of each field."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import Locator, Page

from zhiheng.kernel.facts import FieldSpec

CHECKED = ("choices", "people", "evidence", "subjects")


def fill(page: Page, specs: Sequence[FieldSpec], given: Mapping[str, Any]) -> None:
    """Type every given fact; a name the form does not have is a mistake of the journey."""
    by_name = {s.name: s for s in specs}
    for name, value in given.items():
        put(page, by_name[name], name, value)


def put(page: Page, spec: FieldSpec, name: str, value: Any) -> None:
    """One field, or one cell of a row."""
    if spec.type == "rows":
        _rows(page, spec, name, value)
    elif spec.type in CHECKED and page.locator(f'input[type=checkbox][name="{name}"]').count():
        _ticks(page, name, set(value))
    elif spec.type == "articles":
        page.locator(f'input[type=text][name="{name}"]').fill("；".join(value))
    else:
        _one(page.locator(f'[name="{name}"]:not([type=hidden])'), spec, value)


def _one(control: Locator, spec: FieldSpec, value: Any) -> None:
    text = written(spec, value)
    first = control.first
    if first.get_attribute("type") == "radio":
        control.and_(control.page.locator(f'[value="{text}"]')).check()
    elif first.evaluate("e => e.tagName") == "SELECT":
        first.select_option(text)
    else:
        first.fill(text)


def written(spec: FieldSpec, value: Any) -> str:
    """What a person would type for a fact."""
    match spec.type:
        case "bool":
            return "1" if value else "0"
        case "money":
            return f"{value / 100:.2f}"
        case "datetime":
            return str(value)[:16]
        case "date":
            return str(value)[:10]
        case "list":
            return "\n".join(value)
    return str(value)


def _ticks(page: Page, name: str, wanted: set[str]) -> None:
    boxes = page.locator(f'input[type=checkbox][name="{name}"]')
    for box in boxes.all():
        box.set_checked(box.get_attribute("value") in wanted)


def _rows(page: Page, spec: FieldSpec, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    box = page.locator(f'[data-rows="{name}"]')
    cells = {c.name: c for c in spec.rows}
    items = box.locator("[data-body] > [data-item]")
    while items.count() < len(rows):
        box.locator("[data-add]").click()
    for index, row in enumerate(rows):
        for cell, value in row.items():
            put(page, cells[cell], f"{name}-{index}-{cell}", value)


def empty(page: Page, spec: FieldSpec) -> bool:
    """Whether nothing stands in a required field yet."""
    if spec.type == "rows":
        first = page.locator(f'[data-rows="{spec.name}"] [data-item]').first
        if first.locator(":checked").count():
            return False
        return not first.count() or not any(c.input_value() for c in first.locator(".in").all())
    if spec.type == "articles":
        return not page.locator(f'input[type=hidden][name="{spec.name}"]').count()
    control = page.locator(f'[name="{spec.name}"]')
    if not control.count():
        return False
    if control.first.get_attribute("type") in ("radio", "checkbox"):
        return not control.and_(page.locator(":checked")).count()
    return not control.first.input_value()
