"""The desk's verbs. Each is one decision, and a new decision replaces every one that has not come true.

The table of states and verbs stands in docs/editors.md; tests/articles/test_publishing.py holds each of its cells.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from spacenews.articles import cards, checklist, naming, printing
from spacenews.articles.models.desk import SetAside
from spacenews.articles.signals import edition_printed, editions_removed
from spacenews.markup import tidy
from spacenews.pagecache import clock, stamp

# The marks of a review, which stand beside the state; publishing clears them.
NO_REVIEW = dict.fromkeys(
    f"{mark}_{part}" for mark in ("submitted", "approved") for part in ("by", "at", "version")
)


class Refused(ValidationError):
    """The verb makes no sense in the article's present state."""


class AsksFirst(Refused):
    """A change is scheduled for this live article; say `replacing=True` to drop it."""


class Verbs(models.Model):
    """What the desk can do with an article; mixed into `Article`."""

    class Meta:
        abstract = True

    @transaction.atomic
    def publish(self, *, by, at: dt.datetime | None = None, correction="", replacing=False, back_dated=False):
        """Print the saved working copy, now or from `at` on, and return the edition.

        `correction` tells readers what was put right. `replacing` drops the change that is scheduled for a live
        article. `back_dated` lets imports replay an article's history in order; nothing else may lie in the past.

        Raises ValidationError: by field, what keeps the article from going out.
        """
        decision = Decision(self, at if back_dated else None)
        start = decision.now if at is None or back_dated else decision.later(at)
        if decision.live and decision.pending and not replacing:
            raise AsksFirst(_("A change of this article is scheduled. Publishing now drops it."))
        if correction and not decision.live:
            raise Refused(_("Only a live article can be corrected."))
        checklist.validate(decision.article, links=not back_dated)
        if correction:
            decision.set_aside_pending()
        decision.drop_pending()
        decision.close_live(start)
        return decision.print(start, by=by, correction=tidy(correction))

    @transaction.atomic
    def withdraw(self, *, by, public_reason: str, desk_note: str = "") -> None:
        """Take the article from its readers: all its addresses answer 410 with `public_reason`.

        What was only scheduled is unscheduled and answers 404, for it never was.
        """
        decision = Decision(self)
        if not (decision.live or decision.pending):
            raise Refused(_("Only what is live or scheduled can be withdrawn."))
        if decision.live and not public_reason.strip():
            raise ValidationError({"public_reason": _("Tell readers why the article is withdrawn.")})
        decision.drop_pending()
        decision.close_live(decision.now)
        if decision.live:
            decision.live.public_reason, decision.live.desk_note = tidy(public_reason), tidy(desk_note)
            decision.live.withdrawn_by = by
            decision.live.save(update_fields=["public_reason", "desk_note", "withdrawn_by"])
            editions_removed.send(type(decision.live), pks=[decision.live.pk])
        decision.settle()

    @transaction.atomic
    def restore(self, *, by):
        """Print again the edition that was withdrawn, not the working copy; return the new edition."""
        decision = Decision(self)
        if decision.live or not decision.last:
            raise Refused(_("Only a withdrawn article can be restored."))
        decision.drop_pending()
        return decision.reprint(decision.last, by=by)

    @transaction.atomic
    def unschedule(self, *, by) -> None:
        """Drop what is still to come; what is live stays live."""
        decision = Decision(self)
        if not decision.pending:
            raise Refused(_("Nothing is scheduled."))
        decision.drop_pending()
        decision.settle()

    @transaction.atomic
    def load_live(self, *, by):
        """Put the live edition into the working copy, so that it can be corrected alone; return the revision.

        The work that was there is in the history, and is set aside to be offered back.
        """
        decision = Decision(self)
        if not decision.live:
            raise Refused(_("Only a live article can be corrected."))
        decision.set_aside_work()
        self.refresh_from_db(fields=["version"])
        return self.load(decision.live.document(), by=by, summary=_("Loaded the live text"))

    @transaction.atomic
    def correct_live(self, *, by, document: dict, correction: str, replacing=False):
        """Print what readers see with other words in it, and a note; return the edition.

        `document` is the live one, put right. The work that was in the working copy is set aside to be offered back.

        Raises what `publish` raises.
        """
        decision = Decision(self)
        if not decision.live:
            raise Refused(_("Only a live article can be corrected."))
        decision.set_aside_work()
        self.refresh_from_db(fields=["version"])
        self.load(document, by=by, summary=_("Corrected a fact that moved"))
        return self.publish(by=by, correction=correction, replacing=replacing)


