"""The article's form at the desk."""

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy

from spacenews.articles import beginnings
from spacenews.articles.desk import pickers, records
from spacenews.articles.desk.days import DayField
from spacenews.articles.desk.together import SharedForm
from spacenews.articles.models import Article
from spacenews.desk import LinesField
from spacenews.languages import HTML_LANG
from spacenews.prose import BodyField

# What js/points.js says, which makes a list of the field; %n is the number of a point.
POINTS = {
    "data-point": gettext_lazy("Point %n"),
    "data-add": gettext_lazy("Add a point"),
    "data-up": gettext_lazy("Move point %n up"),
    "data-down": gettext_lazy("Move point %n down"),
    "data-remove": gettext_lazy("Remove point %n"),
    "data-help": gettext_lazy("Enter begins the next point. Alt and an arrow key move it."),
}


class ArticleForm(SharedForm):
    """Keeps what was typed whatever happens. The admin sets on the class who writes, and what he has not saved.

    Unsaved text stands in the form as it was typed, and no fault is found with it: nobody has sent it yet.
    """

    user = None
    unsaved = None

    points = LinesField(
        label=gettext_lazy("Main points"),
        required=False,
        help_text=gettext_lazy("One a line."),
        widget=forms.Textarea(attrs=POINTS),
    )
    body = BodyField(label=gettext_lazy("Text"), required=False)
    planned_for = DayField(
        label=gettext_lazy("Planned for"),
        help_text=gettext_lazy("The day in the calendar of the desk."),
        show_hidden_initial=True,
    )

    class Meta:
        model = Article
        fields = (
            *("headline", "deck", "points", "body", "section", "kind", "unconfirmed", "language", "original"),
            *("slug", "lead", "source_line", "source_line_source", "tags", "planned_for"),
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
        self.is_unsaved = self.unsaved is not None and not args
        given = {"data": self.unsaved} if self.is_unsaved else {}
        super().__init__(*args, **{"label_suffix": "", **given, **kwargs})
        self._allow_what_stands()
        self._prepare_the_editor()
        self._name_references()

    def _prepare_the_editor(self) -> None:
        widget = self.fields["body"].widget
        widget.lang = HTML_LANG[self.instance.language]
        widget.pickers, widget.adding = pickers.addresses(), pickers.adding(self.user)

    def _name_references(self) -> None:
        body = str(self["body"].value() or "")
        self.fields["body"].widget.records = records.of_body(body, self.user)

    def _allow_what_stands(self) -> None:
        """What somebody with more rights chose stays a valid choice for whoever goes on writing."""
        for name in ("lead", "original"):
            chosen = getattr(self.instance, f"{name}_id")
            if chosen and name in self.fields:
                field = self.fields[name]
                field.queryset |= field.queryset.model.objects.filter(pk=chosen)

    def full_clean(self) -> None:
        if self.is_unsaved:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def clean(self) -> dict:
        cleaned = self.cleaned_data
        if cleaned.get("slug") == "":
            asked = cleaned.get("headline", ""), cleaned.get("language", ""), cleaned.get("original")
            cleaned["slug"] = beginnings.slug_for(*asked)
        self._leave_the_plan(cleaned)
        return super().clean()

    def _leave_the_plan(self, cleaned: dict) -> None:
        """The calendar moves a day without a new version: whoever did not touch the field leaves it as it is by now."""
        if "planned_for" in cleaned and "planned_for" not in self.changed_data:
            cleaned["planned_for"] = self.instance.planned_for

    def control(self, name: str, value):
        if name == "body":
            self.fields["body"].widget.records = records.of_body(value, self.user)
        return super().control(name, value)

    def meet(self, cleaned: dict) -> None:
        super().meet(cleaned)
        self._name_references()
