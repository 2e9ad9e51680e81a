"""Saving: one revision a save, nothing by forged fields, and two editors at one article."""

import pytest

from spacenews.articles.models import Article
from spacenews.editors.roles import CONTRIBUTOR, EDITOR
from tests import make
from tests.desk.pages import save


def test_each_save_makes_one_revision_that_says_what_changed(sign_in):
    article = make.article(headline="A")
    client = sign_in(EDITOR)

    save(client, article, headline="B", deck="C")

    revision = article.revisions.first()
    assert (revision.number, revision.made_by, revision.summary) == (2, client.person, "Headline, Deck")
    assert revision.document["headline"] == "B"


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("<p>One two four five.</p>", "Text (+2 −1 words)"),
        ("<p>One two three.</p><p>火箭</p>", "Text (+2 −0 words)"),
        ("<p>One <strong>two</strong> three.</p>", "Text (no word)"),
        ("<p>One two, three.</p>", "Text (no word)"),
    ],
)
def test_how_much_of_the_text_came_and_went_is_said(sign_in, new, said):
    article = make.article(body="<p>One two three.</p>")

    save(sign_in(EDITOR), article, body=new)

    assert article.revisions.first().summary == said


def test_rows_alone_are_a_change_too(sign_in):
    article = make.article()
    added = make.organization()
    rows = {"coverage-TOTAL_FORMS": "1", "coverage-0-organization": added.pk, "coverage-0-role": "about"}
    rows |= {"coverage-0-position": "0", "coverage-0-id": "", "coverage-0-article": article.pk}

    save(sign_in(EDITOR), article, **rows)

    revision = article.revisions.first()
    assert (revision.number, revision.summary) == (2, "firms in this article")
    assert revision.document["coverage"][0]["organization_id"] == added.pk


def test_a_save_that_changes_nothing_makes_no_revision(sign_in):
    article = make.article(
        points=["One.", "Two."], tags=[make.tag()], about=[make.organization()], body="<p>A &amp; B</p>"
    )

    save(sign_in(EDITOR), article)

    assert article.revisions.count() == 1


def test_the_line_ends_that_a_browser_sends_are_no_change(sign_in):
    article = make.article(body="<p>A</p>\n<p>B</p>")

    save(sign_in(EDITOR), article, body="<p>A</p>\r\n<p>B</p>")

    assert article.revisions.count() == 1


def test_what_is_saved_is_clean(sign_in):
    article = make.article()

    save(sign_in(EDITOR), article, body='<p onclick="x()">Text<script>x()</script></p>', deck="a\x07b")

    stored = Article.objects.get()
    assert (stored.body, stored.deck) == ("<p>Text</p>", "ab")


FORGED = {
    "created_by": "1",
    "changed_by": "1",
    "version": "99",
    "handed_back": "on",
    "submitted_at_0": "2026-01-01",
    "submitted_by": "1",
    "approved_by": "1",
    "decided_at": "2026-01-01",
    "state": "live",
    "public_from": "2026-01-01",
    "editions-TOTAL_FORMS": "1",
    "editions-0-headline": "X",
}


@pytest.mark.parametrize("role", [CONTRIBUTOR, EDITOR])
def test_fields_that_the_form_does_not_have_change_nothing(sign_in, role):
    client = sign_in(role)
    article = make.article(by=client.person)

    save(client, article, headline="B", **FORGED)

    stored = Article.objects.get()
    assert (stored.headline, stored.version, stored.created_by) == ("B", 2, client.person)
    assert (stored.handed_back, stored.submitted_at, stored.approved_by) == (False, None, None)
    assert not stored.editions.exists()


def test_a_row_of_another_article_is_left_alone(sign_in):
    theirs, mine = make.article(by=make.user(EDITOR)), make.article()
    row = theirs.bylines.get()

    save(sign_in(EDITOR), mine, **{"bylines-0-id": row.pk, "bylines-0-DELETE": "on"})

    assert theirs.bylines.get() == row
