"""How facts are printed: partial dates in words, numbers with the language's own scale."""

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from spacenews.firms.amounts import amount, number, scale
from spacenews.firms.partial_dates import label

register = template.Library()
register.filter("when", label)
register.filter("amount", amount)
register.filter("number", number)
register.filter("scale", scale)


@register.simple_tag
def english() -> SafeString:
    """Mark what stands in an element as English on a page in another language: records are written in it."""
    return mark_safe("" if get_language() == "en" else ' lang="en"')
