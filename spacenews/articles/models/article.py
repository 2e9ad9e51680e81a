import datetime as dt

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from spacenews.articles.models.edition import Edition
from spacenews.articles.models.printable import (
    BylineRow,
    CoverageRow,
    Printable,
    PrintedFigureRow,
    SourceRow,
)
from spacenews.articles.models.taxonomy import tags_of_an_article
from spacenews.articles.publishing import Verbs
from spacenews.articles.references import printed_figures
from spacenews.articles.signals import rows_taken
from spacenews.articles.states import State
from spacenews.markup import clean, tidy
from spacenews.pagecache import clock


class ArticleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What a person at the desk may see: editors everything, a contributor what he wrote, others nothing.

        With `articles.policy.can`, the only door to articles.
        """
        if not (user.is_active and user.is_staff and user.has_perm("articles.view_article")):
            return self.none()
        if user.has_perm("articles.change_any_article"):
            return self
        return self.filter(created_by=user)

    def with_state(self, now: dt.datetime):
        """Annotate what the state is derived from, so that a list asks once."""
        editions = Edition.objects.filter(article=OuterRef("pk"))
        return self.annotate(
            was_live=Exists(editions.filter(live_from__lte=now)),
            is_live=Exists(editions.live(now)),
            scheduled_for=Subquery(editions.filter(live_from__gt=now).values("live_from")[:1]),
        )

    def in_state(self, state: State, now: dt.datetime):
        """Narrow to one state, needs no annotation. What is rare is looked up from the editions' side."""
        if state is State.DRAFT:
            return self.filter(decided_at=None)
        live = Exists(Edition.objects.live(now).filter(article=OuterRef("pk")))
        to_come = Q(pk__in=Edition.objects.to_come(now).values("article"))
        withdrawn = Q(pk__in=Edition.objects.withdrawn().values("article"))
        found = self.filter(to_come) if state.is_scheduled else self.exclude(to_come)
        if state.is_live:
            return found.filter(live)
        started = Exists(Edition.objects.filter(article=OuterRef("pk"), live_from__lte=now))
        return found.filter(withdrawn).exclude(live) if state.is_withdrawn else found.exclude(started)

    def with_changes(self):
        """Articles whose working copy is ahead of what was last printed."""
        return self.filter(version__gt=F("printed_version"))

    def in_review(self):
        return self.filter(submitted_at__isnull=False)


