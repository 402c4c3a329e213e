"""执法队伍标准化示范创建: named, assessed by itself, applied, accepted by the superior, put right, held, renewed, revoked.

The city's plan (市应急发〔2023〕7号 二2、二8) asks for it by the «五标准» and names the months: the list by the end of February,
creation from March to May, acceptance from June. The standard itself was not at hand: the five names, that points and
evidence go by item, who assesses, three years, renewal and revocation are the bureau's own design and may be released.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.kernel.facts import Facts, as_date, fact
from zhiheng.kernel.gates import after, facts_say, never_after, says
from zhiheng.kernel.procedure import Act, Clock, PaperRule, Prefilled, Procedure, Severity, Stage, Unmet, When
from zhiheng.kernel.situation import Situation
from zhiheng.kernel.view import FileView
from zhiheng.law.routes import HEAD, SECTION

PLAN = Article("市应急发〔2023〕7号", "")
FIVE = (("people", "机构与人员"), ("place", "场所"), ("kit", "装备"), ("system", "制度与流程"), ("conduct", "执法行为与形象"))
RESULTS = (("passed", "达标"), ("failed", "不达标"))
CONCLUSIONS = (("passed", "通过验收"), ("correct", "限期整改"), ("failed", "不通过"))
HELD_YEARS = 3
"""Own design: for how long an acceptance stands."""
BY = ("officer", "section_head")
APPROVED = (SECTION, HEAD)


@dataclass(frozen=True)
class ListFacts:
    """列入示范创建单位名单."""

    unit: str = fact("创建单位（机关代码）", max_length=20, help="从下级机关中选择；验收机关不能创建由自己验收的单位。")
    unit_name: str = fact("创建单位名称", max_length=80)
    year: int = fact("创建年度", min=2020, max=2100)
    listed_on: date = fact("名单确定日期", article=PLAN, help="市级方案要求 2 月底前确定名单。")
    document: str = fact("名单文号", required=False, max_length=60)


@dataclass(frozen=True)
class OwnRow:
    number: str = fact("编号", max_length=20)
    standard: str = fact("类别", choices=FIVE)
    requirement: str = fact("创建要求", max_length=300)
    full: int = fact("满分", min=1, max=100)
    points: int = fact("自评分", min=0, max=100)
    evidence: str = fact("佐证材料", required=False, max_length=300)
    gap: str = fact("差距", required=False, max_length=300)


@dataclass(frozen=True)
class AssessFacts:
    """自评."""

    assessed_on: date = fact("自评日期", help="市级方案的创建期为 3 月至 5 月。")
    assessor: str = fact("自评负责人", max_length=40)
    items: tuple[OwnRow, ...] = fact("逐项自评", help="五类标准都要有条目；得分的条目写明佐证材料及存放位置。")


@dataclass(frozen=True)
class ApplyFacts:
    """申请验收."""

    applied_on: date = fact("申请日期")
    statement: str = fact("创建情况", as_="longtext", good="装备室、询问室改造完成，检测仪器全部在检定有效期内，自评 92 分。", bad="已完成。")


@dataclass(frozen=True)
class Verdict:
    number: str = fact("编号", max_length=20)
    result: str = fact("结论", choices=RESULTS)
    points: int = fact("得分", min=0, max=100)
    reason: str = fact("理由", required=False, max_length=300)


@dataclass(frozen=True)
class AcceptFacts:
    """验收."""

    visited_on: date = fact("现场验收日期", help="市级方案要求 6 月开始验收。")
    assessors: tuple[str, ...] = fact("验收人员", as_="people", help="不少于两人，不得是创建单位的人员。")
    items: tuple[Verdict, ...] = fact("逐项结论", help="与自评条目一一对应；不达标的写明理由。")
    conclusion: str = fact("验收结论", choices=CONCLUSIONS)
    opinion: str = fact("验收意见", as_="longtext")
    deadline: date = fact("整改期限", required=False, help="限期整改的必须填写。")
    until: date = fact("有效期至", required=False, help=f"通过验收的填写，最长 {HELD_YEARS} 年。")


@dataclass(frozen=True)
class CorrectFacts:
    """整改完成."""

    corrected_on: date = fact("整改完成日期")
    done: str = fact("整改情况", as_="longtext", good="询问室音像设备已与采集站联网，存储六个月，照片存在活动登记 2026-07。", bad="已整改。")


@dataclass(frozen=True)
class RenewFacts:
    """复评."""

    renewed_on: date = fact("复评日期")
    assessors: tuple[str, ...] = fact("复评人员", as_="people")
    kept: bool = fact("继续符合标准")
    findings: str = fact("复评情况", as_="longtext")
    until: date = fact("有效期至")


@dataclass(frozen=True)
class RevokeFacts:
    """撤销."""

    decided_on: date = fact("撤销日期")
    reason: str = fact("撤销理由", as_="longtext", good="复评发现询问室被拆改，佐证材料系伪造。")
    heard: str = fact("听取创建单位意见的情况", required=False, as_="longtext")


@dataclass(frozen=True)
class EndFacts:
    """创建结束."""

    ended_on: date = fact("结束日期")
    why: str = fact("原因", choices=(("expired", "期满未复评"), ("failed", "未通过验收"), ("withdrawn", "单位退出创建"), ("merged", "单位撤并")))


def _units(s: Situation) -> Mapping[str, Any]:
    """``units_below``: {code: {name, people}} of the agencies under the one that accepts."""
    return dict(s.view.attrs.get("units_below") or {})


def called(view: FileView, person: str) -> str:
    """A person's name: of the file, else of the house (``staff_names``)."""
    known = view.people.get(person)
    return known.name if known else str((view.attrs.get("staff_names") or {}).get(person, person))


