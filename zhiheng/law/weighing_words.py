"""Reading a matter as people write it: days, places, kinds of party, stages; and what to say when nothing fits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher, get_close_matches
from typing import Any

from zhiheng.kernel.discretion import ACCIDENT_GRADES
from zhiheng.law import cite, find, places, violations
from zhiheng.law.violations import Stage, Violation

_PERSON = re.compile(
    r"(负责人|代表人|责任人员?|管理人员|人员|投资人|自然人|公民|个人|员工|职工|经理|厂长|矿长|校长|站长|person|individual|"
    r"principal|citizen|human|manager)$", re.IGNORECASE)  # fmt: skip
_UNIT = re.compile(
    r"单位|企业|公司|法人|组织|机构|个体|合作社|事务所|经营户|经营者|业主|工厂|商店|厂$|店$|矿$|站$|局$|院$|校$|会$|^户$|"
    r"unit|institution|enterprise|company|organi[sz]ation|business|firm|corporat|entity", re.IGNORECASE)  # fmt: skip
_NATIONAL = frozenset({"", "national", "全国", "国家", "中国", "cn", "china", "国家规则", "全国规则"})
_CODE = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Za-z0-9]+)+")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_STAGES = (("overdue", ("逾期", "拒不", "未改正", "不改正", "overdue", "refuse")), ("serious", ("严重", "较重", "serious", "grave")),
           ("first", ("首次", "初次", "一般", "初查", "first")))  # fmt: skip
_CHOICES = {"accident_grade": "，可选 " + "、".join(f"{key} {zh}" for key, zh in ACCIDENT_GRADES.items())
            + "；或者写明 deaths 死亡人数、serious_injuries 重伤人数、direct_loss_yuan 直接经济损失"}  # fmt: skip


@dataclass(frozen=True)
class Where:
    """A place as it was given: its id ("" for the national rule) and a caution when it is not known here."""

    id: str
    caution: str = ""


def day(value: Any) -> date | None:
    """2026-11-22, 2026/11/22, 2026年11月22日, 20261122, a moment; None when it is not a day."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = unicodedata.normalize("NFKC", str(value)).strip()
    found = _DAY.match(text)
    try:
        return date(*(int(g) for g in found.groups())) if found else date.fromisoformat(text[:10] if "T" in text else text)
    except ValueError:
        return None


def is_unit(kind: Any) -> bool | None:
    """Unit or person, as people write it; None when the word says neither. A sole trader is a producing unit."""
    text = unicodedata.normalize("NFKC", str(kind or "")).strip().removesuffix("s") if isinstance(kind, str) else ""
    if _PERSON.search(text):
        return False
    return True if _UNIT.search(text) else None


def where(value: Any) -> Where:
    """The rules of a place by its id or name; the national rule with a caution for any other."""
    text = value.strip() if isinstance(value, str) else ""
    if text.lower() in _NATIONAL:
        return Where("", "没有指明本系统已录入的地方，按全国规则和一般裁量规则测算，不含地方基准。")
    for known in places.places():
        zh = places.place_zh(known)
        bare = re.sub(r"(省|市|应急管理局)$", "", zh)
        if text in (known, zh) or text.startswith(bare) or (len(text) > 1 and zh.startswith(text)):
            return Where(known)
    return Where("", f"没有录入「{text[:40]}」的地方规则，按全国规则和一般裁量规则测算，不含地方基准。")


def act(code: Any) -> Violation:
    """An act by its code as typed; ValueError in words, with the nearest codes."""
    text = unicodedata.normalize("NFKC", str(code)).strip()
    for typed in (text, text.upper()):
        try:
            return violations.get(typed)
        except KeyError:
            continue
    known = {v.code: v for v in violations.every()}
    near = get_close_matches(text.upper(), known, n=3, cutoff=0.7)
    said = "相近的代码：" + "、".join(f"{c}（{known[c].title}）" for c in near) + "。" if near else ""
    raise ValueError(f"违法行为目录中没有代码「{text[:60]}」。{said}可用 zhiheng law find \"违法情形或者法条\" --json 查找。")


def stage(found: Violation, typed: Any) -> tuple[Stage, str]:
    """The stage named, else the act's first one, with a caution when another than the first had to be taken.

    ValueError in words for a stage the act does not have.
    """
    text = str(typed).strip() if isinstance(typed, str) else ""
    if not text:
        chosen = found.stages[0]
        said = "" if chosen.id == "first" else f"没有写明阶段；本项只有「{chosen.zh}」阶段，按该阶段测算，须有相应事实。"
        return chosen, said
    try:
        return found.stage(text), ""
    except KeyError as fault:
        for id_, words in _STAGES:
            known = next((s for s in found.stages if s.id == id_), None)
            if known is not None and any(w in text.lower() for w in words):
                return known, ""
        raise ValueError(str(fault.args[0])) from None