class Article(Verbs, Printable):
    """The working copy: what editors write and change. Never shown to the public."""

    original = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("translation of"),
        help_text=_("The original, where this is its translation."),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("created by"),
    )
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    changed_at = models.DateTimeField(_("changed"), default=clock.now, editable=False, db_index=True)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    decided_at = models.DateTimeField(
        null=True, editable=False
    )  # the latest decision; none while there is no edition
    printed_version = models.PositiveIntegerField(null=True, editable=False)  # of its newest edition
    handed_back = models.BooleanField(_("handed back to its author"), default=False, editable=False)

    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    submitted_at = models.DateTimeField(_("in review since"), null=True, editable=False, db_index=True)
    submitted_version = models.PositiveIntegerField(null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_version = models.PositiveIntegerField(null=True, editable=False)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("assigned to"),
    )
    planned_for = models.DateField(
        _("planned for"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("The day in the calendar of the desk."),
    )

    tags = tags_of_an_article()
    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("article"), _("articles")
        ordering = ["-changed_at", "-pk"]
        indexes = [
            models.Index(fields=["-changed_at", "-id"], name="article_changed_last"),
            models.Index(
                fields=["-changed_at", "-id"], condition=Q(decided_at=None), name="draft_changed_last"
            ),
            models.Index(fields=["section", "-changed_at", "-id"], name="article_of_section"),
            models.Index(
                fields=["created_by", "-changed_at", "-id"],
                condition=Q(decided_at=None),
                name="draft_of_a_person",
            ),
            models.Index(fields=["created_by"], condition=Q(handed_back=True), name="returned_to_a_person"),
            models.Index(
                fields=["-changed_at", "-id"],
                condition=Q(version__gt=F("printed_version")),
                name="article_with_changes",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["original", "language"],
                condition=Q(original__isnull=False),
                name="one_translation_to_a_language",
            ),
            models.CheckConstraint(condition=~Q(original=F("id")), name="no_article_translates_itself"),
        ]
        permissions = [
            ("publish_article", _("Can publish, schedule, correct, withdraw and restore articles")),
            ("change_any_article", _("Can see and change the articles of others")),
        ]

    @property
    def story_id(self) -> int:
        return self.original_id or self.pk

    def state(self, now: dt.datetime | None = None) -> State:
        """The state at `now`; asks the database unless `with_state` has."""
        if hasattr(self, "is_live"):
            return State.derive(
                was_live=self.was_live, is_live=self.is_live, is_scheduled=bool(self.scheduled_for)
            )
        now = now or clock.now()
        spans = self.editions.values_list("live_from", "live_until")
        return State.derive(
            was_live=any(begin <= now for begin, _end in spans),
            is_live=any(begin <= now and (end is None or now < end) for begin, end in spans),
            is_scheduled=any(begin > now for begin, _end in spans),
        )

    @property
    def has_changes(self) -> bool:
        """Whether the working copy is ahead of the version that its newest edition was made from."""
        return self.printed_version is not None and self.version > self.printed_version

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Store clean text only, whoever saves; who listens writes in the same transaction."""
        for name in ("headline", "deck", "source_line"):
            setattr(self, name, tidy(getattr(self, name)))
        self.points = [point for point in map(tidy, self.points) if point]
        self.body = clean(self.body)
        super().save(*args, **kwargs)

    def take_rows(self, document, **extra):
        super().take_rows(document, **extra)
        rows_taken.send(Article, article=self)

    @transaction.atomic
    def keep(self, *, by, summary: str = "") -> "Revision":
        """Record one explicit save, made just before: the printed figures, the version, and a revision.

        Autosave never calls this.
        """
        self.printed_figures.all().delete()
        self.printed_figures.bulk_create(
            ArticleFigure(article=self, figure=figure, words=words, as_printed=figure.as_printed)
            for figure, words in printed_figures(self.body)
        )
        self.version, self.changed_by, self.changed_at = self.version + 1, by, clock.now()
        self.save(update_fields=["version", "changed_by", "changed_at", "body"])
        return self.revisions.create(
            number=self.version,
            made_by=by,
            made_at=self.changed_at,
            summary=summary,
            document=self.document(),
        )

    @transaction.atomic
    def load(self, document: dict, *, by, summary: str = "") -> "Revision":
        """Put a document (of a revision or an edition) into the working copy; what was there is a revision already.

        What it names that was deleted since stays out: `what_is_there` tells. Its language does, too, where another
        translation of the original has it by now.
        """
        there, _lost = self.what_is_there(document)
        others = (
            type(self)
            .objects.filter(original=self.original_id, language=there["language"])
            .exclude(pk=self.pk)
        )
        if self.original_id and others.exists():
            there["language"] = self.language
        self.take_columns(there)
        self.save()
        self.take_rows(there)
        return self.keep(by=by, summary=summary)


class Revision(models.Model):
    """What an article was at one explicit save."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("made"))
    summary = models.CharField(_("summary"), max_length=200, blank=True)
    document = models.JSONField(_("document"))

    class Meta:
        verbose_name, verbose_name_plural = _("revision"), _("revisions")
        ordering = ["article", "-number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="one_revision_to_a_number")]

    def __str__(self):
        return f"{self.article} v{self.number}"


class ArticleByline(BylineRow):
    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")

    class Meta(BylineRow.Meta):
        verbose_name, verbose_name_plural = _("byline"), _("bylines")
        constraints = [models.UniqueConstraint(fields=["article", "author"], name="one_byline_to_an_author")]


class ArticleCoverage(CoverageRow):
    article = models.ForeignKey(Article, models.CASCADE, related_name="coverage")

    class Meta(CoverageRow.Meta):
        verbose_name, verbose_name_plural = _("firm in this article"), _("firms in this article")
        constraints = [
            models.UniqueConstraint(fields=["article", "organization"], name="one_coverage_to_an_article")
        ]


class ArticleFigure(PrintedFigureRow):
    article = models.ForeignKey(Article, models.CASCADE, related_name="printed_figures")

    class Meta(PrintedFigureRow.Meta):
        verbose_name, verbose_name_plural = _("printed figure"), _("printed figures")


class ArticleSource(SourceRow):
    article = models.ForeignKey(Article, models.CASCADE, related_name="source_rows")

    class Meta(SourceRow.Meta):
        verbose_name, verbose_name_plural = _("source"), _("sources")
        constraints = [
            models.UniqueConstraint(fields=["article", "source"], name="one_row_to_an_article_and_source")
        ]
