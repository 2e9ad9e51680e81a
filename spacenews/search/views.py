"""The search page and the addresses that lead to it. They read editions and nothing else."""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from spacenews.articles.models import Edition, Tag
from spacenews.languages import CODES, HTML_LANG
from spacenews.pagecache import clock, marks
from spacenews.search import answer, database, find, pace, reading
from spacenews.search.names import Meaning, Names

MOST_COUNTED = 1000
MAX_FIRMS, MAX_FEWER = 3, 5
RETRY_S = 10
SHORT_NAME = 16  # what OpenSearch 1.1 allows


@marks.public
def results(request: HttpRequest) -> HttpResponse:
    """Show what was found. The bare page may be indexed, results may not."""
    now = clock.now()
    typed = reading.tidied(request.GET.get("q", ""))
    if not typed:
        return render(request, "search/results.html", {"canonical_url": site_address("search")})
    point_languages_to_results(request, typed)
    if seconds := pace.wait_s(request, now):
        return refused(request, typed, _("You are searching faster than we can follow."), 429, seconds)
    try:
        context = page(request, typed, now)
    except database.TooLong:
        return refused(request, typed, _("This search took too long. Try other words."), 503, RETRY_S)
    return unindexed(render(request, "search/results.html", context))


def page(request: HttpRequest, typed: str, now: dt.datetime) -> dict:
    """Return what the page of results prints. Raises database.TooLong."""
    by_date = request.GET.get("sort") == "date"
    query = reading.read(typed, now)
    found = answer.search(query, now, by_date=by_date)
    part = answer.page_of(found, request.GET.get("page", ""))
    keyed = {"q": typed, "sort": "date"} if by_date else {"q": typed}
    number = len(found.full) + len(found.nearly)
    return {
        "q": typed,
        "cards": [card(meaning, now) for meaning in query.firms[:MAX_FIRMS]] if part.number == 1 else [],
        "results": answer.results(list(part), now),
        "number": number,
        "count": f"{find.WINDOW}+" if found.is_cut else str(number),
        "nearly": bool(found.nearly),
        "sorts": sorts(typed, by_date),
        "previous_url": address(**keyed, page=part.number - 1) if part.has_previous() else "",
        "next_url": address(**keyed, page=part.number + 1) if part.has_next() else "",
        "fewer": [] if number else fewer(typed),
    }


def refused(request: HttpRequest, typed: str, text: str, status: int, seconds: int) -> HttpResponse:
    """Answer that this search is not done now; what was typed stays in the box."""
    response = render(request, "search/results.html", {"q": typed, "refusal": text}, status=status)
    response.headers["Retry-After"] = str(seconds)
    return unindexed(response)


def unindexed(response: HttpResponse) -> HttpResponse:
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def card(meaning: Meaning, now: dt.datetime) -> dict:
    """Return a firm that was named, and by which name where it is not its first."""
    firm = meaning.record
    stories = Edition.objects.listed(translation.get_language(), now, coverage__organization=firm)
    matched = "" if meaning.spelled in (firm.name, firm.slug) else meaning.spelled
    return {"firm": firm, "stories": stories[:MOST_COUNTED].count(), "matched": matched}


def site_address(name: str) -> str:
    return settings.SITE_URL + reverse(name)


def address(**asked) -> str:
    return f"{reverse('search')}?{urlencode(asked)}"


def sorts(typed: str, by_date: bool) -> list[dict]:
    return [
        {"label": _("relevance"), "url": address(q=typed), "current": not by_date},
        {"label": _("date, newest first"), "url": address(q=typed, sort="date"), "current": by_date},
    ]


def fewer(typed: str) -> list[dict]:
    """Return the words of a query that found nothing, each as a search of its own."""
    words = dict.fromkeys(item.text for item in reading.items_of(typed) if not item.excluded)
    if list(words) == [typed]:
        return []
    return [{"words": word, "url": address(q=word)} for word in words][:MAX_FEWER]


def point_languages_to_results(request: HttpRequest, typed: str) -> None:
    """Let the language switch keep what was asked."""
    urls = {}
    for code in CODES:
        with translation.override(code):
            urls[code] = address(q=typed)
    request.language_urls = urls


@marks.public
def label(request: HttpRequest, label: str) -> HttpResponse:
    """Lead Blogger's addresses of labels to the tag of that name, else to a search for it."""
    typed = reading.tidied(label.strip("/"))
    for meaning in Names([typed], clock.now()).filtering(typed, Tag):
        return redirect(meaning.record.url, permanent=True)
    return redirect(address(q=typed))


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
