"""Plain makers: each saves one valid thing, with what the test says of it."""

from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from spacenews.articles.desk.sharing import hash_of
from spacenews.articles.models import Article, Author, Section, SharedLink, Tag
from spacenews.contact.models import Message, new_reference
from spacenews.editors.roles import EDITOR
from spacenews.firms.imports import mapping, reading, trying
from spacenews.firms.models import (
    Answer,
    Claim,
    Cooperation,
    Dispute,
    Figure,
    FigureGroup,
    FundingRound,
    Import,
    Milestone,
    Name,
    Organization,
    Party,
    Source,
)
from spacenews.images.models import Image
from spacenews.pagecache import clock
from spacenews.pages.models import Page, PageText
from spacenews.stats.models import Kind, Referrals, Views

PASSWORD = "correct horse battery staple"
numbers = count(1)


def user(role: str | None = None, **kwargs):
    """Return a person who can sign in to the desk with PASSWORD, in the group of the role."""
    name = kwargs.pop("username", f"person-{next(numbers)}")
    person = get_user_model().objects.create_user(name, password=PASSWORD, **{"is_staff": True, **kwargs})
    if role:
        person.groups.add(Group.objects.get(name=role))
    return person


def source(**kwargs) -> Source:
    name = f"source-{next(numbers)}"
    defaults = {"url": f"https://example.org/{name}", "title": name, "publisher": "Example Press"}
    return Source.objects.create(**{**defaults, **kwargs})


def claim(**kwargs) -> Claim:
    defaults = {"sentence": "The market has ten parts.", "verdict": Claim.Verdict.WEAK}
    return Claim.objects.create(**{**defaults, "source": kwargs.pop("source", None) or source(), **kwargs})


def section(**kwargs) -> Section:
    number = next(numbers)
    return Section.objects.create(**{"slug": f"section-{number}", "name": f"Section {number}", **kwargs})


def author(**kwargs) -> Author:
    number = next(numbers)
    return Author.objects.create(**{"slug": f"author-{number}", "name": f"Author {number}", **kwargs})


def tag(name: str | None = None, **kwargs) -> Tag:
    return Tag.objects.create(name=name or f"tag {next(numbers)}", **kwargs)


def organization(name: str | None = None, **kwargs) -> Organization:
    number = next(numbers)
    defaults = {"name": name or f"Firm {number}", "slug": f"firm-{number}", "country": "CN"}
    return Organization.objects.create(
        **{**defaults, "source": kwargs.pop("source", None) or source(), **kwargs}
    )


def figure(**kwargs) -> Figure:
    number = next(numbers)
    defaults = {"metric": "launches", "scope": "World", "value": number, "unit": "count", "kind": "actual"}
    defaults["group"] = kwargs.pop("group", None) or FigureGroup.objects.create(slug=f"group-{number}")
    defaults["source"] = kwargs.pop("source", None) or source()
    return Figure.objects.create(**{**defaults, "as_printed": f"{number} launches", **kwargs})


def image(**kwargs) -> Image:
    """Return a row of the library without pixels; what needs real ones goes through `images.library.add`."""
    defaults = {"file": f"pictures/{next(numbers)}.jpg", "width": 1200, "height": 800, "alt": "A rocket."}
    return Image.objects.create(**{**defaults, **kwargs})


def article(*, by=None, authors=None, tags=(), about=(), sources=None, **columns) -> Article:
    """Return a draft that lacks nothing, kept once."""
    number = next(numbers)
    defaults = {"headline": f"Headline {number}", "slug": f"story-{number}", "body": f"<p>Text {number}.</p>"}
    made = Article(created_by=by, **{**defaults, **columns})
    made.section = made.section or section()
    made.save()
    made.take_rows(
        {
            "bylines": [{"author_id": row.pk, "position": i} for i, row in enumerate(authors or [author()])],
            "tag_rows": [{"tag_id": row.pk} for row in tags],
            "coverage": [{"organization_id": row.pk, "position": i} for i, row in enumerate(about)],
            "source_rows": [
                {"source_id": row.pk, "position": i} for i, row in enumerate(sources or [source()])
            ],
        }
    )
    made.keep(by=by)
    return made


