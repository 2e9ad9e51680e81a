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
    changed = state is State.LIVE and article.has_changes
    words = _("live, with changes") if changed else state.label
    shown = mark(CHANGES if changed else state, words)
    return format_html("{} {}", shown, mark(REVIEW, _("in review"))) if article.submitted_at else shown


def mark(name: str, words: str) -> SafeString:
    return format_html('<span class="state {}">{}</span>', name, capfirst(words))
