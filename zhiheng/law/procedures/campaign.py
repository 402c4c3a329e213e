"""专项行动: drawn up → approved with the scope frozen → filed and made public → tasks given out → summed up → closed.

安全生产法 62-1 lets governments organise strict inspections of what is prone to major accidents, 62-2 binds inspections to the
plan. That special inspections are limited in number, approved by the government (or the superior of a vertical agency),
filed and made public, and that only those ordered by a superior stay outside the cap of visits, was read in reports on
国办发〔2024〕54号 and its official answers, not in full text: gates that rest on it alone are defects, never void.
"""
from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.kernel.facts import as_date
from zhiheng.kernel.gates import after, facts_say, never_after, says
from zhiheng.kernel.procedure import Act, PaperRule, Prefilled, Procedure, Severity, Stage, Unmet
from zhiheng.kernel.situation import Situation
from zhiheng.law.gates_common import has_text
from zhiheng.law.procedures import campaign_facts as f
from zhiheng.law.routes import BY_HEAD, HANDLER, HEAD, SECTION

STRICT = Article("安全生产法", "62", 1)
PLAN, CAPS = f.PLAN, f.CAPS
RELEASE = Severity.DEFECT
NO_LIMIT = 1_000_000
"""The national figure where nobody has set one."""
ORDERED_ZH = dict(f.ORDERED)


def limit_of(s: Situation) -> int | None:
    """How many campaigns of its own the agency may run a year; None where the place has published no figure."""
    most = int(s.param("campaigns_a_year"))
    return None if most >= NO_LIMIT else most


def _year(s: Situation) -> dict[str, Any]:
    """``campaign_year``: {own: campaigns of the agency's own in the year besides this one, plan: whether there is an approved plan}."""
    return dict(s.view.attrs.get("campaign_year") or {})


def _scope(s: Situation) -> dict[str, Any]:
    """``campaign_scope``: {scope, firms, areas, names} of the register as it fits the filters now, or as it was frozen."""
    return dict(s.view.attrs.get("campaign_scope") or {})


def _tasks(s: Situation) -> dict[str, Any]:
    """``campaign_tasks``: {open: references, figures as SummariseFacts}."""
    return dict(s.view.attrs.get("campaign_tasks") or {})


def _drawn_up(s: Situation, name: str) -> Any:
    """A fact of the programme: as proposed, else as it stands."""
    if s.given(name) is not None:
        return s.given(name)
    last = s.last("set_up")
    return last.facts.get(name) if last else None


def _period(s: Situation) -> str | None:
    first, last = as_date(s.facts or {}, "period_from"), as_date(s.facts or {}, "period_to")
    return "专项行动的结束日期不能早于开始日期" if first and last and last < first else None


def _ordered_told(s: Situation) -> Unmet | None:
    if s.given("ordered") != "superior" or (s.given("ordered_by") and s.given("basis")):
        return None
    lacking = "部署机关" if not s.given("ordered_by") else "部署文件的文号"
    return Unmet(f"上级部署的专项行动没有写明{lacking}", cure="填写部署机关和文号；没有部署文件的，按本级组织办理")


def _bounded(s: Situation) -> Unmet | None:
    if s.facts is None or any(s.given(n) for n in f.FILTERS):
        return None
    return Unmet("没有划定范围，专项行动会涉及全部企业", cure="按专项监管类别、监管领域、属地等至少选一项")


def _quota(s: Situation) -> Unmet | None:
    if _drawn_up(s, "ordered") != "own":
        return None
    most, own = limit_of(s), int(_year(s).get("own", 0))
    return None if most is None or own < most else Unmet(
        f"本机关本年度自行组织的专项行动已有 {own} 个，公布的上限是 {most} 个",
        cure="并入已有的专项行动或年度计划；确由上级部署的，写明部署机关和文号", earliest=s.on.replace(year=s.on.year + 1, month=1, day=1))


def _counted_scope(s: Situation) -> Unmet | None:
    held = _scope(s)
    if s.facts is None or (held.get("scope") and all(s.given(k) == held.get(k) for k in ("scope", "firms"))):
        return None
    if not held.get("firms"):
        return Unmet("按划定的范围一家企业也没有", cure="撤销后重新划定范围，或者先补齐一企一档的专项监管类别")
    return Unmet("范围名单须由系统从一企一档冻结，不能手工填写", cure="在专项行动页面点「批准并冻结范围」")


def _approved_after(s: Situation) -> str | None:
    drawn, on = s.last("set_up"), as_date(s.facts or {}, "approved_on")
    return f"批准日期早于方案拟定日期 {drawn.occurred_at.date()}" if drawn and on and on < drawn.occurred_at.date() else None


