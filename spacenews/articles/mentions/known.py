"""The names as they stand, kept in the memory of each process until the content stamp says that something changed."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass

from spacenews.articles.mentions.matcher import Matcher, Row
from spacenews.firms.folding import fold
from spacenews.firms.models import Name, Organization
from spacenews.pagecache import clock, stamp

lock = threading.Lock()


@dataclass
class Kept:
    """The matcher, what it was built from, and the stamp up to which this is known to stand."""

    matcher: Matcher
    read: tuple[list[Row], list[tuple[int, list[str]]]]
    number: int = 0


kept = Kept(Matcher(()), ([], []))


def matcher() -> Matcher:
    """Return the matcher of all names that the desk has; whoever wrote and has not committed builds his own."""
    if stamp.moved():
        return Matcher(rows(), things())
    number = stamp.read(clock.now()).number
    with lock:  # of several who ask one builds, the others wait for it
        if kept.number != number:
            renew(number)
        return kept.matcher


def renew(number: int) -> None:
    """Build anew if names are among what has changed: to read them costs a tenth of it."""
    read = list(rows()), list(things())
    if read != kept.read:
        kept.matcher, kept.read = Matcher(*read), read
    kept.number = number


def rows() -> Iterator[Row]:
    """Yield the names on record but those of a place that ask: whoever writes of Bremen seldom means its university.

    A record's own two names match in exact case where no row says otherwise.
    """
    columns = ("organization", "organization__public_from", "text", "text_folded", "match")
    cities = {fold(city) for city in Organization.objects.values_list("city", flat=True).distinct()}
    given = set()
    for pk, shown_from, text, folded, match in Name.objects.order_by("pk").values_list(*columns):
        given.add((pk, text))
        if match != Name.Match.ASK or folded not in cities:
            yield Row(text, match, pk, shown_from is not None)
    columns = ("pk", "public_from", "name", "short_name")
    for pk, shown_from, *own in Organization.objects.order_by("pk").values_list(*columns):
        for text in own:
            if text and (pk, text) not in given:
                yield Row(text, Name.Match.EXACT, pk, shown_from is not None)


def things() -> Iterator[tuple[int, list[str]]]:
    """Yield the organizations that have rockets or satellites, with the names of these."""
    columns = ("pk", "vehicles", "satellites")
    owners = Organization.objects.exclude(vehicles=[], satellites=[]).order_by("pk")
    for pk, vehicles, satellites in owners.values_list(*columns):
        yield pk, [*vehicles, *satellites]
