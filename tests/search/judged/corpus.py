"""Publishes the judged texts, and names what was published as the judgements do."""

from collections.abc import Collection

from spacenews.articles.models import Article, Edition, Section, Tag
from spacenews.articles.models.edition import EditionCoverage, EditionTag
from spacenews.articles.printing import path_of
from spacenews.firms.models import Organization
from spacenews.images.models import Image
from spacenews.markup import clean
from spacenews.pagecache import clock
from spacenews.sample import loading
from spacenews.sample.stories import Story
from spacenews.search import upkeep
from tests.search.judged import texts
from tests.search.judged.texts import Text

BATCH = 200


def load(*, real: bool = True) -> None:
    """Publish the sample stories and, where they lie beside the project, the real texts, in a few seconds."""
    loading.load(lambda step: None, illustrated)
    publish(texts.real() if real else [])


def illustrated(story: Story) -> Image:
    words = {"alt": story["alt"], "caption": story["caption"]}
    return Image.objects.create(file=f"pictures/{story['slug']}.jpg", width=1200, height=800, **words)


def publish(of: Collection[Text]) -> None:
    """Print all of them at once, as many publications would have, and index them."""
    sections = {section.slug: section for section in Section.objects.all()}
    articles = Article.objects.bulk_create([article(text, sections[text.section]) for text in of], BATCH)
    made = [edition(text, article) for text, article in zip(of, articles, strict=True)]
    editions = Edition.objects.bulk_create(made, BATCH)
    tie(of, editions)
    upkeep.renew(clock.now(), lambda done: None)


def article(text: Text, section: Section) -> Article:
    columns = {"language": text.language, "headline": text.headline, "deck": text.deck}
    body = clean(text.body)
    return Article(slug=text.slug, section=section, body=body, version=1, decided_at=text.at, **columns)


def edition(text: Text, article: Article) -> Edition:
    made = Edition(
        article=article,
        story=article,
        version=1,
        path=path_of(article.slug, text.at, ""),
        published_at=text.at,
        live_from=text.at,
        decided_at=text.at,
    )
    made.take_columns({name: getattr(article, name) for name in Edition.columns()})
    return made


def tie(of: Collection[Text], editions: list[Edition]) -> None:
    """Tie editions to the firms and tags that their texts name."""
    firms = {firm.slug: firm for firm in Organization.objects.all()}
    tags = {tag.name: tag for tag in Tag.objects.all()}
    coverage, tag_rows = [], []
    for text, printed in zip(of, editions, strict=True):
        row = {"edition": printed, "story_id": printed.story_id, "language": printed.language}
        row["published_at"] = printed.published_at
        coverage += [EditionCoverage(organization=firms[slug], **row) for slug in text.firms if slug in firms]
        tag_rows += [EditionTag(tag=tags[name], **row) for name in text.tags if name in tags]
    EditionCoverage.objects.bulk_create(coverage)
    EditionTag.objects.bulk_create(tag_rows)


def keys() -> dict[int, str]:
    """Return by the ids of editions how judgements name them: real texts by their key, stories by slug.language."""
    of_real = {text.slug: text.key for text in texts.real()}
    rows = Edition.objects.live(clock.now()).values_list("pk", "slug", "language", "article__original__slug")
    return {
        pk: of_real.get(slug) or f"{original or slug}.{'zh' if language == 'zh-hans' else language}"
        for pk, slug, language, original in rows
    }
