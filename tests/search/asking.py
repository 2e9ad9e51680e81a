"""What a reader is answered, without the page around it."""

from spacenews.articles.models import Edition
from spacenews.pagecache import clock
from spacenews.search import answer, reading


def found(typed: str, **how) -> list[str]:
    """Return the headlines that a search finds, in order."""
    now = clock.now()
    seen = answer.search(reading.read(reading.tidied(typed), now), now, **how)
    headlines = dict(Edition.objects.values_list("pk", "headline"))
    return [headlines[row.edition] for row in seen.full + seen.nearly]
