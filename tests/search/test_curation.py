"""What editors add to search: answers of their choice, and words that mean the same."""

import pytest
from django.db import IntegrityError, transaction

from spacenews.articles.models import Article
from spacenews.pagecache import clock as site_clock
from spacenews.search import curation
from spacenews.search.models import PinnedAnswer, Synonym, SynonymWord
from tests import make
from tests.articles.states import IN_STATE, SCHEDULED

pytestmark = pytest.mark.django_db


def pin(article: Article, query: str = "methane", place: int = 1) -> PinnedAnswer:
    return PinnedAnswer.objects.create(query=query, article=article, place=place)


def pinned(language: str = "en", query: str = "methane") -> list[str]:
    return [edition.headline for edition in curation.pinned(query, language, site_clock.now())]


def translation(original: Article, language: str, **columns) -> Article:
    article = make.article(original=original, language=language, headline=language, **columns)
    article.publish(by=None)
    return article


def test_a_pinned_article_is_shown_for_its_query_alone():
    pin(make.published(headline="Methane first"), "Méthane!")

    assert pinned() == ["Methane first"]
    assert pinned(query="methan") == pinned(query="") == []


def test_pinned_articles_stand_in_their_places():
    for headline, place in (("Third", 3), ("First", 1), ("Second", 2)):
        pin(make.published(headline=headline), place=place)

    assert pinned() == ["First", "Second", "Third"]


def test_five_are_shown_at_most():
    for _number in range(7):
        pin(make.published())

    assert len(pinned()) == 5


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("draft", []),
        ("scheduled", []),
        ("live", ["A"]),
        ("change-scheduled", ["A"]),
        ("withdrawn", []),
        ("withdrawn-scheduled", []),
    ],
)
def test_a_pinned_article_is_shown_while_it_is_live(clock, state, shown):
    pin(IN_STATE[state](clock))

    assert pinned() == shown


def test_what_is_scheduled_takes_its_place_in_its_time(clock):
    pin(IN_STATE["change-scheduled"](clock))
    clock.set(SCHEDULED)

    assert pinned() == ["B"]


def test_the_working_copy_is_never_shown(clock):
    article = IN_STATE["live"](clock)
    pin(article)
    Article.objects.update(headline="A secret", language="id")

    assert pinned() == pinned("id") == ["A"]


def test_each_reader_is_shown_the_translation_of_his_language_else_the_original():
    original = make.published(headline="en")
    indonesian = translation(original, "id")
    make.article(original=original, language="zh-hans", headline="a draft")
    pin(indonesian)

    assert [pinned(language) for language in ("en", "id", "zh-hans")] == [["en"], ["id"], ["en"]]


def test_a_translation_whose_original_was_withdrawn_stands_for_itself():
    original = make.published(headline="en")
    pin(translation(original, "id"))
    translation(original, "zh-hans")
    original.withdraw(by=None, public_reason="It was not so.")

    assert [pinned(language) for language in ("en", "id", "zh-hans")] == [["id"], ["id"], ["zh-hans"]]


def test_a_pinned_article_that_is_withdrawn_is_not_shown_by_its_translation():
    original = make.published(headline="en")
    translation(original, "id")
    pin(original)
    original.withdraw(by=None, public_reason="It was not so.")

    assert pinned("id") == []


def test_a_story_pinned_twice_is_shown_once_in_the_better_place():
    original = make.published(headline="en")
    pin(make.published(headline="between"), place=2)
    pin(original, place=3)
    pin(translation(original, "id"), place=1)

    assert pinned() == ["en", "between"]


@pytest.mark.parametrize("rows", [1, 3])
def test_pins_cost_the_same_for_any_number_and_one_query_where_there_are_none(
    django_assert_num_queries, rows
):
    for _number in range(rows):
        pin(make.published(lead=make.image()))

    with django_assert_num_queries(4):  # pins, editions, the renditions of their pictures, their firms
        pinned()
    with django_assert_num_queries(1):
        pinned(query="nothing")


def spellings() -> list[str]:
    return list(SynonymWord.objects.values_list("text_folded", flat=True).order_by("text_folded"))


def test_a_synonym_is_looked_up_by_what_its_words_are_to_a_search():
    synonym = Synonym.objects.create(words=["Zhuque-3", "zhuque 3!", "朱雀三号", "?"])
    assert spellings() == ["zhuque 3", "朱雀 雀三 三号 号"]

    synonym.words = ["Zhuque-3", "ZQ-3"]
    synonym.save()
    assert spellings() == ["zhuque 3", "zq 3"]

    synonym.delete()
    assert spellings() == []


def test_a_spelling_that_another_synonym_has_changes_nothing():
    Synonym.objects.create(words=["GPS", "satnav"])
    other = Synonym.objects.create(words=["BeiDou", "北斗"])
    before = spellings()

    with pytest.raises(IntegrityError), transaction.atomic():
        other.words = ["BeiDou", "gps"]
        other.save()

    assert spellings() == before
    assert Synonym.objects.get(pk=other.pk).words == ["BeiDou", "北斗"]


def test_a_synonym_says_its_words():
    assert str(Synonym(words=["GPS", "satnav"])) == "GPS = satnav"
