"""Template tags: ``part`` draws a view model, ``icon`` a sign of the sprite, ``yuan`` an amount of fen."""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from django import template
from django.template import Engine
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from zhiheng.web.parts import Badge, ClockBadge, Risk

register = template.Library()

# One sign per meaning, so that a tone never stands on colour alone.
TONE_ICONS = {
    "late": "clock-alert",
    "refused": "cross",
    "due": "clock",
    "done-late": "flag",
    "done": "tick",
    "provisional": "calendar",
    "unverified": "question",
    "rest": "pause",
    "locked": "lock",
}
WEIGHTS = {"block": "不得放行", "release": "可由局领导说明理由放行", "remind": "提醒"}
NODE_ICONS = {"done": "tick", "current": "dot", "todo": "ring", "problem": "cross", "skipped": "dash"}


class View(Protocol):
    """Any view model: it names the template that draws it."""

    template: str


@register.simple_tag(takes_context=True)
def part(context: Context, view: View | None) -> SafeString:
    """Draw one view model with its own template; ``None`` draws nothing."""
    if not view or context.template is None:
        return SafeString("")
    if isinstance(view, Badge | ClockBadge | Risk):
        return sign(context.template.engine, view)
    inner = context.new({"p": view})
    for name in ("csrf_token", "request"):
        if name in context:
            inner[name] = context[name]
    return context.template.engine.get_template(view.template).render(inner)


@lru_cache(maxsize=4096)
def sign(engine: Engine, badge: Badge | ClockBadge | Risk) -> SafeString:
    """A sign by its own template. Signs are values and few: 已超期 3 日 is drawn once and kept."""
    return engine.get_template(badge.template).render(Context({"p": badge}))


@register.simple_tag
def icon(name: str) -> SafeString:
    """An outline icon of the sprite. It is decoration: a word always stands beside it."""
    return _icon(name)


@lru_cache(maxsize=256)
def _icon(name: str) -> SafeString:
    """Drawn once: a long file page shows hundreds."""
    if not name:
        return SafeString("")
    return format_html(
        '<svg class="i" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("zh/icons.svg"),
        name,
    )


@register.simple_tag
def tone_icon(tone: str) -> SafeString:
    """The sign that belongs to a tone; plain tones have none."""
    return icon(TONE_ICONS.get(tone, ""))


@register.simple_tag
def node_icon(state: str) -> SafeString:
    """The sign of a node's state (done, current, todo, problem, skipped)."""
    return icon(NODE_ICONS.get(state, "ring"))


@register.filter
def weight_word(weight: str) -> str:
    """The words of a gate's weight."""
    return WEIGHTS[weight]


@register.filter
def yuan(fen: int) -> str:
    """An amount of fen as ``¥77,000.00`` (U+00A5)."""
    sign = "-" if fen < 0 else ""
    whole, cents = divmod(abs(fen), 100)
    return f"{sign}\u00a5{whole:,}.{cents:02d}"


@register.filter
def yuan_short(fen: int) -> str:
    """An amount of fen for the ends of a bar: cents are left out where there are none."""
    return yuan(fen).removesuffix(".00")


@register.simple_tag
def busy() -> SafeString:
    """The mark shown after 300 ms while a part is being fetched."""
    return mark_safe('<span class="htmx-indicator" role="status">正在取数据…</span>')
