from django.contrib import admin

from spacenews.firms.admin.base import BoundedAdmin
from spacenews.firms.models import Source
from spacenews.firms.models.sources import normal_url


@admin.register(Source)
class SourceAdmin(BoundedAdmin):
    fields = ("url", "title", "publisher", "author", "published", "accessed_on", "kind")
    search_fields = ("title", "publisher", "author", "url_normal")
    list_display = ("title", "publisher", "published", "kind")

    def get_search_results(self, request, queryset, search_term):
        """An address is looked for in the spelling that all its spellings share."""
        term = normal_url(search_term) if "://" in search_term else search_term
        return super().get_search_results(request, queryset, term)
