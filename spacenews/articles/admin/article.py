from django.contrib import admin, messages
from django.db import InterfaceError, OperationalError
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from spacenews.articles import beginnings
from spacenews.articles.admin.listing import ArticleColumns
from spacenews.articles.admin.pages import form_context, late_changes
from spacenews.articles.admin.rights import ArticleRights
from spacenews.articles.admin.rows import BylineInline, CoverageInline, SourceInline
from spacenews.articles.desk import history, keeping, named, steps, summary
from spacenews.articles.desk.forms import ArticleForm
from spacenews.articles.desk.urls import of_the_article
from spacenews.articles.models import Article, ArticleCoverage
from spacenews.pagecache import outage


@admin.register(Article)
class ArticleAdmin(ArticleRights, ArticleColumns):
    """State is permission, and a button calls a verb of the model: see `steps`."""

    form = ArticleForm
    inlines = (BylineInline, CoverageInline, SourceInline)
    autocomplete_fields = ("original", "lead", "source_line_source")
    fieldsets = (
        (None, {"fields": ("headline", "deck", "points", "body", "based_on")}),
        (
            _("Placing"),
            {"fields": ("section", "kind", "unconfirmed", "language", "planned_for", "tags", "lead")},
        ),
        (_("Address"), {"fields": ("slug", "original"), "classes": ("collapse",)}),
        (_("Source line"), {"fields": ("source_line", "source_line_source"), "classes": ("collapse",)}),
    )

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The class is made for this request alone."""
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        form.unsaved = self.unsaved_of(request, obj)
        return form

    def unsaved_of(self, request, obj):
        """Return what stands in the form instead of what is saved, if this person may save it."""
        row = keeping.found(request, obj)
        may_save = obj is None or self.has_change_permission(request, obj)
        return keeping.as_posted(row) if row and may_save else None

    def get_changeform_initial_data(self, request):
        """A translation begins with what it shares with its original; an address says nothing else of a form."""
        original = self.original_of(request)
        return beginnings.of_translation(original) if original else {}

    def get_formset_kwargs(self, request, obj, inline, prefix):
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        if unsaved := self.unsaved_of(request, obj if obj.pk else None):
            return {**given, "unsaved": unsaved}
        begun = inline.begun_with(self.original_of(request)) if obj.pk is None else []
        return {**given, "initial": begun} if begun and request.method == "GET" else given

    def original_of(self, request):
        asked = request.GET.get("original", "")
        return self.get_object(request, asked) if asked else None

    def get_urls(self):
        return [*of_the_article(), *super().get_urls()]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and keeping.is_reading(request))

    def changeform_view(self, request, *args, **kwargs):
        """What cannot be stored just now is given back to whoever wrote it."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except (OperationalError, InterfaceError) as error:
            if request.method != "POST" or not outage.is_outage(error):
                raise
            return keeping.unavailable(request)

    def save_model(self, request, obj, form, change):
        obj.created_by = obj.created_by or request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """One explicit save makes one revision; a save that changes nothing makes none."""
        super().save_related(request, form, formsets, change)
        has_firms = named.decided(request, form.instance)
        changed = summary.of_save(form, formsets, also=(ArticleCoverage,) if has_firms else ())
        if changed or not change:
            form.instance.keep(by=request.user, summary=changed)
        keeping.saved(request, form.instance, is_new=not change)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """The editor's import map is the one inline script: it carries the answer's nonce."""
        context["media"] = context["media"].with_nonce(request.META.get("spacenews.nonce", ""))
        context.update(form_context(request.user, obj))
        context.update(keeping.context(request, obj, has_changed(context)))
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def history_view(self, request, object_id, extra_context=None):
        """The stock page would print the log: this one shows what was saved and what was published."""
        article = self.get_object(request, object_id)
        if article is None or not self.has_view_permission(request, article):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return render(request, "admin/articles/article/history.html", history.context(request, article))

    def response_post_save_change(self, request, obj):
        return self._next_step(request, obj) or super().response_post_save_change(request, obj)

    def response_post_save_add(self, request, obj):
        return self._next_step(request, obj) or super().response_post_save_add(request, obj)

    def response_change(self, request, obj):
        if "_then" not in request.POST and (warning := late_changes(obj)):
            messages.warning(request, warning)
        return super().response_change(request, obj)

    def _next_step(self, request, obj):
        """A button of the form saves first and then goes to the page of its step; one beside a name stays here."""
        name = request.POST.get("_then", "")
        if name in steps.STEPS:
            return redirect("admin:articles_article_step", obj.pk, name)
        return redirect("admin:articles_article_change", obj.pk) if named.FIELD in request.POST else None


def has_changed(context: dict) -> bool:
    """Say whether what stands in a form that nobody has sent yet differs from what is saved."""
    form, inlines = context["adminform"].form, context["inline_admin_formsets"]
    fields = set(form.changed_data) - {"based_on"} if form.is_bound else set()
    return bool(fields) or any(rows.formset.is_bound and rows.formset.has_changed() for rows in inlines)