def published(*, at=None, **columns) -> Article:
    """Return an article that is live: since a moment that has passed, or from now on."""
    made = article(**columns)
    made.publish(by=columns.get("by"), at=at, back_dated=at is not None)
    return made


def letter(text: str | None = None, **kwargs) -> Message:
    now, number = clock.now(), next(numbers)
    defaults = {
        "email": f"reader-{number}@example.org",
        "created_at": now,
        "status_at": now,
        "language": "en",
    }
    return Message.objects.create(
        **{**defaults, "text": text or f"Letter {number}.", "reference": new_reference(), **kwargs}
    )


def page(key: str = "about", **texts: str) -> Page:
    """Return a page with a text for each language given: `page("about", en="<p>…</p>", zh_hans="…")`."""
    made = Page.objects.create(key=key)
    for language, body in texts.items():
        code = language.replace("_", "-")
        PageText.objects.create(page=made, language=code, title=f"{key} {code}", body=body)
    return made


def name(organization: Organization, text: str, **kwargs) -> Name:
    return Name.objects.create(organization=organization, text=text, **{"kind": Name.Kind.ALIAS, **kwargs})


def milestone(organization: Organization, **kwargs) -> Milestone:
    number = next(numbers)
    defaults = {"title": f"Flight {number}", "date": "2025-03-02", "kind": "launch", "outcome": "success"}
    defaults["source"] = kwargs.pop("source", None) or source()
    return Milestone.objects.create(organization=organization, **{**defaults, **kwargs})


def funding_round(organization: Organization, **kwargs) -> FundingRound:
    defaults = {"date": "2024-12", "amount": 900_000_000, "currency": "CNY"}
    defaults["source"] = kwargs.pop("source", None) or source()
    return FundingRound.objects.create(organization=organization, **{**defaults, **kwargs})


def cooperation(*parties: Organization | str, **kwargs) -> Cooperation:
    """Return a tie between organizations and plain names, in order."""
    defaults = {"title": f"Tie {next(numbers)}", "kind": Cooperation.Kind.ALLIANCE, "date": "2024-05"}
    defaults["source"] = kwargs.pop("source", None) or source()
    made = Cooperation.objects.create(**{**defaults, **kwargs})
    for position, party in enumerate(parties):
        who = {"name": party} if isinstance(party, str) else {"organization": party}
        Party.objects.create(cooperation=made, position=position, **who)
    return made


def dispute(*answers: Figure | str, **kwargs) -> Dispute:
    """Return a question with its answers, figures or words, in order."""
    made = Dispute.objects.create(**{"topic": f"Topic {next(numbers)}", "question": "How many?", **kwargs})
    for position, answer in enumerate(answers):
        what = {"words": answer} if isinstance(answer, str) else {"figure": answer}
        Answer.objects.create(dispute=made, position=position, source=source(), **what)
    return made


def shared_link(article: Article, token: str, **kwargs) -> SharedLink:
    """Return the link that a token opens; `by` is who has made it."""
    by = kwargs.pop("by", None) or user(EDITOR)
    return article.shared_links.create(token_hash=hash_of(token), made_by=by, **kwargs)


def views(of: Article | Organization, *, day, times: int = 1, hosts: dict[str, int] | None = None) -> Views:
    """Return the count of a day on which something was read, and from which sites some of its readers came."""
    thing = {"kind": Kind.FIRM if isinstance(of, Organization) else Kind.ARTICLE, "key": of.pk, "day": day}
    for host, number in (hosts or {}).items():
        Referrals.objects.create(**thing, host=host, times=number)
    return Views.objects.create(**thing, times=times)


def ownership(owner: Organization | str, owned: Organization | str, **kwargs) -> Cooperation:
    """Make a tie that says who owns whom."""
    made = cooperation(owner, owned, kind=Cooperation.Kind.OWNERSHIP, **kwargs)
    for party, role in zip(made.parties.all(), (Party.Role.OWNER, Party.Role.OWNED), strict=True):
        party.role = role
        party.save()
    return made


def tried_import(text: str, **columns) -> Import:
    """Return a table of organizations that was mapped by its own names and tried."""
    fields = mapping.guessed(reading.table(text).header)
    columns = {"file_name": "table.csv", "source": source(), **columns}
    made = Import.objects.create(text=text, mapping={"fields": fields}, **columns)
    trying.try_out(made)
    return made
