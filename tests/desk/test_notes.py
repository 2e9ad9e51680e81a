"""The thread of notes: who reads it, who is told, and that nothing in it is ever markup."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from spacenews.articles import policy
from spacenews.articles.desk import notes
from spacenews.articles.models import Article, Mention, Note
from spacenews.editors.roles import CHIEF, CONTRIBUTOR, DESK, EDITOR
from tests import make

pytestmark = pytest.mark.django_db


def thread(article) -> str:
    return reverse("admin:articles_article_notes", args=[article.pk])


def seen(article) -> str:
    return reverse("admin:articles_article_notes_seen", args=[article.pk])


def deleting(note: Note) -> str:
    return reverse("admin:articles_article_note_delete", args=[note.article_id, note.pk])


def told(note: Note) -> set[str]:
    return {str(mention.person) for mention in note.mentions.all()}


def test_who_may_see_an_article_is_whom_it_is_shown_to():
    people = [make.user(role) for role in (CONTRIBUTOR, CONTRIBUTOR, EDITOR, DESK, CHIEF, None)]
    people += [make.user(EDITOR, is_active=False), make.user(EDITOR, is_staff=False)]
    people += [make.user(is_superuser=True), make.user(DESK)]
    article = make.article(by=people[0])
    shown = {person for person in people if Article.objects.visible_to(person).filter(pk=article.pk).exists()}

    assert set(policy.who_may_see(article)) == shown
    assert shown == {people[0], people[2], people[4], people[8]}


def test_a_colleague_who_may_see_the_article_is_told_by_name():
    author, editor = make.user(CONTRIBUTOR, username="anna"), make.user(EDITOR, username="bert.h")
    article = make.article(by=author)

    note = notes.add(article, editor, "Is this so, @Anna? And you, @bert.h.")

    assert told(note) == {"anna"}


@pytest.mark.parametrize("role", [CONTRIBUTOR, DESK, None])
def test_who_may_not_see_the_article_is_not_told(role):
    make.user(role, username="carl")

    note = notes.add(make.article(), make.user(EDITOR), "@carl should not know")

    assert told(note) == set()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@bert.h.", {"bert.h"}),
        ("(@bert.h)", {"bert.h"}),
        ("@BERT.H, @bert.h and @anna+x", {"bert.h", "anna+x"}),
        ("请@anna看一下", {"anna"}),
        ("mail to desk@anna or anna@anna", set()),
        ("https://example.org/@anna is somebody else", set()),
        ("@", set()),
        ("@annabel", set()),
    ],
)
def test_a_name_is_what_an_account_is_called_and_no_part_of_another(text, names):
    for name in ("anna", "bert.h", "anna+x"):
        make.user(EDITOR, username=name)

    assert told(notes.add(make.article(), None, text)) == names


def test_a_note_is_plain_text_with_its_lines_and_its_addresses_linked(sign_in):
    client, article = sign_in(EDITOR), make.article()
    make.user(EDITOR, username="anna")

    client.post(thread(article), {"text": "<b>One</b> @anna\r\nSee https://example.org/?a=1&b=<2>."})

    assert [note.text for note in article.notes.all()] == [
        "<b>One</b> @anna\nSee https://example.org/?a=1&b=<2>."
    ]
    page = client.get(thread(article)).text
    assert "&lt;b&gt;One&lt;/b&gt; <b>@anna</b>\nSee " in page
    assert '<a href="https://example.org/?a=1&amp;b=" rel="noopener noreferrer">' in page
    assert "<b>One" not in page


def test_no_other_scheme_becomes_a_link():
    text = "javascript:alert(1) data:text/html,x //example.org http:example.org"

    assert notes.pieces(text, set()) == [notes.Piece("text", text)]


def test_the_end_of_a_sentence_is_no_part_of_an_address():
    assert notes.pieces("(See https://example.org/a).", set()) == [
        notes.Piece("text", "(See "),
        notes.Piece("link", "https://example.org/a"),
        notes.Piece("text", ")."),
    ]


def test_a_note_stands_in_the_order_it_was_written_with_the_steps_of_the_review(sign_in, clock):
    client, article = sign_in(EDITOR), make.article()
    for text, step in [("First.", ""), ("", Note.Step.SUBMITTED), ("Second.", Note.Step.RETURNED)]:
        notes.add(article, client.person, text, step=step)
        clock.forward(minutes=1)

    page = client.get(thread(article))

    assert [(note.text, note.step) for note in page.context["notes"]] == [
        ("First.", ""),
        ("", "submitted"),
        ("Second.", "returned"),
    ]
    assert "submitted for review" in page.text


@pytest.mark.parametrize("text", ["", " \n ", "x" * 4_001])
def test_a_note_that_cannot_be_kept_is_refused_with_its_text(sign_in, text):
    client, article = sign_in(EDITOR), make.article()

    page = client.post(thread(article), {"text": text})

    assert page.status_code == 422
    assert page.context["form"]["text"].value() == text
    assert article.notes.count() == 0


def test_the_end_of_a_line_counts_as_one_sign(sign_in):
    client, article = sign_in(EDITOR), make.article()

    client.post(thread(article), {"text": "x\r\n" * 1_999 + "xx"})

    assert article.notes.get().text == "x\n" * 1_999 + "xx"


def test_a_name_that_reaches_nobody_stays_plain_and_the_page_says_so_alike(sign_in):
    make.user(CONTRIBUTOR, username="carl")
    client, article = sign_in(EDITOR), make.article()

    pages = [
        client.post(thread(article), {"text": f"Ask @{name}."}, follow=True) for name in ("carl", "nobody")
    ]

    said = [str(message) for page in pages for message in page.context["messages"]]
    words = "Nobody who may see this article is called @{}: the name was left as it is."
    assert said == [words.format("carl"), words.format("nobody")]
    assert "<b>@carl" not in pages[1].text


def test_only_who_may_be_told_is_suggested(sign_in):
    make.user(CONTRIBUTOR, username="carl")
    client = sign_in(CONTRIBUTOR)
    editor = make.user(EDITOR)

    page = client.get(thread(make.article(by=client.person)))

    assert list(page.context["colleagues"]) == [editor]


def test_a_contributor_reads_and_writes_in_the_thread_of_his_own_article_alone(sign_in):
    client = sign_in(CONTRIBUTOR)
    own, other = make.article(by=client.person), make.article()
    notes.add(own, None, "Canary of his own.")
    notes.add(other, None, "Canary of another.")

    assert "Canary of his own." in client.get(thread(own)).text
    assert client.get(thread(other)).status_code == 404
    assert client.post(thread(other), {"text": "Forged."}).status_code == 404
    assert client.post(seen(other)).status_code == 404
    assert other.notes.count() == 1


def test_looking_at_the_thread_marks_nothing_and_the_button_does(sign_in):
    client = sign_in(EDITOR, make.user(EDITOR, username="anna"))
    article, another = make.article(), make.article()
    for one in (article, another):
        notes.add(one, None, "@anna, look.")

    assert "You are named here." in client.get(thread(article)).text
    assert Mention.objects.filter(seen_at=None).count() == 2

    client.post(seen(article))
    assert list(Mention.objects.filter(seen_at=None).values_list("note__article", flat=True)) == [another.pk]
    assert "You are named here." not in client.get(thread(article)).text


def test_nobody_marks_for_another(sign_in):
    make.user(EDITOR, username="anna")
    article = make.article()
    notes.add(article, None, "@anna, look.")

    sign_in(EDITOR).post(seen(article))

    assert Mention.objects.filter(seen_at=None).count() == 1


def test_who_answers_has_seen_what_was_said(sign_in):
    client = sign_in(EDITOR, make.user(EDITOR, username="anna"))
    article = make.article()
    notes.add(article, None, "@anna, look.")

    client.post(thread(article), {"text": "I did."})

    assert Mention.objects.filter(seen_at=None).count() == 0


def test_a_note_of_ones_own_can_be_deleted_and_no_other(sign_in):
    client, article = sign_in(EDITOR), make.article()
    own, other = notes.add(article, client.person, "Mine."), notes.add(article, None, "Another's.")
    step = notes.add(article, client.person, "Approved.", step=Note.Step.APPROVED)

    answers = [client.post(deleting(note)).status_code for note in (own, other, step)]

    assert answers == [302, 403, 403]
    assert list(article.notes.all()) == [other, step]


def test_a_note_is_deleted_under_its_own_article_alone(sign_in):
    client = sign_in(EDITOR)
    note = notes.add(make.article(), client.person, "Mine.")
    address = reverse("admin:articles_article_note_delete", args=[make.article().pk, note.pk])

    assert client.post(address).status_code == 404
    assert Note.objects.count() == 1


def test_notes_die_with_the_draft():
    article = make.article()
    notes.add(article, make.user(EDITOR), "A note.")

    article.delete()

    assert Note.objects.count() == 0


def test_a_long_thread_comes_in_pages_and_opens_at_its_end(sign_in, monkeypatch):
    monkeypatch.setattr("spacenews.articles.desk.notes.NOTES_A_PAGE", 2)
    client, article = sign_in(EDITOR), make.article()
    for number in range(5):
        notes.add(article, None, f"Note {number}.")

    last, first = client.get(thread(article)), client.get(thread(article), {"p": 1})

    assert [note.text for note in last.context["notes"]] == ["Note 4."]
    assert [note.text for note in first.context["notes"]] == ["Note 0.", "Note 1."]
    assert '<a href="?p=2">Earlier notes</a>' in last.text
    assert '<a href="?p=2">Later notes</a>' in first.text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_thread_costs_the_same_however_long_it_is(sign_in, rows):
    client, article = sign_in(EDITOR), make.article()
    for row in range(rows):
        make.user(EDITOR, username=f"anna{row}")
        notes.add(article, make.user(EDITOR), f"Look, @anna{row}.")

    with CaptureQueriesContext(connection) as queries:
        client.get(thread(article))

    assert len(queries) == 11
