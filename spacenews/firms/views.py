"""The public pages of organizations and facts. They show only what is public now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language

from spacenews.firms import embeds, figure_pages, firm_page
from spacenews.firms.models import FigureGroup
from spacenews.pagecache import clock, marks


@marks.public_by("show", "until")
def firm(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an organization at its slug, redirect from the ones it had; what the desk alone sees never was."""
    now = clock.now()
    found = firm_page.find(slug, now)
    if found.slug != slug:
        return redirect(found.url, permanent=True)
    page = firm_page.FirmPage(found, request.GET, get_language(), now)
    embed = embeds.offer("firm", [found.slug], found.name, found.url)
    return render(request, "firms/firm.html", {**page.context, "embed": embed})


@marks.public_by("from")
def figures(request: HttpRequest) -> HttpResponse:
    return render(request, "firms/figures.html", figure_pages.groups(request.GET, clock.now()))


@marks.public
def series(request: HttpRequest, slug: str) -> HttpResponse:
    now = clock.now()
    group = get_object_or_404(FigureGroup.objects.public(now), slug=slug)
    told = figure_pages.series(group, now)
    embed = embeds.offer("figure", [slug], group.title_here, group.url, len(told["charts"]))
    return render(request, "firms/series.html", {**told, "embed": embed})


@marks.public_by("after")
def claims(request: HttpRequest) -> HttpResponse:
    return render(request, "firms/claims.html", figure_pages.claims(request.GET, clock.now()))
