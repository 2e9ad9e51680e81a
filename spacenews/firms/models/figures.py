"""Numbers as records, and what is said where they, or other facts, are in dispute."""

import datetime as dt
import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from spacenews.firms.models.currencies import iso_currency
from spacenews.firms.models.organizations import Organization
from spacenews.firms.models.sources import PublicQuerySet, Source, Sourced
from spacenews.firms.partial_dates import BeginsOnField, PartialDateField, label

HAN = re.compile("[\u3400-\u9fff]")


class FigureGroupQuerySet(models.QuerySet):
    def public(self, now: dt.datetime):
        """The groups with a figure that readers may see at `now`."""
        return self.filter(Exists(Figure.objects.public(now).filter(group=OuterRef("pk"))))


class FigureGroup(models.Model):
    """What one page of figures shows side by side; its series are never summed or averaged."""

    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=200)
    title_id = models.CharField(_("title, Indonesian"), max_length=200, blank=True)
    title_zh_hans = models.CharField(_("title, Chinese"), max_length=200, blank=True)

    objects = FigureGroupQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("group of figures"), _("groups of figures")
        ordering = ["title", "pk"]

    def __str__(self):
        return self.title

    @property
    def title_here(self) -> str:
        """The title in the active language, else in English."""
        column = {"id": "title_id", "zh-hans": "title_zh_hans"}.get(translation.get_language())
        return getattr(self, column or "title") or self.title

    @property
    def url(self) -> str:
        return reverse("series", args=[self.slug])


class Figure(Sourced):
    """A number as a record: what it counts, for when, who says so, and how they printed it."""

    class Kind(models.TextChoices):
        ACTUAL = "actual", _("Reported")
        ESTIMATE = "estimate", _("Estimate")
        TARGET = "target", _("Target")
        PROJECTION = "projection", _("Projection")

    CURRENCY = "currency"

    group = models.ForeignKey(
        FigureGroup, models.PROTECT, related_name="figures", verbose_name=_("group of figures")
    )
    metric = models.CharField(_("metric"), max_length=120)
    scope = models.CharField(_("scope"), max_length=200)
    period = PartialDateField(_("period"), blank=True)
    period_begins_on = BeginsOnField(of="period")
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=4)
    unit = models.CharField(_("unit"), max_length=40, help_text=_("currency, count, satellites …"))
    currency = models.CharField(_("currency"), max_length=3, blank=True, validators=[iso_currency])
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    attributed_to = models.CharField(_("attributed to"), max_length=200, blank=True)
    as_printed = models.CharField(_("as printed"), max_length=400)
    definition = models.TextField(_("definition"), blank=True)
    published = PartialDateField(_("published"), blank=True)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("organization"),
        help_text=_("Whose number it is: its page shows it."),
    )
    superseded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supersedes",
        verbose_name=_("superseded by"),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("figure"), _("figures")
        ordering = ["group_id", "metric", "scope", "unit", "currency", "period_begins_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit="currency", currency__gt="") | (~Q(unit="currency") & Q(currency="")),
                name="money_has_a_currency",
            )
        ]

    def __str__(self):
        return f"{self.scope}, {self.metric}, {self.period or '–'}: {self.as_printed}"

    @property
    def title_here(self) -> str:
        """What it is called at the desk, its period in words of the active language."""
        return f"{self.scope}, {self.metric}, {label(self.period) or '–'}: {self.as_printed}"

    def clean(self):
        super().clean()
        if (self.unit == self.CURRENCY) != bool(self.currency):
            raise ValidationError({"currency": _("Money has a currency, a count has none.")})
        if self.pk and self.pk in self.successors:
            words = _("Figures cannot supersede each other in a circle.")
            raise ValidationError({"superseded_by": words})

    @property
    def successors(self) -> list[int]:
        """The numbers of the figures that stand for it, one after the other."""
        found, after = [], self.superseded_by_id
        while after and after not in found:
            found.append(after)
            after = Figure.objects.filter(pk=after).values_list("superseded_by", flat=True).first()
        return found

    @property
    def series_key(self) -> tuple[str, str, str, str]:
        """What figures of one series share, within their group."""
        return self.metric, self.scope, self.unit, self.currency

    @property
    def as_printed_lang(self) -> str:
        """What HTML says of the printed words where they are Chinese; else they are left as they are."""
        return "zh-Hans" if HAN.search(self.as_printed) else ""


class DisputeQuerySet(PublicQuerySet):
    def with_answers(self, now: dt.datetime):
        """With the answers that readers may see, and with the group where it has a page: for parts/gauge.html."""
        answers = Answer.objects.visible(now).select_related("source", "figure")
        return self.prefetch_related(
            Prefetch("answers", answers.prefetch_related("further_sources")),
            Prefetch("group", FigureGroup.objects.public(now)),
        )


class Dispute(models.Model):
    """Sources disagree: a question, its answers, a note by the desk."""

    topic = models.CharField(_("topic"), max_length=200)
    question = models.CharField(_("question"), max_length=300)
    editors_note = models.TextField(_("note by the desk"), blank=True)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="disputes",
        verbose_name=_("organization"),
    )
    group = models.ForeignKey(
        FigureGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="disputes",
        verbose_name=_("group of figures"),
    )
    public_from = models.DateTimeField(
        _("public from"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Readers see the record from then on; empty: the desk alone sees it."),
    )

    objects = DisputeQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("dispute"), _("disputes")
        ordering = ["topic", "pk"]

    def __str__(self):
        return f"{self.topic}: {self.question}"


class AnswerQuerySet(models.QuerySet):
    def visible(self, now: dt.datetime):
        """Answers in words, and those by a figure that is public at `now`."""
        return self.filter(Q(figure=None) | Q(figure__public_from__lte=now))


class Answer(models.Model):
    """One answer to a dispute: words with sources, or a figure."""

    dispute = models.ForeignKey(Dispute, models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    words = models.CharField(_("words"), max_length=300, blank=True)
    figure = models.ForeignKey(
        Figure, models.PROTECT, null=True, blank=True, related_name="answers", verbose_name=_("figure")
    )
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))
    further_sources = models.ManyToManyField(
        Source, related_name="+", blank=True, verbose_name=_("further sources")
    )

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("answer"), _("answers")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(words__gt="") | Q(figure__isnull=False), name="an_answer_has_words_or_a_figure"
            ),
        ]

    def __str__(self):
        return self.words or str(self.figure)

    def clean(self):
        super().clean()
        if not (self.words or self.figure_id):
            raise ValidationError({"words": _("Write the answer in words, or choose a figure.")})

    @property
    def sources(self) -> list[Source]:
        """Its source, then the further ones; prefetch `further_sources` where many are shown."""
        return list(dict.fromkeys([self.source, *self.further_sources.all()]))


class Claim(Sourced):
    """A sentence that others print, checked. `source` is where it stands, the further sources are the evidence."""

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        PARTLY = "partly", _("Partly supported")
        NO_SOURCE = "no-source", _("No source found")
        WEAK = "weak", _("Weak")
        OPINION = "opinion", _("Opinion")

    sentence = models.TextField(_("sentence"))
    place = models.CharField(
        _("place"), max_length=200, blank=True, help_text=_("Where in the text it stands.")
    )
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    verdict_note = models.CharField(_("verdict in words"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("claim"), _("claims")
        ordering = ["pk"]

    def __str__(self):
        return self.sentence

    @property
    def evidence(self) -> list[Source]:
        return list(self.further_sources.all())
