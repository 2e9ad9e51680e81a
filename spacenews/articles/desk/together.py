"""Two people at one article: nothing of either is lost in silence, and neither waits for the other."""

import difflib
import re
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from spacenews.markup import plain, tidy

BLOCK_END = re.compile(
    r"(?<=</p>)|(?<=</h[234]>)|(?<=</li>)|(?<=</tr>)|(?<=</caption>)|(?<=</figure>)|(?<=<hr>)|\n"
)


class SharedForm(forms.ModelForm):
    """Knows which version it began with, and meets a save that came between: see `meet`.

    `differences` then holds the fields that both changed, `taken` the labels of those that the other alone did.
    """

    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.differences: list[Difference] = []
        self.taken: list[str] = []
        self.initial["based_on"] = self.instance.version

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.instance.pk and cleaned.get("based_on") != self.instance.version:
            self.meet(cleaned)
        return cleaned

    def meet(self, cleaned: dict) -> None:
        """Say whose save came first, take over what this person did not touch, and show what both changed.

        The instance still holds what the other saved. Saving once more keeps this form's text, knowingly.
        """
        words = _("%(name)s saved this while you wrote. Your text is in the form: save again to keep it.")
        self.add_error(None, words % {"name": self.instance.changed_by or "–"})
        self.data = self.data.copy()
        self.data[self.add_prefix("based_on")] = self.instance.version
        begun = self.instance.revisions.filter(number=cleaned.get("based_on") or 0).first()
        for name in [name for name in cleaned if name != "based_on"]:
            self._meet_in(name, begun.document if begun else {})

    def _meet_in(self, name: str, begun: dict) -> None:
        field, mine, theirs = self.fields[name], self.cleaned_data[name], getattr(self.instance, name)
        theirs = list(theirs.all()) if name == "tags" else theirs
        differing = pairs(shown(field, mine), shown(field, theirs))
        if not differing:
            return
        if begun and kept(mine) == written(begun, name):
            self.taken.append(str(field.label))
            self._put(name, field.prepare_value(theirs))
        else:
            self.differences.append(Difference(str(field.label), differing))

    def _put(self, name: str, value) -> None:
        """Write a value into what was posted, as a browser would."""
        key = self.add_prefix(name)
        if isinstance(value, list):
            self.data.setlist(key, value)
        elif value in (None, False):
            self.data.pop(key, None)
        else:
            self.data[key] = value


def kept(value):
    """Return a cleaned value as a revision's document keeps it."""
    if isinstance(value, str):
        return tidy(value)
    if hasattr(value, "values_list"):
        return set(value.values_list("pk", flat=True))
    return getattr(value, "pk", value)


def written(document: dict, name: str):
    """Return what a revision's document says of a field of the form."""
    if name == "tags":
        return {row["tag_id"] for row in document["tag_rows"]}
    return document.get(name, document.get(f"{name}_id"))


def shown(field: forms.Field, value) -> str | list[str]:
    """Return a value in words: the chosen by name, yes or no, a text as it is."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(sorted(map(str, value)))
    if isinstance(field, forms.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, forms.TypedChoiceField):
        return str(dict(field.choices).get(value, value))
    return value if isinstance(value, list) else tidy(str(value or ""))


@dataclass(frozen=True)
class Difference:
    """One field: pairs of what this person wrote and what the other saved, nothing where one of them has nothing."""

    label: str
    pairs: list[tuple[str, str]]


def lines(value) -> list[str]:
    """Return what is compared: the paragraphs of a body, the points of a list, else the text by its lines."""
    if isinstance(value, list):
        return [str(item) for item in value]
    return [line for line in BLOCK_END.split(str(value)) if line.strip()]


def pairs(mine, theirs) -> list[tuple[str, str]]:
    """Return the stretches of lines that differ."""
    ours, others = lines(mine), lines(theirs)
    matcher = difflib.SequenceMatcher(None, ours, others, autojunk=False)
    return [readable(ours[a:b], others[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def readable(ours: list[str], others: list[str]) -> tuple[str, str]:
    """Return both as plain words; as markup where nothing but the markup differs."""
    words = tuple("\n".join(map(plain, side)) for side in (ours, others))
    return words if words[0] != words[1] else ("\n".join(ours), "\n".join(others))
