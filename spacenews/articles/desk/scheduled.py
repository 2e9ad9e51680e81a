"""What is scheduled, the next first: when, by whom, and whether the latest changes are in it."""

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from spacenews.articles import policy
from spacenews.articles.models import Article, Edition
from spacenews.articles.policy import Verb
from spacenews.pagecache import clock

ROWS_A_PAGE = 50


@require_safe
def scheduled(request: HttpRequest) -> HttpResponse:
    """Show the editions to come of the articles that this person may see."""
    if not policy.can(request.user, Verb.VIEW):
        raise PermissionDenied
    visible = Article.objects.visible_to(request.user).filter(pk=OuterRef("article"))
    found = Edition.objects.to_come(clock.now()).filter(Exists(visible))
    rows = found.select_related("article", "section", "made_by").defer("body_html", "body", "article__body")
    context = {
        **admin.site.each_context(request),
        "title": _("Scheduled"),
        "opts": Article._meta,
        "zone": settings.TIME_ZONE,
        "editions": Paginator(rows.order_by("live_from", "pk"), ROWS_A_PAGE).get_page(request.GET.get("p")),
        "may_publish": policy.can(request.user, Verb.PUBLISH),
    }
    return render(request, "admin/articles/article/scheduled.html", context)
