"""Organizations with their names, identifiers and founding dates; cooperations and owners."""

import re
from typing import Any

from spacenews.firms.models import Cooperation, FoundedAlternative, Identifier, Name, Organization, Party
from spacenews.sample.loaded import Loaded, store, store_sourced
from spacenews.sample.names import names_of

Record = dict[str, Any]

PRECISION = {"year": 4, "month": 7, "day": 10}  # signs of a date as precise as that
ALTERNATIVE = re.compile(r"(?P<date>[^ ]+)(?: \((?P<note>[^()]+)\))?")
SHARE = re.compile(r"\d%|^part owner$")
# The file says what kind of tie two parties have, but not how it stands: it stands in print, no more.
STATUS = Cooperation.Status.REPORTED
# Who owns whom stands with the one that is owned; of this tie only its description says it, and how much.
HELD_BY_DESCRIPTION = {"c21": ("landspace", "48%")}
Role = Party.Role


def organization(record: Record, loaded: Loaded) -> None:
    """Store a firm or an institution, and what belongs to it alone."""
    stored = store_sourced(Organization, record, loaded, **_columns(record), **_website(record, loaded))
    loaded.organizations[record["slug"]] = stored
    for name in names_of(record):
        store(Name(organization=stored, **name))
    if record["gcat_code"]:
        store(Identifier(organization=stored, scheme=Identifier.Scheme.GCAT, value=record["gcat_code"]))
    for alternative in record["founded"]["alternatives"]:
        _founded_alternative(stored, alternative, loaded)


def _columns(record: Record) -> Record:
    """Return the columns of an organization; what only firms have is empty for an institution."""
    what_it_is = record.get("summary") or record.get("kind_as_found") or ""
    return {
        "slug": record["slug"],
        "name": record["name"],
        "short_name": record["short_name"] or "",
        "kind": record["kind"].replace(" ", "-"),
        "descriptor": what_it_is[:1].upper() + what_it_is[1:],
        "sectors": record.get("sectors", []),
        "country": record["country"],
        "city": record["city"] or "",
        "status": record.get("status", "").replace(" ", "-"),
        "status_note": record.get("status_note") or "",
        "ownership": record.get("ownership") or "",
        "ownership_note": record.get("ownership_note") or "",
        "founded": _founded(record["founded"]),
        "vehicles": record.get("vehicles", []),
        "satellites": record.get("satellites", []),
        "notes": record.get("notes") or "",
    }


def _founded(record: Record) -> str:
    value, precision = record["value"], record["precision"]
    if bool(value) != bool(precision) or (value and len(value) != PRECISION[precision]):
        raise ValueError(f"founded: {value!r} is not precise to the {precision}")
    return value or ""


def _website(record: Record, loaded: Loaded) -> Record:
    website = record.get("website")
    if not website:
        return {}
    return {"website": website["url"], "website_source": loaded.sources[website["sources"][0]]}


def _founded_alternative(owner: Organization, record: Record, loaded: Loaded) -> None:
    """Store another founding date; one without sources of its own rests on those of the whole record."""
    found = ALTERNATIVE.fullmatch(record["value"])
    if not found:
        raise ValueError(f"founded: {record['value']!r} is not a date with a note")
    sources = [loaded.sources[key] for key in record["sources"]] or [owner.source]
    for source in sources:
        store(
            FoundedAlternative(
                organization=owner, date=found["date"], note=found["note"] or "", source=source
            )
        )


def cooperation(record: Record, loaded: Loaded) -> None:
    if lost := set(record["named_only"]) - set(record["parties"]):
        raise ValueError(f"named_only: {', '.join(sorted(lost))} is no party")
    parties = [
        {**_party(party, party in record["named_only"], loaded), **_role(record, party)}
        for party in record["parties"]
    ]
    columns = {key: record[key] for key in ("kind", "title", "description", "date")}
    _owner, share = HELD_BY_DESCRIPTION.get(record["id"], ("", ""))
    _tie(record, parties, loaded, **columns, share=share)


def _role(record: Record, party: str) -> Record:
    owner, _share = HELD_BY_DESCRIPTION.get(record["id"], ("", ""))
    return {"role": Role.OWNER if party == owner else Role.OWNED} if owner else {}


def _party(party: str, named_only: bool, loaded: Loaded) -> Record:
    return {"name": party} if named_only else {"organization": loaded.organizations[party]}


def _tie(record: Record, parties: list[Record], loaded: Loaded, **columns: Any) -> None:
    stored = store_sourced(Cooperation, record, loaded, status=STATUS, **columns)
    for position, party in enumerate(parties):
        store(Party(cooperation=stored, position=position, **party))
    if stored.kind == Cooperation.Kind.OWNERSHIP:
        loaded.ownerships[_between(parties)] = stored


def _between(parties: list[Record]) -> frozenset[int | None]:
    return frozenset(party["organization"].pk if "organization" in party else None for party in parties)


def owners(record: Record, loaded: Loaded) -> None:
    """Store each owner as a tie of its own, unless a cooperation tells of it already: then that takes the note."""
    owned = loaded.organizations[record["slug"]]
    for owner in record["owners"]:
        party = _party(owner["organization"] or owner["name"], owner["organization"] is None, loaded)
        parties = [{"organization": owned, "role": Role.OWNED}, {**party, "role": Role.OWNER}]
        note = _note(owner["note"])
        if told := loaded.ownerships.get(_between(parties)):
            told.share = note["share"]
            told.description = f"{told.description} {note['description']}".strip()
            store(told)
            _name_roles(told, owned)
        else:
            title = f"Ownership of {owned}: {owner['name']}"
            _tie(record, parties, loaded, kind=Cooperation.Kind.OWNERSHIP, title=title, **note)


def _name_roles(tie: Cooperation, owned: Organization) -> None:
    for party in tie.parties.all():
        party.role = Role.OWNED if party.organization == owned else Role.OWNER
        store(party)


def _note(printed: str | None) -> dict[str, str]:
    """Return an owner's note as the share that it prints, or as a sentence."""
    if not printed:
        return {"share": "", "description": ""}
    if SHARE.search(printed):
        return {"share": printed, "description": ""}
    return {"share": "", "description": f"{printed[0].upper()}{printed[1:]}."}
