import datetime as dt
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from spacenews.firms.folding import DerivedField
from spacenews.firms.partial_dates import PartialDateField
from spacenews.firms.signals import records_updated

TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")
web_address = URLValidator(schemes=["http", "https"])


def normal_url(url: str) -> str:
    """Return what two spellings of one address share: no scheme, fragment, default port, tracking or last slash.

    >>> normal_url("HTTP://Example.org:80/a/?utm_source=x&b=1#top")
    'example.org/a?b=1'
    """
    try:
        parts = urlsplit(url.strip())
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return url.strip()
    query = "&".join(word for word in parts.query.split("&") if word and not word.startswith(TRACKING))
    return f"{parts.hostname or ''}{port}{parts.path.rstrip('/')}" + (f"?{query}" if query else "")


class NormalUrlField(DerivedField):
    """The normal form of another column."""

    derive = staticmethod(normal_url)


class Confidence(models.TextChoices):
    """How far a fact can be trusted.

    High: a named and dated publication or catalogue, or two that agree; medium: one secondary source; low: a weak one.
    """

    HIGH = "high", _("high")
    MEDIUM = "medium", _("medium")
    LOW = "low", _("low")


class Source(models.Model):
    """Where a fact comes from."""

    url = models.URLField(_("address"), max_length=800, validators=[web_address])
    url_normal = NormalUrlField(of="url", max_length=800)
    title = models.CharField(_("title"), max_length=400)
    publisher = models.CharField(_("publisher"), max_length=200)
    author = models.CharField(_("author"), max_length=200, blank=True)
    published = PartialDateField(_("published"), blank=True)
    accessed_on = models.DateField(_("accessed on"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=60, blank=True)
    reliability = models.TextField(
        _("reliability"), blank=True, help_text=_("How far it can be trusted, and why: for the desk.")
    )
    archive_url = models.URLField(
        _("address in an archive"), max_length=800, blank=True, validators=[web_address]
    )
    gone_since = models.DateField(
        _("gone since"), null=True, blank=True, help_text=_("The day on which the address was found dead.")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("source"), _("sources")
        ordering = ["publisher", "title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["url_normal"], name="one_source_to_an_address"),
            models.CheckConstraint(
                condition=Q(url__istartswith="https://") | Q(url__istartswith="http://"),
                name="a_source_is_on_the_web",
            ),
        ]

    def __str__(self):
        return f"{self.publisher}: {self.title}"

    def clean(self):
        super().clean()
        same = Source.objects.filter(url_normal=normal_url(self.url)).exclude(pk=self.pk).first()
        if same:
            raise ValidationError({"url": _("This address is on record: %(source)s") % {"source": same}})


class SourceAddress(models.Model):
    """An address that a source had which was merged into another: who types it again finds the one that was kept."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="former_addresses")
    url_normal = models.CharField(max_length=800, unique=True)

    def __str__(self):
        return self.url_normal


class PublicQuerySet(models.QuerySet):
    def public(self, now: dt.datetime):
        """What readers may see at `now`; without a `public_from` a record is the desk's alone."""
        return self.filter(public_from__lte=now)

    def update(self, **columns) -> int:
        """Change the records, and tell whoever keeps what was printed of them."""
        pks = list(self.values_list("pk", flat=True)) if records_updated.has_listeners(self.model) else []
        changed = super().update(**columns)
        if pks:
            records_updated.send(self.model, pks=pks)
        return changed

    def show_to_readers(self, at: dt.datetime) -> int:
        """Make the records public from `at` on, never later than they already are; return how many changed."""
        return self.filter(Q(public_from=None) | Q(public_from__gt=at)).update(public_from=at)


class Sourced(models.Model):
    """A record that rests on at least one source."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))
    further_sources = models.ManyToManyField(
        Source, related_name="+", blank=True, verbose_name=_("further sources")
    )
    confidence = models.CharField(
        _("confidence"), max_length=6, choices=Confidence, default=Confidence.MEDIUM
    )
    checked_on = models.DateField(
        _("checked on"),
        null=True,
        blank=True,
        help_text=_("The day on which somebody last held it against its sources."),
    )
    public_from = models.DateTimeField(
        _("public from"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Readers see the record from then on; empty: the desk alone sees it."),
    )

    objects = PublicQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def sources(self) -> list[Source]:
        """Its source, then the further ones; prefetch `further_sources` where many are shown."""
        return list(dict.fromkeys([self.source, *self.further_sources.all()]))
