"""Pictures as HTML. The tag library `pictures` has the same for templates."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from spacenews.images.models import Format, Image, Rendition, Shape

FALLBACK_WIDTH = 960


def picture(
    image: Image | None,
    *,
    sizes: str = "100vw",
    eager: bool = False,
    css_class: str = "",
    alt: str | None = None,
    shape: str = Shape.WIDE,
) -> str:
    """Return `<picture>` with AVIF before JPEG, its size known before it is loaded.

    `alt` is the picture's own unless given; "" where a link beside it says the same. `eager` is for the one
    picture that a page begins with.
    """
    if image is None:
        return ""
    avif, jpeg = (image.renditions_of(shape, format) for format in (Format.AVIF, Format.JPEG))
    source = _source(avif, sizes) if avif else ""
    return format_html(
        "<picture>{}{}</picture>", source, _img(image, jpeg, sizes, eager, css_class, alt, shape)
    )


def _source(renditions: list[Rendition], sizes: str) -> SafeString:
    return format_html('<source type="image/avif" srcset="{}" sizes="{}">', _srcset(renditions), sizes)


def _img(image, renditions, sizes, eager, css_class, alt, shape) -> SafeString:
    largest = renditions[-1] if renditions else image
    attributes = {
        "src": image.url_of(shape, FALLBACK_WIDTH, Format.JPEG),
        "srcset": _srcset(renditions),
        "sizes": sizes if renditions else "",
        "width": largest.width,
        "height": largest.height,
        "class": css_class,
        "loading": "" if eager else "lazy",
        "fetchpriority": "high" if eager else "",
        "decoding": "" if eager else "async",
    }
    given = format_html_join("", ' {}="{}"', ((name, value) for name, value in attributes.items() if value))
    return format_html('<img{} alt="{}">', given, image.text if alt is None else alt)


def _srcset(renditions: list[Rendition]) -> str:
    return ", ".join(f"{rendition.url} {rendition.width}w" for rendition in renditions)
