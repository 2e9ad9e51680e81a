"""Two people at one article: nothing of either is lost in silence, and neither waits for the other.

A form that was opened before somebody else's save meets that save when it is sent. What the other alone changed is
taken over and said; for the rest both texts are shown, and the next sending says what was chosen, field by field:
`_choice-<field>` is mine, theirs or merged, `_merged-<field>` the merged text, and `_continue` chooses for all at once.
"""

import json
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from spacenews.articles.comparison.combining import Both, combined, parts_of
from spacenews.articles.comparison.differences import Difference, of_documents
from spacenews.articles.comparison.labels import LABELS
from spacenews.articles.comparison.tokens import tokens
from spacenews.articles.desk.posted import ROWS, put, put_rows, rows_in
from spacenews.articles.models import Article
from spacenews.markup import tidy

MINE, THEIRS, MERGED = "mine", "theirs", "merged"
CHOICE, MERGED_TEXT = "_choice-", "_merged-"
# What a field of the form is called in a document, where it is not the same.
IN_DOCUMENT = {
    "section": "section_id",
    "lead": "lead_id",
    "source_line_source": "source_line_source_id",
    "tags": "tag_rows",
}
TEXTS = ("headline", "deck", "points", "body", "source_line")
LISTS = ("tag_rows", *ROWS)  # of which two can be made one without reading


@dataclass(frozen=True)
class Choice:
    """A field that differs: what is offered, what is proposed; `mine_alone` says that the other left it as it was."""

    difference: Difference
    proposed: str = MINE
    mine_alone: bool = False
    merged: SafeString | str = ""  # the control that holds the text of both


def chosen(data: QueryDict, name: str) -> str:
    """Return what was chosen for a field of a document, if anything."""
    for_all = data.get("_continue")
    return for_all if for_all in (MINE, THEIRS) else data.get(CHOICE + name, "")


def is_stale(data: QueryDict, article: Article) -> bool:
    return data.get("based_on") != str(article.version)


def begun(data: QueryDict, article: Article) -> dict:
    """Return the document that a form began with, empty if there is none of that number."""
    number = data.get("based_on", "")
    is_number = number.isascii() and number.isdigit() and len(number) < 10
    known = article.revisions.filter(number=int(number)) if is_number else ()
    return next((revision.document for revision in known), {})


def rows_met(data: QueryDict, name: str, article: Article) -> QueryDict:
    """Return what was posted with the rows of a kind as they were chosen; untouched ones as they are by now."""
    choice = chosen(data, name)
    if choice == THEIRS and (shown := begun(data, article)):
        data = put_rows(data, name, shown[name], article)
    elif choice == MERGED:
        data = put_rows(data, name, _listed(data, name), article)
    elif choice == MINE:
        data = put_rows(data, name, rows_in(data, name), article)
    if is_stale(data, article) and alike(name, rows_in(data, name), begun(data, article).get(name)):
        return put_rows(data, name, article.document()[name], article)
    return data


def _listed(data: QueryDict, name: str) -> list[dict]:
    """Return the rows of a hidden field: of what is none of ours nothing is taken."""
    try:
        rows = json.loads(data.get(MERGED_TEXT + name, ""))
    except (ValueError, RecursionError):
        return []
    return list(filter(_is_row, rows)) if isinstance(rows, list) else []


def _is_row(value) -> bool:
    return isinstance(value, dict) and not any(isinstance(inner, list | dict) for inner in value.values())


def alike(name: str, one, other) -> bool:
    """Return whether two values of a field of a document say the same; of rows the order of positions counts alone."""
    return _settled(name, one) == _settled(name, other)


def _settled(name: str, value):
    if name in LISTS:
        return sorted(tuple(sorted(row.items())) for row in value or [])
    return parts_of(value or "") if name == "body" else value


