"""What an enterprise is supervised for (监管领域) and the hazards it is watched for (专项监管类别), as choices.

Words are kept as they are read, so that a list may bring them; each has a short code under which it is indexed. A word of
a branch brings the word of its field with it. The eight sectors of industry and trade: 冶金、有色、建材、机械、轻工、纺织、
烟草、商贸 (工贸企业重大事故隐患判定标准 第二条); the further division is the house's own.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Field:
    """A field of supervision with its branches. ``code`` is two characters and never changes."""

    code: str
    zh: str
    branches: tuple[tuple[str, str], ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hazard:
    """A hazard watched on its own. ``hint``: where it is found. ``also``: other words lists use for it."""

    code: str
    zh: str
    hint: str
    also: tuple[str, ...] = ()


FIELDS = (
    Field("10", "矿山", (
        ("11", "煤矿"), ("12", "金属非金属地下矿山"), ("13", "露天矿山"), ("14", "尾矿库"), ("15", "采掘施工"),
        ("16", "地质勘探"), ("17", "陆上石油天然气开采"))),
    Field("20", "危险化学品", (
        ("21", "危险化学品生产"), ("22", "危险化学品储存"), ("23", "危险化学品经营"), ("24", "加油站"),
        ("25", "危险化学品使用"), ("26", "一般化工"), ("27", "医药")), ("危化", "危化品", "危险化学品与化工医药", "化工")),
    Field("30", "烟花爆竹", (("31", "烟花爆竹生产"), ("32", "烟花爆竹批发"), ("33", "烟花爆竹零售"))),
    Field("40", "工贸", (
        ("41", "冶金"), ("42", "有色"), ("43", "建材"), ("44", "机械"), ("45", "轻工"), ("46", "纺织"), ("47", "烟草"),
        ("48", "商贸")), ("工贸行业", "工贸八大行业")),
    Field("50", "中介与培训", (("51", "安全评价"), ("52", "检测检验"), ("53", "安全培训")), ("中介机构",)),
    Field("60", "防灾减灾救灾", (
        ("61", "森林草原火灾"), ("62", "水旱灾害"), ("63", "地质灾害"), ("64", "防震减灾"), ("65", "灾害救助")),
        ("防灾减灾", "防灾减灾救灾领域")),
)
HAZARDS = (
    Hazard("01", "粉尘涉爆", "木、粮、铝镁、塑料、煤等粉尘", ("涉爆粉尘", "粉尘", "粉尘防爆")),
    Hazard("02", "有限空间", "污水池、发酵池、炉窑、储罐", ("有限空间作业",)),
    Hazard("03", "涉氨制冷", "快速冻结、分割加工间", ("涉氨", "液氨制冷", "液氨")),
    Hazard("04", "金属熔融", "中频炉、铸造、深井铸造", ("高温熔融金属", "熔融金属", "金属熔融/高温熔融金属")),
    Hazard("05", "煤气使用", "高炉、转炉、焦炉、发生炉煤气", ("煤气", "燃气使用", "煤气/燃气使用")),
    Hazard("06", "喷涂", "喷漆、酸洗、易燃溶剂", ("喷涂作业", "喷涂与易燃溶剂")),
    Hazard("07", "重大危险源", "构成一级至四级重大危险源", ("危险化学品重大危险源",)),
    Hazard("08", "重点监管危险化工工艺", "硝化、氯化、氟化、重氮化、过氧化等", ("危险化工工艺", "重点监管化工工艺")),
    Hazard("09", "锂电与储能", "锂电池生产、储能电站", ("锂电池", "储能")),
    Hazard("10", "人员密集场所", "劳动密集型车间、商场", ("人员密集", "人员密集工贸场所")),
)


@cache
def _known() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Words of fields and of hazards with their codes; of a branch, its field."""
    fields: dict[str, str] = {}
    above: dict[str, str] = {}
    for f in FIELDS:
        fields[f.zh] = f.code
        for code, zh in f.branches:
            fields[zh], above[zh] = code, f.zh
    return fields, {h.zh: h.code for h in HAZARDS}, above


def field_words() -> tuple[str, ...]:
    """Every word of a field or a branch, fields before their branches."""
    return tuple(_known()[0])


def hazard_words() -> tuple[str, ...]:
    return tuple(_known()[1])


def field_of(word: str) -> str:
    """The field a word belongs to: itself, or that of the branch; "" of an unknown word."""
    fields, _, above = _known()
    return above.get(word, word if word in fields else "")


def settled_fields(words: Iterable[str]) -> list[str]:
    """The words in the order of the tree, other names said the house's way, with the field of every branch.

    Words that the tree does not know stay, last.
    """
    other = {a: f.zh for f in FIELDS for a in f.also}
    given = {other.get(w, w) for w in words}
    given |= {above for w in given if (above := _known()[2].get(w))}
    return [w for w in field_words() if w in given] + sorted(given - set(field_words()))


def settled_hazards(words: Iterable[str]) -> list[str]:
    """As :func:`settled_fields` for hazards."""
    other = {a: h.zh for h in HAZARDS for a in h.also}
    given = {other.get(w, w) for w in words}
    return [w for w in hazard_words() if w in given] + sorted(given - set(hazard_words()))


def marks(fields: Iterable[str], hazards: Iterable[str]) -> set[str]:
    """The words of the index under which an enterprise is found by field and hazard: ``#f44``, ``#h01``.

    Four characters with a sign that no searched text holds, so they never meet the two-character words of names.
    """
    by_field, by_hazard, _ = _known()
    return {f"#f{by_field[w]}" for w in settled_fields(fields) if w in by_field} | {
        f"#h{by_hazard[w]}" for w in settled_hazards(hazards) if w in by_hazard}


def mark_of(word: str) -> str:
    """The index word of one field, branch or hazard by any of its names; "" when nobody knows the word."""
    by_field, by_hazard, _ = _known()
    other = {a: f.zh for f in FIELDS for a in f.also} | {a: h.zh for h in HAZARDS for a in h.also}
    zh = other.get(word, word)
    if zh in by_field:
        return f"#f{by_field[zh]}"
    return f"#h{by_hazard[zh]}" if zh in by_hazard else ""


def named_like(text: str) -> list[tuple[str, str]]:
    """(kind, word) of fields and hazards whose name or other name holds the text; at least two characters are needed."""
    if len(text) < 2:
        return []
    hazards = [("hazard", h.zh) for h in HAZARDS if any(text in w for w in (h.zh, *h.also))]
    fields = [("field", f.zh) for f in FIELDS if any(text in w for w in (f.zh, *f.also))]
    fields += [("field", zh) for f in FIELDS for _, zh in f.branches if text in zh]
    return hazards + fields
