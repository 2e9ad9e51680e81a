"""Answers that editors have put first for one query."""

import datetime as dt

from spacenews.articles.models import Edition
from spacenews.search import answer
from spacenews.search.models import PinnedAnswer
from spacenews.search.models.curation import MOST_PINNED


def pinned(folded: str, language: str, now: dt.datetime) -> list[Edition]:
    """Return what readers of a language are shown first for a query, loaded as answer.for_results does.

    A pinned article counts while it is live, by its translation where one is live too, else by its original.
    """
    pins = PinnedAnswer.objects.filter(query_folded=folded).order_by("place", "pk")[:MOST_PINNED]
    articles = list(pins.values_list("article", flat=True))
    if not articles:
        return []
    live = Edition.objects.live(now)
    stories = live.filter(article__in=articles).values("story")
    editions = list(answer.for_results(live.filter(story__in=stories), now))
    own = [edition for edition in editions if edition.article_id in articles]
    own.sort(key=lambda edition: articles.index(edition.article_id))
    editions.sort(key=lambda e: (e.language == language, e.article_id == e.story_id, e in own))
    best = {edition.story_id: edition for edition in editions}
    return [best[story] for story in dict.fromkeys(edition.story_id for edition in own)]
