"""A page of a finished PDF as a picture: what is looked at is the frozen file itself, not a new rendering."""
from __future__ import annotations

import tempfile
from pathlib import Path

import typst

from zhiheng.papers.errors import PaperError

_PAGE = '#set page(width: 210mm, height: 297mm, margin: 0pt)\n#image("paper.pdf", page: int(sys.inputs.page), width: 100%)\n'


def page_png(pdf: bytes, page: int, ppi: float = 110.0) -> bytes:
    """One page (counted from 1) of an A4 PDF as PNG. PaperError when there is no such page or no such PDF."""
    with tempfile.TemporaryDirectory(prefix="zhiheng-page-") as name:
        folder = Path(name)
        (folder / "paper.pdf").write_bytes(pdf)
        main = folder / "page.typ"
        main.write_text(_PAGE, encoding="utf-8")
        try:
            drawn = typst.compile(str(main), root=name, format="png", ppi=ppi, sys_inputs={"page": str(page)},
                                  ignore_system_fonts=True)
        except typst.TypstError as fault:
            raise PaperError(f"第 {page} 页不能显示：{fault.message}") from fault
    if not isinstance(drawn, bytes):
        raise PaperError(f"第 {page} 页不能显示")
    return drawn
