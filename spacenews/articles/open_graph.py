"""What other sites show of a link to a page, by the Open Graph protocol (ogp.me): names and contents."""

from collections.abc import Iterator

from django.conf import settings
from django.templatetags.static import static
from django.utils.text import Truncator
from django.utils.translation import get_language

from spacenews.articles.json_ld import moment
from spacenews.languages import CODES
from spacenews.markup import plain

LOCALES = {"en": "en_GB", "id": "id_ID", "zh-hans": "zh_CN"}
LONGEST = 300  # of a description
PICTURE = {"image:width": "1200", "image:height": "630"}

Card = dict[str, str | list[str]]


def of_page(title: str, url: str, description: str) -> Card:
    """Return the card of a page of the interface, with the site's own picture."""
    here = get_language()
    return {
        "type": "website",
        "title": title,
        "url": url,
        "description": description,
        "site_name": settings.SITE_NAME,
        **locales(here, CODES),
        "image": settings.SITE_URL + static("share.png"),
        **PICTURE,
        "image:alt": settings.SITE_NAME,
    }


def description_of(edition) -> str:
    """Return the deck, else the main points, else how the text begins."""
    words = edition.deck or " ".join(edition.points) or plain(edition.body)
    return Truncator(words).chars(LONGEST)


def of_edition(edition, description: str, tags: list) -> Card:
    return {
        **of_page(edition.headline, edition.canonical, description),
        **(picture(edition.lead) if edition.lead else {}),
        **locales(edition.language, []),
        "type": "article",
        "article:published_time": moment(edition.published_at),
        "article:modified_time": moment(edition.live_from),
        "article:section": str(edition.section or ""),
        "article:author": [settings.SITE_URL + author.url for author in edition.writers],
        "article:tag": [tag.name for tag in tags],
    }


def with_translations(card: Card, edition, translations: list) -> Card:
    return {**card, **locales(edition.language, [other.language for other in translations])}


def picture(image) -> Card:
    shown = image.shown_elsewhere()
    return {
        "image": settings.SITE_URL + shown.url,
        "image:width": str(shown.width),
        "image:height": str(shown.height),
        "image:alt": image.text,
    }


def locales(here: str, languages: list[str]) -> Card:
    others = [LOCALES[code] for code in CODES if code in languages and code != here]
    return {"locale": LOCALES[here], "locale:alternate": others}


def properties(card: Card) -> Iterator[tuple[str, str]]:
    """Yield each property with its content; one with several contents stands once for each, an empty one not at all."""
    for name, contents in card.items():
        for content in contents if isinstance(contents, list) else [contents]:
            if content:
                yield (name if name.startswith("article:") else f"og:{name}"), content
