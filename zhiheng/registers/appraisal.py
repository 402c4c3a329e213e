"""The appraisal sheet of one person's year: real work, counted from the record. No fine stands in it (行政处罚法 74-3).

Pure. ``tally`` turns the marks that the record gave into the lines of the sheet; a line without work is a zero, not a gap.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from zhiheng.kernel.article import Article

NO_LINK = Article("行政处罚法", "74", 3)
LATE_ENTRY = timedelta(hours=24)
"""Between happening and recording, above which an entry counts as made up later (补录)."""


@dataclass(frozen=True)
class Kind:
    """A line of the sheet: ``unit`` in words; ``about`` says what is counted."""

    id: str
    zh: str
    group: str
    unit: str
    about: str


KINDS = (
    Kind("visits", "到现场检查、复查", "执法工作", "次", "进入现场、紧急先查、复查，以本人为承办人签署"),
    Kind("inspections", "现场检查记录", "执法工作", "份", "本人签署生效的现场检查记录"),
    Kind("findings", "查出问题", "执法工作", "项", "本人签署的现场检查记录里列明的问题"),
    Kind("cases", "承办立案", "执法工作", "件", "本人为承办人、当年立案"),
    Kind("decisions", "承办处罚（不予处罚）决定", "执法工作", "份", "本人为承办人、当年作出；只计件数，不计金额"),
    Kind("closed", "办结案卷", "执法工作", "件", "本人为承办人、当年结案"),
    Kind("reviews", "法制审核", "审核审批", "件", "本人出具意见"),
    Kind("signed", "审批签署", "审核审批", "次", "以负责人身份签署的步骤"),
    Kind("appraised", "参加案卷评查", "审核审批", "次", "活动登记里类型为案卷评查"),
    Kind("trained", "参加培训", "学习训练", "天", "培训学时台账里当年的培训天数，不含入职培训"),
    Kind("shown", "示范执法", "学习训练", "次", "参加的示范（观摩）执法"),
    Kind("late", "超期办理", "质量", "次", "本人办理、记录注明超期的步骤"),
    Kind("made_up", "补录", "质量", "次", "发生后 24 小时以后才录入的步骤"),
    Kind("returned", "送审被退回", "质量", "次", "本人提交后被退回的送签稿"),
    Kind("overturned", "决定被撤销、变更", "质量", "件", "复议、诉讼撤销或者变更本人承办的决定；没有复议诉讼登记时为零"),
    Kind("rewards", "表彰奖励", "奖惩容错", "次", "奖惩容错台账"),
    Kind("errors", "过错", "奖惩容错", "次", "奖惩容错台账；已经认定容错免责的另列"),
    Kind("exempted", "容错免责", "奖惩容错", "次", "奖惩容错台账"),
    Kind("accountable", "责任追究", "奖惩容错", "次", "奖惩容错台账"),
)
BY_ID = {k.id: k for k in KINDS}
GROUPS = tuple(dict.fromkeys(k.group for k in KINDS))


@dataclass(frozen=True)
class Mark:
    """One piece of real work: of which kind, how much it adds, and the file or line it stands in."""

    kind: str
    number: int = 1
    file: str = ""
    what: str = ""


@dataclass(frozen=True)
class SheetLine:
    """A line of the sheet with what is behind it; ``files`` in order of first mention."""

    kind: Kind
    number: int
    files: tuple[str, ...]


def tally(marks: Iterable[Mark]) -> tuple[SheetLine, ...]:
    """Every line in the order of KINDS. ValueError for a mark of an unknown kind."""
    held = list(marks)
    unknown = {m.kind for m in held} - BY_ID.keys()
    if unknown:
        raise ValueError(f"考核表没有「{'、'.join(sorted(unknown))}」这一项")
    return tuple(
        SheetLine(kind, sum(m.number for m in held if m.kind == kind.id),
                  tuple(dict.fromkeys(m.file for m in held if m.kind == kind.id and m.file)))
        for kind in KINDS)
