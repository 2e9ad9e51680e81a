"""What somebody typed and has not saved: it waits in a working copy of his own, and stands in the form again.

One row an article and person, and one for each new article. A row holds the text of one open form (`page`) and is
overwritten only by that form, or by one that was opened with its text in it: so two windows of one person lose nothing.
"""

import re
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from spacenews.articles import policy
from spacenews.articles.desk.by_script import by_script
from spacenews.articles.models import Article, Autosave
from spacenews.articles.policy import Verb
from spacenews.languages import HTML_LANG
from spacenews.markup import plain
from spacenews.pagecache import clock

PAGE, KEPT, ASKED = "_page", "_kept", "unsaved"
TOKEN = "csrfmiddlewaretoken"
PAGE_NAME = re.compile(r"[A-Za-z0-9_-]{22}")
MOST_NEW = 20  # new articles of one person that were never saved
RETRY_S = 30
LONG = {
    "headline": gettext_lazy("Headline"),
    "deck": gettext_lazy("Deck"),
    "points": gettext_lazy("Main points"),
    "body": gettext_lazy("Text"),
}


@by_script
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what was typed into an article's form. Who lost the right to save while he wrote keeps his text still."""
    return kept(request, visible(request, pk))


@by_script
def keep_new(request: HttpRequest) -> HttpResponse:
    if not policy.can(request.user, Verb.ADD):
        raise PermissionDenied
    return kept(request, None)


def kept(request: HttpRequest, article: Article | None) -> HttpResponse:
    """Answer when it was kept; 409 where another window's unsaved text would be lost by it."""
    if not page_of(request.POST):
        raise Http404
    try:
        row = take_in(request.user, article, request.POST)
    except IntegrityError:  # another window was first, in this very moment
        row = None
    if row is None:
        return JsonResponse(
            {"says": _("Kept in this browser only: other unsaved text of yours stands in the way")},
            status=409,
        )
    time = date_format(localtime(row.kept_at), "TIME_FORMAT")
    says = _("Everything kept, %(time)s") % {"time": time}
    return JsonResponse({"kept_at": row.kept_at.isoformat(), "says": says})


@transaction.atomic
def take_in(person, article: Article | None, posted: QueryDict) -> Autosave | None:
    """Store the text of an open form: no revision, no stamp. Return nothing where it must not be stored."""
    row = rows_of(person, article, posted[PAGE]).select_for_update(of=("self",)).first()
    if row is None and article is None and rows_of(person).filter(article=None).count() >= MOST_NEW:
        return None
    if row and not is_of(row, posted):
        return None
    row = row or Autosave(person=person, article=article)
    row.page, row.fields, row.kept_at = posted[PAGE], typed(posted), clock.now()
    row.based_on = version(posted.get("based_on", ""))
    row.save()
    return row


def page_of(posted: QueryDict) -> str:
    """Return the name of the form that was sent; nothing where it is none of ours, which no database is asked for."""
    name = posted.get(PAGE, "")
    return name if PAGE_NAME.fullmatch(name) else ""


def rows_of(person, article: Article | None = None, page: str = ""):
    """Return a person's unsaved texts: of an article, of a new one by its form, or all."""
    rows = Autosave.objects.filter(person=person)
    if article:
        return rows.filter(article=article)
    return rows.filter(article=None, page=page) if page else rows


def is_of(row: Autosave, posted: QueryDict) -> bool:
    """Say whether a form wrote the row last, or was opened with this very text in it."""
    return row.page == posted.get(PAGE) or row.kept_at.isoformat() == posted.get(KEPT)


def typed(posted: QueryDict) -> dict[str, list[str]]:
    """Return the fields of a form; no database takes NUL in them. The page's own fields begin with a line."""
    return {
        name.replace("\0", ""): [value.replace("\0", "") for value in values]
        for name, values in posted.lists()
        if name != TOKEN and not name.startswith("_") and "__prefix__" not in name
    }


