"""What a view says of its answer to the layers around it."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]
NOTE = "spacenews.note"
OTHERS = "*"  # the name for whatever else is asked, which a view wants to refuse


def public(view: View) -> View:
    """Mark a view whose answer is made of published content alone, is the same for everybody, and reads no parameter.

    Its pages are stored, but for one that says `Cache-Control: no-store`. Such a view takes nothing in: what is sent
    to it is answered with 405.
    """
    return public_by()(view)


def public_by(*names: str) -> Callable[[View], View]:
    """Mark a public view that reads these parameters of the query: no others reach it.

    With OTHERS among the names one other does, to be refused: only what is not stored may be answered to it.
    """

    def mark(view: View) -> View:
        @require_safe
        @wraps(view)
        def marked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            narrow(request, names)
            return view(request, *args, **kwargs)

        marked.parameters = names
        return marked

    return mark


def waiting_for_nobody(view: View) -> View:
    """Mark a public view that takes seconds: of a burst of requests for its page none waits while another makes it."""
    view.waits = False
    return view


def narrow(request: HttpRequest, names: tuple[str, ...]) -> None:
    """Leave of a request's query only what a view reads."""
    query = request.META["QUERY_STRING"] = canonical(request.META.get("QUERY_STRING", ""), names)
    request.GET = QueryDict(query)


def canonical(query: str, names: tuple[str, ...]) -> str:
    """Return the same for all queries that ask a view the same: the names it reads, in their order, without blanks.

    >>> canonical("utm=x&b=2&a=&b=1&a=%C3%A9", ("a", "b"))
    'a=%C3%A9&b=2&b=1'
    >>> canonical("utm=x&b=2&a=&x=y", ("a", "b", OTHERS))
    'a=&b=2&utm=x'
    """
    if not query or not names:
        return ""
    is_strict = OTHERS in names
    asked = parse_qsl(
        query.encode("latin-1", "replace").decode("utf-8", "replace"), keep_blank_values=is_strict
    )
    known = [(name, value) for name in names for key, value in asked if key == name]
    others = [pair for pair in asked if pair[0] not in names][:1] if is_strict else []
    return urlencode(known + others)


def at_each_answer(request: HttpRequest, note: Callable[[HttpRequest], None]) -> None:
    """Have something noted of this request, and of each that gets its page from the store: who asks may be counted."""
    request.META[NOTE] = note
    note(request)
