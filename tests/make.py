"""Plain makers: each saves one valid thing, with what the test says of it."""

from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from spacenews.articles.models import Article, Author, Section, Tag
from spacenews.firms.models import Claim, Figure, FigureGroup, Organization, Source
from spacenews.images.models import Image

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
