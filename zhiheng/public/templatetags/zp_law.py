"""Citations on public pages lead to the words of the law: ``{% cites words %}``, ``{% cites words day %}``."""
from __future__ import annotations

from datetime import date
from urllib.parse import quote

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from zhiheng.kernel.article import Article
from zhiheng.law.mentions import pieces
from zhiheng.records.clock import today

register = template.Library()


@register.simple_tag
def cites(words: object, on: date | str | None = None) -> SafeString:
    """The words, escaped, with links to the text of the day, else of today; a list is read with 、 between."""
    text = "、".join(str(w) for w in words) if isinstance(words, list | tuple) else str(words or "")
    day = str(on) if on else today().isoformat()
    html = "".join(format_html('<a href="{}">{}</a>', href(article, day), part) if article else conditional_escape(part)
                   for part, article in pieces(text))
    return mark_safe(html.replace("\n", "<br>"))


def href(article: Article, day: str) -> str:
    """The public address of the words; paragraph and item are marked there."""
    place = "".join(f"&{name}={value}" for name, value in (("k", article.paragraph), ("x", article.item)) if value)
    return f"{reverse('zp:home')}law/{quote(article.law, safe='')}/{article.article}/?on={day}{place}"
