"""Organizations with their ties, in bulk, and articles that cover them; always the same."""

import io
import random
from collections.abc import Iterator

from django.core.management import call_command
from django.db import connection, transaction

from bench import fill
from bench.words import NAMES
from spacenews.firms.countries import COUNTRIES
from spacenews.firms.folding import fold, letter
from spacenews.firms.models import Cooperation, Organization, Party, Source
from spacenews.firms.partial_dates import begins_on
from spacenews.pagecache import stamp

MADE, FIRST_YEAR = "made-", 2008
ENDS = ("Aerospace", "Dynamics", "Space", "Orbital", "Systems", "Satellites", "Propulsion", "Labs")
KINDS = Organization.Kind.values
KIND_WEIGHTS = (60, 12, 10, 6, 6, 6)
PARTIES, PARTY_WEIGHTS = (2, 3, 4, 5, 6), (67, 20, 7, 4, 2)
STORIES = 2_000
HUBS = 1.8  # from 1, at which all have as many ties, to ever fewer that have most
PLAIN = 0.03  # of the parties are names without a record
PUBLIC_FROM = fill.UNTIL


def up_to(organizations: int, ties: int) -> None:
    """Fill a new database with the sample, and more until there are so many organizations and ties."""
    call_command("migrate", verbosity=0)
    if not Organization.objects.exists():
        call_command("load_sample", stdout=io.StringIO())
    if organizations > Organization.objects.count():
        add_organizations(organizations - Organization.objects.count())
        add_ties(ties - Cooperation.objects.count())
        fill.up_to(STORIES)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


@transaction.atomic
def add_organizations(number: int) -> None:
    stamp.take()
    fill.say(f"{number} organizations are made")
    chance, sources = random.Random(12), list(Source.objects.order_by("pk"))
    Organization.objects.bulk_create(
        (organization(place, chance, sources) for place in range(number)), batch_size=fill.BATCH
    )


def organization(place: int, chance: random.Random, sources: list[Source]) -> Organization:
    name = f"{chance.choice(NAMES.words)} {chance.choice(ENDS)} {place}"
    return Organization(
        slug=f"{MADE}{place}",
        name=name,
        kind=chance.choices(KINDS, KIND_WEIGHTS)[0],
        country=chance.choice(list(COUNTRIES)),
        city=chance.choice(NAMES.words),
        sectors=chance.sample(Organization.Sector.values, chance.randint(1, 3)),
        status=chance.choice(Organization.Status.values),
        founded=str(chance.randint(1958, 2024)),
        descriptor=f"Maker of {chance.choice(ENDS).lower()} and more.",
        source=chance.choice(sources),
        public_from=PUBLIC_FROM,
        **derived(name),
    )


def derived(name: str) -> dict:
    """What a save would fill in; bulk_create fills it in too, and lets it stand where it is right."""
    return {"name_folded": fold(name), "letter": letter(name)}


@transaction.atomic
def add_ties(number: int) -> None:
    """A few organizations have most of the ties: whoever comes later is tied ever more rarely."""
    stamp.take()
    fill.say(f"{number} ties are made")
    chance, sources = random.Random(21), list(Source.objects.order_by("pk"))
    ties = [tie(place, chance, sources) for place in range(number)]
    Cooperation.objects.bulk_create(ties, batch_size=fill.BATCH)
    firms = list(Organization.objects.order_by("pk").values_list("pk", flat=True))
    chance.shuffle(firms)
    rows = (row for made in ties for row in parties(made, chance, firms))
    Party.objects.bulk_create(rows, batch_size=4 * fill.BATCH)


def tie(place: int, chance: random.Random, sources: list[Source]) -> Cooperation:
    date = f"{chance.randint(FIRST_YEAR, 2024)}-{chance.randint(1, 12):02}"
    return Cooperation(
        title=f"{chance.choice(NAMES.words)} agreement {place}",
        kind=chance.choice(Cooperation.Kind.values),
        status=chance.choice(Cooperation.Status.values),
        date=date,
        date_begins_on=begins_on(date),
        source=chance.choice(sources),
        public_from=PUBLIC_FROM,
    )


def parties(made: Cooperation, chance: random.Random, firms: list[int]) -> Iterator[Party]:
    wanted, found = chance.choices(PARTIES, PARTY_WEIGHTS)[0], {}
    while len(found) < wanted:
        found[firms[int(len(firms) * chance.random() ** HUBS)]] = None
    for position, firm in enumerate(found):
        if position and chance.random() < PLAIN:
            yield Party(cooperation=made, position=position, name=f"{chance.choice(NAMES.words)} Ltd")
        else:
            yield Party(cooperation=made, position=position, organization_id=firm)
