import datetime as dt
import re
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.db.models.query import ValuesListIterable
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from spacenews.articles.constraints import NoOverlap
from spacenews.articles.models.printable import (
    BylineRow,
    CoverageRow,
    EditionRow,
    Printable,
    PrintedFigureRow,
    SourceRow,
)

# What a list may be ordered by, and what decides between equals: the columns of one index.
BY_ROW = "row_published_at"
TIES = {"published_at": "pk", "live_from": "pk", BY_ROW: "row_edition"}
CARD_COLUMNS = {"en": "card_en", "id": "card_id", "zh-hans": "card_zh_hans"}


class Card(NamedTuple):
    """The stored card of an edition, and what its place in a list depends on."""

    pk: int
    story_id: int
    published_at: dt.datetime
    html: SafeString


class Cards(ValuesListIterable):
    """Makes cards of rows: our own template rendered them, which escaped what was written."""

    def __iter__(self):
        return (Card(*place, mark_safe(html)) for *place, html in super().__iter__())


class EditionQuerySet(models.QuerySet):
    def live(self, now: dt.datetime):
        """What readers may see at `now`: a condition read at query time, so nothing has to fire.

        What is live was published before; saying so lets the database walk an index in that order.
        """
        return self.shown_at(now).filter(published_at__lte=now)

    def shown_at(self, now: dt.datetime):
        """The same editions by their own span alone: where another order than that of time should be walked."""
        return self.filter(Q(live_until__gt=now) | Q(live_until=None), live_from__lte=now)

    def to_come(self, now: dt.datetime):
        return self.filter(live_from__gt=now)

    def withdrawn(self):
        """Editions that were taken from their readers; each has a reason. Their articles may be live again."""
        return self.exclude(public_reason="")

    def corrected(self, now: dt.datetime):
        """Editions that put something right in an article which is live."""
        live = Edition.objects.live(now).filter(article=OuterRef("article"))
        return self.filter(Exists(live), live_from__lte=now).exclude(correction="")

    def listed(self, language: str, now: dt.datetime, **where):
        """One card a story: live in the language, or the original while no translation is live in this same list.

        `where` are the list's own conditions, named by the caller (`section=…`, `tag_rows__tag=…`).
        """
        return self.live(now).filter(self._own(language, now, where), **where)

    def listed_by_rows(self, rows: str, language: str, now: dt.datetime, **where):
        """As `listed`, for a list that rows make (a tag's, an author's): joined once, to order and page the list by."""
        joined = self.annotate(row=FilteredRelation(rows, condition=Q(**where))).filter(row__isnull=False)
        placed = joined.annotate(row_published_at=F("row__published_at"), row_edition=F("row__edition_id"))
        return placed.live(now).filter(self._own(language, now, where))

    def _own(self, language: str, now: dt.datetime, where: dict) -> Q:
        translated = Edition.objects.shown_at(now).filter(story=OuterRef("story"), language=language, **where)
        return Q(language=language) | Q(article=F("story")) & ~Exists(translated)

    def elsewhere(self, language: str, now: dt.datetime, among: int = 200):
        """What `listed` leaves out among the newest in other languages; so many are looked at, never all."""
        others = Edition.objects.live(now).exclude(language=language)
        translated = Edition.objects.live(now).filter(story=OuterRef("story"), language=language)
        own = ~Q(article=F("story")) | Exists(translated)
        return self.filter(own, pk__in=others.newest().values("pk")[:among])

    def in_language(self, language: str, now: dt.datetime, **where):
        """Live editions in one language only: feeds, and previous and next."""
        return self.live(now).filter(language=language, **where)

    def newest(self, by: str = "published_at"):
        return self.order_by(f"-{by}", f"-{TIES[by]}")

    def oldest(self, by: str = "published_at"):
        return self.order_by(by, TIES[by])

    def older_than(self, moment: dt.datetime, pk: int, by: str = "published_at"):
        """What comes after a given place in a list, newest first: paging by key costs the same on every page."""
        later = Q(**{f"{by}__lt": moment}) | Q(**{by: moment, f"{TIES[by]}__lt": pk})
        return self.filter(later, **{f"{by}__lte": moment})

    def newer_than(self, moment: dt.datetime, pk: int, by: str = "published_at"):
        earlier = Q(**{f"{by}__gt": moment}) | Q(**{by: moment, f"{TIES[by]}__gt": pk})
        return self.filter(earlier, **{f"{by}__gte": moment})

    def for_cards(self, language: str):
        """Only what a list of stored cards needs, as `Card`: one query, no joins, no models."""
        rows = self.values_list("pk", "story_id", "published_at", CARD_COLUMNS[language])
        rows._iterable_class = Cards
        return rows

    def for_leads(self):
        """All that a lead or a search result prints of an edition, but for its rendered body."""
        joined = self.select_related("section", "lead", "source_line_source")
        bylines = models.Prefetch("bylines", EditionByline.objects.select_related("author"))
        return joined.prefetch_related(bylines, "lead__renditions").defer("body_html")

    def for_feeds(self):
        """All that a feed prints of an edition: its whole text, what it is filed under, its sources."""
        sources = models.Prefetch("source_rows", EditionSource.objects.select_related("source"))
        whole = self.for_leads().prefetch_related("tags", sources)
        return whole.defer(None).defer("body", *CARD_COLUMNS.values())


