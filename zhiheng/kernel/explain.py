"""A procedure told: as plain values (JSON), as prose with articles, as a flow chart. All derived from the declaration."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.kernel.engine import role_zh
from zhiheng.kernel.procedure import Act, Clock, Gate, Per, Procedure, Severity
from zhiheng.kernel.situation import Rules
from zhiheng.kernel.soundness import probe

Model = dict[str, Any]
SEVERITY_ZH = {Severity.VOID: "不得放行", Severity.DEFECT: "可由{who}说明理由放行", Severity.WARNING: "提醒"}
PER_ZH = {Per.FILE: "全案", Per.PARTY: "逐当事人", Per.FINDING: "逐问题", Per.MEASURE: "逐措施", Per.EVIDENCE: "逐批证据"}


def model(rules: Rules, procedure: Procedure, at: datetime) -> Model:
    """Everything as plain values; terms and parameters as they stand on the day ``at``."""
    before = probe(rules, procedure, at)
    return {
        "id": procedure.id, "zh": procedure.zh, "articles": _cited(procedure.articles), "place": rules.place.zh,
        "as_of": at.date().isoformat(), "entry": list(procedure.entry),
        "stages": [{"id": s.id, "zh": s.zh, "milestones": list(s.milestones)} for s in procedure.stages],
        "acts": [_act(rules, procedure, a, before[a.id]) for a in procedure.acts],
        "clocks": [_clock(rules, c, at) for c in procedure.clocks],
    }


def _cited(articles: tuple[Article, ...]) -> list[str]:
    return [a.short() for a in articles]


def _act(rules: Rules, p: Procedure, act: Act, before: tuple[str, ...]) -> Model:
    gates = act.gates + rules.place.extra(p.id, act.id)
    return {
        "id": act.id, "zh": act.zh, "articles": _cited(act.articles), "per": act.per.value, "per_zh": PER_ZH[act.per],
        "by": [role_zh(r) for r in act.by], "by_party": act.by_party, "route": [s.zh for s in act.route],
        "stage": act.stage, "moves_to": act.moves_to, "side": act.side, "ends": act.ends, "once": act.once,
        "after": list(before), "papers": [r.code for r in act.papers], "help": act.help,
        "gates": [_gate(g) for g in gates],
        "facts": [{"name": f.name, "zh": f.zh, "type": f.type, "required": f.required} for f in act.fields],
        "starts": [c.id for c in p.clocks if any(w.act == act.id for w in c.starts)],
        "stops": [c.id for c in p.clocks if any(w.act == act.id for w in c.stops)],
    }


def _gate(gate: Gate) -> Model:
    severity = Severity.DEFECT if gate.severity is Severity.VOID and not gate.verified else gate.severity
    return {
        "id": gate.id, "rule": gate.rule, "articles": _cited(gate.articles), "severity": severity.value,
        "weight": SEVERITY_ZH[severity].format(who=role_zh(gate.release_by or "bureau_head")),
        "release_by": (gate.release_by or "bureau_head") if severity is Severity.DEFECT else None,
        "since": gate.since.isoformat() if gate.since else None,
        "until": gate.until.isoformat() if gate.until else None, "verified": gate.verified,
    }


def _clock(rules: Rules, clock: Clock, at: datetime) -> Model:
    term = rules.term(clock.term, at.date()) if clock.term else None
    articles = clock.articles or (term.articles if term else ())
    return {
        "id": clock.id, "zh": clock.zh, "term": clock.term, "length": term.length_zh() if term else "文书载明的日期",
        "articles": _cited(articles), "per": clock.per.value, "whose": clock.whose, "management": clock.management,
        "verified": term.verified if term else True,
        "starts": [w.act for w in clock.starts], "stops": [w.act for w in clock.stops],
        "suspends": [a.zh or a.act for a, _ in clock.suspends], "excludes": [a.zh or a.act for a, _ in clock.excludes],
        "extends": [w.act for w in clock.extends],
    }


def prose(told: Mapping[str, Any]) -> str:
    """The procedure as a page of Chinese prose, in the lawful order."""
    names = {a["id"]: a["zh"] for a in told["acts"]}
    lines = [f"{told['zh']}（{told['place']}，{told['as_of']}）", f"依据：{'、'.join(told['articles'])}", ""]
    lines += ["阶段：" + " → ".join(s["zh"] for s in told["stages"]), ""]
    for number, act in enumerate(told["acts"], 1):
        lines += _act_lines(number, act, names)
    lines += ["时限", "────"]
    for clock in told["clocks"]:
        lines += _clock_lines(clock, names)
    return "\n".join(lines)


def _act_lines(number: int, act: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    marks = "、".join(x for x in (act["per_zh"], "旁路" if act["side"] else "", "办结" if act["ends"] else "") if x)
    lines = [f"{number}. {act['zh']}（{marks}）　{'、'.join(act['articles'])}"]
    who = "当事人提出，执法人员登记" if act["by_party"] else "、".join(act["by"])
    lines.append(f"   办理：{who}" + (f"；会签：{' → '.join(act['route'])}" if act["route"] else ""))
    if act["help"]:
        lines.append(f"   说明：{act['help']}")
    if act["after"]:
        lines.append(f"   须先：{'、'.join(names[n] for n in act['after'])}")
    for gate in act["gates"]:
        checked = "" if gate["verified"] else "，依据待核"
        lines.append(f"   · {gate['rule']}。〔{'、'.join(gate['articles'])}；{gate['weight']}{checked}〕")
    return [*lines, ""]


def _clock_lines(clock: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    marks = [x for x in ("管理时限" if clock["management"] else "", "" if clock["verified"] else "依据待核") if x]
    head = f"· {clock['zh']}：{clock['length']}" + (f"（{'、'.join(marks)}）" if marks else "")
    lines = [f"{head}　{'、'.join(clock['articles'])}"]
    starts = "、".join(dict.fromkeys(names[n] for n in clock["starts"]))
    stops = "、".join(dict.fromkeys(names[n] for n in clock["stops"]))
    lines.append(f"  起：{starts}；止：{stops}")
    extra = [f"{zh}：{'、'.join(dict.fromkeys(clock[key]))}" for key, zh in (("suspends", "中止"), ("excludes", "扣除"))
             if clock[key]]
    if clock["extends"]:
        extra.append("延长：" + "、".join(names[n] for n in clock["extends"]))
    return lines + ([f"  {'；'.join(extra)}"] if extra else [])
