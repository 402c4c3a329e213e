"""The form of an act beside the paper it becomes: fields, checks, route, what will follow from it."""
from __future__ import annotations

import base64
import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zhiheng.actions.errors import Refusal
from zhiheng.actions.papers import Preview, wanted
from zhiheng.kernel.engine import Judgement, declared_interests
from zhiheng.kernel.facts import FactError
from zhiheng.kernel.procedure import Clock, Per
from zhiheng.kernel.terms import TermError, due
from zhiheng.law.gates_common import INTERESTS
from zhiheng.law.gates_things import fault
from zhiheng.law.papers import paper as catalogued
from zhiheng.papers.errors import PaperError
from zhiheng.records.models import Evidence
from zhiheng.records.queries.people import certificate
from zhiheng.records.queries.posts import Colleague, by_post, colleagues
from zhiheng.records.queries.sources.units import agencies_below
from zhiheng.records.queries.things import offered_instruments, offered_vehicles
from zhiheng.web.build.checks import replaced
from zhiheng.web.build.fields import Choices, Shown, fields
from zhiheng.web.build.gates import Asker, law_day, why_not
from zhiheng.web.build.law_words import law_links, mark, minute
from zhiheng.web.build.routes import form_route
from zhiheng.web.links import act_href
from zhiheng.web.parts import Band, Button, Link, SignRoute, Tab, Tabs, WhyNot
from zhiheng.web.parts_form import (
    ActForm,
    Check,
    CheckList,
    ConfirmPanel,
    FieldGroup,
    FieldSpec,
    PageImage,
    PaperPreview,
)
from zhiheng.web.parts_page import Option
from zhiheng.web.tasks import Task

FOLD = 8
"""From this many checks on those that are met stand folded."""


@dataclasses.dataclass(frozen=True)
class Answer:
    """What the form shows besides its values: faults of the input, judgements, an error of the PIN, groups on top."""

    errors: Sequence[FactError] = ()
    refused: Sequence[Judgement] = ()
    confirm: bool = False
    pin_error: str = ""
    notice: str = ""
    groups: Sequence[FieldGroup] = ()
    panel: Any = None
    helped: bool = False
    stale: Band | None = None


def form(task: Task, shown: Shown, people: tuple[Colleague, ...], key: str, draft: str, answer: Answer,
         judged: Sequence[Judgement], preview: PaperPreview | None) -> ActForm:
    """The whole form."""
    errors = {e.path: e.says for e in answer.errors}
    shown = dataclasses.replace(shown, errors=errors)
    choices = choices_of(task, shown.raw, people)
    made = fields(task.act.fields, shown, choices)
    hidden: tuple[tuple[str, str], ...] = (("key", key),)
    if task.file is not None:
        hidden += (("seen", str(task.file.event_count)),)
    top: list[FieldSpec] = []
    if task.act.per is not Per.FILE and task.act.together:
        top.append(_subjects(task))
        hidden += (("chosen", "1"),)
    groups = [*answer.groups, FieldGroup("", (*top, *replaced(task, shown, made)))]
    confirm = confirmation(task, shown.raw, answer.pin_error) if answer.confirm else None
    title = task.act.zh
    where = task.file.no if task.file else (task.enterprise.name if task.enterprise else "新案卷")
    names = "、".join(s.name for s in task.subjects[:3]) if not task.act.together else ""
    return ActForm(
        task.act.id, title, task.href(), tuple(groups), f"{where} {names}".strip(), draft,
        tuple(Link(e.says, f"#f-{_anchor(e.path)}") for e in answer.errors),
        check_list(task, judged), route_of(task, people), confirm,
        submit="提交会签" if len(task.act.route) > 1 else "提交", after=after_words(task, shown.raw),
        discard_href=task.href("discard/") if task.file else "",
        autosave_href=task.href("draft/"), preview_href=task.href("preview/") if task.act.papers else "",
        capital_href="/capital/", preview=preview, hidden=hidden, panel=answer.panel,
        extra=(Button("综合浏览", f"/files/{task.file.no}/all/"),) if task.file else ())