def _by_others(s: Situation) -> Unmet | None:
    own = str((s.view.attrs.get("agency") or {}).get("name") or "")
    by = str(s.given("approved_by") or "").strip()
    return Unmet("专项行动由县级以上人民政府（垂直管理的由上级机关）批准，本机关不能自行批准", cure="填写批准的人民政府或者上级机关") if (
        by and by == own) else None


def _plan_there(s: Situation) -> Unmet | None:
    return None if _year(s).get("plan") else Unmet(
        f"本机关没有 {s.on.year} 年经批准的年度监督检查计划，专项任务无处登记", cure="先编制并报批年度监督检查计划，再下达任务")


def _covered(s: Situation) -> Unmet | None:
    """Every area of the frozen scope has somebody; nobody goes alone. ``campaign_officers``: {account: name} who may be sent."""
    rows = s.given("divisions") or ()
    if s.facts is None or not rows:
        return None
    known = s.view.attrs.get("campaign_officers") or {}
    strange = [w for r in rows for w in r.get("who") or () if w not in known]
    if strange:
        return Unmet(f"{strange[0]} 不是本局及所属机关在岗持证的执法人员", cure="从名单里选择检查人员")
    alone = [r["unit"] for r in rows if len(set(r.get("who") or ())) < 2]
    if alone:
        return Unmet(f"{alone[0]}的检查人员不足两名", cure="每一单位至少写两名执法人员")
    if any(not r.get("areas") for r in rows):
        return None
    named = {a for r in rows for a in split(str(r.get("areas") or ""))}
    left = [str(a["area"]) for a in _scope(s).get("areas", ()) if a["area"] not in named]
    return Unmet(f"{'、'.join(left)}没有承担单位", cure="补写属地，或者加一行不填属地的单位承担其余企业") if left else None


def split(areas: str) -> list[str]:
    """The areas of a division as typed: 顿号, commas and blanks part them."""
    for mark in "，,；;\n ":
        areas = areas.replace(mark, "、")
    return [a for a in areas.split("、") if a]


def _within(s: Situation) -> str | None:
    first, last = as_date(s.facts or {}, "first"), as_date(s.facts or {}, "last")
    drawn = s.last("set_up")
    if first is None or last is None or drawn is None:
        return None
    begin, end = as_date(drawn.facts, "period_from"), as_date(drawn.facts, "period_to")
    if last < first:
        return "检查的结束日期不能早于开始日期"
    return f"检查须在专项行动期间（{begin} 至 {end}）内" if begin and end and (first < begin or last > end) else None


def _all_tasks(s: Situation) -> Unmet | None:
    firms = _scope(s).get("firms")
    return None if s.facts is None or s.given("tasks") == firms else Unmet(
        f"任务数须是范围内的企业数 {firms}，填作 {s.given('tasks')}", cure="范围内的每一家都下达；不再检查的，下达以后办理「任务调整」")


def _open_tasks(s: Situation) -> Unmet | None:
    open_ = set(_tasks(s).get("open") or ())
    wrong = [t for t in s.given("tasks") or () if t not in open_]
    return Unmet(f"{wrong[0]} 不是未检查的任务", cure="核对任务编号；已检查、正在检查的不能调整") if wrong else None


def _all_done(s: Situation) -> Unmet | None:
    left = len(_tasks(s).get("open") or ()) + int(_tasks(s).get("running", 0))
    return Unmet(f"还有 {left} 家没有检查完成，也没有调整", cure="完成检查，或办理「任务调整」写明理由") if left else None


def _as_counted(s: Situation) -> Unmet | None:
    counted = dict(_tasks(s).get("figures") or {})
    wrong = [x.zh for x in s.act.fields if x.name in counted and x.name != "units" and s.given(x.name) not in (None, counted[x.name])]
    return Unmet(f"总结的数字须是系统按检查记录算出的（不符：{'、'.join(wrong)}）", cure="数字已有变化的，重新打开「总结」取数") if wrong else None


SAID: Mapping[str, re.Pattern[str]] = {name: re.compile(words) for name, words in (
    ("firms", r"范围内企业 ?(\d+) ?家"), ("tasks", r"下达任务 ?(\d+) ?家"), ("visited", r"已检查 ?(\d+) ?家"), ("adjusted", r"调整不查 ?(\d+) ?家"),
    ("findings", r"发现隐患 ?(\d+) ?项"),
    ("majors", r"其中重大隐患 ?(\d+) ?项"), ("closed", r"复查闭环 ?(\d+) ?项"), ("cases", r"；立案 ?(\d+) ?件"))}
