"""What is looked at before an article goes out: what is wrong blocks, what is doubtful is said."""

import time

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from spacenews.articles import checklist
from spacenews.articles.checklist import Kind
from spacenews.editors.roles import CONTRIBUTOR
from spacenews.firms.models import Figure
from tests import make
from tests.articles.states import BEGAN, LATER, NOW, SCHEDULED

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(clock):
    clock.set(NOW)


def complete(**columns):
    """Return an article of which nothing is to be said."""
    given = {"deck": "A deck.", "points": ["A point."], "lead": make.image(), "about": [make.organization()]}
    return make.article(**{**given, **columns})


def said(article, user=None) -> list[tuple[str, str, str]]:
    return [(line.name, line.kind, line.words) for line in checklist.lines(article, user=user)]


def test_of_an_article_that_lacks_nothing_nothing_is_said():
    assert said(complete(body="<p>Text.</p><h2>Part</h2><h3>Of it</h3>")) == []


WRONG = {
    "headline": "Write a headline.",
    "body": "Write the text.",
    "section": "Choose a section.",
    "byline": "Name at least one author.",
    "slug": "Give the article a slug of small letters a–z, digits and hyphens.",
    "sources": "Name at least one source.",
}


def without(name: str):
    """Return a complete article without one thing."""
    article = complete()
    if name in ("byline", "sources"):
        getattr(article, {"byline": "bylines", "sources": "source_rows"}[name]).all().delete()
    else:
        setattr(article, name, None if name == "section" else "")
        article.save()
    return article


@pytest.mark.parametrize("name", WRONG)
def test_what_is_missing_and_must_be_there_keeps_an_article_from_going_out(name):
    article = without(name)

    assert said(article) == [(name, Kind.WRONG, WRONG[name])]
    with pytest.raises(ValidationError) as refused:
        article.publish(by=None)
    assert refused.value.message_dict == {name: [WRONG[name]]}


@pytest.mark.parametrize(
    ("columns", "name", "words"),
    [
        ({"deck": " "}, "deck", "There is no deck."),
        ({"points": []}, "points", "There are no main points."),
        ({"about": []}, "firms", "No firm is named."),
        ({"lead": None}, "lead", "No lead picture is chosen."),
        (
            {"headline": "x" * 111},
            "headline",
            "The headline has 111 signs; beyond 110 it is cut in lists elsewhere.",
        ),
    ],
)
def test_what_is_better_there_is_said_and_blocks_nothing(columns, name, words):
    article = complete(**columns)

    assert said(article) == [(name, Kind.DOUBTFUL, words)]
    article.publish(by=None)


def test_a_headline_of_110_signs_is_right():
    assert said(complete(headline="x" * 110)) == []


@pytest.mark.parametrize(
    ("picture", "is_right"), [({"alt": ""}, False), ({"alt": "", "decorative": True}, True)]
)
def test_a_lead_picture_has_a_description_or_is_decorative(picture, is_right):
    words = "The lead picture has no description: write its alt text, or mark it as decorative."

    assert said(complete(lead=make.image(**picture))) == ([] if is_right else [("lead", Kind.WRONG, words)])


@pytest.mark.parametrize(
    ("picture", "here", "is_right"),
    [
        ({"alt": "A rocket."}, "", True),
        ({"alt": ""}, "", False),
        ({"alt": "", "decorative": True}, "", True),
        ({"alt": ""}, ' data-alt="A rocket."', True),
        ({"alt": ""}, ' data-alt=""', True),
    ],
)
def test_a_picture_in_the_text_has_a_description_of_its_own_or_the_librarys(picture, here, is_right):
    image = make.image(**picture)
    body = f'<p>Text.</p><figure data-image="{image.pk}"{here}><figcaption>On the pad</figcaption></figure>'
    words = "A picture in the text has no description: On the pad"

    assert said(complete(body=body)) == ([] if is_right else [("body", Kind.WRONG, words)])


def test_marked_words_without_a_record_are_a_figure_without_a_source():
    article = complete(body="<p>It had <mark>64 launches</mark>.</p>")

    words = "A figure has no source: “64 launches” is marked and has no record."
    assert said(article) == [("body", Kind.WRONG, words)]


def test_a_footnote_is_no_figure():
    assert said(complete(body='<p>It flew.<mark data-footnote="1">On 2 April.</mark></p>')) == []


def test_references_that_lead_nowhere_are_named_by_their_words():
    body = '<p>It had <mark data-figure="987654">64 launches</mark>.</p><div data-series="987655"></div>'

    assert said(complete(body=body)) == [
        ("body", Kind.WRONG, "“64 launches” refers to a record that does not exist: figure 987654."),
        ("body", Kind.WRONG, "The text refers to a record that does not exist: series 987655."),
    ]


