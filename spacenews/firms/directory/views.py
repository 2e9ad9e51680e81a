"""The directory, the comparison of some of it, and all of it to take away. They show only what is public now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from spacenews.firms import downloads
from spacenews.firms.directory import answers, comparison, pages
from spacenews.firms.directory.choice import FILTERS
from spacenews.pagecache import clock, marks


@marks.public_by("name", *FILTERS, "by", "firm", "from")
def directory(request: HttpRequest) -> HttpResponse:
    return render(request, "firms/directory.html", pages.page(request.GET, clock.now()))


@downloads.of("name", *FILTERS, "by")
def directory_csv(request: HttpRequest) -> HttpResponse:
    return answers.csv(request.GET, clock.now())


@downloads.of("name", *FILTERS, "by")
def directory_json(request: HttpRequest) -> HttpResponse:
    return answers.json(request.GET, clock.now())


@marks.public_by("firm")
def compare(request: HttpRequest) -> HttpResponse:
    return render(request, "firms/compare.html", comparison.page(request.GET, clock.now()))
