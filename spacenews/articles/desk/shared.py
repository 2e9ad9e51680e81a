"""The public page of a shared link: the saved working copy of one article, for whoever has the address."""

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from spacenews.articles.desk.drafts import answer, draft_of, page_context
from spacenews.articles.desk.sharing import open_link
from spacenews.articles.models import SharedLink
from spacenews.limits import pace
from spacenews.pagecache import clock

UNSAID = {"Referrer-Policy": "no-referrer"}  # no site that is gone to from here learns the address


@require_safe
def draft(request: HttpRequest, token: str) -> HttpResponse:
    """Show the article, and count that it was seen.

    A token that was revoked, has ended or never was is answered as any address that there is not. All that is
    asked counts against the network's limit, before anything is looked up: so guessing costs time.
    """
    now = clock.now()
    if seconds := pace.wait_s(request, now, "draft_minute"):
        return too_fast(request, seconds)
    link = open_link(token, now)
    if link is None:
        raise Http404
    if request.method == "GET":
        SharedLink.objects.filter(pk=link.pk).update(uses=F("uses") + 1, used_at=now)
    draft = draft_of(link.article, link.article.document(), link.made_by, now)
    context = {**page_context(request, draft, now), "until": link.ends_at, "page_url": ""}
    return answer(request, "articles/draft/page.html", context, UNSAID)


def too_fast(request: HttpRequest, seconds: int) -> HttpResponse:
    words = _("You ask faster than we can follow. Wait a minute, then load the page again.")
    headers = {**UNSAID, "Retry-After": str(seconds)}
    return answer(request, "articles/draft/too_fast.html", {"words": words}, headers, status=429)
