from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from spacenews.firms.countries import COUNTRIES
from spacenews.firms.folding import FoldedField, LetterField, fold
from spacenews.firms.models.sources import PublicQuerySet, Source, Sourced, web_address
from spacenews.firms.partial_dates import BeginsOnField, PartialDateField, iso
from spacenews.firms.slugs import FormerSlug, Slugged

# Languages of names: what HTML prints in `lang`
NAME_LANGUAGES = [
    ("en", "English"),
    ("zh-Hans", "中文（简体）"),
    ("zh-Hant", "中文（繁體）"),
    ("ja", "日本語"),
    ("id", "Indonesia"),
    ("", _("other")),
]
PAGES_BESIDE = ("compare",)  # what stands at /firms/…/ and is no organization
iso_country = RegexValidator(r"\A[A-Z]{2}\Z", _("Two capital letters, as in ISO 3166."))


def list_of_words(value) -> None:
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        raise ValidationError(_("This is no list of words."))


def known_sectors(value) -> None:
    list_of_words(value)
    if unknown := set(value) - set(Organization.Sector.values):
        raise ValidationError(_("No such sector: %(words)s") % {"words": ", ".join(sorted(unknown))})


class Organization(Slugged, Sourced):
    """A firm, university, institute, agency, state group or fund. The public directory calls them Firms."""

    class Kind(models.TextChoices):
        FIRM = "firm", _("Firm")
        UNIVERSITY = "university", _("University")
        INSTITUTE = "institute", _("Institute")
        AGENCY = "agency", _("Agency")
        STATE_GROUP = "state-group", _("State group")
        FUND = "fund", _("Fund")

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        BEING_ACQUIRED = "being-acquired", _("being acquired")
        UNCLEAR = "unclear", _("unclear")
        CLOSED = "closed", _("closed")

    class Ownership(models.TextChoices):
        PRIVATE = "private", _("private")
        STATE = "state", _("state-owned")
        LISTED = "listed", _("listed")
        SUBSIDIARY = "subsidiary", _("subsidiary")

    class Sector(models.TextChoices):
        LAUNCH = "launch", _("launch")
        SATELLITES = "satellites", _("satellites")
        EARTH_OBSERVATION = "earth-observation", _("Earth observation")
        PROPULSION = "propulsion", _("propulsion")
        TELECOMMUNICATIONS = "telecommunications", _("telecommunications")
        EXPLORATION = "exploration", _("exploration")
        HUMAN_SPACEFLIGHT = "human-spaceflight", _("human spaceflight")
        COMPUTING = "computing", _("computing")
        NAVIGATION = "navigation", _("navigation")
        GROUND_SEGMENT = "ground-segment", _("ground segment")
        LAUNCH_SITE = "launch-site", _("launch site")
        IN_ORBIT_SERVICES = "in-orbit-services", _("in-orbit services")

    name = models.CharField(_("name"), max_length=200, unique=True)
    name_folded = FoldedField(of="name", db_index=True)
    letter = LetterField(of="name")
    short_name = models.CharField(
        _("short name"), max_length=80, blank=True, help_text=_("For lists and sidebars.")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.FIRM)
    descriptor = models.TextField(_("descriptor"), blank=True, help_text=_("One line that says what it is."))
    descriptor_id = models.TextField(_("descriptor, Indonesian"), blank=True)
    descriptor_zh_hans = models.TextField(_("descriptor, Chinese"), blank=True)
    sectors = models.JSONField(_("sectors"), default=list, blank=True, validators=[known_sectors])
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[iso_country])
    city = models.CharField(_("city"), max_length=120, blank=True)
    status = models.CharField(_("status"), max_length=15, choices=Status.choices, blank=True)
    status_note = models.CharField(_("status, as printed"), max_length=300, blank=True)
    ownership = models.CharField(_("ownership"), max_length=10, choices=Ownership.choices, blank=True)
    ownership_note = models.CharField(_("ownership, as printed"), max_length=300, blank=True)
    founded = PartialDateField(_("founded"), blank=True)
    founded_on = BeginsOnField(of="founded")
    vehicles = models.JSONField(_("vehicles"), default=list, blank=True, validators=[list_of_words])
    satellites = models.JSONField(_("satellites"), default=list, blank=True, validators=[list_of_words])
    website = models.URLField(_("website"), max_length=400, blank=True, validators=[web_address])
    website_source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source of the website"),
    )
    notes = models.TextField(_("notes for the desk"), blank=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("organization"), _("organizations")
        ordering = ["letter", "name_folded", "pk"]
        indexes = [models.Index(fields=["letter", "name_folded", "id"], name="organization_by_letter")]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.slug in PAGES_BESIDE:
            raise ValidationError({"slug": _("A page of the site has this address.")})

    @property
    def label(self) -> str:
        """The name for lists."""
        return self.short_name or self.name

    @property
    def native(self) -> "Name | None":
        """Its name in its own script; prefetch `names` where many are shown."""
        return next((name for name in self.names.all() if name.kind == Name.Kind.NATIVE), None)

    @property
    def descriptor_here(self) -> str:
        """The descriptor in the active language, else in English."""
        column = {"id": "descriptor_id", "zh-hans": "descriptor_zh_hans"}.get(translation.get_language())
        return getattr(self, column or "descriptor") or self.descriptor

    @property
    def descriptor_lang(self) -> str:
        """The language of `descriptor_here` where it is not the active one, else nothing."""
        stands_in = self.descriptor and self.descriptor_here == self.descriptor
        return "en" if stands_in and translation.get_language() != "en" else ""

    @property
    def sector_labels(self) -> list[str]:
        labels = dict(self.Sector.choices)
        return [str(labels.get(sector, sector)) for sector in self.sectors]

    @property
    def country_name(self) -> str:
        return str(COUNTRIES.get(self.country, self.country))

    @property
    def place(self) -> str:
        return ", ".join(filter(None, [self.city, self.country_name]))

    @property
    def founded_year(self) -> str:
        return iso(self.founded)[:4]

    @property
    def url(self) -> str:
        """Its public address under the active language; the record may still be the desk's alone."""
        return reverse("firm", args=[self.slug])


class OrganizationSlug(FormerSlug):
    owner = models.ForeignKey(Organization, models.CASCADE, related_name="former_slugs")


class Name(models.Model):
    """One name of an organization, and how it may match in running text."""

    class Kind(models.TextChoices):
        DISPLAY = "display", _("display")
        NATIVE = "native", _("native")
        LEGAL = "legal", _("legal")
        SHORT = "short", _("short")
        FORMER = "former", _("former")
        ALIAS = "alias", _("alias")

    class Match(models.TextChoices):
        ALWAYS = "always", _("always")
        EXACT = "exact", _("exact case only")
        ASK = "ask", _("ask")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="names")
    text = models.CharField(_("text"), max_length=200)
    text_folded = FoldedField(of="text", db_index=True)
    language = models.CharField(_("language"), max_length=8, choices=NAME_LANGUAGES, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    since = PartialDateField(_("from"), blank=True)
    until = PartialDateField(_("until"), blank=True)
    match = models.CharField(_("match in text"), max_length=6, choices=Match.choices, default=Match.ALWAYS)

    class Meta:
        verbose_name, verbose_name_plural = _("name"), _("names")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "text_folded"], name="one_row_to_a_name_and_kind"
            )
        ]

    def __str__(self):
        return self.text

    def clean(self):
        super().clean()
        twins = Name.objects.filter(
            organization=self.organization_id, kind=self.kind, text_folded=fold(self.text)
        )
        if self.organization_id and twins.exclude(pk=self.pk).exists():
            raise ValidationError({"text": _("This name is on record.")})


