"""Who may do what to an article. With `Article.objects.visible_to`, the only door: every view and action asks here."""

from django.contrib.auth import get_user_model
from django.db import models

from spacenews.articles.publishing import NO_REVIEW
from spacenews.pagecache import clock


class Verb(models.TextChoices):
    """What can be done to an article; `publish` covers schedule, correct, withdraw, restore, unschedule, hand back."""

    VIEW = "view"
    ADD = "add"
    CHANGE = "change"
    DELETE = "delete"
    SUBMIT = "submit"
    PUBLISH = "publish"
    SHARE = "share"


def can(user, verb: Verb, article=None) -> bool:
    """Return whether a person may; without an article, whether he ever may."""
    if not (user.is_active and user.is_staff):
        return False
    return RULES[verb](user, article)


def is_editor(user) -> bool:
    return user.has_perm("articles.change_any_article")


def has_fixed_address(user, article) -> bool:
    """Return whether the address is not this person's to change: one that readers may know is an editor's."""
    return not is_editor(user) and article.editions.exists()


def who_may_see(article) -> models.QuerySet:
    """Return the people to whom `visible_to` shows an article."""
    people = get_user_model().objects
    editors = people.with_perm("articles.change_any_article")
    of_these = models.Q(pk=article.created_by_id) | models.Q(pk__in=editors.values("pk"))
    readers = people.with_perm("articles.view_article").filter(of_these, is_staff=True)
    return readers.order_by("username")


def who_may_publish(article) -> models.QuerySet:
    """Return the colleagues who may be asked to read an article before it goes out."""
    publishers = get_user_model().objects.with_perm("articles.publish_article")
    return who_may_see(article).filter(pk__in=publishers.values("pk"))


def _view(user, article) -> bool:
    return user.has_perm("articles.view_article") and (
        article is None or is_editor(user) or article.created_by_id == user.pk
    )


def _add(user, article) -> bool:
    return user.has_perm("articles.add_article")


def _change(user, article) -> bool:
    if not user.has_perm("articles.change_article") or not _view(user, article):
        return False
    return article is None or is_editor(user) or article.handed_back or article.decided_at is None


def _delete(user, article) -> bool:
    """A draft that never was live or scheduled can go, by its owner or an editor; all else stays."""
    if not user.has_perm("articles.delete_article") or not _view(user, article):
        return False
    return article is None or not article.editions.exists()


def _submit(user, article) -> bool:
    return _change(user, article)


def _publish(user, article) -> bool:
    return user.has_perm("articles.publish_article") and _view(user, article)


def _share(user, article) -> bool:
    """Who may write it may show it to somebody outside."""
    return _change(user, article)


RULES = {
    Verb.VIEW: _view,
    Verb.ADD: _add,
    Verb.CHANGE: _change,
    Verb.DELETE: _delete,
    Verb.SUBMIT: _submit,
    Verb.PUBLISH: _publish,
    Verb.SHARE: _share,
}


def submit(article, *, by, to=None) -> None:
    """Mark the saved version as ready for review; the contributor may go on editing. `to` is asked to read it."""
    article.submitted_by, article.submitted_at, article.submitted_version = by, clock.now(), article.version
    article.assigned_to = to or article.assigned_to
    article.save(update_fields=["submitted_by", "submitted_at", "submitted_version", "assigned_to"])


def assign(article, *, to) -> None:
    """Give the article to a colleague to read, one who may publish; to nobody, if `to` is none."""
    article.assigned_to = to
    article.save(update_fields=["assigned_to"])


def approve(article, *, by) -> None:
    """Record that the saved version may go out as far as this person is concerned; it stays in review."""
    article.approved_by, article.approved_at, article.approved_version = by, clock.now(), article.version
    article.save(update_fields=["approved_by", "approved_at", "approved_version"])


def send_back(article) -> None:
    """End the review; the article is its author's again, also where it has an edition."""
    for name, none in NO_REVIEW.items():
        setattr(article, name, none)
    hand_back(article, *NO_REVIEW)


def hand_back(article, *also: str) -> None:
    """Let its author write in it again, though it has an edition."""
    article.handed_back = True
    article.save(update_fields=["handed_back", *also])
