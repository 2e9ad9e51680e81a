"""The review of an article: submitted, assigned, returned with a note, approved; each is a line in its thread."""

import pytest
from django.urls import reverse

from spacenews.articles import policy
from spacenews.articles.desk.steps import offered
from spacenews.articles.models import Article, Mention
from spacenews.editors.roles import CHIEF, CONTRIBUTOR, DESK, EDITOR
from tests import make
from tests.articles.states import IN_STATE, live, write
from tests.desk.pages import START, change, step

REVIEWING = {"submit", "assign", "approve", "send-back", "hand-back"}


@pytest.fixture
def author(db):
    return make.user(CONTRIBUTOR)


@pytest.fixture
def submitted(author) -> Article:
    article = make.article(by=author)
    policy.submit(article, by=author)
    return article


def thread(article: Article) -> list[tuple]:
    return list(article.notes.values_list("step", "written_by", "text"))


def told(person) -> list[str]:
    return [mention.note.text for mention in Mention.objects.filter(person=person)]


def named(user, article: Article) -> set[str]:
    """Return the steps of a review that a person is offered."""
    article = Article.objects.get(pk=article.pk)
    offer = offered(user, article, article.state())
    return {*offer.first, *offer.beside, *offer.more} & REVIEWING


def test_submitting_asks_whom_and_tells_him(sign_in):
    client, reader = sign_in(CONTRIBUTOR), make.user(EDITOR)
    article = make.article(by=client.person)

    client.post(step(article, "submit"), {"to": reader.pk, "note": "The date is not sure."})

    article.refresh_from_db()
    text = f"@{reader.username} The date is not sure."
    assert (article.submitted_by, article.submitted_version) == (client.person, article.version)
    assert article.assigned_to == reader
    assert thread(article) == [("submitted", client.person.pk, text)]
    assert told(reader) == [text]


def test_only_who_may_publish_can_be_asked_to_read(sign_in):
    client = sign_in(CONTRIBUTOR)
    article = make.article(by=client.person)
    for other in (make.user(CONTRIBUTOR), make.user(DESK), make.user(), client.person):
        page = client.post(step(article, "submit"), {"to": other.pk})

        assert page.status_code == 200
        assert page.context["form"].errors["to"]
    article.refresh_from_db()
    assert (article.submitted_at, article.assigned_to) == (None, None)


def test_a_version_is_submitted_once_and_a_later_one_again(sign_in):
    client = sign_in(CONTRIBUTOR)
    article = make.article(by=client.person)
    client.post(step(article, "submit"))

    assert named(client.person, article) == set()
    assert "This makes no sense" in client.post(step(article, "submit")).text

    write(article, "Better")
    assert named(client.person, article) == {"submit"}


def test_an_editor_assigns_to_a_colleague_and_takes_it_away_again(sign_in, submitted):
    client, reader = sign_in(EDITOR), make.user(CHIEF)

    client.post(step(submitted, "assign"), {"to": reader.pk, "note": ""})
    submitted.refresh_from_db()
    assert submitted.assigned_to == reader
    assert told(reader) == [f"@{reader.username}"]

    client.post(step(submitted, "assign"), {"to": "", "note": "He is away."})
    submitted.refresh_from_db()
    assert submitted.assigned_to is None
    assert thread(submitted) == [
        ("assigned", client.person.pk, f"@{reader.username}"),
        ("assigned", client.person.pk, "He is away."),
    ]


def test_returning_needs_a_note_and_gives_it_to_the_author(sign_in, submitted, author):
    client = sign_in(EDITOR)

    empty = client.post(step(submitted, "send-back"), {"note": " "})
    assert empty.context["form"].errors["note"] == ["This field is required."]

    client.post(step(submitted, "send-back"), {"note": "Who says so?"})
    submitted.refresh_from_db()
    text = f"@{author.username} Who says so?"
    assert (submitted.submitted_at, submitted.approved_at, submitted.handed_back) == (None, None, True)
    assert thread(submitted) == [("returned", client.person.pk, text)]
    assert told(author) == [text]


