"""年度监督检查计划: compiled → deliberated → approved by the government → filed upward → published → carried out → summed up.

Basis: 安全生产法 62-2 (a plan as classified and graded, and inspections by it). Approval by the government of the same level,
filing upward and that no plan is changed at will stand in 安全生产年度监督检查计划编制办法 (安监总政法〔2017〕150号), of which
articles 1 to 8 were read: gates that rest on its other articles are never void.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhiheng.kernel.article import Article
from zhiheng.kernel.facts import as_date, fact
from zhiheng.kernel.gates import after, facts_say, never_after, says
from zhiheng.kernel.procedure import Act, Clock, PaperRule, Prefilled, Procedure, Severity, Stage, Unmet, When
from zhiheng.kernel.situation import Situation
from zhiheng.law.gates_common import has_text
from zhiheng.law.routes import APPROVAL, COLLECTIVE, HANDLER, SECTION

PLAN = Article("安全生产法", "62", 2)
COMPILING = Article("安监总政法〔2017〕150号", "6")
FACTORS = Article("安监总政法〔2017〕150号", "7")
FILING = Article("安监总政法〔2017〕150号", "")
CAPS = Article("国办发〔2024〕54号", "")
RELEASE = Severity.DEFECT


@dataclass(frozen=True)
class CompileFacts:
    year: int = fact("计划年度", min=2020, max=2100)
    title: str = fact("名称", max_length=80, good="云岭区应急管理局 2027 年度安全生产监督检查计划")
    compiled_on: date = fact("开始编制日期")
    officers: tuple[str, ...] = fact("承办人", as_="people")


@dataclass(frozen=True)
class SubmitFacts:
    """The figures of the version as the system counted them."""

    version: int = fact("版本", min=1)
    content: str = fact("计划文本指纹", max_length=64)
    total_days: int = fact("总法定工作日", min=1, article=FACTORS)
    other_days: int = fact("其他执法工作日", min=0, article=FACTORS)
    non_days: int = fact("非执法工作日", min=0, article=FACTORS)
    supervision_days: int = fact("监督检查工作日", min=0, article=FACTORS)
    needed_half_days: int = fact("检查所需半工日", min=0)
    key_firms: int = fact("重点单位数", min=0)
    key_covered: int = fact("列入检查的重点单位数", min=0)
    visits: int = fact("计划检查家次", min=0)
    over_cap: int = fact("超过频次上限的企业数", min=0)
    unscheduled: int = fact("没有排定的家次", min=0)
    provisional: bool = fact("放假安排未公布，工作日为暂定", required=False)
    opinion: str = fact("编制说明", as_="longtext", good="重点单位 72 家全覆盖，一般单位双随机抽查 56 家次，预留 8% 工日办理举报核查。")


@dataclass(frozen=True)
class DeliberateFacts:
    held_on: date = fact("审议日期")
    legality: str = fact("合法性审核意见", as_="longtext")
    conclusion: str = fact("审议结论", choices=(("agreed", "同意，报政府批准"), ("redo", "退回修改")))
    record: str = fact("审议意见", as_="longtext")


@dataclass(frozen=True)
class ApproveFacts:
    approved_by: str = fact("批准机关", max_length=80)
    approval_no: str = fact("批准文号", max_length=80)
    approved_on: date = fact("批准日期")


@dataclass(frozen=True)
class FileFacts:
    filed_to: str = fact("备案机关", max_length=80)
    filed_on: date = fact("报送日期")
    receipt: str = fact("备案回执", required=False, max_length=120)


@dataclass(frozen=True)
class PublishFacts:
    published_on: date = fact("公布日期")
    caps: bool = fact("已公布检查事项和年度频次上限", article=CAPS)
    secrets_checked: bool = fact("已核对不宜公开的内容（企业名单只公布家数和频次）")


@dataclass(frozen=True)
class ChangeFacts:
    """A change of the approved plan: what differs, counted by the system."""

    version: int = fact("新版本", min=2)
    content: str = fact("计划文本指纹", max_length=64)
    added: int = fact("增加家次", min=0)
    removed: int = fact("减少家次", min=0)
    moved: int = fact("改期、改派家次", min=0)
    key_firms: int = fact("重点单位数", min=0)
    key_covered: int = fact("列入检查的重点单位数", min=0)
    major: bool = fact("属于重大调整", required=False, help="减少重点单位、增减家次超过一成的，属于重大调整，须重新报批")
    reason: str = fact("调整理由", as_="longtext", good="6 家企业停产注销；市局部署有限空间专项，增加 12 家次", bad="工作需要")


@dataclass(frozen=True)
class UnitMonth:
    """One unit at the end of a month, visits of the year so far."""

    unit: str = fact("单位", max_length=60)
    year_total: int = fact("全年计划家次", min=0)
    due: int = fact("截至月末应完成", min=0)
    done: int = fact("截至月末已完成", min=0)


@dataclass(frozen=True)
class MonthlyFacts:
    """The figures of a month that is over, fixed as they stood: reports of different days then agree."""

    month: int = fact("月份", min=1, max=12)
    planned: int = fact("当月计划家次", min=0)
    done: int = fact("当月完成家次", min=0)
    due_total: int = fact("截至月末应完成", min=0)
    done_total: int = fact("截至月末已完成", min=0)
    year_total: int = fact("全年计划家次", min=0)
    units: tuple[UnitMonth, ...] = fact("分单位", required=False)
    content: str = fact("明细指纹", max_length=64)


@dataclass(frozen=True)
class SummaryFacts:
    until: date = fact("统计截至")
    planned: int = fact("计划家次", min=0)
    done: int = fact("完成家次", min=0)
    text: str = fact("总结", as_="longtext")


@dataclass(frozen=True)
class CloseFacts:
    closed_on: date = fact("归档日期")
    result: str = fact("全年执行情况", as_="longtext")


def _counted(s: Situation) -> dict[str, object]:
    """``plan``: the register's own figures of the working version, under the names of SubmitFacts and ChangeFacts, and
    ``open`` visits left."""
    return dict(s.view.attrs.get("plan") or {})


def _as_counted(s: Situation) -> Unmet | None:
    counted = _counted(s)
    wrong = [f.zh for f in s.act.fields if f.name in counted and f.name not in ("opinion", "reason")
             and s.given(f.name) not in (None, counted[f.name])]
    if counted.get("content") and not wrong:
        return None
    says_ = f"送审的数字须是系统按计划算出的（不符：{'、'.join(wrong)}）" if wrong else "计划还没有内容"
    return Unmet(says_, cure="在计划页面点「送审」，不手工填写")


def _sums(s: Situation) -> Unmet | None:
    if s.facts is None:
        return None
    total, other, non, left = (int(s.given(n, 0)) for n in ("total_days", "other_days", "non_days", "supervision_days"))
    return None if total - other - non == left else Unmet(
        f"监督检查工作日应为 {total} − {other} − {non} = {total - other - non}，填作 {left}", cure="核对各项工日")


def _feasible(s: Situation) -> Unmet | None:
    need, have = int(s.given("needed_half_days", 0)), 2 * int(s.given("supervision_days", 0))
    if need <= have:
        return None
    over = (need - have) / 2
    return Unmet(f"检查所需超出监督检查工作日 {over:g} 工日", cure="只能压减一般抽查或增加人员，不得压减重点单位全覆盖")


def _covered(s: Situation) -> Unmet | None:
    firms, covered = int(s.given("key_firms", 0)), int(s.given("key_covered", 0))
    return None if covered >= firms else Unmet(f"重点单位 {firms} 家，列入检查的只有 {covered} 家", cure="把漏列的重点单位排入计划")


def _caps(s: Situation) -> Unmet | None:
    over = int(s.given("over_cap", 0))
    return Unmet(f"{over} 家企业的计划检查超过年度频次上限", cure="合并检查或改期到下一年度") if over else None


def _placed(s: Situation) -> Unmet | None:
    left = int(s.given("unscheduled", 0))
    return Unmet(f"还有 {left} 家次没有排定日期和人员", cure="在计划页面排期") if left else None


def _fixed_days(s: Situation) -> Unmet | None:
    return Unmet("该年放假安排尚未公布，工作日为暂定，公布后须重算", cure="公布后在日历登记，系统列出改变的日期") if s.given("provisional") else None


def _agreed(s: Situation) -> Unmet | None:
    last = s.last("deliberate")
    if last is not None and last.facts.get("conclusion") == "agreed":
        return None
    return Unmet("审议没有同意，不能报批", cure="修改后重新送审", cure_act="submit")


def _major_approved(s: Situation) -> Unmet | None:
    """A major change repeats approval: only a later approval lets it be carried out."""
    last = s.last("change")
    if last is None or not last.facts.get("major") or s.done_since("approve", "change"):
        return None
    return Unmet("重大调整须重新报本级人民政府批准", cure="取得批准后登记「政府批准」", cure_act="approve")


def _must_be_major(s: Situation) -> Unmet | None:
    counted = _counted(s)
    return Unmet("减少了重点单位，或者增减家次超过一成，属于重大调整", cure="勾选「属于重大调整」并重新报批") if (
        counted.get("major") and not s.given("major")) else None


def _nothing_left(s: Situation) -> Unmet | None:
    left = _counted(s).get("open")
    return Unmet(f"还有 {left} 家次没有完成，也没有按程序调整", cure="完成检查，或办理「计划调整」") if isinstance(left, int) and left else None


def _months(s: Situation) -> dict[str, dict[str, object]]:
    """``plan_months``: month (as text) → its figures as MonthlyFacts, of the months that are over."""
    return dict(s.view.attrs.get("plan_months") or {})


def _month_counted(s: Situation) -> Unmet | None:
    counted = _months(s).get(str(s.given("month")))
    if counted is None or s.facts is None:
        return None
    wrong = [f.zh for f in s.act.fields if f.name in counted and f.name not in ("units", "month") and s.given(f.name) not in (None, counted[f.name])]
    return Unmet(f"月末数字须是系统按检查记录算出的（不符：{'、'.join(wrong)}）", cure="在月调度页面点「固定」，不手工填写") if wrong else None


def _month_over(s: Situation) -> Unmet | None:
    month = s.given("month")
    return None if month is None or str(month) in _months(s) else Unmet(f"{month} 月还没有结束，数字还会变", cure="月末以后固定")


def _month_once(s: Situation) -> Unmet | None:
    same = [e for e in s.view.done("monthly") if e.facts.get("month") == s.given("month")]
    return Unmet(f"{s.given('month')} 月的数字已于 {same[-1].occurred_at.date()} 固定，以后的补录作为差异列示") if same else None


def _next_year(s: Situation) -> Unmet | None:
    year = s.given("year")
    return None if year is None or int(year) >= s.on.year else Unmet(f"不能为已经过去的 {year} 年编制计划")


def _not_early(s: Situation) -> str | None:
    held = s.last("deliberate")
    on = as_date(s.facts or {}, "approved_on")
    return f"批准日期早于审议日期 {held.occurred_at.date()}" if held and on and on < held.occurred_at.date() else None


def _year_title(s: Situation) -> dict[str, Prefilled]:
    year, agency = s.on.year + (1 if s.on.month >= 9 else 0), s.view.attrs.get("agency") or {}
    return {"year": Prefilled(year, "下一年度" if year > s.on.year else "本年度"), "compiled_on": Prefilled(s.on.isoformat(), "今日"),
            "title": Prefilled(f"{agency.get('name', '')}{year}年度安全生产监督检查计划", "机关名称和年度")}


COUNTED = facts_say(PLAN, "as_counted", "计划的数字由系统计算，不能手工填写", _as_counted)
COVERAGE = facts_say(PLAN, "key_covered", "重点单位按周期全覆盖", _covered)

ANNUAL_PLAN = Procedure(
    "annual_plan", "年度监督检查计划", (PLAN, COMPILING),
    stages=(Stage("compile", "编制", ("compile", "submit")), Stage("deliberate", "审议", ("deliberate",)),
            Stage("approved", "批准", ("approve",)), Stage("filed", "备案公布", ("file_upward", "publish")),
            Stage("running", "执行", ("change", "monthly", "summarise")), Stage("closed", "归档", ("close",))),
    acts=(
        Act("compile", "编制年度计划", CompileFacts, (PLAN, COMPILING), by=("officer", "section_head"), stage="compile",
            moves_to="compile", once=True, prefill=_year_title, gates=(facts_say(PLAN, "year_ahead", "计划为本年度或者下一年度编制", _next_year),)),
        Act("submit", "送审", SubmitFacts, (PLAN, FACTORS), by=("handler", "section_head"), route=(HANDLER, SECTION), stage="compile",
            moves_to="deliberate", gates=(
                after(PLAN, "compile", "没有编制，不能送审"), COUNTED,
                never_after(FILING, "approve", "批准后的计划不再送审，改动办理「计划调整」", severity=RELEASE, verified=False),
                facts_say(FACTORS, "days_add_up", "监督检查工作日等于总法定工作日减其他执法和非执法工作日", _sums),
                facts_say(COMPILING, "feasible", "计划所需不超过监督检查工作日", _feasible), COVERAGE,
                facts_say(CAPS, "caps_kept", "不超过公布的频次上限", _caps, severity=RELEASE, verified=False),
                facts_say(COMPILING, "all_placed", "每一家次都已排定", _placed, severity=Severity.WARNING),
                facts_say(FACTORS, "holidays_known", "放假安排公布后计算工作日", _fixed_days, severity=Severity.WARNING))),
        Act("deliberate", "法制审核和集体审议", DeliberateFacts, (PLAN,), by=("section_head", "legal_reviewer"), route=COLLECTIVE, stage="deliberate",
            gates=(after(PLAN, "submit", "送审后方可审议"),)),
        Act("approve", "登记政府批准", ApproveFacts, (FILING,), by=("handler", "section_head"), stage="approved", moves_to="approved",
            gates=(after(FILING, "deliberate", "审议同意后方可报批", since="submit", severity=RELEASE, verified=False),
                   says(FILING, "agreed", "审议须同意", _agreed, severity=RELEASE, verified=False),
                   facts_say(FILING, "approved_after", "批准在审议之后", _not_early, severity=RELEASE, verified=False))),
        Act("file_upward", "报上级备案", FileFacts, (FILING,), by=("handler", "section_head"), stage="filed", moves_to="filed",
            papers=(PaperRule("plan_filing_report"),),
            gates=(after(FILING, "approve", "批准后方可备案", severity=RELEASE, verified=False),)),
        Act("publish", "公布计划", PublishFacts, (CAPS,), by=("handler", "section_head"), stage="filed", moves_to="running",
            gates=(after(FILING, "approve", "批准后方可公布", severity=RELEASE, verified=False),
                   has_text(CAPS, "caps_published", "caps", "应当公布检查事项和频次上限", severity=RELEASE, verified=False),
                   has_text(CAPS, "secrets", "secrets_checked", "公布前核对不宜公开的内容"))),
        Act("change", "计划调整", ChangeFacts, (PLAN, FILING), by=("handler", "section_head"), route=APPROVAL, stage="running", side=True,
            gates=(after(FILING, "approve", "未批准的计划直接修改后送审，不必调整", severity=RELEASE, verified=False), COUNTED, COVERAGE,
                   facts_say(FILING, "major_said", "重大调整须写明", _must_be_major, severity=RELEASE, verified=False))),
        Act("monthly", "月末数字固定", MonthlyFacts, (PLAN,), by=("handler", "section_head"), stage="running", side=True, gates=(
                after(FILING, "approve", "没有批准的计划，没有进度可言", severity=RELEASE, verified=False, id="monthly_approved"),
                facts_say(PLAN, "month_over", "固定的是已经结束的月份", _month_over),
                facts_say(PLAN, "month_counted", "月末数字由系统计算", _month_counted),
                facts_say(PLAN, "month_once", "一个月只固定一次", _month_once))),
        Act("summarise", "半年、年度总结", SummaryFacts, (PLAN,), by=("handler", "section_head"), route=(HANDLER, SECTION),
            stage="running", side=True, papers=(PaperRule("plan_summary"),),
            gates=(after(FILING, "approve", "没有批准的计划，无从总结", severity=RELEASE, verified=False),)),
        Act("close", "计划归档", CloseFacts, (PLAN,), by=("handler", "section_head", "archivist"), stage="closed",
            moves_to="closed", once=True, ends=True, gates=(after(PLAN, "summarise", "没有总结，不能归档"),
                   says(FILING, "major_approved", "重大调整须经批准", _major_approved, severity=RELEASE, verified=False),
                   says(PLAN, "nothing_left", "计划须全部完成或者按程序调整", _nothing_left, severity=RELEASE))),
    ),
    clocks=(
        Clock("filing", "计划批准后报上级备案", "plan_filing", (When("approve", at="approved_on"),), (When("file_upward", at="filed_on"),),
              todo="file_upward", management=True),
    ),
    entry=("compile",),
)
