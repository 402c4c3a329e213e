"""View models of the act form: fields, checks, confirm panel, preview.

A form is drawn from :class:`FieldSpec` objects in the order of the paper. Names of repeated rows are
``<field>-<row>-<column>`` and ``<field>-rows`` holds how many rows were sent; :func:`read_rows` reads
them back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from zhiheng.web.parts import Button, Link, SignRoute
from zhiheng.web.parts_page import Option

FieldKind = Literal[
    "text",
    "longtext",
    "number",
    "money",
    "term",
    "date",
    "datetime",
    "radio",
    "select",
    "search",
    "multi",
    "people",
    "check",
    "rows",
    "cards",
    "find",
    "qa",
    "articles",
    "file",
    "static",
    "hidden",
]
RADIO_MOST, SELECT_MOST = 5, 15


@dataclass(frozen=True, slots=True)
class FieldHelp:
    """What stands behind the ``?``: what to write, a good and a bad example, what happens if left empty."""

    what: str
    good: str = ""
    bad: str = ""
    empty: str = ""
    basis: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field. ``value`` is the text to show; lists use ``values``. ``source`` says where a filled
    value came from; ``capital`` is the capital form of an amount as given by the server; ``unit`` stands
    after the input."""

    name: str
    label: str
    kind: FieldKind = "text"
    value: str = ""
    values: tuple[str, ...] = ()
    required: bool = False
    help: FieldHelp | None = None
    hint: str = ""
    source: str = ""
    source_link: Link | None = None
    error: str = ""
    options: tuple[Option, ...] = ()
    unit: str = ""
    capital: str = ""
    width: Literal["full", "half", "third"] = "full"
    columns: tuple[FieldSpec, ...] = ()
    rows: tuple[tuple[FieldSpec, ...], ...] = ()
    blank: tuple[FieldSpec, ...] = ()
    lines: int = 4
    max_length: int = 0
    minimum: str = ""
    maximum: str = ""
    accept: str = ""
    multiple: bool = False
    links: tuple[Link, ...] = ()
    badge: str = ""
    readonly: bool = False
    template: ClassVar[str] = "zh/parts/field.html"

    @property
    def id(self) -> str:
        return f"f-{self.name}"

    @property
    def row_count(self) -> int:
        return len(self.rows)

    @property
    def grouped(self) -> bool:
        """True where the control is a group and needs fieldset/legend instead of label."""
        return self.kind in {"radio", "multi", "people", "rows", "cards", "qa", "articles"}

    @property
    def described_by(self) -> str:
        return " ".join(
            f"{self.id}-{part}" for part, on in (("error", self.error), ("hint", self.hint)) if on
        )


def choice_kind(count: int) -> FieldKind:
    """Kind of a single choice by its number of options: radio to 5, select to 15, then a search box."""
    return "radio" if count <= RADIO_MOST else "select" if count <= SELECT_MOST else "search"


def rows_field(
    base: FieldSpec,
    columns: Sequence[FieldSpec],
    data: Sequence[Mapping[str, str]],
    blank: int = 2,
    errors: Mapping[tuple[int, str], str] | None = None,
) -> FieldSpec:
    """``base`` with its rows filled from ``data`` plus ``blank`` empty ones, so that rows can be added
    without JavaScript. ``errors`` is keyed by (row, column name)."""
    faults = errors or {}

    def cell(row: int | str, column: FieldSpec, value: str, error: str) -> FieldSpec:
        return replace(column, name=f"{base.name}-{row}-{column.name}", value=value, error=error)

    filled = [*data, *({} for _ in range(blank))]
    rows = tuple(
        tuple(cell(i, c, str(row.get(c.name, "")), faults.get((i, c.name), "")) for c in columns)
        for i, row in enumerate(filled)
    )
    pattern = tuple(cell("__row__", c, "", "") for c in columns)
    return replace(base, columns=tuple(columns), rows=rows, blank=pattern)


def read_rows(
    data: Mapping[str, str], name: str, columns: Sequence[str], most: int = 500
) -> list[dict[str, str]]:
    """Rows of a repeated field from a submitted form, empty ones left out, in the order shown."""
    text = data.get(f"{name}-rows", "0")
    count = min(int(text) if text.isdigit() else 0, most)
    rows = [{c: data.get(f"{name}-{i}-{c}", "").strip() for c in columns} for i in range(count)]
    return [row for row in rows if any(row.values())]


@dataclass(frozen=True, slots=True)
class Check:
    """A line of 提交前检查; ``ok`` None means only a person can tell. ``key`` becomes ``data-gate``."""

    text: str
    ok: bool | None
    key: str = ""
    basis: tuple[Link, ...] = ()
    cure: Link | None = None


@dataclass(frozen=True, slots=True)
class CheckList:
    checks: tuple[Check, ...]
    reload_href: str = ""
    title: str = "提交前检查"
    fold: bool = False
    template: ClassVar[str] = "zh/parts/check_list.html"

    @property
    def open(self) -> list[Check]:
        """What is always seen."""
        return [c for c in self.checks if not (self.fold and c.ok)]

    @property
    def folded(self) -> list[Check]:
        return [c for c in self.checks if self.fold and c.ok]


@dataclass(frozen=True, slots=True)
class Zone:
    """Where a field stands on the page image, in percent of width and height."""

    field: str
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class PageImage:
    src: str
    number: int
    alt: str = ""
    zones: tuple[Zone, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperPreview:
    """Pages of the paper as images; ``missing`` is a warning such as a rare character without a glyph."""

    code: str
    title: str
    pages: tuple[PageImage, ...]
    pdf_href: str = ""
    note: str = ""
    missing: str = ""
    template: ClassVar[str] = "zh/parts/paper_preview.html"


@dataclass(frozen=True, slots=True)
class ConfirmPanel:
    """Inline panel before an outward legal effect: the consequences, then the signer's own PIN."""

    title: str
    consequences: tuple[str, ...]
    submit: str
    pin_name: str = "pin"
    pin_label: str = "本人签名口令"
    who: str = ""
    error: str = ""
    template: ClassVar[str] = "zh/parts/confirm_panel.html"


@dataclass(frozen=True, slots=True)
class FieldGroup:
    title: str
    fields: tuple[FieldSpec, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ActForm:
    """One act's form beside the paper it becomes. Addresses: ``action`` submits, ``autosave_href``
    keeps the draft (JSON), ``preview_href`` answers with the ``paper_preview`` part, ``capital_href`` with
    the capital form of ?amount= as plain text."""

    act: str
    title: str
    action: str
    groups: tuple[FieldGroup, ...]
    subject: str = ""
    draft: str = "草稿 · 未生效"
    errors: tuple[Link, ...] = ()
    checks: CheckList | None = None
    route: SignRoute | None = None
    confirm: ConfirmPanel | None = None
    submit: str = "提交审核"
    save: str = "保存草稿"
    discard_href: str = ""
    after: str = ""
    autosave_href: str = ""
    preview_href: str = ""
    capital_href: str = ""
    preview: PaperPreview | None = None
    extra: tuple[Button, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    panel: object = None  # drawn inside the form, above its fields: the discretion panel
    template: ClassVar[str] = "zh/parts/act_form.html"

    @property
    def multipart(self) -> bool:
        return any(f.kind == "file" for g in self.groups for f in g.fields)
