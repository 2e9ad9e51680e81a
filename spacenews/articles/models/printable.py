"""What an article and its editions have in common: columns, and rows that are copied alike."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from spacenews.articles.models.taxonomy import as_of_now
from spacenews.languages import HTML_LANG

# The rows of an article and of an edition: related name → the columns that are copied.
ROWS = {
    "bylines": ("author_id", "position"),
    "coverage": ("organization_id", "role", "position"),
    "tag_rows": ("tag_id",),
    "printed_figures": ("figure_id", "words", "as_printed"),
    "source_rows": ("source_id", "position"),
}


class Kind(models.TextChoices):
    """The kind of a story; news prints no second word beside its section."""

    NEWS = "news", _("News")
    ANALYSIS = "analysis", _("Analysis")
    EXPLAINER = "explainer", _("Explainer")
    PROFILE = "profile", _("Profile")
    DATA = "data", _("Data")
    ROUND_UP = "round-up", _("Round-up")


class Language(models.TextChoices):
    ENGLISH = "en", "English"
    INDONESIAN = "id", "Bahasa Indonesia"
    CHINESE = "zh-hans", "简体中文"


class Printable(models.Model):
    """The columns that are written in an article and printed in an edition; a new one is declared here alone."""

    headline = models.CharField(_("headline"), max_length=200)
    deck = models.TextField(_("deck"), blank=True)
    points = models.JSONField(_("main points"), default=list, blank=True)
    body = models.TextField(_("body"), blank=True)
    slug = models.SlugField(_("slug"), max_length=120, blank=True)
    section = models.ForeignKey(
        "articles.Section",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("section"),
    )
    kind = models.CharField(_("kind"), max_length=9, choices=Kind, default=Kind.NEWS)
    unconfirmed = models.BooleanField(
        _("unconfirmed"), default=False, help_text=_("The page says what is known and what is not.")
    )
    language = models.CharField(_("language"), max_length=7, choices=Language, default=Language.ENGLISH)
    lead = models.ForeignKey(
        "images.Image",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("lead picture"),
    )
    source_line = models.CharField(_("source line"), max_length=300, blank=True)
    source_line_source = models.ForeignKey(
        "firms.Source",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source of the source line"),
    )

    class Meta:
        abstract = True

    def __str__(self):
        return self.headline

    @property
    def html_lang(self) -> str:
        return HTML_LANG[self.language]

    @classmethod
    def columns(cls) -> list[str]:
        """The names of the shared columns, foreign keys as ids."""
        return [field.attname for field in Printable._meta.local_fields]

    def document(self) -> dict:
        """Return all that is written, columns and rows, as plain JSON."""
        columns = {name: getattr(self, name) for name in self.columns()}
        return {
            **columns,
            **{name: list(getattr(self, name).order_by("pk").values(*of)) for name, of in ROWS.items()},
        }

    def what_is_there(self, document: dict) -> tuple[dict, list[tuple[str, int]]]:
        """Return a document without the records that were deleted since it was written, and those: model and id.

        What was merged since is there as what it was merged into.
        """
        document = as_of_now(document)
        there, lost = dict(document), []
        for name in self.columns():
            model = self._meta.get_field(name).related_model
            if model and (gone := _gone(model, {document.get(name)})):
                there[name] = None
                lost += gone
        for name, (column, *_others) in ROWS.items():
            model = getattr(self, name).model._meta.get_field(column.removesuffix("_id")).related_model
            gone = _gone(model, {row[column] for row in document.get(name, ())})
            there[name] = [
                row for row in document.get(name, ()) if (model._meta.model_name, row[column]) not in gone
            ]
            lost += gone
        return there, list(dict.fromkeys(lost))

    def take_columns(self, document: dict) -> None:
        for name in self.columns():
            if name in document:
                setattr(self, name, document[name])

    def take_rows(self, document: dict, **extra) -> None:
        """Replace the rows by a document's; `extra` are columns that only this kind of row has."""
        for name in ROWS:
            manager = getattr(self, name)
            manager.all().delete()
            owner = {manager.field.name: self}
            manager.bulk_create(
                manager.model(**owner, **values, **extra) for values in document.get(name, ())
            )


def _gone(model: type[models.Model], pks: set) -> list[tuple[str, int]]:
    wanted = pks - {None}
    there = set(model.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    return [(model._meta.model_name, pk) for pk in sorted(wanted - there)]


class BylineRow(models.Model):
    author = models.ForeignKey(
        "articles.Author", models.PROTECT, related_name="%(class)s_rows", verbose_name=_("author")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self):
        return str(self.author)


class CoverageRow(models.Model):
    """This article is about, or mentions, this organization."""

    class Role(models.TextChoices):
        ABOUT = "about", _("about")
        MENTIONED = "mentioned", _("mentioned")

    organization = models.ForeignKey(
        "firms.Organization", models.PROTECT, related_name="%(class)s_rows", verbose_name=_("organization")
    )
    role = models.CharField(_("role"), max_length=9, choices=Role.choices, default=Role.ABOUT)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self):
        return str(self.organization)


class PrintedFigureRow(models.Model):
    """A figure that the text prints; `as_printed` is the record's wording at that time."""

    figure = models.ForeignKey(
        "firms.Figure", models.PROTECT, related_name="%(class)s_rows", verbose_name=_("figure")
    )
    words = models.CharField(_("words in the text"), max_length=300)
    as_printed = models.CharField(_("as printed"), max_length=400)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self):
        return self.words


class SourceRow(models.Model):
    source = models.ForeignKey(
        "firms.Source", models.PROTECT, related_name="%(class)s_rows", verbose_name=_("source")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self):
        return str(self.source)


class EditionRow(models.Model):
    """What the rows of an edition carry beside their own, so that a firm's or tag's list needs no sort."""

    published_at = models.DateTimeField()
    story = models.ForeignKey("articles.Article", models.PROTECT, related_name="+")
    language = models.CharField(max_length=7)

    class Meta:
        abstract = True
