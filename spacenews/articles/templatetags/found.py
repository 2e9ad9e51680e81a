"""What a page tells those who find it for others: search engines, and sites that show a link to it.

A view gives `canonical_url`; where the page has none, nothing is told. It may give `page_title` and `description`,
else its title and deck are taken; `hreflang` or `written_in`, else the page stands in each language; `shared_card`,
else that of a plain page; `json_ld`, else that of a page of the kind `page_kind`; and `crumbs`.
"""

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from spacenews.articles import hreflang, open_graph
from spacenews.firms import json_ld
from spacenews.languages import CODES

register = template.Library()


@register.simple_tag(takes_context=True)
def description(context) -> str:
    """Return the page's own words, else its deck, else the site's."""
    return (
        context.get("description")
        or context.get("deck")
        or _("Commercial space, every figure with its source")
    )


@register.simple_tag(takes_context=True)
def found(context) -> SafeString:
    """Print all of it: some twenty lines, on every page, which cost a fifth of it as a template."""
    return format_html(
        '\n<link rel="canonical" href="{}">\n{}{}<meta name="twitter:card" content="summary_large_image">\n{}',
        context["canonical_url"],
        format_html_join("", '<link rel="alternate" hreflang="{}" href="{}">\n', other_languages(context)),
        format_html_join("", '<meta property="{}" content="{}">\n', shared(context)),
        format_html_join(
            "", '<script type="application/ld+json">{}</script>\n', [(text,) for text in structured(context)]
        ),
    )


def other_languages(context) -> hreflang.Pairs:
    """Return where the same content stands in other languages; a page within a list is no other's counterpart."""
    if "hreflang" in context:
        return context["hreflang"]
    if "?" in context["canonical_url"]:
        return []
    written_in = context.get("written_in", CODES)
    urls = {language["code"]: language["url"] for language in context.get("languages", ())}
    return hreflang.pairs({code: settings.SITE_URL + urls[code] for code in written_in if code in urls})


def shared(context) -> list[tuple[str, str]]:
    card = context.get("shared_card")
    return list(open_graph.properties(card or open_graph.of_page(*_words(context))))


def structured(context) -> list:
    """Return the scripts of structured data: the page, and the way down to it."""
    title, url, words = _words(context)
    crumbs = context.get("crumbs")
    node = context.get("json_ld") or json_ld.page(context.get("page_kind", "WebPage"), title, url, words)
    nodes = [node, json_ld.breadcrumbs(crumbs, title)] if crumbs else [node]
    return [json_ld.script(node) for node in nodes]


def _words(context) -> tuple[str, str, str]:
    """Return title, address and description."""
    title = context.get("page_title") or context.get("title") or settings.SITE_NAME
    return str(title), context["canonical_url"], str(description(context))
