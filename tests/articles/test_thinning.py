"""Old revisions are thinned; whatever was published or is waited for stays."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from spacenews.articles import policy, thinning
from spacenews.articles.models import Article, Autosave, Revision
from tests import make
from tests.articles.states import write

NOON = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)


def thin(capsys, *options: str) -> str:
    with transaction.atomic():
        call_command("thin_revisions", *options)
    return capsys.readouterr().out.strip()


def numbers(article: Article) -> list[int]:
    return sorted(article.revisions.values_list("number", flat=True))


@pytest.fixture
def article(db, clock) -> Article:
    """Saved at noon and each hour after it, three times on each of three days; a year and half an hour ago."""
    clock.set(NOON)
    made = make.article()
    for number in range(2, 10):
        clock.set(NOON + dt.timedelta(days=(number - 1) // 3, hours=(number - 1) % 3))
        write(made, str(number))
    clock.forward(days=365, minutes=30)
    return made


@pytest.mark.parametrize(
    ("span", "expected"),
    [("day", [3, 6, 9]), ("week", [9]), ("month", [9]), ("none", [9])],
)
def test_of_each_span_the_newest_stays(article, capsys, span, expected):
    assert thin(capsys, "--keep-every", span) == f"{9 - len(expected)} revisions removed."
    assert numbers(article) == expected


def test_what_was_published_stays_and_what_was_withdrawn_and_what_is_to_come(article, clock, capsys):
    write(article, "published")
    article.publish(by=None)
    write(article, "withdrawn")
    article.publish(by=None)
    article.withdraw(by=None, public_reason="Wrong.")
    write(article, "to come")
    article.publish(by=None, at=clock.now() + dt.timedelta(days=900))
    write(article, "newest")
    clock.forward(days=365)

    thin(capsys, "--keep-every", "none")

    assert numbers(article) == [10, 11, 12, 13]


def test_what_is_in_review_or_under_unsaved_text_or_set_aside_stays(article, clock, capsys):
    article.publish(by=None)
    write(article, "work")  # 10
    article.load_live(by=None)  # 11 sets it aside
    policy.submit(article, by=make.user())
    write(article, "12")
    Autosave.objects.create(article=article, person=make.user(), based_on=2)
    write(article, "13")
    clock.forward(days=365)

    thin(capsys, "--keep-every", "none")

    assert numbers(article) == [2, 9, 10, 11, 13]


def test_younger_ones_are_left_alone(article, capsys):
    assert thin(capsys, "--keep-every", "none", "--older-than", "367") == "3 revisions removed."
    assert numbers(article) == [4, 5, 6, 7, 8, 9]


def test_a_dry_run_says_how_many_and_removes_none(article, capsys):
    assert thin(capsys, "--dry-run") == "6 revisions would be removed."
    assert numbers(article) == list(range(1, 10))


def test_it_goes_article_by_article_and_can_go_on_from_one(article, clock, capsys, monkeypatch):
    monkeypatch.setattr(thinning, "BATCH", 1)
    clock.set(NOON)
    other = make.article()
    write(other, "B")
    clock.forward(days=400)

    said = thin(capsys, "--from", str(other.pk), "--verbosity", "2")
    assert said.splitlines() == [f"… up to article {other.pk}: 1", "1 revisions removed."]
    assert (len(numbers(article)), numbers(other)) == (9, [2])

    assert thin(capsys) == "6 revisions removed."
    assert thin(capsys) == "0 revisions removed."


@pytest.mark.parametrize("count", [1, 3])
def test_a_batch_costs_the_same_whatever_it_holds(db, django_assert_num_queries, count, clock):
    articles = [make.article() for _ in range(count)]
    for made in articles:
        write(made, "B")

    with django_assert_num_queries(4):
        thinning.needless([made.pk for made in articles], clock.now(), "day")


def test_no_days_at_all_are_refused(db):
    with pytest.raises(CommandError):
        call_command("thin_revisions", "--older-than", "0")


def test_history_and_comparing_go_on_over_the_gaps(article, capsys):
    thin(capsys)

    assert Revision.objects.count() == 3
    article.load(article.revisions.get(number=3).document, by=None)
    assert numbers(article) == [3, 6, 9, 10]
