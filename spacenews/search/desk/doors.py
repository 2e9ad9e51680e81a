"""Where lists and pickers of the desk come to search. What they show before is what this person may see."""

from django.contrib.admin.views.main import ORDER_VAR
from django.db.models import QuerySet

from spacenews.articles.models import Article, Edition
from spacenews.pagecache import clock
from spacenews.search import answer as readers
from spacenews.search import database, reading
from spacenews.search.desk import answer, named
from spacenews.search.desk.places import Place


def search(request, queryset: QuerySet, typed: str) -> QuerySet:
    """Return what is found, the best first unless an order was chosen. `request.sought` keeps what to say of it."""
    line = reading.tidied(typed)
    if not line:
        return queryset
    if queryset.model is Article:
        found, order = articles(queryset, line, request)
    elif queryset.model is Edition:
        found, order = editions(queryset, line)
    else:
        found, order = named.search(queryset, line)
    return found if request.GET.get(ORDER_VAR) else found.order_by(*order)


def articles(queryset: QuerySet, line: str, request) -> tuple[QuerySet, tuple]:
    """A picker, which names what it asks for a term, is asked at each letter."""
    request.sought = answer.search(request.user, line, queryset, begun="term" in request.GET)
    pks = tuple(request.sought.pks)
    return queryset.filter(pk__in=pks), (Place(pks),)


def editions(queryset: QuerySet, line: str) -> tuple[QuerySet, tuple]:
    """Find what is live as readers find it, with the last word as a beginning."""
    now = clock.now()
    try:
        found = readers.search(answer.beginning(reading.read(line, now), line), now).rows
    except database.TooLong:
        found = []
    pks = tuple(row.edition for row in found)
    return queryset.filter(pk__in=pks), (Place(pks),)
