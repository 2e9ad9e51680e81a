"""Small cards of a firm and of figures, which other sites show in a frame."""

from collections.abc import Callable
from functools import wraps
from itertools import groupby
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language

from spacenews.firms import coverage, figure_pages, slugs
from spacenews.firms.models import FigureGroup, Organization
from spacenews.firms.partial_dates import label
from spacenews.pagecache import clock, marks

STORIES, VALUES = 3, 6
WIDTH, NARROW = 550, 448  # px; below NARROW, the width at which css/embed.css turns, a card is one column
HEIGHTS = {"article": (360, 580), "firm": (360, 420), "figure": (580, 680)}  # px: wide, and narrow
FURTHER = (430, 500)  # px for each drawing after the first: wide, and narrow
MOST_DRAWINGS = 3  # whatever comes after these is scrolled to
FORMATS = {"json": "application/json+oembed", "xml": "text/xml+oembed"}


def size(
    kind: str, widest: int | None = None, highest: int | None = None, drawings: int = 1
) -> tuple[int, int]:
    """Return width and height of a frame in px, no larger than the other site wants."""
    width = min(WIDTH, widest or WIDTH)
    is_narrow = width < NARROW
    height = HEIGHTS[kind][is_narrow] + FURTHER[is_narrow] * max(0, min(drawings, MOST_DRAWINGS) - 1)
    return width, min(height, highest or height)


def frame(kind: str, args: list, title: str, width: int, height: int) -> str:
    """Return the code that shows a card on another site."""
    url = settings.SITE_URL + reverse(f"embed-{kind}", args=args)
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" style="border:0;max-width:100%" loading="lazy"></iframe>',
        url,
        title,
        width,
        height,
    )


def offer(kind: str, args: list, title: str, path: str, drawings: int = 1) -> dict:
    """Return the code for a page's readers, and the links by which other sites find what to show of it."""
    asked = {form: urlencode({"url": settings.SITE_URL + path, "format": form}) for form in FORMATS}
    url = settings.SITE_URL + reverse("oembed")
    return {
        "code": frame(kind, args, title, *size(kind, drawings=drawings)),
        "links": [{"type": FORMATS[form], "url": f"{url}?{query}"} for form, query in asked.items()],
        "title": title,
    }


def in_a_frame(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a small page say that there is nothing: the site's own has a form and scripts, which a frame may not."""

    @wraps(view)
    def framed(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return render(request, "embed/nothing.html", status=404)

    return framed


@marks.public
@in_a_frame
def firm(request: HttpRequest, slug: str) -> HttpResponse:
    now = clock.now()
    found = slugs.find(Organization.objects.public(now).prefetch_related("names"), slug)
    if found.slug != slug:
        return redirect("embed-firm", found.slug, permanent=True)
    stories = coverage.stories(found, get_language(), now)
    context = {
        "firm": found,
        "stories": stories.only("path", "headline", "language", "published_at")[:STORIES],
        "canonical_url": settings.SITE_URL + found.url,
    }
    return render(request, "embed/firm.html", context)


@marks.public
@in_a_frame
def figure(request: HttpRequest, slug: str) -> HttpResponse:
    now = clock.now()
    group = get_object_or_404(FigureGroup.objects.public(now), slug=slug)
    told = figure_pages.series(group, now)
    figures = [figure for of_key in told["series"] for figure in of_key.figures]
    context = {
        "group": group,
        "charts": told["charts"],
        "rows": side_by_side(figures[-VALUES:]),
        "canonical_url": told["canonical_url"],
    }
    return render(request, "embed/figure.html", context)


def side_by_side(figures: list) -> list[dict]:
    """Return figures in their order, those of one series and time in one row."""
    rows = groupby(figures, key=lambda figure: (figure.series_key, figure.period))
    return [{"when": label(period), "figures": list(of_row)} for (_key, period), of_row in rows]
