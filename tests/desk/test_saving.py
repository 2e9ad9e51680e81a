"""Saving: one revision a save, nothing by forged fields, and two editors at one article."""

import threading

import pytest
from django.db import connection, transaction

from spacenews.articles.models import Article
from spacenews.editors.roles import CONTRIBUTOR, EDITOR
from tests import make
from tests.articles.states import live
from tests.desk.pages import change, save, typed


def test_each_save_makes_one_revision_that_says_what_changed(sign_in):
    article = make.article(headline="A")
    client = sign_in(EDITOR)

    save(client, article, headline="B", deck="C")

    revision = article.revisions.first()
    assert (revision.number, revision.made_by, revision.summary) == (2, client.person, "Headline, Deck")
    assert revision.document["headline"] == "B"


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


@pytest.fixture
def two_editors(sign_in):
    """Two people who opened the form of one article at the same time; the first has saved."""
    article = make.article(headline="A", deck="D", body="<p>One.</p>\n<p>Two.</p>")
    first, second = sign_in(EDITOR), sign_in(EDITOR)
    opened = typed(second.get(change(article)))
    save(first, article, headline="First", body="<p>One of the first.</p>\n<p>Two.</p>")
    return article, first, second, opened


def test_a_save_on_an_older_text_does_not_overwrite(two_editors):
    article, first, second, opened = two_editors

    page = second.post(change(article), {**opened, "headline": "Second", "_continue": "1"})

    assert page.status_code == 200
    assert Article.objects.get().headline == "First"
    assert f"{first.person} saved this while you wrote" in page.text


def test_both_texts_are_shown_and_only_what_differs(two_editors):
    article, _first, second, opened = two_editors
    mine = {**opened, "headline": "Second", "body": "<p>One.</p>\n<p>Two.</p>\n<p>Three.</p>"}

    page = second.post(change(article), {**mine, "_continue": "1"})

    form = page.context["adminform"].form
    assert [(difference.label, difference.pairs) for difference in form.differences] == [
        ("Headline", [("Second", "First")]),
        ("Text", [("One.", "One of the first."), ("Three.", "")]),
    ]
    assert form["headline"].value() == "Second"
    assert typed(page)["body"] == mine["body"]


def test_what_one_alone_changed_is_taken_over(two_editors):
    article, first, second, opened = two_editors
    section, tag, picture = make.section(), make.tag(), make.image()
    chosen = {
        "section": section.pk,
        "tags": [tag.pk],
        "lead": picture.pk,
        "unconfirmed": "on",
        "points": "One.\nTwo.",
    }
    save(first, article, kind="profile", **chosen)

    page = second.post(change(article), {**opened, "deck": "Second\r\nline", "_continue": "1"})
    second.post(change(article), {**typed(page), "_continue": "1"})

    form = page.context["adminform"].form
    assert [difference.label for difference in form.differences] == ["Deck"]
    assert form.taken == [
        "Headline",
        "Main points",
        "Text",
        "Section",
        "Kind",
        "Unconfirmed",
        "Tags",
        "Lead picture",
    ]
    stored = Article.objects.get()
    assert (stored.headline, stored.deck, stored.kind) == ("First", "Second\nline", "profile")
    assert (stored.section, stored.lead, stored.unconfirmed) == (section, picture, True)
    assert (stored.points, list(stored.tags.all())) == (["One.", "Two."], [tag])


def test_what_one_alone_took_away_is_taken_over(sign_in):
    article = make.article(lead=make.image(), unconfirmed=True, tags=[make.tag()], deck="Several\nlines")
    first, second = sign_in(EDITOR), sign_in(EDITOR)
    opened = typed(second.get(change(article)))
    save(first, article, lead="", unconfirmed="", tags=[])

    page = second.post(change(article), {**opened, "headline": "Second", "_continue": "1"})
    second.post(change(article), {**typed(page), "_continue": "1"})

    stored = Article.objects.get()
    assert (stored.headline, stored.lead, stored.unconfirmed) == ("Second", None, False)
    assert not stored.tags.exists()


