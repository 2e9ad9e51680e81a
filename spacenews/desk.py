"""What the admin pages of several apps share."""

from django import forms
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.paginator import Paginator
from django.db.models import PROTECT
from django.utils.functional import cached_property
from django.utils.text import capfirst

from spacenews.markup import tidy

LONGEST = 18  # digits of a number that every database can compare


def is_number(value: str | int) -> bool:
    """Say whether a value can be the number of a row: to look for another would be an error of the database."""
    digits = str(value)
    return digits.isascii() and digits.isdigit() and len(digits) <= LONGEST


class Sound:
    """A widget that shows what is no number of a row as nothing chosen: to look for it would be an error."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [number for number in value if is_number(number)], attr)


class Chooser(Sound, AutocompleteSelect):
    """Looks up what is chosen."""


class BoundedPaginator(Paginator):
    """Pages of a list that is never counted to its end: a list of any length costs the same.

    `count` stops at MOST; `more` says that there are further rows, which filters and search reach.
    """

    MOST = 2_000

    @cached_property
    def _counted(self) -> int:
        return self.object_list.order_by().values("pk")[: self.MOST + 1].count()

    @property
    def count(self) -> int:
        return min(self._counted, self.MOST)

    @property
    def more(self) -> bool:
        return self._counted > self.MOST


class FilteredByName:
    """A ModelAdmin whose list is narrowed by its filters alone, and of which rows alone are chosen.

    Django takes any condition on a column from the address: a regular expression may be wrong, or take minutes.
    """

    COMPARED = ("exact", "isnull", "id__exact", "gte", "lt")

    def lookup_allowed(self, lookup, value, request=None):
        named = self.get_list_filter(request)
        columns = {f"{name}__{how}" for name in named if isinstance(name, str) for how in self.COMPARED}
        own = {chosen.parameter_name for chosen in named if not isinstance(chosen, str)}
        return lookup in columns | own

    def response_action(self, request, queryset):
        """Django looks for whatever was ticked: what is the number of no row is left out before."""
        ticked = filter(is_number, request.POST.getlist(ACTION_CHECKBOX_NAME))
        request.POST = request.POST.copy()
        request.POST.setlist(ACTION_CHECKBOX_NAME, list(ticked))
        return super().response_action(request, queryset)

    def get_changeform_initial_data(self, request) -> dict:
        """A new form begins empty: a value from the address may be none at all, and would be looked up."""
        return {}


class Sought:
    """A ModelAdmin whose list and pickers are searched as the site is: by `admin.Desk.search`, above the apps."""

    search_fields = ("pk",)  # Django shows a search box where there are some, and none of these is looked at

    def get_search_results(self, request, queryset, search_term):
        return self.admin_site.search(request, queryset, search_term), False


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value) -> list[str]:
        return [line.strip() for line in tidy(super().to_python(value)).split("\n") if line.strip()]

    def has_changed(self, initial, data) -> bool:
        return (initial or []) != self.to_python(data)


class ReadOnly:
    """A ModelAdmin whose records nobody adds, changes or deletes by hand."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class KeepsReferredTo:
    """A ModelAdmin that deletes nothing that others refer to.

    The page says what kinds of record these are and reads none of them: they may be thousands.
    """

    def get_deleted_objects(self, objs, request):
        kinds = [
            relation
            for relation in self.model._meta.get_fields(include_hidden=True)
            if self._protects(relation)
        ]
        referring = [relation for relation in kinds if self._refer(relation, objs)]
        if referring:
            return [], {}, set(), list(dict.fromkeys(map(self._named, referring)))
        return super().get_deleted_objects(objs, request)

    def _protects(self, relation) -> bool:
        """Django keeps what PROTECT points at; the tables behind many-to-many fields it would empty in silence."""
        if relation.concrete or not (relation.one_to_many or relation.one_to_one):
            return False
        owner = relation.related_model._meta.auto_created
        return relation.on_delete is PROTECT or bool(owner and owner is not self.model)

    @staticmethod
    def _refer(relation, objs) -> bool:
        return relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": objs}).exists()

    @staticmethod
    def _named(relation) -> str:
        model = relation.related_model._meta.auto_created or relation.related_model
        return capfirst(str(model._meta.verbose_name_plural))
