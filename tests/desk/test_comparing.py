"""Two versions of an article side by side."""

import pytest
from django.urls import reverse

from spacenews.articles.models import Article
from spacenews.editors.roles import CONTRIBUTOR, EDITOR
from tests import make
from tests.articles.states import write


def compare(article: Article, **sides) -> str:
    asked = "&".join(f"{name}={value}" for name, value in sides.items())
    return reverse("admin:articles_article_compare", args=[article.pk]) + f"?{asked}"


@pytest.fixture
def article(db) -> Article:
    """Live in its second version, with a third."""
    made = make.article(headline="One")
    write(made, "Two")
    made.publish(by=None)
    write(made, "Three")
    return made


def keys(page) -> tuple[str, str]:
    return page.context["old"].key, page.context["new"].key


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ("2", "3")),
        ({"new": 2}, ("1", "2")),
        ({"old": 1}, ("1", "3")),
        ({"old": 3, "new": 1}, ("3", "1")),
        ({"old": "live"}, ("live", "3")),
        ({"old": "1", "new": "live"}, ("1", "live")),
        ({"new": "1"}, ("1", "1")),
    ],
)
def test_any_two_are_compared_else_the_last_with_the_one_before(sign_in, article, asked, expected):
    assert keys(sign_in(EDITOR).get(compare(article, **asked))) == expected


def test_what_came_and_what_went_is_marked_for_eyes_and_for_ears(sign_in, article):
    text = sign_in(EDITOR).get(compare(article, old=1, new="live")).text

    ears = '<span class="visually-hidden">{} </span>'
    assert f"<del>{ears.format('[gone:')}One{ears.format(']')}</del>" in text
    assert f"<ins>{ears.format('[new:')}Two{ears.format(']')}</ins>" in text


def test_two_that_are_the_same_are_said_to_be(sign_in, article):
    assert "These two are the same." in sign_in(EDITOR).get(compare(article, old=2, new="live")).text


def test_words_are_shown_as_words_and_not_as_markup(sign_in):
    article = make.article(headline="A")
    write(article, "<b>B</b>")

    assert "&lt;b&gt;B&lt;/b&gt;" in sign_in(EDITOR).get(compare(article)).text


@pytest.mark.parametrize("asked", [{"old": 9}, {"new": "x"}, {"new": "²"}, {"old": "-1"}, {"new": "9" * 30}])
def test_a_version_that_is_not_there_is_not_found(sign_in, article, asked):
    assert sign_in(EDITOR).get(compare(article, **asked)).status_code == 404


def test_without_a_live_edition_there_is_none_to_compare(sign_in):
    assert sign_in(EDITOR).get(compare(make.article(), old="live")).status_code == 404


def test_one_version_alone_is_compared_with_itself(sign_in):
    assert keys(sign_in(EDITOR).get(compare(make.article()))) == ("1", "1")


def test_a_column_that_came_to_be_later_is_as_in_a_new_article(sign_in, article):
    revision = article.revisions.get(number=1)
    del revision.document["unconfirmed"], revision.document["tag_rows"], revision.document["language"]
    revision.save()

    page = sign_in(EDITOR).get(compare(article, old=1, new=2))

    assert [difference.label for difference in page.context["differences"]] == ["Headline"]


def test_a_contributor_compares_his_own_and_reads_no_name_of_a_picture_of_another(sign_in):
    client = sign_in(CONTRIBUTOR)
    article = make.article(by=client.person)
    article.lead = make.image(alt="A secret pad.")
    article.save()
    article.keep(by=None)

    page = client.get(compare(article))

    assert page.status_code == 200
    assert "A secret pad." not in page.text
    assert "A secret pad." in sign_in(EDITOR).get(compare(article)).text


@pytest.mark.parametrize("count", [1, 3])
def test_comparing_costs_the_same_however_much_differs(sign_in, django_assert_num_queries, count):
    article = make.article(headline="A")
    article.take_rows({"tag_rows": [{"tag_id": make.tag().pk} for _ in range(count)]})
    article.headline = "B"
    article.keep(by=None)
    client = sign_in(EDITOR)

    with django_assert_num_queries(13):
        client.get(compare(article))
