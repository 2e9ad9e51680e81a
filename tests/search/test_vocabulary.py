"""What is offered as a completion or a correction is what live editions hold, at any moment, and nothing else."""

import datetime as dt
import doctest

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from spacenews.articles.models import Article
from spacenews.pagecache import clock as site_clock
from spacenews.search import agreement, index, learning, reading, text, vocabulary
from spacenews.search.models import Entry, Slip, Word
from tests import make

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
CANARY, SLIP = "canaryword", "canryword"


@pytest.fixture(autouse=True)
def rows_agree():
    """Whatever a test has done, the counts are those of the entries."""
    yield
    counts = agreement.counted()
    assert [*agreement.miscounted(counts), *agreement.misspelled({word for word, _since in counts})] == []


def is_offered(word: str = CANARY, slip: str = SLIP) -> bool:
    """Say whether a word is offered, by whatever way leads to it; all ways agree."""
    now = site_clock.now()
    offered = {
        word in vocabulary.completions(word[:5], now, 10),
        vocabulary.corrected([slip], now).get(slip) == word,
        reading.read(f"{slip} moon", now).instead == f"{word} moon",
    }
    assert len(offered) == 1
    return offered.pop()


def with_canary(**columns) -> dict:
    return {"headline": f"A {CANARY}", "deck": f"Deck {CANARY}.", "body": f"<p>Body {CANARY}.</p>", **columns}


def change(article: Article, **columns) -> Article:
    for name, value in columns.items():
        setattr(article, name, value)
    article.save()
    article.keep(by=None)
    return article


@pytest.mark.parametrize(
    "place", [{"headline": CANARY}, {"deck": CANARY}, {"points": [CANARY]}, {"body": CANARY}]
)
def test_a_live_word_is_offered_wherever_it_stands(place):
    make.published(**place)

    assert is_offered()


def test_a_word_of_a_draft_is_never_held():
    make.article(**with_canary())

    assert not is_offered()
    assert not Word.objects.filter(text=CANARY).exists()


def test_a_word_of_a_working_copy_is_not_offered():
    change(make.published(), **with_canary())

    assert not is_offered()


def test_a_scheduled_word_is_offered_from_its_moment_on_without_any_write(clock):
    make.article(**with_canary()).publish(by=None, at=clock.now() + HOUR)
    held = list(Word.objects.order_by("pk").values())

    assert not is_offered()
    assert vocabulary.known([CANARY], clock.now()) == set()
    clock.forward(minutes=59)
    assert not is_offered()
    clock.forward(minutes=2)
    assert is_offered()
    assert vocabulary.known([CANARY], clock.now()) == {CANARY}
    assert list(Word.objects.order_by("pk").values()) == held


def test_a_withdrawn_word_is_gone_at_once_and_back_when_restored():
    article = make.published(**with_canary())

    article.withdraw(by=None, public_reason="Wrong.")
    assert not is_offered()
    assert not Word.objects.filter(text=CANARY).exists()
    assert not Slip.objects.filter(text=CANARY).exists()

    article.restore(by=None)
    assert is_offered()


def test_an_unscheduled_word_is_gone(clock):
    article = make.article(**with_canary())
    article.publish(by=None, at=clock.now() + HOUR)

    article.unschedule(by=None)

    clock.forward(hours=2)
    assert not is_offered()
    assert not Word.objects.filter(text=CANARY).exists()


def test_a_corrected_word_is_gone():
    article = make.published(**with_canary())

    change(article, headline="A word", deck="", body="<p>Body.</p>").publish(by=None, correction="Put right.")

    assert not is_offered()


def test_a_word_that_a_scheduled_change_takes_away_is_offered_until_then(clock):
    article = make.published(**with_canary())
    change(article, headline="A word", deck="", body="<p>Body newcomer.</p>")
    article.publish(by=None, at=clock.now() + HOUR)

    assert is_offered()
    assert not is_offered("newcomer", "newcmer")
    clock.forward(hours=2)
    assert not is_offered()
    assert is_offered("newcomer", "newcmer")


def test_a_word_that_another_live_story_holds_stays(clock):
    make.published(body=f"<p>{CANARY}.</p>")
    article = make.published(**with_canary())

    article.withdraw(by=None, public_reason="Wrong.")

    assert is_offered()
    assert Word.objects.get(text=CANARY).uses == 1


