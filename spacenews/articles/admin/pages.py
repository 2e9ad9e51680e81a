"""What the pages of one article show beside its form."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spacenews.articles import checklist
from spacenews.articles.desk import steps
from spacenews.articles.marks import marks
from spacenews.articles.models import Article
from spacenews.articles.rendering import reading_time
from spacenews.articles.states import State
from spacenews.firms.models.sources import Confidence
from spacenews.markup import plain, shown
from spacenews.pagecache import clock

REVISIONS_A_PAGE = 50

# What is checked before an article goes out: the checklist's name, the words, where it stands in the form.
CHECKS = {
    "headline": (gettext_lazy("Headline"), "id_headline"),
    "body": (gettext_lazy("Text"), "id_body"),
    "section": (gettext_lazy("Section"), "id_section"),
    "lead": (gettext_lazy("Lead picture"), "id_lead"),
    "slug": (gettext_lazy("Address"), "id_slug"),
    "byline": (gettext_lazy("Byline"), "bylines-group"),
    "sources": (gettext_lazy("Sources"), "source_rows-group"),
}


@dataclass(frozen=True)
class Check:
    """One line of "Before it goes out": right, doubtful or wrong, in words, with its place in the form."""

    kind: str
    words: str
    place: str


def before_it_goes_out(article: Article) -> list[Check]:
    problems = checklist.problems(article)
    return [_check(name, problems, article) for name in CHECKS] + doubts(article)


def _check(name: str, problems: dict[str, str], article: Article) -> Check:
    words, place = CHECKS[name]
    if name in problems:
        return Check("wrong", problems[name], place)
    if name == "lead" and article.lead is None:
        return Check("doubtful", _("No lead picture is chosen."), place)
    return Check("right", words, place)


def doubts(article: Article) -> list[Check]:
    """Return what keeps nothing from going out: weak figures, and figures that read otherwise by now."""
    found = []
    for printed in article.printed_figures.select_related("figure"):
        if printed.figure.confidence == Confidence.LOW:
            found.append(_("A source is weak: %(words)s") % {"words": printed.words})
        if printed.figure.as_printed != printed.as_printed:
            now = {"words": printed.words, "now": printed.figure.as_printed}
            found.append(_("The figure behind “%(words)s” has changed: %(now)s") % now)
    return [Check("doubtful", words, "id_body") for words in found]


def form_context(user, article: Article | None) -> dict:
    if article is None:
        return {"offer": steps.offered(user, None, State.DRAFT)}
    state = article.state()
    words, minutes = reading_time(" ".join([*article.points, plain(article.body)]))
    return {
        "offer": steps.offered(user, article, state),
        "state_marks": marks(article, state),
        "checks": before_it_goes_out(article),
        "goes_out": goes_out_at(article),
        "words": words,
        "minutes": minutes,
        "body": shown(article.body),
    }


def goes_out_at(article: Article) -> str:
    """Return when an edition that is still to come goes live, with the zone, or nothing."""
    coming = article.editions.to_come(clock.now()).values_list("live_from", flat=True).first()
    return date_format(localtime(coming), "DATETIME_FORMAT") if coming else ""


def late_changes(article: Article) -> str:
    """Return the warning that what is scheduled is older than what has just been saved, or nothing."""
    at = goes_out_at(article)
    if not at or not article.has_changes:
        return ""
    return _("What goes out at %(time)s does not have these changes.") % {"time": at}


def history_context(article: Article, page: str | None) -> dict:
    """Return the revisions, newest first, each with the editions that were printed from it."""
    revisions = article.revisions.select_related("made_by").defer("document").order_by("-number")
    shown_page = Paginator(revisions, REVISIONS_A_PAGE).get_page(page)
    printed = article.editions.filter(version__in=[revision.number for revision in shown_page])
    for revision in shown_page:
        revision.printed = [edition for edition in printed if edition.version == revision.number]
    return {
        "title": _("History"),
        "article": article,
        "opts": Article._meta,
        "revisions": shown_page,
        "now": clock.now(),
    }
