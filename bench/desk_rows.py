"""What a site of generated articles lacks of a desk's day: drafts, changes, and the other lists, as long."""

import datetime as dt
from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import F, Model

from bench.fill import BATCH, MADE, UNTIL, index, kept, say
from spacenews.articles.models import Article, Author, Section, Tag
from spacenews.contact.models import Message
from spacenews.firms.models import Figure, FigureGroup, Organization, Source
from spacenews.images.models import Image
from spacenews.pagecache import stamp
from spacenews.search.models import Asked

DRAFTS, CHANGED = 50, 200  # one in so many
ROWS_OF_COPIES = {
    "articles_articlecoverage (article_id, organization_id, role, position)": (
        "SELECT e.article_id, r.organization_id, r.role, r.position FROM articles_editioncoverage r"
    ),
    "articles_articletag (content_object_id, tag_id)": (
        "SELECT e.article_id, r.tag_id FROM articles_editiontag r"
    ),
}
GENERATED = "JOIN articles_edition e ON e.id = r.edition_id WHERE e.slug LIKE 'generated-%'"
MONTH = dt.date(2025, 1, 1)


def add(size: int) -> None:
    """Add what is missing, once: a list of sources as long as that of the articles, of firms a hundredth of it."""
    if Article.objects.filter(slug__startswith="draft-").exists():
        return
    say(f"the other lists of {size} articles are made")
    work_at_articles(size)
    for model, row, number in others(size):
        fill(model, row, number)
    index(size)


@transaction.atomic
def work_at_articles(size: int) -> None:
    with connection.cursor() as cursor:
        for into, rows in ROWS_OF_COPIES.items():
            cursor.execute(f"INSERT INTO {into} {rows} {GENERATED}")
    changed = Article.objects.alias(left=F("pk") % CHANGED).filter(left=0, slug__startswith=MADE)
    changed.update(version=F("version") + 1)
    drafts = [draft(number) for number in range(size // DRAFTS)]
    Article.objects.bulk_create(drafts, batch_size=BATCH)


def draft(number: int) -> Article:
    section, at = kept(Section)[number % len(kept(Section))], UNTIL - dt.timedelta(hours=number)
    moments = {"created_at": at, "changed_at": at, "submitted_at": at if number % 3 == 0 else None}
    words = {"headline": f"Draft {number} of a rocket", "body": "<p>To be written.</p>"}
    return Article(slug=f"draft-{number}", section=section, version=1, **words, **moments)


def others(size: int) -> list[tuple[type[Model], Callable[[int], Model], int]]:
    source = Source.objects.order_by("pk").first()
    group = FigureGroup.objects.order_by("pk").first()
    return [
        (Source, source_of, size),
        (Image, image_of, size),
        (Message, message_of, size),
        (Asked, asked_of, size),
        (Figure, lambda number: figure_of(number, source, group), size // 10),
        (Tag, lambda number: Tag(name=f"Tag {number}", slug=f"tag-{number}"), size // 10),
        (Author, lambda number: Author(name=f"Author {number}", slug=f"author-{number}"), size // 100),
        (Organization, lambda number: organization_of(number, source), size // 100),
    ]


@transaction.atomic
def fill(model: type[Model], row: Callable[[int], Model], number: int) -> None:
    stamp.take()
    for start in range(0, number, BATCH):
        model.objects.bulk_create(row(n) for n in range(start, min(start + BATCH, number)))


def source_of(number: int) -> Source:
    address = f"https://example.org/generated/{number}"
    return Source(url=address, title=f"Report {number}", publisher=f"Publisher {number % 500}")


def image_of(number: int) -> Image:
    at = UNTIL - dt.timedelta(hours=number)
    file = f"pictures/generated-{number}.jpg"
    return Image(file=file, width=1200, height=800, alt=f"Rocket {number}.", created_at=at)


def message_of(number: int) -> Message:
    at, status = UNTIL - dt.timedelta(hours=number), list(Message.Status)[number % 4]
    words = {"email": f"reader-{number}@example.org", "text": f"Letter {number}.", "language": "en"}
    return Message(reference=f"B{number}", created_at=at, status_at=at, status=status, **words)


def asked_of(number: int) -> Asked:
    return Asked(
        month=MONTH, key=f"key {number}", text=f"words {number}", times=number % 97, empty=number % 5
    )


def figure_of(number: int, source: Source, group: FigureGroup) -> Figure:
    words = {"metric": "launches", "scope": f"Scope {number}", "unit": "count", "kind": "actual"}
    return Figure(group=group, source=source, value=number, as_printed=f"{number} launches", **words)


def organization_of(number: int, source: Source) -> Organization:
    name = f"Generated Space {number}"
    return Organization(name=name, slug=f"generated-space-{number}", country="CN", source=source)