def test_saving_once_more_knowingly_wins_and_loses_neither_text(two_editors):
    article, _first, second, opened = two_editors
    page = second.post(change(article), {**opened, "headline": "Second", "_continue": "1"})

    second.post(change(article), {**typed(page), "_continue": "1"})

    assert Article.objects.get().headline == "Second"
    assert [revision.document["headline"] for revision in article.revisions.all()] == ["Second", "First", "A"]


def test_a_third_save_in_between_is_shown_again(two_editors):
    article, first, second, opened = two_editors
    page = second.post(change(article), {**opened, "headline": "Second", "_continue": "1"})
    save(first, article, headline="Third")

    again = second.post(change(article), {**typed(page), "_continue": "1"})

    assert Article.objects.get().headline == "Third"
    assert again.context["adminform"].form.differences[0].pairs == [("Second", "Third")]


def test_a_form_without_its_version_is_taken_for_an_old_one(sign_in):
    article = make.article(headline="A")
    client = sign_in(EDITOR)
    data = {name: value for name, value in typed(client.get(change(article))).items() if name != "based_on"}

    client.post(change(article), {**data, "headline": "B", "_continue": "1"})

    assert Article.objects.get().headline == "A"


def row(kind: str, number: int, article: Article, **values) -> dict:
    """Return the fields of one row as a form posts them."""
    values = {"id": "", "article": article.pk, "position": number, **values}
    return {f"{kind}-{number}-{name}": value for name, value in values.items()}


def test_rows_that_were_replaced_meanwhile_are_saved_as_they_stand_in_the_form(sign_in, clock):
    """Loading the live text gives all rows new ids."""
    article = live(clock)
    client, first, third = sign_in(EDITOR), article.bylines.get().author, make.author()
    mine = {
        **typed(client.get(change(article))),
        "bylines-TOTAL_FORMS": "2",
        **row("bylines", 1, article, author=third.pk),
        "headline": "Mine",
    }
    article.load_live(by=None)

    shown = client.post(change(article), {**mine, "_continue": "1"})
    saved = client.post(change(article), {**typed(shown), "_continue": "1"})

    assert saved.status_code == 302
    assert [byline.author for byline in article.bylines.all()] == [first, third]


def test_a_row_that_somebody_removed_meanwhile_stands_again_if_the_form_says_so(sign_in):
    article = make.article()
    client, author = sign_in(EDITOR), article.bylines.get().author
    opened = typed(client.get(change(article)))
    article.bylines.all().delete()

    client.post(change(article), {**opened, "headline": "Mine", "_continue": "1"})

    assert [byline.author for byline in article.bylines.all()] == [author]


def test_two_who_add_the_same_row_have_it_once(sign_in):
    article, source = make.article(), make.source()
    client = sign_in(EDITOR)
    added = {"source_rows-TOTAL_FORMS": "2", **row("source_rows", 1, article, source=source.pk)}
    mine = {**typed(client.get(change(article))), **added}
    article.source_rows.create(source=source, position=1)

    saved = client.post(change(article), {**mine, "_continue": "1"})

    assert saved.status_code == 302
    assert article.source_rows.filter(source=source).count() == 1


def test_a_row_that_is_changed_into_one_that_somebody_added_is_refused_with_a_sentence(sign_in):
    article, source = make.article(), make.source()
    client = sign_in(EDITOR)
    mine = {**typed(client.get(change(article))), "source_rows-0-source": source.pk}
    article.source_rows.create(source=source, position=1)

    refused = client.post(change(article), {**mine, "_continue": "1"})

    assert refused.status_code == 200
    assert "Somebody has added this meanwhile" in refused.text


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_saves_in_one_instant_one_is_shown_the_other(sign_in):
    """Both read the same version unless the first holds the row until it has written."""
    with transaction.atomic():
        article = make.article(headline="A")
    clients = [sign_in(EDITOR), sign_in(EDITOR)]
    forms = [typed(client.get(change(article))) for client in clients]
    start, answers = threading.Barrier(2), []

    def press(client, form, headline):
        start.wait()
        answers.append(client.post(change(article), {**form, "headline": headline, "_continue": "1"}))
        connection.close()

    threads = [
        threading.Thread(target=press, args=(client, form, f"by {number}"))
        for number, (client, form) in enumerate(zip(clients, forms, strict=True))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert article.revisions.count() == 2
