"""Two editors at one article: whoever saves second is shown both texts, and says what is to stand."""

import re
import threading
from html import unescape

import pytest
from django.contrib import admin
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection, transaction
from django.test import RequestFactory

from spacenews.articles.models import Article
from spacenews.editors.roles import CONTRIBUTOR, EDITOR
from tests import make
from tests.articles.states import live
from tests.desk.pages import change, save, typed


def told(page) -> dict[str, list[str]]:
    """Return what the page asks about: by field the blocks, with [-theirs-] and {+mine+}."""
    around = {"same": ("", ""), "del": ("[-", "-]"), "ins": ("{+", "+}")}
    return {
        choice.difference.label: [
            "".join(around[piece.kind][0] + piece.text + around[piece.kind][1] for piece in block.pieces)
            for block in choice.difference.blocks
        ]
        for choice in page.context["adminform"].form.choices
    }


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

    assert told(page) == {
        "Headline": ["[-First-]{+Second+}"],
        "Text": ["One[- of the first-].", "Two.", "{+Three.+}"],
    }
    assert page.context["adminform"].form["headline"].value() == "Second"
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
    assert list(told(page)) == ["Deck"]
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
    assert told(again) == {"Headline": ["[-Third-]{+Second+}"]}


@pytest.mark.parametrize("version", ["", "x", "²", "-1", "9" * 30])
@pytest.mark.parametrize("button", ["1", "theirs"])
def test_a_form_of_a_version_that_is_none_is_taken_for_an_old_one(sign_in, version, button):
    article = make.article(headline="A")
    client = sign_in(EDITOR)
    opened = typed(client.get(change(article)))

    page = client.post(change(article), {**opened, "headline": "B", "based_on": version, "_continue": button})

    assert page.status_code == 200
    assert Article.objects.get().headline == "A"


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


def chosen(page, **choices) -> dict:
    """Return what a browser sends of the page that asks: the form, what is proposed, and what was chosen instead."""
    sent = typed(page)
    for choice in page.context["adminform"].form.choices:
        name = choice.difference.name
        sent[f"_choice-{name}"] = choices.get(name, choice.proposed)
        if choice.merged:
            sent[f"_merged-{name}"] = controls(choice.merged)
    return {**sent, "_continue": "1"}


def controls(markup: str) -> str:
    """Return the value of a hidden field, or the text of a textarea."""
    found = re.search(r'value="([^"]*)"|<textarea[^>]*>\n?(.*?)</textarea>', markup, re.DOTALL)
    return unescape(found[1] if found[1] is not None else found[2])


def test_one_sending_takes_what_was_chosen_field_by_field(two_editors):
    article, first, second, opened = two_editors
    save(first, article, deck="Deck of the first", kind="profile")
    mine = {
        "headline": "Second",
        "deck": "Deck of the second",
        "kind": "data",
        "body": "<p>One.</p>\n<p>2.</p>",
    }
    page = second.post(change(article), {**opened, **mine, "_continue": "1"})

    answer = second.post(
        change(article), chosen(page, headline="theirs", deck="mine", kind="theirs", body="mine")
    )

    assert answer.status_code == 302
    stored = Article.objects.get()
    assert (stored.headline, stored.deck, stored.kind) == ("First", "Deck of the second", "profile")
    assert stored.body == mine["body"]


def test_the_text_of_both_is_proposed_where_they_changed_different_paragraphs(two_editors):
    article, _first, second, opened = two_editors
    page = second.post(
        change(article), {**opened, "body": "<p>One.</p>\n<p>Two of the second.</p>", "_continue": "1"}
    )

    second.post(change(article), chosen(page))

    assert Article.objects.get().body == "<p>One of the first.</p>\n<p>Two of the second.</p>"


def test_what_an_editor_writes_otherwise_and_readers_see_alike_is_no_change(sign_in):
    """The editor of texts puts the elements on lines of their own, and paragraphs into list items."""
    article = make.article(body="<p>One.</p><ul><li>a<ul><li>b</li></ul></li></ul><p>Two.</p>")
    first, second = sign_in(EDITOR), sign_in(EDITOR)
    opened = typed(second.get(change(article)))
    rewritten = "<p>One.</p>\n<ul>\n<li><p>a</p><ul><li><p>b</p></li></ul></li>\n</ul>\n<p>Two.</p>"
    save(first, article, body="<p>One.</p><ul><li>a<ul><li>b</li></ul></li></ul><p>Two of the first.</p>")

    page = second.post(change(article), {**opened, "body": rewritten, "headline": "Second", "_continue": "1"})

    assert page.context["adminform"].form.taken == ["Text"]


def test_where_both_changed_one_paragraph_both_are_offered_and_mine_is_proposed(two_editors):
    article, _first, second, opened = two_editors
    mine = "<p>One of the second.</p>\n<p>Two.</p>"
    page = second.post(change(article), {**opened, "body": mine, "_continue": "1"})

    (choice,) = (
        choice for choice in page.context["adminform"].form.choices if choice.difference.name == "body"
    )
    assert (choice.proposed, controls(choice.merged)) == (
        "mine",
        "<p>One of the second.</p>\n<p>One of the first.</p>\n<p>Two.</p>",
    )


