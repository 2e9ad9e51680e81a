from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag as ForeignTag

from spacenews.articles.desk.urls import of_the_front_page
from spacenews.articles.models import Author, Pin, Section, Tag
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
class PinAdmin(admin.ModelAdmin):
    """The front page is arranged as a whole, on one page."""

    def get_urls(self):
        return of_the_front_page()

    def has_add_permission(self, request):
        """One pin alone is added nowhere."""
        return False
