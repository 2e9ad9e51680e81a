"""What is looked at before an article goes out. Blocking only for what is wrong; all else is said, and no more.

However many links, pictures and figures a text has, the queries are as many.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from spacenews.articles import internal, references
from spacenews.articles.internal import Leads
from spacenews.articles.parts import HEADINGS, Part, Parts
from spacenews.firms.models.sources import Confidence
from spacenews.images.models import Image
from spacenews.markup import plain
from spacenews.pagecache import clock

LONGEST_HEADLINE = 110  # signs: what search engines and shared cards show of it
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Kind(StrEnum):
    DOUBTFUL = "doubtful"
    WRONG = "wrong"


@dataclass(frozen=True)
class Line:
    """Something wrong or doubtful: `name` is the field or rows it is in, `find` the words at its place in the text."""

    name: str
    kind: Kind
    words: str
    find: str = ""


def lines(article, now: dt.datetime | None = None, user=None) -> list[Line]:
    """Return what is wrong or doubtful, in the order of an article. To a person, only what he may know of is named."""
    looked_at = LookedAt(article, now or clock.now(), user)
    return [line for check in CHECKS for line in check(looked_at)]


def problems(article, *, links: bool = True) -> dict[str, list[str]]:
    """Return the sentences that keep the article from going out, by field name."""
    looked_at, found = LookedAt(article, clock.now(), None), {}
    for check in CHECKS if links else [check for check in CHECKS if check is not _links]:
        for line in check(looked_at):
            if line.kind is Kind.WRONG:
                found.setdefault(line.name, []).append(line.words)
    return found


def validate(article, *, links: bool = True) -> None:
    """Raise ValidationError by field if anything is wrong.

    Without `links` for an import that brings one article at a time: what an article leads to may come after it.
    """
    if found := problems(article, links=links):
        raise ValidationError(found)


class LookedAt:
    """An article, and what several checks ask of it, read once."""

    def __init__(self, article, now: dt.datetime, user):
        self.article, self.now, self.user = article, now, user
        self.parts = Parts(article.body)

    @cached_property
    def goes_out(self) -> dt.datetime:
        """When what is scheduled goes out; else now."""
        coming = self.article.editions.to_come(self.now).values_list("live_from", flat=True).first()
        return coming or self.now

    @cached_property
    def visible(self) -> QuerySet | None:
        return None if self.user is None else type(self.article).objects.visible_to(self.user)

    @cached_property
    def own_links(self) -> list[internal.Link]:
        return internal.links(self.parts.links, self.now, self.visible)


def wrong(name: str, words: str, find: str = "") -> Line:
    return Line(name, Kind.WRONG, words, find)


def doubtful(name: str, words: str, find: str = "") -> Line:
    return Line(name, Kind.DOUBTFUL, words, find)


def _headline(of: LookedAt) -> Iterator[Line]:
    length = len(of.article.headline)
    if not of.article.headline.strip():
        yield wrong("headline", _("Write a headline."))
    if length > LONGEST_HEADLINE:
        words = _("The headline has %(length)d signs; beyond %(most)d it is cut in lists elsewhere.")
        yield doubtful("headline", words % {"length": length, "most": LONGEST_HEADLINE})


def _deck(of: LookedAt) -> Iterator[Line]:
    if not of.article.deck.strip():
        yield doubtful("deck", _("There is no deck."))


def _points(of: LookedAt) -> Iterator[Line]:
    if not of.article.points:
        yield doubtful("points", _("There are no main points."))


def _text(of: LookedAt) -> Iterator[Line]:
    if not plain(of.article.body):
        yield wrong("body", _("Write the text."))


def _headings(of: LookedAt) -> Iterator[Line]:
    """A text begins below the headline, at the second level, and goes down one at a time."""
    levels = [(1, None), *((HEADINGS[part.tag], part) for part in of.parts.headings)]
    for (above, _part), (level, part) in pairwise(levels):
        if level > above + 1:
            words = _("The heading “%(words)s” skips a level: %(level)d after %(above)d.")
            given = {"words": part.words, "level": level, "above": above}
            yield doubtful("body", words % given, part.words)


def _links(of: LookedAt) -> Iterator[Line]:
    for part in of.parts.links:
        if not part.words:
            yield doubtful("body", _("A link has no words: %s") % part.given["href"])
    for link in of.own_links:
        yield from _link(link, of.goes_out)


def _link(link: internal.Link, goes_out: dt.datetime) -> Iterator[Line]:
    named = {"words": link.words or link.href, "href": link.href}
    if link.leads is Leads.NOWHERE:
        words = _("The link “%(words)s” leads to no page of this site: %(href)s")
        yield wrong("body", words % named, link.words)
    elif link.leads is Leads.WITHDRAWN:
        words = _("The link “%(words)s” leads to an article that is withdrawn.")
        yield doubtful("body", words % named, link.words)
    elif link.leads is Leads.LATER and link.at is None:
        words = _("The link “%(words)s” leads to what readers do not see yet.")
        yield doubtful("body", words % named, link.words)
    elif link.leads is Leads.LATER and link.at > goes_out:
        words = _("The link “%(words)s” leads to an article that goes out later, %(time)s.")
        at = date_format(localtime(link.at), "DATETIME_FORMAT")
        yield doubtful("body", words % {**named, "time": at}, link.words)


def _references(of: LookedAt) -> Iterator[Line]:
    words_of = {given: part.words for part in reversed(of.parts.found) for given in part.given.items()}
    for kind, pk in references.missing(of.article.body):
        find = words_of.get((f"data-{kind}", str(pk)), "")
        words = _("“%(words)s” refers to a record that does not exist: %(record)s.")
        named = {"words": find, "record": f"{kind} {pk}"}
        words = words if find else _("The text refers to a record that does not exist: %(record)s.")
        yield wrong("body", words % named, find)


def _figures(of: LookedAt) -> Iterator[Line]:
    """Figures are marked words with a record, which has its source; and the record may read otherwise by now."""
    for part in of.parts.marks:
        if not part.given and part.words:
            yield wrong(
                "body",
                _("A figure has no source: “%s” is marked and has no record.") % part.words,
                part.words,
            )
    for printed in of.article.printed_figures.select_related("figure"):
        if printed.figure.confidence == Confidence.LOW:
            words = _("A source is weak: %(words)s") % {"words": printed.words}
            yield doubtful("body", words, printed.words)
        if printed.figure.as_printed != printed.as_printed:
            named = {"words": printed.words, "now": printed.figure.as_printed}
            words = _("The figure behind “%(words)s” has changed: %(now)s") % named
            yield doubtful("body", words, printed.words)


def _lead(of: LookedAt) -> Iterator[Line]:
    lead = of.article.lead
    if lead is None:
        yield doubtful("lead", _("No lead picture is chosen."))
    elif not (lead.alt.strip() or lead.decorative):
        yield wrong(
            "lead",
            _("The lead picture has no description: write its alt text, or mark it as decorative."),
        )


def _pictures(of: LookedAt) -> Iterator[Line]:
    """An alt text for this use counts, an empty one too: it says that the picture is decorative here."""
    shown = [part for part in of.parts.pictures if part.given.get("data-alt") is None]
    images = Image.objects.in_bulk({_image_of(part) for part in shown}) if shown else {}
    for part in shown:
        image = images.get(_image_of(part))
        if image and not (image.alt.strip() or image.decorative):
            words = _("A picture in the text has no description: %s") % (part.words or image)
            yield wrong("body", words, part.words)


def _image_of(part: Part) -> int:
    return int(part.given["data-image"])


def _section(of: LookedAt) -> Iterator[Line]:
    if not of.article.section_id:
        yield wrong("section", _("Choose a section."))


def _byline(of: LookedAt) -> Iterator[Line]:
    if not of.article.bylines.exists():
        yield wrong("byline", _("Name at least one author."))


def _slug(of: LookedAt) -> Iterator[Line]:
    if not SLUG.fullmatch(of.article.slug):
        yield wrong("slug", _("Give the article a slug of small letters a–z, digits and hyphens."))


def _firms(of: LookedAt) -> Iterator[Line]:
    if not of.article.coverage.exists():
        yield doubtful("firms", _("No firm is named."))


def _sources(of: LookedAt) -> Iterator[Line]:
    if not of.article.source_rows.exists():
        yield wrong("sources", _("Name at least one source."))


CHECKS = (
    *(_headline, _deck, _points, _text, _headings, _links, _references, _figures, _pictures, _lead),
    *(_section, _byline, _slug, _firms, _sources),
)
