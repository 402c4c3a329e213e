"""核验.html: the page that travels in every package. One file, no network, put together from the parts beside
it."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
# in the order of use; each part may call only what stands before it
SCRIPTS = ("sha.js", "ed25519.js", "chain.js", "merkle.js", "bag.js", "contents.js", "verify.js", "page.js")


@cache
def html() -> str:
    """The whole page; the same text for every package of this version."""
    page = (_HERE / "page.html").read_text(encoding="utf-8")
    style = (_HERE / "style.css").read_text(encoding="utf-8")
    return page.replace("/*STYLE*/", style).replace("/*SCRIPT*/", script())


@cache
def script(with_page: bool = True) -> str:
    """The inline script; without the page part it needs no document (for other JavaScript engines)."""
    parts = SCRIPTS if with_page else SCRIPTS[:-1]
    return "".join((_HERE / name).read_text(encoding="utf-8") for name in parts)


def published_sha256() -> str:
    """The hash an agency publishes, to compare with the page found in a package."""
    return hashlib.sha256(html().encode()).hexdigest()
