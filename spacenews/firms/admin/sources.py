from django.contrib import admin
from django.db.models import Q
from django.urls import path
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spacenews.firms.admin.base import BoundedAdmin
from spacenews.firms.models import Source, SourceAddress, SourceCheck
from spacenews.firms.models.sources import normal_url
from spacenews.firms.partial_dates import label
from spacenews.firms.sources import desk
from spacenews.firms.sources.relations import used
from spacenews.mergers import may_merge

OFFERED = 30  # values of a column that a filter lists


class OneOf(admin.SimpleListFilter):
    """Narrows to one value of a column, of which the first are listed; a row's own value leads to it too."""

    def lookups(self, request, model_admin):
        rows = Source.objects.order_by(self.parameter_name).values_list(self.parameter_name, flat=True)
        first = list(rows.exclude(**{self.parameter_name: ""}).distinct()[:OFFERED])
        chosen = request.GET.get(self.parameter_name)
        return [(value, value) for value in dict.fromkeys([*([chosen] if chosen else []), *first])]

    def queryset(self, request, queryset):
        return queryset.filter(**{self.parameter_name: self.value()}) if self.value() else queryset


class PublisherFilter(OneOf):
    title, parameter_name = gettext_lazy("publisher"), "publisher"


class KindFilter(OneOf):
    title, parameter_name = gettext_lazy("kind"), "kind"


class StandingFilter(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("state"), "state"

    def lookups(self, request, model_admin):
        return [
            ("gone", _("Gone")),
            ("there", _("There")),
            ("lost", _("Gone, without a copy")),
            ("no-copy", _("Without a copy in an archive")),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "gone":
                return queryset.exclude(gone_since=None)
            case "there":
                return queryset.filter(gone_since=None)
            case "lost":
                return queryset.filter(archive_url="").exclude(gone_since=None)
            case "no-copy":
                return queryset.filter(archive_url="")


class UseFilter(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("use"), "use"

    def lookups(self, request, model_admin):
        return [("some", _("Something rests on it")), ("none", _("unused"))]

    def queryset(self, request, queryset):
        match self.value():
            case "some":
                return queryset.filter(used())
            case "none":
                return queryset.exclude(used())


def address_of(term: str) -> str:
    """Return the normal form of what looks like an address, or of the beginning of one; else nothing."""
    term = term.strip()
    if "://" in term:
        return normal_url(term)
    host = term.lstrip("/").partition("/")[0]
    return normal_url(f"https://{term.lstrip('/')}") if "." in host.strip(".") and " " not in term else ""


@admin.register(Source)
class SourceAdmin(BoundedAdmin):
    fieldsets = (
        (None, {"fields": ("url", "title", "publisher", "author", "published", "accessed_on", "kind")}),
        (gettext_lazy("For the desk"), {"fields": ("reliability",)}),
        (gettext_lazy("Should it be gone"), {"fields": ("archive_url", "gone_since", "asked_last")}),
    )
    readonly_fields = ("asked_last",)
    change_form_template = "admin/firms/source/change_form.html"
    search_fields = ("title", "publisher", "author", "url_normal")
    search_help_text = gettext_lazy("Words of the title, publisher or author, or an address in any spelling")
    list_display = ("title", "of_publisher", "when", "kind", "gone_since", "copy")
    list_filter = (StandingFilter, UseFilter, KindFilter, PublisherFilter)

    def get_urls(self):
        guarded = self.admin_site.admin_view
        return [
            path("<int:pk>/rests/", guarded(desk.rests), name="firms_source_rests"),
            path("<int:pk>/merge/", guarded(desk.merge), name="firms_source_merge"),
            path("<int:pk>/gone/", guarded(desk.gone), name="firms_source_gone"),
            *super().get_urls(),
        ]

    def get_search_results(self, request, queryset, search_term):
        """An address is looked for in the spelling that all its spellings share, also one that was merged."""
        found, is_doubled = super().get_search_results(request, queryset, search_term)
        if address := address_of(search_term):
            former = SourceAddress.objects.filter(url_normal__startswith=address).values("source")
            found |= queryset.filter(Q(url_normal__icontains=address) | Q(pk__in=former))
        return found, is_doubled

    def render_change_form(self, request, context, *args, **kwargs):
        context["may_merge"] = may_merge(request.user, Source)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=gettext_lazy("publisher"), ordering="publisher")
    def of_publisher(self, source):
        return format_html(
            '<a href="?{}">{}</a>', urlencode({"publisher": source.publisher}), source.publisher
        )

    @admin.display(description=gettext_lazy("published"), ordering="published")
    def when(self, source):
        return label(source.published)

    @admin.display(description=gettext_lazy("copy"))
    def copy(self, source):
        if source.archive_url:
            return format_html('<a href="{}" rel="noopener">{}</a>', source.archive_url, _("in an archive"))

    @admin.display(description=gettext_lazy("asked last"))
    def asked_last(self, source):
        """What the site was told when it asked whether the source is there."""
        asked = SourceCheck.objects.exclude(asked_on=None).filter(source=source)
        return asked.first() or self.get_empty_value_display()
