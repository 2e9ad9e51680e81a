"""The article's form at the desk."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField

from spacenews.articles.models import Article, ArticleTag, Tag
from spacenews.markup import clean, tidy

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "Subscript": True,
    "Superscript": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "History": True,
    "NoSpellCheck": False,
}
COMPARED = ("headline", "deck", "points", "body", "slug", "section", "kind", "language")


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value) -> list[str]:
        return [line.strip() for line in tidy(super().to_python(value)).split("\n") if line.strip()]

    def has_changed(self, initial, data) -> bool:
        return (initial or []) != self.to_python(data)


class ArticleForm(forms.ModelForm):
    """Keeps what was typed whatever happens, and never overwrites in silence what somebody else saved meanwhile."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    points = LinesField(label=_("Main points"), required=False, help_text=_("One a line."))
    body = ProseEditorFormField(label=_("Text"), required=False, extensions=EXTENSIONS, sanitize=clean)
    tags = forms.ModelMultipleChoiceField(Tag.objects.all(), label=_("Tags"), required=False)

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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "version" in self.fields:
            self.initial["version"] = self.instance.version
        if "tags" in self.fields:
            self.fields["tags"].widget = AutocompleteSelectMultiple(
                ArticleTag._meta.get_field("tag"), admin.site
            )
            self.fields["tags"].widget.choices = self.fields["tags"].choices
            self.initial["tags"] = (
                [row.tag_id for row in self.instance.tag_rows.all()] if self.instance.pk else []
            )

    def clean(self) -> dict:
        cleaned = super().clean()
        posted = cleaned.get("version")
        if self.instance.pk and posted is not None and posted != self.instance.version:
            self._show_both()
        return cleaned

    def _show_both(self) -> None:
        """Say whose save came first and what differs; saving once more keeps this text, knowingly."""
        saved = Article.objects.select_related("changed_by").get(pk=self.instance.pk)
        self.add_error(
            None,
            _(
                "%(name)s saved this article while you wrote. Your text is kept below: save again to keep it over theirs."
            )
            % {"name": saved.changed_by or "–"},
        )
        for name in COMPARED:
            theirs = getattr(saved, name)
            if name in self.cleaned_data and self.cleaned_data[name] != theirs:
                shown = "\n".join(theirs) if isinstance(theirs, list) else theirs
                self.add_error(name, _("Theirs: %(text)s") % {"text": shown})
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = saved.version
