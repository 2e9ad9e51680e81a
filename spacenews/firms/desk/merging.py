"""Making one of two organizations at the desk: choose, see what will happen, do it; and part them again."""

from collections import Counter

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from spacenews.desk import Sound
from spacenews.firms import merging
from spacenews.firms.models import Merger, Milestone, Organization
from spacenews.pagecache import stamp

RIGHTS = ("firms.change_organization", "firms.delete_organization")
OWNERS = ("cooperation", "article", "edition")  # a row of theirs is told by their name


class OrganizationChooser(Sound, AutocompleteSelect):
    pass


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(queryset=None, label=gettext_lazy("Merge into"))

    def __init__(self, old: Organization, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        field = self.fields["into"]
        field.queryset = Organization.objects.exclude(pk=old.pk)
        field.widget = OrganizationChooser(Milestone._meta.get_field("organization"), admin.site)
        field.widget.choices = field.choices


def may_merge(user) -> bool:
    """One of the two is deleted, the other changed."""
    return user.has_perms(RIGHTS)


def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask into which other one, then say what will happen, then do it."""
    if not may_merge(request.user):
        raise PermissionDenied
    old = get_object_or_404(Organization, pk=pk)
    form = MergeForm(old, request.POST if request.method == "POST" else None)
    if form.is_valid() and "merge" in request.POST and _merged(request, old, form):
        return redirect("admin:firms_organization_change", form.cleaned_data["into"].pk)
    into = form.cleaned_data.get("into") if form.is_bound and "into" not in form.errors else None
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
    """Do it; what keeps it from being done is said in the form."""
    if refusal := admin.site.refusal(request):
        form.add_error(None, refusal)
        return False
    into, user = form.cleaned_data["into"], request.user
    try:
        with transaction.atomic():
            stamp.take()
            LogEntry.objects.log_actions(user.pk, [old], DELETION, "merge", single_object=True)
            merging.merge(old, into, by=user)
            LogEntry.objects.log_actions(user.pk, [into], CHANGE, f"merge: {old}", single_object=True)
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return False
    messages.success(request, _("“%(name)s” is merged into this one.") % {"name": old})
    return True


def part(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what will happen, then make two of them again."""
    if not may_merge(request.user):
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