"""Where the drafted text says a figure; one changed since must not stand beside the new one in one report."""


def _text_as_counted(s: Situation) -> Unmet | None:
    text = str(s.given("text") or "")
    wrong = [f"「{m[0].strip('；')}」与数字 {s.given(name)} 不符" for name, words in SAID.items()
             if s.given(name) is not None and (m := words.search(text)) and int(m[1]) != s.given(name)]
    return Unmet(f"总结正文的{'、'.join(wrong)}", cure="改正正文；整段按现在的数字重拟的，先点「放弃草稿」再打开「总结」") if wrong else None


def _usual(s: Situation) -> dict[str, Prefilled]:
    return {"period_from": Prefilled(s.on.isoformat(), "今日")}


def _approval(s: Situation) -> dict[str, Prefilled]:
    held, label = _scope(s), "系统按范围从一企一档冻结"
    agency = s.view.attrs.get("agency") or {}
    found = {k: Prefilled(held[k], label) for k in ("firms", "areas", "scope") if held.get(k)}
    if agency.get("review_body"):
        found["approved_by"] = Prefilled(agency["review_body"], "机关资料，请核对")
    return found


def _filing(s: Situation) -> dict[str, Prefilled]:
    superior = (s.view.attrs.get("agency") or {}).get("superior")
    return {"filed_on": Prefilled(s.on.isoformat(), "今日")} | ({"filed_to": Prefilled(superior, "机关资料，请核对")} if superior else {})


def _handing_out(s: Situation) -> dict[str, Prefilled]:
    drawn, held = s.last("set_up"), _scope(s)
    found = {"assigned_on": Prefilled(s.on.isoformat(), "今日")}
    if drawn:
        first = max(as_date(drawn.facts, "period_from") or s.on, s.on)
        found |= {"first": Prefilled(first.isoformat(), "专项行动期间"), "last": Prefilled(drawn.facts["period_to"], "专项行动期间")}
    if held.get("firms"):
        found["tasks"] = Prefilled(held["firms"], "冻结的范围")
    if held.get("divisions"):
        found["divisions"] = Prefilled(held["divisions"], "按属地和机关，请核对")
    return found


def _summary(s: Situation) -> dict[str, Prefilled]:
    counted, label = dict(_tasks(s).get("figures") or {}), "系统按检查记录计算"
    found = {k: Prefilled(v, label, computed=True) for k, v in counted.items()}
    if counted:
        found["text"] = Prefilled(draft(s, counted), "按数字拟的草稿，请补充做法、问题和建议")
    return {"until": Prefilled(s.on.isoformat(), "今日"), **found}


def draft(s: Situation, n: dict[str, Any]) -> str:
    """The summary as far as the figures say it; what was learnt is the author's to add."""
    drawn, approved = s.last("set_up"), s.last("approve")
    head = "" if drawn is None or approved is None else (
        f"{drawn.facts['title']}自{drawn.facts['period_from']}至{drawn.facts['period_to']}开展，经{approved.facts['approved_by']}"
        f"{approved.facts['approval_no']}批准。")
    share = f"（{100 * n['visited'] / n['tasks']:.2f}%）" if n.get("tasks") else ""
    lines = [head + f"范围内企业 {n['firms']} 家，下达任务 {n['tasks']} 家，已检查 {n['visited']} 家{share}，调整不查 {n['adjusted']} 家。",
             f"发现隐患 {n['findings']} 项，其中重大隐患 {n['majors']} 项；复查闭环 {n['closed']} 项，"
             f"尚未闭环 {n['findings'] - n['closed']} 项；立案 {n['cases']} 件。",
             *(f"{u['unit']}：任务 {u['tasks']} 家，已查 {u['visited']} 家，隐患 {u['findings']} 项（重大 {u['majors']} 项），"
               f"闭环 {u['closed']} 项，立案 {u['cases']} 件。" for u in n.get("units") or ())]
    return "\n".join(x for x in lines if x)


QUOTA = facts_say(CAPS, "campaign_quota", "本级组织的专项检查实行年度数量控制", _quota, severity=RELEASE, verified=False)
OPENERS = ("officer", "section_head")
KEEPERS = ("handler", "section_head")

