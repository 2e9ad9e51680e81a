"""Structured data by schema.org: NewsArticle and its parts."""

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString

from spacenews.firms.json_ld import brief, script


def news_article(edition, coverage: list, tags: list, sources: list, corrections: list[dict]) -> SafeString:
    """Return the NewsArticle of an edition; moments carry whole seconds and the offset of UTC."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": edition.canonical,
        "url": edition.canonical,
        "headline": edition.headline,
        "description": edition.deck,
        "inLanguage": edition.html_lang,
        "datePublished": moment(edition.published_at),
        "dateModified": moment(edition.live_from),
        "articleSection": str(edition.section or ""),
        "wordCount": edition.words,
        "author": [byline(author) for author in edition.writers],
        "publisher": publisher(),
        "about": [brief(row.organization) for row in coverage if row.role == "about"],
        "mentions": [brief(row.organization) for row in coverage if row.role != "about"],
        "keywords": [tag.name for tag in tags],
        "citation": [
            {"@type": "CreativeWork", "name": source.title, "url": source.url} for source in sources
        ],
        "correction": [correction["text"] for correction in corrections],
    }
    if edition.lead:
        data["image"] = [settings.SITE_URL + edition.lead.og_url()]
    return script({name: value for name, value in data.items() if value})


def moment(value) -> str:
    return value.replace(microsecond=0).isoformat()


def byline(author) -> dict:
    return {"@type": "Organization", "name": author.name, "url": settings.SITE_URL + author.url}


def publisher() -> dict:
    logo = {"@type": "ImageObject", "url": settings.SITE_URL + static("apple-touch-icon.png")}
    return {
        "@type": "NewsMediaOrganization",
        "name": settings.SITE_NAME,
        "url": settings.SITE_URL + "/",
        "logo": logo,
    }
