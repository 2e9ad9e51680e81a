"""What follows for articles when two organizations were made one, or parted again: coverage, revisions, the index."""

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from spacenews.articles.merging import MOST
from spacenews.articles.models import ArticleCoverage, EditionCoverage, Merged
from spacenews.articles.signals import filed_anew
from spacenews.firms.ledger import Ledger
from spacenews.firms.models import Organization

ABOUT = ArticleCoverage.Role.ABOUT


def keep_stronger(ledger: Ledger, stays: Model, goes: Model) -> None:
    """An article about the one that mentions the other is about both, now that they are one."""
    if goes.role == ABOUT != stays.role:
        ledger.change(stays, role=ABOUT.value)


def file_anew(sender: type[Organization], old: int, new: int, ledger: Ledger | None = None, **kwargs) -> None:
    """Tell who keeps what is filed under either of them; a merger also lets revisions name the new one."""
    articles, editions = (
        sorted(set(rows.objects.filter(organization__in=(old, new)).values_list(column, flat=True)))
        for rows, column in ((ArticleCoverage, "article"), (EditionCoverage, "edition"))
    )
    if ledger:
        if len(articles) > MOST:
            raise ValidationError(
                _("It names more than %(most)d articles: too many at once.") % {"most": MOST}
            )
        kind = Merged.Kind.ORGANIZATION
        ledger.point(Merged.objects.filter(kind=kind, new=old), "new", new, old)
        ledger.make(Merged(kind=kind, old=old, new=new))
    filed_anew.send(sender, old=old, new=new, articles=articles, editions=editions)
