"""What is proposed to whoever writes: organizations that the text names, with a role, and questions which is meant."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacenews.articles.mentions.reading import SURE, Mention
from spacenews.articles.mentions.texts import DECK, HEADLINE, Piece
from spacenews.articles.models.printable import CoverageRow
from spacenews.firms.folding import fold
from spacenews.firms.models import Organization

Role = CoverageRow.Role
OFTEN = 3  # who is named so often, the article is about


@dataclass(frozen=True)
class Offer:
    """Whom the text names, one organization or one of several, and by which words; the first stand for all."""

    said: tuple[str, ...]
    organizations: tuple[int, ...]
    count: int
    where: tuple[str, ...]
    is_sure: bool

    @property
    def words(self) -> str:
        return self.said[0]

    @property
    def role(self) -> str:
        is_leading = not {HEADLINE, DECK}.isdisjoint(self.where)
        return Role.ABOUT if is_leading or self.count >= OFTEN else Role.MENTIONED


def offers(found: Iterable[Mention]) -> list[Offer]:
    """Return one offer an organization in the order of the text, then the questions.

    Words that may mean somebody who is named for sure elsewhere mean him, and are no question.
    """
    found = list(found)
    sure = {owner for mention in found for owner, way in mention.ways.items() if way == SURE}
    named: dict[tuple[int, ...], list[Mention]] = defaultdict(list)
    for mention in found:
        meant = sure.intersection(mention.ways)
        if len(meant) < 2 or len(mention.ways) == 1:
            named[tuple(meant or mention.ways)].append(mention)
    made = [offer(owners, of_these, sure.issuperset(owners)) for owners, of_these in named.items()]
    return sorted(made, key=lambda one: not one.is_sure)


def offer(owners: tuple[int, ...], found: list[Mention], is_sure: bool) -> Offer:
    clear_first = sorted(found, key=lambda mention: SURE not in mention.ways.values())
    said = tuple(dict.fromkeys(mention.words for mention in clear_first))
    where = tuple(dict.fromkeys(mention.where for mention in found))
    return Offer(said, owners, len(found), where, is_sure)


def without(made: Iterable[Offer], covered: set[int], refused: set[tuple[str, int | None]]) -> list[Offer]:
    """Return what is left to offer: neither covered nor refused; a question that was answered is none.

    `refused` are folded words with the organization that they do not mean, or none for all that they may mean.
    """
    left = []
    for one in made:
        words = {fold(said) for said in one.said}
        kept = tuple(pk for pk in one.organizations if refused.isdisjoint((word, pk) for word in words))
        if (
            kept
            and covered.isdisjoint(one.organizations)
            and refused.isdisjoint((word, None) for word in words)
        ):
            left.append(replace(one, organizations=kept))
    return left


def likeliest_first(owners: Iterable[Organization], pieces: list[Piece]) -> list[Organization]:
    """Order organizations by how many of their own rockets, satellites and places the text names."""
    text = fold(" ".join(piece.text for piece in pieces))
    told = Counter({owner.pk: sum(fold(own) in text for own in own_words(owner)) for owner in owners})
    return sorted(owners, key=lambda owner: (-told[owner.pk], owner.name))


def own_words(owner: Organization) -> list[str]:
    return [word for word in (*owner.vehicles, *owner.satellites, owner.city, owner.country_name) if word]
