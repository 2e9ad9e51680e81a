"""Many at once: no overlap, no deadlock, no error, on either database."""

import random
import threading
import time
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import connections, transaction

from spacenews.articles.models import Article
from spacenews.pagecache import clock as site_clock
from tests import make
from tests.articles.test_publishing import VERBS

THREADS, ARTICLES, ROUNDS, AT_MOST_S = 8, 3, 12, 10


def decide(articles: list[int], seed: int, done: list[str], errors: list[Exception], until: float) -> None:
    """Take one decision after another about any of the articles, as an editor in a hurry would."""
    choose = random.Random(seed)
    try:
        for _ in range(ROUNDS):
            verb = choose.choice(list(VERBS))
            article = Article.objects.get(pk=choose.choice(articles))
            try:
                VERBS[verb](article)
                done.append(verb)
            except ValidationError:
                pass  # the verb made no sense in the state that another thread had just brought about
            if time.monotonic() > until:
                break
    except Exception as error:
        errors.append(error)
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_about_the_same_articles(monkeypatch, nothing_is_drawn):
    monkeypatch.setattr("tests.articles.test_publishing.LATER", site_clock.now().replace(year=2100))
    with transaction.atomic():
        articles = [make.article().pk for _ in range(ARTICLES)]
    done, errors, until = [], [], time.monotonic() + AT_MOST_S
    threads = [
        threading.Thread(target=decide, args=(articles, seed, done, errors, until)) for seed in range(THREADS)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(AT_MOST_S * 2)

    assert not any(thread.is_alive() for thread in threads)
    assert errors == []
    assert len(done) > THREADS
    for article in Article.objects.all():
        assert overlaps(article) == []
        assert article.editions.filter(live_until=None).count() <= 1


def overlaps(article: Article) -> list[tuple]:
    """Return the neighbours in time that overlap."""
    spans = article.editions.order_by("live_from", "pk").values_list("live_from", "live_until")
    lasting = [(begin, end) for begin, end in spans if begin != end]
    return [
        (first, second) for first, second in pairwise(lasting) if first[1] is None or first[1] > second[0]
    ]