CAMPAIGN = Procedure(
    "campaign", "专项行动", (STRICT, PLAN, CAPS),
    stages=(Stage("draft", "拟定", ("set_up",)), Stage("approved", "批准", ("approve",)),
            Stage("public", "备案公布", ("file_upward", "publish")), Stage("running", "实施", ("assign", "adjust")),
            Stage("summed", "总结", ("summarise",)), Stage("over", "归档", ("close", "withdraw"))),
    acts=(
        Act("set_up", "拟定专项行动", f.SetUpFacts, (STRICT, PLAN, CAPS), by=OPENERS, route=(HANDLER, SECTION, HEAD), once=True, stage="draft",
            moves_to="draft", prefill=_usual, gates=(
                facts_say(PLAN, "period", "起止日期须前后相符", _period),
                facts_say(CAPS, "ordered_told", "上级部署的须有部署机关和文号", _ordered_told, severity=RELEASE, verified=False),
                facts_say(CAPS, "scope_bounded", "专项行动须有明确的范围", _bounded, severity=RELEASE, verified=False), QUOTA)),
        Act("approve", "批准并冻结范围", f.ApproveFacts, (CAPS, STRICT), by=KEEPERS, once=True, stage="approved", moves_to="approved",
            prefill=_approval, papers=(PaperRule("campaign_programme"),), gates=(
                after(CAPS, "set_up", "方案经本机关负责人同意后方可报批", severity=RELEASE, verified=False),
                facts_say(PLAN, "scope_counted", "范围名单由系统冻结", _counted_scope),
                facts_say(CAPS, "approved_after", "批准在拟定之后", _approved_after, severity=RELEASE, verified=False),
                facts_say(CAPS, "approved_above", "专项行动由人民政府或者上级机关批准", _by_others, severity=RELEASE, verified=False), QUOTA)),
        Act("file_upward", "报备案", f.FileFacts, (CAPS,), by=KEEPERS, once=True, stage="public", moves_to="public", prefill=_filing, gates=(
            after(CAPS, "approve", "批准后方可备案", severity=RELEASE, verified=False),)),
        Act("publish", "公布专项行动", f.PublishFacts, (CAPS,), by=KEEPERS, once=True, stage="public", moves_to="public", gates=(
            after(CAPS, "approve", "批准后方可公布", severity=RELEASE, verified=False),
            has_text(CAPS, "secrets", "secrets_checked", "公布前核对不宜公开的内容", severity=RELEASE, verified=False))),
        Act("assign", "下达任务", f.AssignFacts, (PLAN, CAPS), by=KEEPERS, once=True, stage="running", moves_to="running",
            prefill=_handing_out, gates=(
                after(PLAN, "approve", "批准并冻结范围以后才有任务可下达"),
                after(CAPS, "publish", "公布以后方可实施", severity=RELEASE, verified=False),
                says(PLAN, "plan_there", "检查任务登记在年度监督检查计划", _plan_there),
                facts_say(PLAN, "tasks_within", "检查须在专项行动期间内", _within),
                facts_say(PLAN, "areas_covered", "范围内的每一属地都有两名检查人员", _covered),
                facts_say(PLAN, "all_tasks", "范围内的每一家都下达任务", _all_tasks))),
        Act("adjust", "任务调整", f.AdjustFacts, (PLAN,), by=KEEPERS, route=(HANDLER, SECTION), stage="running", side=True, gates=(
            after(PLAN, "assign", "没有下达任务，无从调整"),
            facts_say(PLAN, "tasks_open", "只能调整没有检查的任务", _open_tasks)),
            help="调整掉的任务保留编号和理由，不计为已检查。"),
        Act("summarise", "总结", f.SummariseFacts, (PLAN,), by=KEEPERS, route=(HANDLER, SECTION), once=True, stage="summed", moves_to="summed",
            prefill=_summary, papers=(PaperRule("campaign_summary"),), gates=(
                after(PLAN, "assign", "没有下达任务，无从总结", id="summarise_assigned"),
                says(PLAN, "all_done", "每一家都已检查或者调整", _all_done, severity=RELEASE),
                facts_say(PLAN, "as_counted", "总结的数字由系统计算", _as_counted),
                facts_say(PLAN, "text_as_counted", "总结正文与数字一致", _text_as_counted))),
        Act("close", "专项行动归档", f.CloseFacts, (PLAN,), by=(*KEEPERS, "archivist"), once=True, stage="over", moves_to="over", ends=True, gates=(
            after(PLAN, "summarise", "没有总结，不能归档"),)),
        Act("withdraw", "撤销专项行动", f.WithdrawFacts, (CAPS,), by=("section_head", "bureau_head"), route=BY_HEAD, once=True, stage="over",
            moves_to="over", side=True, ends=True, gates=(
                after(PLAN, "set_up", "没有方案，无需撤销", id="withdraw_set_up"),
                never_after(PLAN, "summarise", "已经总结，不能撤销"),),
            help="撤销以后没有检查的任务全部取消，不再占用年度数量；已经进行的检查照常办理。"),
    ),
    entry=("set_up",),
)
