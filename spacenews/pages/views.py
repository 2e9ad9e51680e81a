from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language, override

from spacenews.markup import plain
from spacenews.pagecache import marks
from spacenews.pages.models import Page, PageText

KINDS = {"about": "AboutPage"}  # by schema.org
DESCRIPTION = 300  # characters of a description


@marks.public
def page(request: HttpRequest, key: str) -> HttpResponse:
    text = text_of(key)
    canonical_url = settings.SITE_URL + address_of(text, key)
    context = {
        "page": text,
        "page_title": text.title,
        "description": Truncator(plain(text.body)).chars(DESCRIPTION),
        "page_kind": KINDS.get(key, "WebPage"),
        "written_in": [written.language for written in text.page.texts.all()],
        "canonical_url": canonical_url,
    }
    return render(request, "pages/page.html", context)


def text_of(key: str) -> PageText:
    """Return a page's text in the active language, else the English one."""
    found = get_object_or_404(Page.objects.prefetch_related("texts"), key=key)
    text = found.text_in(get_language())
    if text is None:
        raise Http404
    return text


def address_of(text: PageText, key: str) -> str:
    with override(text.language):
        return reverse(key)
