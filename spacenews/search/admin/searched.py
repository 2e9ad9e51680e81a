from datetime import date

from django.contrib import admin
from django.db.models import F
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spacenews.desk import BoundedPaginator, FilteredByName, ReadOnly
from spacenews.search.models import Asked

# What follows from a query: where it is taken, as which parameter, and by what words.
STEPS = (
    ("search", "q", gettext_lazy("Search for it")),
    ("admin:search_synonym_add", "query", gettext_lazy("Add a synonym")),
    ("admin:search_pinnedanswer_add", "query", gettext_lazy("Pin an answer")),
)
NO_BREAK = "\N{NO-BREAK SPACE}"


class MonthFilter(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("month"), "month"

    def lookups(self, request, model_admin):
        months = Asked.objects.exclude(text="").order_by("-month").values_list("month", flat=True).distinct()
        return [(month.isoformat(), in_words(month)) for month in months]

    def queryset(self, request, queryset):
        chosen = self.value()
        known = chosen in [value for value, _words in self.lookup_choices]
        return queryset.filter(month=date.fromisoformat(chosen)) if known else queryset


class FoundFilter(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("result"), "found"

    def lookups(self, request, model_admin):
        return [("nothing", _("Found nothing at times")), ("never", _("Never found anything"))]

    def queryset(self, request, queryset):
        match self.value():
            case "nothing":
                return queryset.filter(empty__gt=0)
            case "never":
                return queryset.filter(empty=F("times"))


@admin.register(Asked)
class AskedAdmin(ReadOnly, FilteredByName, admin.ModelAdmin):
    """What was searched, and how often: counts alone, which nobody changes (tally.py writes them)."""

    list_display = ("text", "in_month", "times", "empty", "steps")
    list_display_links = None
    list_filter = (FoundFilter, MonthFilter)
    search_fields, search_help_text = ("text",), gettext_lazy("Words of a query")
    fields = ("text", "month", "times", "empty")
    list_per_page = 50
    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def get_queryset(self, request):
        """Queries whose words are known: those asked three times in a month."""
        return super().get_queryset(request).exclude(text="")

    @admin.display(description=gettext_lazy("month"), ordering="month")
    def in_month(self, asked):
        return in_words(asked.month).replace(" ", NO_BREAK)

    @admin.display(description=gettext_lazy("next"))
    def steps(self, asked):
        links = ((f"{reverse(name)}?{urlencode({key: asked.text})}", words) for name, key, words in STEPS)
        return format_html_join(" · ", '<a href="{}">{}</a>', links)


def in_words(month: date) -> str:
    return date_format(month, "YEAR_MONTH_FORMAT")