def unusable(found: Violation, on: date) -> str:
    """Why an act cannot be charged for conduct of that day, with the law that was in force and its nearest acts."""
    refusal = violations.usable(found, on)
    if refusal is None:
        return ""
    hints = [f"{v.code}（{v.title}，《{v.law.title}》{v.law.version}）" for v in in_force(found, on)]
    if hints:
        return f"{refusal.says}当日有效、相近的条目：{'、'.join(hints)}。"
    other = next((x for x in cite.laws().values() if _family(x.title) == _family(found.law.title) and x.in_force(on)
                  and x.since != found.law.since), None)  # fmt: skip
    if other is not None:
        return f"{refusal.says}当日有效的是《{other.title}》（{other.version}），本系统未录入其条目。"
    return f"{refusal.says}本系统没有录入当日有效的规定。"


def in_force(found: Violation, on: date, most: int = 3) -> list[Violation]:
    """Acts of the same kind of subject in force that day: those the catalogue names, then those whose title is near."""
    direct = named(found, on)
    near = [h.violation for h in find.find(found.title, on, 12) if h.violation.is_unit == found.is_unit]
    scored = sorted(near, key=lambda v: -_alike(v.title, found.title))
    close = [v for v in scored if _alike(v.title, found.title) >= 0.5 and v not in direct]
    return [*direct, *close][:most]


def named(found: Violation, on: date) -> list[Violation]:
    """The acts in force on a day that the catalogue's own remark on this one names (…起的行为用 WHPF-100-3)."""
    known = {v.code: v for v in violations.every()}
    said = _CODE.findall(f"{found.status} {found.note}")
    same = [known[c] for c in dict.fromkeys(said) if c in known and c != found.code]
    return [v for v in same if v.covers(on) and v.is_unit == found.is_unit]


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


def _family(title: str) -> str:
    """危险化学品安全管理条例 and 危险化学品安全法 are about one matter."""
    return re.sub(r"(（.*?）|管理|条例|办法|规定|法)", "", title)


def successor(found: Violation, on: date) -> Violation | None:
    """The act of the law of a later day that took this one's place, where the catalogue names exactly one."""
    later = named(found, on)
    return later[0] if len(later) == 1 else None


def mismatch(found: Violation, unit: bool) -> tuple[str, bool]:
    """What to say when the party is not of the kind that the act punishes, and whether it forbids the charge.

    A natural person who himself produces or trades is a producing unit, so a person under an act of units without a
    twin for persons is a caution; everything else is a fault that offers the right code.
    """
    if found.is_unit == unit:
        return "", False
    twins = [v for code in found.linked for v in (violations.get(code),) if v.is_unit == unit]
    offered = "、".join(f"{v.code}（{v.subject_zh}：{v.title}）" for v in twins)
    party = "单位" if unit else "个人"
    said = f"{found.code} 的处罚对象是{found.subject_zh}，当事人是{party}，种类不符。"
    if twins:
        own = "" if unit else "该个人本身就是生产经营者的，kind 请写「个体工商户」或者「经营者」。"
        return f"{said}处罚{party}应当用：{offered}。{own}", True
    if unit:
        return f"{said}请用 zhiheng law find 查找处罚单位的条目，或者把该当事人的 kind 改为个人。", True
    return f"{said}只有该个人本身就是生产经营者时才能适用，请核对。", False


def asked(missing: Sequence[tuple[str, str]]) -> str:
    """Missing facts as they are to be given: 上一年年收入（income_yuan）; a choice with what may be chosen."""
    return "、".join(f"{zh}（{key.replace('_fen', '_yuan')}{_CHOICES.get(key, '')}）" for key, zh in missing)


def mapping(value: Any, what: str) -> Mapping[str, Any]:
    """An object of the document; {} for nothing. ValueError in words for anything else."""
    if value in (None, "", [], {}):
        return {}
    if not isinstance(value, Mapping):
        raise ValueError(f"{what} 须为「名称：值」的对象。")
    return value


def texts(value: Any, what: str) -> tuple[str, ...]:
    """A text or a list of texts; () for nothing. ValueError in words for anything else."""
    if value in (None, "", [], {}):
        return ()
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Sequence) and all(isinstance(v, str | int) and not isinstance(v, bool) for v in value):
        return tuple(str(v) for v in value)
    raise ValueError(f"{what} 须为文字的列表。")
