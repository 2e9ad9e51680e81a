"""The judged set of tests/search/judged: how well what is sought is found, and the same on every database.

The real texts lie beside the project, not in it; where they are, all is asked of them too.
"""

from statistics import fmean

import pytest
from django.db import transaction

from spacenews.articles.models import Edition
from spacenews.pagecache import clock
from spacenews.search import answer, reading
from tests.search.judged import answers, corpus, judgements, texts
from tests.search.judged.judgements import ALL, LISTED, STORIES

PARTS = list(judgements.parts())
AIMS = {"ndcg": 0.88, "success": 0.97}
EVERY = 7  # of the headlines of the real texts, so that this stays quick


@pytest.fixture(scope="module")
def asked(django_db_setup, django_db_blocker):
    """By part, each query with what it finds; and each headline with what it finds whole and in part."""
    found = {}
    with django_db_blocker.unblock(), transaction.atomic():
        corpus.load(real=False)
        found[STORIES] = Asked(STORIES)
        if ALL in PARTS:
            corpus.publish(texts.real())
            found[ALL] = Asked(ALL)
        yield found
        transaction.set_rollback(True)


class Asked:
    """What was found in one part."""

    def __init__(self, part: str):
        keys = corpus.keys()
        self.queries = [(query, listed(query.typed, keys)) for query in judgements.parts()[part]]
        every = EVERY if part == ALL else 1
        rows = Edition.objects.live(clock.now()).order_by("pk").values_list("pk", "headline")
        self.headlines = {keys[pk]: headline for pk, headline in rows[::every]}
        self.whole = {key: listed(headline, keys) for key, headline in self.headlines.items()}
        self.short = {
            key: listed(short, keys)
            for key, headline in self.headlines.items()
            if (short := judgements.shortened(headline))
        }


def listed(typed: str, keys: dict[int, str]) -> list[str]:
    """Return what a reader is shown on the first page, as the judgements name it."""
    now = clock.now()
    rows = answer.search(reading.read(reading.tidied(typed), now), now).rows
    return [keys[row.edition] for row in rows[:LISTED]]


@pytest.mark.parametrize("part", PARTS)
def test_what_is_sought_stands_high_in_the_list(asked, part):
    assert fmean(query.ndcg(found) for query, found in asked[part].queries) >= AIMS["ndcg"]


@pytest.mark.parametrize("part", PARTS)
def test_what_is_sought_is_among_the_first_five(asked, part):
    assert fmean(query.succeeds(found) for query, found in asked[part].queries) >= AIMS["success"]


@pytest.mark.parametrize("part", PARTS)
def test_every_database_gives_the_same_lists(asked, part):
    kept = answers.kept()

    others = [
        query.line
        for query, found in asked[part].queries
        if answers.digest(found) != kept.get((part, query.line))
    ]

    assert others == [], "meant? `python -m bench.quality --keep` keeps the new lists"


@pytest.mark.parametrize("part", PARTS)
def test_every_headline_finds_its_text_first(asked, part):
    assert [key for key, found in asked[part].whole.items() if found[:1] != [key]] == []


@pytest.mark.parametrize("part", PARTS)
def test_a_headline_without_two_of_its_words_finds_its_text_among_the_first_three(asked, part):
    lost = [key for key, found in asked[part].short.items() if key not in found[:3]]

    assert len(lost) <= len(asked[part].short) / 100


def test_there_are_a_hundred_queries_of_many_kinds():
    queries = judgements.queries()

    assert len({query.line for query in queries}) == len(queries) > 150
    assert len({query.kind for query in queries}) == 15


@pytest.mark.django_db
def test_every_grade_is_of_a_text_that_is_there(asked):
    graded = {key for query in judgements.parts()[PARTS[-1]] for key in query.grades}

    assert graded <= set(corpus.keys().values())
