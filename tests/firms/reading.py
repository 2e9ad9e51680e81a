"""The public pages of facts, as tests look at them."""

import datetime as dt
import re

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from spacenews.firms import figure_pages, firm_page
from spacenews.firms.directory import pages as directory

NOW = dt.datetime(2026, 8, 21, 9, tzinfo=dt.UTC)
SHOWN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
HIDDEN = (None, NOW + dt.timedelta(hours=1))  # never, and not yet: the clock goes on


def draw_directory(query: str = "") -> str:
    """Render the page without the frame's own queries: what is counted is the page's."""
    return render_to_string("firms/directory.html", directory.page(QueryDict(query), NOW))


def draw_firm(organization, query: str = "") -> str:
    found = firm_page.records(NOW).get(pk=organization.pk)
    return render_to_string("firms/firm.html", firm_page.FirmPage(found, QueryDict(query), "en", NOW).context)


def draw_figures(query: str = "") -> str:
    return render_to_string("firms/figures.html", figure_pages.groups(QueryDict(query), NOW))


def draw_series(group) -> str:
    return render_to_string("firms/series.html", figure_pages.series(group, NOW))


def draw_claims(query: str = "") -> str:
    return render_to_string("firms/claims.html", figure_pages.claims(QueryDict(query), NOW))


def words(html: str) -> str:
    """Return what a reader reads, on one line, a space wherever an element begins or ends."""
    text = strip_tags(re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.DOTALL).replace("<", " <"))
    return re.sub(r" (?=[,;.)])", "", " ".join(text.split())).replace("( ", "(")


def main(response) -> str:
    """Return the part of a page that is its own."""
    return re.search(r"<main>.*</main>", response.content.decode(), re.DOTALL)[0]
