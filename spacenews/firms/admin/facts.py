from django.contrib import admin, messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spacenews.firms import amounts
from spacenews.firms.admin import successors
from spacenews.firms.admin.base import BoundedAdmin, FactAdmin, PublicAdmin, ReadersFilter
from spacenews.firms.forms import SeveralFormSet
from spacenews.firms.models import (
    Answer,
    Claim,
    Cooperation,
    Dispute,
    Figure,
    FigureGroup,
    FundingRound,
    Milestone,
    Party,
)


@admin.register(FigureGroup)
class FigureGroupAdmin(BoundedAdmin):
    prepopulated_fields = {"slug": ("title",)}
    fields = ("title", "slug", "title_id", "title_zh_hans")
    search_fields = ("title", "title_id", "title_zh_hans", "slug")
    list_display = ("title", "slug")


@admin.register(Figure)
class FigureAdmin(FactAdmin):
    own_fields = (
        *("group", "metric", "scope", "period", "value", "unit", "currency", "kind"),
        *("as_printed", "definition", "attributed_to", "published", "organization", "superseded_by"),
    )
    autocomplete_fields = ("group", "organization", "superseded_by", "source", "further_sources")
    search_fields = ("scope", "metric", "as_printed", "attributed_to", "group__title")
    list_display = ("scope", "metric", "period", "as_printed", "kind", "confidence", "seen")
    list_filter = (ReadersFilter, "kind", "confidence")
    add_form_template = "admin/firms/figure/add_form.html"

    def get_changeform_initial_data(self, request):
        """A figure that is to supersede another begins with what both count."""
        old = successors.to_supersede(request)
        return successors.begun(old) if old else {}

    def render_change_form(self, request, context, *args, add=False, **kwargs):
        context["supersedes"] = successors.to_supersede(request) if add else None
        return super().render_change_form(request, context, *args, add=add, **kwargs)

    def save_model(self, request, obj, form, change):
        """Whoever adds what supersedes a figure says so of that one in the same transaction."""
        super().save_model(request, obj, form, change)
        old = None if change else successors.to_supersede(request)
        request.superseded = old and successors.supersede(old.pk, obj, request.user)

    def response_add(self, request, obj, *args, **kwargs):
        """Lead back to what is to be checked, with what the figure did."""
        if not request.superseded:
            return super().response_add(request, obj, *args, **kwargs)
        said = _("Superseded. Articles that printed it are listed under “Facts that moved”.")
        messages.success(request, said)
        self.lead_to_articles(request, request.superseded)
        if "_save" in request.POST:
            return redirect("admin:articles_stale")
        return super().response_add(request, obj, *args, **kwargs)


class PartyInline(admin.StackedInline):
    model, formset, min_num, extra = Party, SeveralFormSet, 2, 0
    autocomplete_fields = ("organization",)
    fields = (("position", "organization", "name", "role"),)


@admin.register(Cooperation)
class CooperationAdmin(FactAdmin):
    inlines = (PartyInline,)
    own_fields = ("title", "kind", "date", "status", "share", "description")
    search_fields = ("title", "description", "parties__name", "parties__organization__name_folded")
    list_display = ("title", "kind", "date", "status", "confidence", "seen")
    list_filter = (ReadersFilter, "kind", "status", "confidence")


@admin.register(Milestone)
class MilestoneAdmin(FactAdmin):
    own_fields = (
        *("organization", "date", "title", "kind", "outcome", "promise", "now_expected"),
        *("place", "description"),
    )
    autocomplete_fields = ("organization", "source", "further_sources")
    search_fields = ("title", "organization__name_folded", "place")
    list_display = ("title", "organization", "date", "kind", "outcome", "promise", "seen")
    list_filter = (ReadersFilter, "kind", "outcome", "promise", "confidence")
    list_select_related = ("organization",)


@admin.register(FundingRound)
class FundingRoundAdmin(FactAdmin):
    own_fields = (
        *("organization", "date", "series", "amount", "currency"),
        *("amount_usd_as_printed", "is_cumulative", "note"),
    )
    autocomplete_fields = ("organization", "source", "further_sources")
    search_fields = ("organization__name_folded", "series", "note")
    list_display = ("organization", "date", "series", "money", "confidence", "seen")
    list_filter = (ReadersFilter, "currency", "is_cumulative", "confidence")
    list_select_related = ("organization",)

    @admin.display(description=gettext_lazy("amount"), ordering="amount")
    def money(self, funding_round):
        return amounts.amount(funding_round)


class AnswerInline(admin.StackedInline):
    model, formset, min_num, extra = Answer, SeveralFormSet, 2, 0
    autocomplete_fields = ("figure", "source", "further_sources")
    fields = (("position", "words"), "figure", "source", "further_sources")


@admin.register(Dispute)
class DisputeAdmin(PublicAdmin):
    inlines = (AnswerInline,)
    fields = ("topic", "question", "editors_note", "organization", "group", "public_from")
    autocomplete_fields = ("organization", "group")
    search_fields = ("topic", "question")
    list_display = ("topic", "question", "seen")
    list_filter = (ReadersFilter,)


@admin.register(Claim)
class ClaimAdmin(FactAdmin):
    own_fields = ("sentence", "place", "verdict", "verdict_note", "note")
    search_fields = ("sentence", "note")
    list_display = ("sentence", "verdict", "confidence", "seen")
    list_filter = (ReadersFilter, "verdict", "confidence")
