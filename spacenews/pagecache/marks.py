"""What a view says of its answer to the layers around it."""

from django.conf import settings
from django.http import HttpResponse


def public(response: HttpResponse) -> HttpResponse:
    """Mark an answer that is made of published content alone and is the same for everybody.

    With EDGE_S a cache in front may keep it so many seconds: the operator has chosen that readers
    may see a page as old as that.
    """
    edge_s = settings.EDGE_S
    response.headers["Cache-Control"] = f"public, s-maxage={edge_s}" if edge_s else "no-cache"
    return response
