"""Stories as the calendar and the budget of the desk show them: what went out, what is to, and what is planned."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from spacenews.articles import policy
from spacenews.articles.marks import REVIEW
from spacenews.articles.models import Article, Edition
from spacenews.articles.months import begin_of_day, day_of
from spacenews.articles.policy import Verb
from spacenews.articles.states import State

IDEA, WORDS = "idea", {"idea": _("idea"), REVIEW: _("in review")}
EMPTY = ("", "<p></p>")  # the text of an idea
READ = 600  # stories that one page reads of a kind, however many there are
SHOWN_A_DAY = 5
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Story:
    """One article on one day: `mark` is a class of the stylesheet, `word` says it, `plan` is where to move it."""

    article: int
    title: str
    lang: str
    section: int | None
    mark: str
    day: dt.date | None = None
    at: dt.datetime | None = None
    plan: str = ""

    @property
    def url(self) -> str:
        return reverse("admin:articles_article_change", args=[self.article])

    @property
    def word(self) -> str:
        return str(WORDS.get(self.mark) or State(self.mark).label)


@dataclass(frozen=True)
class Day:
    date: dt.date
    today: bool = False
    outside: bool = False
    rows: list[Story] = field(default_factory=list)
    rest: list[Story] = field(default_factory=list)


def printed_for(user) -> QuerySet:
    """The editions of the articles that a person may see."""
    return Edition.objects.filter(Exists(Article.objects.visible_to(user).filter(pk=OuterRef("article"))))


def by_day(user, days: list[dt.date], now: dt.datetime, section=None) -> dict[dt.date, list[Story]]:
    """Return the stories of days that follow each other, in two queries: those with a time first, each once a day."""
    found = {day: {} for day in days}
    for story in (*gone_out(user, days, now, section), *planned(user, days, now, section)):
        found[story.day].setdefault(story.article, story)
    return {day: list(stories.values()) for day, stories in found.items()}


def gone_out(user, days: list[dt.date], now: dt.datetime, section=None) -> list[Story]:
    """Return what was first published in these days, and whatever is to go out in them."""
    first_or_to_come = Q(live_from=F("published_at")) | Q(live_from__gt=now)
    found = printed_for(user).filter(
        first_or_to_come, live_from__gte=begin_of_day(days[0]), live_from__lt=begin_of_day(days[-1] + ONE_DAY)
    )
    newest = list(of_section(printed(found, now), section).order_by("-live_from", "-pk")[:READ])
    return [of_edition(edition, now) for edition in reversed(newest)]


def printed(editions: QuerySet, now: dt.datetime) -> QuerySet:
    """Read no more of editions than a story says, and whether their articles are live."""
    live = Exists(Edition.objects.live(now).filter(article=OuterRef("article")))
    columns = "headline", "language", "section_id", "article_id", "live_from", "published_at"
    return editions.annotate(is_live=live).only(*columns)


def of_edition(edition: Edition, now: dt.datetime) -> Story:
    is_to_come = edition.live_from > now
    was_live = edition.published_at <= now
    state = State.derive(was_live=was_live, is_live=edition.is_live, is_scheduled=is_to_come)
    return Story(
        *(edition.article_id, edition.headline, edition.html_lang, edition.section_id, str(state)),
        day=day_of(edition.live_from),
        at=edition.live_from,
    )


def planned(user, days: list[dt.date], now: dt.datetime, section=None) -> Iterator[Story]:
    """Yield what is meant for these days and has not gone out; a plan for what is live is one until its day is past."""
    coming = Exists(Edition.objects.to_come(now).filter(article=OuterRef("pk")))
    ahead = Q(decided_at=None) | Q(planned_for__gte=day_of(now)) & ~coming
    found = Article.objects.visible_to(user).filter(ahead, planned_for__range=(days[0], days[-1]))
    for article in of_section(written(found, now), section).order_by("planned_for", "pk")[:READ]:
        yield of_article(article, user)


def written(articles: QuerySet, now: dt.datetime) -> QuerySet:
    """Read no more of articles than a story says: never their texts."""
    is_idea = ExpressionWrapper(Q(body__in=EMPTY, decided_at=None), output_field=BooleanField())
    columns = "headline", "language", "section_id", "planned_for", "submitted_at", "created_by_id"
    found = articles.with_state(now).annotate(is_idea=is_idea)
    return found.only(*columns, "decided_at", "handed_back", "version")


def of_article(article: Article, user) -> Story:
    state = REVIEW if article.submitted_at else IDEA if article.is_idea else str(article.state())
    movable = policy.can(user, Verb.CHANGE, article)
    return Story(
        *(article.pk, article.headline, article.html_lang, article.section_id, state),
        day=article.planned_for,
        plan=reverse("admin:articles_article_plan", args=[article.pk]) if movable else "",
    )


def of_section(found: QuerySet, section) -> QuerySet:
    return found.filter(section=section) if section else found


def shown_days(stories: dict[dt.date, list[Story]], now: dt.datetime, month=None) -> list[Day]:
    """Return the days with what a page shows of each at once, and the rest."""
    today = day_of(now)
    return [
        Day(day, day == today, bool(month) and day not in month, of_it[:SHOWN_A_DAY], of_it[SHOWN_A_DAY:])
        for day, of_it in stories.items()
    ]
