"""The mark and word of an article's state: at the desk, never a mark without its word."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from spacenews.articles.states import State

CHANGES, REVIEW, APPROVED = "changes", "review", "approved"


def marks(article, state: State | None = None, by_name: bool = False) -> SafeString:
    """Return the mark and word of an article's state, and of its review; `by_name` says who has approved what."""
    state = state or article.state()
    name, words = str(state), capfirst(state.label)
    if article.has_changes:
        name = CHANGES if state is State.LIVE else name
        words = _("%(state)s, with changes") % {"state": words}
    shown = [mark(name, words)]
    if article.submitted_at:
        shown.append(mark(REVIEW, _in_review(article, by_name)))
    if article.approved_at:
        shown.append(mark(APPROVED, _approved(article, by_name)))
    return format_html_join(" ", "{}", ((one,) for one in shown))


def _in_review(article, by_name: bool) -> str:
    if by_name and article.assigned_to_id:
        return _("In review, assigned to %(name)s") % {"name": article.assigned_to}
    return _("In review")


def _approved(article, by_name: bool) -> str:
    """Say that an approval is outdated once the text has moved on."""
    outdated = article.version > article.approved_version
    if not by_name:
        return _("Approved, changed since") if outdated else _("Approved")
    named = {"name": article.approved_by or "–", "version": article.approved_version}
    if outdated:
        return _("Version %(version)d approved by %(name)s, changed since") % named
    return _("Approved by %(name)s, version %(version)d") % named


def mark(name: str, words: str) -> SafeString:
    return format_html('<span class="state {}">{}</span>', name, words)