def test_a_link_that_leads_nowhere_is_wrong_and_one_elsewhere_is_not_looked_at():
    body = '<p><a href="/2026/01/none/">The launch</a>, <a href="https://example.org/none/">theirs</a>.</p>'
    article = complete(body=body)

    words = "The link “The launch” leads to no page of this site: /2026/01/none/"
    assert [(line.words, line.find) for line in checklist.lines(article)] == [(words, "The launch")]
    with pytest.raises(ValidationError):
        article.publish(by=None)


def test_an_import_may_bring_what_a_link_leads_to_later():
    article = complete(body='<p><a href="/2026/01/later/">Later</a>.</p>')

    article.publish(by=None, at=BEGAN, back_dated=True)

    assert article.editions.count() == 1


def test_a_link_to_what_is_withdrawn_is_doubtful():
    other = make.published(at=BEGAN)
    other.withdraw(by=None, public_reason="It was not so.")
    article = complete(body=f'<p><a href="/{other.editions.get().path}/">Before</a>.</p>')

    words = "The link “Before” leads to an article that is withdrawn."
    assert said(article) == [("body", Kind.DOUBTFUL, words)]
    article.publish(by=None)


def test_a_link_to_what_goes_out_later_is_doubtful_until_this_goes_out_later_still():
    other = make.article()
    other.publish(by=None, at=SCHEDULED)
    article = complete(body=f'<p><a href="/{other.editions.get().path}/">Next</a>.</p>')

    words = "The link “Next” leads to an article that goes out later, 12 March 2026, 12:00 UTC."
    assert said(article) == [("body", Kind.DOUBTFUL, words)]

    article.publish(by=None, at=LATER)
    assert said(article) == []


def test_a_contributor_learns_of_no_article_of_another_by_a_link():
    other = make.article(by=make.user())
    other.publish(by=None, at=SCHEDULED)
    path = f"/{other.editions.get().path}/"
    article = complete(body=f'<p><a href="{path}">Next</a>.</p>')

    words = f"The link “Next” leads to no page of this site: {path}"
    assert said(article, make.user(CONTRIBUTOR)) == [("body", Kind.WRONG, words)]


def test_a_link_without_words_is_doubtful():
    article = complete(body='<p>See <a href="https://example.org/"> </a> there.</p>')

    assert said(article) == [("body", Kind.DOUBTFUL, "A link has no words: https://example.org/")]


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        ("23443 2", []),
        ("3", [("Of 3", 3, 1)]),
        ("24", [("Of 4", 4, 2)]),
        ("2342", []),
    ],
)
def test_headings_go_down_one_level_at_a_time(headings, found):
    parts = "".join(f"<h{level}>Of {level}</h{level}>" for level in headings.replace(" ", ""))
    words = "The heading “{}” skips a level: {} after {}."

    assert said(complete(body=f"<p>Text.</p>{parts}")) == [
        ("body", Kind.DOUBTFUL, words.format(*heading)) for heading in found
    ]


def test_weak_and_changed_figures_are_doubtful():
    figure = make.figure(as_printed="64 launches", confidence="low")
    article = complete(body=f'<p>It had <mark data-figure="{figure.pk}">64 launches</mark>.</p>')
    Figure.objects.filter(pk=figure.pk).update(as_printed="67 launches")

    assert said(article) == [
        ("body", Kind.DOUBTFUL, "A source is weak: 64 launches"),
        ("body", Kind.DOUBTFUL, "The figure behind “64 launches” has changed: 67 launches"),
    ]


def test_long_texts_cost_as_many_queries_as_short_ones():
    counts = []
    for number in (1, 3):
        parts = ""
        for _number in range(number):
            figure, image, other = make.figure(), make.image(), make.published(at=BEGAN)
            parts += (
                f'<p><mark data-figure="{figure.pk}">64</mark></p><figure data-image="{image.pk}"></figure>'
            )
            parts += f'<p><a href="/{other.editions.get().path}/">That</a> <a href="/none/">none</a></p>'
        article = complete(body=f"<p>Text.</p>{parts}")
        with CaptureQueriesContext(connection) as queries:
            checklist.lines(article)
        counts.append(len(queries))

    assert counts == [10, 10]


def test_ten_thousand_references_that_lead_nowhere_keep_nobody_waiting():
    """They are told on each form of the article: whoever may begin a draft would hold up who reads it."""
    article = complete()
    article.body = "".join(f'<mark data-figure="{number}">{number}</mark>' for number in range(1, 9_901))
    began = time.process_time()

    told = checklist.lines(article)

    assert (len(told), told[-1].find) == (9_900, "9900")
    assert time.process_time() - began < 5