def _unit(s: Situation) -> str:
    listed = s.view.last("list_unit")
    return str(listed.facts.get("unit") if listed else s.given("unit") or "")


def _below(s: Situation) -> Unmet | None:
    code = str(s.given("unit") or "")
    known = _units(s)
    if not code or code in known:
        return None
    return Unmet(f"「{code}」不是本机关的下级单位，本机关不能组织验收", cure=f"从下级单位中选择：{'、'.join(known) or '无'}")


def _in_february(s: Situation) -> Unmet | None:
    on, year = as_date(s.facts or {}, "listed_on"), s.given("year")
    return Unmet(f"市级方案要求 {year} 年 2 月底前确定名单，实际为 {on}") if on and year and on >= date(int(year), 3, 1) else None


def _in_spring(s: Situation) -> Unmet | None:
    on, listed = as_date(s.facts or {}, "assessed_on"), s.view.last("list_unit")
    year = int(listed.facts["year"]) if listed else 0
    if on is None or not year or date(year, 3, 1) <= on < date(year, 6, 1):
        return None
    return Unmet(f"市级方案的创建期为 {year} 年 3 月至 5 月，自评日期为 {on}")


def _all_five(s: Situation) -> Unmet | None:
    given = {r.get("standard") for r in s.given("items") or ()}
    left = [zh for key, zh in FIVE if key not in given]
    return Unmet(f"自评没有「{'」「'.join(left)}」标准的条目", cure="补充条目；不适用的写明差距并记 0 分") if left else None


def _proved(s: Situation) -> Unmet | None:
    rows = s.given("items") or ()
    numbers = [str(r.get("number")) for r in rows]
    twice = next((n for n in numbers if numbers.count(n) > 1), "")
    if twice:
        return Unmet(f"条目编号 {twice} 重复", cure="核对编号")
    for r in rows:
        if int(r.get("points") or 0) > int(r.get("full") or 0):
            return Unmet(f"{r.get('number')} 自评 {r.get('points')} 分，超过满分 {r.get('full')}", cure="核对分数")
        if int(r.get("points") or 0) and not r.get("evidence"):
            return Unmet(f"{r.get('number')} 自评 {r.get('points')} 分，没有写明佐证材料", cure="写明材料名称和存放位置，或者记 0 分")
    return None


def _not_their_own(s: Situation) -> Unmet | None:
    named = list(s.given("assessors") or ())
    if s.facts is None:
        return None
    inside = set((_units(s).get(_unit(s)) or {}).get("people") or ())
    own = [called(s.view, p) for p in named if p in inside]
    if own:
        return Unmet(f"{'、'.join(own)}是创建单位的人员，不能参加验收", cure="改派其他验收人员")
    return Unmet(f"验收人员 {len(set(named))} 人，不得少于两人", cure="补充验收人员") if len(set(named)) < 2 else None


