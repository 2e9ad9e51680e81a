import datetime as dt

from django.db import models

FIRST_WAIT = dt.timedelta(minutes=1)
MOST_ATTEMPTS = 8  # the last about two hours after the first
LEASE = dt.timedelta(minutes=10)  # above what a round takes


class Told(models.Model):
    """Up to which moment the hub was told of what changed: one row, by which the processes of a site agree."""

    until = models.DateTimeField()
    next_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)

    def __str__(self):
        return f"{self.until:%Y-%m-%d %H:%M:%S}"

    @classmethod
    def so_far(cls, moment: dt.datetime) -> "Told":
        """Return the row; a hub that was never told anything is told of what comes after this moment."""
        return cls.objects.get_or_create(pk=1, defaults={"until": moment, "next_at": moment})[0]

    def claim(self, now: dt.datetime) -> bool:
        """Take it upon this process to tell; another that read the same row comes too late."""
        unclaimed = Told.objects.filter(pk=self.pk, until=self.until, next_at=self.next_at)
        return bool(unclaimed.update(next_at=now + LEASE))

    def note(self, until: dt.datetime, now: dt.datetime) -> None:
        self.until, self.next_at, self.attempts = until, now, 0
        self.save()

    def put_off(self, until: dt.datetime, now: dt.datetime) -> bool:
        """Try again later, or after so many attempts never: then return False."""
        self.attempts += 1
        if self.attempts >= MOST_ATTEMPTS:
            self.note(until, now)
            return False
        self.next_at = now + FIRST_WAIT * 2 ** (self.attempts - 1)
        self.save()
        return True
