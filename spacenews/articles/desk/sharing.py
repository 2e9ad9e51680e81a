"""Links that show one article as it stands to somebody outside, until a time. The page where they are made and ended.

Nobody can read a link out of the database: what is stored is a hash, and the address is shown once.
"""

import datetime as dt
import secrets
from hashlib import sha256

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from spacenews.articles import policy
from spacenews.articles.models import Article, SharedLink
from spacenews.articles.policy import Verb
from spacenews.markup import tidy
from spacenews.pagecache import clock

TOKEN_BYTES = 32
LINKS_SHOWN = 100
HOURS, DAYS = (4, 12), (1, 3, 7, 14, 30)
LENGTHS = [
    *((hours, ngettext_lazy("%d hour", "%d hours", hours) % hours) for hours in HOURS),
    *((24 * days, ngettext_lazy("%d day", "%d days", days) % days) for days in DAYS),
]
USUAL_H = 24 * 3


class ShareForm(forms.Form):
    reader = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=120,
        help_text=gettext_lazy("For the desk alone: who has the link, and what for."),
    )
    hours = forms.TypedChoiceField(
        label=gettext_lazy("It ends after"), choices=LENGTHS, coerce=int, initial=USUAL_H
    )

    def clean_reader(self) -> str:
        return tidy(self.cleaned_data["reader"]).strip()


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the links of an article; make one, and show its address this one time."""
    article = asked(request, pk)
    form = ShareForm(request.POST if request.method == "POST" else None, label_suffix="")
    if not form.is_valid():
        return shown(request, article, form)
    token = make(article, by=request.user, **form.cleaned_data)
    return shown(request, article, ShareForm(label_suffix=""), address=address_of(article, token))


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a link now."""
    link = get_object_or_404(SharedLink, pk=pk, article__in=Article.objects.visible_to(request.user))
    article = asked(request, link.article_id)
    end(link, by=request.user)
    messages.success(request, _("This link shows nothing any more."))
    return redirect("admin:articles_article_share", article.pk)


def asked(request: HttpRequest, pk: int) -> Article:
    article = get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
    if not policy.can(request.user, Verb.SHARE, article):
        raise PermissionDenied
    return article


def shown(request: HttpRequest, article: Article, form: ShareForm, address: str = "") -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("Share a draft"),
        "article": article,
        "opts": Article._meta,
        "form": form,
        "address": address,
        "links": article.shared_links.select_related("made_by")[:LINKS_SHOWN],
        "now": clock.now(),
    }
    return render(request, "admin/articles/article/share.html", context, status=201 if address else 200)


@transaction.atomic
def make(article: Article, *, by, reader: str, hours: int) -> str:
    """Store a link and return its token, which nobody can find out again."""
    token, now = secrets.token_urlsafe(TOKEN_BYTES), clock.now()
    ends_at = now + dt.timedelta(hours=hours)
    article.shared_links.create(
        token_hash=hash_of(token), reader=reader, made_by=by, made_at=now, ends_at=ends_at
    )
    LogEntry.objects.log_actions(by.pk, [article], CHANGE, "share", single_object=True)
    return token


@transaction.atomic
def end(link: SharedLink, *, by) -> None:
    """Revoke a link, once."""
    if SharedLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=clock.now()):
        LogEntry.objects.log_actions(by.pk, [link.article], CHANGE, "revoke", single_object=True)


def hash_of(token: str) -> str:
    """A token has 256 random bits: a plain hash of it can be searched for, and not turned back."""
    return sha256(token.encode()).hexdigest()


def address_of(article: Article, token: str) -> str:
    with translation.override(article.language):
        return settings.SITE_URL + reverse("draft", args=[token])


def open_link(token: str, now: dt.datetime) -> SharedLink | None:
    """Return the link of a token: one that has not ended, made by somebody who may still see the article."""
    links = SharedLink.objects.filter(token_hash=hash_of(token), revoked_at=None, ends_at__gt=now)
    link = links.select_related("article", "made_by").first()
    return link if link and link.made_by and policy.can(link.made_by, Verb.VIEW, link.article) else None
