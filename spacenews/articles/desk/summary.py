"""What a save changed, in one line: for the list of revisions."""

from collections.abc import Iterable, Iterator

from django.db.models import Model
from django.forms import BaseFormSet, ModelForm
from django.utils.translation import gettext as _

from spacenews.articles.comparison.differences import counted
from spacenews.articles.models import Revision

LONGEST = Revision._meta.get_field("summary").max_length
NO_TEXT = {"based_on", "planned_for"}  # what the form carries, and no document


def of_save(form: ModelForm, formsets: Iterable[BaseFormSet], also: Iterable[type[Model]] = ()) -> str:
    """Return the names of what changed, and of the text how many words came and went; nothing if nothing did.

    `also` are rows that were added beside those of the form.
    """
    changed = [*_changes(form, formsets), *(str(model._meta.verbose_name_plural) for model in also)]
    return ", ".join(dict.fromkeys(changed))[:LONGEST]


def _changes(form: ModelForm, formsets: Iterable[BaseFormSet]) -> Iterator[str]:
    for name in form.changed_data:
        if name not in NO_TEXT:
            label = str(form.fields[name].label)
            yield f"{label} ({_of_text(form)})" if name == "body" else label
    yield from (str(rows.model._meta.verbose_name_plural) for rows in formsets if rows.has_changed())


def _of_text(form: ModelForm) -> str:
    new, gone = counted(form.initial.get("body") or "", form.cleaned_data["body"])
    if not new and not gone:
        return _("no word")
    return _("+%(new)s −%(gone)s words") % {"new": new, "gone": gone}
