"""Which files are pictures: what Pillow calls them, how their names may end, what browsers are told."""

import re

EXTENSIONS = {
    "JPEG": ("jpg", "jpeg"),
    "PNG": ("png",),
    "WEBP": ("webp",),
    "AVIF": ("avif",),
    "GIF": ("gif",),
}
CONTENT_TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "gif": "image/gif",
}
ACCEPT = ",".join(dict.fromkeys(CONTENT_TYPES.values()))
SAFE_NAME = re.compile(r"(?:[a-z0-9_-]{1,64}/){0,4}[a-z0-9_-]{1,64}\.[a-z0-9]{2,5}")


def extension(name: str) -> str:
    """Return what stands after the last dot, in lower case."""
    return name.rpartition(".")[2].lower() if "." in name else ""
