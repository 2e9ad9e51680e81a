"""A source at the desk: what rests on it, merging it into another, and marking that it is gone."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from spacenews.desk import Sound
from spacenews.firms.models import Figure, Source
from spacenews.firms.sources import merging, resting
from spacenews.firms.sources.gone import mark
from spacenews.pagecache import stamp

MERGING = ("firms.change_source", "firms.delete_source")  # one is changed, the other deleted


class SourceChooser(Sound, AutocompleteSelect):
    def __init__(self):
        super().__init__(Figure._meta.get_field("source"), admin.site)


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(queryset=None, label=gettext_lazy("Merge into"), widget=SourceChooser)

    def __init__(self, old: Source, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["into"].queryset = Source.objects.exclude(pk=old.pk)


@require_safe
def rests(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what rests on a source, as far as the person may see it."""
    source = _asked(request, pk, "firms.view_source")
    context = {"title": _("What rests on this source"), "listings": resting.told(source, request.user)}
    return render(request, "admin/firms/source/rests.html", {**_frame(request, source), **context})


def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask into which other one, then say what will happen, then do it."""
    old = _asked(request, pk, *MERGING)
    form = MergeForm(old, request.POST if request.method == "POST" else None)
    if form.is_valid() and "merge" in request.POST and _merged(request, old, form):
        return redirect("admin:firms_source_change", form.cleaned_data["into"].pk)
    into = form.cleaned_data.get("into") if form.is_bound and not form.errors else None
    context = {
        "title": _("Merge “%(name)s”") % {"name": old},
        "form": form,
        "into": into,
        "listings": resting.told(old, request.user),
        "offered": _offered(old, into) if into else [],
    }
    return render(request, "admin/firms/source/merge.html", {**_frame(request, old), **context})


@require_POST
def gone(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark in one step that a source is gone, or there again."""
    source, is_gone = _asked(request, pk, "firms.change_source"), request.POST.get("gone") != "0"
    with transaction.atomic():
        if marked := mark(source.pk, is_gone):
            changed = [{"changed": {"fields": ["gone_since"]}}]
            LogEntry.objects.log_actions(request.user.pk, [marked], CHANGE, changed, single_object=True)
    said = _("Readers are told that it is gone.") if is_gone else _("It is there again.")
    messages.success(request, said)
    return redirect("admin:firms_source_change", pk)


def may_merge(user) -> bool:
    return user.has_perms(MERGING)


def _asked(request: HttpRequest, pk: int, *permissions: str) -> Source:
    """Return the source, for whoever has all of these permissions."""
    if not request.user.has_perms(permissions):
        raise PermissionDenied
    return get_object_or_404(Source, pk=pk)


def _frame(request: HttpRequest, source: Source) -> dict:
    return {**admin.site.each_context(request), "opts": Source._meta, "source": source}


def _merged(request: HttpRequest, old: Source, form: MergeForm) -> bool:
    """Do it; what keeps it from being done is said in the form."""
    into, user = form.cleaned_data["into"], request.user
    try:
        with transaction.atomic():
            stamp.take()
            LogEntry.objects.log_actions(user.pk, [old], DELETION, "merge", single_object=True)
            into = merging.merge(old, into, taking=tuple(request.POST.getlist("taking")))
            LogEntry.objects.log_actions(user.pk, [into], CHANGE, "merge", single_object=True)
    except ValidationError as error:
        form.add_error("into", error)
        return False
    messages.success(request, _("Merged: what rested on the one rests on the other."))
    return True


def _offered(old: Source, into: Source) -> list[tuple[str, str, object]]:
    """Return what can be taken over: the column, its label, what it holds."""
    columns = merging.offered(old, into)
    return [(name, old._meta.get_field(name).verbose_name, value) for name, value in columns.items()]
