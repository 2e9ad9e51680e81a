"""The start page of the desk: what needs doing, each person's part of it, in a fixed number of queries."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spacenews.articles.models import Article, Edition, EditionFigure
from spacenews.articles.states import State
from spacenews.contact.models import Message
from spacenews.firms.models import Figure

SHOWN, COUNTED, SHOWN_A_DAY, READ_A_WEEK = 5, 100, 6, 300
WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Row:
    title: str
    url: str
    note: str = ""
    warning: str = ""
    when: str = ""
    mark: str = ""
    word: str = ""


@dataclass(frozen=True)
class Listing:
    """One list: its rows, how many there are in all, and what to say of none; `tone` is a class of the stylesheet."""

    name: str
    rows: list[Row]
    count: str
    empty: str
    url: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Day:
    date: dt.date
    today: bool
    rows: list[Row] = field(default_factory=list)
    more: int = 0


def context(user, now: dt.datetime) -> dict:
    return {
        "now": now,
        "utc": settings.TIME_ZONE == "UTC",
        "lists": [make(user, now) for permission, make in LISTS if user.has_perm(permission)],
        "days": week(user, now) if user.has_perm("articles.view_article") else [],
        "no_mail": user.has_perm("contact.view_message") and not (settings.EMAIL_URL and settings.DESK_EMAIL),
    }


def in_review(user, now: dt.datetime) -> Listing:
    found = Article.objects.visible_to(user).in_review().select_related("submitted_by")
    rows = [
        Row(
            article.headline,
            of_article(article.pk),
            _("Submitted by %(name)s, %(time)s")
            % {"name": article.submitted_by or "–", "time": at(article.submitted_at)},
        )
        for article in found.order_by("submitted_at")[:SHOWN]
    ]
    url = reverse("admin:articles_article_changelist") + "?state=review"
    return Listing(_("In review"), rows, counted(found), _("What is submitted for review stands here."), url)


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
    empty = _("What is scheduled stands here, the next first.")
    return Listing(_("Scheduled next"), rows, counted(found), empty)


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
    """Figures that live editions printed otherwise than the record says by now: they are never rewritten."""
    live = printed_for(user).live(now).filter(pk=OuterRef("edition"))
    record = OuterRef("as_printed")
    differs = Q(as_printed__lt=record) | Q(as_printed__gt=record)  # as an index finds it
    otherwise = EditionFigure.objects.filter(differs, Exists(live), figure=OuterRef("pk")).order_by()
    articles = otherwise.values("figure").annotate(number=Count("edition__article", distinct=True))
    found = Figure.objects.filter(Exists(otherwise))
    shown = found.annotate(
        before=Subquery(otherwise.values("as_printed")[:1]), articles=Subquery(articles.values("number"))
    )
    rows = [
        Row(figure.as_printed, reverse("admin:firms_figure_change", args=[figure.pk]), moved(figure))
        for figure in shown.order_by("pk")[:SHOWN]
    ]
    empty = _("Figures whose record changed after they were printed stand here.")
    return Listing(_("Facts that moved"), rows, counted(found), empty, tone="warn")


def moved(figure: Figure) -> str:
    words = ngettext(
        "%(number)d live article prints “%(before)s”.",
        "%(number)d live articles print “%(before)s” or the like.",
        figure.articles,
    )
    return words % {"number": figure.articles, "before": figure.before}


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
    found = Article.objects.visible_to(user).filter(created_by=user).in_state(State.DRAFT, now)
    rows = [
        Row(
            article.headline,
            of_article(article.pk),
            _("Draft, saved %(time)s") % {"time": at(article.changed_at)},
        )
        for article in found.order_by("-changed_at", "-pk")[:SHOWN]
    ]
    return Listing(_("My work"), rows, counted(found), _("Your drafts stand here. Begin one with Write."))


LISTS: tuple[tuple[str, Callable[..., Listing]], ...] = (
    ("articles.view_article", in_review),
    ("articles.view_article", scheduled_next),
    ("contact.view_message", new_messages),
    ("articles.view_article", facts_that_moved),
    ("articles.view_article", corrections),
    ("articles.add_article", my_work),
)


def week(user, now: dt.datetime) -> list[Day]:
    """Return the seven days from Monday on, in the site's zone, with what went or goes out on each."""
    zone = ZoneInfo(settings.TIME_ZONE)
    today = now.astimezone(zone).date()
    monday = today - dt.timedelta(days=today.weekday())
    begin, end = (dt.datetime.combine(day, dt.time.min, zone) for day in (monday, monday + WEEK))
    editions = printed_for(user).filter(live_from__gte=begin, live_from__lt=end).order_by("live_from", "pk")
    columns = editions.only("headline", "article_id", "live_from", "live_until", "withdrawn_by_id")
    by_day = groupby(columns[:READ_A_WEEK], lambda edition: edition.live_from.astimezone(zone).date())
    rows = {day: [of_the_week(edition, now) for edition in group] for day, group in by_day}
    days = [monday + dt.timedelta(days=number) for number in range(7)]
    return [day_of(day, today, rows.get(day, [])) for day in days]


def day_of(day: dt.date, today: dt.date, rows: list[Row]) -> Day:
    return Day(day, day == today, rows[:SHOWN_A_DAY], max(0, len(rows) - SHOWN_A_DAY))


def of_the_week(edition: Edition, now: dt.datetime) -> Row:
    gone_out = State.WITHDRAWN if edition.withdrawn_by_id else State.LIVE
    state = State.SCHEDULED if edition.live_from > now else gone_out
    return Row(edition.headline, of_article(edition.article_id), mark=state, word=state.label)


def printed_for(user):
    """The editions of the articles that a person may see."""
    return Edition.objects.filter(Exists(Article.objects.visible_to(user).filter(pk=OuterRef("article"))))


def counted(found: QuerySet) -> str:
    """Return how many there are; a long list is not counted to its end."""
    number = found.order_by().values("pk")[:COUNTED].count()
    return str(number) if number < COUNTED else f"{COUNTED - 1}+"


def of_article(pk: int) -> str:
    return reverse("admin:articles_article_change", args=[pk])


def at(moment: dt.datetime) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT")
