"""Sections, authors and tags at the desk: merging one into another, and deleting those that nothing names."""

from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import DELETION, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import PROTECT, Exists, Model, OuterRef, ProtectedError, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from spacenews import mergers
from spacenews.articles import merging
from spacenews.articles.models import ArticleByline, ArticleTag, Author, Tag
from spacenews.mergers import MergeForm, is_confirmed, merged
from spacenews.pagecache import stamp

MOST = 200  # deleted at once
CHOSEN_BY_SEARCH = {Tag: ArticleTag._meta.get_field("tag"), Author: ArticleByline._meta.get_field("author")}


def merge(request: HttpRequest, pk: int, model: type[Model]) -> HttpResponse:
    """Ask into which other one, then say what will happen, then do it."""
    if not mergers.may_merge(request.user, model):
        raise PermissionDenied
    old = get_object_or_404(model, pk=pk)
    form = MergeForm(old, request, CHOSEN_BY_SEARCH.get(model))
    if is_confirmed(request, form) and merged(request, old, form, partial(made_one, request, old)):
        return redirect(f"admin:articles_{model._meta.model_name}_change", form.cleaned_data["into"].pk)
    return render(request, "admin/articles/merge.html", context_of(request, old, form))


def made_one(request: HttpRequest, old: Model, into: Model) -> str:
    articles = merging.merge(old, into, taking=tuple(request.POST.getlist("taking")))
    said = ngettext("Merged: %(count)d article.", "Merged: %(count)d articles.", articles)
    return said % {"count": articles}


def context_of(request: HttpRequest, old: Model, form: MergeForm) -> dict:
    into = form.chosen
    return {
        **admin.site.each_context(request),
        "title": _("Merge “%(name)s”") % {"name": old},
        "opts": old._meta,
        "old": old,
        "form": form,
        "into": into,
        "articles": merging.articles_of(old).count(),
        "editions": merging.editions_of(old).count(),
        "offered": mergers.told(old, merging.offered(old, into)) if into else [],
    }


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
