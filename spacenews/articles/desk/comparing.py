"""Two texts of one article side by side: any two revisions, or what readers see."""

import datetime as dt
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from spacenews.articles.comparison import differences
from spacenews.articles.desk import history
from spacenews.articles.models import Article, Revision
from spacenews.languages import HTML_LANG
from spacenews.pagecache import clock

LIVE = "live"


@dataclass(frozen=True)
class Side:
    """One of two texts: `key` is what the address calls it, `number` what the history does."""

    key: str
    title: str
    at: dt.datetime
    by: object
    document: dict
    number: int | None = None

    @property
    def lang(self) -> str:
        return HTML_LANG[self.document["language"]]


@require_GET
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Without being asked for two, show the last save; beside one that is asked for, the one before it."""
    article = history.asked(request, pk)
    new = _side(article, request.GET.get("new") or _newest(article))
    old = _side(article, request.GET.get("old") or _before(article, new))
    title = _("%(old)s and %(new)s") % {"old": old.title, "new": new.title}
    page = {
        **history.of_the_page(request, article, title),
        "old": old,
        "new": new,
        "differences": differences.of_documents(old.document, new.document, request.user),
    }
    return render(request, "admin/articles/article/compare.html", page)


def _newest(article: Article) -> str:
    newest = article.revisions.order_by("-number").values_list("number", flat=True).first()
    return str(newest or LIVE)


def _before(article: Article, side: Side) -> str:
    earlier = article.revisions.filter(number__lt=side.number) if side.number else article.revisions
    return str(earlier.order_by("-number").values_list("number", flat=True).first() or side.key)


def _side(article: Article, key: str) -> Side:
    if key == LIVE:
        edition = article.editions.live(clock.now()).select_related("made_by").first()
        if edition is None:
            raise Http404
        return Side(key, _("What is live"), edition.live_from, edition.made_by, edition.document())
    return _saved(article, key)


def _saved(article: Article, key: str) -> Side:
    is_number = key.isascii() and key.isdigit() and len(key) < 10
    saved = article.revisions.select_related("made_by").filter(number=int(key)).first() if is_number else None
    if saved is None:
        raise Http404
    title = _("Version %(number)s") % {"number": saved.number}
    return Side(key, title, saved.made_at, saved.made_by, _whole(saved), saved.number)


def _whole(revision: Revision) -> dict:
    """Return its document; columns that came to be later are as a new article has them."""
    return {**{name: getattr(Article(), name) for name in Article.columns()}, **revision.document}
