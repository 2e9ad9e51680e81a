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
    return format_html_join(
        "", "{}", ((_piece(place, words),) for place, words in enumerate(PIECES.split(text)))
    )


def _piece(place: int, words: str) -> str:
    """Every second piece is a designation."""
    return format_html('<span class="nb">{}</span>', words) if place % 2 else words
