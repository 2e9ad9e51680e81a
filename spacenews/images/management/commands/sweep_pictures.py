from collections.abc import Iterator
from datetime import timedelta

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand

from spacenews.images import files
from spacenews.images.models import Image, Rendition
from spacenews.pagecache import clock

SPARED = timedelta(days=7)  # pages that are open, and uploads under way, still name younger files


class Command(BaseCommand):
    help = (
        "Remove picture files that no picture names: cuts from before a focal point moved, uploads cut off."
    )

    def handle(self, *args, **options):
        before, swept = clock.now() - SPARED, 0
        for name in _stored():
            if not _named(name) and default_storage.get_modified_time(name) < before:
                default_storage.delete(name)
                swept += 1
        self.stdout.write(f"{swept} files removed.")


def _stored() -> Iterator[str]:
    if not default_storage.exists(files.FOLDER):
        return
    for folder in default_storage.listdir(files.FOLDER)[0]:
        for name in default_storage.listdir(f"{files.FOLDER}/{folder}")[1]:
            yield f"{files.FOLDER}/{folder}/{name}"


def _named(name: str) -> bool:
    return any(model.objects.filter(file=name).exists() for model in (Image, Rendition))