class Decision:
    """One decision about one article, inside the caller's transaction. Locks go stamp, article, rest, everywhere.

    `now` is never before the latest decision recorded for the article, so that a clock set back tears no hole.
    """

    def __init__(self, article, at: dt.datetime | None = None):
        stamp.take()
        self.caller = article
        self.article = type(article).objects.select_for_update().get(pk=article.pk)
        self.now = self._moment(at)
        editions = list(self.article.editions.order_by("live_from", "pk"))
        started = [edition for edition in editions if edition.live_from <= self.now]
        self.pending = [edition for edition in editions if edition.live_from > self.now]
        self.last = started[-1] if started else None
        self.live = (
            self.last if self.last and (not self.last.live_until or self.last.live_until > self.now) else None
        )

    def _moment(self, at: dt.datetime | None) -> dt.datetime:
        """Return the time of the decision: the clock's, or for an import one that has passed, in order."""
        now, latest = clock.now(), self.article.decided_at
        if at is None:
            return max(now, latest or now)
        if at > now or (latest and at < latest):
            raise ValidationError(
                {
                    "at": _(
                        "An import replays history in order: not before the last decision, nothing to come."
                    )
                }
            )
        return at

    def later(self, at: dt.datetime) -> dt.datetime:
        if at <= self.now:
            raise ValidationError({"at": _("This time has passed: choose one to come, or publish now.")})
        return at

    def drop_pending(self) -> None:
        """Delete the editions to come, take back what they would have revealed, reopen the end they had set."""
        if not self.pending:
            return
        pks = [edition.pk for edition in self.pending]
        editions = self.article.editions.filter(pk__in=pks)
        naming.conceal(editions, self.now)
        editions_removed.send(type(self.pending[0]), pks=pks)
        editions.delete()
        if self.live and self.live.live_until:
            self._end(self.live, None)

    def set_aside_pending(self) -> None:
        """Remember the change that a correction drops, to offer it back where it says anything else."""
        for edition in self.pending if self.live else ():
            if edition.document() != self.article.document():
                self._set_aside(edition.version, edition.live_from)

    def set_aside_work(self) -> None:
        if self.article.document() != self.live.document():
            self._set_aside(self.article.version)

    def _set_aside(self, version: int, scheduled_for: dt.datetime | None = None) -> None:
        revision = self.article.revisions.filter(number=version).first()
        if revision:
            known = {"read_then": self.live, "scheduled_for": scheduled_for}
            SetAside.objects.update_or_create(revision=revision, defaults=known)

    def close_live(self, end: dt.datetime) -> None:
        if self.live:
            self._end(self.live, end)

    def _end(self, edition, end: dt.datetime | None) -> None:
        edition.live_until = end
        edition.save(update_fields=["live_until"])

    def print(self, start: dt.datetime, *, by, correction: str):
        """Insert the edition of the working copy that goes live at `start`."""
        edition = printing.edition_of(
            self.article,
            live_from=start,
            published_at=self.last.published_at if self.last else start,
            first_path=self.last.path if self.last else "",
            decided_at=self.now,
            made_by=by,
            correction=correction,
        )
        return self._insert(edition, self.article.document())

    def reprint(self, edition, *, by):
        """Insert a copy of an edition, without its correction note, live from now on."""
        document = edition.document()
        edition.pk, edition._state.adding = None, True
        edition.live_from, edition.live_until = self.now, None
        edition.decided_at, edition.made_by, edition.correction = self.now, by, ""
        edition.public_reason, edition.desk_note, edition.withdrawn_by = "", "", None
        return self._insert(edition, document)

    def _insert(self, edition, document: dict):
        self._reserve(edition.path)
        edition.save(force_insert=True)
        edition.take_rows(
            document, published_at=edition.published_at, story_id=edition.story_id, language=edition.language
        )
        cards.draw(edition)
        naming.reveal(edition)
        edition_printed.send(type(edition), edition=edition)
        self.settle(**NO_REVIEW, assigned_to=None, handed_back=False)
        return edition

    def _reserve(self, path: str) -> None:
        address, _created = self.article.addresses.model.objects.get_or_create(
            path=path, defaults={"article": self.article}
        )
        if address.article_id != self.article.pk:
            raise ValidationError({"slug": _("Another article has this address: choose another slug.")})

    def settle(self, **columns) -> None:
        """Record the decision on the article, and free addresses that no edition uses any more.

        Without an edition nothing is decided: the article is a draft as it was.
        """
        printed = list(self.article.editions.order_by("pk").values_list("version", "path"))
        self.article.addresses.exclude(path__in={path for _version, path in printed}).delete()
        columns["decided_at"] = self.now if printed else None
        columns["printed_version"] = printed[-1][0] if printed else None
        type(self.article).objects.filter(pk=self.article.pk).update(**columns)
        for name, value in columns.items():
            setattr(self.caller, name, value)
