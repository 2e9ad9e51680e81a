from django.db import models


class Stamp(models.Model):
    """The one row whose number changes with every change of what readers see (stamp.py moves it)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_stamp")]

    def __str__(self) -> str:
        return str(self.number)
