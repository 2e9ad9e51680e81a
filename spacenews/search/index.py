"""Writing the index, in the transaction that publishes, withdraws or unschedules."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import count

from django.db.models import QuerySet

from spacenews.articles.models import Edition, Section, Tag
from spacenews.firms.models import Organization
from spacenews.markup import plain
from spacenews.search import labels, learning, text
from spacenews.search.models import Entry, Words

VERSION = 3  # raise it when what an entry holds changes; `manage.py reindex` writes the old ones again
TICKS = 16  # of a key, in a second
STEP = 256
SETTLED = 5  # entries that went live by themselves, at one publication
# What a tsvector can hold: 16,383 places, 255 of one token. More is not found, in neither database.
MAX_TOKENS, MAX_REPEATS, FILLER = 16_000, 250, "0x"


def take_in(edition: Edition, **kwargs) -> None:
    """Index an edition that was printed, and drop the ones of its article that no one will see again."""
    drop(ended(edition.decided_at, edition.article_id).exclude(edition=edition))
    write([edition], edition.decided_at)
    settle(edition.decided_at)


def leave_out(pks: list[int], **kwargs) -> None:
    drop(Entry.objects.filter(edition__in=pks))


def ended(now: dt.datetime, *articles: int) -> QuerySet:
    """Return the entries of these articles that no one will see again."""
    return Entry.objects.filter(edition__article__in=articles, edition__live_until__lte=now)


def drop(entries: QuerySet) -> None:
    learning.forget(entries)
    entries.delete()


def settle(now: dt.datetime) -> None:
    """Do for a few entries that went live by themselves what a publication does for its own."""
    due = Entry.objects.filter(words_since__gt=learning.EPOCH, words_since__lte=now).order_by("words_since")
    rows = dict(due.values_list("pk", "edition__article")[:SETTLED])
    if rows:
        drop(ended(now, *rows.values()))
        learning.settle(Entry.objects.filter(pk__in=rows))


def write(editions: list[Edition], now: dt.datetime) -> None:
    """Write the entries of these editions anew, each under the key that it has."""
    mine = Entry.objects.filter(edition__in=editions)
    keys = dict(mine.values_list("edition_id", "key"))
    drop(mine)
    given = set(keys.values())
    rows = []
    for edition in editions:
        key = keys.get(edition.pk) or free_key(edition.published_at, given)
        given.add(key)
        rows.append(entry_of(edition, key, now))
    Entry.objects.bulk_create([entry for entry, _words in rows])
    Words.objects.bulk_create([words for _entry, words in rows])
    learning.learn(rows)


def entry_of(edition: Edition, key: int, now: dt.datetime) -> tuple[Entry, Words]:
    """Return the unsaved rows of an edition whose own rows are in place."""
    body = plain(edition.body)
    language, deck = edition.language, " ".join([edition.deck, *edition.points])
    parts = (text.tokens(edition.headline, language), text.tokens(deck, language), list(labels_of(edition)))
    title, points, marks, words = bounded(*parts, text.tokens(body, language))
    head = {"title": title, "points": points, "labels": marks}
    since = learning.since_of(edition, now)
    entry = Entry(key=key, edition=edition, version=VERSION, words_since=since, **head)
    return entry, Words(entry=entry, body=words, plain=body, **head)


def labels_of(edition: Edition) -> Iterator[str]:
    yield labels.language(edition.language)
    if edition.section_id:
        yield labels.token(Section, edition.section_id)
    if headline := labels.headline(edition.headline):
        yield headline
    yield from (labels.token(Tag, row.tag_id) for row in edition.tag_rows.all())
    for row in edition.coverage.all():
        yield labels.token(Organization, row.organization_id)
        if row.role == row.Role.ABOUT:
            yield labels.about(row.organization_id)


def bounded(*parts: list[str]) -> list[str]:
    """Join tokens to strings within what both databases can hold; places stay, so phrases do."""
    seen, room, strings = Counter(), MAX_TOKENS, []
    for part in parts:
        kept = part[:room]
        room -= len(kept)
        strings.append(" ".join(token if is_new(token, seen) else FILLER for token in kept))
    return strings


def is_new(token: str, seen: Counter) -> bool:
    seen[token] += 1
    return seen[token] <= MAX_REPEATS


def key_of(moment: dt.datetime) -> int:
    return int(moment.timestamp() * TICKS)


def free_key(published_at: dt.datetime, given: Collection[int] = ()) -> int:
    """Return the first free key from a moment on; the stamp's lock keeps two publications apart."""
    for start in count(key_of(published_at), STEP):
        span = range(start, start + STEP)
        held = Entry.objects.filter(key__gte=span.start, key__lt=span.stop)
        taken = {*given, *held.values_list("key", flat=True)}
        if free := next((key for key in span if key not in taken), None):
            return free
