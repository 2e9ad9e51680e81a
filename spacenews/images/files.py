"""Files of the media store. A row is written only after its file is on the disk."""

import os
import secrets

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

FOLDER = "pictures"


def write(data: bytes, extension: str) -> str:
    """Keep the bytes under a new random name, on the disk when this returns, and return the name.

    The name is neither the uploader's nor a hash of the bytes, by which others could ask whether we hold them.
    """
    token = secrets.token_hex(16)
    name = f"{FOLDER}/{token[:2]}/{token}.{extension}"
    try:
        default_storage.save(name, ContentFile(data))
        _sync(name)
    except BaseException:
        default_storage.delete(name)
        raise
    return name


def remove_with_row(sender, instance, **kwargs) -> None:
    """Remove the file of a deleted row once the deletion is committed."""
    transaction.on_commit(lambda: default_storage.delete(instance.file.name), robust=True)


def _sync(name: str) -> None:
    """Have the file and its folder's entry written to the disk; a store elsewhere answers for itself."""
    try:
        path = default_storage.path(name)
    except NotImplementedError:
        return
    for place, flags in ((path, os.O_RDONLY), (os.path.dirname(path), os.O_RDONLY | os.O_DIRECTORY)):
        descriptor = os.open(place, flags)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
