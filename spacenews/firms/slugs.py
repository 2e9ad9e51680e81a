"""Slugs that keep their word: an old one answers with a redirect for ever."""

from django.db import models
from django.db.models import QuerySet
from django.http import Http404


class FormerSlug(models.Model):
    """A slug that something had; concrete rows add the `owner` that has it no more."""

    slug = models.SlugField(max_length=120, unique=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.slug


class Slugged(models.Model):
    """Something with an address of its own, under its slug."""

    slug = models.SlugField(max_length=120, unique=True)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        old = (
            type(self).objects.filter(pk=self.pk).values_list("slug", flat=True).first() if self.pk else None
        )
        super().save(*args, **kwargs)
        self.former_slugs.model.objects.filter(slug=self.slug).delete()
        if old and old != self.slug:
            self.former_slugs.get_or_create(slug=old)


def find(queryset: QuerySet, slug: str):
    """Return what has this slug, or had it: a view redirects when the slug it got is not the one it finds.

    Raises Http404 when neither is so.
    """
    found = queryset.filter(slug=slug).first() or queryset.filter(former_slugs__slug=slug).first()
    if found is None:
        raise Http404
    return found
