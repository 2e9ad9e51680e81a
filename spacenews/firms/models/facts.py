import datetime as dt
import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from spacenews.firms.models.organizations import Organization
from spacenews.firms.models.sources import PublicQuerySet, Source, Sourced
from spacenews.firms.partial_dates import BeginsOnField, PartialDateField

HAN = re.compile("[\u3400-\u9fff]")
iso_currency = RegexValidator(r"\A[A-Z]{3}\Z", _("Three capital letters, as in ISO 4217."))


class DatedQuerySet(PublicQuerySet):
    def newest(self):
        """By the first day that each date covers; what has no date comes last."""
        return self.order_by(F("date_begins_on").desc(nulls_last=True), "-pk")


class CooperationQuerySet(DatedQuerySet):
    def with_parties(self, now: dt.datetime):
        """With the parties that readers may see: an organization that is the desk's alone is not named."""
        parties = Party.objects.visible(now).select_related("organization")
        return self.select_related("source").prefetch_related(
            "further_sources", Prefetch("parties", parties.prefetch_related("organization__names"))
        )


class Cooperation(Sourced):
    """A dated, typed tie between parties in order; ownership is one, with a share as printed."""

    class Kind(models.TextChoices):
        ALLIANCE = "alliance", _("Alliance")
        JOINT_DEVELOPMENT = "joint-development", _("Joint development")
        JOINT_VENTURE = "joint-venture", _("Joint venture")
        LAUNCH_SERVICE = "launch-service", _("Launch service")
        SUPPLIER = "supplier", _("Supplier")
        SPIN_OFF = "spin-off", _("Spin-off")
        GOVERNMENT_CONTRACT = "government-contract", _("Government contract")
        DEMONSTRATION = "demonstration", _("Demonstration")
        OWNERSHIP = "ownership", _("Ownership")
        INVESTMENT = "investment", _("Investment")
        RESEARCH = "research", _("Research")
        MOU = "mou", _("Memorandum of understanding")
        DATA_DISTRIBUTION = "data-distribution", _("Data distribution")

    class Status(models.TextChoices):
        ANNOUNCED = "announced", _("announced")
        ACTIVE = "active", _("active")
        ENDED = "ended", _("ended")
        REPORTED = "reported", _("reported")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    date = PartialDateField(_("date"), blank=True)
    date_begins_on = BeginsOnField(of="date")
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.REPORTED)
    share = models.CharField(_("share, as printed"), max_length=120, blank=True)
    organizations = models.ManyToManyField(Organization, through="Party", related_name="cooperations")

    objects = CooperationQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("cooperation"), _("cooperations")
        ordering = ["-date_begins_on", "-pk"]
        indexes = [models.Index(fields=["-date_begins_on", "-id"], name="cooperation_newest_first")]

    def __str__(self):
        return self.title


class PartyQuerySet(models.QuerySet):
    def visible(self, now: dt.datetime):
        """Plain names, and the organizations that are public at `now`."""
        return self.filter(Q(organization=None) | Q(organization__public_from__lte=now))


class Party(models.Model):
    """One party of a cooperation: an organization of ours, or a plain name. In an alliance the first is the lead."""

    cooperation = models.ForeignKey(Cooperation, models.CASCADE, related_name="parties")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parties",
        verbose_name=_("organization"),
    )
    name = models.CharField(_("or a plain name"), max_length=200, blank=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("party"), _("parties")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cooperation", "organization"], name="an_organization_is_a_party_once"
            ),
            models.CheckConstraint(
                condition=Q(organization__isnull=False, name="") | (Q(organization=None) & ~Q(name="")),
                name="a_party_is_an_organization_or_a_name",
            ),
        ]

    def __str__(self):
        return self.name or str(self.organization)

    def clean(self):
        super().clean()
        if bool(self.organization_id) == bool(self.name):
            raise ValidationError({"name": _("Choose an organization, or write a plain name.")})


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

    def clean(self):
        super().clean()
        if (self.unit == self.CURRENCY) != bool(self.currency):
            raise ValidationError({"currency": _("Money has a currency, a count has none.")})

    @property
    def series_key(self) -> tuple[str, str, str, str]:
        """What figures of one series share, within their group."""
        return self.metric, self.scope, self.unit, self.currency

    @property
    def as_printed_lang(self) -> str:
        """What HTML says of the printed words where they are Chinese; else they are left as they are."""
        return "zh-Hans" if HAN.search(self.as_printed) else ""


