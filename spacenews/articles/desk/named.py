"""Organizations that a text names, offered beside its form as firms of the article. Whoever writes decides.

The form says what was decided in `_named`, as "add:<organization>:<role>" or "not:<organization, 0 for none>:<words>":
so its buttons work without script, and what was refused in a new article is remembered at its first save.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spacenews.articles import policy
from spacenews.articles.desk.by_script import by_script
from spacenews.articles.desk.preview import rows_in, whole
from spacenews.articles.mentions import known
from spacenews.articles.mentions.offers import Offer, likeliest_first, offers, without
from spacenews.articles.mentions.reading import mentions
from spacenews.articles.mentions.texts import Piece, pieces
from spacenews.articles.mentions.unknown import unknown
from spacenews.articles.models import Article, Author, RefusedMention, Tag
from spacenews.articles.models.printable import CoverageRow
from spacenews.articles.policy import Verb
from spacenews.firms.folding import fold
from spacenews.firms.models import Organization
from spacenews.markup import clean, tidy

FIELD, ADD, NOT = "_named", "add", "not"
NOBODY = 0
MOST_WORDS, MOST_SAID, MOST_UNKNOWN = 200, 100, 5
MOST_READ = 300_000  # characters of a text: a book's; what comes after is looked at by nobody
Roles = CoverageRow.Role


@dataclass(frozen=True)
class Choice:
    """One organization that words may name; `value` is what its button of the form says."""

    organization: Organization
    role: str

    @property
    def value(self) -> str:
        return f"{ADD}:{self.organization.pk}:{self.role}"

    @property
    def line(self) -> str:
        return self.organization.place


@dataclass(frozen=True)
class Row:
    """A line of the list: the words of the text, and whom they name; several choices are a question."""

    words: str
    count: int
    is_sure: bool
    role: str
    choices: list[Choice]

    @property
    def refusal(self) -> str:
        """What the button says that refuses: who is meant by nobody's words is no organization at all."""
        owner = self.choices[0].organization.pk if len(self.choices) == 1 else NOBODY
        return f"{NOT}:{owner}:{self.words}"

    @property
    def asks(self) -> str:
        if self.is_sure:
            return ""
        asks = _("“%(words)s”: is this meant?") if len(self.choices) == 1 else _("“%(words)s”: who is meant?")
        return asks % {"words": self.words}

    @property
    def says(self) -> str:
        return f"{Roles(self.role).label} · {times(self.count)}"


@dataclass(frozen=True)
class NoRecord:
    """A name that is said often and that no record has; `url` adds one, for who may."""

    says: str
    url: str


@dataclass(frozen=True)
class Named:
    rows: list[Row]
    no_record: list[NoRecord]


@by_script
def named(request: HttpRequest, pk: int | None = None) -> JsonResponse:
    """Answer with what the text that was posted names and its form does not cover."""
    article = writable(request, pk)
    covered = {row["organization_id"] for row in rows_in(request.POST, "coverage", article)}
    found = found_in(request.user, typed(request.POST), covered, refused_by(article, request.POST))
    return JsonResponse(
        {"rows": list(map(row_told, found.rows)), "no_record": list(map(vars, found.no_record))}
    )


@by_script
def refuse(request: HttpRequest, pk: int) -> JsonResponse:
    """Remember that words do not mean organizations, or with `undo` forget it."""
    article, said = writable(request, pk), decisions(request.POST)
    if not said or any(verb != NOT for verb, _owner, _rest in said):
        raise Http404
    if "undo" in request.POST:
        for _verb, owner, words in said:
            article.refused_mentions.filter(organization=owner or None, words_folded=folded(words)).delete()
    else:
        remember(article, said, request.user)
    return JsonResponse({})


def writable(request: HttpRequest, pk: int | None) -> Article | None:
    """Return the article of a form, none for a new one: 404 if this person does not see it, 403 if it is not his."""
    article = get_object_or_404(Article.objects.visible_to(request.user), pk=pk) if pk else None
    if not policy.can(request.user, Verb.CHANGE if article else Verb.ADD, article):
        raise PermissionDenied
    return article


def of_article(user, article: Article) -> Named:
    """Return what a saved article names and does not cover."""
    read = pieces(article.headline, article.deck, article.points, article.body[:MOST_READ])
    covered = set(article.coverage.values_list("organization", flat=True))
    return found_in(user, read, covered, refused_by(article))


def typed(posted: QueryDict) -> list[Piece]:
    """Read what stands in a form; a body that no save would take names nobody."""
    try:
        body = clean(posted.get("body", "")[:MOST_READ])
    except ValidationError:
        body = ""
    headline, deck, points = (posted.get(name, "")[:MOST_READ] for name in ("headline", "deck", "points"))
    return pieces(headline, deck, points.splitlines(), body)


