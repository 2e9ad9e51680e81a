"""The names as they stand, kept in the memory of each process until the content stamp says that something changed."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass

from spacenews.articles.mentions.matcher import Matcher
from spacenews.firms.models import Name, Organization
from spacenews.pagecache import clock, stamp

lock = threading.Lock()


@dataclass
class Kept:
    """The matcher, the rows that it was built from, and the stamp up to which these are known to stand."""

    matcher: Matcher
    rows: list[tuple[str, str, int]]
    number: int = 0


kept = Kept(Matcher(()), [])


def matcher() -> Matcher:
    """Return the matcher of all names that the desk has; whoever wrote and has not committed builds his own."""
    if stamp.moved():
        return Matcher(rows())
    number = stamp.read(clock.now()).number
    with lock:  # of several who ask one builds, the others wait for it
        if kept.number != number:
            renew(number)
        return kept.matcher


def renew(number: int) -> None:
    """Build anew if names are among what has changed: to read them costs a tenth of it."""
    found = list(rows())
    if found != kept.rows:
        kept.matcher, kept.rows = Matcher(found), found
    kept.number = number


def rows() -> Iterator[tuple[str, str, int]]:
    """Yield text, match and organization. A record's own two names match in exact case where no row says otherwise."""
    given = set()
    for text, match, organization in Name.objects.values_list("text", "match", "organization").order_by("pk"):
        given.add((organization, text))
        yield text, match, organization
    for pk, *own in Organization.objects.order_by("pk").values_list("pk", "name", "short_name"):
        for text in own:
            if text and (pk, text) not in given:
                yield text, Name.Match.EXACT, pk
