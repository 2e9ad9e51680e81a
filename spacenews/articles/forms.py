"""The article's form at the desk."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spacenews.articles import beginnings, references
from spacenews.articles.differences import Difference, pairs
from spacenews.articles.models import Article
from spacenews.desk import LinesField
from spacenews.languages import HTML_LANG
from spacenews.prose import BodyField


class ArticleForm(forms.ModelForm):
    """Keeps what was typed whatever happens, and never overwrites in silence what somebody else saved meanwhile.

    `based_on` is the version that the form began with. `differences` is filled when another came between: the next
    save then carries the version that this person has seen. `user` is who writes: the admin sets it on the class.
    """

    user = None

    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)
    points = LinesField(
        label=gettext_lazy("Main points"), required=False, help_text=gettext_lazy("One a line.")
    )
    body = BodyField(label=gettext_lazy("Text"), required=False)

    class Meta:
        model = Article
        fields = (
            *("headline", "deck", "points", "body", "section", "kind", "unconfirmed", "language", "original"),
            *("slug", "lead", "source_line", "source_line_source", "tags"),
        )
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 2}),
            "deck": forms.Textarea(attrs={"rows": 3}),
            "source_line": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "slug": gettext_lazy("The last part of the address. Left empty, it is made from the headline.")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.differences: list[Difference] = []
        self.initial["based_on"] = self.instance.version
        self._allow_what_stands()
        body = self.fields["body"].widget
        body.lang = HTML_LANG[self.instance.language]
        body.records = references.names(str(self["body"].value() or ""), self.user)

    def _allow_what_stands(self) -> None:
        """What somebody with more rights chose stays a valid choice for whoever goes on writing."""
        for name in ("lead", "original"):
            chosen = getattr(self.instance, f"{name}_id")
            if chosen and name in self.fields:
                field = self.fields[name]
                field.queryset |= field.queryset.model.objects.filter(pk=chosen)

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("slug") == "":
            asked = cleaned.get("headline", ""), cleaned.get("language", ""), cleaned.get("original")
            cleaned["slug"] = beginnings.slug_for(*asked)
        posted = cleaned.get("based_on")
        if self.instance.pk and posted != self.instance.version:
            self._show_both()
        return cleaned

    def _show_both(self) -> None:
        """Say whose save came first and what differs; saving once more keeps this text, knowingly."""
        words = _("%(name)s saved this while you wrote. Your text is in the form: save again to keep it.")
        self.add_error(None, words % {"name": self.instance.changed_by or "–"})
        found = [self._difference(name) for name in self.cleaned_data if name != "based_on"]
        self.differences = [difference for difference in found if difference.pairs]
        self.data = self.data.copy()
        self.data[self.add_prefix("based_on")] = self.instance.version

    def _difference(self, name: str) -> Difference:
        """Compare one field as it reads: the instance still holds what the other person saved."""
        field, theirs = self.fields[name], getattr(self.instance, name)
        theirs = theirs.all() if name == "tags" else theirs
        return Difference(field.label, pairs(shown(field, self.cleaned_data[name]), shown(field, theirs)))


def shown(field: forms.Field, value) -> str | list[str]:
    """Return a value in words: the chosen by name, yes or no, a text as it is."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(sorted(map(str, value)))
    if isinstance(field, forms.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, forms.TypedChoiceField):
        return str(dict(field.choices).get(value, value))
    return value if isinstance(value, list) else str(value or "")
