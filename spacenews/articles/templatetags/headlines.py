import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from spacenews.articles import hyphens
from spacenews.articles.rendering import DESIGNATION

register = template.Library()
PIECES = re.compile(f"({DESIGNATION.pattern})")


@register.filter
def unbroken(text: str, language: str = "") -> SafeString:
    """Escape a headline and keep designations such as Zhuque-3 on one line, as the renderer does in a body.

    With its language, long words may be parted at the end of a line.
    """
    return format_html_join(
        "", "{}", ((_piece(place, words, language),) for place, words in enumerate(PIECES.split(text)))
    )


def _piece(place: int, words: str, language: str) -> SafeString:
    """Every second piece is a designation."""
    if place % 2:
        return format_html('<span class="nb">{}</span>', words)
    return format_html_join("", "{}", ((_word(word, language),) for word in hyphens.WORD.split(words)))


def _word(word: str, language: str) -> SafeString:
    """The stylesheet prints the soft hyphens, so that none is copied, searched for or read out."""
    first, *others = hyphens.parts(word, language)
    return format_html("{}", first) + format_html_join(
        "", '<span class="shy"></span>{}', ((part,) for part in others)
    )
