"""What a step's page says will happen: what readers see now, what is scheduled, the address, the translations."""

import datetime as dt
import re
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from spacenews.articles.desk.moments import time_of
from spacenews.articles.models import Article, Edition
from spacenews.articles.printing import path_of

DECIDES = ("publish", "change", "schedule", "correct", "withdraw", "restore")
PRINTS = ("publish", "change", "schedule", "correct")


def told(name: str, article: Article, user, now: dt.datetime) -> list[str]:
    """Return the sentences, in a fixed number of queries; of what does not print, none."""
    if name not in (*DECIDES, "unschedule"):
        return []
    editions = list(article.editions.order_by("live_from", "pk").only(*COLUMNS))
    started = [edition for edition in editions if edition.live_from <= now]
    coming = [edition for edition in editions if edition.live_from > now]
    last = started[-1] if started else None
    return [
        *_versions(name, article, last, now),
        *_to_come(name, coming),
        *_address(name, article, last, now),
        *_translations(name, article, user, now),
    ]


COLUMNS = ("version", "path", "headline", "language", "article_id", "live_from", "live_until")
NAME = re.compile(r"{(\w+)}")


def sentence(words: str, **named) -> str:
    """Return words as HTML with what their names in braces stand for, in whatever order a translation has them."""
    pieces = NAME.split(words)  # words and names by turns
    return format_html_join("", "{}", ((named[piece] if n % 2 else piece,) for n, piece in enumerate(pieces)))


def _versions(name: str, article: Article, last: Edition | None, now: dt.datetime) -> Iterator[str]:
    if last is None:
        yield _("Readers have seen nothing of it yet.")
    elif last.live_until is None or last.live_until > now:
        words = _("Readers see version {version} now, since {time}: “{headline}”.")
        yield sentence(words, version=last.version, time=time_of(last.live_from), headline=last.headline)
    else:
        words = _("It is withdrawn, since {time}: “{headline}”.")
        yield sentence(words, time=time_of(last.live_until), headline=last.headline)
    if last and name == "change" and last.version == article.version:
        yield _("Nothing has changed since.")
    elif name in PRINTS:
        words = _("What goes out is version {version}, saved {time} by {name}: “{headline}”.")
        saved = {"time": time_of(article.changed_at), "name": article.changed_by or "–"}
        yield sentence(words, version=article.version, headline=article.headline, **saved)


def _to_come(name: str, coming: list[Edition]) -> Iterator[str]:
    words = _("Version {version} is scheduled for {time}.")
    if name in DECIDES:
        words = _(
            "Version {version} is scheduled for {time}. This drops it: a new decision replaces what has not come true "
            "yet. Its text stays in the history."
        )
    for edition in coming:
        yield sentence(words, version=edition.version, time=time_of(edition.live_from))


def _address(name: str, article: Article, last: Edition | None, now: dt.datetime) -> Iterator[str]:
    if name == "schedule" and last is None:
        words = _("Its address begins with the year and month in which it goes out, and ends with {slug}.")
        yield sentence(words, slug=f"/{article.slug}/")
    elif name in PRINTS:
        path = path_of(article.slug, now, last.path if last else "")
        moved = last is not None and last.path != path
        words = _("Its address becomes {url}; the old one leads there.") if moved else _("Its address: {url}")
        yield sentence(words, url=_url(path, article.language))
    elif last:
        yield sentence(_("Its address: {url}"), url=_url(last.path, last.language))


def _url(path: str, language: str) -> str:
    with translation.override(language):
        return settings.SITE_URL + reverse("article", args=path.split("/"))


def _translations(name: str, article: Article, user, now: dt.datetime) -> Iterator[str]:
    """Name the other articles of the story; a withdrawal does not reach them by itself."""
    story = Q(pk=article.story_id) | Q(original=article.story_id)
    others = Article.objects.visible_to(user).filter(story).exclude(pk=article.pk).with_state(now)
    shown = [
        f"{other.get_language_display()} ({capfirst(other.state(now).label)})"
        for other in others.order_by("pk")
    ]
    if shown:
        words = _("In other languages: %(languages)s. Each is published and withdrawn by itself.")
        yield words % {"languages": ", ".join(shown)}
