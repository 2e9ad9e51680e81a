"""How facts are printed: partial dates in words, numbers with the language's own scale, their sources, and firms.

Sources stand beside nearly every fact, and firms in each line of a list: a template for each was most of what
a page cost.
"""

from django import template
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from spacenews.firms.amounts import amount, dollars_printed, number, scale
from spacenews.firms.partial_dates import label

register = template.Library()
register.filter("when", label)
register.filter("amount", amount)
register.filter("number", number)
register.filter("scale", scale)
register.filter("dollars_printed", dollars_printed)


@register.simple_tag
def english() -> SafeString:
    """Mark what stands in an element as English on a page in another language: records are written in it."""
    return mark_safe("" if get_language() == "en" else ' lang="en"')


@register.simple_tag
def firm_chip(firm, short=False) -> SafeString:
    """Print an organization in a line: glyph of its kind, name, native name; of a plain name no more than that."""
    words = format_html("{}", firm.label if short else firm.name)
    if native := getattr(firm, "native", None):
        told = native.language or "und", native.text
        words = format_html('{} <span class="native" lang="{}">{}</span>', words, *told)
    if url := getattr(firm, "url", ""):
        words = format_html('<a href="{}">{}</a>', url, words)
    if kind := getattr(firm, "kind", ""):
        words = format_html('<span class="glyph {}" aria-hidden="true"></span>{}', kind, words)
    return format_html('<span class="firm">{}</span>', words)


@register.simple_tag
def options(name: str, values: list[dict]) -> SafeString:
    """Print the values that a list can be narrowed to, some hundred where they are countries."""
    line = '<label><input type="checkbox" name="{}" value="{}"{}>{}<span class="n">{}</span></label>\n'
    rows = (
        (name, one["value"], " checked" if one["chosen"] else "", one["label"], localize(one["count"]))
        for one in values
    )
    return format_html_join("", line, rows)


@register.simple_tag
def cite(source) -> SafeString:
    """Print one source in running text: its publisher, linked, and its date; of one that is gone, the copy of it."""
    words = source.publisher or source.title
    if url := source.url_now:
        words = format_html('<a href="{}" rel="noopener external">{}</a>', url, words)
    if source.published:
        words = format_html('{}, <span class="nb">{}</span>', words, source.published)
    if note := source.gone_note:
        words = format_html("{} ({})", words, note)
    return format_html("\n{}", words)


@register.simple_tag
def cites(sources) -> SafeString:
    """Print several sources in running text, parted by semicolons."""
    each = format_html_join("; ", "{}", ((cite(source),) for source in sources))
    return format_html('\n<span class="cites">{}</span>', each)


@register.simple_tag
def count_of(sources, confidence="") -> SafeString:
    """Print the number of sources as a small button that opens them; also what the fact says of its confidence."""
    number = len(sources)
    label = ngettext("%(n)s source", "%(n)s sources", number) % {"n": number}
    opened = cites(sources)
    if confidence:
        opened = format_html('{} <span class="hint">{}: {}</span>', opened, _("Confidence"), confidence)
    return format_html(
        '\n<details class="count-of"><summary aria-label="{}">{}</summary>{}</details>', label, number, opened
    )