def test_a_dropped_change_leaves_the_live_words(clock):
    article = make.published(**with_canary())
    change(article, headline="A newcomer").publish(by=None, at=clock.now() + HOUR)

    article.unschedule(by=None)

    clock.forward(hours=2)
    assert is_offered()
    assert not is_offered("newcomer", "newcmer")


def test_counts_that_went_wrong_offer_nothing_that_is_not_live():
    """The join decides, not the count."""
    now = site_clock.now()
    Word.objects.create(text=CANARY, since=learning.EPOCH, uses=5)
    Slip.objects.bulk_create(Slip(key=key, text=CANARY) for key in learning.slips_of(CANARY))

    offered = is_offered()

    learning.clear()
    assert not offered
    assert vocabulary.completions("can", now, 5) == []


def test_the_next_publication_settles_what_went_live_by_itself(clock):
    article = make.published(**with_canary())
    change(article, headline="A newcomer", deck="", body="<p>Body.</p>")
    article.publish(by=None, at=clock.now() + HOUR)
    clock.forward(hours=2)

    make.published()

    assert not Word.objects.filter(text=CANARY).exists()
    assert Word.objects.get(text="newcomer").since == learning.EPOCH
    assert set(Entry.objects.values_list("words_since", flat=True)) == {learning.EPOCH}
    assert is_offered("newcomer", "newcmer")


def test_a_publication_settles_a_few_the_longest_due_first(clock, monkeypatch):
    monkeypatch.setattr(index, "SETTLED", 2)
    for hours in (3, 1, 2):
        make.article(headline=f"After {'abcd'[hours] * 3}").publish(by=None, at=clock.now() + hours * HOUR)
    clock.forward(hours=4)

    make.published()

    waiting = Word.objects.exclude(since=learning.EPOCH).values_list("text", flat=True)
    assert set(waiting) == {"after", "ddd", "text"}


def test_words_are_counted_by_entries():
    make.published(headline="Moon moon", body="<p>Moon, MOON and mÓon.</p>")
    make.published(headline="Moon")

    assert Word.objects.get(text="moon").uses == 2


def test_the_most_used_come_first_and_equals_in_the_order_of_their_signs():
    for headline in ("Rocket rockets", "rocket rocky", "rocker Rockée ROCKET", "röcke rock-et rock"):
        make.published(headline=headline)

    expected = ["rocket", "rock", "rocke", "rockee", "rocker", "rockets", "rocky"]
    assert vocabulary.completions("rock", site_clock.now(), 4) == expected[:4]
    assert vocabulary.completions("rock", site_clock.now(), 9) == expected


def test_a_beginning_in_another_script_is_completed():
    make.published(headline="Ракета и спутник", body="<p>로켓발사체</p>")

    now = site_clock.now()
    assert vocabulary.completions("рак", now, 5) == ["ракета"]
    assert vocabulary.completions("로켓", now, 5) == ["로켓발사체"]


def test_numbers_short_words_and_scripts_without_spaces_are_no_words():
    make.published(headline="CZ-5B to a 42 朱雀三号", body="<p>ок</p>", slug="x")

    assert set(Word.objects.values_list("text", flat=True)) == set()


def test_a_word_longer_than_any_that_is_held_is_not_looked_for():
    """One sign may fold into eighteen letters, and each letter left out would be a key."""
    with CaptureQueriesContext(connection) as seen:
        assert vocabulary.corrected(["longest" * 500], site_clock.now()) == {}

    assert len(seen) == 0


def test_a_publication_that_fails_leaves_no_word():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make.published(**with_canary())
        1 / 0  # noqa: B018

    assert not Word.objects.exists()


def test_a_beginning_walks_an_index():
    now = site_clock.now()
    rows = Word.objects.filter(text__gte="roc", text__lt=f"roc{vocabulary.LAST}")
    sql, params = vocabulary.counted(rows, now).query.sql_with_params()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
        cursor.execute(explain + sql, params)
        plan = " ".join(str(row) for row in cursor.fetchall())

    assert "text>? AND text<?" in plan or "Index Cond: (((text)::text >= 'roc'::text)" in plan, plan


def test_the_examples_hold():
    assert doctest.testmod(learning).failed == doctest.testmod(text).failed == 0
