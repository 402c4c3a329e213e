"""What changed between two benchmarks: acts added, taken out, changed, band by band in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zhiheng.law import violations
from zhiheng.law.benchmark_tables import UNITS

Raw = Mapping[str, Any]
NUMBERS = {"round_yuan": "取整单位（元）", "start_permille": "起点位置（千分比）", "circumstance_permille": "每一情节的幅度（千分比）"}


@dataclass(frozen=True)
class Difference:
    """``kind`` is added, removed or changed; ``lines`` say what, band by band. ``code`` "" is about the whole."""

    kind: str
    code: str
    stage: str
    title: str
    lines: tuple[str, ...] = ()


def differences(old: Raw, new: Raw) -> tuple[Difference, ...]:
    """Every difference of two books, those of the whole first, then by code and stage."""
    before, after = _by_key(old), _by_key(new)
    found = [*_whole(old, new)]
    for key in sorted({*before, *after}):
        act = violations.get(key[0])
        stage = act.stage(key[1]).zh
        if key not in before:
            found.append(Difference("added", key[0], stage, act.title, tuple(map(band_words, after[key]["bands"]))))
        elif key not in after:
            found.append(Difference("removed", key[0], stage, act.title, tuple(map(band_words, before[key]["bands"]))))
        elif lines := tuple(_lines(before[key], after[key], old, new)):
            found.append(Difference("changed", key[0], stage, act.title, lines))
    return tuple(found)


def _by_key(book: Raw) -> dict[tuple[str, str], Raw]:
    return {(t["code"], violations.get(t["code"]).stage(t.get("stage") or "first").id): t for t in book.get("benchmarks") or ()}


def _whole(old: Raw, new: Raw) -> Iterator[Difference]:
    usual = {"round_yuan": 0, "start_permille": 500, "circumstance_permille": 200}
    lines = tuple(f"{zh}：{old.get(k, usual[k])} → {new.get(k, usual[k])}" for k, zh in NUMBERS.items()
                  if old.get(k, usual[k]) != new.get(k, usual[k]) and old.get("benchmarks"))  # fmt: skip
    if lines:
        yield Difference("changed", "", "", "计算规则", lines)


def ends(band: Raw) -> str:
    """20,000–50,000 元."""
    unit = next(u for u in UNITS if u in band)
    low, high = (v / 10 if unit == "share" else v for v in band[unit])
    mark = {"yuan": " 元", "times": " 倍", "percent": "%", "share": "%（占法定幅度）"}[unit]
    return f"{low:,.10g}–{high:,.10g}{mark}"


def band_words(band: Raw) -> str:
    """「一般」未培训 4–10 人：20,000–50,000 元."""
    return f"「{band['name']}」{band['words']}：{ends(band)}"


def _lines(old: Raw, new: Raw, old_book: Raw, new_book: Raw) -> Iterator[str]:
    before, after = ({b["name"]: b for b in t["bands"]} for t in (old, new))
    for name in [*before, *(n for n in after if n not in before)]:
        if name not in after:
            yield f"取消{band_words(before[name])}"
        elif name not in before:
            yield f"增加{band_words(after[name])}"
        else:
            yield from _band_lines(before[name], after[name])
    if (old.get("default") or "") != (new.get("default") or ""):
        yield f"兜底档：{old.get('default') or '没有'} → {new.get('default') or '没有'}"
    if _changes(old, old_book) != _changes(new, new_book):
        yield "调整有变化"


def _band_lines(old: Raw, new: Raw) -> Iterator[str]:
    name = old["name"]
    if ends(old) != ends(new):
        yield f"「{name}」{ends(old)} → {ends(new)}"
    if old["words"] != new["words"]:
        yield f"「{name}」情形：{old['words']} → {new['words']}"
    elif _plain(old.get("when")) != _plain(new.get("when")):
        yield f"「{name}」条件有变化"
    if _plain(old.get("scale")) != _plain(new.get("scale")):
        yield f"「{name}」起点有变化"


def _changes(table: Raw, book: Raw) -> list[Any]:
    """Adjustments in one form: a lone value is a list of one; the name is the factor's own."""
    names = {**(table.get("factors") or {}), **(book.get("factors") or {})}
    found = []
    for raw in table.get("adjustments") or ():
        key = next(k for k in raw if k not in ("yuan", "permille", "zh"))
        wanted = raw[key] if isinstance(raw[key], list | tuple) else [raw[key]]
        found.append((names[key]["zh"], list(wanted), raw.get("yuan") or 0, raw.get("permille") or 0))
    return sorted(found, key=str)


def _plain(value: Any) -> Any:
    """Lists and tuples alike; nothing and empty alike."""
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    return value or None if value in ("", [], {}) else value
