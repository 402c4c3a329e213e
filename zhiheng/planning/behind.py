"""Why a schedule misses its share by the end of June (or November), and what would change it."""
from __future__ import annotations

from datetime import date
from math import ceil

from zhiheng.planning.task import Schedule, Task, Visit


def behind(task: Task, answer: Schedule) -> tuple[str, ...]:
    """A sentence for each target that is missed: how many visits are too few, what holds the others back, what to do."""
    return tuple(said for day, share in task.targets if (said := _missed(task, answer, day, share)))


def _missed(task: Task, answer: Schedule, day: date, share: float) -> str:
    on = {v.id: v.on for v in answer.visits if v.on is not None}
    wanted, done = ceil(share * len(task.visits) - 1e-9), sum(d <= day for d in on.values())
    if done >= wanted:
        return ""
    later = [v for v in task.visits if on.get(v.id, date.min) > day]
    pinned, bound = [v for v in later if v.pinned], [v for v in later if not v.pinned and v.earliest > day]
    loose = len(later) - len(pinned) - len(bound)
    holds = [f"{len(held)} 家次{why}" for held, why in (
        (pinned, "固定在以后"), (bound, "是同一企业的后几次检查，要和前一次隔开")) if held]
    unplaced = len(task.visits) - len(on)
    holds += [f"{unplaced} 家次没有排上"] if unplaced else []
    head = f"{day.month} 月末排到 {done} 家次，按 {share:.0%} 应为 {wanted}，少 {wanted - done}"
    return f"{head}。{'，'.join(holds) + '。' if holds else ''}{_cure(task, answer, day, wanted - done, loose, bool(pinned))}"


def _cure(task: Task, answer: Schedule, day: date, short: int, loose: int, pinned: bool) -> str:
    if loose < short and pinned:
        return "放开一部分固定的日期，再自动排期。"
    if loose < short:
        return "能提前的家次不够：把只查一次的企业排在上半年，或者减少同一企业的次数。"
    room, need = _room(task, answer, day), _need(task, short)
    if room < need:
        return f"到这一天人员已排满：还空 {room / 2:g} 工日，需要 {need / 2:g} 工日。减少这以前的请假和其他工作，或者增加持证人员。"
    return f"人员还空 {room / 2:g} 工日，但是领域、区域或者两人同时有空的日子不合：增加所缺领域的持证人员，或者调整执法区域。"


def _room(task: Task, answer: Schedule, day: date) -> int:
    """Half-days of everybody up to a day that are neither off nor taken."""
    days = [d for d in task.days if d <= day]
    held = sum(2 * sum(d not in o.off for d in days) for o in task.officers)
    return held - sum(_half_days(v, task) for v in answer.visits if v.on is not None and v.on <= day)


def _need(task: Task, short: int) -> int:
    """Half-days that the cheapest visits still missing would take."""
    return sum(sorted(_half_days(v, task) for v in task.visits)[:short])


def _half_days(v: Visit, task: Task) -> int:
    return v.half_days * task.officers_each
