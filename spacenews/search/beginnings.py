"""Firms and tags by the beginning of one of their names, or of a word in it; else by a name with a slip."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, prefetch_related_objects

from spacenews.articles.models import Edition, Tag
from spacenews.articles.models.edition import EditionCoverage
from spacenews.firms.folding import fold
from spacenews.firms.models import Organization
from spacenews.search import database, text
from spacenews.search.names import Meaning, names_of, spellings_of, tags

SLIP_FROM = 4  # signs: of fewer, too many names are one slip away
BEGINS, HOLDS = 0, 1  # how well a folded name fits; None where it does not
Fit = Callable[[str], int | None]


def meant(typed: str, now: dt.datetime, most: int) -> list[Meaning]:
    """Return firms, then tags that readers know, so many of each, best first, by the name that fits."""
    spellings, words = spellings_of(typed), fold(typed)
    patterns = [f"{literal(s)}%" for s in spellings] + [f"%{literal(inner(s))}%" for s in spellings]
    if len(words) < SLIP_FROM:
        return named(database.named_like(patterns), fit_of(spellings), now, most)
    half = len(words) // 2  # one of the two has no slip in it
    names = database.named_like([*patterns, f"{literal(words[:half])}%", f"%{literal(words[half:])}%"])
    found = named(names, fit_of(spellings), now, most)
    return found or named(names, lambda name: BEGINS if is_slip(words, name) else None, now, most)


def named(names: list[tuple[str, int, str]], fit: Fit, now: dt.datetime, most: int) -> list[Meaning]:
    """Return what readers know of the firms and tags that have these names."""
    places = defaultdict(dict)
    for kind, pk, name in names:
        if (place := fit(fold(name))) is not None:
            places[kind][pk] = min(place, places[kind].get(pk, place))
    firms = firms_of(places["firm"], now, most) if "firm" in places else []
    words = tags_of(places["tag"], now, most) if "tag" in places else []
    return [meaning(record, fit) for record in (*firms, *words)]


def firms_of(places: dict[int, int], now: dt.datetime, most: int) -> list[Organization]:
    public = Organization.objects.public(now).filter(pk__in=places)
    firms = sorted(last_written_first(public, now), key=lambda firm: places[firm.pk])[:most]
    prefetch_related_objects(firms, "names")
    return firms


def tags_of(places: dict[int, int], now: dt.datetime, most: int) -> list[Tag]:
    return sorted(tags(now).filter(pk__in=places), key=lambda tag: places[tag.pk])[:most]


def last_written_first(firms: QuerySet, now: dt.datetime) -> QuerySet:
    """Order firms by the newest article that is tied to them."""
    coverage = EditionCoverage.objects.filter(organization=OuterRef("pk")).order_by("-published_at")
    live = coverage.filter(Exists(Edition.objects.live(now).filter(pk=OuterRef("edition"))))
    firms = firms.annotate(written_at=Subquery(live.values("published_at")[:1]))
    return firms.only("name", "short_name", "slug").order_by(
        F("written_at").desc(nulls_last=True), "name_folded"
    )


def meaning(record: Organization | Tag, fit: Fit) -> Meaning:
    """Return the record by its own name, if that fits as well as any other."""
    spelled = [str(record), *(name for name, _match in names_of(record)[:-1])]  # without the slug
    fits = {name: place for name in spelled if (place := fit(fold(name))) is not None}
    return Meaning(record, min(fits, key=fits.get, default=str(record)))


def fit_of(spellings: Iterable[str]) -> Fit:
    """Return what tells how well a name fits that should begin so, or have a word that does."""
    starts, inside = tuple(spellings), tuple(map(inner, spellings))

    def fit(name: str) -> int | None:
        if name.startswith(starts):
            return BEGINS
        return HOLDS if any(words in name for words in inside) else None

    return fit


def inner(words: str) -> str:
    """Return how words begin inside a name: anywhere, in scripts that put no spaces between words."""
    return words if text.SIGN.match(words) else f" {words}"


def literal(words: str) -> str:
    return re.sub("[!%_]", r"!\g<0>", words)


def is_slip(typed: str, name: str) -> bool:
    """Say whether a name begins as typed but for one letter: missing, added, another, or two exchanged.

    >>> [is_slip(typed, "zhuque") for typed in ("zuque", "zhhuq", "zhoque", "zhuqeu", "huqu", "zqe")]
    [True, True, True, True, True, False]
    """
    pairs = enumerate(zip(typed, name, strict=False))
    place = next((place for place, (one, other) in pairs if one != other), len(name))
    rest, left = typed[place:], name[place:]
    return (
        left[1:].startswith(rest)
        or left.startswith(rest[1:])
        or left[1:].startswith(rest[1:])
        or (rest[:2] == left[1::-1] and left[2:].startswith(rest[2:]))
    )
