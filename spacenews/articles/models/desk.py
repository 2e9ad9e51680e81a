"""What the desk keeps beside an article: unsaved text, who has it open, notes, links for outsiders."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from spacenews.pagecache import clock

NOTE_LENGTH = 4_000


class Autosave(models.Model):
    """What one person typed into one article's form and has not saved: private, no revision, read by nobody else.

    `fields` are the values that the form posts, by name, each a list. A new article has no row of its own yet:
    `page` then tells one open form from another.
    """

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, null=True, related_name="autosaves", verbose_name=_("article")
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    page = models.CharField(max_length=22, blank=True)
    based_on = models.PositiveIntegerField(default=0)
    fields = models.JSONField(default=dict)
    kept_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name, verbose_name_plural = _("unsaved text"), _("unsaved texts")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "person"],
                condition=Q(article__isnull=False),
                name="one_autosave_to_an_article_and_person",
            ),
            models.UniqueConstraint(
                fields=["person", "page"],
                condition=Q(article__isnull=True),
                name="one_autosave_to_a_new_article",
            ),
        ]

    def __str__(self):
        return str((self.fields.get("headline") or [""])[0])


class Presence(models.Model):
    """This person has the article open; one that is not seen for a while has left."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name, verbose_name_plural = _("presence"), _("presences")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "person"], name="one_presence_to_an_article_and_person"
            )
        ]

    def __str__(self):
        return str(self.person)


class Note(models.Model):
    """One line of the desk's talk about an article; `step` says which step of the review it came with, if any."""

    class Step(models.TextChoices):
        SUBMITTED = "submitted", _("submitted for review")
        ASSIGNED = "assigned", _("assigned")
        RETURNED = "returned", _("returned")
        APPROVED = "approved", _("approved")

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="notes")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(_("written"), default=clock.now)
    text = models.TextField(_("note"), max_length=NOTE_LENGTH, blank=True)
    step = models.CharField(max_length=9, choices=Step, blank=True)
    mentioned = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Mention", related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = _("note"), _("notes")
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["article", "written_at"], name="note_of_an_article")]

    def __str__(self):
        return self.text


class Mention(models.Model):
    """A colleague is named in a note; unseen until he has opened the thread."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("mention"), _("mentions")
        constraints = [
            models.UniqueConstraint(fields=["note", "person"], name="one_mention_to_a_note_and_person")
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(seen_at=None), name="mention_unseen"),
        ]

    def __str__(self):
        return str(self.person)


class SharedLink(models.Model):
    """Shows one article as it stands to whoever has the link, until a time. The token itself is stored nowhere."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="shared_links")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    reader = models.CharField(_("for whom"), max_length=120, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("made"), default=clock.now)
    ends_at = models.DateTimeField(_("ends"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    used_at = models.DateTimeField(_("last opened"), null=True, blank=True)
    uses = models.PositiveIntegerField(_("opened"), default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("shared link"), _("shared links")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.reader


class SetAside(models.Model):
    """Work that a correction of the live text alone left out: offered back until it is taken or dismissed.

    `read_then` is what readers saw at that time; `scheduled_for` when the work was to go out, had the correction
    not dropped it.
    """

    revision = models.OneToOneField("articles.Revision", models.PROTECT, related_name="set_aside")
    read_then = models.ForeignKey("articles.Edition", models.PROTECT, related_name="+")
    scheduled_for = models.DateTimeField(null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("work set aside"), _("works set aside")

    def __str__(self):
        return str(self.revision)
