"""Document numbers: （云）应急罚〔2026〕12号."""
from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = re.compile(
    r"(?:[（(\[〔【]\s*(?P<region>[^）)\]〕】\d]+?)\s*[）)\]〕】])?\s*(?P<word>[^\s（()）\[\]〔〕【】\d]+)\s*"
    r"[（(\[〔【]\s*(?P<year>\d{4})\s*[）)\]〕】]\s*第?\s*(?P<serial>\d+)\s*号?"
)


@dataclass(frozen=True, order=True)
class DocumentNumber:
    """``region`` 云, ``word`` 应急罚 (agency word and paper word), ``year``, ``serial`` from 1."""

    region: str
    word: str
    year: int
    serial: int

    def __post_init__(self) -> None:
        if not self.word:
            raise ValueError("文号须有机关代字")
        if not 1900 <= self.year <= 9999:
            raise ValueError(f"文号年份 {self.year} 不对")
        if self.serial < 1:
            raise ValueError("文号顺序号从 1 起")

    def __str__(self) -> str:
        region = f"（{self.region}）" if self.region else ""
        return f"{region}{self.word}〔{self.year}〕{self.serial}号"

    def series(self) -> tuple[str, str, int]:
        """What the serial numbers run through without gaps: region, word, year."""
        return self.region, self.word, self.year

    @classmethod
    def parse(cls, text: str) -> DocumentNumber:
        """Read a number in the brackets people type: [] () 〔〕 （） 【】. Else ValueError in Chinese."""
        match = _NUMBER.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"看不懂文号「{text}」，请写成（云）应急罚〔2026〕12号")
        return cls(match["region"] or "", match["word"], int(match["year"]), int(match["serial"]))


def looks_like_number(text: str) -> bool:
    """True when ``text`` reads as a document number, for the search box."""
    return _NUMBER.fullmatch(text.strip()) is not None
