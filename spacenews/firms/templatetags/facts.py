"""How facts are printed: partial dates in words, numbers with the language's own scale, and their sources.

Sources stand beside nearly every fact, a hundred on a page: a template for each was most of what a page cost.
"""

from django import template
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
