from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spacenews.articles.desk import bulk
from spacenews.articles.marks import CHANGES, REVIEW, marks
from spacenews.articles.models import ArticleCoverage
from spacenews.articles.states import State
from spacenews.desk import BoundedPaginator, FilteredByName, Sought
from spacenews.pagecache import clock

FIRMS_SHOWN = 2


class StateFilter(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("state"), "state"

    def lookups(self, request, model_admin):
        return [*State.choices, (CHANGES, _("with changes")), (REVIEW, _("in review"))]

    def queryset(self, request, queryset):
        chosen, now = self.value(), clock.now()
        if chosen == CHANGES:
            return queryset.with_state(now).with_changes()
        if chosen == REVIEW:
            return queryset.in_review()
        return queryset.in_state(State(chosen), now) if chosen in State.values else queryset


class ArticleList(ChangeList):
    """What a row shows, in one query and one for its firms; texts are not read. `sought` says what search did."""

    sought = None

    def get_queryset(self, request, *args, **kwargs):
        firms = Prefetch("coverage", ArticleCoverage.objects.select_related("organization"))
        found = super().get_queryset(request, *args, **kwargs).with_state(clock.now())
        self.sought = getattr(request, "sought", None)
        return found.defer("deck", "points", "body").select_related("section").prefetch_related(firms)

    def get_ordering_field_columns(self):
        """No column is marked as the order while the best stand first."""
        ranked = self.sought and ORDER_VAR not in self.params
        return {} if ranked else super().get_ordering_field_columns()


class ArticleColumns(Sought, FilteredByName, admin.ModelAdmin):
    """The list of articles."""

    list_display = ("title", "state", "section", "firms", "changed")
    list_filter = (StateFilter, "section", "language", "kind")
    list_per_page = 50
    paginator = BoundedPaginator
    ordering = ("-changed_at", "-pk")
    search_help_text = gettext_lazy("Words, “phrases”, -without, firm:, an address")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_actions(self, request):
        """None where one is only chosen, in a window of its own."""
        return {} if IS_POPUP_VAR in request.GET else bulk.actions(request.user)

    def get_changelist(self, request, **kwargs):
        return ArticleList

    @admin.display(description=gettext_lazy("headline"), ordering="headline")
    def title(self, article):
        return article.headline

    @admin.display(description=gettext_lazy("state"))
    def state(self, article):
        return marks(article)

    @admin.display(description=gettext_lazy("firms"))
    def firms(self, article):
        names = [row.organization.label for row in article.coverage.all()]
        shown, more = ", ".join(names[:FIRMS_SHOWN]), len(names) - FIRMS_SHOWN
        return _("%(names)s and %(count)d more") % {"names": shown, "count": more} if more > 0 else shown

    @admin.display(description=gettext_lazy("changed"), ordering="changed_at")
    def changed(self, article):
        return date_format(localtime(article.changed_at), "DATETIME_FORMAT")
