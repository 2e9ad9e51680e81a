import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from spacenews.search import index, learning, upkeep
from spacenews.search.models import Entry, Slip, Word, Words
from tests import make
from tests.search.asking import found

pytestmark = pytest.mark.django_db
DAY = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


def reindex(capsys, **options) -> list[str]:
    """Return what is said of the readers' index; tests/desk/test_index.py asks for the desk's."""
    call_command("reindex", **options)
    lines = capsys.readouterr().out.splitlines()
    return [line for line in lines if not line.startswith("The desk’s index") and "articles" not in line]


def rows() -> list[tuple]:
    return list(Words.objects.order_by("entry").values_list("entry", "entry__edition", *upkeep.COMPARED))


def test_it_writes_what_publishing_had_written(capsys, clock):
    firm = make.organization("LandSpace")
    make.published(headline="Live", about=[firm], tags=[make.tag()], at=DAY)
    make.published(headline="火箭", language="zh-hans", at=DAY)
    make.article(headline="To come").publish(by=None, at=clock.now() + dt.timedelta(days=1))
    before = rows()
    Entry.objects.all().delete()

    reindex(capsys)

    assert [row[1:] for row in rows()] == [row[1:] for row in before]
    assert len(before) == 3


@pytest.mark.postgresql
def test_what_finds_plans_for_as_many_as_were_written(capsys):
    for _ in range(3):
        make.published()
    Entry.objects.all().delete()

    reindex(capsys)

    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'search_entry'")
        assert cursor.fetchone() == (3,)


def test_it_tells_how_far_it_is(capsys, monkeypatch):
    monkeypatch.setattr(upkeep, "BATCH", 2)
    for _ in range(3):
        make.published()

    assert reindex(capsys, all=True) == [
        *("2 of 3 editions", "3 of 3 editions"),
        "The index was written for 3 editions and holds 3.",
    ]


def test_only_progress_is_said_where_that_is_asked_for(capsys):
    make.published()

    assert reindex(capsys, all=True, verbosity=0) == ["1 of 1 editions"]
    assert reindex(capsys, verbosity=0) == []


def test_a_second_run_has_nothing_to_do(capsys):
    make.published()

    assert reindex(capsys) == ["The index was written for 0 editions and holds 1."]


def test_a_run_that_was_interrupted_goes_on_where_it_stopped(capsys, monkeypatch):
    monkeypatch.setattr(upkeep, "BATCH", 1)
    for _ in range(3):
        make.published()

    class Interrupted(Exception):
        """As Ctrl-C would."""

    def interrupt(done: int) -> None:
        raise Interrupted

    upkeep.age_all()
    with pytest.raises(Interrupted):
        upkeep.renew(DAY, interrupt)

    assert reindex(capsys)[0] == "1 of 2 editions"


def test_an_entry_keeps_its_key(capsys):
    for number in range(3):
        make.published(headline=f"Rocket {number}", at=DAY)
    before = rows()

    reindex(capsys, all=True)

    assert rows() == before


def test_a_new_version_of_the_tokens_is_written(capsys, monkeypatch):
    make.published()
    monkeypatch.setattr(index, "VERSION", index.VERSION + 1)

    assert reindex(capsys)[-1] == "The index was written for 1 editions and holds 1."
    assert Entry.objects.get().version == index.VERSION


def test_what_should_not_be_held_goes(capsys):
    article = make.published(headline="Withdrawn")
    entry, words = Entry.objects.get(), Words.objects.defer("vector").get()
    article.withdraw(by=None, public_reason="Wrong.")
    Entry.objects.bulk_create([entry])
    Words.objects.bulk_create([words])

    with pytest.raises(CommandError):
        reindex(capsys, check=True)
    assert found("withdrawn") == []

    reindex(capsys)

    assert Entry.objects.count() == Words.objects.count() == 0


def test_agreement_is_said(capsys, clock):
    make.published()
    article = make.published()
    article.headline = "Changed"
    article.save()
    article.keep(by=None)
    article.publish(by=None, at=clock.now() + dt.timedelta(hours=1))
    clock.forward(hours=2)

    assert reindex(capsys, check=True) == ["The index agrees with 2 editions."]


@pytest.mark.parametrize(
    "harm",
    [
        lambda: index.drop(Entry.objects.all()),
        lambda: Entry.objects.update(version=0),
        lambda: Words.objects.update(body="other words"),
        lambda: Word.objects.filter(text="rocket").update(uses=2),
        lambda: Slip.objects.filter(text="rocket", key="rocke").delete(),
        lambda: Slip.objects.filter(text="rocket").delete(),
        lambda: Slip.objects.create(text="racket", key="racket"),
    ],
)
def test_disagreement_is_found_and_mended(capsys, harm):
    make.published(body="<p>Rocket.</p>")
    harm()

    with pytest.raises(CommandError, match="disagree in 1 places"):
        reindex(capsys, check=True)

    reindex(capsys, all=True)
    assert reindex(capsys, check=True) == ["The index agrees with 1 editions."]
    assert len(found("rocket")) == 1


@pytest.mark.parametrize(
    "harm",
    [
        lambda: Entry.objects.all().delete(),
        lambda: Words.objects.all().delete(),
        lambda: Words.objects.update(plain="Other words"),
        lambda: Entry.objects.update(words_since=None),
        lambda: Word.objects.all().delete(),
    ],
)
def test_what_the_vocabulary_lost_or_kept_is_found_and_mended(capsys, harm):
    make.published(body="<p>Rocket.</p>")
    harm()

    with pytest.raises(CommandError, match="disagree in"):
        reindex(capsys, check=True)

    reindex(capsys, all=True)
    assert reindex(capsys, check=True) == ["The index agrees with 1 editions."]


def test_the_vocabulary_is_rebuilt_with_the_index(capsys, clock):
    make.published(body="<p>Rocket.</p>")
    make.published(body="<p>Rocket.</p>").publish(by=None, at=clock.now() + dt.timedelta(days=1))
    before = list(Word.objects.order_by("pk").values()), list(Slip.objects.order_by("pk").values())

    reindex(capsys, all=True)

    after = list(Word.objects.order_by("pk").values()), list(Slip.objects.order_by("pk").values())
    assert after == before
    assert {word["text"] for word in after[0]} == {"headline", "rocket"}


def test_an_index_of_before_the_vocabulary_is_brought_up(capsys):
    make.published(body="<p>Rocket.</p>")
    learning.clear()
    Entry.objects.update(version=1)

    reindex(capsys)

    assert reindex(capsys, check=True) == ["The index agrees with 1 editions."]
    assert Word.objects.get(text="rocket").uses == 1


def test_words_of_an_old_version_do_not_count(capsys, monkeypatch):
    """What another version took for words cannot be taken back one by one."""
    make.published(body="<p>Rocket.</p>")
    Word.objects.create(text="odd", since=learning.EPOCH, uses=1)
    monkeypatch.setattr(index, "VERSION", index.VERSION + 1)

    reindex(capsys)

    assert reindex(capsys, check=True) == ["The index agrees with 1 editions."]
