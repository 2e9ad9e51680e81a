"""Static files as they are served: one stylesheet, hashed names, compressed copies beside each file."""

import re
from collections.abc import Iterator

from django.core.files.base import ContentFile
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

SITE_CSS = "css/site.css"
LAYERS = ("tokens", "base", "layout", "parts", "pages", "print")
LAYER_FILES = tuple(f"css/{layer}.css" for layer in LAYERS)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SPACE_BESIDE_SIGN = re.compile(r"\s*([{};,])\s*|(?<=:)\s+")
NOT_WORTH_COMPRESSING = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "avif", "map")


class Storage(CompressedManifestStaticFilesStorage):
    """Hashes and compresses what `collectstatic` gathers, and joins the layers of our stylesheet into one.

    ES modules are left as they are: ours import nothing, and the editor's find each other by an import map.
    """

    site_css = (SITE_CSS,)
    keep_only_hashed_files = True  # half the files to compress, and no address whose content may change

    def post_process(self, paths: dict, dry_run: bool = False, **options) -> Iterator[tuple]:
        if not dry_run:
            self.join_layers()
            paths[SITE_CSS] = (self, SITE_CSS)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def join_layers(self) -> None:
        """Write the layers, in their order, as one file; each is a cascade layer of its own."""
        layers = []
        for name in LAYER_FILES:
            with self.open(name) as layer:
                layers.append(layer.read().decode())
        self.delete(SITE_CSS)
        self.save(SITE_CSS, ContentFile(lean("\n".join(layers)).encode()))

    def create_compressor(self, **options) -> Compressor:
        return super().create_compressor(**{**options, "extensions": NOT_WORTH_COMPRESSING})


def lean(css: str) -> str:
    """Take out what only its writers read: comments, indents, the space beside signs. Every rule stays, in its words.

    A string that holds such a sign beside a space would be changed: ours hold none.
    """
    return SPACE_BESIDE_SIGN.sub(r"\1", COMMENT.sub("", css)).strip()