def found_in(user, read: list[Piece], covered: set[int], refused: set) -> Named:
    """Return rows and names without a record; nothing to whom no organization is shown."""
    if not user.has_perm("firms.view_organization"):
        return Named([], [])
    matcher = known.matcher()
    left = without(offers(mentions(matcher, read)), covered, refused)
    return Named(rows_of(left, read), no_record(user, unknown(matcher, read)))


def rows_of(left: list[Offer], read: list[Piece]) -> list[Row]:
    owners = Organization.objects.in_bulk({owner for offer in left for owner in offer.organizations})
    rows = []
    for offer in left:
        there = [owners[pk] for pk in offer.organizations if pk in owners]
        choices = [Choice(owner, offer.role) for owner in likeliest_first(there, read)]
        rows.append(Row(offer.words, offer.count, offer.is_sure, offer.role, choices))
    return [row for row in rows if row.choices]


def no_record(user, found: list[tuple[str, int]]) -> list[NoRecord]:
    named_else = others_named() if found else set()
    left = [(words, count) for words, count in found if fold(words) not in named_else][:MOST_UNKNOWN]
    add = reverse("admin:firms_organization_add") if user.has_perm("firms.add_organization") else ""
    says = _("No record yet: %(name)s, %(times)s")
    return [
        NoRecord(says % {"name": words, "times": times(count)}, add and f"{add}?{urlencode({'name': words})}")
        for words, count in left
    ]


def times(count: int) -> str:
    return ngettext("%(count)d time", "%(count)d times", count) % {"count": count}


def others_named() -> set[str]:
    """Return the folded names of tags, authors, rockets and satellites; of numbered ones also without the number."""
    own = Organization.objects.exclude(vehicles=[], satellites=[]).values_list("vehicles", "satellites")
    things = {fold(thing) for lists in own for one in lists for thing in one}
    alike = {thing.rstrip("0123456789abcdefy -") for thing in things if any(map(str.isdigit, thing))}
    people = map(fold, Author.objects.values_list("name", flat=True))
    return {*things, *alike, *people, *Tag.objects.values_list("name_folded", flat=True)}


def row_told(row: Row) -> dict:
    choices = [
        {"name": str(choice.organization), "line": choice.line, "value": choice.value}
        for choice in row.choices
    ]
    told = {name: getattr(row, name) for name in ("asks", "says", "words", "refusal")}
    return {**told, "choices": choices}


# What was decided


def decisions(posted: QueryDict) -> list[tuple[str, int, str]]:
    """Return verb, organization and the rest of each decision in a form; what is none of ours is passed over."""
    found = []
    for said in posted.getlist(FIELD)[:MOST_SAID]:
        verb, owner, rest = (*said.split(":", 2), "", "")[:3]
        is_known = verb == NOT or (verb == ADD and rest in Roles.values)
        if is_known and rest and owner.isascii() and owner.isdigit():
            found.append((verb, whole(owner), tidy(rest)[:MOST_WORDS]))
    return found


def folded(words: str) -> str:
    """Return words as they are stored: some characters fold to eighteen."""
    return fold(words)[:MOST_WORDS]


def refused_by(article: Article | None, posted: QueryDict | None = None) -> set[tuple[str, int | None]]:
    """Return what is refused, in the database and in an open form: folded words and whom they do not mean."""
    stored = article.refused_mentions.values_list("words_folded", "organization") if article else ()
    said = decisions(posted) if posted else ()
    return {*stored, *((folded(words), owner or None) for verb, owner, words in said if verb == NOT)}


def remember(article: Article, said: Iterable[tuple[str, int, str]], by) -> None:
    """Store refusals once each, of organizations that are there."""
    refused = [(owner or None, words) for verb, owner, words in said if verb == NOT]
    if not refused:
        return
    there = Organization.objects.in_bulk([owner for owner, _words in refused if owner])
    for owner, words in refused:
        if owner is None or owner in there:
            given = {"article": article, "organization_id": owner, "words_folded": folded(words)}
            RefusedMention.objects.get_or_create(**given, defaults={"words": words, "refused_by": by})


def decided(request: HttpRequest, article: Article) -> bool:
    """Carry out what the buttons of a form say, in its save; say whether that added a firm."""
    said = decisions(request.POST)
    remember(article, said, request.user)
    roles = {owner: role for verb, owner, role in said if verb == ADD}
    covered = set(article.coverage.values_list("organization", flat=True)) if roles else set()
    added = Organization.objects.filter(pk__in=roles.keys() - covered) if roles else ()
    for place, owner in enumerate(added, len(covered)):
        article.coverage.create(organization=owner, role=roles[owner.pk], position=place)
    return bool(added)