class Edition(Printable):
    """What was printed: made by `article.publish()`, frozen. Public pages read editions and nothing else."""

    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="editions")
    story = models.ForeignKey("articles.Article", models.PROTECT, related_name="story_editions")
    version = models.PositiveIntegerField(_("version of the article"))
    path = models.CharField(_("address"), max_length=140, db_index=True)
    published_at = models.DateTimeField(_("first published"))
    live_from = models.DateTimeField(_("live from"), db_index=True)
    live_until = models.DateTimeField(_("live until"), null=True, blank=True, db_index=True)
    decided_at = models.DateTimeField(_("decided"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    correction = models.TextField(_("correction"), blank=True)
    public_reason = models.TextField(_("reason for readers"), blank=True)
    desk_note = models.TextField(_("note for the desk"), blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    body_html = models.TextField(_("rendered body"))
    contents = models.JSONField(_("table of contents"), default=list)
    words = models.PositiveIntegerField(_("words"), default=0)
    minutes = models.PositiveSmallIntegerField(_("minutes to read"), default=1)
    card_en = models.TextField(blank=True)
    card_id = models.TextField(blank=True)
    card_zh_hans = models.TextField(blank=True)
    card_version = models.PositiveSmallIntegerField(default=0, db_index=True)

    authors = models.ManyToManyField("articles.Author", through="EditionByline", related_name="editions")
    tags = models.ManyToManyField("articles.Tag", through="EditionTag", related_name="editions")
    firms = models.ManyToManyField("firms.Organization", through="EditionCoverage", related_name="editions")
    figures = models.ManyToManyField("firms.Figure", through="EditionFigure", related_name="editions")
    sources = models.ManyToManyField("firms.Source", through="EditionSource", related_name="editions")

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("edition"), _("editions")
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="edition_newest_first"),
            models.Index(fields=["language", "-published_at", "-id"], name="edition_of_language"),
            models.Index(fields=["section", "-published_at", "-id"], name="edition_of_section"),
            models.Index(fields=["story", "language", "published_at"], name="edition_of_story"),
            models.Index(
                fields=["-live_from", "-id"], condition=~Q(correction=""), name="edition_correcting"
            ),
            models.Index(fields=["article"], condition=~Q(public_reason=""), name="edition_withdrawn"),
            models.Index(
                fields=["path", "published_at", "live_from", "live_until"], name="edition_by_month_of_address"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=Q(live_until=None), name="one_open_edition_to_an_article"
            ),
            models.CheckConstraint(
                condition=Q(live_until=None) | Q(live_until__gte=F("live_from")),
                name="an_edition_ends_after_it_begins",
            ),
            NoOverlap(
                name="editions_of_an_article_do_not_overlap",
                owner="article",
                begin="live_from",
                end="live_until",
            ),
        ]

    @property
    def url(self) -> str:
        """Its address under the active language."""
        return reverse("article", args=self.path.split("/"))

    def url_in(self, language: str) -> str:
        with translation.override(language):
            return self.url

    @property
    def canonical(self) -> str:
        """Its address under the article's own language, with the site's host."""
        return settings.SITE_URL + self.url_in(self.language)

    @property
    def updated_at(self) -> dt.datetime | None:
        """When this edition went live, if it is not the first."""
        return self.live_from if self.live_from > self.published_at else None

    @cached_property
    def writers(self) -> list:
        """Its authors in the order of the byline; prefetched by `for_leads`, given to one that is not stored."""
        return [row.author for row in self.bylines.all()]

    def card(self, language: str) -> SafeString:
        """The stored card: our own template rendered it, which escaped what was written."""
        return mark_safe(getattr(self, CARD_COLUMNS[language]))

    def printed_body(self, place: re.Pattern, parts: dict[str, str]) -> SafeString:
        """The rendered body, sanitised before it was rendered and frozen with the edition.

        Rendered parts of this moment are put in their places, each named by what the pattern's group finds there.
        """
        return mark_safe(place.sub(lambda found: parts.get(found[1], ""), self.body_html))


class Address(models.Model):
    """A path, without language prefix, that an article has or had; it is its redirect too."""

    path = models.CharField(_("path"), max_length=140)
    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="addresses")

    class Meta:
        verbose_name, verbose_name_plural = _("address"), _("addresses")
        constraints = [models.UniqueConstraint(fields=["path"], name="one_article_to_an_address")]

    def __str__(self):
        return f"/{self.path}/"


class EditionByline(EditionRow, BylineRow):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="bylines")

    class Meta(BylineRow.Meta):
        indexes = [models.Index(fields=["author", "-published_at", "-edition"], name="byline_newest_first")]
        constraints = [
            models.UniqueConstraint(fields=["edition", "author"], name="one_printed_byline_to_an_author")
        ]


class EditionTag(EditionRow):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="tag_rows")
    tag = models.ForeignKey("articles.Tag", models.PROTECT, related_name="edition_rows")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["tag", "-published_at", "-edition"], name="tag_newest_first")]
        constraints = [
            models.UniqueConstraint(fields=["edition", "tag"], name="one_row_to_an_edition_and_tag")
        ]

    def __str__(self):
        return str(self.tag)


class EditionCoverage(EditionRow, CoverageRow):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="coverage")

    class Meta(CoverageRow.Meta):
        indexes = [
            models.Index(fields=["organization", "-published_at", "-edition"], name="coverage_newest_first")
        ]
        constraints = [
            models.UniqueConstraint(fields=["edition", "organization"], name="one_coverage_to_an_edition")
        ]


class EditionFigure(EditionRow, PrintedFigureRow):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="printed_figures")

    class Meta(PrintedFigureRow.Meta):
        indexes = [models.Index(fields=["figure", "as_printed"], name="figure_printed_otherwise")]


class EditionSource(EditionRow, SourceRow):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="source_rows")

    class Meta(SourceRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["edition", "source"], name="one_row_to_an_edition_and_source")
        ]
