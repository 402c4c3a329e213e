"""The form of ①: seventeen figures and the few others, as typed or pasted. Nothing typed is lost when something is wrong."""
from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhiheng.kernel.facts import FactError
from zhiheng.planning.days import NON, OTHER, pasted, share
from zhiheng.web.build.plans_days import LENGTHS
from zhiheng.web.parts import Link
from zhiheng.web.parts_form import FieldGroup, FieldSpec
from zhiheng.web.parts_page import Option

PEOPLE = (("officers", "列入计划的执法人员", "名"), ("in_post", "在册人员", "名"))
VISITS = (("general_visits", "一般单位抽查（双随机）", "家次"), ("campaign_visits", "预留专项检查", "家次"), ("orders", "预计责令整改", "件"))
SPANS = (("key_half_days", "重点检查每家时长"), ("general_half_days", "一般抽查每家时长"), ("campaign_half_days", "专项检查每家时长"))
HINTS = {"orders": "每件预留两人半日复查", "campaign_visits": "尚未确定对象的专项，先留出工日", "in_post": "本机关在册的全部人员"}
DIGITS = 6
"""A figure of more digits is a slip of the pen."""


def names() -> dict[str, str]:
    """Name of each field of days → its item."""
    return {f"other-{n}": zh for n, zh in enumerate(OTHER)} | {f"non-{n}": zh for n, zh in enumerate(NON)}


def raw_of(body: Mapping[str, Any]) -> dict[str, str]:
    """The body as its form shows it."""
    def part(kind: str, name: str, empty: int) -> str:
        return str((body.get(kind) or {}).get(name, empty))
    return ({"officers": str(body.get("officers", 1)), "in_post": str(body.get("in_post", 1)), "orders": str(body.get("orders", 0)), "paste": "",
             "general_visits": part("general", "visits", 0), "campaign_visits": part("campaign", "visits", 0),
             **{name: part(name.split("_", 1)[0], "half_days", 2) for name, _ in SPANS}}
            | {f"other-{n}": str(d) for n, d in enumerate(body.get("other", ()))} | {f"non-{n}": str(d) for n, d in enumerate(body.get("non", ()))})


@dataclass(frozen=True)
class Read:
    """What was sent: ``raw`` as typed, ``given`` for ``set_figures`` when there are no ``errors``."""

    raw: Mapping[str, str]
    given: Mapping[str, Any]
    errors: tuple[FactError, ...]


def read(sent: Mapping[str, str], empty: Mapping[str, str]) -> Read:
    """Read the form; what was not sent stays as in ``empty``."""
    raw = {name: sent.get(name, empty[name])[:60 if name != "paste" else 40_000] for name in empty}
    errors: list[FactError] = []

    def number(name: str, zh: str) -> int:
        text = unicodedata.normalize("NFKC", raw[name]).replace(",", "").strip()
        if not text:
            errors.append(FactError(name, f"「{zh}」没有填，没有的填 0"))
        elif not (text.isascii() and text.isdecimal()):
            errors.append(FactError(name, f"「{zh}」须填不小于 0 的整数，填作「{raw[name][:20]}」"))
        elif len(text.lstrip("0")) > DIGITS:
            errors.append(FactError(name, f"「{zh}」{text[:12]} 过大，请核对"))
        else:
            return int(text)
        return 0

    def length(name: str, zh: str) -> int:
        if raw[name] in map(str, LENGTHS):
            return int(raw[name])
        errors.append(FactError(name, f"「{zh}」请从半日至 3 日中选择"))
        return 2
    given: dict[str, Any] = {name: number(name, zh) for name, zh, _ in PEOPLE}
    given |= {"other": [number(f"other-{n}", zh) for n, zh in enumerate(OTHER)], "non": [number(f"non-{n}", zh) for n, zh in enumerate(NON)]}
    counts, spans = {name: number(name, zh) for name, zh, _ in VISITS}, {name: length(name, zh) for name, zh in SPANS}
    given |= {"orders": counts["orders"], "key": {"half_days": spans["key_half_days"]},
              "general": {"visits": counts["general_visits"], "half_days": spans["general_half_days"]},
              "campaign": {"visits": counts["campaign_visits"], "half_days": spans["campaign_half_days"]}}
    return Read(raw, given, tuple(errors))


def fill_in(raw: Mapping[str, str]) -> tuple[dict[str, str], tuple[FactError, ...], int]:
    """The pasted table put into the fields: (raw, faults line by line, items read). With a fault nothing is put in."""
    found = pasted(raw["paste"], (*OTHER, *NON))
    if found.faults:
        return dict(raw), tuple(FactError("paste", says) for _, says in found.faults), 0
    if not found.days:
        return dict(raw), (FactError("paste", "没有读出一项，请粘贴事项名称和工日两列"),), 0
    filled = {name: str(found.days[zh]) for name, zh in names().items() if zh in found.days}
    return {**raw, **filled, "paste": ""}, (), len(filled)


def groups(raw: Mapping[str, str], errors: tuple[FactError, ...], total: int | None) -> tuple[FieldGroup, ...]:
    """The fields with their sums; ``total`` are the statutory days of all officers, for the shares."""
    wrong: dict[str, str] = {}
    for e in errors:
        wrong.setdefault(e.path, e.says)

    def figure(name: str, zh: str, unit: str) -> FieldSpec:
        return FieldSpec(name, zh, "number", raw[name], required=True, unit=unit, width="third", hint=HINTS.get(name, ""), error=wrong.get(name, ""))

    def days(kind: str, items: Sequence[str]) -> tuple[FieldSpec, ...]:
        return tuple(figure(f"{kind}-{n}", zh, "工日") for n, zh in enumerate(items))
    options = tuple(Option(zh, str(n)) for n, zh in LENGTHS.items())
    spans = tuple(FieldSpec(name, zh, "select", raw[name], required=True, options=options, width="third", error=wrong.get(name, ""))
                  for name, zh in SPANS)
    return (
        FieldGroup("人员", tuple(figure(*f) for f in PEOPLE)),
        FieldGroup(f"其他执法工作日 {len(OTHER)} 项", days("other", OTHER), _sum(raw, "other", total)),
        FieldGroup(f"非执法工作日 {len(NON)} 项", days("non", NON), _sum(raw, "non", total)),
        FieldGroup("家次和时长", (*(figure(*f) for f in VISITS), *spans)))


def _sum(raw: Mapping[str, str], kind: str, total: int | None) -> str:
    held = [v for k, v in raw.items() if k.startswith(f"{kind}-")]
    if not all(v.strip().isascii() and v.strip().isdecimal() and len(v) <= DIGITS for v in held):
        return "合计待各项改正后计算"
    added = sum(map(int, held))
    return f"合计 {added:,} 工日" + (f"，占 {share(added, total)}%" if total else "")


def paste_field(raw: Mapping[str, str], errors: tuple[FactError, ...]) -> FieldSpec:
    faults = [e.says for e in errors if e.path == "paste"]
    return FieldSpec("paste", "粘贴表格", "longtext", raw["paste"], lines=5, error="；".join(faults),
                     hint="从电子表格或者往年计划复制事项和工日两列，可以带合计行；读入以后仍可修改，保存才算数。")


def fault_links(errors: tuple[FactError, ...]) -> tuple[Link, ...]:
    return tuple(Link(e.says, f"#f-{e.path}" if e.path else "#plan-form") for e in errors)
