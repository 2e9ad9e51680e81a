"""What the databases find is what the conditions say, so that both find the same."""

from itertools import combinations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spacenews.search.conditions import All, AnyOf, Holds, all_but
from spacenews.search.models import Entry, Words
from spacenews.search.text import Phrase
from tests import make

TOKENS = ["a", "b", "ab", "3", "朱雀", "雀三", "雀", "f12"]
PARTS = st.lists(st.sampled_from(TOKENS), max_size=6).map(" ".join)
PHRASES = st.builds(
    Phrase, st.lists(st.sampled_from(TOKENS), min_size=1, max_size=3).map(tuple), st.booleans()
)
LEAVES = st.builds(Holds, PHRASES, st.booleans())
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(
            All, st.lists(inner, min_size=1, max_size=3).map(tuple), st.lists(inner, max_size=2).map(tuple)
        ),
        st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)


def holds(condition, words: dict[str, str]) -> bool:
    """Say in Python what the databases are to say."""
    match condition:
        case Holds(phrase, title):
            columns = ("title",) if title else ("title", "points", "labels", "body")
            return any(stands(phrase, words[column].split()) for column in columns)
        case All(parts, but):
            return all(holds(part, words) for part in parts) and not any(holds(part, words) for part in but)
        case AnyOf(parts):
            return any(holds(part, words) for part in parts)


def stands(phrase: Phrase, tokens: list[str]) -> bool:
    *first, last = phrase.tokens
    for start in range(len(tokens) - len(first)):
        end = tokens[start + len(first)]
        if tokens[start : start + len(first)] == first and (
            end.startswith(last) if phrase.prefix else end == last
        ):
            return True
    return False


@pytest.fixture
def edition(db):
    return make.published().editions.get()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    words=st.fixed_dictionaries(dict.fromkeys(("title", "points", "labels", "body"), PARTS)),
    data=st.data(),
)
def test_the_database_finds_what_a_condition_says(edition, words, data):
    conditions = data.draw(st.lists(CONDITIONS, min_size=1, max_size=8))
    with transaction.atomic():
        Entry.objects.all().delete()
        entry = Entry.objects.create(key=1, edition=edition, title="", points="", labels="", version=1)
        Words.objects.create(entry=entry, plain="", **words)

    found = [Words.objects.filter(vector__match=condition).exists() for condition in conditions]

    assert found == [holds(condition, words) for condition in conditions]


@pytest.mark.parametrize(("parts", "missing"), [(n, m) for n in range(1, 9) for m in range(5)])
def test_all_but_some_is_true_of_just_those_that_lack_so_many(parts, missing):
    names = "abcdefgh"[:parts]
    condition = all_but(missing, [Holds(Phrase((name,))) for name in names])

    for size in range(parts + 1):
        for there in combinations(names, size):
            words = {"title": " ".join(there), "points": "", "labels": "", "body": ""}
            expected = size >= parts - missing
            assert expected if condition is None else holds(condition, words) == expected


def test_asking_for_all_but_two_of_twelve_stays_short():
    condition = all_but(2, [Holds(Phrase((name,))) for name in "abcdefghijkl"])

    assert condition.fts5().count('"') / 2 < 150
