"""The words that live editions hold, as readers write them but folded: what a line may go on to."""

import datetime as dt

from django.db.models import Sum

from spacenews.search.models import Word

LAST = "\U0010ffff"  # behind it comes no word that begins with what stands before


def completions(beginning: str, now: dt.datetime, most: int) -> list[str]:
    """Return words that live editions hold and that begin so, most used first."""
    begun = Word.objects.filter(text__gte=beginning, text__lt=beginning + LAST, since__lte=now)
    used = begun.values_list("text").annotate(uses=Sum("uses")).order_by("-uses", "text")
    return [word for word, _uses in used[:most]]
