"""Who signs in which order: of a draft on its way, and of a form that is still being filled in."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhiheng.kernel.engine import role_zh
from zhiheng.kernel.procedure import Act, Sign
from zhiheng.kernel.view import Draft, FileView
from zhiheng.web.build.law_words import minute
from zhiheng.web.parts import SignRoute, SignStep

SHORT = {"协办人（第二名执法人员）": "同办", "承办人": "承办", "审核人": "审核", "审批人": "审批"}


def short(step: Sign) -> str:
    """承办, 同办, 审核, 审批: as the forms call the places."""
    return SHORT.get(step.zh, step.zh)


def draft_route(draft: Draft, act: Act, view: FileView, posts: Mapping[str, Sequence[str]]) -> SignRoute:
    """The route with what is signed so far; ``posts`` are names of people by role."""
    steps = []
    for n, step in enumerate(act.route):
        if n < len(draft.signed):
            hop = draft.signed[n]
            steps.append(SignStep(short(step), _name(view, hop.actor), "done", minute(hop.recorded_at)[5:]))
        else:
            state = "current" if n == len(draft.signed) and draft.state == "travelling" else "todo"
            steps.append(SignStep(short(step), expected(step, view, posts, {h.actor for h in draft.signed}), state))
    if draft.state == "returned" and len(draft.signed) < len(steps):
        at = steps[len(draft.signed)]
        steps[len(draft.signed)] = SignStep(at.role, at.name, "returned")
    return SignRoute(tuple(steps), draft.reason)


def form_route(act: Act, view: FileView, submitter: str, officers: Sequence[str], posts: Mapping[str, Sequence[str]],
               returned: str = "") -> SignRoute | None:
    """The route a form will take; the submitter stands at the first step when it is his."""
    if not act.route:
        return None
    steps = []
    others = [o for o in officers if o != submitter]
    for n, step in enumerate(act.route):
        if n == 0 and (step.role == "handler" or _name(view, submitter) in posts.get(step.role, ())):
            steps.append(SignStep(short(step), _name(view, submitter), "current"))
        elif step.role in ("handler", "second"):
            steps.append(SignStep(short(step), "、".join(_name(view, o) for o in others) or "另一名执法人员"))
        else:
            steps.append(SignStep(short(step), expected(step, view, posts, set())))
    return SignRoute(tuple(steps), returned)


def expected(step: Sign, view: FileView, posts: Mapping[str, Sequence[str]], signed: set[str]) -> str:
    """Who may sign a step that is still open."""
    if step.role in ("handler", "second"):
        return "、".join(_name(view, o) for o in view.officers() if o not in signed) or "执法人员"
    names = list(posts.get(step.role, ()))
    return "、".join(names[:3]) + (" 等" if len(names) > 3 else "") if names else role_zh(step.role)


def _name(view: FileView, person: str) -> str:
    return view.people[person].name if person in view.people else person
