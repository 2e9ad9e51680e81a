"""An article in each of its states, at times that have names."""

import datetime as dt

from spacenews.articles.models import Article
from tests import make

NOW = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
BEGAN, WITHDREW = NOW - dt.timedelta(days=5), NOW - dt.timedelta(days=1)
SCHEDULED, LATER = NOW + dt.timedelta(days=2), NOW + dt.timedelta(days=4)


def write(article: Article, headline: str) -> None:
    """Save the working copy under another headline."""
    article.headline = headline
    article.save()
    article.keep(by=None)


def draft(clock) -> Article:
    clock.set(NOW)
    return make.article(headline="A")


def scheduled(clock) -> Article:
    article = draft(clock)
    write(article, "B")
    article.publish(by=None, at=SCHEDULED)
    return article


def live(clock) -> Article:
    article = draft(clock)
    article.publish(by=None, at=BEGAN, back_dated=True)
    return article


def change_scheduled(clock) -> Article:
    article = live(clock)
    write(article, "B")
    article.publish(by=None, at=SCHEDULED)
    return article


def withdrawn(clock) -> Article:
    article = live(clock)
    clock.set(WITHDREW)
    article.withdraw(by=None, public_reason="It was not so.")
    clock.set(NOW)
    return article


def withdrawn_scheduled(clock) -> Article:
    article = withdrawn(clock)
    write(article, "B")
    article.publish(by=None, at=SCHEDULED)
    return article


IN_STATE = {
    "draft": draft,
    "scheduled": scheduled,
    "live": live,
    "change-scheduled": change_scheduled,
    "withdrawn": withdrawn,
    "withdrawn-scheduled": withdrawn_scheduled,
}


def spans(article: Article) -> list[tuple[str, str, str]]:
    """Return headline, begin and end of each edition in order, the times by name; `n` is the last decision."""
    names = {BEGAN: "a", SCHEDULED: "t", LATER: "u", None: "∞"}
    moments = [moment for edition in _in_order(article) for moment in (edition.live_from, edition.live_until)]
    for moment in moments:
        if moment not in names:
            names[moment] = "n" if moment == Article.objects.get(pk=article.pk).decided_at else "w"
    return [(e.headline, names[e.live_from], names[e.live_until]) for e in _in_order(article)]


def _in_order(article: Article):
    return article.editions.order_by("live_from", "pk")
