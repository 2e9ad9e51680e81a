"""The public pages of networks, and the same to take away. They show only what is public now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from spacenews.firms import downloads, slugs
from spacenews.firms.models import Organization
from spacenews.firms.network import answers, pages
from spacenews.firms.network.choice import Choice, with_two
from spacenews.pagecache import clock, marks


@marks.public_by("kind", "year", "from")
def network(request: HttpRequest) -> HttpResponse:
    return render(request, "firms/network.html", pages.whole(request.GET, clock.now()))


@downloads.of("kind", "year")
def network_json(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    return answers.json(Choice.of(request.GET).filter(with_two(now)), now)


@downloads.of("kind", "year")
def network_csv(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    return answers.csv(Choice.of(request.GET).filter(with_two(now)), now, "network.csv")


def find(slug: str, now) -> Organization:
    return slugs.find(Organization.objects.public(now).prefetch_related("names"), slug)


@marks.public_by("kind", "year", "from")
def firm(request: HttpRequest, slug: str) -> HttpResponse:
    now = clock.now()
    found = find(slug, now)
    if found.slug != slug:
        return redirect("firm-network", found.slug, permanent=True)
    return render(request, "firms/firm_network.html", pages.firm(found, request.GET, now))


@downloads.of("kind", "year")
def firm_json(request: HttpRequest, slug: str) -> HttpResponse:
    now = clock.now()
    found = find(slug, now)
    if found.slug != slug:
        return redirect("firm-network-json", found.slug, permanent=True)
    return answers.json(pages.ties_of(found, Choice.of(request.GET), now), now)


@downloads.of("kind", "year")
def firm_csv(request: HttpRequest, slug: str) -> HttpResponse:
    now = clock.now()
    found = find(slug, now)
    if found.slug != slug:
        return redirect("firm-network-csv", found.slug, permanent=True)
    return answers.csv(pages.ties_of(found, Choice.of(request.GET), now), now, f"{found.slug}-network.csv")
