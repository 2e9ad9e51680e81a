from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag as ForeignTag

from spacenews.articles.models import Article, Author, Pin, Section, Tag
from spacenews.desk import BoundedPaginator, FilteredByName, KeepsReferredTo, Sought

admin.site.unregister(ForeignTag)  # its page would list what drafts are tagged with, and ask nobody


class NamedAdmin(FilteredByName, KeepsReferredTo, admin.ModelAdmin):
    """Sections, authors and tags: small tables with an address each."""

    list_display, search_fields = ("name", "slug"), ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    paginator = BoundedPaginator
    show_full_result_count = False
    actions = None

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


@admin.register(Pin)
class PinAdmin(FilteredByName, admin.ModelAdmin):
    list_display, autocomplete_fields, ordering = ("place", "article", "ends_at"), ("article",), ("place",)
    list_select_related = ("article",)
    actions = None

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "article":
            kwargs["queryset"] = Article.objects.visible_to(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
