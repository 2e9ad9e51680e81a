"""Sections, authors and tags. All use of django-taggit is in this module, but that its admin is closed."""

from django.db import models
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase, TagBase

from spacenews.firms.folding import FoldedField, fold
from spacenews.firms.slugs import FormerSlug, Slugged

LANGUAGE_COLUMNS = {"id": "_id", "zh-hans": "_zh_hans"}


def in_language(instance, column: str, language: str) -> str:
    """Return a text column in a language of the site, else in English."""
    return getattr(instance, column + LANGUAGE_COLUMNS.get(language, "")) or getattr(instance, column)


class Section(Slugged):
    """A part of the site's table of contents."""

    name = models.CharField(_("name"), max_length=60)
    name_id = models.CharField(_("name, Indonesian"), max_length=60, blank=True)
    name_zh_hans = models.CharField(_("name, Chinese"), max_length=60, blank=True)
    deck = models.CharField(_("deck"), max_length=300, blank=True)
    deck_id = models.CharField(_("deck, Indonesian"), max_length=300, blank=True)
    deck_zh_hans = models.CharField(_("deck, Chinese"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("section"), _("sections")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name_here

    @property
    def name_here(self) -> str:
        return in_language(self, "name", translation.get_language())

    @property
    def deck_here(self) -> str:
        return in_language(self, "deck", translation.get_language())

    @property
    def url(self) -> str:
        return reverse("section", args=[self.slug])


class SectionSlug(FormerSlug):
    owner = models.ForeignKey(Section, models.CASCADE, related_name="former_slugs")


class Author(Slugged):
    """A byline; not a user."""

    name = models.CharField(_("name"), max_length=120)
    bio = models.TextField(_("about the author"), blank=True)
    bio_id = models.TextField(_("about the author, Indonesian"), blank=True)
    bio_zh_hans = models.TextField(_("about the author, Chinese"), blank=True)
    portrait = models.ForeignKey(
        "images.Image",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="portraits",
        verbose_name=_("portrait"),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("author"), _("authors")
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    @property
    def bio_here(self) -> str:
        return in_language(self, "bio", translation.get_language())

    deck_here = bio_here  # as a section's, on the page of its list

    @property
    def url(self) -> str:
        return reverse("author", args=[self.slug])


class AuthorSlug(FormerSlug):
    owner = models.ForeignKey(Author, models.CASCADE, related_name="former_slugs")


class Tag(TagBase):
    """A word that articles share: one spelling whatever the case, kept by the database."""

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    name_folded = FoldedField(of="name", unique=True, max_length=100)
    name_id = models.CharField(_("name, Indonesian"), max_length=100, blank=True)
    name_zh_hans = models.CharField(_("name, Chinese"), max_length=100, blank=True)
    deck_here = ""

    class Meta:
        verbose_name, verbose_name_plural = _("tag"), _("tags")
        ordering = ["name_folded", "pk"]

    def __str__(self):
        return self.name_here

    def save(self, *args, **kwargs):
        """Keep the slug that was given, and the ones it had; taggit would make it anew from the name."""
        self.slug = self.slug or slugify(self.name) or "tag"
        old = (
            type(self).objects.filter(pk=self.pk).values_list("slug", flat=True).first() if self.pk else None
        )
        models.Model.save(self, *args, **kwargs)
        TagSlug.objects.filter(slug=self.slug).delete()
        if old and old != self.slug:
            self.former_slugs.get_or_create(slug=old)

    def validate_unique(self, exclude=None):
        super().validate_unique(exclude)
        if Tag.objects.exclude(pk=self.pk).filter(name_folded=fold(self.name)).exists():
            raise self.unique_error_message(Tag, ("name",))

    @property
    def name_here(self) -> str:
        return in_language(self, "name", translation.get_language())

    @property
    def url(self) -> str:
        return reverse("tag", args=[self.slug])


class TagSlug(FormerSlug):
    owner = models.ForeignKey(Tag, models.CASCADE, related_name="former_slugs")


class ArticleTag(ItemBase):
    """The direct `through` of an article's tags."""

    content_object = models.ForeignKey("articles.Article", models.CASCADE, related_name="tag_rows")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="article_rows")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="one_row_to_an_article_and_tag")
        ]


def tags_of_an_article() -> TaggableManager:
    return TaggableManager(through=ArticleTag, blank=True, verbose_name=_("tags"), help_text="")


class Merged(models.Model):
    """Where a section, author, tag, organization or source went that was merged.

    What was written before names it by its old number.
    """

    class Kind(models.TextChoices):
        SECTION = "section", _("section")
        AUTHOR = "author", _("author")
        TAG = "tag", _("tag")
        ORGANIZATION = "organization", _("organization")
        SOURCE = "source", _("source")

    kind = models.CharField(max_length=12, choices=Kind)
    old = models.PositiveBigIntegerField()
    new = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "old"], name="one_merger_of_a_number")]

    def __str__(self):
        return f"{self.kind} {self.old}: {self.new}"


# What of a document names a record that can be merged, and of which kind that is.
NAMING_COLUMNS = {"section_id": "section", "source_line_source_id": "source"}
NAMING_ROWS = {"bylines": "author", "tag_rows": "tag", "source_rows": "source"}


def as_of_now(document: dict) -> dict:
    """Return an article's document with what was merged since under the number that it has now, none twice."""
    columns = {name: kind for name, kind in NAMING_COLUMNS.items() if name in document}
    named = {(kind, document[name]) for name, kind in columns.items()}
    named |= {
        (kind, row[f"{kind}_id"]) for rows, kind in NAMING_ROWS.items() for row in document.get(rows, ())
    }
    mergers = Merged.objects.filter(old__in={pk for _kind, pk in named if pk})
    moved = {(kind, old): new for kind, old, new in mergers.values_list("kind", "old", "new")}
    if moved.keys().isdisjoint(named):
        return document
    numbers = {name: moved.get((kind, document[name]), document[name]) for name, kind in columns.items()}
    rows = {name: _rows_as_of_now(document.get(name, ()), kind, moved) for name, kind in NAMING_ROWS.items()}
    return {**document, **rows, **numbers}


def _rows_as_of_now(rows: list[dict], kind: str, moved: dict[tuple[str, int], int]) -> list[dict]:
    """Of two rows the first stays; an article about one of two organizations is about the one that they are now."""
    kept = {}
    for row in rows:
        number = moved.get((kind, row[f"{kind}_id"]), row[f"{kind}_id"])
        stays = kept.setdefault(number, {**row, f"{kind}_id": number})
        if row.get("role") == "about":
            stays["role"] = "about"
    return list(kept.values())
