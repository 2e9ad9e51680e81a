"""Structured data by schema.org: articles and the pages that list them."""

import re

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from spacenews.articles.models.printable import Kind
from spacenews.firms.json_ld import brief, item_list, name_and_address, page, publisher, without_empty
from spacenews.firms.partial_dates import iso
from spacenews.languages import HTML_LANG

# What a story of a kind is beside a NewsArticle, which is the type that readers of structured data ask for.
FURTHER_TYPES = {
    Kind.NEWS: "ReportageNewsArticle",
    Kind.ROUND_UP: "ReportageNewsArticle",
    Kind.ANALYSIS: "AnalysisNewsArticle",
    Kind.DATA: "AnalysisNewsArticle",
    Kind.EXPLAINER: "BackgroundNewsArticle",
    Kind.PROFILE: "BackgroundNewsArticle",
}
HEADING = re.compile(r'<h3[^>]*><a href="([^"]+)"')  # of a stored card
LISTED = 30  # stories that a page of a list names one by one


def news_article(edition, description: str, rows) -> dict:
    """Return what of the NewsArticle of an edition is frozen; moments carry whole seconds and the offset of UTC."""
    return without_empty(
        {
            "@type": "NewsArticle",
            "additionalType": f"https://schema.org/{FURTHER_TYPES[edition.kind]}",
            "mainEntityOfPage": edition.canonical,
            "url": edition.canonical,
            "headline": edition.headline,
            "description": description,
            "inLanguage": edition.html_lang,
            "datePublished": moment(edition.published_at),
            "dateModified": moment(edition.live_from),
            "articleSection": str(edition.section or ""),
            "wordCount": edition.words,
            "isAccessibleForFree": True,
            "author": [byline(author) for author in edition.writers],
            "publisher": publisher(),
            "image": pictures(edition.lead) if edition.lead else [],
            "about": [brief(row.organization) for row in rows.coverage if row.role == "about"],
            "mentions": [brief(row.organization) for row in rows.coverage if row.role != "about"],
            "keywords": [tag.name for tag in rows.tags],
            "isBasedOn": based_on(edition),
            "citation": [work(source) for source in rows.sources],
        }
    )


def of_this_moment(frozen: dict, edition, corrections: list[dict], translations: list) -> dict:
    """Return the NewsArticle with what was put right so far, and the translations that are live."""
    put_right = [correction(**one) for one in corrections]
    return {**frozen, **without_empty({"correction": put_right, **related_works(edition, translations)})}


def moment(value) -> str:
    return value.replace(microsecond=0).isoformat()


def byline(author) -> dict:
    """Return an author: one with a portrait is a person, one without may be the desk."""
    kind = "Person" if author.portrait_id else "Organization"
    return {"@type": kind, "name": author.name, "url": settings.SITE_URL + author.url}


def pictures(image) -> list[dict]:
    """Return a picture in the shapes that search engines ask for, each once."""
    shapes = {shape.url: shape for shape in image.shapes()}
    return [
        without_empty(
            {
                "@type": "ImageObject",
                "url": settings.SITE_URL + url,
                "width": str(shape.width),
                "height": str(shape.height),
                "caption": image.caption,
                "creditText": image.credit,
            }
        )
        for url, shape in shapes.items()
    ]


def based_on(edition) -> dict:
    """Return what a story starts from, as its source line says."""
    source = edition.source_line_source
    words = {"name": edition.source_line, "url": source.url if source else ""}
    return without_empty({"@type": "CreativeWork", **words}) if edition.source_line else {}


def work(source) -> dict:
    return without_empty(
        {
            "@type": "CreativeWork",
            "name": source.title,
            "url": source.url,
            "publisher": {"@type": "Organization", "name": source.publisher} if source.publisher else {},
            "datePublished": iso(source.published),
        }
    )


def correction(text: str, at, **_seen) -> dict:
    return {"@type": "CorrectionComment", "text": text, "datePublished": moment(at)}


def related_works(edition, translations: list) -> dict:
    """Return the original of a translation, and the translations of an original."""
    told = {
        other.article_id: {
            "@type": "NewsArticle",
            "headline": other.headline,
            "url": other.canonical,
            "inLanguage": other.html_lang,
        }
        for other in translations
    }
    if edition.article_id == edition.story_id:
        return {"workTranslation": list(told.values())}
    return {"translationOfWork": told.get(edition.story_id)}


def story_list(owner, kind: str, url: str, cards: list[str]) -> dict:
    """Return the page of a section, tag or author; that of an author is about the author."""
    name, deck = str(owner), owner.deck_here
    if kind != "author":
        return collection(name, deck, url, cards)
    about = {
        **byline(owner),
        "description": deck,
        "image": pictures(owner.portrait) if owner.portrait else [],
    }
    return {**page("ProfilePage", name, url, deck), "mainEntity": without_empty(about)}


def collection(name: str, description: str, url: str, cards: list[str]) -> dict:
    """Return a page that lists stories, by their stored cards."""
    urls = [found[1] for found in map(HEADING.search, cards[:LISTED]) if found]
    stories = item_list([{"url": settings.SITE_URL + url} for url in urls])
    return without_empty({**page("CollectionPage", name, url, description), "mainEntity": stories})


def web_site() -> dict:
    """Return the site, its publisher, and how it is searched."""
    search = settings.SITE_URL + reverse("search")
    return {
        **name_and_address("WebSite", settings.SITE_NAME, settings.SITE_URL + "/"),
        "inLanguage": HTML_LANG[get_language()],
        "publisher": publisher(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search + "?q={search_term_string}"},
            "query-input": "required name=search_term_string",
        },
    }
