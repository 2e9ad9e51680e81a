"""The steps of a review: each sets its mark and writes a line into the article's thread."""

from spacenews.articles import policy
from spacenews.articles.desk import notes
from spacenews.articles.models import Article, Note
from spacenews.articles.policy import Verb
from spacenews.articles.states import State

Step = Note.Step


def submit(article: Article, by, to=None, note: str = "") -> None:
    policy.submit(article, by=by, to=to)
    notes.add(article, by, _addressed(to, note), Step.SUBMITTED)


def assign(article: Article, by, to=None, note: str = "") -> None:
    policy.assign(article, to=to)
    notes.add(article, by, _addressed(to, note), Step.ASSIGNED)


def approve(article: Article, by, note: str = "") -> None:
    policy.approve(article, by=by)
    notes.add(article, by, note, Step.APPROVED)


def send_back(article: Article, by, note: str) -> None:
    """Return it to its author, who is told."""
    policy.send_back(article)
    notes.add(article, by, _addressed(article.created_by, note), Step.RETURNED)


def hand_back(article: Article, by, note: str = "") -> None:
    policy.hand_back(article)
    notes.add(article, by, _addressed(article.created_by, note), Step.RETURNED)


def _addressed(to, note: str) -> str:
    """Return a note that names whom it is for, so that he is told."""
    return f"@{to.username} {note}".strip() if to else note


def may_be_submitted(article: Article, user, state: State) -> bool:
    """A version once; by who publishes himself, only what he wrote and readers do not see."""
    if article.submitted_at and article.submitted_version == article.version:
        return False
    if not policy.can(user, Verb.PUBLISH, article):
        return True
    return article.created_by_id == user.pk and not state.is_live


def may_be_assigned(article: Article, user, state: State) -> bool:
    return bool(article.submitted_at) or not state.is_live


def may_be_approved(article: Article, user, state: State) -> bool:
    """Nobody approves what he submitted himself, nor what is approved as it stands."""
    approved = article.approved_at and article.approved_version == article.version
    return bool(article.submitted_at and not approved) and article.submitted_by_id != user.pk


def may_be_sent_back(article: Article, user, state: State) -> bool:
    return bool(article.submitted_at)


def may_be_handed_back(article: Article, user, state: State) -> bool:
    """What was scheduled or published is read-only to an author who may not publish."""
    author = article.created_by
    if author is None or author.pk == user.pk or article.submitted_at:
        return False
    return policy.can(author, Verb.VIEW, article) and not policy.can(author, Verb.CHANGE, article)
