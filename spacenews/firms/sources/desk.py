"""A source at the desk: what rests on it, merging it into another, and marking that it is gone."""

from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from spacenews import mergers
from spacenews.firms.models import Figure, Source
from spacenews.firms.partial_dates import label
from spacenews.firms.sources import merging, resting
from spacenews.firms.sources.gone import mark
from spacenews.mergers import MergeForm, is_confirmed, merged


@require_safe
def rests(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what rests on a source, as far as the person may see it."""
    source = _asked(request, pk, "firms.view_source")
    context = {"title": _("What rests on this source"), "listings": resting.told(source, request.user)}
    return render(request, "admin/firms/source/rests.html", {**_frame(request, source), **context})


def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask into which other one, then say what will happen, then do it."""
    if not mergers.may_merge(request.user, Source):
        raise PermissionDenied
    old = get_object_or_404(Source, pk=pk)
    form = MergeForm(old, request, Figure._meta.get_field("source"))
    if is_confirmed(request, form) and merged(request, old, form, partial(_made_one, request, old)):
        return redirect("admin:firms_source_change", form.cleaned_data["into"].pk)
    into = form.chosen
    context = {
        "title": _("Merge “%(name)s”") % {"name": old},
        "form": form,
        "into": into,
        "listings": resting.told(old, request.user),
        "offered": _offered(old, into) if into else [],
    }
    return render(request, "admin/firms/source/merge.html", {**_frame(request, old), **context})


def _made_one(request: HttpRequest, old: Source, into: Source) -> str:
    merging.merge(old, into, taking=tuple(request.POST.getlist("taking")))
    return _("Merged: what rested on the one rests on the other.")


def _offered(old: Source, into: Source) -> list[tuple[str, str, str]]:
    columns = merging.offered(old, into)
    if "published" in columns:
        columns["published"] = label(columns["published"])
    return mergers.told(old, columns)


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


def _asked(request: HttpRequest, pk: int, permission: str) -> Source:
    """Return the source, for whoever has the permission."""
    if not request.user.has_perm(permission):
        raise PermissionDenied
    return get_object_or_404(Source, pk=pk)


def _frame(request: HttpRequest, source: Source) -> dict:
    return {**admin.site.each_context(request), "opts": Source._meta, "source": source}
