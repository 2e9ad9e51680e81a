"""Who may do what to which article, as one table."""

import pytest
from django.contrib.auth.models import AnonymousUser

from spacenews.articles import policy
from spacenews.articles.models import Article
from spacenews.articles.policy import Verb, can
from tests import make
from tests.articles.states import IN_STATE

pytestmark = pytest.mark.django_db

EDITING = "view change submit publish share"
WRITING = "view change delete submit share"

# role and whose article → situation of the article → what may be done to it
DRAFTS, PRINTED = ("draft",), [state for state in IN_STATE if state != "draft"]
TABLE = {
    ("Contributor", "own"): {"draft": WRITING, "printed": "view", "handed back": "view change submit share"},
    ("Contributor", "another's"): {"draft": "", "printed": "", "handed back": ""},
    ("Editor", "another's"): {"draft": f"{EDITING} delete", "printed": EDITING, "handed back": EDITING},
    ("Editor", "own"): {"draft": f"{EDITING} delete", "printed": EDITING, "handed back": EDITING},
    ("Desk", "own"): {"draft": "", "printed": "", "handed back": ""},
    ("Chief", "another's"): {"draft": f"{EDITING} delete", "printed": EDITING, "handed back": EDITING},
    (None, "own"): {"draft": "", "printed": "", "handed back": ""},
}
MAY_ADD = {"Contributor": True, "Editor": True, "Desk": False, "Chief": True, None: False}


def situations(allowed: dict[str, str]) -> list[tuple[str, bool, str]]:
    """Return state, whether it is handed back, and what may be done."""
    drafts = [("draft", False, allowed["draft"]), ("draft", True, allowed["draft"])]
    printed = [(state, False, allowed["printed"]) for state in PRINTED]
    return [*drafts, *printed, *((state, True, allowed["handed back"]) for state in PRINTED)]


def verbs(person, article) -> set[str]:
    return {verb.value for verb in Verb if verb != Verb.ADD and can(person, verb, article)}


@pytest.mark.parametrize(("role", "whose"), TABLE)
def test_every_cell_of_the_table(clock, role, whose):
    person = make.user(role)
    owner = person if whose == "own" else make.user("Contributor")

    for state, handed_back, allowed in situations(TABLE[role, whose]):
        article = IN_STATE[state](clock)
        article.created_by, article.handed_back = owner, handed_back
        article.save()
        assert verbs(person, article) == set(allowed.split()), (state, handed_back)
        assert Article.objects.visible_to(person).contains(article) == ("view" in allowed)


@pytest.mark.parametrize("role", MAY_ADD)
def test_who_may_begin_an_article(role):
    assert can(make.user(role), Verb.ADD) == MAY_ADD[role]


@pytest.mark.parametrize("role", ["Contributor", "Editor", "Chief"])
def test_who_may_ever_do_a_thing_is_asked_without_an_article(role):
    everything = {"view", "change", "delete", "submit", "share"} | (
        {"publish"} if role != "Contributor" else set()
    )

    assert verbs(make.user(role), None) == everything


@pytest.mark.parametrize("lost", [{"is_active": False}, {"is_staff": False}])
def test_whoever_may_not_sign_in_to_the_desk_may_nothing(lost):
    person = make.user("Chief", **lost)
    article = make.article(by=person)

    assert verbs(person, article) == set()
    assert list(Article.objects.visible_to(person)) == []


def test_a_visitor_may_nothing():
    article = make.article()

    assert verbs(AnonymousUser(), article) == set()
    assert list(Article.objects.visible_to(AnonymousUser())) == []


def test_an_article_that_was_unscheduled_is_its_authors_again(clock):
    person = make.user("Contributor")
    article = IN_STATE["scheduled"](clock)
    Article.objects.filter(pk=article.pk).update(created_by=person)
    article.refresh_from_db()

    article.unschedule(by=None)

    assert verbs(person, article) == set(WRITING.split())


def test_submitting_marks_the_version_and_sending_back_hands_it_over(clock):
    person = make.user("Contributor")
    article = IN_STATE["live"](clock)
    Article.objects.filter(pk=article.pk).update(created_by=person)
    article.refresh_from_db()

    policy.submit(article, by=person)
    assert list(Article.objects.in_review()) == [article]
    assert (article.submitted_by, article.submitted_version) == (person, article.version)

    policy.send_back(article)
    assert list(Article.objects.in_review()) == []
    assert can(person, Verb.CHANGE, article)

    article.publish(by=None)
    assert not can(person, Verb.CHANGE, Article.objects.get(pk=article.pk))
