import re

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.forms import BaseInlineFormSet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from spacenews.articles.models import ArticleByline, ArticleCoverage, ArticleSource


class RowFormSet(BaseInlineFormSet):
    """Rows that somebody else replaced meanwhile are saved as new ones, so that nobody's form is stuck on them."""

    def __init__(self, data=None, files=None, instance=None, *, prefix=None, **kwargs):
        if data and instance and instance.pk:
            rows = self.model._default_manager.filter(**{self.fk.name: instance})
            data = with_lost_rows_last(data, prefix, set(map(str, rows.values_list("pk", flat=True))))
        super().__init__(data, files, instance, prefix=prefix, **kwargs)

    def get_form_kwargs(self, index):
        return {**super().get_form_kwargs(index), "label_suffix": ""}

    def add_fields(self, form, index):
        """Tell each row's chooser what it shows, which the rows were read with: else each would ask for its own."""
        super().add_fields(form, index)
        for name, field in form.fields.items():
            chooser = getattr(field.widget, "widget", None)
            if isinstance(chooser, RowChooser) and getattr(form.instance, f"{name}_id"):
                chooser.known = getattr(form.instance, name)


class RowChooser(AutocompleteSelect):
    known = None

    def optgroups(self, name, value, attr=None):
        if self.known is None or value != [str(self.known.pk)]:
            return super().optgroups(name, value, attr)
        option = self.create_option(name, self.known.pk, str(self.known), selected=True, index=0)
        return [(None, [option], 0)]


def with_lost_rows_last(data: QueryDict, prefix: str, there: set[str]) -> QueryDict:
    """Number the rows anew: those that are there, then, without their ids, those that are not, then the added ones."""
    key = re.compile(rf"{re.escape(prefix)}-(\d{{1,4}})-(.+)")
    ids = {int(found[1]): data[name] for name in data if (found := key.fullmatch(name)) and found[2] == "id"}
    lost = {number for number, pk in ids.items() if pk and pk not in there}
    if not lost:
        return data
    order = sorted(ids, key=lambda number: (number in lost or not ids[number], number))
    place = {number: new for new, number in enumerate(order)}
    moved = QueryDict(mutable=True)
    for name, values in data.lists():
        found = key.fullmatch(name)
        if found and int(found[1]) in place:
            number = int(found[1])
            name = f"{prefix}-{place[number]}-{found[2]}"
            values = [""] if number in lost and found[2] == "id" else values
        moved.setlist(name, values)
    moved[f"{prefix}-INITIAL_FORMS"] = str(len(order) - sum(n in lost or not ids[n] for n in order))
    return moved


class RowInline(admin.StackedInline):
    formset, extra = RowFormSet, 0
    template = "admin/articles/article/rows.html"

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


class SourceInline(RowInline):
    model, chosen, fields = ArticleSource, "source", (("source", "position"),)
    verbose_name, verbose_name_plural = _("source"), _("Sources")
