from functools import partial

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.urls import path
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag as ForeignTag

from spacenews.articles.desk import names, tags
from spacenews.articles.desk.urls import of_the_front_page
from spacenews.articles.models import Author, Pin, Section, Tag
from spacenews.desk import BoundedPaginator, FilteredByName, KeepsReferredTo, Sought
from spacenews.mergers import may_merge

admin.site.unregister(ForeignTag)  # its page would list what drafts are tagged with, and ask nobody


class NamedAdmin(FilteredByName, KeepsReferredTo, admin.ModelAdmin):
    """Sections, authors and tags: small tables with an address each."""

    list_display, search_fields = ("name", "slug"), ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    paginator = BoundedPaginator
    show_full_result_count = False
    list_filter, actions = (names.UnusedFilter,), None
    change_form_template = "admin/articles/named_form.html"

    def get_actions(self, request):
        """In place of the stock one, which deletes all of the chosen or none."""
        if IS_POPUP_VAR in request.GET or not self.has_delete_permission(request):
            return {}
        return {"delete_unused": (names.delete_unused, "delete_unused", _("Delete what is unused"))}

    def get_urls(self):
        guarded, name = self.admin_site.admin_view, f"articles_{self.opts.model_name}_merge"
        view = partial(names.merge, model=self.model)
        return [path("<int:pk>/merge/", guarded(view), name=name), *super().get_urls()]

    def render_change_form(self, request, context, *args, **kwargs):
        context["may_merge"] = may_merge(request.user, self.model)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_prepopulated_fields(self, request, obj=None):
        """An address that stands is not rewritten with the name."""
        return {} if obj else super().get_prepopulated_fields(request, obj)


@admin.register(Section)
class SectionAdmin(NamedAdmin):
    list_display, ordering = ("name", "position", "slug"), ("position",)


@admin.register(Author)
class AuthorAdmin(NamedAdmin):
    autocomplete_fields = ("portrait",)


@admin.register(Tag)
class TagAdmin(Sought, NamedAdmin):
    fields = ("name", "slug", "name_id", "name_zh_hans")
    search_help_text = _("A name in any language")

    def get_urls(self):
        guarded = self.admin_site.admin_view
        return [
            path("choose/", guarded(tags.choose), name="articles_tag_choose"),
            path("new/", guarded(tags.create), name="articles_tag_create"),
            *super().get_urls(),
        ]


@admin.register(Pin)
class PinAdmin(admin.ModelAdmin):
    """The front page is arranged as a whole, on one page."""

    def get_urls(self):
        return of_the_front_page()

    def has_add_permission(self, request):
        """One pin alone is added nowhere."""
        return False