class SharedForm(forms.ModelForm):
    """Knows which version it began with, and meets a save that came between: see `meet`.

    `choices` then holds the fields that differ, `taken` the labels of those that the other alone changed.
    """

    user = None
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.choices: list[Choice] = []
        self.taken: list[str] = []
        self.initial["based_on"] = self.instance.version
        if self.is_bound and self.instance.pk:
            self._take_chosen()

    def _take_chosen(self) -> None:
        """Put what was chosen into what was posted, as if it had been typed."""
        picked = {name: chosen(self.data, IN_DOCUMENT.get(name, name)) for name in self.fields}
        shown = begun(self.data, self.instance) if THEIRS in picked.values() else {}
        for name, choice in picked.items():
            known = IN_DOCUMENT.get(name, name)
            if choice == THEIRS and known in shown:
                self._put(name, shown[known])
            elif choice == MERGED and known == "tag_rows":
                self._put(name, _listed(self.data, known))
            elif choice == MERGED and MERGED_TEXT + known in self.data:
                self._put(name, self.data[MERGED_TEXT + known])

    def _put(self, name: str, value) -> None:
        """Write a value of a document into what was posted."""
        if name == "tags":
            value = [row["tag_id"] for row in value if "tag_id" in row]
        self.data = put(self.data, self.add_prefix(name), self.fields[name].prepare_value(value))

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.instance.pk and cleaned.get("based_on") != self.instance.version:
            self.meet(cleaned)
        return cleaned

    def meet(self, cleaned: dict) -> None:
        """Say whose save came first, take over what this person did not touch, and ask about the rest.

        The instance still holds what the other saved.
        """
        words = _(
            "%(name)s saved this while you wrote. Nothing of yours is lost: choose below what is to stand."
        )
        self.add_error(None, words % {"name": self.instance.changed_by or "–"})
        was, theirs = begun(self.data, self.instance), self.instance.document()
        mine = {**theirs, **self._typed(cleaned), **self._rows(theirs)}
        self.data = put(self.data, self.add_prefix("based_on"), self.instance.version)
        for name in [name for name in LABELS if not alike(name, mine[name], theirs[name])]:
            if was and alike(name, mine[name], was.get(name)):
                self._take_over(name, theirs[name])
                mine[name] = theirs[name]
        found = of_documents(theirs, mine, self.user)
        self.choices = [self._choice(difference, was, mine, theirs) for difference in found]

    def _typed(self, cleaned: dict) -> dict:
        """Return what was typed into the fields as a document keeps it."""
        known = {name: IN_DOCUMENT.get(name, name) for name in cleaned}
        return {known[name]: kept(cleaned[name]) for name in cleaned if known[name] in LABELS}

    def _rows(self, theirs: dict) -> dict:
        """Return the rows that were posted; a form that was sent without any leaves them alone."""
        return {
            name: rows_in(self.data, name) if f"{name}-TOTAL_FORMS" in self.data else theirs[name]
            for name in ROWS
        }

    def _take_over(self, name: str, value) -> None:
        """Rows are put in by their own forms: see `rows_met`."""
        self.taken.append(str(LABELS[name]))
        fields = [field for field in self.fields if IN_DOCUMENT.get(field, field) == name]
        for field in fields:
            self._put(field, value)

    def _choice(self, difference: Difference, was: dict, mine: dict, theirs: dict) -> Choice:
        name = difference.name
        if was and alike(name, theirs[name], was.get(name)):
            return Choice(difference, mine_alone=True)
        if name not in TEXTS + LISTS:
            return Choice(difference)
        both = of_both(name, *(document.get(name) for document in (was, mine, theirs)))
        proposed = MERGED if both.clean and name in ("body", "points", *LISTS) else MINE
        return Choice(difference, proposed, merged=self.control(name, joined(name, both)))

    def control(self, name: str, value) -> SafeString:
        """Return the control that holds the text of both: to be edited, but for rows."""
        key = MERGED_TEXT + name
        if name in LISTS:
            return forms.HiddenInput().render(key, json.dumps(value))
        widget = self.fields[name].widget
        attrs = {"id": f"id_{key}", "aria-label": _("The text of both")}
        return widget.render(key, self.fields[name].prepare_value(value), attrs)


def kept(value):
    """Return a cleaned value as a document keeps it."""
    if isinstance(value, str):
        return tidy(value)
    if hasattr(value, "values_list"):
        return [{"tag_id": pk} for pk in sorted(value.values_list("pk", flat=True))]
    return getattr(value, "pk", value)


def of_both(name: str, was, mine, theirs) -> Both:
    """Make one of two values of a field that were made of a third."""
    if name in LISTS:
        sides = (
            [tuple(sorted(row.items())) for row in sorted(rows or [], key=_place)]
            for rows in (was, mine, theirs)
        )
    elif name == "points":
        sides = (points or [] for points in (was, mine, theirs))
    else:
        cut = parts_of if name == "body" else tokens
        sides = (cut(text or "") for text in (was, mine, theirs))
    return combined(*sides)


def _place(row: dict) -> tuple:
    return row.get("position", 0), *sorted(map(str, row.values()))


def joined(name: str, both: Both):
    """Return the parts of both as the value of a field."""
    if name in LISTS:
        return [dict(row) for row in both.parts]
    if name == "body":
        return "\n".join(part.html for part in both.parts)
    return both.parts if name == "points" else "".join(both.parts)
