"""The stories' pictures: drawn by program, kept in the library like any other."""

from functools import cache

from django.core.files.base import ContentFile

from spacenews.images import drawings, library
from spacenews.images.models import Image
from spacenews.sample.stories import Story

CREDIT = "Drawing: Space News, by program"


def lead(story: Story) -> Image:
    """Draw and keep the picture of a story.

    A translation has the drawing of its original, but a row of its own: alt text and caption are in its language.
    """
    seed = story["translates"] or story["slug"]
    drawing = _drawing(story["picture"], seed, story["ground"], tuple(story["picture_data"]))
    file = ContentFile(drawing, name=f"{seed}.jpg")
    return library.add(file, alt=story["alt"], caption=story["caption"], credit=CREDIT)


@cache
def _drawing(kind: str, seed: str, ground: str, data: tuple[tuple[str, str], ...]) -> bytes:
    return drawings.jpeg(kind, seed, ground, **dict(data))
