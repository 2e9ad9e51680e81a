"""From what was typed at the desk to working copies, best first: read, find, rank, as readers' searches are."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.db.models import QuerySet

from spacenews.pagecache import clock
from spacenews.search import database, rank, reading, text
from spacenews.search.desk import find
from spacenews.search.desk.find import Row, Scope
from spacenews.search.desk.names import DeskNames
from spacenews.search.query import Group, Query

FEW = 3  # with fewer rows, working copies that lack a word are listed below them
BEGUN_FROM = 2  # letters that are a beginning


@dataclass
class Found:
    """The numbers of the articles in order, and what is to be said of them."""

    pks: list[int] = field(default_factory=list)
    instead: str = ""  # the line with its slips put right, where only that finds anything
    whole: int = 0  # so many hold all that was asked
    nearly: bool = False  # some lack a word
    is_cut: bool = False  # there are more than are listed
    too_long: bool = False


def search(user, line: str, within: QuerySet, *, begun: bool = False) -> Found:
    """Return what a line finds of what this person may see; `begun`: the last word may be a beginning."""
    scope = Scope.of(user, within)
    try:
        with database.in_time():
            named = find.addressed(line, scope)
            found = Found() if named and "/" in line else asked(line, scope, begun)
    except database.TooLong:
        return Found(too_long=True)
    return replace(found, pks=list(dict.fromkeys(named + found.pks)))


def asked(line: str, scope: Scope, begun: bool) -> Found:
    """Try the line in its ways until one finds something. A correction is told only where it does."""
    for query in ways(line, begun):
        rows, is_cut = find.window(query, scope)
        if rows:
            break
    else:
        query, rows, is_cut = as_typed(line), [], False
    near = [] if begun else nearly(query, scope, rows)
    pks = [row.pk for row in in_order(rows, query) + near]
    return Found(pks, query.instead, len(rows), bool(near), is_cut)


def ways(line: str, begun: bool) -> Iterator[Query]:
    """Yield the line as typed, with its last word as a beginning, and with its slips put right."""
    query = as_typed(line)
    if query.is_empty:
        return
    going_on = beginning(query, line)
    yield from [going_on] if begun else dict.fromkeys([query, going_on])
    corrected = reading.read(line, clock.now(), names=DeskNames)
    if corrected.instead:
        yield corrected


def as_typed(line: str) -> Query:
    return reading.read(line, clock.now(), as_typed=True, names=DeskNames)


def beginning(query: Query, line: str) -> Query:
    """Return the query whose last word may go on."""
    *words, last = query.words or (None,)
    typed = line.rpartition(" ")[2]
    whole = text.phrase(typed, text.UNSTEMMED)
    if last is None or whole not in last.phrases or len(whole.tokens[-1]) < BEGUN_FROM:
        return query
    phrases = dict.fromkeys((*last.phrases, whole._replace(prefix=True)))
    return replace(query, words=(*words, Group(tuple(phrases), last.parts)))


def nearly(query: Query, scope: Scope, rows: list[Row]) -> list[Row]:
    """Return what lacks a word, or two, and is not among what was found."""
    pks, found = {row.pk for row in rows}, []
    while not query.is_empty and len(rows) + len(found) < FEW:
        looser = query.relaxed(in_need=not (rows or found))
        if looser is None:
            break
        query = looser
        found = [row for row in find.window(query, scope)[0] if row.pk not in pks]
    return in_order(found, query)


def in_order(rows: list[Row], query: Query) -> list[Row]:
    """Rank as readers' results are; what was only filtered stays as it was changed."""
    pks = {row.key: row.pk for row in rows}
    return rank.ranked(rows, query, lambda keys: find.bodies({key: pks[key] for key in keys}))
