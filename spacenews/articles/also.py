"""Where else a figure is printed. Found when the page is read: what is frozen with a text may not name another,
which can be withdrawn, renamed or written tomorrow."""

import datetime as dt
import re
from collections import defaultdict

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from spacenews.articles.models import Edition
from spacenews.articles.models.edition import EditionFigure
from spacenews.articles.related import newest_of_each

PLACE = re.compile(r"<!--also (\d+)-->")  # in templates/parts/know.html
SHOWN = 3
WINDOW = 24  # rows of a figure that are looked at: of stories in three languages, which may print it twice


def body_of(edition: Edition, now: dt.datetime) -> SafeString:
    """Return the printed body; in each disclosure stand the newest other stories that print the figure."""
    figures = set(map(int, PLACE.findall(edition.body_html)))
    with translation.override(edition.language):
        others = {str(pk): _printed(found) for pk, found in others_of(edition, figures, now).items()}
    return edition.printed_body(PLACE, others)


def others_of(edition: Edition, figures: set[int], now: dt.datetime) -> dict[int, list[Edition]]:
    """Return the live editions of other stories by the figure that they print, newest first; two queries, or none."""
    if not figures:
        return {}
    elsewhere = EditionFigure.objects.exclude(story=edition.story_id)
    rows = list(newest_of_each(elsewhere, "figure", figures, now, WINDOW).values_list("edition", "figure"))
    listed = Edition.objects.listed(edition.language, now).filter(pk__in={pk for pk, _figure in rows})
    editions = listed.only("path", "headline", "language").newest()
    found = defaultdict(list)
    for other in editions:
        for figure in {figure for pk, figure in rows if pk == other.pk}:
            found[figure].append(other)
    return found


def _printed(editions: list[Edition]) -> str:
    return render_to_string("parts/also.html", {"editions": editions[:SHOWN]}).strip()
