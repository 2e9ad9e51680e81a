"""The history of an article: what was saved and what was published, read again and restored."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.db.models import F
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from spacenews.articles import policy
from spacenews.articles.models import Article
from spacenews.editors.roles import CONTRIBUTOR, EDITOR
from spacenews.pagecache import clock as site_clock
from tests import make
from tests.articles.states import live, write
from tests.desk.pages import change, save, step, typed


def history(article: Article, page: int = 1) -> str:
    return reverse("admin:articles_article_history", args=[article.pk]) + f"?p={page}"


def version(article: Article, number: int) -> str:
    return reverse("admin:articles_article_revision", args=[article.pk, number])


def restore(article: Article, number: int) -> str:
    return reverse("admin:articles_article_restore", args=[article.pk, number])


def lines(client, article: Article, page: int = 1) -> list[str]:
    """Return what the page of the history says: the number of a save, else the words and the note."""
    rows = client.get(history(article, page)).context["rows"]
    return [str(row.number or " – ".join(filter(None, (row.words, row.note)))) for row in rows]


def test_saves_and_publications_stand_in_one_list_in_the_order_of_time(sign_in, clock):
    editor = sign_in(EDITOR)
    article = make.article()
    clock.forward(minutes=1)
    article.publish(by=editor.person)
    clock.forward(minutes=1)
    write(article, "B")
    clock.forward(minutes=1)
    article.publish(by=editor.person)
    clock.forward(minutes=1)
    article.publish(by=editor.person, correction="The year.")
    clock.forward(minutes=1)
    article.publish(by=editor.person, at=clock.now() + dt.timedelta(hours=2))
    clock.forward(hours=3)
    article.withdraw(by=editor.person, public_reason="Wrong.", desk_note="Ask Ana.")
    clock.forward(minutes=1)
    article.restore(by=editor.person)

    at = date_format(
        localtime(article.editions.get(decided_at__lt=F("live_from")).live_from), "DATETIME_FORMAT"
    )
    assert lines(editor, article) == [
        "Restored as it was (version 2)",
        "Withdrawn – Wrong.\nAsk Ana.",
        "Went live as scheduled (version 2)",
        f"Scheduled for {at} (version 2)",
        "Correction published (version 2) – The year.",
        "Change published (version 2)",
        "2",
        "Published (version 1)",
        "1",
    ]


def test_what_was_scheduled_and_dropped_is_told_too(sign_in):
    editor = sign_in(EDITOR)
    article = make.article()
    to_come = {"on": (site_clock.now() + dt.timedelta(days=2)).date().isoformat(), "time": "09:30"}

    editor.post(step(article, "schedule"), to_come)
    assert [line[:13] for line in lines(editor, article)] == ["Scheduled for", "1"]

    editor.post(step(article, "unschedule"))
    assert lines(editor, article) == ["Unscheduled", "Scheduled, and dropped since", "1"]


def test_who_decided_is_named_beside_it(sign_in):
    editor = sign_in(EDITOR)
    article = make.article(by=editor.person)
    article.publish(by=editor.person)

    rows = editor.get(history(article)).context["rows"]

    assert [row.by for row in rows] == [editor.person, editor.person]


@pytest.mark.parametrize("count", [1, 3])
def test_the_history_costs_the_same_at_any_length_and_reads_no_text(
    sign_in, django_assert_num_queries, count
):
    article = make.published()
    for number in range(count):
        write(article, str(number))
        article.publish(by=None)
    client = sign_in(EDITOR)
    client.get(history(article))  # the kinds of things are read once in a process

    with django_assert_num_queries(9) as asked:
        client.get(history(article))

    assert not any(
        '"document"' in query["sql"] or "body" in query["sql"] for query in asked[1:] if is_read(query)
    )


def is_read(query: dict) -> bool:
    """Return whether a query reads rows of the history; the article itself is read whole."""
    return "articles_revision" in query["sql"] or "articles_edition" in query["sql"]


def test_a_long_history_comes_in_pages(sign_in, monkeypatch):
    monkeypatch.setattr("spacenews.articles.desk.history.ROWS_A_PAGE", 2)
    article = make.article()
    for number in range(4):
        write(article, str(number))
    client = sign_in(EDITOR)

    assert [lines(client, article, page) for page in (1, 2, 3, 4)] == [["5", "4"], ["3", "2"], ["1"], []]
    assert [client.get(history(article, page)).context["older"] for page in (1, 2, 3)] == [2, 3, None]


@pytest.mark.parametrize("page", ["", "x", "-1", "0", "999999999999", "²"])
def test_a_page_that_is_none_is_the_first(sign_in, page):
    assert len(sign_in(EDITOR).get(history(make.article(), page)).context["rows"]) == 1


def test_a_version_is_read_as_it_was(sign_in):
    article = make.article(headline="A", deck="Then", body="<p>Old words.</p>", points=["One."])
    write(article, "B")

    page = sign_in(EDITOR).get(version(article, 1))

    assert (page.context["then"].headline, page.context["then"].deck) == ("A", "Then")
    assert "Old words." in page.text


def test_what_is_stored_of_a_version_is_cleaned_before_it_is_shown(sign_in):
    article = make.article()
    revision = article.revisions.get()
    revision.document["body"] = "<p onclick='x()'>Text<script>alert(1)</script></p>"
    revision.save()

    page = sign_in(EDITOR).get(version(article, 1))

    assert "<p>Text</p>" in page.text
    assert "alert(1)" not in page.text


def test_restoring_makes_a_new_version_that_says_so(sign_in):
    client, section = sign_in(EDITOR), make.section()
    article = make.article(headline="A", body="<p>Old.</p>", tags=[make.tag("moon")], section=section)
    save(client, article, headline="B", body="<p>New.</p>", tags=[])

    answer = client.post(restore(article, 1), follow=True)

    article = Article.objects.get()
    assert (article.headline, article.body, article.version) == ("A", "<p>Old.</p>", 3)
    assert [tag.name for tag in article.tags.all()] == ["moon"]
    newest = article.revisions.first()
    assert (newest.number, newest.made_by, newest.summary) == (3, client.person, "Restored version 1")
    assert article.revisions.get(number=2).document["headline"] == "B"
    assert [str(message) for message in get_messages(answer.wsgi_request)][1:] == [
        "Version 1 is in the form again. What was there is version 2 of the history."
    ]


def test_what_was_deleted_since_stays_out_and_is_named(sign_in):
    author, tag, firm, source, picture = (
        make.author(),
        make.tag(),
        make.organization(),
        make.source(),
        make.image(),
    )
    section, figure, inside = make.section(), make.figure(), make.image()
    body = f'<p><mark data-figure="{figure.pk}">64</mark></p><figure data-image="{inside.pk}"></figure>'
    everything = {
        "authors": [author, make.author(name="Bo")],
        "tags": [tag],
        "about": [firm],
        "lead": picture,
    }
    article = make.article(**everything, section=section, sources=[source], body=body)
    gone = (author, tag, firm, source, picture, section, figure, inside)
    article.load({**article.document(), **EMPTY, "section_id": None, "lead_id": None, "body": ""}, by=None)
    names = [f"{KIND_OF[type(thing).__name__]} {thing.pk}" for thing in gone]
    for thing in gone:
        thing.delete()

    answer = sign_in(EDITOR).post(restore(article, 1), follow=True)

    article = Article.objects.get()
    assert [str(row) for row in article.bylines.all()] == ["Bo"]
    assert (article.section, article.lead, article.coverage.count(), article.source_rows.count()) == (
        None,
        None,
        0,
        0,
    )
    assert (article.tags.count(), article.printed_figures.count()) == (0, 0)
    said = str(list(get_messages(answer.wsgi_request))[1])
    assert sorted(said.removeprefix("No longer there, and so left out: ").rstrip(".").split(", ")) == sorted(
        names
    )


EMPTY = {name: [] for name in ("bylines", "tag_rows", "coverage", "source_rows", "printed_figures")}
KIND_OF = {
    **{"Author": "Author", "Tag": "Tag", "Organization": "Firm", "Source": "Source", "Image": "Picture"},
    **{"Section": "Section", "Figure": "Figure"},
}


def test_what_is_restored_is_cleaned_again(sign_in):
    article = make.article()
    revision = article.revisions.get()
    revision.document["body"] = "<p onclick='x()'>Text</p>"
    revision.save()

    sign_in(EDITOR).post(restore(article, 1))

    assert Article.objects.get().body == "<p>Text</p>"


def test_restoring_is_no_change_for_readers(sign_in, clock):
    article = live(clock)
    write(article, "B")
    editor = sign_in(EDITOR)

    editor.post(restore(article, 1))

    assert article.editions.count() == 1
    assert Article.objects.get().has_changes


def test_whoever_has_the_form_open_meanwhile_is_shown_what_was_restored(sign_in):
    article = make.article(headline="A")
    write(article, "B")
    first, second = sign_in(EDITOR), sign_in(EDITOR)
    opened = typed(second.get(change(article)))
    first.post(restore(article, 1))

    page = second.post(change(article), {**opened, "headline": "Second", "_continue": "1"})

    assert Article.objects.get().headline == "A"
    assert f"{first.person} saved this while you wrote" in page.text


def test_a_contributor_restores_in_what_is_his_to_change_and_not_its_address(sign_in):
    client = sign_in(CONTRIBUTOR)
    article = make.article(by=client.person, headline="A", slug="first")
    article.slug, article.headline = "second", "B"
    article.save()
    article.keep(by=None)
    article.publish(by=None)

    assert client.post(restore(article, 1)).status_code == 403

    policy.send_back(article)
    client.post(restore(article, 1))
    stored = Article.objects.get()
    assert (stored.headline, stored.slug) == ("A", "second")


def test_a_language_that_another_translation_has_by_now_is_not_taken_back(sign_in):
    original = make.article()
    article = make.article(original=original, language="id", headline="A")
    article.language = "zh-hans"
    article.save()
    article.keep(by=None)
    make.article(original=original, language="id")

    sign_in(EDITOR).post(restore(article, 1))

    assert Article.objects.get(pk=article.pk).language == "zh-hans"


@pytest.mark.parametrize("address", [version, restore])
def test_a_version_that_is_not_there_is_not_found(sign_in, address):
    article, editor = make.article(), sign_in(EDITOR)
    ask = editor.post if address is restore else editor.get

    assert ask(address(article, 9)).status_code == 404
