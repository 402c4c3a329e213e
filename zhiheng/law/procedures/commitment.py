"""承诺制: a trustworthy enterprise promises, is visited less while it keeps its word, and loses that when it does not.

The seed of the province asks for it (守信、标准化达标企业实行承诺制、减少检查频次) and gives no form. Everything here is the
bureau's own design within 安全生产法 62-2 (分类分级监督管理): the gates are not the law's and a head may release them.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhiheng.kernel.article import Article
from zhiheng.kernel.facts import as_date, fact
from zhiheng.kernel.gates import after, facts_say, never_after, says
from zhiheng.kernel.procedure import Act, Clock, PaperRule, Prefilled, Procedure, Severity, Stage, Unmet, When
from zhiheng.kernel.situation import Situation
from zhiheng.law.basis import penalty_law
from zhiheng.law.gates_common import has_text, two_certified_officers
from zhiheng.law.procedures.reassigning import reassign
from zhiheng.law.routes import APPROVAL, TWO_OFFICERS

CLASSED = Article("安全生产法", "62", 2)
CLEAN_YEARS, BARRED_YEARS, LONGEST_YEARS = 3, 2, 2
"""Own design: years without a penalty, years shut out after a broken promise, the longest promise."""
TEXT = ("一、严格遵守安全生产法律法规和标准，保持安全生产标准化等级；二、每日组织隐患自查，重大事故隐患立即停产整改并在24小时内报告；"
        "三、如实提供自查和整改资料，接受随机核查；四、不发生生产安全死亡事故；五、违反承诺的，自愿恢复原检查频次，并公开失信信息。")


@dataclass(frozen=True)
class PromiseFacts:
    """守信企业承诺."""

    signed_on: date = fact("承诺日期")
    signer: str = fact("承诺人", help="法定代表人或者主要负责人")
    standard: str = fact("标准化等级", choices=(("一级", "一级"), ("二级", "二级"), ("三级", "三级")))
    text: str = fact("承诺内容", as_="longtext")
    until: date = fact("承诺期至", help=f"最长 {LONGEST_YEARS} 年")
    officers: tuple[str, ...] = fact("承办人", as_="people", article=penalty_law(42, 1))
    opinion: str = fact("承办人意见", as_="longtext", good="三年内无处罚，标准化达标，建议实行承诺制。")


@dataclass(frozen=True)
class CheckFacts:
    """履行情况核查."""

    checked_on: date = fact("核查日期")
    kept: bool = fact("已按承诺履行")
    findings: str = fact("核查情况", as_="longtext", good="抽查自查记录 30 日，均有签名；现场随机查 5 处，与记录一致。", bad="情况良好。")


@dataclass(frozen=True)
class BreakFacts:
    """认定未履行承诺."""

    decided_on: date = fact("认定日期")
    broken: str = fact("未履行的事实", as_="longtext")
    heard: str = fact("听取企业意见的情况", required=False, as_="longtext")


@dataclass(frozen=True)
class EndFacts:
    """承诺期满或者退出."""

    ended_on: date = fact("结束日期")
    why: str = fact("原因", choices=(("kept", "承诺期满，已履行"), ("withdrawn", "企业申请退出"), ("closed", "企业停产、注销、迁出")))
    says: str = fact("说明", required=False, as_="longtext")


def _state(s: Situation) -> dict[str, object]:
    """``credit_state``: {standard, penalties: [{no, on}], listed, barred_until, promise_until} of the register."""
    return dict(s.view.attrs.get("credit_state") or {})


def _standard(s: Situation) -> Unmet | None:
    held = str(_state(s).get("standard") or "")
    if held and held == s.given("standard"):
        return None
    return Unmet(f"企业档案记载的标准化等级为{held or '未达标'}，与所填「{s.given('standard')}」不符", cure="核对标准化证书，更新企业档案")


def _clean(s: Situation) -> Unmet | None:
    found = _state(s).get("penalties") or []
    since = s.on.replace(year=s.on.year - CLEAN_YEARS, day=28 if (s.on.month, s.on.day) == (2, 29) else s.on.day).isoformat()
    first = next((row for row in found if str(row.get("on")) >= since), None) if isinstance(found, list) else None
    return Unmet(f"{CLEAN_YEARS} 年内受过行政处罚（{first.get('no')}，{first.get('on')}）", cure="满三年无处罚后再实行承诺制") if first else None


def _unlisted(s: Situation) -> Unmet | None:
    return Unmet("企业在严重失信主体名单内，不适用基于诚信的管理措施", cure="移出名单以后再申请") if _state(s).get("listed") else None


def _not_barred(s: Situation) -> Unmet | None:
    until = as_date(_state(s), "barred_until")
    return Unmet(f"曾经未履行承诺，{until} 以前不再实行承诺制", earliest=until) if until and until >= s.on else None


def _not_twice(s: Situation) -> Unmet | None:
    until = as_date(_state(s), "promise_until")
    return Unmet(f"已有承诺在履行（至 {until}）", cure="期满后再承诺") if until and until >= s.on else None


def _term(s: Situation) -> Unmet | None:
    start, end = as_date(s.facts or {}, "signed_on"), as_date(s.facts or {}, "until")
    if start is None or end is None:
        return None
    latest = start.replace(year=start.year + LONGEST_YEARS, day=min(start.day, 28) if start.month == 2 else start.day)
    if start < end <= latest:
        return None
    return Unmet(f"承诺期须晚于承诺日期，最长 {LONGEST_YEARS} 年（至 {latest}）", cure="核对承诺期")


def _broken_found(s: Situation) -> Unmet | None:
    last = s.last("check_promise")
    return None if last is not None and not last.facts.get("kept") else Unmet(
        "没有核查未履行的记录", cure="先核查履行情况", cure_act="check_promise")


def _prefill(s: Situation) -> dict[str, Prefilled]:
    firm, held = s.view.attrs.get("enterprise") or {}, _state(s)
    end = s.on.replace(year=s.on.year + 1, day=min(s.on.day, 28) if s.on.month == 2 else s.on.day)
    found = {"signed_on": Prefilled(s.on.isoformat(), "今日"), "text": Prefilled(TEXT, "本局格式"), "until": Prefilled(end.isoformat(), "一年")}
    if firm.get("principal"):
        found["signer"] = Prefilled(firm["principal"], "一企一档")
    if held.get("standard"):
        found["standard"] = Prefilled(held["standard"], "一企一档")
    return found



OPEN = (never_after(CLASSED, "break_promise", "已经认定未履行", id="not_broken"), never_after(CLASSED, "end_promise", "承诺已经结束", id="not_ended"))
MADE = after(CLASSED, "promise", "先有承诺", id="promised")

COMMITMENT = Procedure(
    "commitment", "守信企业承诺制", (CLASSED,),
    stages=(Stage("promised", "承诺", ("promise",)), Stage("running", "履行", ("check_promise",)),
            Stage("over", "结束", ("end_promise", "break_promise"))),
    acts=(
        Act("promise", "作出承诺", PromiseFacts, (CLASSED,), by=("officer", "handler"), route=APPROVAL, once=True, prefill=_prefill,
            papers=(PaperRule("safety_commitment"),), stage="promised", moves_to="promised", gates=(
                facts_say(CLASSED, "standard", "标准化达标并在有效期内", _standard, verified=False),
                says(CLASSED, "clean", f"{CLEAN_YEARS} 年内没有受过行政处罚", _clean, verified=False),
                says(Article("应急管理部令第11号", ""), "unlisted", "严重失信主体不适用承诺制", _unlisted, verified=False),
                says(CLASSED, "not_barred", f"未履行承诺的，{BARRED_YEARS} 年内不再实行", _not_barred, verified=False),
                says(CLASSED, "not_twice", "同一时期只有一份承诺", _not_twice, verified=False),
                facts_say(CLASSED, "term", f"承诺期最长 {LONGEST_YEARS} 年", _term, verified=False),
                two_certified_officers("officers")),
            help="本局自行设计的管理方式：承诺期内减少计划检查频次，举报、事故、重大隐患引起的检查不受影响。"),
        reassign(*OPEN),
        Act("check_promise", "核查履行情况", CheckFacts, (CLASSED,), route=TWO_OFFICERS, occurs="checked_on", stage="running", moves_to="running",
            gates=(MADE, *OPEN, two_certified_officers())),
        Act("break_promise", "认定未履行承诺", BreakFacts, (CLASSED,), route=APPROVAL, once=True, ends=True, side=True, stage="over",
            moves_to="over", papers=(PaperRule("commitment_ended"),), gates=(
                says(CLASSED, "broken_found", "核查发现未履行的才能认定", _broken_found),
                has_text(CLASSED, "heard", "heard", "认定前应当听取企业意见", cure="记明企业的意见", severity=Severity.DEFECT), *OPEN[1:],
                two_certified_officers()),
            help="认定后终止承诺制，恢复原检查频次，两年内不再实行。"),
        Act("end_promise", "承诺结束", EndFacts, (CLASSED,), once=True, ends=True, occurs="ended_on", stage="over", moves_to="over",
            gates=(MADE, *OPEN[:1])),
    ),
    clocks=(Clock("promise_term", "承诺期", "", (When("promise"),), (When("end_promise", at="ended_on"), When("break_promise")), whose="party",
                  due_fact="until", articles=(CLASSED,), management=True),),
    entry=("promise",))
