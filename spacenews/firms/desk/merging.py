"""Making one of two organizations at the desk: choose, see what will happen, do it; and part them again."""

from collections import Counter

from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spacenews.firms import merging
from spacenews.firms.models import Merger, Milestone, Organization
from spacenews.mergers import MergeForm, is_confirmed, may_merge, merged
from spacenews.pagecache import stamp

OWNERS = ("cooperation", "article", "edition")  # a row of theirs is told by their name


def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask into which other one, then say what will happen, then do it."""
    if not may_merge(request.user, Organization):
        raise PermissionDenied
    old = get_object_or_404(Organization, pk=pk)
    form = MergeForm(old, request, Milestone._meta.get_field("organization"))
    if is_confirmed(request, form) and _merged(request, old, form):
        return redirect("admin:firms_organization_change", form.cleaned_data["into"].pk)
    into = form.chosen
    context = {
        **{
            "title": _("Merge “%(name)s”") % {"name": old},
            "opts": Organization._meta,
            "old": old,
            "form": form,
        },
        **{"into": into, "twins": merging.likely_twins(old), "is_recent": admin.site.is_recent(request)},
        "named": _named(old),
        "is_revealed": bool(into and into.public_from and not old.public_from),
    }
    return render(
        request, "admin/firms/organization/merge.html", {**admin.site.each_context(request), **context}
    )


def _named(old: Organization) -> list[tuple[str, int]]:
    """Return how often each kind of record names an organization; a row counts for the record that it belongs to."""
    counted = Counter()
    for model, count in merging.named_by(old):
        counted[_kind(model)] += count
    return list(counted.items())


def _kind(model: type[Model]) -> str:
    if model._meta.auto_created:
        return _("further sources")
    fields = {field.name: field.related_model for field in model._meta.get_fields()}
    owner = next((fields[name] for name in OWNERS if fields.get(name)), model)
    return str(owner._meta.verbose_name_plural)


def _merged(request: HttpRequest, old: Organization, form: MergeForm) -> bool:
    """Do it, for a person who is proven to be himself."""
    if refusal := admin.site.refusal(request):
        form.add_error(None, refusal)
        return False

    def made_one(into: Organization) -> str:
        merging.merge(old, into, by=request.user)
        return _("“%(name)s” is merged into this one.") % {"name": old}

    return merged(request, old, form, made_one)


def part(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what will happen, then make two of them again."""
    if not may_merge(request.user, Organization):
        raise PermissionDenied
    merger = get_object_or_404(Merger.objects.select_related("kept", "made_by"), pk=pk, undone_at=None)
    refusal = _parted(request, merger) if request.method == "POST" else ""
    if request.method == "POST" and not refusal:
        return redirect("admin:firms_organization_change", merger.gone)
    context = {
        **{"title": _("Part “%(name)s” again") % {"name": merger.gone_name}, "opts": Organization._meta},
        **{"merger": merger, "refusal": refusal, "is_recent": admin.site.is_recent(request)},
    }
    return render(
        request, "admin/firms/organization/part.html", {**admin.site.each_context(request), **context}
    )


def _parted(request: HttpRequest, merger: Merger) -> str:
    """Do it, or return what stands in the way."""
    if refusal := admin.site.refusal(request):
        return refusal
    try:
        with transaction.atomic():
            stamp.take()
            left = merging.part(merger)
            both = Organization.objects.filter(pk=merger.gone), Organization.objects.filter(pk=merger.kept_id)
            for organizations, action in zip(both, (ADDITION, CHANGE), strict=True):
                LogEntry.objects.log_actions(
                    request.user.pk, organizations, action, "part", single_object=True
                )
    except ValidationError as error:
        return " ".join(error.messages)
    messages.success(request, _("They are two again."))
    if left:
        words = ngettext(
            "%(count)d row was changed since and stays as it is.",
            "%(count)d rows were changed since and stay as they are.",
            left,
        )
        messages.warning(request, words % {"count": left})
    return ""


def standing(organization: Organization) -> list[Merger]:
    """Return what was merged into it, the newest first."""
    return list(Merger.objects.filter(kept=organization, undone_at=None)[:20])
