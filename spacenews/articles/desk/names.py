"""Sections, authors and tags at the desk: merging one into another, and deleting those that nothing names."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import PROTECT, Exists, Model, OuterRef, ProtectedError, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from spacenews.articles import merging
from spacenews.articles.admin.choosers import Chooser
from spacenews.articles.models import ArticleByline, ArticleTag, Author, Tag
from spacenews.pagecache import stamp

MOST = 200  # deleted at once
CHOSEN_BY_SEARCH = {Tag: ArticleTag._meta.get_field("tag"), Author: ArticleByline._meta.get_field("author")}


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(queryset=None, label=gettext_lazy("Merge into"))

    def __init__(self, old: Model, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["into"].queryset = type(old).objects.exclude(pk=old.pk)
        if field := CHOSEN_BY_SEARCH.get(type(old)):
            self.fields["into"].widget = Chooser(field, admin.site)
            self.fields["into"].widget.choices = self.fields["into"].choices


def may_merge(user, model: type[Model]) -> bool:
    """Say whether a person may: one of the two is deleted, the other changed."""
    rights = (f"{model._meta.app_label}.{verb}_{model._meta.model_name}" for verb in ("change", "delete"))
    return user.has_perms(list(rights))


def merge(request: HttpRequest, pk: int, model: type[Model]) -> HttpResponse:
    """Ask into which other one, then say what will happen, then do it."""
    if not may_merge(request.user, model):
        raise PermissionDenied
    old = get_object_or_404(model, pk=pk)
    form = MergeForm(old, request.POST if request.method == "POST" else None)
    if form.is_valid() and "merge" in request.POST and merged(request, old, form):
        return redirect(f"admin:articles_{model._meta.model_name}_change", form.cleaned_data["into"].pk)
    return render(request, "admin/articles/merge.html", context_of(request, old, form))


def merged(request: HttpRequest, old: Model, form: MergeForm) -> bool:
    """Do it; what keeps it from being done is said in the form."""
    into, user = form.cleaned_data["into"], request.user
    try:
        with transaction.atomic():
            stamp.take()
            LogEntry.objects.log_actions(user.pk, [old], DELETION, "merge", single_object=True)
            articles = merging.merge(old, into, taking=tuple(request.POST.getlist("taking")))
            LogEntry.objects.log_actions(user.pk, [into], CHANGE, "merge", single_object=True)
    except ValidationError as error:
        form.add_error("into", error)
        return False
    said = ngettext("Merged: %(count)d article.", "Merged: %(count)d articles.", articles)
    messages.success(request, said % {"count": articles})
    return True


def context_of(request: HttpRequest, old: Model, form: MergeForm) -> dict:
    into = form.cleaned_data.get("into") if form.is_bound and not form.errors else None
    return {
        **admin.site.each_context(request),
        "title": _("Merge “%(name)s”") % {"name": old},
        "opts": old._meta,
        "old": old,
        "form": form,
        "into": into,
        "articles": merging.articles_of(old).count(),
        "editions": merging.editions_of(old).count(),
        "offered": offered(old, into) if into else [],
    }


def offered(old: Model, into: Model) -> list[tuple[str, str, object]]:
    """Return what can be taken over: the column, its label, what it holds."""
    columns = merging.offered(old, into)
    return [(name, old._meta.get_field(name).verbose_name, value) for name, value in columns.items()]


def unused(model: type[Model]) -> QuerySet:
    """Return those that nothing names which would keep them from being deleted."""
    found = model.objects.all()
    for relation in model._meta.related_objects:
        if getattr(relation, "on_delete", None) is PROTECT:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            found = found.filter(~Exists(rows))
    return found


class UnusedFilter(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("use"), "use"

    def lookups(self, request, model_admin):
        return [("none", _("unused"))]

    def queryset(self, request, queryset):
        return queryset & unused(queryset.model) if self.value() == "none" else queryset


def delete_unused(model_admin, request: HttpRequest, chosen: QuerySet) -> HttpResponse | None:
    """Say which will go and which stay; when that is answered, do it and go back to the list."""
    pks = list(chosen.values_list("pk", flat=True)[: MOST + 1])
    if len(pks) > MOST:
        messages.error(request, _("Choose at most %(most)d at once.") % {"most": MOST})
        return None
    if "post" in request.POST:
        report(request, *deleted(model_admin.model, pks, request.user))
        return None
    rows = model_admin.model.objects.filter(pk__in=pks)
    goes = list(rows & unused(model_admin.model))
    context = {
        **admin.site.each_context(request),
        "title": _("Delete what is unused"),
        "opts": model_admin.opts,
        "field": ACTION_CHECKBOX_NAME,
        "goes": goes,
        "stays": [row for row in rows if row not in goes],
    }
    return render(request, "admin/articles/unused.html", context)


def deleted(model: type[Model], pks: list[int], user) -> tuple[list[str], list[str]]:
    """Delete what nothing names by now, each held meanwhile; return the names of those and of the others."""
    gone, left = [], []
    if not unused(model).filter(pk__in=pks).exists():
        return gone, list(map(str, model.objects.filter(pk__in=pks)))
    with transaction.atomic():
        stamp.take()
        rows = list(model.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
        free = set(unused(model).filter(pk__in=pks).values_list("pk", flat=True))
        for row in rows:
            (gone if row.pk in free and was_deleted(row, user) else left).append(str(row))
    return gone, left


def was_deleted(row: Model, user) -> bool:
    try:
        with transaction.atomic():
            LogEntry.objects.log_actions(user.pk, [row], DELETION, "", single_object=True)
            row.delete()
    except ProtectedError:
        return False
    return True


def report(request: HttpRequest, gone: list[str], left: list[str]) -> None:
    if gone:
        messages.success(request, listing(_("Deleted:"), gone))
    if left:
        messages.warning(request, listing(_("Not deleted, for something names it:"), left))


def listing(words: str, names: list[str]) -> SafeString:
    items = format_html_join("", "<li>{}</li>", [(name,) for name in names])
    return format_html("{}<ul>{}</ul>", words, items)
