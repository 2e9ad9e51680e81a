"""The addresses of a site that was on Blogger: each leads in one hop to what it showed, or is not found.

They answer from what is live alone; the slug of a draft is as unknown as one that never was.
"""

import datetime as dt
import re
from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from spacenews.articles import article_page, months
from spacenews.articles.models import Address, Edition, Section, Tag
from spacenews.pagecache import clock, marks
from spacenews.pages.models import Page
from spacenews.search import choice, reading
from spacenews.search.names import Names

BEGAN = 1999  # Blogger did
LENGTH, SLACK = 39, 6  # of a slug: whole words, as many as fit, give or take
SECOND = re.compile(r"_\d+$")  # of two posts with one title
UNWRITTEN = {"a", "an", "the"}
UNTIL = re.compile(r"(199[0-9]|20[0-9][0-9]|21[0-9][0-9])-(0[1-9]|1[0-2])-")
TITLED = {"about-us": "about", "contact-us": "contact", "privacy-policy": "privacy"}  # pages, by usual titles
FORMS = {"rss": "rss", "json": "json", "json-in-script": "json"}


@marks.public
def post(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    """Lead to the article that has or had this address, else to the one live article that it can mean."""
    now = clock.now()
    try:
        article, edition = article_page.addressed(f"{year:04d}/{month:02d}/{slug}", now)
    except Http404:
        edition = get_object_or_404(Edition.objects.live(now), article=meant(year, month, slug, now))
    if edition is None:
        return render(request, "410.html", {"reason": article_page.last_reason(article, now)}, status=410)
    return redirect(edition.url_in(edition.language), permanent=True)


def meant(year: int, month: int, slug: str, now: dt.datetime) -> int | None:
    """Return the article with this slug in another month, or whose slug Blogger would have cut to it in this one."""
    of_it = Edition.objects.filter(article=OuterRef("article"))
    printed = of_it.filter(path=OuterRef("path"), live_from__lte=now)
    paths = [
        f"{year:04d}/{month:02d}/{slug}" for year in range(BEGAN, now.year + 1) for month in range(1, 13)
    ]
    addresses = Address.objects.filter(Exists(printed), Exists(of_it.live(now)), path__in=paths)
    articles_there = addresses.values_list("article", flat=True).distinct()
    return only(articles_there[:2]) or only(cut_to(slug, year, month, now))


def only(found) -> int | None:
    """Return what was found if it is a single one: two would be a guess."""
    found = list(found)
    return found[0] if len(found) == 1 else None


def cut_to(slug: str, year: int, month: int, now: dt.datetime) -> Iterator[int]:
    editions = Edition.objects.live(now).filter(**months.span(year, month))
    for article, path in editions.values_list("article", "path").order_by():
        if is_cut(path.rpartition("/")[2], slug):
            yield article


def is_cut(whole: str, slug: str) -> bool:
    """Say whether Blogger would have made the shorter slug of the same title.

    >>> is_cut("chinas-commercial-starlink-competitor-sets-sail", "chinas-commercial-starlink-competitor")
    True
    >>> is_cut("the-state-of-launch", "state-of-launch_12"), is_cut("state-of-launch", "state")
    (True, False)
    """
    whole, slug = written(whole), written(SECOND.sub("", slug))
    rest = whole.removeprefix(f"{slug}-")
    return whole == slug or (rest != whole and len(slug) + len(rest.partition("-")[0]) >= LENGTH - SLACK)


def written(slug: str) -> str:
    return "-".join(word for word in slug.split("-") if word not in UNWRITTEN)


@marks.public
def page(request: HttpRequest, key: str) -> HttpResponse:
    key = TITLED.get(key, key)
    if key == "contact":
        return redirect(reverse(key), permanent=True)
    found = get_object_or_404(Page.objects.prefetch_related("texts"), key=key)
    if found.text_in(get_language()) is None:
        raise Http404
    try:
        return redirect(reverse(key), permanent=True)
    except NoReverseMatch:
        raise Http404 from None


@marks.public_by(*choice.PARAMETERS, "page", "updated-max")
def search(request: HttpRequest) -> HttpResponse:
    """Lead to the search; Blogger's next page of posts, older than a moment, to the month of that moment."""
    if until := request.GET.get("updated-max"):
        return redirect(month_of(until), permanent=True)
    asked = request.GET.urlencode()
    return redirect(reverse("search") + (f"?{asked}" if asked else ""), permanent=True)


def month_of(until: str) -> str:
    """Return the address of a month that has stories, else of the archive."""
    if found := UNTIL.match(until):
        year, month = int(found[1]), int(found[2])
        if Edition.objects.listed(get_language(), clock.now(), **months.span(year, month)).exists():
            return reverse("month", args=[year, month])
    return reverse("archive")


@marks.public
def label(request: HttpRequest, label: str) -> HttpResponse:
    """Lead to the section or tag of that name, else to a search for it."""
    typed = reading.tidied(label.strip("/"))
    if owner := labelled(typed):
        return redirect(owner.url, permanent=True)
    return redirect(choice.Choice(typed).url())


def labelled(typed: str) -> Section | Tag | None:
    names = Names([typed], clock.now(), with_sections=True)
    return next((found.record for kind in (Section, Tag) for found in names.filtering(typed, kind)), None)


@marks.public_by("alt")
def feed(request: HttpRequest, labels: str = "", form: str = "") -> HttpResponse:
    """Lead to the same feed of ours; of several labels, which all had to be there, to that of the first."""
    form = form or FORMS.get(request.GET.get("alt", ""), "atom")
    if not labels:
        return redirect(f"all-{form}", permanent=True)
    owner = labelled(reading.tidied(labels.strip("/").partition("/")[0]))
    if owner is None:
        raise Http404
    return redirect(f"{owner._meta.model_name}-{form}", owner.slug, permanent=True)


@marks.public
def comments(request: HttpRequest, post: str = "") -> HttpResponse:
    """There are none; whoever still asks for them can stop."""
    return HttpResponse("No comments are kept here.\n", status=410, content_type="text/plain; charset=utf-8")