class Identifier(models.Model):
    """What a catalogue calls the organization; several of one catalogue where it has a record for each of its ages."""

    class Scheme(models.TextChoices):
        GCAT = "gcat", "GCAT"
        WIKIDATA = "wikidata", "Wikidata"
        LEI = "lei", "LEI"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("scheme"), max_length=10, choices=Scheme.choices)
    value = models.CharField(_("value"), max_length=60)

    class Meta:
        verbose_name, verbose_name_plural = _("identifier"), _("identifiers")
        ordering = ["scheme", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "scheme", "value"], name="one_row_to_an_identifier"
            ),
        ]
        indexes = [models.Index(fields=["scheme", "value"], name="identifier_looked_up")]

    def __str__(self):
        return f"{self.get_scheme_display()} {self.value}"

    @property
    def url(self) -> str:
        """Where the catalogue shows the record, if it has pages."""
        pattern = {
            self.Scheme.WIKIDATA: "https://www.wikidata.org/wiki/{}",
            self.Scheme.LEI: "https://search.gleif.org/#/record/{}",
        }.get(self.scheme, "")
        return pattern.format(quote(self.value, safe=""))


class FoundedAlternative(models.Model):
    """Another founding date in print; sources disagree, and the page shows it."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="founded_alternatives")
    date = PartialDateField(_("date"))
    note = models.CharField(
        _("note"), max_length=120, blank=True, help_text=_("What the date stands for: relaunch, renaming …")
    )
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))

    class Meta:
        verbose_name, verbose_name_plural = _("other founding date"), _("other founding dates")
        ordering = ["date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "date", "source"], name="one_founding_date_to_a_source"
            )
        ]

    def __str__(self):
        return self.date