def test_an_approval_says_who_and_which_version_and_is_outdated_once_the_text_moves_on(sign_in, submitted):
    client = sign_in(EDITOR, make.user(EDITOR, username="rina"))

    client.post(step(submitted, "approve"), {"note": "Good."})

    submitted.refresh_from_db()
    assert (submitted.approved_by, submitted.approved_version) == (client.person, submitted.version)
    assert submitted.submitted_at
    assert thread(submitted) == [("approved", client.person.pk, "Good.")]
    assert "Approved by rina, version 1" in client.get(change(submitted)).text

    write(submitted, "Other words")
    page = client.get(change(submitted)).text
    assert "Version 1 approved by rina, changed since" in page
    assert "approve" in named(client.person, submitted)


def test_the_list_says_approved_and_that_it_has_changed_since(sign_in, submitted):
    client = sign_in(EDITOR)
    listed = reverse("admin:articles_article_changelist")
    policy.approve(submitted, by=client.person)
    assert '<span class="state approved">Approved</span>' in client.get(listed).text

    write(submitted, "Other words")
    assert '<span class="state approved">Approved, changed since</span>' in client.get(listed).text


def test_nobody_approves_what_he_submitted_himself(sign_in):
    client = sign_in(EDITOR)
    article = make.article(by=client.person)
    policy.submit(article, by=client.person)

    page = client.post(step(article, "approve"), {"note": ""})

    assert "This makes no sense" in page.text
    assert Article.objects.get().approved_at is None


def test_publishing_ends_the_review_and_its_thread_stays(sign_in, submitted):
    client = sign_in(EDITOR)
    client.post(step(submitted, "approve"), {"note": ""})
    client.post(step(submitted, "assign"), {"to": client.person.pk, "note": ""})

    client.post(step(submitted, "publish"))

    submitted.refresh_from_db()
    marks = submitted.submitted_at, submitted.approved_at, submitted.approved_by, submitted.assigned_to
    assert marks == (None, None, None, None)
    assert submitted.notes.count() == 2


@pytest.mark.parametrize("role", [EDITOR, CHIEF])
def test_of_his_own_live_article_nobody_who_publishes_is_offered_a_review(db, clock, role):
    person = make.user(role)
    article = live(clock)
    Article.objects.update(created_by=person)
    write(article, "B")

    assert named(person, article) == set()


@pytest.mark.parametrize(
    ("state", "expected"),
    {
        "draft": {"assign"},
        "scheduled": {"assign", "hand-back"},
        "live": {"hand-back"},
        "change-scheduled": {"hand-back"},
        "withdrawn": {"assign", "hand-back"},
        "withdrawn-scheduled": {"assign", "hand-back"},
    }.items(),
)
def test_what_an_editor_is_offered_of_a_contributors_article_that_is_not_in_review(
    db, clock, author, state, expected
):
    article = IN_STATE[state](clock)
    Article.objects.update(created_by=author)

    assert named(make.user(EDITOR), article) == expected


def test_what_is_in_review_is_returned_or_approved_first(submitted):
    offer = offered(make.user(EDITOR), submitted, submitted.state())

    assert (list(offer.first), list(offer.beside)) == (["publish"], ["send-back", "approve"])
    assert set(offer.more) == {"schedule", "assign"}


def test_handing_back_lets_its_author_write_in_what_is_live(sign_in, clock, author):
    article = live(clock)
    Article.objects.update(created_by=author)
    client = sign_in(EDITOR)

    client.post(step(article, "hand-back"), {"note": "Please add the engine."})

    article.refresh_from_db()
    assert policy.can(author, policy.Verb.CHANGE, article)
    assert told(author) == [f"@{author.username} Please add the engine."]
    assert named(author, article) == {"submit"}
    assert named(client.person, article) == set()


def test_who_can_write_in_it_anyway_is_handed_nothing_back(db, clock):
    article = live(clock)
    Article.objects.update(created_by=make.user(EDITOR))

    assert "hand-back" not in named(make.user(CHIEF), article)


def in_review(client) -> list[tuple[str, bool]]:
    lists = client.get(START).context["lists"]
    rows = next(one for one in lists if one.name == "In review").rows
    return [(row.title, row.note.startswith("For you. Submitted by")) for row in rows]


def test_what_is_assigned_to_a_person_stands_first_for_him(sign_in, author):
    client = sign_in(EDITOR)
    for headline, to in (("First", None), ("Second", make.user(EDITOR)), ("Third", client.person)):
        policy.submit(make.article(headline=headline, by=author), by=author, to=to)

    assert in_review(client) == [("Third", True), ("First", False), ("Second", False)]
