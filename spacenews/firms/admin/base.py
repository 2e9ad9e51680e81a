from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import transaction
from django.db.models import DecimalField, TextField
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from spacenews.desk import BoundedPaginator, FilteredByName, KeepsReferredTo
from spacenews.firms import changes
from spacenews.firms.forms import NumberField
from spacenews.pagecache import clock, stamp


class ReadersFilter(admin.SimpleListFilter):
    title, parameter_name = _("seen by"), "seen"

    def lookups(self, request, model_admin):
        return [("readers", _("Readers")), ("desk", _("The desk alone"))]

    def queryset(self, request, queryset):
        public = queryset.model.objects.public(clock.now()).values("pk")
        match self.value():
            case "readers":
                return queryset.filter(pk__in=public)
            case "desk":
                return queryset.exclude(pk__in=public)


class BoundedAdmin(FilteredByName, KeepsReferredTo, admin.ModelAdmin):
    """A list that costs the same however long it is, and records that are kept while others refer to them."""

    list_per_page = 50
    paginator = BoundedPaginator
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False

    def changeform_view(self, request, *args, **kwargs):
        """A fact that changes by what is sent here is changed by this person; so too below."""
        with changes.made_by(request.user):
            return super().changeform_view(request, *args, **kwargs)

    def changelist_view(self, request, *args, **kwargs):
        with changes.made_by(request.user):
            return super().changelist_view(request, *args, **kwargs)

    def delete_view(self, request, *args, **kwargs):
        with changes.made_by(request.user):
            return super().delete_view(request, *args, **kwargs)


class PublicAdmin(BoundedAdmin):
    """What the desk shows to readers when it is ready."""

    actions = ("show_to_readers",)

    @admin.display(boolean=True, description=_("readers see it"))
    def seen(self, record):
        return bool(record.public_from and record.public_from <= clock.now())

    @admin.action(description=_("Show to readers"), permissions=["change"])
    def show_to_readers(self, request, queryset):
        """The permission is asked for each record, in the transaction that writes."""
        with transaction.atomic():
            stamp.take()
            asked = [record.pk for record in queryset if self.has_change_permission(request, record)]
            records = self.model.objects.filter(pk__in=asked)
            count = records.show_to_readers(at=clock.now())
            LogEntry.objects.log_actions(
                request.user.pk, records, CHANGE, [{"changed": {"fields": ["public_from"]}}]
            )
        shown = ngettext("%(count)s record is now shown.", "%(count)s records are now shown.", count)
        self.message_user(request, shown % {"count": count})


class FactAdmin(PublicAdmin):
    """A record that rests on a source: `own_fields`, then its sources, then who may see it."""

    own_fields = ()
    autocomplete_fields = ("source", "further_sources")
    list_filter = (ReadersFilter, "confidence")
    formfield_overrides = {
        TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
        DecimalField: {"form_class": NumberField},
    }

    def get_fieldsets(self, request, obj=None):
        return (
            (None, {"fields": self.own_fields}),
            (_("Sources"), {"fields": ("source", "further_sources", "confidence", "checked_on")}),
            (_("Readers"), {"fields": ("public_from",)}),
        )

    def response_change(self, request, obj):
        self.lead_to_articles(request, obj)
        return super().response_change(request, obj)

    def lead_to_articles(self, request, record) -> None:
        """Lead from a fact that has changed to the articles that printed it."""
        change = changes.newest_of(record)
        count = change.flags.open(clock.now()).count() if change else 0
        if count:
            said = ngettext(
                "%(count)d live article printed it as it was.",
                "%(count)d live articles printed it as it was.",
                count,
            )
            url = reverse("admin:articles_fact_change", args=[change.pk])
            link = format_html('{} <a href="{}">{}</a>', said % {"count": count}, url, _("Look at each"))
            messages.warning(request, link)
