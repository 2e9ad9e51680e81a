from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from spacenews.articles.models import Article, Edition
from spacenews.desk import BoundedPaginator, FilteredByName
from spacenews.pagecache import clock
from spacenews.search import reading
from spacenews.search.admin.forms import PinnedAnswerForm, SynonymForm
from spacenews.search.models import PinnedAnswer, Synonym
from spacenews.search.text import folded


class CuratedAdmin(FilteredByName, admin.ModelAdmin):
    """What editors add to search, looked up by what a search would know."""

    list_per_page = 50
    paginator = BoundedPaginator
    show_full_result_count = False
    actions = None

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, folded(search_term))


def asked(request) -> str:
    """Return the query that an address begins a form with: plain text, of bounded length, looked up nowhere."""
    return reading.tidied(request.GET.get("query", ""))


@admin.register(Synonym)
class SynonymAdmin(CuratedAdmin):
    form = SynonymForm
    search_fields, search_help_text = ("spellings__text_folded",), _("One of the words")
    ordering = ("-pk",)

    def get_changeform_initial_data(self, request):
        return {"words": [asked(request)]}


@admin.register(PinnedAnswer)
class PinnedAnswerAdmin(CuratedAdmin):
    form = PinnedAnswerForm
    autocomplete_fields = ("article",)
    search_fields, search_help_text = ("query_folded",), _("Words of a query")
    list_display = ("query", "article", "place", "is_shown")

    def get_queryset(self, request):
        """Among articles that a person may see; with each, whether readers are shown it."""
        visible = Article.objects.visible_to(request.user).values("pk")
        live = Edition.objects.live(clock.now()).filter(article=OuterRef("article"))
        pins = super().get_queryset(request).select_related("article").filter(article__in=visible)
        return pins.annotate(is_live=Exists(live))

    def get_changeform_initial_data(self, request):
        return {"query": asked(request), "place": 1}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "article":
            kwargs["queryset"] = Article.objects.visible_to(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(boolean=True, description=_("readers see it"))
    def is_shown(self, pin):
        return pin.is_live
