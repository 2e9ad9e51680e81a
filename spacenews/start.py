"""The start page of the desk: what needs doing, each person's part of it, in a fixed number of queries."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Case, Count, Exists, F, OuterRef, QuerySet, Subquery, When
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spacenews.articles.desk import keeping
from spacenews.articles.desk.days import week_of
from spacenews.articles.desk.stories import Day, by_day, printed_for, shown_days
from spacenews.articles.models import Article, Edition, FactFlag, Mention, Note
from spacenews.articles.months import day_of
from spacenews.articles.states import State
from spacenews.contact.models import Message
from spacenews.firms.models import FactChange
from spacenews.stats import readership

SHOWN, SHOWN_MINE, COUNTED, NOTE_SHOWN = 5, 6, 100, 140
SCHEDULED_READ = 500
WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Row:
    title: str
    url: str
    note: str = ""
    warning: str = ""
    when: str = ""


@dataclass(frozen=True)
class Listing:
    """One list: its rows, how many there are in all, and what to say of none; `tone` is a class of the stylesheet."""

    name: str
    rows: list[Row]
    count: str
    empty: str
    url: str = ""
    tone: str = ""


def context(user, now: dt.datetime) -> dict:
    return {
        "now": now,
        "utc": settings.TIME_ZONE == "UTC",
        "lists": [
            found
            for permission, make in LISTS
            if user.has_perm(permission) and (found := make(user, now)) is not None
        ],
        "days": week(user, now) if user.has_perm("articles.view_article") else [],
        "no_mail": user.has_perm("contact.view_message") and not (settings.EMAIL_URL and settings.DESK_EMAIL),
    }


def in_review(user, now: dt.datetime) -> Listing:
    """What is assigned to this person stands first."""
    found = Article.objects.visible_to(user).in_review().select_related("submitted_by")
    others = Case(When(assigned_to=user, then=0), default=1)
    rows = [
        Row(article.headline, of_article(article.pk), submitted(article, user))
        for article in found.order_by(others, "submitted_at")[:SHOWN]
    ]
    url = reverse("admin:articles_article_changelist") + "?state=review"
    return Listing(_("In review"), rows, counted(found), _("What is submitted for review stands here."), url)


def submitted(article: Article, user) -> str:
    named = {"name": article.submitted_by or "–", "time": at(article.submitted_at)}
    for_him = article.assigned_to_id == user.pk
    words = _("For you. Submitted by %(name)s, %(time)s") if for_him else _("Submitted by %(name)s, %(time)s")
    return words % named


def scheduled_next(user, now: dt.datetime) -> Listing:
    found = printed_for(user).to_come(now).select_related("article")
    rows = [
        Row(
            edition.headline,
            of_article(edition.article_id),
            when=at(edition.live_from),
            warning=late(edition),
        )
        for edition in found.order_by("live_from")[:SHOWN]
    ]
    empty, url = (
        _("What is scheduled stands here, the next first."),
        reverse("admin:articles_article_scheduled"),
    )
    return Listing(_("Scheduled next"), rows, counted(found), empty, url)


def late(edition: Edition) -> str:
    return _("The latest changes are not in it.") if edition.article.version > edition.version else ""


def new_messages(user, now: dt.datetime) -> Listing:
    found = Message.objects.new()
    rows = [
        Row(
            letter.lines[0],
            reverse("admin:contact_message_change", args=[letter.pk]),
            f"{letter.email}, {at(letter.created_at)}",
        )
        for letter in found.newest()[:SHOWN]
    ]
    url = reverse("admin:contact_message_changelist") + "?status=new"
    return Listing(
        _("New messages"), rows, counted(found), _("What visitors write in stands here."), url, "new"
    )


def facts_that_moved(user, now: dt.datetime) -> Listing:
    """Changes of facts that wait in live articles which printed them: these are never rewritten."""
    waiting = FactFlag.objects.visible_to(user).open(now).filter(change=OuterRef("pk")).order_by()
    articles = waiting.values("change").annotate(number=Count("pk"))
    found = FactChange.objects.filter(Exists(waiting))
    shown = found.annotate(articles=Subquery(articles.values("number")))
    rows = [
        Row(change.title, reverse("admin:articles_fact_change", args=[change.pk]), moved(change))
        for change in shown.order_by("-pk")[:SHOWN]
    ]
    empty = _("Figures, names and ties that changed after they were printed stand here.")
    url = reverse("admin:articles_fact_changes")
    return Listing(_("Facts that moved"), rows, counted(found), empty, url, tone="warn")


def moved(change: FactChange) -> str:
    words = ngettext(
        "%(number)d live article to look at, since %(time)s",
        "%(number)d live articles to look at, since %(time)s",
        change.articles,
    )
    return words % {"number": change.articles, "time": at(change.changed_at)}


def corrections(user, now: dt.datetime) -> Listing:
    recent = printed_for(user).filter(live_from__gt=now - WEEK, live_from__lte=now).exclude(correction="")
    rows = [
        Row(
            edition.headline, of_article(edition.article_id), f"{at(edition.live_from)}: {edition.correction}"
        )
        for edition in recent.order_by("-live_from", "-pk")[:SHOWN]
    ]
    empty = _("What was put right in the last seven days stands here.")
    return Listing(_("Corrections this week"), rows, counted(recent), empty)


def my_work(user, now: dt.datetime) -> Listing:
    """What waits for this person: what others ask of him first, then what he has begun."""
    found = [rows_of(user, now) for rows_of in MINE]
    rows = [row for of_kind in found for row in of_kind]
    return Listing(
        _("My work"),
        rows[:SHOWN_MINE],
        few(len(rows), any(len(of_kind) == COUNTED for of_kind in found)),
        _("Your drafts stand here, and what colleagues ask of you. Begin one with Write."),
    )


def mentions(user, now: dt.datetime) -> list[Row]:
    """The threads that name this person, until he has seen it."""
    visible = Article.objects.visible_to(user).filter(pk=OuterRef("note__article"))
    unseen = Mention.objects.filter(Exists(visible), person=user, seen_at=None)
    found = unseen.select_related("note__article", "note__written_by").order_by("-note__written_at", "-pk")
    return [
        Row(
            mention.note.article.headline,
            f"{reverse('admin:articles_article_notes', args=[mention.note.article_id])}#note-{mention.note_id}",
            _("%(name)s to you: %(text)s")
            % {
                "name": mention.note.written_by or "–",
                "text": Truncator(mention.note.text).chars(NOTE_SHOWN),
            },
        )
        for mention in found.defer("note__article__body")[:COUNTED]
    ]


def assigned(user, now: dt.datetime) -> list[Row]:
    found = Article.objects.visible_to(user).in_review().filter(assigned_to=user)
    return [
        of_mine(article, _("For you to read, submitted %(time)s") % {"time": at(article.submitted_at)})
        for article in found.order_by("submitted_at", "pk").defer("body")[:COUNTED]
    ]


def returned(user, now: dt.datetime) -> list[Row]:
    """What an editor sent back to this person, with the words of the note that came with it."""
    words = Note.objects.filter(article=OuterRef("pk"), step=Note.Step.RETURNED).order_by(
        "-written_at", "-pk"
    )
    found = (
        own(user)
        .filter(handed_back=True, submitted_at=None)
        .annotate(words=Subquery(words.values("text")[:1]))
    )
    return [
        of_mine(article, _("Sent back: %(text)s") % {"text": Truncator(article.words).chars(NOTE_SHOWN)})
        if article.words
        else of_mine(article, _("Sent back to you"))
        for article in found.order_by("-changed_at", "-pk").defer("body")[:COUNTED]
    ]


def left_behind(user, now: dt.datetime) -> list[Row]:
    """What goes out without the latest changes of this person."""
    latest = {"by": F("article__changed_by"), "newest": F("article__version")}
    coming = printed_for(user).to_come(now).annotate(**latest).order_by("live_from", "pk")
    shown = coming.only("headline", "article_id", "live_from", "version")[:SCHEDULED_READ]
    return [
        Row(
            edition.headline,
            of_article(edition.article_id),
            warning=_("Goes out %(time)s without your latest changes") % {"time": at(edition.live_from)},
        )
        for edition in shown
        if edition.by == user.pk and edition.newest > edition.version
    ][:COUNTED]


def never_saved(user, now: dt.datetime) -> list[Row]:
    """New articles that this person typed and has not saved once: the desk keeps them in a working copy of his own."""
    return [
        Row(text.title, text.url, _("Never saved, kept %(time)s") % {"time": at(text.kept_at)})
        for text in keeping.never_saved(user)
    ]


def drafts(user, now: dt.datetime) -> list[Row]:
    found = own(user).filter(handed_back=False).in_state(State.DRAFT, now).order_by("-changed_at", "-pk")
    return [
        of_mine(article, _("Draft, saved %(time)s") % {"time": at(article.changed_at)})
        for article in found.defer("body")[:COUNTED]
    ]


MINE: tuple[Callable[..., list[Row]], ...] = (mentions, assigned, returned, left_behind, never_saved, drafts)


def own(user) -> QuerySet:
    return Article.objects.visible_to(user).filter(created_by=user)


def of_mine(article: Article, note: str) -> Row:
    return Row(article.headline, of_article(article.pk), note)


def read_this_week(user, now: dt.datetime) -> Listing:
    """Of the articles that this person may see, those that readers opened most."""
    visible = Article.objects.visible_to(user)
    views = readership.read_most(visible, now, COUNTED)
    articles = visible.only("headline").in_bulk(list(views)[:SHOWN])
    rows = [
        Row(
            articles[pk].headline,
            of_article(pk),
            ngettext("%(number)d view", "%(number)d views", times) % {"number": times},
        )
        for pk, times in views.items()
        if pk in articles
    ]
    empty = _("What readers opened in the last seven days stands here, the most read first.")
    return Listing(_("Read this week"), rows, few(len(views), len(views) == COUNTED), empty)


def violations(user, now: dt.datetime) -> Listing | None:
    """What browsers stopped on our pages in the last seven days; nothing on most days."""
    found = readership.violated_most(now, COUNTED)
    rows = [
        Row(
            path,
            path,
            ngettext("%(rule)s, reported once", "%(rule)s, reported %(number)d times", times)
            % {"rule": directive, "number": times},
        )
        for directive, path, times in found[:SHOWN]
    ]
    count = few(len(found), len(found) == COUNTED)
    return Listing(_("Stopped by the pages’ policy"), rows, count, "", tone="warn") if rows else None


LISTS: tuple[tuple[str, Callable[..., Listing | None]], ...] = (
    ("articles.view_article", in_review),
    ("articles.view_article", scheduled_next),
    ("contact.view_message", new_messages),
    ("articles.view_article", facts_that_moved),
    ("articles.view_article", corrections),
    ("articles.add_article", my_work),
    ("articles.view_article", read_this_week),
    ("stats.view_violations", violations),
)


def week(user, now: dt.datetime) -> list[Day]:
    """Return the seven days from Monday on, with what went or goes out on each, and what is planned."""
    return shown_days(by_day(user, week_of(day_of(now)), now), now)


def counted(found: QuerySet) -> str:
    """Return how many there are; a long list is not counted to its end."""
    number = found.order_by().values("pk")[:COUNTED].count()
    return few(number, number == COUNTED)


def few(number: int, more: bool) -> str:
    return f"{number - 1}+" if more else str(number)


def of_article(pk: int) -> str:
    return reverse("admin:articles_article_change", args=[pk])


def at(moment: dt.datetime) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT")