def version(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def visible(request: HttpRequest, pk: int) -> Article:
    article = Article.objects.visible_to(request.user).filter(pk=pk).first()
    if article is None:
        raise Http404
    return article


def saved(request: HttpRequest, article: Article, is_new: bool) -> None:
    """Delete what a save has made needless, in its transaction; the text of another window stays."""
    rows = rows_of(request.user, None if is_new else article, page_of(request.POST) or "-").defer("fields")
    for row in rows:
        if is_of(row, request.POST):
            row.delete()


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    article = visible(request, pk)
    return dropped(
        request, rows_of(request.user, article), reverse("admin:articles_article_change", args=[pk])
    )


@require_POST
def drop_new(request: HttpRequest) -> HttpResponse:
    rows = rows_of(request.user, page=page_of(request.POST) or "-")
    return dropped(request, rows, reverse("admin:articles_article_add"))


def dropped(request: HttpRequest, rows, then: str) -> HttpResponse:
    if rows.delete()[0]:
        messages.success(request, _("What was not saved is dropped."))
    return redirect(then)


# The form


def found(request: HttpRequest, article: Article | None) -> Autosave | None:
    """Return what this person has not saved of what a form is opened for; asked once a request."""
    if request.method != "GET":
        return None
    if not hasattr(request, "unsaved"):
        page = request.GET.get(ASKED, "")
        asked = article or PAGE_NAME.fullmatch(page)
        request.unsaved = rows_of(request.user, article, page).first() if asked else None
    return request.unsaved


def is_reading(request: HttpRequest) -> bool:
    """Say whether somebody with unsaved text looks at what is saved: there is no form then that could replace it."""
    return request.method == "GET" and "saved" in request.GET


def as_posted(row: Autosave) -> QueryDict:
    posted = QueryDict(mutable=True)
    for name, values in row.fields.items():
        posted.setlist(name, values)
    return posted


@dataclass(frozen=True)
class Form:
    """What an open form tells the script that keeps it: `page` is its name, `at` what it was opened with."""

    url: str
    drop_url: str
    page: str
    at: str


def context(request: HttpRequest, article: Article | None, has_changed: bool) -> dict:
    """Return what the form's page says of unsaved text; what equals the saved is not worth a word."""
    row = found(request, article)
    page = request.POST.get(PAGE, "") if request.method == "POST" else row.page if row and not article else ""
    names = ("keep", "drop") if article else ("keep_new", "drop_new")
    urls = [reverse(f"admin:articles_article_{name}", args=[article.pk] if article else []) for name in names]
    at = request.POST.get(KEPT, "") if request.method == "POST" else row.kept_at.isoformat() if row else ""
    name = page if PAGE_NAME.fullmatch(page) else secrets.token_urlsafe(16)
    may_save = article is None or policy.can(request.user, Verb.CHANGE, article)
    return {
        "kept_form": Form(*urls, name, at),
        "unsaved": row if has_changed or is_reading(request) or not may_save else None,
        "unsaved_words": [] if may_save else words(row),
        "is_reading_saved": bool(article) and is_reading(request),
        "never_saved": [] if article or request.method == "POST" else never_saved(request.user, name),
    }


def words(row: Autosave | None) -> list[tuple[str, str]]:
    """Return the texts to copy, for who may not save any more."""
    texts = {name: "\n".join(row.fields.get(name, [])) for name in LONG} if row else {}
    return [(LONG[name], readable(text) if name == "body" else text) for name, text in texts.items() if text]


def readable(html: str) -> str:
    """Return the words of a body; the whole of one that no save would take."""
    try:
        return plain(html)
    except ValidationError:
        return html


@dataclass(frozen=True)
class NeverSaved:
    """A new article that somebody typed and has not saved once."""

    title: str
    url: str
    kept_at: object


def never_saved(person, but: str = "") -> list[NeverSaved]:
    rows = rows_of(person).filter(article=None).exclude(page=but).order_by("-kept_at")
    columns = rows.values_list("page", "kept_at", "fields__headline__0")
    add = reverse("admin:articles_article_add")
    return [
        NeverSaved(title or _("No headline yet"), f"{add}?{ASKED}={page}", at) for page, at, title in columns
    ]


def unavailable(request: HttpRequest) -> HttpResponse:
    """Give the text of a save back on a page that asks no database, to be sent again from there."""
    sent = [(name, value) for name, values in request.POST.lists() if name != TOKEN for value in values]
    context = {
        "long": [(name, LONG[name], value) for name, value in sent if name in LONG],
        "others": [(name, value) for name, value in sent if name not in LONG],
        "token": get_token(request),
        "site_name": settings.SITE_NAME,
        "html_lang": HTML_LANG[get_language()],
    }
    html = render_to_string("admin/articles/article/unavailable.html", context)
    return HttpResponse(html, status=503, headers={"Cache-Control": "no-store", "Retry-After": str(RETRY_S)})
