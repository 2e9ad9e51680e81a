"""The search page and the addresses that lead to it. They read editions and nothing else."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from spacenews.languages import HTML_LANG
from spacenews.limits import pace
from spacenews.limits.network import address_of, network_of
from spacenews.pagecache import clock, marks
from spacenews.search import choice, database, tally
from spacenews.search.choice import Choice
from spacenews.search.help import GROUPS
from spacenews.search.page import Results

RETRY_S = 10
SHORT_NAME = 16  # what OpenSearch 1.1 allows


@marks.public_by(*choice.PARAMETERS, "page")
def results(request: HttpRequest) -> HttpResponse:
    """Show what was found. The bare page may be indexed, results may not."""
    now, number = clock.now(), request.GET.get("page", "")
    if not choice.is_search(request.GET):
        return bare(request)
    if seconds := pace.wait_s(request, now):
        return refused(request, _("You are searching faster than we can follow."), 429, seconds)
    asked = Choice.of(request.GET, now)
    if asked.is_empty:
        return bare(request)
    try:
        found = Results(asked, number, now)
        context = found.context
    except database.TooLong:
        return refused(request, _("This search took too long. Try other words."), 503, RETRY_S)
    request.language_urls = asked.urls(**({"page": found.part.number} if found.part.number > 1 else {}))
    if asked.is_plain and number in ("", "1"):
        count(request, found)
    return unindexed(render(request, "search/results.html", context))


def bare(request: HttpRequest) -> HttpResponse:
    return render(
        request, "search/results.html", {"page_title": _("Search"), "canonical_url": site_address("search")}
    )


def count(request: HttpRequest, found: Results) -> None:
    """Count what was asked, in memory: reading never writes. A page of results that is stored counts at each asking."""
    asked = found.query.folded, found.choice.typed, bool(found.number)
    marks.at_each_answer(request, lambda request: tally.count(*asked, network_of(address_of(request))))


def refused(request: HttpRequest, text: str, status: int, seconds: int) -> HttpResponse:
    """Answer that this search is not done now; what was typed stays in the box."""
    asked = Choice(choice.typed_in(request.GET))
    request.language_urls = asked.urls()
    context = {"q": asked.typed, "refusal": text}
    response = render(request, "search/results.html", context, status=status)
    response.headers["Retry-After"] = str(seconds)
    return unindexed(response)


def unindexed(response: HttpResponse) -> HttpResponse:
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def site_address(name: str) -> str:
    return settings.SITE_URL + reverse(name)


@marks.public
def help_page(request: HttpRequest) -> HttpResponse:
    """Tell what can be asked; each example is a search."""
    context = {
        "groups": GROUPS,
        "page_title": _("How to search"),
        "description": _("Words, phrases, exclusions and filters, in any script; each example is a search."),
        "canonical_url": site_address("search-help"),
    }
    return render(request, "search/help.html", context)


@marks.public
def opensearch(request: HttpRequest) -> HttpResponse:
    """Describe the search box to browsers (OpenSearch 1.1)."""
    context = {
        "short_name": settings.SITE_NAME[:SHORT_NAME].strip(),
        "search_url": site_address("search"),
        "languages": HTML_LANG.values(),
    }
    kind = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "search/opensearch.xml", context, content_type=kind)
