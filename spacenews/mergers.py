"""Making one of two records at the desk: what the pages share, whatever they merge.

Each asks into which, says what will happen, and does it. Who may, the choice, the transaction with its log and what is
said of a refusal stand here; what a merger does, and what its page tells before, is the kind's own.
"""

from collections.abc import Callable

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.admin.utils import display_for_field
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ForeignKey, Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from spacenews.desk import Chooser


def may_merge(user, model: type[Model]) -> bool:
    """Say whether a person may: one of the two is deleted, the other changed."""
    rights = (f"{model._meta.app_label}.{verb}_{model._meta.model_name}" for verb in ("change", "delete"))
    return user.has_perms(list(rights))


class MergeForm(forms.Form):
    """Asks into which other one; `searched` is a foreign key to the model, by whose search it is chosen."""

    into = forms.ModelChoiceField(queryset=None, label=_("Merge into"))

    def __init__(self, old: Model, request: HttpRequest, searched: ForeignKey | None = None):
        super().__init__(request.POST if request.method == "POST" else None, label_suffix="")
        field = self.fields["into"]
        field.queryset = type(old)._default_manager.exclude(pk=old.pk)
        if searched:
            field.widget = Chooser(searched, admin.site)
            field.widget.choices = field.choices

    @property
    def chosen(self) -> Model | None:
        """The other one, once it is chosen."""
        return self.cleaned_data.get("into") if self.is_bound and "into" not in self.errors else None


def is_confirmed(request: HttpRequest, form: MergeForm) -> bool:
    return form.is_valid() and "merge" in request.POST


def merged(request: HttpRequest, old: Model, form: MergeForm, merge: Callable[[Model], str]) -> bool:
    """Let `merge` do it, which returns what is said of it then; what keeps it from being done is said in the form."""
    into, by = form.cleaned_data["into"], request.user.pk
    try:
        with transaction.atomic():
            said = merge(into)
            LogEntry.objects.log_actions(by, [old], DELETION, f"merge: {into}", single_object=True)
            LogEntry.objects.log_actions(by, [into], CHANGE, f"merge: {old}", single_object=True)
    except ValidationError as error:
        form.add_error("into", ValidationError(error.messages))
        return False
    messages.success(request, said)
    return True


def told(old: Model, columns: dict[str, object]) -> list[tuple[str, str, str]]:
    """Return what can be taken over: the column, its label, what it holds in words of the active language."""
    fields = {name: old._meta.get_field(name) for name in columns}
    return [
        (name, fields[name].verbose_name, display_for_field(value, fields[name], "", avoid_link=True))
        for name, value in columns.items()
    ]
