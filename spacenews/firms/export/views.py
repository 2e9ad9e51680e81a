"""The page that says what can be taken away, and the files."""

import datetime as dt

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from spacenews import tables
from spacenews.firms import downloads, json_ld
from spacenews.firms.export import files
from spacenews.firms.export.kinds import BY_NAME, KINDS, Kind
from spacenews.firms.models import FigureGroup
from spacenews.firms.series import parted
from spacenews.pagecache import clock, marks


@marks.public
def data(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    title, url = _("Data to take away"), settings.SITE_URL + reverse("data")
    words = _("Every public record with its sources, as CSV and JSON.")
    offered = [_offered(kind, now) for kind in KINDS]
    context = {
        "page_title": title,
        "description": words,
        "offered": offered,
        "licence": tables.licence(),
        "made_on": now,
        "json_ld": _catalogue(title, url, words, offered),
        "canonical_url": url,
    }
    return render(request, "firms/data.html", context)


def _offered(kind: Kind, now: dt.datetime) -> dict:
    offered = [
        {"label": form.upper(), "url": reverse(f"data-{form}", args=[kind.name]), "type": files.FORMS[form]}
        for form in files.FORMS
    ]
    return {"label": kind.label, "count": kind.count(now), "files": offered}


def _catalogue(title: str, url: str, words: str, offered: list[dict]) -> dict:
    """Return the page by schema.org, with each kind of record as a data set that has two files."""
    return {
        **json_ld.page("DataCatalog", title, url, words),
        "license": settings.LICENCE_URL,
        "dataset": [_data_set(row, words) for row in offered],
    }


def _data_set(row: dict, words: str) -> dict:
    files_of_it = [
        {
            "@type": "DataDownload",
            "encodingFormat": file["type"],
            "contentUrl": settings.SITE_URL + file["url"],
        }
        for file in row["files"]
    ]
    named = {"@type": "Dataset", "name": row["label"], "description": f"{row['label']}. {words}"}
    return {**named, "license": settings.LICENCE_URL, "distribution": files_of_it}


@downloads.of()
def data_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """Answer with all public records of a kind: the same under every language, as records are in none."""
    if name not in BY_NAME:
        raise Http404
    with translation.override("en"):
        answer = HttpResponse(files.text(BY_NAME[name], form, clock.now()), content_type=files.FORMS[form])
    if form == "csv":
        answer.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.csv")
    return answer


@downloads.of()
def series_file(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """Answer with the values of one page of figures, in the order of the page."""
    now = clock.now()
    group = get_object_or_404(FigureGroup.objects.public(now), slug=slug)
    with translation.override("en"):
        return {"csv": _series_csv, "json": _series_json}[form](group, now)


def _series_csv(group: FigureGroup, now: dt.datetime) -> HttpResponse:
    kind, figures = BY_NAME["figures"], _figures(group, now)
    rows = map(kind.cells, figures)
    return tables.csv_answer(f"{group.slug}.csv", list(kind.columns), rows, tables.attribution())


def _series_json(group: FigureGroup, now: dt.datetime) -> HttpResponse:
    disputes = BY_NAME["disputes"].public(now).filter(group=group)
    told = {
        "publisher": {"name": settings.SITE_NAME, "url": f"{settings.SITE_URL}/"},
        "made_on": files.made_on(now),
        "title": group.title,
        "url": settings.SITE_URL + group.url,
        "note": "Published values, side by side: never summed, averaged or converted.",
        "figures": list(map(BY_NAME["figures"].record, _figures(group, now))),
        "disputes": list(map(BY_NAME["disputes"].record, disputes)),
    }
    return tables.json_answer(told, tables.licence())


def _figures(group: FigureGroup, now: dt.datetime) -> list:
    figures = BY_NAME["figures"].public(now).filter(group=group)
    return [figure for of_key in parted(figures) for figure in of_key.figures]
