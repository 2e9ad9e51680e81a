"""Work that was set aside while the live text was corrected alone: offered back beside the corrected text.

Never in one click: what the correction touched is marked, and is taken back only where somebody asks for it.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from spacenews.articles import policy
from spacenews.articles.comparison.differences import Difference, of_documents
from spacenews.articles.models import Article, SetAside
from spacenews.articles.policy import Verb


def set_aside(article: Article) -> QuerySet:
    """Return what waits to be taken back or dismissed, the newest first."""
    waiting = SetAside.objects.filter(revision__article=article).select_related("revision__made_by")
    return waiting.order_by("-revision__number")


@dataclass(frozen=True)
class Offered:
    """One field of the work that differs from the text; `touched` where the correction changed it too."""

    difference: Difference
    touched: bool


def offered_back(article: Article, waiting: SetAside, user) -> list[Offered]:
    now, work = article.document(), waiting.revision.document
    before = waiting.read_then.document()
    return [
        Offered(difference, before.get(difference.name) != now.get(difference.name))
        for difference in of_documents(now, work, user)
        if difference.name != "printed_figures"  # these follow the text
    ]


def take_back(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show the work beside the text, and put into the working copy what was chosen of it, or dismiss it."""
    article, waiting = _asked(request, pk, number)
    if request.method == "POST" and _answered(request, pk, number):
        return redirect("admin:articles_article_change", pk)
    context = {
        **admin.site.each_context(request),
        "title": _("Your work beside the corrected text"),
        "zone": settings.TIME_ZONE,
        "article": article,
        "opts": Article._meta,
        "waiting": waiting,
        "offered": offered_back(article, waiting, request.user),
    }
    return render(request, "admin/articles/article/take_back.html", context)


def _asked(request: HttpRequest, pk: int, number: int, lock: bool = False) -> tuple[Article, SetAside]:
    articles = Article.objects.visible_to(request.user)
    article = get_object_or_404(articles.select_for_update(of=("self",)) if lock else articles, pk=pk)
    waiting = get_object_or_404(
        set_aside(article).select_related("revision", "read_then"), revision__number=number
    )
    if not policy.can(request.user, Verb.CHANGE, article):
        raise PermissionDenied
    return article, waiting


@transaction.atomic
def _answered(request: HttpRequest, pk: int, number: int) -> bool:
    """Take or dismiss; nothing where the text has moved on since it was compared, or nothing was chosen."""
    article, waiting = _asked(request, pk, number, lock=True)
    if "dismiss" in request.POST:
        waiting.delete()
        messages.success(request, _("Dismissed: the work of version %d stays in the history.") % number)
        return True
    chosen = set(request.POST.getlist("take")) & set(waiting.revision.document)
    if not chosen:
        messages.warning(request, _("Choose what is to be taken back."))
        return False
    if request.POST.get("version") != str(article.version):
        messages.warning(request, _("This has moved on since the page was opened: compare again."))
        return False
    work = {name: waiting.revision.document[name] for name in chosen}
    summary = _("Taken back from version %d") % number
    article.load({**article.document(), **work}, by=request.user, summary=summary)
    waiting.delete()
    messages.success(
        request, _("Your work is in the form again. Readers do not see it until it is published.")
    )
    return True