def _all_judged(s: Situation) -> Unmet | None:
    own = s.view.last("self_assess")
    if own is None or s.facts is None:
        return None
    wanted = {str(r["number"]): int(r["full"]) for r in own.facts.get("items") or ()}
    rows = {str(r.get("number")): r for r in s.given("items") or ()}
    left, strange = [n for n in wanted if n not in rows], [n for n in rows if n not in wanted]
    if left or strange:
        return Unmet(f"{'、'.join(left or strange)}{'没有验收结论' if left else '不在自评条目里'}", cure="逐项对照自评条目")
    for n, r in rows.items():
        if int(r.get("points") or 0) > wanted[n]:
            return Unmet(f"{n} 得 {r.get('points')} 分，超过满分 {wanted[n]}", cure="核对分数")
        if r.get("result") == "failed" and not r.get("reason"):
            return Unmet(f"{n} 不达标，没有写明理由", cure="写明理由")
    return None


def _concluded(s: Situation) -> Unmet | None:
    """What the conclusion needs: no failed item to pass, a deadline to put right, a last day of at most three years."""
    conclusion, on = s.given("conclusion"), as_date(s.facts or {}, "visited_on")
    failed = [str(r.get("number")) for r in s.given("items") or () if r.get("result") == "failed"]
    if conclusion == "passed" and failed:
        return Unmet(f"{'、'.join(failed)}不达标，不能通过验收", cure="作限期整改或者不通过的结论")
    if conclusion == "correct" and not s.given("deadline"):
        return Unmet("限期整改须写明整改期限", cure="填写「整改期限」")
    return _until(on, as_date(s.facts or {}, "until")) if conclusion == "passed" else None


def _until(on: date | None, until: date | None) -> Unmet | None:
    if until is None:
        return Unmet("通过验收的须写明有效期", cure="填写「有效期至」")
    latest = on.replace(year=on.year + HELD_YEARS, day=min(on.day, 28) if on.month == 2 else on.day) if on else None
    if on and latest and on < until <= latest:
        return None
    return Unmet(f"有效期须晚于验收日期，最长 {HELD_YEARS} 年（至 {latest}）", cure="核对有效期")


def _after_june(s: Situation) -> Unmet | None:
    on, listed = as_date(s.facts or {}, "visited_on"), s.view.last("list_unit")
    year = int(listed.facts["year"]) if listed else 0
    return Unmet(f"市级方案要求 {year} 年 6 月开始验收，验收日期为 {on}") if on and year and on < date(year, 6, 1) else None


def _put_right(s: Situation) -> Unmet | None:
    last = s.view.last("accept")
    if last is None or last.facts.get("conclusion") != "correct":
        return None
    fixed = s.view.last("correct")
    return None if fixed is not None and fixed.seq > last.seq else Unmet(
        f"上次验收要求 {last.facts.get('deadline')} 前整改，还没有整改情况", cure="先登记整改完成", cure_act="correct")


def _passed(s: Situation) -> bool:
    last = s.view.last("accept")
    return last is not None and last.facts.get("conclusion") == "passed"


def _is_passed(s: Situation) -> Unmet | None:
    return None if _passed(s) else Unmet("没有通过验收", cure="先通过验收", cure_act="accept")


def _is_to_correct(s: Situation) -> Unmet | None:
    last = s.view.last("accept")
    ok = last is not None and last.facts.get("conclusion") == "correct"
    return None if ok else Unmet("最近一次验收没有要求整改", cure="先验收", cure_act="accept")


def _not_yet_passed(s: Situation) -> Unmet | None:
    return Unmet("已经通过验收，到期前办理复评", cure_act="renew", cure="办理复评") if _passed(s) else None


def _renewed(s: Situation) -> Unmet | None:
    if s.facts is None or s.given("kept") is None:
        return None
    if not s.given("kept"):
        return Unmet("复评不再符合标准的，不能延续", cure="办理撤销", cure_act="revoke")
    return _until(as_date(s.facts, "renewed_on"), as_date(s.facts, "until"))


def _heard(s: Situation) -> Unmet | None:
    return None if s.given("heard") else Unmet("撤销以前应当听取创建单位的意见", cure="记明创建单位的意见")


def _verdicts(s: Situation) -> dict[str, Prefilled]:
    own = s.view.last("self_assess")
    rows = [{"number": r["number"], "points": r["points"]} for r in own.facts.get("items") or ()] if own else []
    return {"items": Prefilled(rows, "自评"), "visited_on": Prefilled(s.on.isoformat(), "今日")} if rows else {}


def _corrects(facts: Facts) -> bool:
    return facts.get("conclusion") == "correct"


def _passes(facts: Facts) -> bool:
    return facts.get("conclusion") == "passed"


def _own(id: str, rule: str, check: Any, severity: Severity = Severity.DEFECT) -> Any:
    return facts_say(PLAN, id, rule, check, severity=severity, verified=False)