def test_the_text_of_both_is_saved_as_it_was_edited_and_cleaned(two_editors):
    article, _first, second, opened = two_editors
    page = second.post(
        change(article), {**opened, "headline": "Second", "body": "<p>X.</p>", "_continue": "1"}
    )
    edited = {"_merged-headline": "Both", "_merged-body": "<p onclick='x()'>Edited.</p>"}

    second.post(change(article), {**chosen(page, headline="merged", body="merged"), **edited})

    stored = Article.objects.get()
    assert (stored.headline, stored.body) == ("Both", "<p>Edited.</p>")


@pytest.mark.parametrize(("button", "headline", "revisions"), [("mine", "Second", 3), ("theirs", "First", 2)])
def test_one_button_chooses_for_all_fields(two_editors, button, headline, revisions):
    article, _first, second, opened = two_editors
    page = second.post(change(article), {**opened, "headline": "Second", "deck": "Mine", "_continue": "1"})

    second.post(change(article), {**chosen(page), "_continue": button})

    stored = Article.objects.get()
    assert (stored.headline, stored.deck) == (headline, "Mine" if button == "mine" else "D")
    assert stored.revisions.count() == revisions


def with_rows(opened: dict, name: str, column: str, *chosen, **more) -> dict:
    """Return what was opened with other rows of a kind in it; those that are not chosen any more are taken out."""
    sent, stays = dict(opened), {thing.pk for thing in chosen}
    there = int(opened[f"{name}-INITIAL_FORMS"])
    known = {int(opened[f"{name}-{number}-{column}"]) for number in range(there)}
    for number in range(there):
        if int(opened[f"{name}-{number}-{column}"]) not in stays:
            sent[f"{name}-{number}-DELETE"] = "on"
    new = [thing for thing in chosen if thing.pk not in known]
    for number, thing in enumerate(new, start=there):
        values = {"id": "", "article": opened["article"], "position": number, column: thing.pk, **more}
        sent |= {f"{name}-{number}-{key}": value for key, value in values.items()}
    return {**sent, f"{name}-TOTAL_FORMS": str(there + len(new))}


@pytest.fixture
def rows_of_two(sign_in):
    """Two people who changed the firms, bylines, sources and tags of one article at the same time."""
    firms, authors, sources, tags = (
        [maker() for _ in range(3)] for maker in (make.organization, make.author, make.source, make.tag)
    )
    article = make.article(about=firms[:1], authors=authors[:1], sources=sources[:1], tags=tags[:1])
    first, second = sign_in(EDITOR), sign_in(EDITOR)
    opened = {**typed(second.get(change(article))), "article": article.pk}

    def changed(number: int) -> dict:
        sent = with_rows(opened, "coverage", "organization", firms[0], firms[number], role="about")
        sent = with_rows(sent, "bylines", "author", authors[number])
        sent = with_rows(sent, "source_rows", "source", sources[0], sources[number])
        return {**sent, "tags": [tags[0].pk, tags[number].pk], "_continue": "1"}

    assert first.post(change(article), changed(1)).status_code == 302
    return article, second, second.post(change(article), changed(2)), [firms, authors, sources, tags]


def rows_of(article: Article) -> list[list]:
    return [
        [row.organization for row in article.coverage.all()],
        [row.author for row in article.bylines.all()],
        [row.source for row in article.source_rows.all()],
        list(article.tags.order_by("pk")),
    ]


def test_rows_that_both_changed_are_shown_by_name(rows_of_two):
    _article, _second, page, (firms, authors, sources, tags) = rows_of_two

    assert told(page) == {
        "Tags": [tags[0].name, f"[-{tags[1]}-]{{+{tags[2]}+}}"],
        "Byline": [f"[-{authors[1]}-]{{+{authors[2]}+}}"],
        "Firms": [f"{firms[0]} (about)", f"[-{firms[1]} (about)-]{{+{firms[2]} (about)+}}"],
        "Sources": [str(sources[0]), f"[-{sources[1]}-]{{+{sources[2]}+}}"],
    }


NAMES = ("coverage", "bylines", "source_rows", "tag_rows")


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("mine", [[0, 2], [2], [0, 2], [0, 2]]),
        ("theirs", [[0, 1], [1], [0, 1], [0, 1]]),
        ("merged", [[0, 1, 2], [1, 2], [0, 1, 2], [0, 1, 2]]),
    ],
)
def test_rows_are_kept_taken_or_both(rows_of_two, choice, expected):
    article, second, page, things = rows_of_two

    answer = second.post(change(article), chosen(page, **dict.fromkeys(NAMES, choice)))

    assert answer.status_code == 302
    found = [sorted(row.pk for row in rows) for rows in rows_of(article)]
    wanted = [[kind[n].pk for n in numbers] for kind, numbers in zip(things, expected, strict=True)]
    assert found == wanted