def _anchor(path: str) -> str:
    """The id of the field an error belongs to: rows are counted from 0 there."""
    parts = path.split(".")
    return f"{parts[0]}-{int(parts[1]) - 1}-{parts[2]}" if len(parts) == 3 and parts[1].isdecimal() else parts[0]


def _subjects(task: Task) -> FieldSpec:
    held = task.view.of_kind(task.act.per.value)
    options = tuple(Option(s.name, s.key, s.key in task.keys) for s in held)
    return FieldSpec("subjects", "针对的问题" if task.act.per is Per.FINDING else "对象", "multi", values=task.keys, required=True,
                     options=options, hint="一份文书可以针对几项；改选后按「保存草稿」重新带入内容。")


def subject_tabs(task: Task) -> Tabs | None:
    """One form a subject where each is dealt with apart; before a file is opened, the field of enforcement it belongs to."""
    if task.domains:
        return Tabs(tuple(Tab(d, _with_domain(task, d), d == task.view.domain) for d in task.domains), "执法领域（先选定）")
    held = task.view.of_kind(task.act.per.value) if task.act.per is not Per.FILE else ()
    if task.act.together or len(held) < 2 or task.file is None:
        return None
    no = task.file.no
    return Tabs(tuple(Tab(f"{mark(n)} {s.name}", act_href(no, task.act.id, s.key), s.key in task.keys)
                      for n, s in enumerate(held)), "一人一份" if task.act.per is Per.PARTY else "逐项办理")


def _with_domain(task: Task, domain: str) -> str:
    return dataclasses.replace(task, view=dataclasses.replace(task.view, domain=domain)).href()


def choices_of(task: Task, raw: Mapping[str, Any], people: tuple[Colleague, ...]) -> Choices:
    """What may be chosen in this bureau and this file."""
    on = law_day(task.view)
    kept_away = declared_interests(task.view, {x.name for x in task.view.of_kind("party")})
    officers = tuple(_officer(c, task.view.today, task.view.domain, kept_away.get(c.username, ""))
                     for c in people if "officer" in c.roles)
    everybody = tuple(Option(c.name, c.username) for c in people)
    items = Evidence.objects.filter(file=task.file).order_by("pk") if task.file else ()
    evidence = tuple(Option(f"{e.key} {e.title}", e.key) for e in items)
    return Choices(officers, everybody, evidence, _names(task, raw), on, task.view.today)


def _officer(c: Colleague, today: date, domain: str | None, interest: str) -> Option:
    """An officer with what stands against him today: a declared interest, else his certificate for this field."""
    card = c.certificate
    if interest:
        return Option(c.name, c.username, count=f"已申报回避：{INTERESTS.get(interest, '有利害关系')}")
    if card is None:
        return Option(c.name, c.username, count="没有执法证")
    fault = certificate(card).fault(today, domain)
    return Option(c.name, c.username, count=f"证 {card.number} 至 {card.valid_until}" if fault is None else fault)


def _names(task: Task, raw: Mapping[str, Any]) -> Mapping[str, tuple[Option, ...]]:
    """Names and codes that must agree with those of the file are offered, not typed from memory."""
    parties = [s.name for s in task.view.of_kind("party")]
    parties += [str(r.get("name")) for r in raw.get("parties") or () if isinstance(r, Mapping) and r.get("name")]
    codes = [(str(s.attrs["code"]), s.name) for s in task.view.of_kind("finding") if s.attrs.get("code")]
    out: dict[str, tuple[Option, ...]] = {}
    if parties:
        out["party"] = tuple(Option(n, n) for n in dict.fromkeys(parties))
    asked = {f.name for f in task.act.fields}
    if agency := task.file.agency if task.file else (task.mine.post.agency if task.mine.post else None):
        if "instruments" in asked:
            out["instruments"] = tuple(
                Option(f"{v.get('model')} {no}", no, count=fault(v, task.view.today)) for no, v in offered_instruments(agency, task.view.now))
        if "unit" in asked and task.procedure.id == "team_standard":
            out["unit"] = tuple(Option(zh, code) for code, zh in agencies_below(agency))
        if "divisions" in asked and task.procedure.id == "campaign":
            held = task.view.attrs.get("campaign_officers") or {}
            out["who"] = tuple(Option(zh, account) for account, zh in held.items())
        if "vehicle" in asked:
            out["vehicle"] = tuple(Option(zh, plate) for plate, zh in offered_vehicles(agency, task.view.now))
    if codes:
        out["violation"] = tuple(Option(name, code) for code, name in dict.fromkeys(codes))
    if any(f.name == "grantee" for f in task.act.fields):
        bodies = task.view.attrs.get("grantees") or {}
        out["grantee"] = tuple(Option(str(row["name"]), code) for code, row in bodies.items() if not row.get("closed"))
    return out


