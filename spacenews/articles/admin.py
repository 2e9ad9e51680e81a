from django.contrib import admin
from django.db.models import Prefetch
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _

from spacenews.articles import checklist, policy, steps
from spacenews.articles.forms import ArticleForm
from spacenews.articles.models import (
    Article,
    ArticleByline,
    ArticleCoverage,
    ArticleSource,
    Author,
    Pin,
    Section,
    Tag,
)
from spacenews.articles.policy import Verb
from spacenews.articles.states import State
from spacenews.desk import BoundedPaginator
from spacenews.pagecache import clock


class StateFilter(admin.SimpleListFilter):
    title, parameter_name = _("state"), "state"

    def lookups(self, request, model_admin):
        return State.choices

    def queryset(self, request, queryset):
        return (
            queryset.in_state(State(self.value()), clock.now()) if self.value() in State.values else queryset
        )


class ReviewFilter(admin.SimpleListFilter):
    title, parameter_name = _("review"), "review"

    def lookups(self, request, model_admin):
        return [("yes", _("in review"))]

    def queryset(self, request, queryset):
        return queryset.in_review() if self.value() else queryset


class BylineInline(admin.TabularInline):
    model, extra, fields, autocomplete_fields = ArticleByline, 1, ("author", "position"), ("author",)


class CoverageInline(admin.TabularInline):
    model, extra, autocomplete_fields = ArticleCoverage, 1, ("organization",)
    fields = ("organization", "role", "position")


class SourceInline(admin.TabularInline):
    model, extra, fields, autocomplete_fields = ArticleSource, 1, ("source", "position"), ("source",)


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    """State is permission, and a button calls a verb of the model: see `steps`."""

    form = ArticleForm
    inlines = (BylineInline, CoverageInline, SourceInline)
    autocomplete_fields = ("original", "lead", "source_line_source")
    list_display = ("title", "state", "section", "firms", "changed")
    list_filter = (StateFilter, ReviewFilter, "section", "language", "kind")
    list_select_related = ("section", "changed_by")
    list_per_page = 50
    search_fields = ("headline",)
    actions = None
    show_full_result_count = False
    paginator = BoundedPaginator
    fieldsets = (
        (None, {"fields": ("headline", "deck", "points", "body", "version")}),
        (_("Placing"), {"fields": ("section", "kind", "unconfirmed", "language", "tags", "lead")}),
        (_("Address"), {"fields": ("slug", "original")}),
        (_("Source line"), {"fields": ("source_line", "source_line_source")}),
    )

    def get_queryset(self, request):
        coverage = ArticleCoverage.objects.select_related("organization")
        visible = Article.objects.visible_to(request.user).with_state(clock.now())
        return visible.prefetch_related(Prefetch("coverage", coverage)).order_by("-changed_at", "-pk")

    def has_view_permission(self, request, obj=None):
        return policy.can(request.user, Verb.VIEW, obj)

    def has_add_permission(self, request):
        return policy.can(request.user, Verb.ADD)

    def has_change_permission(self, request, obj=None):
        return policy.can(request.user, Verb.CHANGE, obj)

    def has_delete_permission(self, request, obj=None):
        return policy.can(request.user, Verb.DELETE, obj)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "original":
            kwargs["queryset"] = Article.objects.visible_to(request.user)
        if db_field.name == "lead":
            kwargs["queryset"] = db_field.remote_field.model.objects.visible_to(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_urls(self):
        view = self.admin_site.admin_view(steps.step)
        return [path("<int:pk>/<slug:name>/step/", view, name="articles_article_step"), *super().get_urls()]

    def save_model(self, request, obj, form, change):
        obj.created_by = obj.created_by or request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """One explicit save makes one revision; a save that changes nothing makes none."""
        super().save_related(request, form, formsets, change)
        form.instance.tags.set(form.cleaned_data.get("tags", ()))
        if not change or form.has_changed() or any(formset.has_changed() for formset in formsets):
            form.instance.keep(by=request.user, summary=", ".join(form.changed_data)[:200])

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Give the form its state and next steps, and the editor's import map the answer's nonce."""
        context["media"] = context["media"].with_nonce(str(request.META["spacenews.nonce"]))
        if obj:
            context["state"] = obj.state()
            context["steps"] = {
                name: steps.STEPS[name] for name in steps.steps_for(request.user, obj, obj.state())
            }
            context["problems"] = checklist.problems(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def response_post_save_change(self, request, obj):
        return self._next_step(request, obj) or super().response_post_save_change(request, obj)

    def response_post_save_add(self, request, obj):
        return self._next_step(request, obj) or super().response_post_save_add(request, obj)

    def _next_step(self, request, obj):
        """A button of the form saves first and then goes to the page of its step."""
        name = request.POST.get("_then", "")
        return redirect("admin:articles_article_step", obj.pk, name) if name in steps.STEPS else None

    @admin.display(description=_("article"), ordering="headline")
    def title(self, article):
        return article.headline

    @admin.display(description=_("state"))
    def state(self, article):
        state = article.state()
        words = [state.label, *([_("with changes")] if article.has_changes and state.is_live else [])]
        review = [_("in review")] if article.submitted_at else []
        return ", ".join(str(word) for word in words + review)

    @admin.display(description=_("firms"))
    def firms(self, article):
        names = [row.organization.label for row in article.coverage.all()]
        more = [_("and %(count)d more") % {"count": len(names) - 2}] if len(names) > 2 else []
        return ", ".join(str(name) for name in names[:2] + more)

    @admin.display(description=_("changed"), ordering="changed_at")
    def changed(self, article):
        return article.changed_at


class NamedAdmin(admin.ModelAdmin):
    """Sections, authors and tags: small tables with an address each."""

    list_display, search_fields = ("name", "slug"), ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    show_full_result_count = False
    actions = None


@admin.register(Section)
class SectionAdmin(NamedAdmin):
    list_display, ordering = ("name", "position", "slug"), ("position",)


@admin.register(Author)
class AuthorAdmin(NamedAdmin):
    autocomplete_fields = ("portrait",)


@admin.register(Tag)
class TagAdmin(NamedAdmin):
    search_fields = ("name", "name_id", "name_zh_hans", "slug")


@admin.register(Pin)
class PinAdmin(admin.ModelAdmin):
    list_display, autocomplete_fields, ordering = ("place", "article", "ends_at"), ("article",), ("place",)
    list_select_related = ("article",)
    actions = None
