import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from spacenews.articles.models import Edition
from spacenews.search import index
from spacenews.search.models import Entry, Words
from tests import make
from tests.search.asking import found

pytestmark = pytest.mark.django_db
DAY = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def change(article, **columns) -> None:
    """Save the working copy with other words."""
    for name, value in columns.items():
        setattr(article, name, value)
    article.save()
    article.keep(by=None)


def test_an_entry_lies_at_the_time_of_its_first_publication():
    article = make.published(at=DAY)

    assert Entry.objects.get().key == DAY.timestamp() * 16
    assert Words.objects.get().entry.edition == article.editions.get()


def test_stories_of_one_moment_take_the_next_free_keys():
    for _ in range(3):
        make.published(at=DAY)

    first = int(DAY.timestamp() * 16)
    assert list(Entry.objects.order_by("key").values_list("key", flat=True)) == [first, first + 1, first + 2]


def test_a_full_span_of_keys_is_passed_over():
    first = index.key_of(DAY)

    assert index.free_key(DAY, range(first, first + 700)) == first + 700


def test_a_change_takes_the_place_of_what_it_changes(clock):
    article = make.published(headline="Old words", at=DAY)
    change(article, headline="New words")

    article.publish(by=None)

    assert found("old") == []
    assert found("new") == ["New words"]
    assert Entry.objects.get().key == index.key_of(DAY)


def test_a_scheduled_story_appears_when_its_time_has_come(clock):
    article = make.article(headline="Tomorrow")

    article.publish(by=None, at=clock.now() + dt.timedelta(days=1))

    assert found("tomorrow") == []
    clock.forward(days=1, seconds=1)
    assert found("tomorrow") == ["Tomorrow"]


def test_each_of_two_editions_is_found_in_its_own_time(clock):
    article = make.published(headline="Before noon")
    change(article, headline="After noon")

    article.publish(by=None, at=clock.now() + dt.timedelta(hours=1))

    assert found("noon") == ["Before noon"]
    assert found("after") == []
    clock.forward(hours=2)
    assert found("noon") == ["After noon"]
    assert found("before") == []


def test_a_superseded_row_goes_with_the_next_publication(clock):
    article = make.published(headline="First")
    change(article, headline="Second")
    article.publish(by=None, at=clock.now() + dt.timedelta(hours=1))
    clock.forward(hours=2)
    change(article, headline="Third")

    article.publish(by=None)

    assert list(Entry.objects.values_list("edition__headline", flat=True)) == ["Third"]
    assert Words.objects.count() == 1


def test_a_dropped_change_takes_its_words_along_and_leaves_the_live_ones(clock):
    article = make.published(headline="Live")
    change(article, headline="Dropped")
    article.publish(by=None, at=clock.now() + dt.timedelta(hours=1))

    article.unschedule(by=None)

    clock.forward(hours=2)
    assert found("dropped") == []
    assert found("live") == ["Live"]
    assert Words.objects.count() == 1


def test_a_withdrawn_story_is_not_found_until_it_is_restored():
    article = make.published(headline="Doubtful")

    article.withdraw(by=None, public_reason="Wrong.")
    assert (found("doubtful"), Words.objects.count()) == ([], 0)

    article.restore(by=None)
    assert found("doubtful") == ["Doubtful"]


def test_a_publication_that_fails_leaves_the_index_as_it_was():
    make.published(headline="Kept")

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make.published(headline="Lost")
        1 / 0  # noqa: B018

    assert found("lost") == []
    assert Entry.objects.count() == Words.objects.count() == 1


def test_deleting_an_edition_deletes_its_rows():
    article = make.article()
    article.publish(by=None, at=DAY + dt.timedelta(days=3000))

    Edition.objects.all().delete()

    assert Entry.objects.count() == Words.objects.count() == 0


def spelled(number: int) -> str:
    """Return a word of letters alone that no other number has, as long as words of that script get."""
    letters = "".join("абвгдежзик"[int(digit)] for digit in f"{number:05d}")
    return f"{letters}{'щ' * (number % 30)}"


def test_a_text_longer_than_any_database_holds_is_found_by_its_first_sixteen_thousand_words():
    make.published(headline="Long", body=f"<p>{' '.join(map(spelled, range(20_000)))}</p>")

    assert found(spelled(0)) == found(spelled(15_900)) == ["Long"]
    assert found(spelled(19_999)) == []


def test_a_phrase_behind_the_hundredth_repetition_is_still_a_phrase():
    make.published(headline="Echo", body=f"<p>{'echo ' * 300} closing words {'echo ' * 300}</p>")

    assert found('"closing words"') == ["Echo"]
    assert found('"words closing"') == []


def test_tokens_beyond_what_a_database_can_hold_leave_their_places_behind():
    one, two = index.bounded(["a"] * 249, ["a", "a", "b"])

    assert one == " ".join(["a"] * 249)
    assert two == f"a {index.FILLER} b"


@pytest.mark.sqlite
def test_what_is_searched_is_a_table_of_fts5():
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'search_words'")
        (sql,) = cursor.fetchone()

    assert sql.startswith("CREATE VIRTUAL TABLE search_words USING fts5")


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", [Edition, Entry])
def test_the_index_outlives_the_remaking_of_a_table(model):
    with transaction.atomic():
        make.published(headline="Before")

    with connection.schema_editor() as editor:
        editor._remake_table(model)

    with transaction.atomic():
        make.published(headline="Behind")
    assert (found("before"), found("behind")) == (["Before"], ["Behind"])


@pytest.mark.django_db(transaction=True)
def test_flushing_the_database_leaves_no_words_behind():
    with transaction.atomic():
        make.published(headline="Flushed")

    call_command("flush", interactive=False, verbosity=0)

    assert Words.objects.count() == Entry.objects.count() == 0
    with transaction.atomic():
        make.published(headline="Anew")
    assert (found("flushed"), found("anew")) == ([], ["Anew"])
