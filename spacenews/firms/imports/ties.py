"""Owners that a table names by their code, as ties: only where both are on record, and each once."""

from django.db import transaction
from django.db.models import Q, QuerySet

from spacenews.firms.models import Cooperation, Identifier, Import, ImportLine, Organization, Party
from spacenews.pagecache import clock, stamp

BATCH = 200


def wanted(imported: Import) -> QuerySet:
    """Return the written lines that name an owner, after the one that was looked at last.

    Of a table that was stopped and tried again, what was written before is the same by now.
    """
    written = Q(written_at__isnull=False)
    if imported.mapping.get("stopped"):
        written |= Q(verdict=ImportLine.Verdict.SAME)
    naming = imported.lines.filter(written, difference__has_key="parent", organization__isnull=False)
    return naming.filter(number__gt=imported.mapping.get("tied", 0))


@transaction.atomic
def write_batch(imported: Import) -> int:
    """Tie some lines to their owners; return how many were looked at."""
    stamp.take()
    held = Import.objects.select_for_update().defer("text").get(pk=imported.pk)
    if held.state != Import.State.RUNNING:
        return 0
    imported.mapping = held.mapping
    lines = list(wanted(imported).select_related("organization").order_by("number")[:BATCH])
    if lines:
        pairs = missing(lines)
        tie(imported, pairs)
        imported.mapping["tied"] = lines[-1].number
        imported.mapping["ties"] = imported.mapping.get("ties", 0) + len(pairs)
        imported.save(update_fields=["mapping"])
    return len(lines)


def missing(lines: list[ImportLine]) -> list[tuple[Organization, Organization]]:
    """Return whom a tie of ownership is missing between: who is owned, and the owner.

    Two lines may be about the same two by now, since two records were made one.
    """
    codes = {line.difference["parent"] for line in lines}
    rows = Identifier.objects.filter(scheme=Identifier.Scheme.GCAT, value__in=codes).select_related(
        "organization"
    )
    owners = {row.value: row.organization for row in rows}
    named = [(line.organization, owners.get(line.difference["parent"])) for line in lines]
    pairs = [(owned, owner) for owned, owner in named if owner and owner != owned]
    held = _held({owned.pk for owned, _owner in pairs})
    each = {frozenset((owned.pk, owner.pk)): (owned, owner) for owned, owner in reversed(pairs)}
    return [pair for pks, pair in reversed(each.items()) if pks not in held]


def _held(owned: set[int]) -> set[frozenset[int]]:
    """Return each two of whom a tie of ownership tells already, whichever owns the other."""
    ties = Party.objects.filter(cooperation__kind=Cooperation.Kind.OWNERSHIP, organization__in=owned)
    mine = list(ties.values_list("cooperation", "organization"))
    others = Party.objects.filter(cooperation__in={tie for tie, _pk in mine}).exclude(organization=None)
    parties: dict[int, set[int]] = {}
    for tie, pk in others.values_list("cooperation", "organization"):
        parties.setdefault(tie, set()).add(pk)
    return {frozenset((pk, other)) for tie, pk in mine for other in parties[tie]}


def tie(imported: Import, pairs: list[tuple[Organization, Organization]]) -> None:
    made = Cooperation.objects.bulk_create(_ownership(imported, *pair) for pair in pairs)
    roles = (Party.Role.OWNED, Party.Role.OWNER)
    Party.objects.bulk_create(
        Party(cooperation=of, position=position, organization=party, role=role)
        for of, pair in zip(made, pairs, strict=True)
        for position, (party, role) in enumerate(zip(pair, roles, strict=True))
    )


def _ownership(imported: Import, owned: Organization, owner: Organization) -> Cooperation:
    is_over = owned.status == Organization.Status.CLOSED
    return Cooperation(
        kind=Cooperation.Kind.OWNERSHIP,
        title=f"Ownership of {owned}: {owner}"[:300],
        status=Cooperation.Status.ENDED if is_over else Cooperation.Status.REPORTED,
        source=imported.source,
        public_from=clock.now() if imported.mapping.get("show") and _are_seen(owned, owner) else None,
    )


def _are_seen(*parties: Organization) -> bool:
    """Whether readers see all of them: the title names each, also one that was on record and is the desk's alone."""
    return all(party.public_from and party.public_from <= clock.now() for party in parties)
