"""oEmbed 1.0 (oembed.com): what another site shows of one of our addresses, as a frame with its card.

What is not there, was never there or is not there yet answers alike. A withdrawn article is not there either: the
protocol knows no 410.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import resolve
from django.utils import translation

from spacenews.articles import article_page
from spacenews.firms import charts, embeds, slugs
from spacenews.firms.models import FigureGroup, Organization
from spacenews.firms.series import series_of
from spacenews.images.models import Format, Image, Rendition, Shape
from spacenews.markup import tidy
from spacenews.pagecache import clock, marks

KEPT_S = 3_600
LONGEST = 2_000  # an address


@dataclass(frozen=True)
class Card:
    """What the answer tells of a page."""

    kind: str
    args: list
    title: str
    author: str
    image: Image | None = None
    drawings: int = 1


@marks.public_by("url", "format", "maxwidth", "maxheight")
def oembed(request: HttpRequest) -> HttpResponse:
    write = WRITERS.get(request.GET.get("format", "json"))
    if write is None:
        return said(501, "This format is not made here: json or xml.")
    try:
        path = own_path(request.GET.get("url", ""))
        with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
            return write(answer(card_of(path), most(request, "maxwidth"), most(request, "maxheight")))
    except Http404:
        return said(404, "There is nothing at this address that can be embedded.")


def said(status: int, words: str) -> HttpResponse:
    return HttpResponse(f"{words}\n", content_type="text/plain; charset=utf-8", status=status)


def own_path(url: str) -> str:
    """Return the path of one of our addresses, by http or https. Raises Http404 for any other."""
    try:
        parts, ours = urlsplit(url[:LONGEST]), urlsplit(settings.SITE_URL)
    except ValueError:
        raise Http404 from None
    if parts.scheme not in ("http", "https") or parts.netloc.lower() != ours.netloc.lower():
        raise Http404
    return unquote(parts.path).rstrip("/") + "/"


def card_of(path: str) -> Card:
    """Return the card of the page at a path. Raises Http404 where there is none."""
    match = resolve(path)
    if match.view_name not in CARDS:
        raise Http404
    return CARDS[match.view_name](**match.kwargs)


def _article(year: int, month: int, slug: str) -> Card:
    _pk, edition = article_page.addressed(f"{year:04d}/{month:02d}/{slug}", clock.now())
    if edition is None:
        raise Http404
    writers = ", ".join(author.name for author in edition.writers)
    return Card("article", edition.path.split("/"), edition.headline, writers, edition.lead)


def _firm(slug: str) -> Card:
    firm = slugs.find(Organization.objects.public(clock.now()), slug)
    return Card("firm", [firm.slug], firm.name, settings.SITE_NAME)


def _figure(slug: str) -> Card:
    now = clock.now()
    group = FigureGroup.objects.public(now).filter(slug=slug).first()
    if group is None:
        raise Http404
    drawings = len(charts.drawn(series_of(group, now), "chart"))
    return Card("figure", [slug], group.title_here, settings.SITE_NAME, drawings=drawings)


CARDS: dict[str, Callable[..., Card]] = {"article": _article, "firm": _firm, "series": _figure}


def most(request: HttpRequest, name: str) -> int | None:
    """Return how wide or high the other site lets us be, if it says so."""
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 6 and int(asked) else None


def answer(card: Card, widest: int | None, highest: int | None) -> dict:
    width, height = embeds.size(card.kind, widest, highest, card.drawings)
    return {
        "version": "1.0",
        "type": "rich",
        "title": card.title,
        "author_name": card.author,
        "provider_name": settings.SITE_NAME,
        "provider_url": settings.SITE_URL + "/",
        "cache_age": KEPT_S,
        **_thumbnail(card.image, widest, highest),
        "html": embeds.frame(card.kind, card.args, card.title, width, height),
        "width": width,
        "height": height,
    }


def _thumbnail(image: Image | None, widest: int | None, highest: int | None) -> dict:
    """Return the largest JPEG that is no larger than the other site wants."""
    made = image.renditions_of(Shape.WIDE, Format.JPEG) if image else []
    fitting = [r for r in made if r.width <= (widest or r.width) and r.height <= (highest or r.height)]
    return _told(fitting[-1]) if fitting else {}


def _told(rendition: Rendition) -> dict:
    return {
        "thumbnail_url": settings.SITE_URL + rendition.url,
        "thumbnail_width": rendition.width,
        "thumbnail_height": rendition.height,
    }


def _as_json(told: dict) -> HttpResponse:
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


def _as_xml(told: dict) -> HttpResponse:
    root = ElementTree.Element("oembed")
    for name, value in told.items():
        ElementTree.SubElement(root, name).text = tidy(str(value))
    text = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(text, content_type="text/xml; charset=utf-8")


WRITERS: dict[str, Callable[[dict], HttpResponse]] = {"json": _as_json, "xml": _as_xml}
