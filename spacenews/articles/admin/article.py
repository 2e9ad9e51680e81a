from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelectMultiple, RelatedFieldWidgetWrapper
from django.db import transaction
from django.forms import ModelMultipleChoiceField
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from spacenews.articles import beginnings, policy, steps
from spacenews.articles.admin.listing import ArticleColumns
from spacenews.articles.admin.pages import form_context, history_context, late_changes
from spacenews.articles.admin.rows import BylineInline, CoverageInline, SourceInline
from spacenews.articles.forms import ArticleForm
from spacenews.articles.models import Article, ArticleTag, Tag
from spacenews.articles.policy import Verb
from spacenews.desk import KeepsReferredTo
from spacenews.pagecache import stamp


def tags_field(request) -> ModelMultipleChoiceField:
    """Tags are chosen among those there are; who may make new ones has the button beside."""
    tag, site = ArticleTag._meta.get_field("tag"), admin.site
    may_add = site.get_model_admin(Tag).has_add_permission(request)
    chooser = AutocompleteSelectMultiple(tag, site)
    widget = RelatedFieldWidgetWrapper(chooser, tag.remote_field, site, can_add_related=may_add)
    return ModelMultipleChoiceField(Tag.objects.all(), label=_("Tags"), required=False, widget=widget)


@admin.register(Article)
class ArticleAdmin(KeepsReferredTo, ArticleColumns):
    """State is permission, and a button calls a verb of the model: see `steps`."""

    form = ArticleForm
    inlines = (BylineInline, CoverageInline, SourceInline)
    autocomplete_fields = ("original", "lead", "source_line_source")
    fieldsets = (
        (None, {"fields": ("headline", "deck", "points", "body", "based_on")}),
        (_("Placing"), {"fields": ("section", "kind", "unconfirmed", "language", "tags", "lead")}),
        (_("Address"), {"fields": ("slug", "original"), "classes": ("collapse",)}),
        (_("Source line"), {"fields": ("source_line", "source_line_source"), "classes": ("collapse",)}),
    )

    def get_queryset(self, request):
        return Article.objects.visible_to(request.user)

    def get_object(self, request, object_id, from_field=None):
        """A POST holds the row until it is answered: on PostgreSQL to compare versions alone would lose a save."""
        found = super().get_object(request, object_id, from_field)
        if found and request.method == "POST":
            return self.get_queryset(request).select_for_update(of=("self",)).filter(pk=found.pk).first()
        return found

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The class is made for this request alone."""
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        return form

    def has_view_permission(self, request, obj=None):
        return policy.can(request.user, Verb.VIEW, obj)

    def has_add_permission(self, request):
        return policy.can(request.user, Verb.ADD)

    def has_change_permission(self, request, obj=None):
        return policy.can(request.user, Verb.CHANGE, obj)

    def has_delete_permission(self, request, obj=None):
        return policy.can(request.user, Verb.DELETE, obj)

    def get_readonly_fields(self, request, obj=None):
        """An address that readers may know is an editor's to change."""
        fixed = obj and not policy.is_editor(request.user) and obj.editions.exists()
        return ("slug",) if fixed else ()

    def get_changeform_initial_data(self, request):
        """A translation begins with what it shares with its original; an address says nothing else of a form."""
        original = self.original_of(request)
        return beginnings.of_translation(original) if original else {}

    def get_formset_kwargs(self, request, obj, inline, prefix):
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        begun = inline.begun_with(self.original_of(request)) if obj.pk is None else []
        return {**given, "initial": begun} if begun and request.method == "GET" else given

    def original_of(self, request):
        asked = request.GET.get("original", "")
        return self.get_object(request, asked) if asked else None

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in ("original", "lead"):
            kwargs["queryset"] = db_field.related_model.objects.visible_to(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Beside a choice stands at most the button that adds to it."""
        field = (
            tags_field(request)
            if db_field.name == "tags"
            else super().formfield_for_dbfield(db_field, request, **kwargs)
        )
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            widget = field.widget
            widget.can_change_related = widget.can_delete_related = widget.can_view_related = False
        return field

    def get_urls(self):
        view = self.admin_site.admin_view(steps.step)
        return [path("<int:pk>/<slug:name>/step/", view, name="articles_article_step"), *super().get_urls()]

    def save_model(self, request, obj, form, change):
        obj.created_by = obj.created_by or request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """One explicit save makes one revision; a save that changes nothing makes none."""
        super().save_related(request, form, formsets, change)
        changed = [form.fields[name].label for name in form.changed_data if name != "based_on"]
        changed += [rows.model._meta.verbose_name_plural for rows in formsets if rows.has_changed()]
        if changed or not change:
            form.instance.keep(by=request.user, summary=", ".join(map(str, changed))[:200])

    def delete_view(self, request, object_id, extra_context=None):
        """A pin, which readers see, may go with it: the stamp is the first lock of whoever writes what they see."""
        if request.method != "POST":
            return super().delete_view(request, object_id, extra_context)
        with transaction.atomic():
            stamp.take()
            return super().delete_view(request, object_id, extra_context)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """The editor's import map is the one inline script: it carries the answer's nonce."""
        context["media"] = context["media"].with_nonce(request.META.get("spacenews.nonce", ""))
        context.update(form_context(request.user, obj))
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def history_view(self, request, object_id, extra_context=None):
        """The stock page would print the log: this one shows what the article was at each save."""
        article = super().get_object(request, object_id)
        if article is None or not self.has_view_permission(request, article):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        context = {**self.admin_site.each_context(request), **history_context(article, request.GET.get("p"))}
        return render(request, "admin/articles/article/history.html", context)

    def response_post_save_change(self, request, obj):
        return self._next_step(request, obj) or super().response_post_save_change(request, obj)

    def response_post_save_add(self, request, obj):
        return self._next_step(request, obj) or super().response_post_save_add(request, obj)

    def response_change(self, request, obj):
        if "_then" not in request.POST and (warning := late_changes(obj)):
            messages.warning(request, warning)
        return super().response_change(request, obj)

    def _next_step(self, request, obj):
        """A button of the form saves first and then goes to the page of its step."""
        name = request.POST.get("_then", "")
        return redirect("admin:articles_article_step", obj.pk, name) if name in steps.STEPS else None
