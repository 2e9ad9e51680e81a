"""Where lists and pickers of the desk come to search. What they show before is what this person may see."""

from django.contrib.admin.views.main import ORDER_VAR
from django.db.models import QuerySet

from spacenews.articles.models import Article
from spacenews.search import reading
from spacenews.search.desk import answer, named
from spacenews.search.desk.places import Place


def search(request, queryset: QuerySet, typed: str) -> QuerySet:
    """Return what is found, the best first unless an order was chosen. `request.sought` keeps what to say of it."""
    line = reading.tidied(typed)
    if not line:
        return queryset
    if queryset.model is Article:
        found, order = articles(queryset, line, request)
    else:
        found, order = named.search(queryset, line)
    return found if request.GET.get(ORDER_VAR) else found.order_by(*order)


def articles(queryset: QuerySet, line: str, request) -> tuple[QuerySet, tuple]:
    """A picker, which names what it asks for a term, is asked at each letter."""
    request.sought = answer.search(request.user, line, queryset, begun="term" in request.GET)
    pks = tuple(request.sought.pks)
    return queryset.filter(pk__in=pks), (Place(pks),)
