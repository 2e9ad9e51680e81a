"""What a reader is answered, without the page around it."""

from spacenews.articles.models import Edition
from spacenews.pagecache import clock
from spacenews.search import answer, reading


def found(typed: str, **how) -> list[str]:
    """Return the headlines of what holds all that was asked, in order."""
    return headlines(search(typed, **how).full)


def nearly_found(typed: str, **how) -> list[str]:
    """Return the headlines of what lacks a word, in order."""
    return headlines(search(typed, **how).nearly)


def search(typed: str, **how) -> answer.Found:
    now = clock.now()
    return answer.search(reading.read(reading.tidied(typed), now), now, **how)


def headlines(rows: list) -> list[str]:
    known = dict(Edition.objects.values_list("pk", "headline"))
    return [known[row.edition] for row in rows]
