"""From working copy to edition: the frozen columns."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings

from spacenews.articles.models.edition import Edition
from spacenews.articles.rendering import render_body
from spacenews.markup import clean


def edition_of(article, *, first_path: str, **decided) -> Edition:
    """Return an unsaved edition that copies what the article declares, its body sanitised and rendered once."""
    written = {name: getattr(article, name) for name in Edition.columns()}
    firms = [row.organization for row in article.coverage.select_related("organization")]
    return edition_from(article, written, firms, first_path=first_path, **decided)


def edition_from(article, written: dict, firms: list, *, first_path: str, **decided) -> Edition:
    """Return the same of columns that are given; the names of the firms become links."""
    edition = Edition(
        article=article,
        story_id=article.story_id,
        version=article.version,
        path=path_of(written["slug"], decided["published_at"], first_path),
        **decided,
    )
    edition.take_columns(written)
    edition.body = clean(edition.body)
    rendered = render_body(edition, firms)
    edition.body_html, edition.contents = rendered.html, rendered.contents
    edition.words, edition.minutes = rendered.words, rendered.minutes
    return edition


def path_of(slug: str, published_at: dt.datetime, first_path: str) -> str:
    """Return YYYY/MM/slug: the month of first publication in the site's zone, computed once and copied ever after."""
    if first_path:
        return f"{first_path.rsplit('/', 1)[0]}/{slug}"
    return f"{published_at.astimezone(ZoneInfo(settings.TIME_ZONE)):%Y/%m}/{slug}"
