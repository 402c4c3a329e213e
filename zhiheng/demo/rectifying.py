"""One rectification: the enterprise replies, perhaps asks for more time, the officers look again, until it is settled."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from zhiheng.demo.desk import Matter
from zhiheng.demo.pace import workday
from zhiheng.records.models import Enterprise

Steps = Iterator[datetime]


@dataclass(frozen=True)
class Mending:
    """How the enterprise goes about it."""

    replies: bool = True
    extension: bool = False
    fails_first: bool = False
    partial: bool = False  # the first finding is settled, the rest lies until after its last day
    looked_at: bool = True  # False: nobody comes to look again, so that it is overdue


def rectify(m: Matter, firm: Enterprise, how: Mending) -> Steps:
    """Reply before the last day, re-inspection of every finding, renewal where it failed, conclusion."""
    deadline = _deadline(m)
    if how.extension:
        yield m.pace.until(workday(deadline, -3), 10)
        new = workday(deadline, 10)
        m.do("request_extension", {
            "application_date": m.pace.day, "reasons": "连日暴雨致进厂道路塌方，除尘设备无法按期运抵。",
            "interim_measures": "停用有关设备，派专人看守并每班检查。", "new_deadline": new.isoformat()})
        yield m.pace.on(1, 15)
        m.do("decide_extension", {"granted": True, "force_majeure": True, "reasons": "道路塌方属实，系不可抗力，防范措施可行。"})
        deadline = new
    if how.replies:
        yield m.pace.until(workday(deadline, -2), 14)
        keys = list(m.file.findings.order_by("pk").values_list("key", flat=True))
        m.do("reply", {"replied_on": m.pace.day, "replied_by": firm.principal, "asks_reinspection": not how.partial,
                       "text": "已按指令书逐项整改，照片附后，申请复查。"}, only=keys[:1] if how.partial else keys)
    if how.partial:
        yield m.pace.on(1, 10)
        _look(m, firm, [m.file.findings.order_by("pk")[0].key])
    if how.partial or not how.looked_at:
        return
    yield m.pace.until(workday(deadline, 2), 10)
    if how.fails_first:
        first = m.file.findings.order_by("pk").first()
        yield from _failed_once(m, firm, first.key if first else "")
    _look(m, firm, [k for k in m.file.findings.order_by("pk").values_list("key", flat=True)])
    yield m.pace.on(1, 11)
    m.do("conclude", {"concluded_on": m.pace.day, "result": "责令整改的问题均已复查合格，予以办结。"})


def _failed_once(m: Matter, firm: Enterprise, key: str) -> Steps:
    m.do("reinspect", {"result": "partial", "next_step": "continue", "identity_shown": True, "unit_sign": "signed",
                       "unit_signer": firm.principal, "conclusion": "仅完成部分整改，责令继续整改。"}, only=[key])
    renewed = workday(m.pace.now.date(), 5)
    m.do("renew_order", {"issue_date": m.pace.day, "deadline": renewed.isoformat(), "reason": "复查时仅完成部分整改。"},
         only=[key])
    yield m.pace.until(workday(renewed, 1), 10)


def _look(m: Matter, firm: Enterprise, keys: list[str]) -> None:
    m.do("reinspect", {"result": "pass", "next_step": "closed", "identity_shown": True, "unit_sign": "signed",
                       "unit_signer": firm.principal, "conclusion": "已按要求整改完毕，复查合格。"}, only=keys)


def _deadline(m: Matter) -> date:
    found = [f.due_on for f in m.file.findings.all() if f.due_on]
    if found:
        return max(found)
    opened = m.file.events.filter(act="open_order").first()
    return date.fromisoformat(str(opened.facts["deadline"])) if opened else m.pace.now.date()
