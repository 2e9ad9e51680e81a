"""The editor of a body: a textarea that holds HTML, and with JavaScript a Tiptap editor in its place."""

from collections.abc import Mapping

from django import forms
from django.templatetags.static import static
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import ProseEditorWidget, importmap, prose_editor_js
from js_asset import Media, Script

from spacenews.markup import clean

MODULES = ("js/editor.js", "js/toolbar.js", "js/picker.js", "js/surface.js", "js/paste.js")

# What the stock editor and our modules export, and how each is set.
EXTENSIONS = {
    **dict.fromkeys(("Document", "Paragraph", "Text", "HardBreak", "HorizontalRule", "Preformatted"), True),
    "Heading": {"levels": [2, 3, 4]},
    **dict.fromkeys(("BulletList", "OrderedList", "ListItem", "Blockquote"), True),
    **dict.fromkeys(("Bold", "Italic", "Cite", "Superscript", "Subscript", "Code"), True),
    "Link": {"autolink": False, "defaultProtocol": "https", "protocols": ["http", "https", "mailto", "tel"]},
    **dict.fromkeys(
        ("CaptionedTable", "TableCaption", "Table", "TableRow", "TableHeader", "TableCell"), True
    ),
    **dict.fromkeys(("Attribution", "History", "Dropcursor", "Gapcursor", "Paste", "FullScreen"), True),
}
TOOLS = {
    **{"h2": "H2", "h3": "H3", "h4": "H4"},
    **{"bold": _("Bold"), "italic": _("Italic"), "cite": _("Title"), "link": _("Link")},
    **{"list": _("List"), "numbers": _("Numbers"), "quote": _("Quote"), "pull": _("Pull quote")},
    **{"table": _("Table"), "rule": _("Line"), "image": _("Picture"), "figure": _("Figure")},
    **{
        "footnote": _("Footnote"),
        "series": _("Series"),
        "dispute": _("Sources disagree"),
        "claim": _("Claim"),
    },
    **{"more": _("More"), "fullScreen": _("Full screen")},
    **{"change": _("Change"), "attribution": _("Who said it")},
    **{"superscript": _("Raised"), "subscript": _("Lowered"), "code": _("Code")},
    **{"undo": _("Undo"), "redo": _("Redo")},
    **{"caption": _("Add a caption"), "headerRow": _("Header row"), "headerColumn": _("Header column")},
    **{"rowBefore": _("Row above"), "rowAfter": _("Row below")},
    **{"columnBefore": _("Column before"), "columnAfter": _("Column after")},
    **{"deleteRow": _("Delete row"), "deleteColumn": _("Delete column"), "deleteTable": _("Delete table")},
}
ASKED = {
    **{"link": _("Link"), "address": _("Address"), "set": _("Set the link")},
    **{
        "find": _("Or find an article or a firm"),
        "noAddress": _("Write a web address, or find a page below."),
    },
    **{"image": _("Picture"), "figure": _("Figure"), "series": _("Series")},
    **{"dispute": _("Sources disagree"), "claim": _("Claim"), "search": _("Search")},
    **{"insert": _("Insert"), "cancel": _("Cancel"), "noFigure": _("Plain words")},
    **{"caption": _("Caption"), "credit": _("Credit"), "alt": _("Alternative text")},
    **{"decorative": _("Decorative: tells nothing that the text does not"), "add": _("Add to the library")},
    **{"chosen": _("Chosen:"), "choose": _("Choose one of the list.")},
    **{"nothing": _("Nothing found."), "unheard": _("The site does not answer. Try again.")},
}
KINDS = {
    "figure": _("Figure"),
    "image": _("Picture"),
    "series": _("Series"),
    "dispute": _("Sources disagree"),
    "claim": _("Claim"),
}


class BodyWidget(ProseEditorWidget):
    """`records` tells by `kind-id` what each reference of the body is; `lang` is the language of the text.

    `pickers` and `adding` are addresses by kind: where to look for what can be inserted, and where to add to it.
    """

    records: Mapping[str, dict] = {}
    pickers: Mapping[str, str] = {}
    adding: Mapping[str, str] = {}
    lang = ""

    def __init__(self, attrs=None):
        super().__init__({"rows": 24, "cols": 80, **(attrs or {})}, preset="configurable")

    @property
    def media(self):
        """Without the stock stylesheets: css/desk/writing.css has the rules, and no font of icons is needed."""
        configurable = Script("django_prose_editor/configurable.js", type="module")
        return Media(importmap=importmap, js=[prose_editor_js, configurable])

    def get_config(self) -> dict:
        return {
            "extensions": {
                **EXTENSIONS,
                "Body": {"label": gettext("Text"), "lang": self.lang},
                "Toolbar": {"label": gettext("Formatting"), "words": TOOLS},
                "Records": {"told": self.records},
                "Reference": {"words": KINDS},
                "Printed": {"words": KINDS},
                "Footnote": {"begun": gettext("The words of the footnote")},
                "Picker": {"addresses": self.pickers, "add": self.adding, "words": ASKED},
            },
            "js_modules": [static(name) for name in MODULES],
        }


class BodyField(forms.CharField):
    """A body, cleaned: what the sanitiser refuses is said beside the field, and what it evens out is no change."""

    widget = BodyWidget

    def to_python(self, value) -> str:
        return clean(super().to_python(value))
