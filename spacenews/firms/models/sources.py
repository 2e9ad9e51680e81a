import datetime as dt
import re
from urllib.parse import SplitResult, quote, unquote_to_bytes, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from spacenews.firms.folding import DerivedField
from spacenews.firms.partial_dates import PartialDateField
from spacenews.firms.signals import records_updated

# What mailings, advertisements and counters add to an address and nothing else is called: `ref` may be a page's own.
TRACKING = frozenset(
    (
        *("fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "ysclid", "twclid"),
        *("ttclid", "li_fat_id", "igshid", "mc_cid", "mc_eid", "mkt_tok", "srsltid", "vero_id", "_openstat"),
        *("_ga", "_gl", "_hsenc", "_hsmi", "__hssc", "__hstc", "__hsfp", "hsctatracking", "oly_enc_id"),
    )
)
DEFAULT_PORTS = {"http": 80, "https": 443}
UNRESERVED = frozenset(
    "-._~"
)  # beside letters and digits: the same with or without a percent sign (RFC 3986, 2.3)
SPELLED = re.compile(r"(?:%[0-9A-Fa-f]{2}|[^!-~])+")
web_address = URLValidator(schemes=["http", "https"])


def normal_url(url: str) -> str:
    """Return what the spellings of one address share; what is no address, as it is.

    Left out are scheme, fragment, default port, tracking parameters, an empty query and the last slash. The host is in
    small letters and ASCII. `m.` and `www.` are hosts of their own, and parameters keep their order.

    >>> normal_url("HTTP://Example.org:80/a/?utm_source=x&b=1#top")
    'example.org/a?b=1'
    >>> normal_url("https://zh.example.org/%e8%93%9d%2f") == normal_url("https://zh.example.org/蓝%2F/")
    True
    """
    try:
        parts = urlsplit(url.strip())
        path = _spelled(parts.path).rstrip("/")
        words = [word for word in _spelled(parts.query).split("&") if word and not _is_tracking(word)]
        return _host(parts) + path + ("?" + "&".join(words) if words else "")
    except ValueError:
        return url.strip()


def _host(parts: SplitResult) -> str:
    """Return host and port; a name in another script as it is registered, which is in ASCII."""
    name = (parts.hostname or "").removesuffix(".")
    name = f"[{name}]" if ":" in name else _registered(name)
    return name if parts.port in (None, DEFAULT_PORTS.get(parts.scheme)) else f"{name}:{parts.port}"


def _registered(name: str) -> str:
    try:
        return name.encode("idna").decode("ascii").lower()
    except UnicodeError:  # no such name can be registered
        return name


def _is_tracking(word: str) -> bool:
    name = word.partition("=")[0].lower()
    return name.startswith("utm_") or name in TRACKING


def _spelled(text: str) -> str:
    """Return one spelling of what may stand with or without percent signs: readable where it means the same."""
    return SPELLED.sub(lambda found: "".join(map(_spelled_letter, _letters(found[0]))), text)


def _letters(run: str) -> str:
    return unquote_to_bytes(run).decode("utf-8", "surrogateescape")


def _spelled_letter(letter: str) -> str:
    plain = letter.isalnum() or letter in UNRESERVED if letter.isascii() else letter.isprintable()
    return letter if plain else quote(letter.encode("utf-8", "surrogateescape"), safe="")


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


class SourceQuerySet(models.QuerySet):
    def at(self, url: str):
        """The one source that has this address in any spelling, or had it before another was merged into it."""
        address = normal_url(url)
        former = SourceAddress.objects.filter(url_normal=address)
        return self.filter(Q(url_normal=address) | Q(pk__in=former.values("source")))


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

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("source"), _("sources")
        ordering = ["publisher", "title", "pk"]
        indexes = [models.Index(fields=["publisher", "title", "id"], name="source_by_publisher")]
        constraints = [
            models.UniqueConstraint(fields=["url_normal"], name="one_source_to_an_address"),
            models.CheckConstraint(
                condition=Q(url__istartswith="https://") | Q(url__istartswith="http://"),
                name="a_source_is_on_the_web",
            ),
        ]

    def __str__(self):
        return f"{self.publisher}: {self.title}"

    @property
    def url_now(self) -> str:
        """Where it can be read: its own address, or that of the copy once it is gone."""
        return (self.gone_since and self.archive_url) or self.url

    @property
    def gone_note(self) -> str:
        """What readers are told beside one that is gone."""
        if not self.gone_since:
            return ""
        return gettext("archived copy") if self.archive_url else gettext("no longer there")

    def clean(self):
        super().clean()
        if same := Source.objects.at(self.url).exclude(pk=self.pk).first():
            raise ValidationError({"url": _("This address is on record: %(source)s") % {"source": same}})


class SourceAddress(models.Model):
    """An address that a source had which was merged into another: who types it again finds the one that was kept."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="former_addresses")
    url_normal = models.CharField(max_length=800, unique=True)

    def __str__(self):
        return self.url_normal


class SourceCheck(models.Model):
    """When the site last asked whether a source is still there, and on how many days in a row it was not."""

    source = models.OneToOneField(Source, models.CASCADE, related_name="check_of_address")
    next_on = models.DateField(_("to be asked on"))
    asked_on = models.DateField(_("asked on"), null=True)
    failed_days = models.PositiveSmallIntegerField(_("days without it"), default=0)
    answer = models.CharField(_("answer"), max_length=200, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("check of a source"), _("checks of sources")
        indexes = [models.Index(fields=["next_on", "id"], name="check_due")]

    def __str__(self):
        return f"{self.asked_on}: {self.answer}"


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
    def title_here(self) -> str:
        """What it is called at the desk, in words of the active language."""
        return str(self)

    @property
    def sources(self) -> list[Source]:
        """Its source, then the further ones; prefetch `further_sources` where many are shown."""
        return list(dict.fromkeys([self.source, *self.further_sources.all()]))
