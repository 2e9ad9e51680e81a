from django.contrib import admin
from django.forms import BaseInlineFormSet
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from spacenews.articles.admin.choosers import AddsAtMost
from spacenews.articles.admin.fitting import fitted
from spacenews.articles.desk.together import rows_met
from spacenews.articles.models import ArticleByline, ArticleCoverage, ArticleSource
from spacenews.desk import Chooser


class RowFormSet(BaseInlineFormSet):
    """Rows of an article, each of which chooses one thing once, whoever else changes them meanwhile."""

    chosen = ""
    elsewhere: set[str] = set()  # what stands in rows that this form does not know of
    is_unsaved = False  # whether these are rows that nobody has sent yet: no fault is found with them

    def __init__(self, data=None, files=None, instance=None, *, prefix=None, unsaved=None, **kwargs):
        self.is_unsaved = unsaved is not None
        data = unsaved if self.is_unsaved else data
        if data and instance and instance.pk:
            data = data if self.is_unsaved else rows_met(data, prefix, instance)
            stored = self.model._default_manager.filter(**{self.fk.name: instance})
            there = {str(pk): str(chosen) for pk, chosen in stored.values_list("pk", self.chosen)}
            data = fitted(data, prefix, self.chosen, there)
            known = {data[name] for name in data if name.startswith(f"{prefix}-") and name.endswith("-id")}
            self.elsewhere = {chosen for pk, chosen in there.items() if pk not in known}
        super().__init__(data, files, instance, prefix=prefix, **kwargs)
        self.extra = len(self.initial_extra or ())

    def full_clean(self):
        if self.is_unsaved:
            self._errors, self._non_form_errors = [], self.error_class()
        else:
            super().full_clean()

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        if self.is_unsaved:
            form._errors, form.cleaned_data = ErrorDict(), {}
        return form

    def clean(self):
        """Django compares the rows of a form with each other, and not with those that somebody added meanwhile."""
        super().clean()
        for form in self.forms:
            chosen = getattr(form, "cleaned_data", {}).get(self.chosen)
            if chosen and str(chosen.pk) in self.elsewhere and not form.cleaned_data.get("DELETE"):
                form.add_error(self.chosen, _("Somebody has added this meanwhile: open the article anew."))

    def get_form_kwargs(self, index):
        return {**super().get_form_kwargs(index), "label_suffix": ""}

    def add_fields(self, form, index):
        """Tell the chooser what its row was read with: else each would ask for its own."""
        super().add_fields(form, index)
        field = form.fields.get(self.chosen)
        chooser = getattr(field and field.widget, "widget", None)
        if isinstance(chooser, RowChooser) and getattr(form.instance, f"{self.chosen}_id"):
            chooser.known = getattr(form.instance, self.chosen)


class RowChooser(Chooser):
    known = None

    def optgroups(self, name, value, attr=None):
        if self.known is None or value != [str(self.known.pk)]:
            return super().optgroups(name, value, attr)
        option = self.create_option(name, self.known.pk, str(self.known), selected=True, index=0)
        return [(None, [option], 0)]


class RowInline(AddsAtMost, admin.StackedInline):
    formset, extra = RowFormSet, 0
    template = "admin/articles/article/rows.html"

    def begun_with(self, original) -> list[dict]:
        """Return the rows that a new translation of an article begins with."""
        return []

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.chosen = self.chosen
        return formset

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(self.chosen)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == self.chosen:
            kwargs["widget"] = RowChooser(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class BylineInline(RowInline):
    model, chosen, fields = ArticleByline, "author", (("author", "position"),)
    verbose_name, verbose_name_plural = _("author"), _("Byline")


class CoverageInline(RowInline):
    model, chosen, fields = ArticleCoverage, "organization", ("organization", ("role", "position"))
    verbose_name, verbose_name_plural = _("firm"), _("Firms")

    def begun_with(self, original):
        return list(original.coverage.values("organization", "role", "position")) if original else []


class SourceInline(RowInline):
    model, chosen, fields = ArticleSource, "source", (("source", "position"),)
    verbose_name, verbose_name_plural = _("source"), _("Sources")
