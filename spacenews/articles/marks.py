"""The mark and word of an article's state: at the desk, never a mark without its word."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from spacenews.articles.states import State

CHANGES, REVIEW = "changes", "review"


def marks(article, state: State | None = None) -> SafeString:
    """Return the mark and word of an article's state, and of its review."""
    state = state or article.state()
    name, words = str(state), capfirst(state.label)
    if article.has_changes:
        name = CHANGES if state is State.LIVE else name
        words = _("%(state)s, with changes") % {"state": words}
    shown = mark(name, words)
    return format_html("{} {}", shown, mark(REVIEW, _("In review"))) if article.submitted_at else shown


def mark(name: str, words: str) -> SafeString:
    return format_html('<span class="state {}">{}</span>', name, words)