GOING = (never_after(PLAN, "revoke", "已经撤销", id="not_revoked"), never_after(PLAN, "end_creation", "创建已经结束", id="not_over"))
LISTED = after(PLAN, "list_unit", "先列入名单", id="listed")
ASSESSORS = _own("assessors", "验收人员不少于两人，不得是创建单位的人员", _not_their_own)

STANDARDISATION = Procedure(
    "team_standard", "标准化创建验收", (PLAN,),
    stages=(Stage("named", "列入名单", ("list_unit",)), Stage("creating", "创建自评", ("self_assess", "apply")),
            Stage("judged", "验收", ("accept", "correct")), Stage("held", "保持", ("renew",)), Stage("over", "结束", ("revoke", "end_creation"))),
    acts=(
        Act("list_unit", "列入创建名单", ListFacts, (PLAN,), by=BY, route=APPROVED, once=True, occurs="listed_on", stage="named", moves_to="named",
            gates=(_own("below", "只验收下级单位", _below), facts_say(PLAN, "february", "2 月底前确定名单", _in_february, severity=Severity.WARNING)),
            help="五标准的名称、评分和有效期是本局自行设计；月份按市级方案。"),
        Act("self_assess", "登记自评", AssessFacts, (PLAN,), by=BY, stage="creating", moves_to="creating", gates=(
            LISTED, *GOING, facts_say(PLAN, "spring", "创建期为 3 月至 5 月", _in_spring, severity=Severity.WARNING),
            _own("five", "五类标准都要自评", _all_five), _own("proved", "得分须有佐证材料", _proved)),
            help="佐证照片、资料存在「标准化建设」台账的条目里。"),
        Act("apply", "申请验收", ApplyFacts, (PLAN,), by=BY, stage="creating", moves_to="creating",
            gates=(after(PLAN, "self_assess", "先完成自评", id="assessed"), *GOING), papers=(PaperRule("standard_application"),)),
        Act("accept", "验收", AcceptFacts, (PLAN,), by=BY, route=APPROVED, stage="judged", moves_to="judged", prefill=_verdicts,
            papers=(PaperRule("standard_acceptance"),), gates=(
                after(PLAN, "apply", "先申请验收", id="applied"), ASSESSORS, _own("all_judged", "每一条目都要有结论，不达标的写明理由", _all_judged),
                _own("conclusion", "结论与逐项结果一致", _concluded),
                facts_say(PLAN, "june", "6 月开始验收", _after_june, severity=Severity.WARNING),
                says(PLAN, "put_right", "整改以后再验收", _put_right, verified=False, severity=Severity.DEFECT),
                says(PLAN, "not_yet", "已经通过的不再验收", _not_yet_passed, verified=False, severity=Severity.DEFECT), *GOING)),
        Act("correct", "登记整改完成", CorrectFacts, (PLAN,), by=BY, stage="judged", moves_to="judged", side=True,
            gates=(says(PLAN, "to_correct", "要求整改的才登记整改", _is_to_correct, verified=False, severity=Severity.DEFECT), *GOING)),
        Act("renew", "复评", RenewFacts, (PLAN,), by=BY, route=APPROVED, stage="held", moves_to="held", gates=(
            says(PLAN, "passed", "通过验收的才复评", _is_passed, verified=False, severity=Severity.DEFECT), ASSESSORS,
            _own("renewable", "继续符合标准的才延续", _renewed), *GOING)),
        Act("revoke", "撤销", RevokeFacts, (PLAN,), by=BY, route=APPROVED, once=True, ends=True, side=True, stage="over", moves_to="over",
            papers=(PaperRule("standard_revoked"),), gates=(
                says(PLAN, "passed", "通过验收的才撤销", _is_passed, verified=False, severity=Severity.DEFECT),
                _own("heard", "撤销前听取意见", _heard), *GOING[1:])),
        Act("end_creation", "创建结束", EndFacts, (PLAN,), by=BY, once=True, ends=True, occurs="ended_on", stage="over", moves_to="over",
            gates=(LISTED, *GOING[:1])),
    ),
    clocks=(
        Clock("correction", "整改期限", "", (When("accept", where=_corrects),), (When("correct", at="corrected_on"), When("end_creation")),
              whose="party", due_fact="deadline", articles=(PLAN,), management=True),
        Clock("standing_term", "达标有效期", "", (When("accept", where=_passes), When("renew")),
              (When("revoke"), When("end_creation", at="ended_on")),
              whose="party", due_fact="until", articles=(PLAN,), management=True)),
    entry=("list_unit",))
