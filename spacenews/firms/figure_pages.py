"""What the pages of figures and of checked claims print: values side by side, never summed or averaged."""

import datetime as dt

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from spacenews.firms import charts, json_ld
from spacenews.firms.models import Claim, Dispute, Figure, FigureGroup
from spacenews.firms.series import Series, series_of
from spacenews.markup import tidy

GROUPS, CLAIMS, RELATED = 100, 50, 8
FILES = ("csv", "json")


def groups(query: QueryDict, now: dt.datetime) -> dict:
    """Return the groups from the title that `from` gives on, each with its newest value and how many it has."""
    start = tidy(query.get("from", ""))[:200]
    rows = list(_with_counts(FigureGroup.objects.public(now).filter(title__gte=start), now)[: GROUPS + 1])
    latest = Figure.objects.in_bulk([group.latest_id for group in rows[:GROUPS]])
    for group in rows[:GROUPS]:
        group.latest = latest[group.latest_id]
    title, url = _("Figures"), settings.SITE_URL + _page("figures", {"from": start})
    words = _("What others have counted, each value with its kind, its year and its source.")
    return {
        "groups": rows[:GROUPS],
        "page_title": title,
        "description": words,
        "json_ld": json_ld.directory(title, url, [(str(g.title_here), g.url) for g in rows[:GROUPS]], words),
        "next_url": _page("figures", {"from": rows[GROUPS].title}) if rows[GROUPS:] else "",
        "canonical_url": url,
    }


def _with_counts(groups: QuerySet, now: dt.datetime) -> QuerySet:
    figures = Figure.objects.public(now).filter(group=OuterRef("pk"))
    newest = figures.order_by(F("period_begins_on").desc(nulls_last=True), "-pk")
    return groups.annotate(
        count=Count("figures", filter=Q(figures__public_from__lte=now)),
        latest_id=Subquery(newest.values("pk")[:1]),
        disputed=Exists(Dispute.objects.public(now).filter(group=OuterRef("pk"))),
    ).order_by("title", "pk")


def series(group: FigureGroup, now: dt.datetime) -> dict:
    """Return every value of a group with its charts, what its words mean, and where sources disagree."""
    found = series_of(group, now)
    figures = [figure for of_key in found for figure in of_key.figures]
    years, url = _years(figures), settings.SITE_URL + group.url
    words = _("Published values, shown side by side: never summed, averaged or converted.")
    return {
        "group": group,
        "page_title": group.title_here,
        "description": f"{group.title_here}. {words}",
        "json_ld": json_ld.dataset(group, found, words, years, url),
        "years": years,
        "crumbs": [{"label": _("Figures"), "url": reverse("figures")}],
        "disputes": group.disputes.public(now).with_answers(now),
        "charts": charts.drawn(found, "chart"),
        "files": [
            {"label": form.upper(), "url": reverse(f"series-{form}", args=[group.slug])} for form in FILES
        ],
        "series": found,
        "definitions": _definitions(found),
        "related": _related(group, figures, now),
        "canonical_url": url,
    }


def _years(figures: list[Figure]) -> str:
    years = sorted({figure.period[:4] for figure in figures if figure.period})
    return " – ".join(dict.fromkeys([years[0], years[-1]])) if years else ""


def _definitions(found: list[Series]) -> list[dict]:
    """Return what is counted under each metric, each wording once."""
    texts: dict[str, dict[str, None]] = {}
    for of_key in found:
        wordings = {figure.definition: None for figure in of_key.figures if figure.definition}
        texts.setdefault(of_key.metric, {}).update(wordings)
    return [
        {"term": capfirst(metric), "texts": list(wordings)} for metric, wordings in texts.items() if wordings
    ]


def _related(group: FigureGroup, figures: list[Figure], now: dt.datetime) -> QuerySet:
    """Return groups that answer the same disputes, or count the same part of the world."""
    scopes = {figure.scope for figure in figures}
    others = FigureGroup.objects.public(now).exclude(pk=group.pk)
    of_scope = Figure.objects.public(now).filter(group=OuterRef("pk"), scope__in=scopes)
    answering = Figure.objects.public(now).filter(group=OuterRef("pk"), answers__dispute__group=group)
    return others.filter(Exists(of_scope) | Exists(answering))[:RELATED]


def claims(query: QueryDict, now: dt.datetime) -> dict:
    """Return checked claims in the order of their checking, from the one after `after` on."""
    after = query.get("after", "")
    if after and not (after.isascii() and after.isdigit() and len(after) < 19):
        raise Http404
    found = Claim.objects.public(now).filter(pk__gt=int(after or 0))
    rows = list(found.select_related("source").prefetch_related("further_sources")[: CLAIMS + 1])
    return {
        "claims": rows[:CLAIMS],
        "page_title": _("Checked claims"),
        "description": _(
            "Sentences that others print about this industry, each held against what is on record."
        ),
        "next_url": _page("claims", {"after": rows[CLAIMS - 1].pk}) if rows[CLAIMS:] else "",
        "canonical_url": settings.SITE_URL + _page("claims", {"after": after}),
    }


def _page(name: str, place: dict) -> str:
    """Return the address of a page of a list: the first one has no place."""
    query = urlencode({key: value for key, value in place.items() if value})
    return reverse(name) + (f"?{query}" if query else "")
