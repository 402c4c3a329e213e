"""Whose desk is it: the person, the post (身份) in use, what that post may see, and what time it is.

One object per request; every view of the desks starts from :func:`desk`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from zhiheng.actions.rulebook import rules_for
from zhiheng.kernel.situation import Rules
from zhiheng.records.clock import now as clock_now
from zhiheng.records.models import Mandate, Person
from zhiheng.records.queries.scope import Scope, visible_to

View = Callable[..., HttpResponse]

CASE_POSTS = frozenset({"officer", "section_head", "legal_reviewer", "bureau_head", "supervisor", "archivist"})
"""Posts that may read cases at all; what they see of them is the scope's."""


@dataclass(frozen=True)
class Desk:
    """``mandates`` are all of today's; ``post`` is the one in use and ``scope`` what it may see."""

    person: Person
    mandates: tuple[Mandate, ...]
    post: Mandate | None
    scope: Scope
    now: datetime

    @property
    def roles(self) -> frozenset[str]:
        return self.scope.roles

    @property
    def rules(self) -> Rules:
        """The rules of the bureau of the post; PermissionDenied without a post."""
        if self.post is None:
            raise PermissionDenied("没有有效的任职")
        return rules_for(self.post.agency)

    @property
    def may_act(self) -> bool:
        return bool(self.roles) and not self.scope.read_only


def desk(request: HttpRequest) -> Desk:
    """The desk of this request; made once. One query for the mandates."""
    known: Desk | None = getattr(request, "_desk", None)
    if known is None:
        known = _open(request)
        request._desk = known  # type: ignore[attr-defined]
    return known


def _open(request: HttpRequest) -> Desk:
    person = request.user
    if not isinstance(person, Person):
        raise PermissionDenied("没有登录")
    moment = clock_now()
    whole = visible_to(person, moment.date())
    post = _chosen(whole.mandates, request.session.get("post") or person.settings.get("post"))
    scope = Scope(whole.person, whole.on, (post,) if post else ())
    return Desk(person, whole.mandates, post, scope, moment)


def _chosen(mandates: tuple[Mandate, ...], wanted: object) -> Mandate | None:
    """The post chosen last when it is still in force, else the first."""
    return next((x for x in mandates if x.pk == wanted), mandates[0] if mandates else None)


def for_posts(*roles: str) -> Callable[[View], View]:
    """Only these posts may open the page; the middleware answers the others with the page that says which may."""

    def mark(view: View) -> View:
        view.zh_posts = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return mark


case_reader = for_posts(*CASE_POSTS)
"""Marks a page that shows cases: not for administrators."""


def open_to_all(view: View) -> View:
    """Marks one of the few pages that need no login."""
    view.zh_open = True  # type: ignore[attr-defined]
    return view
