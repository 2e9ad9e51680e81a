"""Who belongs to whom: ties of ownership, by the roles of their parties. A tie without roles says nothing of it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacenews.firms.models import Cooperation, Organization, Party

PERCENT = re.compile(r"([0-9]+(?:[.,][0-9]+)?) ?%")
Role, Status = Party.Role, Cooperation.Status


@dataclass(frozen=True)
class Holding:
    """An owner, or what is owned, as a tie tells it."""

    party: Party
    tie: Cooperation

    @property
    def of(self) -> Organization | Party:
        """An organization of ours, or what is no more than a name."""
        return self.party.organization or self.party

    @property
    def stands(self) -> bool:
        """Whether it holds now: what has ended, or was announced alone, binds nobody."""
        return self.tie.status in (Status.ACTIVE, Status.REPORTED)

    @property
    def is_whole(self) -> bool:
        """Whether it makes a parent: the share is not printed, or it is half or more.

        Words without a number, such as "part owner", are a part.
        """
        share = PERCENT.search(self.tie.share)
        return float(share[1].replace(",", ".")) >= 50 if share else not self.tie.share


def owners(firm: int, ties: Iterable[Cooperation]) -> list[Holding]:
    """Return who owns an organization; the ties have the parties that may be shown, newest first."""
    return list(_others(firm, Role.OWNED, Role.OWNER, ties))


def owned(firm: int, ties: Iterable[Cooperation]) -> list[Holding]:
    """Return what an organization owns."""
    return list(_others(firm, Role.OWNER, Role.OWNED, ties))


def parents(firm: int, ties: Iterable[Cooperation]) -> list[Organization | Party]:
    """Return whom it belongs to now, in whole or for the most part."""
    return _standing(owners(firm, ties))


def subsidiaries(firm: int, ties: Iterable[Cooperation]) -> list[Organization | Party]:
    """Return what belongs to it now, in whole or for the most part."""
    return _standing(owned(firm, ties))


def _standing(holdings: list[Holding]) -> list[Organization | Party]:
    found = {str(holding.of): holding.of for holding in holdings if holding.stands and holding.is_whole}
    return list(found.values())


def _others(firm: int, own: str, other: str, ties: Iterable[Cooperation]) -> Iterator[Holding]:
    for tie in ties:
        parties = tie.parties.all() if tie.kind == Cooperation.Kind.OWNERSHIP else ()
        if any(party.organization_id == firm and party.role == own for party in parties):
            yield from (Holding(party, tie) for party in parties if party.role == other)
