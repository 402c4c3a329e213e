"""Laws by name: titles, the short names people use, versions and days in force (data/laws.yaml)."""
from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from zhiheng.kernel.article import Article
from zhiheng.kernel.terms import Rule

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Law:
    """One law in the version the data rests on. ``until`` is the last day in force, inclusive.

    ``text``: full (read and compared), excerpt, memory or unread. ``status``: in_force, legacy, repealed.
    ``roll`` names the rule by which a last day off moves on; empty when it does not.
    """

    key: str
    title: str
    version: str
    since: date
    until: date | None = None
    aliases: tuple[str, ...] = ()
    status: str = "in_force"
    text: str = "full"
    roll: str = ""

    def in_force(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


@cache
def _raw() -> dict[str, Any]:
    """The counting rules of laws.yaml and the laws of every ``laws*.yaml``, in the order of the file names."""
    files = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(DATA.glob("laws*.yaml"))]
    joined = {key: value for found in files for key, value in found.items() if key != "laws"}
    return {**joined, "laws": [law for found in files for law in found.get("laws", ())]}


@cache
def laws() -> Mapping[str, Law]:
    """Every known law by Chinese title."""
    found = [Law(**{**row, "aliases": tuple(row.get("aliases", ()))}) for row in _raw()["laws"]]
    return MappingProxyType({law.title: law for law in found})


@cache
def aliases() -> Mapping[str, str]:
    """Short names, data keys and full names -> title."""
    table = {name: law.title for law in laws().values() for name in (law.key, *law.aliases)}
    return MappingProxyType(table)


@cache
def rules(group: str) -> Mapping[str, Rule]:
    """``counting_rules`` or ``roll_rules`` by id."""
    rows = _raw()[group]
    return MappingProxyType({
        key: Rule(row["zh"], tuple(Article.parse(a) for a in row["articles"])) for key, row in rows.items()
    })


def title_of(name: str) -> str:
    """The title for a key (CFF), a short name (安法) or the title itself. KeyError in Chinese otherwise."""
    bare = name.strip().strip("《》").removeprefix("中华人民共和国")
    title = aliases().get(bare, bare)
    if title in laws():
        return title
    near = difflib.get_close_matches(bare, [*laws(), *aliases()], n=3, cutoff=0.4)
    raise KeyError(f"没有登记法律「{name}」" + (f"，是不是：{'、'.join(near)}" if near else ""))


def cite(text: str) -> Article:
    """Read a citation people typed, short names resolved: 安法97条7项. ValueError in Chinese otherwise."""
    return Article.parse(text, aliases())


def place(key: str, article: str, paragraph: int | None = None, item: int | None = None) -> Article:
    """A citation by data key: place("CFF", "64", 1, 1)."""
    return Article(title_of(key), article, paragraph, item)