def test_rows_that_the_other_alone_changed_are_taken_over(sign_in):
    article, added = make.article(), make.source()
    first, second = sign_in(EDITOR), sign_in(EDITOR)
    opened = typed(second.get(change(article)))
    first.post(
        change(article),
        {**with_rows({**opened, "article": article.pk}, "source_rows", "source", added), "_continue": "1"},
    )

    page = second.post(change(article), {**opened, "headline": "Second", "_continue": "1"})
    answer = second.post(change(article), chosen(page))

    assert page.context["adminform"].form.taken == ["Sources"]
    assert answer.status_code == 302
    assert [row.source for row in article.source_rows.all()] == [added]
    assert Article.objects.get().headline == "Second"


FORGED = [
    *("", "[", "7", '["x"]', '[{"organization_id": "x", "position": []}]'),
    *('[{"organization_id": []}]', "[" * 100_000),
]


@pytest.mark.parametrize("forged", FORGED, ids=range(len(FORGED)))
def test_rows_that_nobody_offered_do_no_harm(rows_of_two, forged):
    article, second, page, _things = rows_of_two

    sent = {
        **chosen(page, coverage="merged", tag_rows="merged"),
        "_merged-coverage": forged,
        "_merged-tag_rows": forged,
    }

    assert second.post(change(article), sent).status_code in (200, 302)


def test_what_somebody_saves_while_another_chooses_is_shown_too(two_editors):
    article, first, second, opened = two_editors
    page = second.post(change(article), {**opened, "headline": "Second", "_continue": "1"})
    save(first, article, headline="Third", deck="Third deck")

    again = second.post(change(article), chosen(page, headline="mine"))

    assert Article.objects.get().headline == "Third"
    assert told(again) == {"Headline": ["[-Third-]{+Second+}"]}
    assert again.context["adminform"].form.taken == ["Deck"]


def test_theirs_that_was_taken_and_changed_again_meanwhile_is_taken_as_it_is_by_now(two_editors):
    article, first, second, opened = two_editors
    page = second.post(change(article), {**opened, "headline": "Second", "deck": "Mine", "_continue": "1"})
    save(first, article, headline="Third")

    again = second.post(change(article), chosen(page, headline="theirs"))

    assert again.context["adminform"].form.taken == ["Headline"]
    assert again.context["adminform"].form["headline"].value() == "Third"


def test_a_contributor_is_shown_no_name_of_a_picture_that_he_may_not_see(sign_in):
    contributor, editor = sign_in(CONTRIBUTOR), sign_in(EDITOR)
    article = make.article(by=contributor.person)
    opened = typed(contributor.get(change(article)))
    own, theirs = make.image(created_by=contributor.person, alt="Own"), make.image(alt="A secret pad.")
    save(editor, article, lead=theirs.pk)

    page = contributor.post(change(article), {**opened, "lead": own.pk, "_continue": "1"})

    assert told(page) == {"Lead picture": [f"[-number {theirs.pk}-]{{+Own+}}"]}


EDITORS, ROUNDS = 8, 10


def ask(method: str, person, article: Article, data=None):
    """Ask for the form past the middlewares, and print no page: eight who do it eighty times want to be done."""
    request = getattr(RequestFactory(), method)(change(article), data)
    request.user, request.session, request._dont_enforce_csrf_checks = person, {}, True
    request._messages = CookieStorage(request)
    answer = admin.site._registry[Article].changeform_view(request, str(article.pk))
    answer.context = getattr(answer, "context_data", {})
    return answer


def write_and_choose(person, article: Article, words: list[str], faults: list) -> None:
    """Save one paragraph after another, whatever comes between; take both where that is offered."""
    try:
        for word in words:
            sent = typed(ask("get", person, article))
            sent = {**sent, "body": f"{sent['body']}<p>{word}</p>", "_continue": "1"}
            while (answer := ask("post", person, article, sent)).status_code != 302:
                sent = (
                    chosen(answer, body="merged") if answer.status_code == 200 else sent
                )  # else it was too busy
    except Exception as error:
        faults.append(error)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_eight_who_write_at_once_lose_nothing():
    with transaction.atomic():
        article = make.article(body="<p>Begun.</p>")
        people = [make.user(EDITOR) for _ in range(EDITORS)]
    faults: list = []
    words = [[f"editor{n}word{m}" for m in range(ROUNDS)] for n in range(EDITORS)]
    threads = [
        threading.Thread(target=write_and_choose, args=(person, article, said, faults))
        for person, said in zip(people, words, strict=True)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    stored = Article.objects.get()
    assert {word for said in words for word in said} == set(re.findall(r"editor\d+word\d+", stored.body))
    assert stored.revisions.count() == EDITORS * ROUNDS + 1


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
