"""Gates that every procedure needs. Each takes its article(s) first: a gate without a basis cannot be written."""
from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from zhiheng.kernel.article import Article
from zhiheng.kernel.clocks import RUNNING, SUSPENDED
from zhiheng.kernel.procedure import Gate, Severity, Unmet
from zhiheng.kernel.situation import Situation

Basis = Article | tuple[Article, ...]


def _articles(basis: Basis) -> tuple[Article, ...]:
    return (basis,) if isinstance(basis, Article) else basis


def after(basis: Basis, act: str, rule: str, *, since: str | None = None, severity: Severity = Severity.VOID,
          unless: str | None = None, id: str = "", **more: Any) -> Gate:
    """Not before ``act``; with ``since`` not before an ``act`` done after the latest ``since``.

    ``unless`` names another act that serves as well (a waiver).
    """
    def check(s: Situation) -> Unmet | None:
        ok = s.done_since(act, since) if since else s.done(act)
        if ok or (unless and (s.done_since(unless, since) if since else s.done(unless))):
            return None
        stale = since is not None and s.done(act)
        zh = s.procedure.act(act).zh
        other = s.last(since) if since else None
        says = f"{rule}（{zh}在 {other.occurred_at.date()} 之前，须重新办理）" if stale and other else rule
        return Unmet(says, cure=f"先办理「{zh}」", cure_act=act)
    return Gate(id or f"after_{act}", rule, _articles(basis), check, severity, **more)


def never_after(basis: Basis, act: str, rule: str, *, severity: Severity = Severity.VOID, id: str = "",
                **more: Any) -> Gate:
    """Not once ``act`` has been done for this subject."""
    def check(s: Situation) -> Unmet | None:
        done = s.last(act)
        return Unmet(f"{rule}（{done.occurred_at.date()} 已办理「{s.procedure.act(act).zh}」）") if done else None
    prose = rule if "，" in rule else f"{rule}的，不再办理"  # as a rule that stands met on a list of checks
    return Gate(id or f"never_after_{act}", prose, _articles(basis), check, severity, **more)


def elapsed(basis: Basis, clock: str, rule: str, *, unless: str | None = None, severity: Severity = Severity.VOID,
            id: str = "", **more: Any) -> Gate:
    """Not before the party's period has fully run out; ``unless`` names the act by which it was used or waived."""
    def check(s: Situation) -> Unmet | None:
        state = s.clock(clock)
        if state is None or state.state not in (RUNNING, SUSPENDED):
            return None
        if unless and s.done(unless) and s.last(unless).seq > state.started.seq:  # type: ignore[union-attr]
            return None
        limit = state.due
        if limit is None:
            return None
        from_to = f"{state.started_at.date()} 起，至 {limit.on} 24:00"
        return Unmet(f"{rule}（{from_to}）", earliest=limit.on + timedelta(days=1), cure="期满后办理，无需操作", cure_act=unless)
    return Gate(id or f"elapsed_{clock}", rule, _articles(basis), check, severity, **more)


def within(basis: Basis, clock: str, rule: str, *, severity: Severity = Severity.WARNING, id: str = "",
           **more: Any) -> Gate:
    """The agency's own term must not have run out; late is recorded as late (a warning unless said otherwise)."""
    def check(s: Situation) -> Unmet | None:
        state = s.clock(clock)
        if state is None or not state.expired or state.due is None:
            return None
        return Unmet(f"{rule}（期限 {state.due.on}，已超期）", cure="照实办理，超期情况随卷留痕")
    return Gate(id or f"within_{clock}", rule, _articles(basis), check, severity, **more)


def says(basis: Basis, id: str, rule: str, check: Callable[[Situation], Unmet | str | None], *,
         severity: Severity = Severity.VOID, **more: Any) -> Gate:
    """A gate with its own check. The check returns None when met, else a sentence or :class:`Unmet`."""
    return Gate(id, rule, _articles(basis), check, severity, **more)


def facts_say(basis: Basis, id: str, rule: str, check: Callable[[Situation], Unmet | str | None], *,
              severity: Severity = Severity.VOID, **more: Any) -> Gate:
    """A gate on the proposed facts; skipped until some are given."""
    return Gate(id, rule, _articles(basis), check, severity, needs_facts=True, **more)


def each(basis: Basis, kind: str, acts: tuple[str, ...], rule: str, *, id: str = "",
         severity: Severity = Severity.VOID, **more: Any) -> Gate:
    """Every subject of a kind must have at least one of these acts (no hazard without an outcome)."""
    def check(s: Situation) -> Unmet | None:
        open_ = [x for x in s.view.of_kind(kind) if not any(s.view.last(a, x.key) for a in acts)]
        if not open_:
            return None
        names = "、".join(x.name for x in open_[:3]) + ("等" if len(open_) > 3 else "")
        zh = "、".join(s.procedure.act(a).zh for a in acts[:4])
        return Unmet(f"{rule}：还有 {len(open_)} 项（{names}）", cure=f"逐项办理：{zh}", cure_act=acts[0])
    return Gate(id or f"each_{kind}_{acts[0]}", rule, _articles(basis), check, severity, **more)
