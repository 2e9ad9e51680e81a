from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, override

from spacenews.pagecache import marks
from spacenews.pages.models import Page


@marks.public
def page(request: HttpRequest, key: str) -> HttpResponse:
    found = get_object_or_404(Page.objects.prefetch_related("texts"), key=key)
    text = found.text_in(get_language())
    if text is None:
        raise Http404
    with override(text.language):
        canonical_url = settings.SITE_URL + reverse(key)
    return render(request, "pages/page.html", {"page": text, "canonical_url": canonical_url})
