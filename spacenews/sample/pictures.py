"""The stories' pictures: drawn by program, kept in the library like any other."""

from functools import cache

from django.core.files.base import ContentFile

from spacenews.images import drawings, library
from spacenews.images.models import Image
from spacenews.sample.stories import Story

CREDITS = {
    "en": "Drawing: Space News, by program",
    "id": "Gambar: Space News, oleh program",
    "zh-hans": "绘图：Space News，由程序绘制",
}


def lead(story: Story) -> Image:
    """Draw and keep the picture of a story.

    A translation has the drawing of its original, but a row of its own: the words are in its language.
    """
    seed = story["translates"] or story["slug"]
    drawing = _drawing(story["picture"], seed, story["ground"], tuple(story["picture_data"]))
    file = ContentFile(drawing, name=f"{seed}.jpg")
    return library.add(file, alt=story["alt"], caption=story["caption"], credit=CREDITS[story["language"]])


@cache
def _drawing(kind: str, seed: str, ground: str, data: tuple[tuple[str, str], ...]) -> bytes:
    return drawings.jpeg(kind, seed, ground, **dict(data))
