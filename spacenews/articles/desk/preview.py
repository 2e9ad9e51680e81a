"""The article as readers would see it, from what stands in its form. Nothing is stored, not even the stamp moves."""

import re
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from spacenews.articles import policy
from spacenews.articles.desk.drafts import Draft, answer, draft_of, page_context
from spacenews.articles.full_text import full_text
from spacenews.articles.models import Article
from spacenews.articles.models.printable import ROWS
from spacenews.articles.policy import Verb
from spacenews.languages import HTML_LANG
from spacenews.markup import plain, tidy
from spacenews.pagecache import clock

PAGE = "page"
TEMPLATES = {
    PAGE: "articles/draft/page.html",
    "result": "articles/draft/result.html",
    "entry": "articles/draft/entry.html",
    "card": "articles/draft/card.html",
}
THEMES = ("light", "dark")
LINES = ("headline", "slug", "source_line")
CHOSEN = {"bylines": "author", "coverage": "organization", "source_rows": "source"}  # what a row chooses
MOST_ROWS = 500
SNIPPET_WORDS, MOST_FIRMS = 30, 4
DIGITS = re.compile(r"[0-9]{1,18}")


@require_POST
def preview(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Answer with the page of what was posted: 404 for an article that is not shown to this person, else 403."""
    article = get_object_or_404(Article.objects.visible_to(request.user), pk=pk) if pk else None
    if not policy.can(request.user, Verb.CHANGE if article else Verb.ADD, article):
        raise PermissionDenied
    now, typed = clock.now(), read(request, article)
    draft = draft_of(typed.article, typed.document, request.user, now)
    if draft.lacks_pictures:
        typed.wrong.append(_("Pictures of others that you may not see are left out."))
    said = {
        "wrong": typed.wrong,
        "wrong_lang": HTML_LANG[translation.get_language()],
        "theme": theme(request),
    }
    template = TEMPLATES.get(request.POST.get("preview_as"), TEMPLATES[PAGE])
    with translation.override(draft.edition.language):
        context = {**page_context(request, draft, now), **elsewhere(draft), **said}
        return answer(request, template, context, {"X-Frame-Options": "SAMEORIGIN"})


def elsewhere(draft: Draft) -> dict:
    """Return what a search result, a feed entry and a shared card print beside the article's own page."""
    edition = draft.edition
    return {
        "host": urlsplit(settings.SITE_URL).hostname,
        "page_url": edition.canonical,
        "full_text": partial(full_text, edition, draft.rows.sources),  # printed by one of the four alone
        "result": {
            "edition": edition,
            "headline": edition.headline,
            "snippet": edition.deck or Truncator(plain(edition.body)).words(SNIPPET_WORDS),
            "firms": [row.organization for row in draft.rows.coverage[:MOST_FIRMS]],
        },
    }


def theme(request: HttpRequest) -> str:
    asked = request.POST.get("preview_theme")
    return asked if asked in THEMES else ""


@dataclass
class Typed:
    """What stands in a form: the article it is about, what it says as a document, and what is wrong with it."""

    article: Article
    document: dict
    wrong: list[str]


def read(request: HttpRequest, article: Article | None) -> Typed:
    """Read the form as the admin would to save it, and the rows below it as they stand there."""
    desk = admin.site.get_model_admin(Article)
    form = desk.get_form(request, article, change=article is not None)(request.POST, instance=article)
    wrong = [line for name, sentences in form.errors.items() for line in faults(form, name, sentences)]
    rows = {name: rows_in(request.POST, name, article) for name in CHOSEN}
    tags = [{"tag_id": tag.pk} for tag in form.cleaned_data.get("tags", ())]
    return Typed(form.instance, {**columns(form), **rows, "tag_rows": tags}, wrong)


def faults(form, name: str, sentences: list[str]) -> list[str]:
    label = form.fields[name].label if name in form.fields else ""
    return [f"{label}: {sentence}" if label else sentence for sentence in sentences]


def columns(form) -> dict:
    """Return the columns of the article; a line that is refused is shown as it was typed."""
    taken = {name: getattr(form.instance, name) for name in Article.columns()}
    return {**taken, **{name: tidy(form.data.get(name, "")) for name in LINES if name in form.errors}}


def rows_in(data: QueryDict, name: str, article: Article | None) -> list[dict]:
    """Return the rows that choose something, each thing once; the stored ones if the form has no such rows."""
    if f"{name}-TOTAL_FORMS" not in data:
        return list(getattr(article, name).values(*ROWS[name])) if article else []
    found: dict[int, dict] = {}
    for number in range(min(whole(data[f"{name}-TOTAL_FORMS"]), MOST_ROWS)):
        row = {field: data.get(f"{name}-{number}-{field}", "") for field in ("position", "role", "DELETE")}
        pk = whole(data.get(f"{name}-{number}-{CHOSEN[name]}", ""))
        if pk and not row["DELETE"]:
            values = {f"{CHOSEN[name]}_id": pk, "position": whole(row["position"]), "role": row["role"]}
            found.setdefault(pk, values)
    return list(found.values())


def whole(typed: str) -> int:
    """Return a number that was typed, 0 for anything else."""
    return int(typed) if DIGITS.fullmatch(typed) else 0
