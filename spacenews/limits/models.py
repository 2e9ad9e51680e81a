from django.db import models


class Counter(models.Model):
    """How often something was done within one window of time (counter.py writes it)."""

    name = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    window = models.DateTimeField()
    hits = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "key", "window"], name="one_counter_to_a_window")
        ]
        indexes = [models.Index(fields=["window"], name="counters_by_age")]

    def __str__(self) -> str:
        return f"{self.name} {self.window:%Y-%m-%d %H:%M}: {self.hits}"


class Salt(models.Model):
    """What the networks of one day are hashed with. Once it is gone, nobody can tell whose hash one was."""

    day = models.DateField(primary_key=True)
    value = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.day}"
