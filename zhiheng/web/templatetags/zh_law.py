"""Citations inside words become links to the text in force on the right day.

``{% cites words %}`` takes the day of the page (``request.law_on``: a view sets it, else today); ``{% cites words day %}``
another one.
"""

from __future__ import annotations

from datetime import date

from django import template
from django.template.context import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from zhiheng.law.mentions import mentions, pieces
from zhiheng.records.clock import today
from zhiheng.web.build.law_words import law_href

register = template.Library()


@register.simple_tag(takes_context=True)
def cites(context: Context, words: object, on: date | None = None) -> SafeString:
    """The words, escaped, each citation a link that opens beside the page; line ends stay line ends."""
    text = "" if words is None else str(words)
    if hasattr(words, "__html__"):
        return conditional_escape(words)
    if not mentions(text):
        return _lines(conditional_escape(text))
    day = on or getattr(context.get("request"), "law_on", None) or today()
    return _lines(linked(text, day))


def _lines(html: SafeString) -> SafeString:
    return mark_safe(html.replace("\n", "<br>")) if "\n" in html else html


@register.simple_tag
def cites_today(words: object) -> SafeString:
    """As ``cites``, for rules of procedure: a step is judged by the text of its own day, which is today."""
    text = "" if words is None else str(words)
    if hasattr(words, "__html__") or not mentions(text):
        return conditional_escape(words or "")
    return _lines(linked(text, today()))


def linked(text: str, on: date) -> SafeString:
    """The words with their citations as links to the text of a day."""
    return mark_safe("".join(
        format_html('<a href="{}" data-drawer>{}</a>', law_href(article, on), part) if article else conditional_escape(part)
        for part, article in pieces(text)))
