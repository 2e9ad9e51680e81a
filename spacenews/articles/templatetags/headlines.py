import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from spacenews.articles.rendering import DESIGNATION

register = template.Library()
PIECES = re.compile(f"({DESIGNATION.pattern})")


@register.filter
def unbroken(text: str) -> SafeString:
    """Escape a headline and keep designations such as Zhuque-3 on one line, as the renderer does in a body."""
    pieces = enumerate(PIECES.split(text))
    return format_html_join("", "{}", ((format_html('<span class="nb">{}</span>', p) if i % 2 else p,) for i, p in pieces))