def check_list(task: Task, judged: Sequence[Judgement]) -> CheckList:
    """提交前检查: what is met, what is not, what is only a reminder; always from the engine."""
    on = task.view.today
    bad: dict[tuple[str, str], Check] = {}
    good: dict[str, Check] = {}
    for j in judged:
        for o in j.obstacles:
            ok = None if not o.stops else False
            cure = Link(task.procedure.act(o.cure_act).zh, act_href(task.file.no, o.cure_act)) \
                if task.file and o.cure_act in task.procedure.names() and o.cure_act and o.cure_act != task.act.id else None
            text = f"{'提醒：' if ok is None else ''}{o.says}{f'（最早 {o.earliest}）' if o.earliest else ''}"
            bad.setdefault((o.gate, o.says), Check(text, ok, o.gate, law_links(o.articles, on), cure))
        for g in j.met:
            if g.rule.startswith("已") and not g.rule.endswith("不再办理"):
                continue  # worded as a refusal: as a tick it would say the contrary
            good.setdefault(g.id, Check(g.rule, True, g.id, law_links(g.articles, on)))
    failed = {gate for gate, _ in bad}
    rows = (*bad.values(), *(c for k, c in good.items() if k not in failed))
    return CheckList(rows, task.href("check/"), fold=len(rows) > FOLD)


def blocked(task: Task, judged: Sequence[Judgement], *, folded: bool = False) -> WhyNot | None:
    """The why-not block when the act may not be done; None when it may."""
    if all(j.lawful for j in judged):
        return None
    return why_not(list(judged), task.view, task.procedure, Asker(task.mine.roles, task.mine.may_act), folded=folded)


def beforehand(task: Task) -> list[Judgement]:
    """What stands against the act before anything is filled in; officers that the form itself asks for are no obstacle."""
    asks = any(f.name == "officers" for f in task.act.fields)
    return [dataclasses.replace(j, obstacles=tuple(o for o in j.obstacles if not (asks and o.gate == "two_officers")))
            for j in task.judged(None)]


def route_of(task: Task, people: tuple[Colleague, ...]) -> SignRoute | None:
    """Who will sign; the reason of the last return stands below."""
    back = task.returned()
    return form_route(task.act, task.view, task.mine.person.pk, task.view.officers(), by_post(people),
                      back.reason if back else "")


def after_words(task: Task, raw: Mapping[str, Any]) -> str:
    """完成后：2 份文书、启动 2 个时限."""
    papers = papers_of(task, raw)
    clocks = clocks_of(task, raw)
    words = [f"{len(papers)} 份文书" if papers else "", f"启动 {len(clocks)} 个时限" if clocks else ""]
    told = "、".join(w for w in words if w)
    return f"完成后：{told}" if told else ""


def papers_of(task: Task, raw: Mapping[str, Any]) -> list[str]:
    """Codes of the papers the act would make."""
    return [rule.code for rule, _ in wanted(task.act, raw, list(task.subjects))]


def clocks_of(task: Task, raw: Mapping[str, Any]) -> list[Clock]:
    """Clocks that the act would start."""
    return [c for c in task.procedure.clocks for w in c.starts
            if w.act == task.act.id and (w.where is None or w.where(raw))]


