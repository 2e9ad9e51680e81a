"""What happened to an organization, or was promised: milestones, money raised, ties to others."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from spacenews.firms.models.currencies import iso_currency
from spacenews.firms.models.organizations import Organization
from spacenews.firms.models.sources import PublicQuerySet, Sourced
from spacenews.firms.partial_dates import BeginsOnField, PartialDateField, label

NAMING = (
    *("cooperation", "position", "name", "role", "organization__name", "organization__short_name"),
    *("organization__kind", "organization__slug"),
)


class DatedQuerySet(PublicQuerySet):
    def newest(self):
        """By the first day that each date covers; what has no date comes last."""
        return self.order_by(F("date_begins_on").desc(nulls_last=True), "-pk")


class CooperationQuerySet(DatedQuerySet):
    def with_parties(self, now: dt.datetime):
        """With the parties that readers may see: an organization that is the desk's alone is not named.

        Of organizations no more is read than names them, as there may be hundreds.
        """
        parties = Party.objects.visible(now).select_related("organization").only(*NAMING)
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

    def get_kind_display(self) -> str:
        """As Django's own, which makes a dictionary of all kinds for each of some hundred ties."""
        return str(KINDS.get(self.kind, self.kind))


KINDS = dict(Cooperation.Kind.choices)


class PartyQuerySet(models.QuerySet):
    def visible(self, now: dt.datetime):
        """Plain names, and the organizations that are public at `now`."""
        return self.filter(Q(organization=None) | Q(organization__public_from__lte=now))


class Party(models.Model):
    """One party of a cooperation: an organization of ours, or a plain name. In an alliance the first is the lead."""

    class Role(models.TextChoices):
        OWNER = "owner", _("owner")
        OWNED = "owned", _("owned")

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
    role = models.CharField(_("role"), max_length=5, choices=Role.choices, blank=True)

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
    now_expected = PartialDateField(
        _("now expected"), blank=True, help_text=_("Of a promise that slipped: the date that is given now.")
    )
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

    @property
    def title_here(self) -> str:
        """What it is called at the desk, its date in words of the active language."""
        return f"{self.title}, {label(self.date)}"

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

    @property
    def title_here(self) -> str:
        """What it is called at the desk, its date in words of the active language."""
        return ", ".join(filter(None, (str(self.organization), self.series, label(self.date))))

    def clean(self):
        super().clean()
        if self.amount is not None and not self.currency:
            raise ValidationError({"currency": _("An amount has a currency.")})
