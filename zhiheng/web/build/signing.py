"""The page of a draft on its way, and the page of a release."""
from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from zhiheng.actions import preview
from zhiheng.actions.errors import Refusal
from zhiheng.kernel.engine import Obstacle, next_sign, role_zh, sign_obstacles
from zhiheng.kernel.procedure import Act, Gate, Sign
from zhiheng.kernel.situation import Rules
from zhiheng.kernel.view import Draft
from zhiheng.papers.errors import PaperError
from zhiheng.records.queries.file_page import FilePage
from zhiheng.records.queries.posts import by_post, colleagues
from zhiheng.web.build.acts import pictures
from zhiheng.web.build.facts import lines
from zhiheng.web.build.gates import Asker, why_not
from zhiheng.web.build.law_words import law_links, minute
from zhiheng.web.build.routes import draft_route, short
from zhiheng.web.desk import Desk
from zhiheng.web.parts import Band
from zhiheng.web.parts_form import FieldSpec, PaperPreview
from zhiheng.web.parts_page import Option

STATES = {"returned": ("已退回", "late"), "withdrawn": ("已撤回", "rest"), "effective": ("已生效", "done")}


def draft_page(rules: Rules, p: FilePage, d: Draft, mine: Desk, said: Mapping[str, Any],
               typed: Mapping[str, Any]) -> dict[str, Any]:
    """What the signer sees: facts, papers, route, and the one panel that is his."""
    procedure, view = rules.procedure(p.view), p.view
    act = procedure.act(d.act)
    people = colleagues(p.file.agency, mine.scope.on)
    names = {k: v.name for k, v in view.people.items()} | {c.username: c.name for c in people}
    step = next_sign(procedure, d) if d.state == "travelling" else None
    why = why_not(said["judgements"], view, procedure, Asker(mine.roles, mine.may_act), folded=False) \
        if said.get("judgements") else None
    targets = "、".join(s.name for k in d.subjects if (s := view.subject(k)))
    signers = _signers(p, step, d, mine)
    return {
        "act": act, "targets": targets, "when": minute(d.occurred_at), "submitter": names.get(d.actor, d.actor),
        "route": draft_route(d, act, view, by_post(people)), "facts": lines(act.fields, d.facts, names),
        "basis": law_links(act.articles, view.today), "preview": _papers(p.file.no, d, act), "why": why,
        "state": Band(*STATES[d.state], detail=d.reason) if d.state in STATES else None,
        "step": short(step) if step and mine.may_act else "", "opinion": bool(step and step.opinion),
        "signers": signers, "own_faults": _own_faults(rules, p, d, mine) if step else (),
        "may_sign": bool(signers) and mine.may_act, "waiting": _expected(step, view, by_post(people), d),
        "may_withdraw": step is not None and d.actor == mine.person.pk and mine.may_act,
        "error": said.get("error", ""), "typed": {n: typed.get(n, "") for n in ("opinion", "reason", "paragraph", "signer")},
        "key": secrets.token_hex(12), "me": mine.person, "file_no": p.file.no}


def _papers(no: str, d: Draft, act: Act) -> PaperPreview | None:
    if not act.papers:
        return None
    try:
        return pictures(preview.preview_draft(no, d.seq), act.id, "送签稿 · 未生效")
    except (PaperError, Refusal) as fault:
        return PaperPreview(act.id, "送签稿", (), missing=str(fault))


def _signers(p: FilePage, step: Sign | None, d: Draft, mine: Desk) -> tuple[Option, ...]:
    """Who may sign here and now: oneself when it is one's step, and the other officers of the file on this device."""
    if step is None:
        return ()
    done = {h.actor for h in d.signed}
    out = []
    me = p.view.people.get(mine.person.pk)
    officers = step.role in ("handler", "second")
    if me and me.id not in done and ((officers and me.id in p.view.officers()) or (not officers and step.role in me.roles)):
        out.append(Option(f"{me.name}（本人）", me.id, True))
    if officers and "officer" in mine.roles:
        out += [Option(f"{p.view.people[o].name}（在本设备上用本人口令）", o) for o in p.view.officers()
                if o != mine.person.pk and o not in done and o in p.view.people]
    return tuple(out)


def _own_faults(rules: Rules, p: FilePage, d: Draft, mine: Desk) -> tuple[str, ...]:
    """Why one may not sign oneself although the step is his kind: certificate, recusal."""
    me = p.view.people.get(mine.person.pk)
    if me is None:
        return ()
    return tuple(o.says + (f"。{o.cure}" if o.cure else "") for o in sign_obstacles(rules, p.view, d, me, mine.now)
                 if o.gate in ("certificate", "recused"))


def _expected(step: Sign | None, view: Any, posts: Mapping[str, Sequence[str]], d: Draft) -> str:
    if step is None:
        return ""
    if step.role in ("handler", "second"):
        done = {h.actor for h in d.signed}
        return "、".join(view.people[o].name for o in view.officers() if o in view.people and o not in done)
    return "、".join(posts.get(step.role, ())) or role_zh(step.role)


def release_page(rules: Rules, p: FilePage, act: Act, gate: Gate, unmet: Sequence[Obstacle], role: str, mine: Desk,
                 error: str, typed: str) -> dict[str, Any]:
    """The gate in words, and the reason that will stay in the file."""
    may = role in mine.roles
    return {
        "act": act, "rule": gate.rule, "basis": law_links(gate.articles, p.view.today),
        "says": tuple(dict.fromkeys(o.says for o in unmet)), "who": role_zh(role), "may": may, "error": error,
        "reason": FieldSpec("reason", "放行理由" if may else "申请放行的理由", "longtext", typed, required=True,
                            hint="不少于 10 个字；理由随卷永久保存，任何人看案卷都能看到。" if may else "不少于 10 个字，随消息送达。"),
        "me": mine.person, "file_no": p.file.no, "may_act": mine.may_act}
