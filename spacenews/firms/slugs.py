"""Slugs that keep their word: an old one answers with a redirect for ever."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

plain_slug = RegexValidator(
    r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z", _("Small letters from a to z, digits and single hyphens between them.")
)


class FormerSlug(models.Model):
    """A slug that something had; concrete rows add the `owner` that has it no more."""

    slug = models.SlugField(max_length=120, unique=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.slug


class Slugged(models.Model):
    """Something with an address of its own, under its slug."""

    slug = models.SlugField(_("slug"), max_length=120, unique=True, validators=[plain_slug])

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Keep the slug that it had; what takes a slug back, or takes it over, answers there itself."""
        old = (
            type(self).objects.filter(pk=self.pk).values_list("slug", flat=True).first() if self.pk else None
        )
        super().save(*args, **kwargs)
        former_slugs = self.former_slugs.model.objects
        former_slugs.filter(slug=self.slug).delete()
        if old and old != self.slug:
            former_slugs.update_or_create(slug=old, defaults={"owner": self})

    def clean(self):
        super().clean()
        former = type(self).former_slugs.rel.related_model.objects.filter(slug=self.slug)
        if former.exclude(owner=self.pk).exists():
            raise ValidationError({"slug": _("An old address with this slug still leads to another record.")})


def find(queryset: QuerySet, slug: str):
    """Return what has this slug, or had it: a view redirects when the slug it got is not the one it finds.

    Raises Http404 when neither is so.
    """
    found = queryset.filter(slug=slug).first() or queryset.filter(former_slugs__slug=slug).first()
    if found is None:
        raise Http404
    return found
