"""The desk's talk about one article: plain text, oldest first, with the steps of its review in the same thread."""

import re
from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from spacenews.articles import policy
from spacenews.articles.models import Article, Mention, Note
from spacenews.articles.models.desk import NOTE_LENGTH
from spacenews.articles.policy import Verb
from spacenews.markup import tidy
from spacenews.pagecache import clock

NOTES_A_PAGE, NAMES_SUGGESTED, TOLD_AT_ONCE = 50, 100, 20
NAMED = r"A-Za-z0-9_.+@-"  # what the name of an account is made of
PIECE = re.compile(rf"(?P<link>https?://[^\s<>\"]+)|(?<![{NAMED}])(?P<name>@[{NAMED}]+)")
TRAILING = ".,;:!?)]}'+@-"


def add(article: Article, by, text: str, step: str = "") -> Note:
    """Store a note, and who is told by it: the colleagues it names who may see the article, and nobody else."""
    with transaction.atomic():
        note = article.notes.create(
            written_by=by, written_at=clock.now(), text=tidy(text).strip()[:NOTE_LENGTH], step=step
        )
        told = [person for person in named(article, note.text) if person != by]
        Mention.objects.bulk_create(Mention(note=note, person=person) for person in told)
    return note


def named(article: Article, text: str) -> QuerySet:
    """Return the colleagues whom a text names, in any case of the letters; a sentence may end behind a name."""
    names = {form for name in written_names(text)[:TOLD_AT_ONCE] for form in (name, name.rstrip(TRAILING))}
    return policy.who_may_see(article).alias(folded=Lower("username")).filter(folded__in=names)


def written_names(text: str) -> list[str]:
    """Return what stands behind each @, in small letters, each once, but for what is part of an address."""
    names = [match["name"] for match in PIECE.finditer(text)]
    return list(dict.fromkeys(name[1:].lower() for name in names if name))


def left_plain(article: Article, text: str) -> list[str]:
    """Return the names in a text that reach nobody: the same for whom there is not and who may not see this."""
    reached = {person.username.lower() for person in named(article, text)}
    return [
        name.rstrip(TRAILING) for name in written_names(text) if not {name, name.rstrip(TRAILING)} & reached
    ]


@dataclass(frozen=True)
class Piece:
    """A stretch of a note: words, a link that can be followed, or the name of a colleague who was told."""

    kind: str
    text: str


def pieces(text: str, told: set[str]) -> list[Piece]:
    """Split a text into what a template prints each in its way, so that nothing of it is ever markup."""
    found, place = [], 0
    for match in PIECE.finditer(text):
        shown, kind = _shown(match, told)
        if kind:
            found += [Piece("text", text[place : match.start()]), Piece(kind, shown)]
            place = match.start() + len(shown)
    return [piece for piece in (*found, Piece("text", text[place:])) if piece.text]


def _shown(match: re.Match, told: set[str]) -> tuple[str, str]:
    if match["link"]:
        return match["link"].rstrip(TRAILING), "link"
    for name in (match["name"], match["name"].rstrip(TRAILING)):
        if name[1:].lower() in told:
            return name, "name"
    return "", ""


class NoteField(forms.CharField):
    """Counts the signs that are stored: a browser sends two for the end of a line."""

    def to_python(self, value):
        return tidy(super().to_python(value))


class NoteForm(forms.Form):
    text = NoteField(
        label=gettext_lazy("Your note"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def thread(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the thread, or add to it; what cannot be added stays in the field."""
    article = visible(request, pk)
    form = NoteForm(request.POST if request.method == "POST" else None, label_suffix="")
    if form.is_valid():
        text = form.cleaned_data["text"]
        try:
            note = add(article, request.user, text)
        except IntegrityError:  # the article was deleted meanwhile
            raise Http404 from None
        see(article, request.user)
        say_who_is_not_told(request, left_plain(article, text))
        return redirect(f"{address(article)}#note-{note.pk}")
    status = 422 if form.is_bound else 200
    return render(
        request, "admin/articles/article/notes.html", _context(request, article, form), status=status
    )


@require_POST
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark what names this person in the thread as seen."""
    article = visible(request, pk)
    see(article, request.user)
    return redirect(address(article))


@require_POST
def delete(request: HttpRequest, pk: int, note: int) -> HttpResponse:
    """Take back a note of one's own; what records a step of the review stays."""
    article = visible(request, pk)
    found = get_object_or_404(article.notes, pk=note)
    if not may_delete(request.user, found):
        raise PermissionDenied
    found.delete()
    messages.success(request, _("The note is deleted."))
    return redirect(address(article))


def visible(request: HttpRequest, pk: int) -> Article:
    article = get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
    if not policy.can(request.user, Verb.VIEW, article):
        raise PermissionDenied
    return article


def may_delete(user, note: Note) -> bool:
    return note.written_by_id == user.pk and not note.step


def unseen(article: Article, user) -> QuerySet:
    return Mention.objects.filter(note__article=article, person=user, seen_at=None)


def see(article: Article, user) -> None:
    unseen(article, user).update(seen_at=clock.now())


def say_who_is_not_told(request: HttpRequest, names: list[str]) -> None:
    if names:
        shown = ", ".join(f"@{name}" for name in names)
        words = _("Nobody who may see this article is called %(names)s: the name was left as it is.")
        messages.warning(request, words % {"names": shown})


def address(article: Article) -> str:
    return reverse("admin:articles_article_notes", args=[article.pk])


def _context(request: HttpRequest, article: Article, form: NoteForm) -> dict:
    notes = article.notes.select_related("written_by").prefetch_related("mentions__person")
    pages = Paginator(notes, NOTES_A_PAGE)
    page = pages.get_page(request.GET.get("p") or pages.num_pages)  # the last: what was said just now
    for note in page:
        told = {mention.person.username.lower() for mention in note.mentions.all()}
        note.pieces, note.deletable = pieces(note.text, told), may_delete(request.user, note)
    return {
        **admin.site.each_context(request),
        "title": _("Notes"),
        "article": article,
        "opts": Article._meta,
        "notes": page,
        "form": form,
        "colleagues": policy.who_may_see(article).exclude(pk=request.user.pk)[:NAMES_SUGGESTED],
        "unseen": unseen(article, request.user).exists(),
    }
