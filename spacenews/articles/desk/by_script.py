"""The guard of what a form asks for by itself: who is signed out is told so in a status, not led to a page."""

from collections.abc import Callable
from functools import wraps

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

PERSON = "_person"  # whose page asks: in the same browser somebody else may have signed in meanwhile


def by_script(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Take POST alone, and that only from the person whose page it is: all others are answered 401."""

    @require_POST
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        own = str(request.user.pk)
        if not admin.site.has_permission(request) or request.POST.get(PERSON, own) != own:
            return JsonResponse({}, status=401)
        return view(request, *args, **kwargs)

    return guarded