class Milestone(Sourced):
    """Something that happened to an organization, or that it promised."""

    class Kind(models.TextChoices):
        LAUNCH = "launch", _("Launch")
        FIRST_FLIGHT = "first flight to orbit", _("First flight to orbit")
        SUBORBITAL_FLIGHT = "suborbital flight", _("Suborbital flight")
        HUMAN_SPACEFLIGHT = "human spaceflight", _("Human spaceflight")
        LANDING_TEST = "landing test", _("Landing test")
        LANDING = "landing", _("Landing")
        LUNAR_LANDING = "lunar landing", _("Lunar landing")
        RECOVERY_ATTEMPT = "recovery attempt", _("Recovery attempt")
        REUSE = "reuse", _("Reuse")
        GROUND_TEST = "ground test", _("Ground test")
        LISTING = "listing", _("Listing")
        POLICY = "policy", _("Policy")
        REGULATORY_FILING = "regulatory filing", _("Regulatory filing")
        OTHER = "other", _("Milestone")

        @property
        def is_flight(self) -> bool:
            return self in FLIGHTS

    class Outcome(models.TextChoices):
        SUCCESS = "success", _("success")
        PARTIAL = "partial", _("partial success")
        FAILURE = "failure", _("failure")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Promise(models.TextChoices):
        ANNOUNCED = "announced", _("announced")
        MET = "met", _("met")
        SLIPPED = "slipped", _("slipped")
        MISSED = "missed", _("missed")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="milestones", verbose_name=_("organization")
    )
    date = PartialDateField(_("date"))
    date_begins_on = BeginsOnField(of="date")
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    kind = models.CharField(_("kind"), max_length=60, choices=Kind.choices)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome.choices, blank=True)
    promise = models.CharField(_("promise"), max_length=9, choices=Promise.choices, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("milestone"), _("milestones")
        ordering = ["-date_begins_on", "-pk"]
        indexes = [models.Index(fields=["organization", "-date_begins_on"], name="milestone_of_organization")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__gt="") | Q(promise__gt=""), name="a_milestone_happened_or_was_promised"
            )
        ]

    def __str__(self):
        return f"{self.date} {self.title}"

    def clean(self):
        super().clean()
        if not (self.outcome or self.promise):
            raise ValidationError({"outcome": _("Say how it came out, or that it was promised.")})


FLIGHTS = frozenset(
    (
        Milestone.Kind.LAUNCH,
        Milestone.Kind.FIRST_FLIGHT,
        Milestone.Kind.SUBORBITAL_FLIGHT,
        Milestone.Kind.HUMAN_SPACEFLIGHT,
        Milestone.Kind.LANDING_TEST,
        Milestone.Kind.LUNAR_LANDING,
    )
)


class FundingRound(Sourced):
    """Money that an organization raised or sought; a round may have no amount."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="funding_rounds", verbose_name=_("organization")
    )
    date = PartialDateField(_("announced"))
    date_begins_on = BeginsOnField(of="date")
    series = models.CharField(_("series"), max_length=60, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=20, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, validators=[iso_currency])
    amount_usd_as_printed = models.DecimalField(
        _("amount in dollars, as printed"), max_digits=20, decimal_places=2, null=True, blank=True
    )
    is_cumulative = models.BooleanField(_("total of several rounds"), default=False)
    note = models.TextField(_("note"), blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("funding round"), _("funding rounds")
        ordering = ["-date_begins_on", "-pk"]
        indexes = [models.Index(fields=["organization", "-date_begins_on"], name="round_of_organization")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None) | Q(currency__gt=""), name="an_amount_has_a_currency"
            )
        ]

    def __str__(self):
        return f"{self.organization} {self.date} {self.series}".strip()

    def clean(self):
        super().clean()
        if self.amount is not None and not self.currency:
            raise ValidationError({"currency": _("An amount has a currency.")})


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
