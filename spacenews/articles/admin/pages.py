"""What the pages of one article show beside its form."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from spacenews.articles.desk import named, steps
from spacenews.articles.desk.aside import set_aside
from spacenews.articles.desk.checks import before_it_goes_out
from spacenews.articles.desk.facts import open_flags
from spacenews.articles.marks import marks
from spacenews.articles.models import Article
from spacenews.articles.rendering import reading_time
from spacenews.articles.states import State
from spacenews.markup import plain, shown
from spacenews.pagecache import clock


def form_context(user, article: Article | None) -> dict:
    if article is None:
        return {"offer": steps.offered(user, None, State.DRAFT)}
    state, found = article.state(), named.of_article(user, article)
    words, minutes = reading_time(" ".join([*article.points, plain(article.body)]))
    return {
        "offer": steps.offered(user, article, state),
        "state_marks": marks(article, state, by_name=True),
        "checks": before_it_goes_out(article, user, found),
        "named": found,
        "set_aside": set_aside(article),
        "moved": open_flags(article),
        "goes_out": goes_out_at(article),
        "live_page": live_page(article) if state.is_live else "",
        "notes": article.notes.count(),
        "words": words,
        "minutes": minutes,
        "body": shown(article.body),
    }


def live_page(article: Article) -> str:
    edition = article.editions.live(clock.now()).only("article", "language", "path").first()
    return edition.canonical if edition else ""


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