def confirmation(task: Task, raw: Mapping[str, Any], error: str) -> ConfirmPanel:
    """What will follow, before the signature that brings it about."""
    lines = []
    for code in papers_of(task, raw):
        entry = catalogued(code)
        number = f"，并取得文号（{task.agency.region_short}）{entry.number_word}〔{task.view.today.year}〕＿号" if entry.number_word else ""
        lines.append(f"将制作《{entry.zh_name}》{number}；")
    for clock in clocks_of(task, raw):
        lines.append(f"启动时限「{clock.zh}」{_until(task, clock)}；")
    if task.act.ends:
        lines.append("案卷随之办结；")
    if task.act.spawns:
        lines.append(f"自动建立「{task.rules.procedures[task.act.spawns[0]].zh}」案卷；")
    if len(task.act.route) > 1:
        order = " → ".join(s.zh for s in task.act.route)
        lines.append(f"签署顺序：{order}；全部签署后生效，生效前可以撤回。")
    else:
        lines.append("签署后立即生效，不能修改，只能以新的行为更正。")
    submit = "签名并提交" if len(task.act.route) > 1 else "签名生效"
    return ConfirmPanel(f"提交「{task.act.zh}」", tuple(lines), submit, who=task.mine.person.name, error=error)


def _until(task: Task, clock: Clock) -> str:
    """Its length, and its last day if it started today."""
    if not clock.term:
        return "，期限以文书载明为准"
    try:
        term = task.rules.term(clock.term, task.view.today)
        last = due(term, task.mine.now, task.rules.calendar)
        return f" {term.length_zh()}，自今日起算至 {last.on}{'（暂定）' if last.provisional else ''}"
    except (TermError, KeyError):
        return ""


def stale(task: Task, seen: str) -> Band | None:
    """What others have done in the file since the form was opened; None when nothing."""
    if task.file is None or not seen.isdecimal() or int(seen) >= task.file.event_count:
        return None
    later = [e for e in task.view.events if e.seq > int(seen) and e.actor != task.mine.person.pk]
    if not later:
        return None
    last = later[-1]
    who = task.view.people[last.actor].name if last.actor in task.view.people else last.actor
    zh = task.procedure.act(last.act).zh if last.act in task.procedure.names() else "证据"
    return Band(f"案卷已由{who}于 {minute(last.recorded_at)[5:]} 办理「{zh}」。你的填写已保留", "due",
                (Link("查看变化", f"/files/{task.file.no}/?t=hops#timeline"),), "stale", "核对后再次提交即可继续。")


def needs_pin(task: Task) -> bool:
    """Whether it is a signature: a route, or a paper that goes out."""
    return bool(task.act.route or task.act.papers or task.act.ends)


def preview_part(task: Task, raw: Mapping[str, Any]) -> PaperPreview | None:
    """The papers as they would come out, as pictures; what cannot be drawn is said in words."""
    if not task.act.papers:
        return None
    try:
        made = task.preview(raw)
    except (PaperError, Refusal) as fault:
        return PaperPreview(task.act.id, "预览", (), missing=str(fault))
    except KeyError:  # a row of a table has been begun and not filled in; a paper prints whole rows
        return PaperPreview(task.act.id, "预览", (), missing="表格里有一行还没有填完，填完后显示预览。")
    return pictures(made, task.act.id)


def pictures(made: Sequence[Preview], code: str, note: str = "将生成的文书 · 草稿") -> PaperPreview:
    """All pages one below the other."""
    pages, number = [], 0
    for paper in made:
        for data in paper.pages:
            number += 1
            name = f"{paper.zh}{f'（{paper.subject_name}）' if paper.subject_name else ''}第 {number} 页"
            pages.append(PageImage(f"data:image/png;base64,{base64.b64encode(data).decode()}", number, name))
    title = "、".join(dict.fromkeys(p.zh for p in made)) or "预览"
    return PaperPreview(made[0].code if made else code, title, tuple(pages), note=note)


def people_of(task: Task) -> tuple[Colleague, ...]:
    """Colleagues at the bureau of the file."""
    return colleagues(task.agency, task.view.today)


def back_button(task: Task) -> Button | None:
    return Button("回到案卷", f"/files/{task.file.no}/", kind="quiet") if task.file else None
