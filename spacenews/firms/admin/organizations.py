from django.contrib import admin
from django.urls import path
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from spacenews.desk import Sought
from spacenews.firms.admin.base import FactAdmin, ReadersFilter
from spacenews.firms.desk import imports, merging
from spacenews.firms.forms import NameFormSet, OrganizationForm
from spacenews.firms.models import FoundedAlternative, Identifier, Name, Organization
from spacenews.markup import tidy
from spacenews.mergers import may_merge


class NameInline(admin.StackedInline):
    model, formset, extra = Name, NameFormSet, 0
    fields = (("text", "language", "kind"), ("match", "since", "until"))


class IdentifierInline(admin.StackedInline):
    model, extra = Identifier, 0
    fields = (("scheme", "value"),)


class FoundedAlternativeInline(admin.StackedInline):
    model, extra, autocomplete_fields = FoundedAlternative, 0, ("source",)
    fields = (("date", "note"), "source")


@admin.register(Organization)
class OrganizationAdmin(Sought, FactAdmin):
    form = OrganizationForm
    inlines = (NameInline, IdentifierInline, FoundedAlternativeInline)
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = ("source", "further_sources", "website_source")
    search_help_text = _("Any of its names, in any script")
    list_display = ("name", "native", "kind", "country", "confidence", "seen")
    list_filter = (ReadersFilter, "kind", "status", "confidence")

    def get_changeform_initial_data(self, request) -> dict:
        """A name that an article says and no record has is in the form already, with its slug."""
        name = tidy(request.GET.get("name", ""))[:200]
        return {"name": name, "slug": slugify(name)[:120]}

    def view_on_site(self, organization):
        return organization.url if self.seen(organization) else None

    def get_fieldsets(self, request, obj=None):
        descriptors = ("descriptor", "descriptor_id", "descriptor_zh_hans")
        state = ("status", "status_note", "ownership", "ownership_note")
        _own, sources, readers = super().get_fieldsets(request, obj)
        return (
            (None, {"fields": ("name", "slug", "short_name", "kind", *descriptors)}),
            sources,
            (
                _("Facts"),
                {"fields": ("sectors", "country", "city", "founded", *state, "vehicles", "satellites")},
            ),
            (_("On the web"), {"fields": ("website", "website_source")}),
            readers,
            (_("Notes for the desk"), {"fields": ("notes",)}),
        )

    def get_urls(self):
        guarded = self.admin_site.admin_view
        return [
            path("imports/", guarded(imports.imports), name="firms_organization_imports"),
            path("imports/<int:pk>/", guarded(imports.one), name="firms_organization_import"),
            path(
                "imports/<int:pk>/lines.csv",
                guarded(imports.lines_csv),
                name="firms_organization_import_lines",
            ),
            path("<int:pk>/merge/", guarded(merging.merge), name="firms_organization_merge"),
            path("mergers/<int:pk>/part/", guarded(merging.part), name="firms_organization_part"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and may_merge(request.user, Organization):
            context |= {"may_merge": True, "mergers": merging.standing(obj)}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("names")

    @admin.display(description=_("in its own script"))
    def native(self, organization):
        return organization.native
