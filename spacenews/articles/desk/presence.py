"""Who has an article open besides: open forms say so again and again, and who is not heard of any more has left."""

import datetime as dt

from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import ngettext

from spacenews.articles.desk.by_script import by_script
from spacenews.articles.models import Article, Presence
from spacenews.pagecache import clock

STALE = dt.timedelta(seconds=45)


@by_script
def presence(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that this person is here, or is leaving, and answer who else is. An open form uses no session up."""
    request.is_no_use = True
    article = Article.objects.visible_to(request.user).filter(pk=pk).first()
    if article is None:
        raise Http404
    if "_leaving" in request.POST:
        article.presences.filter(person=request.user).delete()
        return JsonResponse({"others": [], "says": ""})
    try:
        be_here(article, request.user)
    except IntegrityError:  # the article was deleted meanwhile
        raise Http404 from None
    names = others(article, request.user)
    return JsonResponse({"others": names, "says": sentence(names)})


def be_here(article: Article, person) -> None:
    """One statement, so that two windows of one person do not meet."""
    Presence.objects.bulk_create(
        [Presence(article=article, person=person)],
        update_conflicts=True,
        unique_fields=["article", "person"],
        update_fields=["seen_at"],
    )


def others(article: Article, person) -> list[str]:
    """Return the names of the others, and forget those who have left without a word."""
    there = list(article.presences.exclude(person=person).select_related("person").order_by("pk"))
    since = clock.now() - STALE
    gone = [row.pk for row in there if row.seen_at < since]
    if gone:
        article.presences.filter(pk__in=gone, seen_at__lt=since).delete()
    return [str(row.person) for row in there if row.seen_at >= since]


def sentence(names: list[str]) -> str:
    if not names:
        return ""
    words = ngettext("%(names)s is here too", "%(names)s are here too", len(names))
    return words % {"names": ", ".join(names)}
