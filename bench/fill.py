"""Generated articles in a database: rows in bulk, then the index as `manage.py reindex` writes it."""

import datetime as dt
import io
import random
import sys
import time
from functools import cache

from django.core.management import call_command
from django.db import connection, transaction

from bench.generate import Story, story
from spacenews.articles import cards
from spacenews.articles.models import (
    Address,
    Article,
    Author,
    Edition,
    EditionCoverage,
    EditionTag,
    Section,
    Tag,
)
from spacenews.firms.models import Organization, Source
from spacenews.pagecache import stamp

BATCH = 500
UNTIL, YEARS = dt.datetime(2025, 1, 1, tzinfo=dt.UTC), 12
CARD = '<article class="card"><h3><a href="/{path}/">{headline}</a></h3><p>{deck}</p></article>'
MADE = "generated-"


def up_to(size: int) -> None:
    """Fill a new database with the sample's firms and tags, so many articles and their index; finish a broken run."""
    call_command("migrate", verbosity=0)
    if not Section.objects.exists():
        call_command("load_sample", stdout=io.StringIO())
    for start in range(Article.objects.filter(slug__startswith=MADE).count(), size, BATCH):
        say(f"{start} of {size} articles are made")
        write([story(number, names()) for number in range(start, min(start + BATCH, size))], size)
    index(size)


def index(size: int) -> None:
    """Write what is missing of the index, and leave PostgreSQL as it would be some minutes later."""
    say(f"the index of {size} articles is written")
    call_command("reindex", stdout=io.StringIO())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


@cache
def firms() -> list[Organization]:
    return list(Organization.objects.order_by("pk").prefetch_related("names"))


def names() -> list[str]:
    return [firm.name for firm in firms()]


@cache
def kept(model: type) -> list:
    return list(model.objects.order_by("pk"))


def draft(number: int) -> Article:
    """Return a working copy that may be published, the slug its own."""
    made = story(number, names())
    words = {"headline": made.headline[:200], "deck": made.deck, "points": made.points, "body": made.body}
    slug = f"{MADE}{number}-{time.time_ns()}"
    article = Article(slug=slug, section=kept(Section)[0], language=made.language, **words)
    with transaction.atomic():
        article.save()
        article.bylines.create(author=kept(Author)[0])
        article.source_rows.create(source=kept(Source)[0])
        article.keep(by=None)
    return article


@transaction.atomic
def write(stories: list[Story], size: int) -> None:
    """Write articles and their live editions, the first number the oldest."""
    stamp.take()
    articles = [article_of(made, size) for made in stories]
    Article.objects.bulk_create(articles)
    editions = [edition_of(article) for article in articles]
    Edition.objects.bulk_create(editions)
    Address.objects.bulk_create(Address(path=edition.path, article=edition.article) for edition in editions)
    pairs = list(zip(editions, stories, strict=True))
    EditionTag.objects.bulk_create(row for pair in pairs for row in tag_rows(*pair))
    EditionCoverage.objects.bulk_create(row for pair in pairs for row in coverage(*pair))


def article_of(made: Story, size: int) -> Article:
    at = UNTIL - dt.timedelta(days=365 * YEARS) * (size - made.number) / size
    moments = {"created_at": at, "changed_at": at, "decided_at": at}
    section = kept(Section)[made.number % len(kept(Section))]
    words = {"headline": made.headline[:200], "deck": made.deck, "points": made.points, "body": made.body}
    slug, language = f"{MADE}{made.number}", made.language
    versions = {"version": 1, "printed_version": 1}
    return Article(slug=slug, section=section, language=language, **versions, **moments, **words)


def edition_of(article: Article) -> Edition:
    path = f"{article.created_at:%Y/%m}/{article.slug}"
    card = CARD.format(path=path, headline=article.headline, deck=article.deck)
    edition = Edition(article=article, story=article, version=1, path=path, body_html=article.body)
    edition.take_columns({name: getattr(article, name) for name in Edition.columns()})
    edition.published_at = edition.live_from = edition.decided_at = article.created_at
    edition.card_en = edition.card_id = edition.card_zh_hans = card
    edition.card_version = cards.VERSION
    return edition


def tag_rows(edition: Edition, made: Story) -> list[EditionTag]:
    tags = random.Random(made.number).sample(kept(Tag), 3)
    return [EditionTag(edition=edition, tag=tag, **places(edition)) for tag in tags]


def coverage(edition: Edition, made: Story) -> list[EditionCoverage]:
    return [
        EditionCoverage(edition=edition, organization=firms()[place], position=at, **places(edition))
        for at, place in enumerate(made.firms)
    ]


def places(edition: Edition) -> dict:
    """Return what the rows of an edition repeat of it."""
    return {
        "published_at": edition.published_at,
        "story_id": edition.story_id,
        "language": edition.language,
    }
