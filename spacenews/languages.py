"""The language of the interface: the address's prefix; in the admin the user's own; else English."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

CODES = [code for code, _ in settings.LANGUAGES]
HTML_LANG = {"en": "en", "id": "id", "zh-hans": "zh-Hans"}
OWN_NAMES = {"en": "English", "id": "Indonesia", "zh-hans": "中文"}  # what each calls itself


def language_middleware(get_response: Callable[[HttpRequest], HttpResponse]):
    """Activate the language of a request.

    Django's LocaleMiddleware would vary every page on Accept-Language and leave the admin English.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        with translation.override(language_of(request)):
            request.LANGUAGE_CODE = translation.get_language()
            return get_response(request)

    return middleware


def language_of(request: HttpRequest) -> str:
    if request.path_info.startswith("/admin/"):
        return getattr(request.user, "language", "") or settings.LANGUAGE_CODE
    return translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
