"""What a view says of its answer to the layers around it."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

KEPT_STATUSES = (200, 404, 410)


def public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view whose answer is made of published content alone and is the same for everybody.

    With EDGE_S a cache in front may keep it so many seconds: the operator has chosen that readers
    may see a page as old as that. Such a view takes nothing in: what is sent to it is answered with 405.
    """

    @require_safe
    @wraps(view)
    def marked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if settings.EDGE_S and response.status_code in KEPT_STATUSES:
            response.headers["Cache-Control"] = f"public, s-maxage={settings.EDGE_S}"
        return response

    return marked
